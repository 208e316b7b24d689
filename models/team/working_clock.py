"""A person's working time as a clock: how much of it lies between two instants, and when it is up.

It is reckoned from the spans of each day. A wall time that a clock change skips means the instant
of the change, and one that it repeats means its first reading, so spans never overlap.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.people.team import TeamMember, TimeOff, WorkingHours
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.remembering import remembered_of
from models.ids import MemberId
from models.language import gettext as _
from models.team.countdown import Countdown
from models.wall_time import local_day
from models.written_days import day_text

Span = tuple[int, int]
"""Minutes after local midnight, the end not included."""
Instants = tuple[datetime, datetime]

USUAL_HOURS: Mapping[int, tuple[Span, ...]] = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))
"""What people work who never said: Monday to Friday, 9 to 17."""
_DAY = timedelta(days=1)
_SHOWN_AHEAD = timedelta(days=7)
_LONGEST_PAUSE = timedelta(days=3 * 366)
_LAST_DAY = date.max - timedelta(days=3)


class NobodyWorksError(KnownError):
    """A term cannot be reckoned: the person has no working time for years to come."""

    def __init__(self, since: date) -> None:
        super().__init__(
            _(
                "Nobody works for three years from {day} on by these working hours, so no term can "
                "be reckoned. Change the working hours or the time off."
            ).format(day=day_text(since))
        )
        self.since = since


@dataclass(frozen=True)
class WorkingClock:
    """Working hours by weekday (Monday is 0) in a zone, without public holidays and time off.

    `holiday` says whether a day is a public one; `time_off` are first and last days.
    """

    hours: Mapping[int, tuple[Span, ...]]
    zone: str
    holiday: Callable[[date], bool] = field(default=lambda _day: False)
    time_off: tuple[tuple[date, date], ...] = ()
    _known: dict[date, tuple[Instants, ...]] = field(default_factory=dict, repr=False)

    def is_away(self, day: date) -> bool:
        """Say whether a day is one of the time off."""
        return any(first <= day <= last for first, last in self.time_off)

    def worked_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the exact working time from `start` to `end`; negative where it runs backwards."""
        if end < start:
            return -self.worked_between(end, start)
        last = self._day_of(end) + _DAY
        worked = timedelta()
        for day in self._days(start):
            if day > last:
                break
            for begin, finish in self.spans_of(day):
                worked += max(min(finish, end) - max(begin, start), timedelta())
        return worked

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the full working minutes from `start` to `end`; negative where it runs back."""
        if end < start:
            return -self.minutes_between(end, start)
        return self.worked_between(start, end) // timedelta(minutes=1)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """Return the first instant at which this much working time has gone by since `start`.

        Refuses a negative number of minutes, and with `NobodyWorksError` where nobody works for
        years to come.
        """
        if minutes < 0:
            raise InvalidValueError(
                "minutes", minutes, _("A term of working time is not negative.")
            )
        left = timedelta(minutes=minutes)
        if not left:
            return start
        idle_since = self._day_of(start)
        for day in self._days(start):
            for begin, finish in self.spans_of(day):
                worked = finish - max(begin, start)
                if worked >= left:
                    return max(begin, start) + left
                if worked > timedelta():
                    left -= worked
                    idle_since = day
            if day - idle_since > _LONGEST_PAUSE:
                break
        raise NobodyWorksError(idle_since)

    def countdown(self, due_at: datetime, at: datetime) -> Countdown:
        """Return how to count down to a moment from this instant on, for the days to come."""
        last = self._day_of(max(at, due_at)) + _SHOWN_AHEAD
        spans: list[Instants] = []
        for day in self._days(min(at, due_at)):
            if day > last:
                break
            spans += self.spans_of(day)
        return Countdown(due_at, tuple(spans))

    def spans_of(self, day: date) -> tuple[Instants, ...]:
        """Return the working spans of a local day, in UTC and in order."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = self._find_spans(day)
        return known

    def _day_of(self, instant: datetime) -> date:
        return local_day(instant, self.zone)

    def _days(self, start: datetime) -> Iterator[date]:
        """Yield the local days from the one before `start` on: a clock change may cut a day."""
        day = self._day_of(start) - _DAY
        while day < _LAST_DAY:
            yield day
            day += _DAY

    def _find_spans(self, day: date) -> tuple[Instants, ...]:
        spans = self.hours.get(day.weekday(), ())
        if not spans or self.is_away(day) or self.holiday(day):
            return ()
        zone = ZoneInfo(self.zone)
        found = ((first_at(day, begin, zone), first_at(day, end, zone)) for begin, end in spans)
        return tuple((begin, end) for begin, end in sorted(found) if begin < end)


