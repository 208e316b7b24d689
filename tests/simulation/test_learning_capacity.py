"""What people can do is learned from full weeks; idle ones are only the least that they can do."""

import numpy as np
import pytest

from simulation.learning.capacity import capability, full_weeks, touch_time, weeks_of_work
from simulation.learning.history import MISSING, OPEN, Visits, seconds_of_week
from simulation.learning.working import work_in

WEEK = 604_800
FIRST = 2_800
_DOUBT = 0.4


def test_idle_weeks_never_make_a_bottleneck() -> None:
    known = capability(np.full(26, 10.0), np.zeros(26, np.bool_), prior=100.0, doubt=_DOUBT)
    assert known.mean > 100.0
    assert known.low > 45.0
    assert (known.units, known.weeks, known.full) == (260, 26, 0)


def test_full_weeks_say_what_can_be_done_and_busier_ones_at_least_that() -> None:
    full = capability(np.full(12, 40.0), np.ones(12, np.bool_), prior=100.0, doubt=_DOUBT)
    assert full.low < 40.0 < full.mean < 60.0
    assert full.high - full.low < 16.0
    busier = capability(np.full(12, 160.0), np.zeros(12, np.bool_), prior=100.0, doubt=_DOUBT)
    assert busier.mean > 160.0


def test_ranges_hold_capacities_drawn_from_the_prior_nine_times_in_ten() -> None:
    rng = np.random.default_rng(17)
    held = 0
    for _round in range(400):
        truth = 100.0 * float(np.exp(rng.normal(-0.5 * _DOUBT**2, _DOUBT)))
        could = truth * np.exp(rng.normal(0.0, 0.3, 12))
        came = 100.0 * np.exp(rng.normal(-0.2, 0.6, 12))
        known = capability(np.minimum(could, came), came > could, prior=100.0, doubt=_DOUBT)
        held += known.low <= truth <= known.high
    assert 0.86 <= held / 400 <= 0.94


def test_weeks_that_were_mostly_free_do_not_count_and_half_weeks_count_double() -> None:
    at = np.repeat([seconds_of_week(FIRST + week) for week in range(4)], 6)
    done, weeks = weeks_of_work(at, (1.0, 0.5, 0.1, 1.0), starts=FIRST + 4, now=FIRST + 3)
    assert done.tolist() == [6.0, 12.0]
    assert (weeks - FIRST).tolist() == [0, 1]


@pytest.mark.parametrize(("late", "full"), [(6, True), (3, False)])
def test_a_week_is_full_where_a_days_work_waited_for_more_than_a_day(late: int, full: bool) -> None:
    begin = seconds_of_week(FIRST)
    entered = np.full(10, begin + 3_600)
    visits = Visits(
        lead=np.arange(10),
        stage=np.zeros(10, np.int64),
        channel=np.zeros(10, np.int64),
        entered=entered,
        ended=np.full(10, MISSING),
        how=np.full(10, OPEN),
        to_stage=np.full(10, -1),
        first=np.ones(10, np.bool_),
        known=entered,
    )
    touched = np.where(np.arange(10) < late, begin + WEEK + 7_200, begin + 7_200)
    work = work_in(visits, np.arange(10), np.ones(10, np.int64), touched)
    found = full_weeks(visits, work, (0,), begin + 2 * WEEK, 2.0)
    assert found.tolist() == ([FIRST] if full else [])


def test_minutes_of_a_touch_come_from_timed_ones_and_a_prior() -> None:
    known = touch_time(np.array([600] * 45 + [-1] * 55))
    assert known.mean == pytest.approx(9.6)
    assert known.low < 9.6 < known.high
    assert (known.timed, known.touches) == (45, 100)
    assert known.of_all == pytest.approx(0.45 * 9.6 + 0.55 * 2.0)
    assert touch_time(np.array([-1, -1])).mean == 6.0
