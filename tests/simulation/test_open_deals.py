"""Open deals: closed forms of what is won and when, and keyed draws."""

from __future__ import annotations

import uuid
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from simulation.assumptions import AssumptionError, BetaRate, FixedRate
from simulation.delays import DelayTable
from simulation.pipeline import OpenDeal, Slip, deals_run

SLIP = Slip(DelayTable((2.0, 3.0, 4.0, 1.0)), early_weeks=1)


def deal(number: int, chance: FixedRate | BetaRate, week: int = 3, slip: Slip = SLIP) -> OpenDeal:
    return OpenDeal(uuid.UUID(int=number), "proposal", 1000.0 * number, week, chance, slip)


def test_what_would_not_fit_the_memory_is_refused_before_anything_is_allocated() -> None:
    with pytest.raises(AssumptionError, match=r"3,120 MB; at most 250 MB"):
        deals_run((deal(1, FixedRate(0.3)),), 260, 1_000_000, 7)
    with pytest.raises(AssumptionError, match="first_trial"):
        deals_run((deal(1, FixedRate(0.3)),), 4, 10, 7, first_trial=-1)


def test_wins_of_a_known_chance_are_binomial() -> None:
    deals = tuple(deal(number, FixedRate(0.3)) for number in range(1, 11))
    won, _revenue = deals_run(deals, 20, 20_000, 7)
    counts = np.bincount(won.sum(axis=0), minlength=11)
    expected = stats.binom.pmf(np.arange(11), 10, 0.3) * 20_000
    joined = np.append(counts[:8], counts[8:].sum()), np.append(expected[:8], expected[8:].sum())
    assert stats.chisquare(*joined).pvalue > 0.001


def test_wins_of_one_stage_share_their_uncertain_chance() -> None:
    deals = tuple(deal(number, BetaRate(3, 5)) for number in range(1, 11))
    won, _revenue = deals_run(deals, 20, 20_000, 7)
    whole = won.sum(axis=0)
    exact = stats.betabinom(10, 3, 5)
    assert whole.mean() == pytest.approx(exact.mean(), abs=5 * exact.std() / 20_000**0.5)
    assert whole.var() == pytest.approx(exact.var(), rel=0.05)


def test_revenue_by_week_has_the_exact_mean() -> None:
    deals = (deal(1, FixedRate(0.4), 2), deal(5, BetaRate(2, 2), 6), deal(3, FixedRate(1.0), -9))
    _won, revenue = deals_run(deals, 8, 40_000, 3)
    expected = np.zeros(8)
    for one in deals:
        closing = np.array(one.closing_weeks[:8])
        expected[: closing.size] += one.chance.mean * one.amount * closing
    errors = revenue.std(axis=1) / 200.0 + 1e-9
    assert (np.abs(revenue.mean(axis=1) - expected) < 5 * errors).all()


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from((0.0, 1.0, 2.5)), min_size=1, max_size=6).filter(any),
    st.integers(0, 8),
    st.integers(-12, 12),
)
def test_a_deal_closes_in_some_week_from_now_on(
    weights: list[float], early: int, expected: int
) -> None:
    closing = Slip(DelayTable(tuple(weights)), early).closing_weeks(expected)
    assert sum(closing) == pytest.approx(1.0)
    assert min(closing) >= 0.0


def test_an_overdue_deal_draws_from_what_is_left_of_the_slips() -> None:
    assert SLIP.closing_weeks(-1) == (0.8, 0.2)
    assert SLIP.closing_weeks(3) == (0.0, 0.0, 0.2, 0.3, 0.4, 0.1)


def test_one_more_deal_moves_no_other_and_pieces_make_the_whole() -> None:
    deals = tuple(deal(number, BetaRate(3, 5)) for number in range(1, 6))
    won, revenue = deals_run(deals, 12, 400, 5)
    fewer, less = deals_run(deals[:-1], 12, 400, 5)
    only, of_it = deals_run(deals[-1:], 12, 400, 5)
    assert (won == fewer + only).all()
    assert (revenue == less + of_it).all()
    later, _more = deals_run(deals, 12, 150, 5, first_trial=250)
    assert (later == won[:, 250:]).all()


def test_deals_of_one_lead_make_one_client_when_the_first_is_won() -> None:
    lead = uuid.UUID(int=99)
    sure = tuple(
        replace(deal(number, FixedRate(1.0), week, Slip()), lead=lead)
        for number, week in ((1, 4), (2, 2))
    )
    other = replace(deal(3, FixedRate(1.0), 2, Slip()), lead=uuid.UUID(int=98), makes_client=False)
    clients, revenue = deals_run((*sure, other), 6, 50, 5)
    assert clients.mean(axis=1).tolist() == [0, 0, 1, 0, 0, 0]
    assert revenue.mean(axis=1).tolist() == [0, 0, 5000, 0, 1000, 0]
    unsure = tuple(replace(one, chance=FixedRate(0.5)) for one in sure)
    clients, _revenue = deals_run(unsure, 6, 20_000, 5)
    assert clients.max() == 1
    assert clients.sum(axis=1)[[2, 4]] / 20_000 == pytest.approx([0.5, 0.25], abs=0.02)


def test_deals_that_cannot_be_are_refused() -> None:
    one = deal(1, FixedRate(0.5))
    with pytest.raises(AssumptionError, match="distinct keys"):
        deals_run((one, one), 4, 10, 1)
    with pytest.raises(AssumptionError, match="amount"):
        replace(one, amount=-1.0)
