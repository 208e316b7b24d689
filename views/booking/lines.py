"""The offered times as the lines of a list: days, and times in both zones; pure."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from views.booking.narrowing import Narrowing

if TYPE_CHECKING:
    from models.appointments.times.slots import SlotRow
    from views.booking.content import BookingShown

_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the prospect, above its times."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A closer who has a time; `why` says why it would be tentative only."""

    closer_id: int
    closer: str
    ends_at: datetime
    tentative: bool
    why: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A time in both zones with who has it, who is suggested first."""

    starts_at: datetime
    theirs: datetime
    ours: datetime
    choices: tuple[Choice, ...]

    @property
    def first(self) -> Choice:
        """Who would be booked."""
        return self.choices[0]


Line = DayLine | TimeLine


@dataclass(frozen=True, slots=True)
class Zones:
    """Whose clocks are shown beside each other."""

    theirs: str
    ours: str


def lines_of(
    slots: "Sequence[SlotRow]",
    order: Sequence[tuple[int, str]],
    zones: Zones,
    narrowing: Narrowing,
    *,
    closers: Collection[int] = (),
    mornings: bool = False,
) -> tuple[Line, ...]:
    """Return the times that fit, by the prospect's day; closers as `order` has them, or the named.

    A typed closer counts for more than the chosen ones.
    """
    wanted = narrowing.closers or frozenset(closers)
    place = {key: at for at, (key, _name) in enumerate(order)}
    names = dict(order)
    by_time: defaultdict[datetime, list[Choice]] = defaultdict(list)
    for slot in slots:
        key = int(slot.closer_id)
        if key in place and (not wanted or key in wanted):
            choice = Choice(key, names[key], slot.ends_at, slot.tentative, slot.why or "")
            by_time[slot.starts_at].append(choice)
    theirs, ours = ZoneInfo(zones.theirs), ZoneInfo(zones.ours)
    by_day: defaultdict[date, list[TimeLine]] = defaultdict(list)
    for starts_at in sorted(by_time):
        local = starts_at.astimezone(theirs)
        if not narrowing.fits(local) or (mornings and local.hour >= _NOON):
            continue
        # A sure time counts for more than the order of the closers.
        choices = sorted(by_time[starts_at], key=lambda one: (one.tentative, place[one.closer_id]))
        line = TimeLine(starts_at, local, starts_at.astimezone(ours), tuple(choices))
        by_day[local.date()].append(line)
    lines: list[Line] = []
    for day, times in by_day.items():
        lines += (DayLine(day, len(times)), *times)
    return tuple(lines)


def line_at(shown: "BookingShown", closer_id: int, starts_at: datetime) -> TimeLine | None:
    """Return a time that is not offered as a line, so that the rule can say why."""
    name = shown.members.get(closer_id)
    if name is None:
        return None
    choice = Choice(closer_id, name, starts_at + timedelta(minutes=shown.minutes), False, "")
    return TimeLine(
        starts_at,
        starts_at.astimezone(ZoneInfo(shown.zone)),
        starts_at.astimezone(ZoneInfo(shown.our_zone)),
        (choice,),
    )
