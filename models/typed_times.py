"""A time as people type it while they are on the phone: "tue 10", "tomorrow 14:30", "in 2h".

Strict on purpose: what could mean two things is refused, since a call that was promised for another
time than the one in somebody's head is worse than one more word to type.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.checks import zone_name
from models.errors import InvalidValueError
from models.language import gettext as _
from models.wall_time import instant_of

_MORNING: Final = time(9)
"""What a day without a time means."""
_FURTHEST: Final = timedelta(days=366)
_WEEK: Final = 7
_NOON: Final = 12

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SHORTEST: Final = 3
TOMORROW: Final = frozenset({"tomorrow", "tmrw", "tmr"})
_NIGHT_OR_AFTERNOON: Final = frozenset("123456")
"""Figures that people say of the afternoon; "03" and "3:00" are written by the clock."""

_UNITS: Final = {
    "m": "minutes",
    "min": "minutes",
    "mins": "minutes",
    "minute": "minutes",
    "minutes": "minutes",
    "h": "hours",
    "hour": "hours",
    "hours": "hours",
    "d": "days",
    "day": "days",
    "days": "days",
    "w": "weeks",
    "week": "weeks",
    "weeks": "weeks",
}
_SPAN: Final = re.compile(r"(\d{1,3})\s*([a-z]+)")
_SPANS: Final = re.compile(r"in\s+((?:\d{1,3}\s*[a-z]+\s*)+)")
_TIME: Final = re.compile(r"(?:at\s+)?(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h)?")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?(?=\s|$)")
_NAMED: Final = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?(?=\s|$)")
_WORD: Final = re.compile(r"(?:on\s+)?([a-z]+)\.?(?=\s|$)")


def read_time(typed: str, now: datetime, zone: str) -> datetime:
    """Return the instant that was typed, in UTC; days and hours are those of `zone`.

    A time alone is the next such time, a weekday the next such day, a day alone nine in the
    morning. Refuses what it cannot read, what has passed, and what lies more than a year ahead.

    >>> monday = datetime(2026, 11, 2, 9, tzinfo=UTC)
    >>> read_time("tue 10", monday, "Europe/Berlin").isoformat()
    '2026-11-03T09:00:00+00:00'
    >>> read_time("in 2h", monday, "Europe/Berlin").isoformat()
    '2026-11-02T11:00:00+00:00'
    >>> read_time("tomorrow 2:30pm", monday, "America/New_York").isoformat()
    '2026-11-03T19:30:00+00:00'
    """
    place = ZoneInfo(zone_name("zone", zone))
    words = " ".join(typed.casefold().split())
    # Nobody promises a call to the second.
    here = now.astimezone(place).replace(second=0, microsecond=0)
    found = _after_a_while(words, here) or _on_a_day(words, here, zone) or _today(words, here, zone)
    if found is None:
        raise _unread(typed)
    if found <= now:
        raise InvalidValueError(
            "time", typed, _("“{value}” has passed. Type a time to come.").format(value=typed)
        )
    if found - now > _FURTHEST:
        raise InvalidValueError(
            "time",
            typed,
            _("“{value}” is more than a year ahead. Type a nearer day.").format(value=typed),
        )
    return found


def _unread(typed: str) -> InvalidValueError:
    return InvalidValueError(
        "time",
        typed,
        _(
            "“{value}” is no time. Type for example tue 10, tomorrow 14:30, 24 nov 9:00 or in 2h."
        ).format(value=typed),
    )


def _after_a_while(words: str, here: datetime) -> datetime | None:
    """Read "in 2h 30min" by the clock, "in 3 days" by the calendar."""
    whole = _SPANS.fullmatch(words)
    if whole is None:
        return None
    spans = _SPAN.findall(whole[1])
    if any(unit not in _UNITS for _number, unit in spans):
        return None
    exact, days = timedelta(), 0
    for number, unit in spans:
        name = _UNITS[unit]
        if name in {"days", "weeks"}:
            days += int(number) * (_WEEK if name == "weeks" else 1)
        else:
            exact += timedelta(**{name: int(number)})
    if not days:
        return here.astimezone(UTC) + exact
    moved = here.replace(tzinfo=None) + timedelta(days=days)
    return instant_of(moved.strftime("%Y-%m-%dT%H:%M"), str(here.tzinfo)) + exact


def _on_a_day(words: str, here: datetime, zone: str) -> datetime | None:
    read = _day(words, here.date())
    if read is None:
        return None
    day, rest, weekly = read
    at = _MORNING if not rest else _time(rest)
    if at is None:
        return None
    found = _instant(day, at, zone)
    if weekly and found <= here:
        return _instant(day + timedelta(days=_WEEK), at, zone)
    return found


def _today(words: str, here: datetime, zone: str) -> datetime | None:
    at = _time(words)
    if at is None:
        return None
    found = _instant(here.date(), at, zone)
    return found if found > here else _instant(here.date() + timedelta(days=1), at, zone)


def _day(words: str, today: date) -> tuple[date, str, bool] | None:
    """Return a day, what stands behind it, and whether it comes again every week."""
    dated = day_in_figures(words, today)
    if dated is None and (found := _NAMED.match(words)):
        month = _place(found[2], _MONTHS)
        if month is not None:
            dated = _dated(found, today, year=found[3], month=month + 1, day=found[1])
    if dated is not None:
        return *dated, False
    if found := _WORD.match(words):
        rest = words[found.end() :].strip()
        if found[1] == "today" or found[1] in TOMORROW:
            return today + timedelta(days=found[1] in TOMORROW), rest, False
        weekday = _place(found[1], _DAYS)
        if weekday is not None:
            return today + timedelta(days=(weekday - today.weekday()) % _WEEK), rest, True
    return None


def day_in_figures(words: str, today: date) -> tuple[date, str] | None:
    """Return the day that words begin with and what stands behind it; without a year the next one.

    >>> day_in_figures("24.11. 9:00", date(2026, 11, 2))
    (datetime.date(2026, 11, 24), '9:00')
    """
    if found := _ISO.match(words):
        return _dated(found, today, year=found[1], month=int(found[2]), day=found[3])
    if found := _DOTTED.match(words):
        return _dated(found, today, year=found[3], month=int(found[2]), day=found[1])
    return None


def _dated(
    found: re.Match[str], today: date, *, year: str | None, month: int, day: str
) -> tuple[date, str] | None:
    try:
        read = date(int(year) if year else today.year, month, int(day))
        if not year and read < today:
            read = read.replace(year=today.year + 1)
    except ValueError:
        return None
    return read, found.string[found.end() :].strip()


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Return which name a word begins; three letters are enough for days and months."""
    found = [at for at, name in enumerate(names) if name.startswith(word)]
    return found[0] if len(word) >= _SHORTEST and len(found) == 1 else None


def _time(words: str) -> time | None:
    found = _TIME.fullmatch(words)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half in {"am", "pm"}:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    elif found[1] in _NIGHT_OR_AFTERNOON and not (found[2] or half):
        raise InvalidValueError(
            "time",
            words,
            _(
                "“{hour}” may be in the night or in the afternoon. Type {hour}am or {hour}pm."
            ).format(hour=found[1]),
        )
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _instant(day: date, at: time, zone: str) -> datetime:
    return instant_of(f"{day.isoformat()}T{at:%H:%M}", zone)
