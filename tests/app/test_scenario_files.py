"""Scenario files: read as they are meant, refused with the place and what may stand there."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from app.commands import funneldesk
from app.scenario_files.format import ScenarioFile, schema
from app.scenario_files.places import UnreadableScenarioFileError
from app.scenario_files.reading import read_scenario
from app.scenario_files.telling import TooLargeScenarioError, as_json, export_trials, result_of
from models.errors import KnownError
from simulation.assumptions import BetaRate, FixedRate, Origin
from simulation.delays import DelayTable, GeometricDelay
from simulation.measures import CLIENTS
from simulation.pipeline import OpenDeal
from simulation.volumes import Bump, ExactVolume, RandomVolume

PLAN: dict[str, Any] = {
    "format": "funneldesk-scenario-1",
    "name": "Plan",
    "weeks": 20,
    "starts_on": "2026-01-05",
    "stages": ["MQL", {"name": "SQL", "key": "6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a04"}, "Client"],
    "channels": [
        {
            "name": "Ads",
            "leads_per_week": 20,
            "dispersion": 4,
            "campaigns": [{"week": 2, "weeks": 3, "leads_per_week": 10}],
            "cost_per_lead": 12.5,
        },
        {"name": "Referrals", "exactly": [3, 0, 4], "enters": "SQL"},
    ],
    "steps": [
        {
            "rate": {"converted": 30, "entered": 100},
            "origin": "learned",
            "delay": {"kind": "geometric", "mean_weeks": 2},
            "tries": {"most": 3, "wait_weeks": 1},
            "work": {"role": "SDR", "units": 1.5},
            "nurture": {"share": 0.2, "returns_to": "MQL", "weights": [0, 0, 1]},
        },
        {"rate": 0.25, "delay": {"kind": "table", "weights": [0, 1, 1]}},
    ],
    "roles": [{"name": "SDR", "people": [{"people": 2, "units_per_week": 30, "ramp": [0.5]}]}],
    "returns": 1,
    "value": {"mean": 5000, "variation": 0.5, "margin": 0.6},
    "opening": [{"stage": "MQL", "count": 5, "weeks": 2, "channel": "Referrals"}],
    "trials": 200,
    "seed": 7,
    "target": 10,
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the plan with one place of it changed; `...` takes it away."""
    plan: dict[str, Any] = json.loads(json.dumps(PLAN))
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = plan
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return plan


def written(folder: Path, plan: object) -> Path:
    path = folder / "plan.json"
    path.write_text(json.dumps(plan), "utf-8")
    return path


def test_everything_in_a_file_gets_into_the_network(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path, PLAN))
    network = scenario.network
    assert (scenario.name, scenario.trials, scenario.seed, scenario.target) == ("Plan", 200, 7, 10)
    assert [stage.name for stage in network.stages] == ["MQL", "SQL", "Client"]
    assert str(network.stages[1].key).endswith("7a04")
    first, second = network.steps
    assert first.conversion.rate == BetaRate.from_evidence(30, 100)
    assert first.conversion.origin is Origin.LEARNED
    assert isinstance(first.delay, GeometricDelay)
    assert first.delay.mean == pytest.approx(2.0)
    assert (first.tries.most, first.tries.wait_weeks) == (3, 1)
    assert first.work is not None
    assert (first.work.role, first.work.units) == (network.roles[0].key, 1.5)
    assert first.nurture is not None
    assert (first.nurture.share, first.nurture.returns_to) == (0.2, 0)
    assert second.conversion.rate == FixedRate(0.25)
    assert second.delay == DelayTable((0, 1, 1))
    ads, referrals = network.channels
    assert ads.volume == RandomVolume(20, 4, bumps=(Bump(2, 3, 10),))
    assert (referrals.volume, referrals.enters) == (ExactVolume((3, 0, 4)), 1)
    assert network.roles[0].staff[0].ramp == (0.5,)
    assert (network.opening[0].channel, network.opening[0].count) == (1, 5)
    assert network.value.margin == 0.6


def test_signs_that_nobody_sees_do_not_get_into_a_plan(tmp_path: Path) -> None:
    plan = changed("stages.0", "\u202eMQL\x07") | {"name": " Plan\u200b\nB ", "notes": "a\x00\r\nb"}
    read = read_scenario(written(tmp_path, plan)).plan
    assert (read.name, read.notes, read.network.stages[0].name) == ("Plan B", "a\nb", "MQL")


