"""Scenario files are written so that they are read as the same plan, to the last digit."""

import json
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scenario_files.reading import FiledScenario, kept_scenario, read_scenario
from app.scenario_files.writing import (
    UnwritableScenarioError,
    write_scenario,
    written,
    written_plan,
)
from simulation.assumptions import BetaRate, Conversion, Evidence, FixedRate, Origin
from simulation.delays import DelayTable, GeometricDelay
from simulation.network import Channel, DealValue, Network, OpenLeads
from simulation.pipeline import OpenDeal, Slip
from simulation.volumes import Bump, ExactVolume, RandomVolume
from tests.simulation.networks import everything
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs.shown import inputs_of
from views.whatif.outlook import target_code

SHARES = st.floats(0.001, 0.999)
CONVERSIONS = st.one_of(
    st.builds(Conversion, st.builds(FixedRate, SHARES), st.sampled_from(Origin)),
    st.builds(
        Conversion,
        st.builds(BetaRate, st.floats(0.01, 900), st.floats(0.01, 900)),
        st.sampled_from(Origin),
        st.none() | st.integers(0, 40).map(lambda count: Evidence(count, 40)),
    ),
    st.integers(1, 39).map(
        lambda count: Conversion(BetaRate.from_evidence(count, 40), evidence=Evidence(count, 40))
    ),
    st.integers(0, 40).map(
        lambda count: Conversion(FixedRate(count / 40), evidence=Evidence(count, 40))
    ),
)
DELAYS = st.builds(GeometricDelay, SHARES, st.integers(0, 1)) | st.lists(
    SHARES, min_size=1, max_size=5
).map(lambda weights: DelayTable(tuple(weights)))
VOLUMES = st.builds(ExactVolume, st.lists(st.integers(0, 99), min_size=1).map(tuple)) | st.builds(
    RandomVolume,
    st.floats(0, 500),
    st.none() | st.floats(0.1, 50),
    st.floats(0.9, 1.1),
    st.just(()) | st.just((1.5,) * 52),
    st.just((Bump(2, 3, 4.5),)),
    st.floats(0, 1),
)
RATES = st.builds(FixedRate, SHARES) | st.builds(BetaRate, SHARES, SHARES)
DEALS = st.builds(
    OpenDeal,
    st.uuids(),
    st.sampled_from(["Offer", "Talks"]),
    st.floats(0, 1e6),
    st.integers(-5, 40),
    RATES,
    st.just(Slip()) | st.just(Slip(DelayTable((1.0, 2.0)), 1)),
    st.none() | st.uuids(),
    st.booleans(),
)
DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Draw a network with a bit of everything in it."""
    network = everything(draw(st.integers(0, 10_000)))
    steps = tuple(
        replace(step, conversion=draw(CONVERSIONS), delay=draw(DELAYS)) for step in network.steps
    )
    keyless = Channel(draw(st.none() | st.uuids()), "Other", draw(VOLUMES), 0, (), 3.25)
    return replace(
        network,
        steps=steps,
        channels=(*network.channels, keyless),
        roles=(replace(network.roles[0], capacity_variation=0.3), *network.roles[1:]),
        opening=(OpenLeads(0, draw(st.integers(0, 2)), 3, 5), OpenLeads(3, 0, 0, 1, 0.5)),
        value=draw(st.just(DealValue(0.0)) | st.just(DealValue(9e3, 0.4, 0.7))),
        starts_on=draw(st.none() | st.just(date(2026, 11, 23))),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with notes on some of its inputs."""
    network = draw(networks())
    names = st.sampled_from([one.name for one in inputs_of(Plan(network))])
    notes = st.builds(
        OriginNote,
        st.sampled_from(["typed", "benchmark", "learned"]),
        st.text(max_size=9),
        st.none() | st.tuples(SHARES, SHARES),
        st.none() | SHARES,
    )
    plan = Plan(network)
    return Plan(
        network,
        draw(st.text(max_size=9)),
        draw(st.text(max_size=9)),
        draw(st.integers(0, 2**31)),
        draw(st.integers(1, 10_000)),
        "today",
        draw(st.dictionaries(names, notes, max_size=3)),
        draw(st.frozensets(names, max_size=3)),
        tuple(draw(st.lists(DEALS, max_size=2, unique_by=lambda deal: deal.key))),
        (
            PlanTarget("clients", 30.0, date(2026, 1, 1), date(2026, 3, 31), draw(SHARES)),
            PlanTarget(target_code(plan, "stage:1"), 9.0, date(2026, 1, 1), date(2026, 3, 31)),
        ),
        draw(st.none() | DAYS),
        draw(st.integers(1, 12)),
        draw(st.sampled_from(["", "EUR"])),
    )


@given(plans(), st.none() | st.floats(0, 99))
def test_what_is_written_is_read_as_the_same_plan(plan: Plan, target: float | None) -> None:
    scenario = FiledScenario(plan, target)
    kept = json.loads(json.dumps(written(scenario)))
    assert kept_scenario("it", kept) == scenario


def test_a_written_file_is_read_and_easy_to_read(tmp_path: Path) -> None:
    network = everything(3)
    scenario = FiledScenario(Plan(network, "Spring"), None)
    write_scenario(scenario, tmp_path / "spring.json")
    assert read_scenario(tmp_path / "spring.json") == scenario
    lines = (tmp_path / "spring.json").read_text("utf-8").splitlines()
    assert '  "name": "Spring",' in lines


def test_parts_that_a_file_could_not_name_are_not_written() -> None:
    network = everything(3)
    twice = replace(network.channels[0], key=uuid.uuid4())
    plan = Plan(replace(network, channels=(*network.channels, twice)))
    with pytest.raises(UnwritableScenarioError, match="channels need names of their own"):
        written_plan(plan)
