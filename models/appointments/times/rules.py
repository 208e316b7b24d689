"""Whether a time of a closer may be booked: the one rule by which it is offered and accepted.

It is pure: what is known of a closer's time is handed in. Instants are whole seconds since 1970; a
span holds its start and not its end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.appointments.times.local_clock import DAY_SECONDS, LocalClock
from models.ids import AppointmentId, MemberId
from models.language import gettext as _
from models.language import ngettext
from models.written_days import moment_text

FAR = 2**62
"""Later than any instant."""
_MINUTE = 60


class Refusal(StrEnum):
    """Why a time may not be booked."""

    PAST = "past"
    HELD = "held"
    OVERLAP = "overlap"
    BUFFER = "buffer"
    BUSY = "busy"
    DAY_OFF = "day_off"
    HOURS = "hours"
    CLOSER_CAP = "closer_cap"
    KIND_CAP = "kind_cap"
    NOTICE = "notice"
    HORIZON = "horizon"


FINAL = frozenset((Refusal.PAST, Refusal.HELD))
"""Refusals that no reason overrides: what is over, and what somebody else is about to book."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans in order that neither overlap nor touch, for searching."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return spans in order, those that overlap or touch as one; empty ones are left out."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Spans(tuple(starts), tuple(ends))


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting that a closer has here, with what is kept free before and after it, in seconds."""

    appointment_id: AppointmentId
    starts: int
    ends: int
    before: int = 0
    after: int = 0

    @property
    def kept(self) -> tuple[int, int]:
        """The span that no other meeting may touch."""
        return self.starts - self.before, self.ends + self.after


@dataclass(frozen=True, slots=True)
class ClosersTime:
    """What is known of a closer's time, frozen.

    `kept` are the closer's own meetings with their buffers, `held` what others are about to book,
    `busy` what an imported calendar holds; `on_day` counts meetings by local day, `of_kind` those
    of the kind that is asked for. Where the calendar is not `known`, or after `known_until`,
    nothing counts as free, and `calendar_says` tells why.
    """

    closer_id: MemberId
    name: str
    clock: LocalClock
    working: Spans
    days_off: frozenset[int]
    own: tuple[OwnMeeting, ...]
    kept: Spans
    held: Spans
    busy: Spans
    on_day: Mapping[int, int]
    of_kind: Mapping[int, int]
    daily_cap: int | None = None
    known: bool = True
    known_until: int = FAR
    calendar_says: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting that somebody would like to book, and by which rules of its kind."""

    now: int
    minutes: int
    before_minutes: int = 0
    after_minutes: int = 0
    notice_minutes: int = 0
    horizon_days: int | None = None
    daily_cap: int | None = None
    kind_name: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a start may be booked, and if so whether only tentatively.

    For every start from the one that was asked about up to `until`, included, the answer to both is
    the same.
    """

    refusal: Refusal | None
    tentative: bool
    until: int


def judge(time: ClosersTime, wish: Wish, start: int) -> Verdict:
    """Return whether a meeting may start at an instant; where it may not, the first reason.

    What no person can override is asked first.
    """
    length = wish.minutes * _MINUTE
    before, after = wish.before_minutes * _MINUTE, wish.after_minutes * _MINUTE
    if start + length <= wish.now:
        return Verdict(Refusal.PAST, False, wish.now - length)
    until = FAR
    for refusal, spans in (
        (Refusal.HELD, time.held),
        (Refusal.OVERLAP, time.kept),
        (Refusal.BUSY, time.busy),
    ):
        place = bisect_right(spans.ends, start - before)
        if place < len(spans.starts):
            room = spans.starts[place] - after - length
            if start > room:
                blocked = spans.ends[place] + before - 1
                return Verdict(_named(refusal, time, start, length), False, blocked)
            if room < until:
                until = room
    place = bisect_right(time.working.starts, start)
    last = time.working.ends[place - 1] - length if place else start - 1
    if start > last:
        opens = time.working.starts[place] - 1 if place < len(time.working.starts) else FAR
        off = time.clock.day_at(start) in time.days_off
        return Verdict(Refusal.DAY_OFF if off else Refusal.HOURS, False, opens)
    if last < until:
        until = last
    if time.daily_cap is not None or wish.daily_cap is not None:
        day = time.clock.day_at(start)
        same_day = time.clock.same_day_until(start)
        if time.daily_cap is not None and time.on_day.get(day, 0) >= time.daily_cap:
            return Verdict(Refusal.CLOSER_CAP, False, same_day)
        if wish.daily_cap is not None and time.of_kind.get(day, 0) >= wish.daily_cap:
            return Verdict(Refusal.KIND_CAP, False, same_day)
        until = min(until, same_day)
    earliest = wish.now + wish.notice_minutes * _MINUTE
    if wish.notice_minutes and start < earliest:
        return Verdict(Refusal.NOTICE, False, earliest - 1)
    if wish.horizon_days is not None:
        latest = wish.now + wish.horizon_days * DAY_SECONDS
        if start > latest:
            return Verdict(Refusal.HORIZON, False, FAR)
        until = min(until, latest)
    if not time.known:
        return Verdict(None, True, until)
    if start > time.known_until - length:
        return Verdict(None, True, until)
    return Verdict(None, False, min(until, time.known_until - length))


def _named(refusal: Refusal, time: ClosersTime, start: int, length: int) -> Refusal:
    """Tell a meeting that is in the way from one that is only too near."""
    if refusal is not Refusal.OVERLAP or overlapped(time, start, length // _MINUTE):
        return refusal
    return Refusal.BUFFER


def overlapped(time: ClosersTime, start: int, minutes: int) -> tuple[OwnMeeting, ...]:
    """Return the closer's own meetings inside a time without buffers; touching is none."""
    end = start + minutes * _MINUTE
    return tuple(one for one in time.own if one.starts < end and one.ends > start)