def test_the_same_file_gives_the_same_numbers_and_names_alone_are_keys(tmp_path: Path) -> None:
    first, second = (result_of(read_scenario(written(tmp_path, PLAN))).run for _time in range(2))
    np.testing.assert_array_equal(first.weekly, second.weekly)
    swapped = changed("roles.0.name", "Team")
    swapped["steps"][0]["work"]["role"] = "Team"
    other = result_of(read_scenario(written(tmp_path, swapped))).run
    np.testing.assert_array_equal(first.weekly[0], other.weekly[0])


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("format", "other", "format", "this one reads funneldesk-scenario-1"),
        ("weeks", "a year", "weeks", "a whole number belongs there, not a text"),
        ("weeks", 900, "", "Network.weeks is 900; it must be a whole number from 1 to 260"),
        ("weaks", 3, "", "unknown field `weaks`"),
        ("stages", ["MQL"], "stages", "length >= 2"),
        ("stages", ["MQL", "MQL", "Client"], "stages", "“MQL” is there twice"),
        ("stages.1", {"name": "SQL", "key": "x"}, "stages[1].key", "“x” is no UUID"),
        ("steps", [{"rate": 0.5}], "steps", "3 stages have 2 steps between them, and 1 are"),
        ("steps.0.rate", 1.4, "steps[0].rate", "<= 1"),
        ("steps.0.rate", {"converted": 9, "entered": 3}, "steps[0].rate", "Evidence.converted"),
        ("steps.0.delay.mean_weeks", -1, "steps[0].delay.mean_weeks", ">= 0"),
        ("steps.0.delay", {"kind": "geometric", "mean_weeks": 0.5, "shortest": 1},
         "steps[0].delay", "GeometricDelay.mean is 0.5; it must be a number from 1"),
        ("steps.0.delay.kind", "weekly", "steps[0].delay.kind", "Invalid value"),
        ("steps.0.work.role", "Setter", "steps[0].work.role", "there is no “Setter”. Known: SDR"),
        ("steps.0.nurture.returns_to", "X", "steps[0].nurture.returns_to", "there is no “X”"),
        ("steps.1.delay.weights", [0, 0], "steps[1].delay", "not all zero"),
        ("channels.0.leads_per_week", ..., "channels[0]", "either leads_per_week or exactly"),
        ("channels.0.growth", 9, "channels[0]", "RandomVolume.growth"),
        ("channels.1.enters", "Held", "channels[1].enters", "there is no “Held”"),
        ("opening.0.stage", "Client", "", "Network.opening[0].stage"),
        ("starts_on", "2026-01-06", "", "a Monday"),
        ("starts_on", "soon", "starts_on", "no date like"),
        ("returns", 0, "", "1 or more where a step sends leads to nurture"),
        ("trials", 0, "trials", ">= 1"),
        ("steps.0.rate", {"converted": 3}, "steps[0].rate", "both converted and entered"),
        ("steps.0.rate", {"alpha": 3}, "steps[0].rate", "or share"),
        ("steps.0.delay", {"kind": "geometric"}, "steps[0].delay", "mean_weeks or weekly_exit"),
        ("origins", [{"input": "rate:X", "kind": "typed"}], "origins[0].input", "Known: volume"),
        ("origins", [{"input": "value", "kind": "felt"}], "origins[0].kind", "“felt” is none"),
        ("locked", ["people:X"], "locked[0]", "there is no “people:X”"),
        ("data_until", "May", "data_until", "no date like"),
        ("deals", [{"stage": "s", "amount": 1, "expected_week": 0, "chance": 2}],
         "deals[0].chance", "<= 1"),
        ("deals", [{"stage": "s", "amount": 1, "expected_week": -999, "chance": 0.5}],
         "deals[0]", "OpenDeal.expected_week"),
        ("targets", [{"measure": "stage:Nobody", "amount": 9, "first_day": "2026-04-01",
          "last_day": "2026-06-30"}], "targets[0].measure", "stage:"),
        ("targets", [{"measure": "clients", "amount": 9, "first_day": "2026-04-01",
          "last_day": "2026-03-01"}], "targets[0].last_day", "before the first"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_place(
    tmp_path: Path, path: str, value: object, place: str, words: str
) -> None:
    with pytest.raises(UnreadableScenarioFileError) as caught:
        read_scenario(written(tmp_path, changed(path, value)))
    assert caught.value.place == place
    assert words in str(caught.value)
    assert "plan.json" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[1]", b'{"format": NaN}'])
def test_what_is_no_scenario_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableScenarioFileError, match=r"plan\.json cannot be read"):
        read_scenario(path)


def test_a_file_that_is_too_large_or_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableScenarioFileError, match="No such file"):
        read_scenario(tmp_path / "plan.json")
    (tmp_path / "plan.json").write_bytes(b" " * 5_000_001)
    with pytest.raises(UnreadableScenarioFileError, match="larger than 5 MB"):
        read_scenario(tmp_path / "plan.json")


