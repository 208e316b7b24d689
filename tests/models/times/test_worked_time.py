"""Sums of working time say what the clock says, over holidays, time off and clock changes."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.team.worked_time import WorkedTime
from models.team.working_clock import WorkingClock

CLOCK = WorkingClock(
    hours={0: ((540, 720), (780, 1020)), 2: ((0, 1440),), 4: ((600, 840),), 6: ((60, 200),)},
    zone="Europe/Berlin",
    holiday=lambda day: day == date(2026, 5, 1),
    time_off=((date(2026, 7, 6), date(2026, 7, 19)),),
)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 365 * 86_400).map(lambda after: NEW_YEAR + timedelta(seconds=after))


@settings(max_examples=60)
@given(st.lists(st.tuples(INSTANTS, INSTANTS), min_size=1, max_size=5))
def test_sums_agree_with_the_clock(pairs: list[tuple[datetime, datetime]]) -> None:
    worked = WorkedTime(CLOCK)
    for start, end in pairs:
        assert worked.minutes_between(start, end) == CLOCK.minutes_between(start, end)


def test_a_night_in_which_clocks_change_counts_once() -> None:
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    for hours in range(1, 30):
        end = start + timedelta(hours=hours, seconds=17)
        assert WorkedTime(CLOCK).minutes_between(start, end) == CLOCK.minutes_between(start, end)