def refusal_sentence(time: ClosersTime, wish: Wish, start: int, refusal: Refusal) -> str:
    """Return in words why a time may not be booked, in the closer's local time."""
    near = next(
        (
            one
            for one in time.own
            if one.kept[0] < start + (wish.minutes + wish.after_minutes) * _MINUTE
            and one.kept[1] > start - wish.before_minutes * _MINUTE
        ),
        None,
    )
    return _SENTENCES[refusal]().format(
        closer=time.name,
        time=_wall(time, start),
        zone=time.clock.zone,
        start="" if near is None else _wall(time, near.starts),
        end="" if near is None else _wall(time, near.ends)[-5:],
        cap=_meetings(time.daily_cap),
        kind_cap=_meetings(wish.daily_cap),
        kind=wish.kind_name,
        notice=_span_words(wish.notice_minutes),
        days=_days(wish.horizon_days),
    )


def _wall(time: ClosersTime, instant: int) -> str:
    return moment_text(datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(time.clock.zone)))


def _span_words(minutes: int) -> str:
    if minutes % _MINUTE:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    hours = minutes // _MINUTE
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def _meetings(count: int | None) -> str:
    count = count or 0
    return ngettext("{count} meeting", "{count} meetings", count).format(count=count)


def _days(count: int | None) -> str:
    count = count or 0
    return ngettext("{count} day", "{count} days", count).format(count=count)


_SENTENCES = {
    Refusal.PAST: lambda: _("That time is over."),
    Refusal.HELD: lambda: _("Somebody else is about to book {closer} then."),
    Refusal.OVERLAP: lambda: _("{closer} has a meeting from {start} to {end} ({zone})."),
    Refusal.BUFFER: lambda: _(
        "{closer} has a meeting from {start} to {end} ({zone}), and the time kept free around "
        "meetings does not fit between the two."
    ),
    Refusal.BUSY: lambda: _("{closer} is busy at {time} ({zone}) by their own calendar."),
    Refusal.DAY_OFF: lambda: _("{closer} is off on that day."),
    Refusal.HOURS: lambda: _("{time} ({zone}) is not within the working hours of {closer}."),
    Refusal.CLOSER_CAP: lambda: _("{closer} has {cap} on that day already, their most."),
    Refusal.KIND_CAP: lambda: _(
        "{closer} has {kind_cap} of the kind “{kind}” on that day already, the most."
    ),
    Refusal.NOTICE: lambda: _("That is too soon: {closer} needs {notice} of notice."),
    Refusal.HORIZON: lambda: _("That is too far ahead: at most {days}."),
}
