"""Working days of a person: those with any working hours, without holidays and time off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.ids import MemberId
from models.team.working_clock import USUAL_HOURS, WorkingClock, clock_of
from models.wall_time import local_day

_LONGEST_PAUSE_DAYS = 366


def member_clock(session: Session, member_id: MemberId | None) -> WorkingClock:
    """Return a person's clock; for nobody in particular the usual hours in UTC."""
    if member_id is None:
        return WorkingClock(USUAL_HOURS, "UTC")
    return clock_of(session, member_id)


def working_days_after(clock: WorkingClock, day: date, count: int) -> tuple[date, ...]:
    """Return the next so many working days after a day; every day where nobody works for a year."""
    found: list[date] = []
    pause = 0
    while len(found) < count:
        day += timedelta(days=1)
        pause = 0 if clock.spans_of(day) else pause + 1
        if pause == 0 or pause > _LONGEST_PAUSE_DAYS:
            found.append(day)
    return tuple(found)


def start_of_working_day(clock: WorkingClock, since: datetime, days: int) -> datetime:
    """Return when the work begins so many working days after an instant; the instant itself for 0.

    Where nobody works for a year it is that day's midnight, so that nothing is lost for good.
    """
    if days <= 0:
        return since
    day = working_days_after(clock, local_day(since, clock.zone), days)[-1]
    spans = clock.spans_of(day)
    if spans:
        return spans[0][0]
    return datetime.combine(day, time(), ZoneInfo(clock.zone)).astimezone(UTC)
