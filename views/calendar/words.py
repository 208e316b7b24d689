"""How the calendar says things: days, times, states, and a week in one sentence."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from models.appointments.calendar_page import CalendarMeeting, CalendarWeek
from models.ids import MemberId
from models.language import gettext as _
from models.language import ngettext
from models.wall_time import city_of, local_day

_DAYS_FROM_HOURS: Final = 48
_USUAL_DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is told: its word, the icon of its sign, and the colours of its block."""

    words: Callable[[], str]
    icon: str
    ink: str
    ground: str
    edge: str
    dashed: bool = False
    quiet: bool = False


LOOKS: Final = {
    "proposed": StateLook(
        lambda: _("Proposed"), "pencil-simple", "info.text", "info.ground", "info.edge", dashed=True
    ),
    "invited": StateLook(
        lambda: _("Invited"), "paper-plane-tilt", "on_accent_soft", "accent_soft", "accent"
    ),
    "tentative": StateLook(
        lambda: _("Tentative"), "question", "warning.text", "warning.ground", "warning.edge"
    ),
    "confirmed": StateLook(
        lambda: _("Confirmed"), "check", "success.text", "success.ground", "success.edge"
    ),
    "held": StateLook(
        lambda: _("Held"), "check-circle", "success.text", "surface", "success.edge", quiet=True
    ),
    "no_show": StateLook(
        lambda: _("No-show"), "prohibit", "danger.text", "danger.ground", "danger.edge"
    ),
    "cancelled": StateLook(
        lambda: _("Cancelled"), "x", "faint", "canvas", "line", dashed=True, quiet=True
    ),
    "rescheduled": StateLook(
        lambda: _("Rescheduled"),
        "arrow-bend-up-right",
        "faint",
        "canvas",
        "line",
        dashed=True,
        quiet=True,
    ),
}
"""The states in the order of a meeting's life."""


def look_of(state: str) -> StateLook:
    """Return how a state looks; one that is not known looks like the first of all."""
    return LOOKS.get(state, LOOKS["proposed"])


def day_words(day: date) -> str:
    """Return a day as a heading shows it: Mon 23."""
    return _("{weekday} {day}").format(weekday=_weekdays()[day.weekday()][:3], day=day.day)


def whole_day_words(day: date) -> str:
    """Return a day in full: Monday 23 November 2026."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=_weekdays()[day.weekday()],
        day=day.day,
        month=_months()[day.month - 1],
        year=day.year,
    )


def days_words(days: Sequence[date]) -> str:
    """Return a stretch of days: 23 to 29 November 2026."""
    first, last = days[0], days[-1]
    if first == last:
        return whole_day_words(first)
    end = _("{day} {month} {year}").format(
        day=last.day, month=_months()[last.month - 1], year=last.year
    )
    if (first.year, first.month) == (last.year, last.month):
        return _("{first} to {last}").format(first=first.day, last=end)
    if first.year == last.year:
        begin = _("{day} {month}").format(day=first.day, month=_months()[first.month - 1])
    else:
        begin = _("{day} {month} {year}").format(
            day=first.day, month=_months()[first.month - 1], year=first.year
        )
    return _("{first} to {last}").format(first=begin, last=end)


def wall(instant: datetime, zone: str) -> str:
    """Return what the clock of a zone shows: 10:30."""
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.hour:02}:{local.minute:02}"


def span_words(start: datetime, end: datetime, zone: str) -> str:
    """Return a time of day from its start to its end: 10:30-11:00."""
    return f"{wall(start, zone)}\N{EN DASH}{wall(end, zone)}"


def their_time(meeting_start: datetime, zone: str, mine: str) -> str:
    """Return the prospect's time where it is not mine, with the day where that is another."""
    if wall(meeting_start, zone) == wall(meeting_start, mine):
        return ""
    shown = wall(meeting_start, zone)
    day = local_day(meeting_start, zone)
    if day != local_day(meeting_start, mine):
        shown = f"{day_words(day)} {shown}"
    return _("{time} {city}").format(time=shown, city=city_of(zone))


