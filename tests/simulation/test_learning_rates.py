"""Rates from visits seen in part: closed forms, the traps, and coverage of known truths."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.learning.drifting import STEADY
from simulation.learning.exits import AGES, Prior, exits_of, exposure_of
from simulation.learning.history import ADVANCED, LOST, MISSING, OPEN, Visits
from simulation.learning.learned import LearnedRate, learn
from simulation.learning.networks import delay_of
from tests.simulation.learning_worlds import end_of, joined, steady, truth_from, visits_to

PRIOR = Prior(mean=0.4)


def learned_rate(visits: Visits, weeks: int, prior: Prior = PRIOR) -> LearnedRate:
    return learn(visits, steps=1, at=end_of(weeks), priors=[prior]).rates[0]


def test_without_open_leads_the_posterior_is_the_usual_beta() -> None:
    rng = np.random.default_rng(1)
    visits = visits_to(steady(0.3, 0.2, 0.2), weeks=40, per_week=5, rng=rng)
    done = visits.some(visits.how != OPEN)
    alpha, beta = exits_of(exposure_of(done, end_of(40)), PRIOR).shapes()
    assert alpha == pytest.approx(0.8 + np.count_nonzero(done.how == ADVANCED))
    assert beta == pytest.approx(1.2 + np.count_nonzero(done.how == LOST))


def test_with_a_prior_that_weighs_nothing_the_mean_is_that_of_aalen_and_johansen() -> None:
    rng = np.random.default_rng(2)
    visits = visits_to(steady(0.4, 3.0, 5.0), weeks=60, per_week=20, rng=rng)
    exposure = exposure_of(visits, end_of(60))
    at_risk, went, left = (
        counts.sum(axis=0) for counts in (exposure.at_risk, exposure.converted, exposure.left)
    )
    staying, found = 1.0, 0.0
    for age in range(AGES):
        if at_risk[age] > 0.0:
            found += staying * went[age] / at_risk[age]
            staying *= 1.0 - (went[age] + left[age]) / at_risk[age]
    mean = exits_of(exposure, replace(PRIOR, weight=1e-9)).chances()[0][0]
    assert mean == pytest.approx(found, abs=1e-4)


def test_open_leads_are_censored_and_not_lost() -> None:
    # A true rate of .5; who converts does so sooner than others leave, and many came lately.
    rng = np.random.default_rng(3)
    parts = [
        visits_to(steady(0.5, 6.0, 9.0), weeks=weeks, per_week=60, rng=rng) for weeks in (16, 26)
    ]
    later = parts[0].some(np.ones(parts[0].count, np.bool_))
    shift = (26 - 16) * 604_800
    later = replace(
        later,
        entered=later.entered + shift,
        known=later.known + shift,
        ended=np.where(later.ended == MISSING, MISSING, later.ended + shift),
    )
    visits = joined(later, parts[1])
    converted = np.count_nonzero(visits.how == ADVANCED)
    rate = learned_rate(visits, 26)
    assert converted / visits.count < 0.42
    assert converted / np.count_nonzero(visits.how != OPEN) > 0.54
    assert rate.interval[0] < 0.5 < rate.interval[1]
    assert rate.mean == pytest.approx(0.5, abs=0.05)


def test_cohorts_from_before_the_records_began_count_in_no_rate() -> None:
    # Wins of the first 20 weeks were never written down: their leads are open or not there.
    rng = np.random.default_rng(4)
    visits = visits_to(steady(0.5, 2.0, 3.0), weeks=60, per_week=30, rng=rng)
    unseen = (visits.ended != MISSING) & (visits.ended < end_of(20))
    kept = visits.some(~unseen)
    rate = learned_rate(kept, 60)
    assert rate.before > 0
    assert rate.mean == pytest.approx(0.5, abs=0.05)
    opened = replace(
        visits,
        how=np.where(unseen, OPEN, visits.how),
        ended=np.where(unseen, MISSING, visits.ended),
    )
    rate = learned_rate(opened, 60)
    assert np.count_nonzero(opened.how == ADVANCED) / opened.count < 0.4
    assert rate.mean == pytest.approx(0.5, abs=0.05)


def test_what_was_written_down_late_was_not_at_risk_before() -> None:
    rng = np.random.default_rng(5)
    visits = visits_to(steady(0.5, 4.0, 4.0), weeks=30, per_week=10, rng=rng)
    # Who stayed five weeks was written down after five weeks, and the others never were.
    age = (np.where(visits.ended == MISSING, end_of(30), visits.ended) - visits.entered) // 604_800
    late = visits.some(age >= 5)
    late = replace(late, known=late.entered + 5 * 604_800)
    exposure = exposure_of(late, end_of(30))
    assert exposure.at_risk[:, :5].sum() == 0.0
    assert exposure.at_risk[:, 5].sum() > 0.0


def test_intervals_hold_truths_from_the_prior_as_often_as_they_say() -> None:
    rounds, held = 500, 0
    for number in range(rounds):
        rng = np.random.default_rng([11, number])
        truth = truth_from(PRIOR, rng)
        visits = visits_to(truth, weeks=30, per_week=float(rng.choice([0.5, 2.0, 8.0])), rng=rng)
        alpha, beta = exits_of(exposure_of(visits, end_of(30)), PRIOR).shapes()
        low, high = _beta_interval(alpha, beta)
        held += low <= truth.rate <= high
    error = np.sqrt(0.9 * 0.1 / rounds)
    assert abs(held / rounds - 0.9) < 3.0 * error


def test_channels_are_drawn_together_and_leave_the_whole_rate() -> None:
    rng = np.random.default_rng(6)
    alike = [
        visits_to(steady(0.3, 1.0, 1.0), weeks=52, per_week=4, rng=rng, channel=channel)
        for channel in (1, 2)
    ]
    better = visits_to(steady(0.6, 1.0, 1.0), weeks=52, per_week=4, rng=rng, channel=3)
    few = visits_to(steady(0.3, 1.0, 1.0), weeks=52, per_week=0.05, rng=rng, channel=4)
    learned = learn(joined(*alike, better, few), steps=1, at=end_of(52), priors=[PRIOR])
    odds = {channel: factors[0] for channel, factors in learned.odds.items()}
    assert odds[3] > 1.8
    assert odds[1] < 1.0
    assert odds[2] < 1.0
    assert abs(np.log(odds[4])) < np.log(odds[3])
    rate = learned.rates[0]
    shares = {1: alike[0].count, 2: alike[1].count, 3: better.count, 4: few.count}
    base = rate.mean / (1.0 - rate.mean)
    whole = sum(
        count * base * odds[one] / (1.0 + base * odds[one]) for one, count in shares.items()
    )
    assert whole / sum(shares.values()) == pytest.approx(rate.mean, abs=1e-6)


def test_a_steady_past_is_kept_and_a_broken_one_is_forgotten() -> None:
    rng = np.random.default_rng(7)
    good = visits_to(steady(0.6, 1.0, 1.0), weeks=100, per_week=20, rng=rng)
    bad = visits_to(steady(0.2, 1.0, 1.0), weeks=100, per_week=20, rng=rng)
    steady_past = learn(good, steps=1, at=end_of(100), priors=[PRIOR], weeks=13)
    assert steady_past.half_life == STEADY
    first, second = good.some(good.entered < end_of(70)), bad.some(bad.entered >= end_of(70))
    broken = learn(joined(first, second), steps=1, at=end_of(100), priors=[PRIOR], weeks=13)
    assert broken.half_life < 60.0
    assert broken.rates[0].mean < 0.3
    assert broken.rates[0].drift > 1.5 * steady_past.rates[0].drift


def test_delays_are_those_of_the_leads_that_moved_on() -> None:
    rng = np.random.default_rng(8)
    visits = visits_to(steady(0.4, 3.0, 8.0), weeks=80, per_week=25, rng=rng)
    rate = learned_rate(visits, 80)
    assert delay_of(rate).mean == pytest.approx(3.0, abs=0.35)
    # Others last longer, so whoever is still there is less likely to move on.
    odds = rate.exits.odds()
    assert odds[0] == pytest.approx(1.0)
    assert odds[15] < 0.5


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 30), st.integers(0, 40), st.sampled_from((OPEN, ADVANCED, LOST, 3))
        ),
        max_size=30,
    )
)
def test_any_visits_give_an_interval_around_their_mean(
    some: list[tuple[int, int, int]],
) -> None:
    begin = end_of(0)
    entered = np.array([begin + week * 604_800 + 60 for week, _age, _how in some], np.int64)
    how = np.array([how for _week, _age, how in some], np.int64)
    ages = np.array([age for _week, age, _how in some], np.int64)
    ended = np.where(how == OPEN, MISSING, entered + ages * 604_800)
    over = ended > end_of(40)
    how, ended = np.where(over, OPEN, how), np.where(over, MISSING, ended)
    count = entered.size
    visits = Visits(
        np.arange(count),
        np.zeros(count, np.int64),
        np.zeros(count, np.int64),
        entered,
        ended,
        how,
        np.where(how == ADVANCED, 1, -1),
        np.ones(count, np.bool_),
        entered,
    )
    learned = learn(visits, steps=1, at=end_of(40), priors=[PRIOR])
    rate = learned.rates[0]
    low, high = rate.interval
    assert 0.0 <= low <= rate.mean <= high <= 1.0
    assert rate.alpha > 0.0
    assert rate.beta > 0.0
    assert 0.0 < rate.passing.mean < 1.0
    weights = delay_of(rate).weights
    assert all(weight >= 0.0 for weight in weights)
    assert sum(weights) == pytest.approx(1.0, abs=1e-6)
    assert all(one.arriving.per_week > 0.0 for one in learned.sources)


def _beta_interval(alpha: float, beta: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    return float(betaincinv(alpha, beta, 0.05)), float(betaincinv(alpha, beta, 0.95))
