"""Impossible assumptions are refused with the field, the value and what is allowed."""

from __future__ import annotations

import math
import pickle
import uuid
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.assumptions import (
    AssumptionError,
    Assumptions,
    Batch,
    BetaRate,
    Conversion,
    Evidence,
    FixedRate,
    Origin,
    PoissonArrivals,
    Stage,
    house_funnel,
    with_rates_from_one_sample,
)
from simulation.engine import TRIALS_LIMIT
from simulation.funnel import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = uuid.UUID(int=1)
WRONG = cast("Any", None)


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("FixedRate.value", lambda: FixedRate(1.0000001)),
        ("FixedRate.value", lambda: FixedRate(-0.1)),
        ("FixedRate.value", lambda: FixedRate(math.nan)),
        ("FixedRate.value", lambda: FixedRate(True)),
        ("FixedRate.value", lambda: FixedRate(WRONG)),
        ("BetaRate.alpha", lambda: BetaRate(0, 1)),
        ("BetaRate.beta", lambda: BetaRate(1, math.inf)),
        ("BetaRate.beta", lambda: BetaRate(1, 1e10)),
        ("Evidence.converted", lambda: Evidence(9, 8)),
        ("Evidence.entered", lambda: Evidence(0, -1)),
        ("Evidence.converted", lambda: BetaRate.from_evidence(9, 8)),
        ("prior", lambda: BetaRate.from_evidence(0, 8)),
        ("prior", lambda: BetaRate.from_evidence(8, 8)),
        ("prior", lambda: BetaRate.from_evidence(3, 8, prior=(-1, 0))),
        ("Batch.size", lambda: Batch(-1)),
        ("Batch.size", lambda: Batch(10_000_001)),
        ("Batch.size", lambda: Batch(cast("int", 200.5))),
        ("PoissonArrivals.mean", lambda: PoissonArrivals(-1.0)),
        ("PoissonArrivals.mean", lambda: PoissonArrivals(1e8)),
        ("Stage.key", lambda: Stage(WRONG, "MQL")),
        ("Stage.name", lambda: Stage(KEY, "  ")),
        ("Stage.name", lambda: Stage(KEY, WRONG)),
        ("Conversion.rate", lambda: Conversion(cast("FixedRate", 0.3))),
        ("Conversion.origin", lambda: Conversion(FixedRate(0.3), cast("Origin", "typed"))),
        (
            "Conversion.evidence",
            lambda: Conversion(FixedRate(0.3), evidence=WRONG or cast("Any", 3)),
        ),
        ("Assumptions.stages", lambda: Assumptions((Stage(KEY, "a"),), (), Batch(1))),
        ("Assumptions.stages", lambda: Assumptions((Stage(KEY, "a"), WRONG), (), Batch(1))),
        ("Assumptions.stages", lambda: chain(41)),
        ("Assumptions.stages", lambda: chain(2, same_key=True)),
        ("Assumptions.conversions", lambda: Assumptions(chain(3).stages, (), Batch(1))),
        ("Assumptions.conversions", lambda: Assumptions(chain(2).stages, (WRONG,), Batch(1))),
        ("Assumptions.arrivals", lambda: chain(2).with_arrivals(WRONG)),
        ("index", lambda: house_funnel().with_rate(5, FixedRate(0.5))),
        ("conversions[0].evidence", lambda: with_rates_from_one_sample(chain(2))),
        ("trials", lambda: simulate(house_funnel(), trials=0, seed=1)),
        ("trials", lambda: simulate(house_funnel(), trials=TRIALS_LIMIT + 1, seed=1)),
        ("seed", lambda: simulate(house_funnel(), trials=1, seed=-1)),
        ("seed", lambda: simulate(house_funnel(), trials=1, seed=2**63)),
        ("first_trial", lambda: simulate(house_funnel(), trials=1, seed=1, first_trial=-1)),
    ],
)
def test_the_impossible_is_refused_by_name(field: str, make: Callable[[], object]) -> None:
    with pytest.raises(AssumptionError) as caught:
        make()
    error = caught.value
    assert error.field == field
    assert error.allowed
    assert str(error) == error.message


def chain(count: int, *, same_key: bool = False) -> Assumptions:
    stages = tuple(
        Stage(KEY if same_key else uuid.UUID(int=number), f"stage {number}")
        for number in range(count)
    )
    return Assumptions(stages, (Conversion(FixedRate(0.5)),) * (count - 1), Batch(10))


def test_the_error_says_what_is_wrong_and_survives_a_process_border() -> None:
    with pytest.raises(AssumptionError, match=r"Batch\.size is -1; .* from 0 to 10,000,000") as got:
        Batch(-1)
    copy = pickle.loads(pickle.dumps(got.value))
    assert (copy.field, copy.value, copy.allowed, str(copy)) == (
        got.value.field,
        got.value.value,
        got.value.allowed,
        str(got.value),
    )


@given(value=st.floats())
def test_exactly_the_numbers_between_zero_and_one_are_rates(value: float) -> None:
    if 0 <= value <= 1:
        assert FixedRate(value).mean == value
    else:
        with pytest.raises(AssumptionError):
            FixedRate(value)


@given(entered=st.integers(2, 10**6), data=st.data())
def test_evidence_without_prior_keeps_the_observed_rate(entered: int, data: st.DataObject) -> None:
    converted = data.draw(st.integers(1, entered - 1))
    assert BetaRate.from_evidence(converted, entered).mean == pytest.approx(converted / entered)


def test_the_flat_prior_raises_the_house_example_by_6_6_percent() -> None:
    house = house_funnel()
    flat = with_rates_from_one_sample(house, prior=(1, 1))
    ratio = 1.0
    for plain, raised in zip(house.conversions, flat.conversions, strict=True):
        ratio *= raised.rate.mean / plain.rate.mean
    assert ratio == pytest.approx(1.066, abs=5e-4)


def test_a_changed_rate_keeps_its_evidence_and_says_that_it_was_typed() -> None:
    changed = house_funnel().with_rate(4, FixedRate(0.4))
    assert changed.conversions[4] == Conversion(FixedRate(0.4), Origin.TYPED, Evidence(3, 8))
    assert changed.conversions[:4] == house_funnel().conversions[:4]