@pytest.mark.parametrize("again", ["leads_per_week", "leads_per_\\u0077eek"])
def test_a_key_that_stands_twice_is_refused_with_both_lines(tmp_path: Path, again: str) -> None:
    text = json.dumps({**PLAN, "notes": 'Say "name": twice {'}, indent=1)
    line = next(n for n, it in enumerate(text.splitlines(), 1) if '"leads_per_week"' in it)
    before = text.index('"leads_per_week"')
    (tmp_path / "plan.json").write_text(f'{text[:before]}"{again}": 7,\n{text[before:]}', "utf-8")
    with pytest.raises(UnreadableScenarioFileError) as caught:
        read_scenario(tmp_path / "plan.json")
    assert caught.value.place == f"line {line + 1}"
    assert f"“leads_per_week” stands there again, first in line {line}; take" in str(caught.value)


NAMES = st.sampled_from([*ScenarioFile.__struct_fields__, "kind", "rate", "name", "weights"])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
)


@given(ANY_JSON)
def test_any_json_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = tmp_path_factory.mktemp("any") / "plan.json"
    path.write_text(json.dumps({"format": "funneldesk-scenario-1", "x": value}), "utf-8")
    with pytest.raises(UnreadableScenarioFileError):
        read_scenario(path)


def test_what_would_take_too_much_is_refused_before_it_runs(tmp_path: Path) -> None:
    huge = changed("trials", 1_000_000)
    huge["weeks"] = 260
    with pytest.raises(TooLargeScenarioError, match="MB"):
        result_of(read_scenario(written(tmp_path, huge)))


def test_the_result_is_told_with_the_chance_of_the_target(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path, PLAN))
    result = result_of(scenario)
    told = as_json(scenario, result)
    clients = CLIENTS.of(result.run)
    assert told["clients"]["mean"] == pytest.approx(clients.mean())
    assert told["target"]["share"] == pytest.approx((clients >= 10).mean())
    assert told["weekly"]["clients_so_far"]["p50"][-1] == told["clients"]["p50"]
    assert len(told["roles"][0]["utilisation"]) == 20
    assert json.loads(json.dumps(told)) == told
    deal = OpenDeal(UUID(int=1), "Proposal", 500.0, 2, FixedRate(1.0))
    more = replace(scenario, plan=replace(scenario.plan, deals=(deal,)))
    with_deal = as_json(more, result_of(more))
    assert with_deal["clients"]["mean"] == pytest.approx(clients.mean() + 1)
    assert with_deal["revenue"]["mean"] == pytest.approx(told["revenue"]["mean"] + 500.0)


def test_trials_are_exported_with_named_axes_and_without_formulas(tmp_path: Path) -> None:
    named = changed("stages.0", "=cmd()")
    named["steps"][0]["nurture"]["returns_to"] = "=cmd()"
    named["opening"][0]["stage"] = "=cmd()"
    run = result_of(read_scenario(written(tmp_path, named))).run
    export_trials(run, tmp_path / "all.npz")
    with np.load(tmp_path / "all.npz") as found:
        assert found["weekly"].shape == (len(found["weekly_series"]), 20, 200)
        np.testing.assert_array_equal(found["revenue"], run.revenue)
    export_trials(run, tmp_path / "totals.csv")
    lines = (tmp_path / "totals.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 201
    assert not any(cell.startswith("=") for cell in lines[0].split(","))
    with pytest.raises(KnownError, match=r"\.npz"):
        export_trials(run, tmp_path / "totals.txt")


def test_the_command_prints_a_table_or_json_and_draws(tmp_path: Path) -> None:
    path = written(tmp_path, PLAN)
    told = CliRunner().invoke(funneldesk, ["forecast", str(path), "--json", "--trials", "50"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["trials"] == 50
    picture = tmp_path / "plan.png"
    table = CliRunner().invoke(funneldesk, ["forecast", str(path), "--plot", str(picture)])
    assert table.exit_code == 0
    assert "for 10 or more" in table.output
    assert " 5 Apr 2026 " in table.output
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_command_prints_the_schema_of_what_it_takes() -> None:
    printed = CliRunner().invoke(funneldesk, ["forecast", "--schema"])
    assert json.loads(printed.stdout) == json.loads(json.dumps(schema()))
    assert "ChannelPart" in schema()["$defs"]


def test_options_of_a_batch_do_not_go_with_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, PLAN)
    refused = CliRunner().invoke(funneldesk, ["forecast", str(path), "--mqls", "3"])
    assert refused.exit_code == 2
    assert "says it all" in refused.output
    refused = CliRunner().invoke(funneldesk, ["forecast", "--export", str(tmp_path / "a.npz")])
    assert refused.exit_code == 2


def test_another_seed_is_another_run(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path, PLAN))
    one, other = (
        result_of(replace(scenario, plan=replace(scenario.plan, seed=seed))).run for seed in (1, 2)
    )
    assert (one.weekly != other.weekly).any()