@lru_cache(maxsize=16_384)
def first_at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the first instant of a day at which its clock shows this minute or a later one."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    local = wall.replace(tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    # Skipped: the change lies between the two readings that the zone offers for it.
    before, after = sorted((instant, local.replace(fold=1).astimezone(UTC)))
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


# Regions


def checked_region(value: str | None) -> str | None:
    """Return a region whose public holidays are known, such as DE or DE-BY; None for blank.

    Refuses what is no such region.
    """
    region = (value or "").strip().upper()
    if not region:
        return None
    import holidays

    country, _hyphen, part = region.partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known or (part and part not in known[country]):
        raise InvalidValueError(
            "region",
            value,
            _(
                "The public holidays of “{value}” are not known. Use a country code such as DE, or "
                "one with its part such as DE-BY."
            ).format(value=value),
        )
    return region


def holiday_name(region: str | None, day: date) -> str | None:
    """Return what a day is called where it is a public holiday of a region."""
    return _holidays(region, day.year).get(day) if region else None


@lru_cache(maxsize=256)
def _holidays(region: str, year: int) -> Mapping[date, str]:
    """Return the public holidays of a region in a year; none where the region is not known."""
    # 180 ms to import: only clocks that are read pay for it.
    import holidays

    country, _hyphen, part = region.partition("-")
    try:
        found = holidays.country_holidays(
            country, subdiv=part or None, years=[year], language="en_US"
        )
    except NotImplementedError:
        return {}
    return {day: name for day, name in found.items() if day.year == year}


def _holiday_of(region: str | None) -> Callable[[date], bool]:
    if not region:
        return lambda _day: False
    return lambda day: day in _holidays(region, day.year)


# Clocks of people


def clock_of(session: Session, member_id: MemberId) -> WorkingClock:
    """Return a person's clock; who never said when they work has the usual hours of their zone."""

    def find() -> WorkingClock:
        return _clocks(session, [existing(session, TeamMember, member_id)])[member_id]

    return remembered_of(
        session, (TeamMember, WorkingHours, TimeOff), ("working clock", member_id), find
    )


def clocks_of(session: Session, member_ids: Collection[MemberId]) -> dict[MemberId, WorkingClock]:
    """Return the clocks of some people; who does not exist has none."""
    wanted = select(TeamMember).where(TeamMember.id.in_(member_ids))
    return _clocks(session, list(session.scalars(wanted)))


def clocks_of_team(session: Session) -> dict[MemberId, WorkingClock]:
    """Return everybody's clock, of people who left as well."""

    def find() -> dict[MemberId, WorkingClock]:
        return _clocks(session, list(session.scalars(select(TeamMember))))

    return remembered_of(session, (TeamMember, WorkingHours, TimeOff), "clocks of the team", find)


def _clocks(session: Session, members: list[TeamMember]) -> dict[MemberId, WorkingClock]:
    ids = [member.id for member in members]
    hours: defaultdict[int, defaultdict[int, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in session.scalars(select(WorkingHours).where(WorkingHours.member_id.in_(ids))):
        hours[row.member_id][row.weekday].append((row.start_minute, row.end_minute))
    away: defaultdict[int, list[tuple[date, date]]] = defaultdict(list)
    for off in session.scalars(select(TimeOff).where(TimeOff.member_id.in_(ids))):
        away[off.member_id].append((off.starts_on, off.ends_on))
    for member in members:
        away[member.id] += _not_with_us(member)
    return {
        MemberId(member.id): WorkingClock(
            hours=(
                {day: tuple(sorted(spans)) for day, spans in hours[member.id].items()}
                if member.id in hours
                else USUAL_HOURS
            ),
            zone=member.zone,
            holiday=_holiday_of(member.region),
            time_off=tuple(sorted(away[member.id])),
        )
        for member in members
    }


def _not_with_us(member: TeamMember) -> list[tuple[date, date]]:
    """Return the days before a person began and from the day on that they have left."""
    found = []
    if member.joined_on is not None and member.joined_on > date.min:
        found.append((date.min, member.joined_on - _DAY))
    if member.left_on is not None:
        found.append((member.left_on, date.max))
    return found
