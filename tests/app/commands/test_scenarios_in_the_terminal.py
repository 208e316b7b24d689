"""`funneldesk scenario` and `forecast --scenario`: the plans of a workspace in the terminal."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.commands import funneldesk
from app.desk.plans.scenarios import save_house_example
from app.scenario_files.shelf import keep_plan, plan_by_name
from models.scenarios.saving import rename_scenario, scenario_by_name
from models.workspace import Workspace
from tests.asking import small_plan
from views.whatif.inputs.shown import with_input

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(workspace: Workspace) -> Run:
    """Return the command line over a workspace with a plan, a change of it, and a batch."""
    with workspace.write() as session:
        base = replace(small_plan(), name="Base")
        keep_plan(session, base, as_new=True)
        more = with_input(plan_by_name(session, "base"), "people:SDR", 3)
        more = with_input(more, "rate:SQL", 0.55)
        keep_plan(session, replace(more, name="More"), as_new=True)
        save_house_example(session)

    def invoke(*arguments: str) -> tuple[int, str]:
        path = str(workspace.path)
        result = CliRunner().invoke(funneldesk, ["--workspace", path, *arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            return 1, str(result.exception)
        return result.exit_code, result.stdout

    return invoke


def test_the_list_says_what_was_changed_from_what(run: Run) -> None:
    code, said = run("scenario", "list", "--json")
    assert code == 0
    base, more = json.loads(said)
    assert (base["name"], base["changed_from"], base["weeks"]) == ("Base", None, 12)
    assert more["changed_from"] == "Base"
    assert [change.replace("\u202f", " ") for change in more["changes"]] == [
        "Rate into SQL 50 % → 55 %",
        "SDR 2 → 3",
    ]
    assert "SDR 2 → 3" in run("scenario", "list")[1]


def test_a_stored_plan_is_forecast_like_a_file(run: Run, tmp_path: Path) -> None:
    code, said = run("forecast", "--scenario", "more", "--trials", "50", "--json")
    assert code == 0
    assert json.loads(said)["weeks"] == 12
    file = str(tmp_path / "more.json")
    assert run("scenario", "export", "More", file)[0] == 0
    assert json.loads(run("forecast", file, "--trials", "50", "--json")[1]) == json.loads(said)
    assert run("forecast", "--scenario", "More", "--mqls", "9")[0] == 2
    assert "60" in run("forecast", "--scenario", "House example", "--trials", "50")[1]


def test_a_file_is_kept_under_a_free_name_and_undone(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "base.json")
    run("scenario", "export", "Base", file)
    code, said = run("scenario", "import", file)
    assert (code, "“Base (2)” is kept" in said) == (0, True)
    assert run("undo")[0] == 0
    assert len(json.loads(run("scenario", "list", "--json")[1])) == 2
    (tmp_path / "bad.json").write_text('{"format": "funneldesk-scenario-1", "weaks": 3}', "utf-8")
    code, said = run("scenario", "import", str(tmp_path / "bad.json"))
    assert (code, "weaks" in said) == (1, True)


def test_scenarios_are_compared_case_by_case(run: Run) -> None:
    code, said = run("scenario", "compare", "Base", "More", "--trials", "200")
    assert code == 0
    assert said.startswith("More beats Base by ")
    assert "90\u202f%:" in said
    assert "More differs from Base: Rate into SQL" in said
    told = json.loads(run("scenario", "compare", "Base", "More", "--trials", "200", "--json")[1])
    first, second = told["scenarios"]
    gap = second["clients"]["mean"] - first["clients"]["mean"]
    assert second["against_the_first"]["clients"]["spread"]["mean"] == pytest.approx(gap)
    assert run("scenario", "compare", "Base")[0] == 2
    assert "Saved: Base, More" in run("scenario", "compare", "Base", "House example")[1]


def test_a_plan_that_is_saved_again_keeps_its_lineage_and_its_new_name(
    workspace: Workspace, run: Run
) -> None:
    with workspace.write() as session:
        found = scenario_by_name(session, "More")
        assert found is not None
        rename_scenario(session, found.id, "Bold")
        plan = plan_by_name(session, "Bold")
        assert (plan.name, plan.parent_id) == ("Bold", found.id)
        assert keep_plan(session, plan, as_new=False) == found.id
        again = scenario_by_name(session, "Bold")
        assert again is not None
        assert again.parent_id == found.parent_id