def meeting_sentence(meeting: CalendarMeeting, zone: str) -> str:
    """Return a meeting in one sentence, as a screen reader says it."""
    day = whole_day_words(local_day(meeting.starts_at, zone))
    parts = [
        _("{who} of {company}").format(who=meeting.who, company=meeting.company)
        if meeting.company
        else meeting.who,
        f"{day}, {span_words(meeting.starts_at, meeting.ends_at, zone)}",
    ]
    theirs = their_time(meeting.starts_at, meeting.zone, zone)
    if theirs:
        parts.append(theirs)
    parts += [look_of(meeting.state).words(), _("with {closer}").format(closer=meeting.closer)]
    if meeting.purpose:
        parts.append(meeting.purpose)
    if meeting.unprepared and meeting.is_movable:
        parts.append(
            ngettext(
                "{count} thing to prepare", "{count} things to prepare", meeting.unprepared
            ).format(count=meeting.unprepared)
        )
    return ", ".join(parts)


def age_words(as_of: datetime, at: datetime) -> str:
    """Return how old an imported calendar is: 3 h, 2 days."""
    hours = max(0, int((at - as_of).total_seconds() // 3600))
    if hours < 1:
        return _("under an hour")
    if hours < _DAYS_FROM_HOURS:
        return _("{count} h").format(count=hours)
    return _("{count} days").format(count=hours // 24)


def length_words(start: datetime, end: datetime) -> str:
    """Return what is to be said of a day whose length a clock change made unusual."""
    hours = (end - start).total_seconds() / 3600
    if hours == _USUAL_DAY_HOURS:
        return ""
    words = _("clocks go back") if hours > _USUAL_DAY_HOURS else _("clocks go forward")
    return _("{hours:g} hours: {words}").format(hours=hours, words=words)


def summary(week: CalendarWeek, at: datetime) -> str:
    """Return the shown days in a sentence: how many meetings, how they stand, which is next."""
    on = [one for one in week.meetings if not one.is_off]
    if not on:
        return _("No meetings.")
    counted = Counter(one.state for one in on)
    stand = ", ".join(
        f"{counted[code]} {look.words().lower()}" for code, look in LOOKS.items() if counted[code]
    )
    words = ngettext("{count} meeting: {stand}.", "{count} meetings: {stand}.", len(on)).format(
        count=len(on), stand=stand
    )
    coming = next((one for one in on if one.is_movable and one.starts_at >= at), None)
    if coming is None:
        return words
    when = day_words(local_day(coming.starts_at, week.zone))
    said = _("Next: {day} {time} {who}.").format(
        day=when, time=wall(coming.starts_at, week.zone), who=coming.who
    )
    return f"{words} {said}"


def unsure_words(week: CalendarWeek, closer_id: MemberId | None) -> str:
    """Return of whom it is not known when they are busy: the chosen closer first, in a sentence."""
    unsure = {
        one.id: next(day.sentence for day in one.known if not day.is_known)
        for one in week.closers
        if not all(day.is_known for day in one.known)
    }
    if closer_id in unsure:
        return _("? {sentence}").format(sentence=unsure[closer_id])
    names = ", ".join(one.name for one in week.closers if one.id in unsure)
    return _("? Not known to be free: {names}.").format(names=names) if names else ""


def offset_words(zone: str, at: datetime) -> str:
    """Return a zone with what it is ahead of universal time: Berlin, UTC+1."""
    away = at.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = 0 if away is None else int(away.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "\N{MINUS SIGN}"
    shown = f"{sign}{hours}:{rest:02}" if rest else f"{sign}{hours}"
    return _("{city}, UTC{offset}").format(city=city_of(zone), offset=shown)


def _weekdays() -> tuple[str, ...]:
    return (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )


def _months() -> tuple[str, ...]:
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )
