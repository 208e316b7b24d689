"""`funneldesk ask` says what the simulator answers, and says clearly what it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.commands import funneldesk
from app.scenario_files.reading import read_scenario
from simulation.levers import levers_of
from views.asking.wording import lever_named, lever_words, week_spans

PLAN: dict[str, Any] = {
    "format": "funneldesk-scenario-1",
    "weeks": 12,
    "stages": ["MQL", "SQL", "Client"],
    "channels": [{"name": "Ads", "leads_per_week": 30}],
    "steps": [
        {"rate": {"converted": 30, "entered": 60}, "work": {"role": "SDR"},
         "delay": {"kind": "geometric", "mean_weeks": 1}},
        {"rate": 0.25},
    ],
    "roles": [{"name": "SDR", "people": [{"people": 2, "units_per_week": 12}], "weekly_cost": 900}],
    "value": {"mean": 5000},
}  # fmt: skip


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN), "utf-8")
    return str(path)


def ask(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(funneldesk, ["ask", *arguments, "--trials", "200"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return 1, str(result.exception)
    return result.exit_code, result.stdout


def test_every_input_is_found_by_its_name_and_has_words(plan: str) -> None:
    network = read_scenario(Path(plan)).network
    names = (
        "volume:Ads",
        "rate:SQL",
        "rate:Client",
        "delay:SQL",
        "people:SDR",
        "units:SDR",
        "value",
    )
    levers = [lever_named(network, name) for name in names]
    assert sorted(levers, key=str) == sorted(levers_of(network), key=str)
    words = [lever_words(network, lever) for lever in levers]
    assert words[:2] == ["Leads a week: Ads", "Rate into SQL"]
    assert len(set(words)) == len(words)


def test_a_goal_is_sought(plan: str) -> None:
    code, said = ask("seek", plan, "--input", "people:SDR", "--clients", "30", "--json")
    assert code == 0
    assert json.loads(said)["value"] == 3.0
    code, said = ask("seek", plan, "--input", "people:SDR", "--clients", "30")
    assert said.startswith("People: SDR: at least 3 for 30 clients with 80")


def test_all_leads_of_the_only_channel_are_its_leads(plan: str) -> None:
    network = read_scenario(Path(plan)).network
    assert lever_named(network, "volume") == lever_named(network, "volume:Ads")


def test_answers_as_data_name_inputs_stages_and_roles(plan: str) -> None:
    def answer(*arguments: str) -> Any:
        code, said = ask(*arguments, "--json")
        assert code == 0, said
        return json.loads(said)

    found = answer("matters", plan)
    assert {"rate:SQL", "volume:Ads"} <= {bar["input"] for bar in found["bars"]}
    assert {one["stage"] for one in found["shares"]} == {None, "SQL"}
    assert [one["stage"] for one in answer("learn", plan)] == ["SQL"]
    assert {one["role"] for one in answer("staff", plan)} == {"SDR"}
    hires = answer("plan", plan, "--clients", "35", "--chance", "0.5", "--hire", "SDR:12:2:1")
    assert [one["role"] for one in hires["hires"]] == ["SDR"]


def test_an_input_that_is_not_there_is_refused_with_those_that_are(plan: str) -> None:
    code, said = ask("seek", plan, "--input", "people:Setter", "--clients", "30")
    assert code == 1
    assert "no input “people:Setter”" in said
    assert "people:SDR" in said


def test_a_goal_out_of_reach_is_said_with_the_best_there_is(plan: str) -> None:
    code, said = ask("seek", plan, "--input", "rate:Client", "--clients", "5000")
    assert code == 1
    assert "the best found is" in said


def test_two_scenarios_are_compared(plan: str, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({**PLAN, "name": "Without", "channels": [
        {"name": "Ads", "leads_per_week": 0}]}), "utf-8")  # fmt: skip
    code, said = ask("compare", plan, str(other))
    assert code == 0
    assert said.startswith("Without against plan.json: -")
    code, said = ask("compare", plan, plan)
    assert "nothing clients" in said


def test_what_matters_and_what_to_learn_are_tables(plan: str) -> None:
    code, said = ask("matters", plan)
    assert code == 0
    assert "Rate into Client" in said
    assert "\u00b1" in said
    code, said = ask("learn", plan, "--json")
    assert [one["stage"] for one in json.loads(said)] == ["SQL"]


def test_who_is_short_is_said_in_words(plan: str) -> None:
    code, said = ask("staff", plan, "--weeks", "6")
    assert code == 0
    assert "SDR: leads wait in weeks 1-12" in said
    assert week_spans(()) == ""


def test_a_plan_says_what_each_hire_buys(plan: str) -> None:
    code, said = ask("plan", plan, "--clients", "30", "--hire", "SDR:12:2:1,7")
    assert code == 0
    binding, bought = said.splitlines()[:2]
    assert binding.startswith("SDR: leads wait in weeks 1-12, ")
    assert bought.startswith("A third SDR from week 7 buys ")
    assert ") for 5,400." in said
    assert "instead of" in said
    code, said = ask("plan", plan, "--clients", "1", "--hire", "SDR:12:2:1")
    assert "Nobody has to be hired" in said
    code, said = ask("plan", plan, "--clients", "900", "--hire", "SDR:12:2:1")
    assert (code, "No plan" in said) == (1, True)


@pytest.mark.parametrize(
    "hire", ["Setter:1:1:1", "SDR:1:1", "SDR:x:1:1", "SDR:1:1:0", "SDR:1:99:1"]
)
def test_a_hire_that_is_none_is_refused(plan: str, hire: str) -> None:
    code, said = ask("plan", plan, "--clients", "30", "--hire", hire)
    assert code == 1
    assert "is no hire" in said
