"""Impossible and huge networks are refused in words, and a run can be watched and stopped."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulation import engine
from simulation.assumptions import AssumptionError, Conversion, FixedRate
from simulation.delays import (
    NO_DELAY,
    DelayTable,
    GeometricDelay,
    lognormal_delay,
)
from simulation.engine import RunCancelledError, memory_needed, run_network
from simulation.kernel import weeks
from simulation.kernel.layout import Outcome, Plan, Slots, State
from simulation.network import (
    Channel,
    Network,
    Nurture,
    OpenLeads,
    Step,
    Tries,
    Work,
)
from simulation.people import (
    Role,
    StaffGroup,
)
from simulation.volumes import (
    Bump,
    ExactVolume,
    RandomVolume,
)
from tests.simulation.networks import FREE, SDR, chain, reference, stages_of

HALF = Conversion(FixedRate(0.5))
NETWORK = Network(
    stages_of("MQL", "Responded", "Client"),
    (Step(HALF), Step(HALF)),
    (Channel(None, "all", ExactVolume((10,))),),
    4,
)


@pytest.mark.parametrize(
    ("make", "field", "value", "allowed"),
    [
        (lambda: ExactVolume((3, -1)), "ExactVolume.weekly[1]", "-1", "from 0 to 10,000,000"),
        (lambda: RandomVolume(-2.0), "RandomVolume.per_week", "-2.0", "from 0 to 10,000,000"),
        (lambda: RandomVolume(2.0, 0.0), "RandomVolume.dispersion", "0.0", "0.01 to 1,000,000"),
        (
            lambda: RandomVolume(2.0, level_variation=3.5),
            "RandomVolume.level_variation",
            "3.5",
            "from 0 to 3",
        ),
        (lambda: OpenLeads(0, 0, 1, 5, 0.0), "OpenLeads.odds", "0.0", "from 0.001 to 1,000"),
        (lambda: RandomVolume(2.0, season=(1.0,)), "RandomVolume.season", "1 factors", "52"),
        (lambda: Bump(2, 0, 1.0), "Bump.weeks", "0", "from 1 to 260"),
        (lambda: GeometricDelay(0.0), "GeometricDelay.weekly_exit", "0.0", "to 1"),
        (lambda: DelayTable((0.0, 0.0)), "DelayTable.weights", "(0.0, 0.0)", "not all zero"),
        (lambda: lognormal_delay(0.0, 0.6), "median_weeks", "0.0", "from 0.001 to 260"),
        (lambda: Tries(21), "Tries.most", "21", "from 1 to 20"),
        (lambda: Work(SDR, weekly_decay=0.0), "Work.weekly_decay", "0.0", "to 1"),
        (lambda: Nurture(0.5, NO_DELAY, 0), "Nurture.delay", "1.0", "without a delay of 0"),
        (lambda: StaffGroup(-1, 5.0), "StaffGroup.people", "-1", "from 0 to 10,000"),
        (lambda: StaffGroup(1, 5.0, 8, 7), "StaffGroup.until_week", "7", "from 8"),
        (lambda: OpenLeads(0, 0, -1, 5), "OpenLeads.weeks", "-1", "from 0 to 260"),
        (lambda: replace(NETWORK, weeks=261), "Network.weeks", "261", "from 1 to 260"),
        (lambda: replace(NETWORK, steps=(Step(HALF),)), "Network.steps", "Step", "2 to 2"),
        (
            lambda: replace(NETWORK, starts_on=date(2026, 11, 24)),
            "Network.starts_on",
            "2026-11-24",
            "a Monday",
        ),
        (
            lambda: replace(NETWORK, steps=(Step(HALF, work=Work(SDR)), Step(HALF))),
            "Network.steps[0].work.role",
            str(SDR),
            "one of the roles",
        ),
        (
            lambda: replace(
                NETWORK,
                returns=1,
                steps=(Step(HALF, nurture=Nurture(0.5, DelayTable((0.0, 1.0)), 1)), Step(HALF)),
            ),
            "Network.steps[0].nurture.returns_to",
            "1",
            "from 0 to 0",
        ),
        (
            lambda: replace(
                NETWORK,
                steps=(Step(HALF), Step(HALF, nurture=Nurture(0.5, DelayTable((0.0, 1.0)), 1))),
            ),
            "Network.returns",
            "0",
            "1 or more",
        ),
        (
            lambda: replace(NETWORK, channels=NETWORK.channels * 2),
            "Network.channels",
            "None",
            "distinct keys",
        ),
        (
            lambda: replace(NETWORK, channels=(Channel(None, "all", RandomVolume(1.0), 2),)),
            "Network.channels[0].enters",
            "2",
            "from 0 to 1",
        ),
        (
            lambda: replace(
                NETWORK, weeks=60, channels=(Channel(None, "all", RandomVolume(1.0, growth=2.0)),)
            ),
            "RandomVolume.growth",
            "2.0",
            "at most 10,000,000 leads in week 24",
        ),
        (
            lambda: replace(
                NETWORK,
                weeks=260,
                channels=(Channel(None, "all", RandomVolume(400.0, level_variation=2.9)),),
            ),
            "Network.channels",
            "leads",
            "at most 2,000,000,000 leads in all weeks",
        ),
        (
            lambda: replace(NETWORK, opening=(OpenLeads(2, 0, 0, 5),)),
            "Network.opening[0].stage",
            "2",
            "from 0 to 1",
        ),
        (
            lambda: replace(
                NETWORK,
                steps=(Step(HALF, tries=Tries(2)), Step(HALF)),
                opening=(OpenLeads(0, 0, 2, 5, 1.5),),
            ),
            "Network.opening[0].odds",
            "1.5",
            "1 at a stage that somebody works or tries several times",
        ),
        (
            lambda: run_network(NETWORK, trials=0, seed=1),
            "trials",
            "0",
            "from 1 to 1,000,000",
        ),
        (lambda: run_network(NETWORK, trials=1, seed=-1), "seed", "-1", "from 0 to"),
        (lambda: run_network(NETWORK, trials=1, seed=1, watched=(99,)), "watched", "99", "from 0"),
        (lambda: Role(uuid.UUID(int=1), "x", (), -1.0), "Role.weekly_cost", "-1.0", "from 0 to"),
        (
            lambda: replace(
                NETWORK, channels=(Channel(None, "all", RandomVolume(1e5, dispersion=0.05)),)
            ),
            "RandomVolume.dispersion",
            "0.05",
            "at least 9.306 where a week brings 100,000 leads",
        ),
        (
            lambda: run_network(
                replace(
                    NETWORK,
                    steps=(Step(HALF, work=Work(SDR, 1_000.0)), Step(HALF)),
                    channels=(Channel(None, "all", ExactVolume((3_000,))),),
                    roles=(Role(SDR, "SDR", (StaffGroup(3, 1e6),)),),
                ),
                trials=3,
                seed=1,
            ),
            "Work.units",
            "",
            "Take larger units",
        ),
    ],
)
def test_a_refusal_names_the_field_the_value_and_the_range(
    make: Callable[[], object], field: str, value: str, allowed: str
) -> None:
    with pytest.raises(AssumptionError) as caught:
        make()
    assert caught.value.field == field
    assert value in caught.value.message
    assert allowed in caught.value.message


def test_a_run_beyond_the_memory_is_refused_before_anything_is_allocated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "plan_of", lambda _network: pytest.fail("it went on"))
    with pytest.raises(AssumptionError, match=r"would take [\d,]+ MB; at most 250 MB"):
        run_network(reference(), trials=1_000_000, seed=1)
    assert memory_needed(reference(), 10_000, 9, 50) < 100_000_000


def test_the_largest_network_fits_the_memory_without_weekly_money() -> None:
    largest = chain(12, weeks=260)
    assert memory_needed(largest, 100_000, 0, 1) > engine.MEMORY_LIMIT
    assert memory_needed(largest, 100_000, 0, 95, weekly_money=False) < engine.MEMORY_LIMIT


def test_a_run_tells_how_far_it_is_and_is_the_same_for_being_watched() -> None:
    told: list[tuple[int, int]] = []
    network = reference(FREE)
    run = run_network(
        network, trials=2_000, seed=1, progress=lambda done, of: told.append((done, of))
    )
    assert told[-1] == (2_000, 2_000)
    assert [done for done, _of in told] == sorted(done for done, _of in told)
    again = run_network(network, trials=2_000, seed=1)
    assert (run.totals == again.totals).all()
    with pytest.raises(ValueError, match="read-only"):
        run.totals[0, 0] = 1


def test_a_run_that_is_cancelled_leaves_nothing_and_asks_often() -> None:
    network = reference(general=True)
    run_network(network, trials=1, seed=1)
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.monotonic())
        return len(asked) == 3

    with pytest.raises(RunCancelledError):
        run_network(network, trials=50_000, seed=1, watched=(), cancelled=cancelled)
    assert len(asked) == 3


def test_no_further_week_is_run_once_a_run_is_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    run_weeks = weeks.run

    def stopped(plan: Plan, slots: Slots, state: State, outcome: Outcome, *rest: Any) -> None:
        outcome.stop[0] = len(ran) > 1
        ran.append(run_weeks(plan, slots, state, outcome, *rest))

    monkeypatch.setattr(weeks, "run", stopped)
    run_network(reference(), trials=5_000, seed=1, threads=1)
    assert ran == [52, 52, 0]


def test_a_run_that_is_cancelled_tells_the_weeks_that_are_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[Outcome] = []
    asked = threading.Event()

    def waiting(_plan: Plan, _slots: Slots, _state: State, outcome: Outcome, *_: object) -> None:
        begun.append(outcome)
        assert asked.wait(10)

    def cancelled() -> bool:
        asked.set()
        return True

    monkeypatch.setattr(weeks, "run", waiting)
    with pytest.raises(RunCancelledError):
        run_network(reference(), trials=50_000, seed=1, watched=(), threads=2, cancelled=cancelled)
    assert 1 <= len(begun) <= 2
    assert begun[0].stop[0] == 1
