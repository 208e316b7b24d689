"""What typing narrows the offered times to: "thu 10", "next week", "morning", "ben"; pure.

Unlike a promised call, a word too few does no harm here: what it leaves is shown and chosen from.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from models.language import gettext as _
from models.text_keys import fold
from models.typed_times import TOMORROW, day_in_figures

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2})?)?(am|pm)?")
_NOON: Final = 12
_LAST_HOUR: Final = 23
_EARLY: Final = 7
"""Nobody books a meeting before seven: a bare figure up to here is also meant after noon."""
_WEEK: Final = 7
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a time must be like; empty means anything goes. Times are those of the prospect."""

    weekdays: frozenset[int] = frozenset()
    days: frozenset[date] = frozenset()
    first: date | None = None
    before: date | None = None
    hours: frozenset[int] = frozenset()
    minute: int | None = None
    closers: frozenset[int] = frozenset()
    nothing: str = ""
    """The word that fits nothing, if there is one."""

    def fits(self, theirs: datetime) -> bool:
        """Say whether a local time of the prospect is among what was asked for."""
        day = theirs.date()
        return (
            not self.nothing
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (not self.days or day in self.days)
            and (self.first is None or day >= self.first)
            and (self.before is None or day < self.before)
            and (not self.hours or theirs.hour in self.hours)
            and (self.minute is None or theirs.minute == self.minute)
        )


def weeks_from(today: date, weeks: int) -> tuple[date, date]:
    """Return the first day of a week, counted from this one, and the day after its last.

    >>> weeks_from(date(2026, 11, 4), 1)
    (datetime.date(2026, 11, 9), datetime.date(2026, 11, 16))
    """
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=_WEEK)


def narrowed(typed: str, today: date, closers: Sequence[tuple[int, str]] = ()) -> Narrowing:
    """Read what was typed; each word narrows further, and one that fits nothing is named.

    >>> monday = date(2026, 11, 2)
    >>> sorted(narrowed("thu 10", monday).hours), sorted(narrowed("thu 10", monday).weekdays)
    ([10], [3])
    >>> narrowed("thu 10:30", monday).fits(datetime(2026, 11, 5, 10, 30))
    True
    """
    words = fold(typed).replace(",", " ").split()
    found = Narrowing()
    at = 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        read = _span(pair, today) or _date(words[at : at + 2], today)
        if read is not None:
            found, at = _both(found, read), at + 2
            continue
        one = _word(words[at], today, closers)
        found, at = _both(found, one), at + 1
    return found


def _both(one: Narrowing, other: Narrowing) -> Narrowing:
    both = bool(one.hours and other.hours)
    hours = one.hours & other.hours if both else one.hours | other.hours
    return Narrowing(
        weekdays=one.weekdays | other.weekdays,
        days=one.days | other.days,
        first=other.first or one.first,
        before=other.before or one.before,
        hours=hours,
        minute=one.minute if other.minute is None else other.minute,
        closers=one.closers | other.closers,
        nothing=one.nothing or other.nothing or (_("both hours") if both and not hours else ""),
    )


def _span(pair: str, today: date) -> Narrowing | None:
    weeks = {"this week": 0, _("this week").casefold(): 0, "next week": 1}
    weeks[_("next week").casefold()] = 1
    if pair not in weeks:
        return None
    first, before = weeks_from(today, weeks[pair])
    return Narrowing(first=first, before=before)


def _date(pair: list[str], today: date) -> Narrowing | None:
    """Read "12 nov" and "nov 12": the next such day."""
    if len(pair) < _SHORTEST:
        return None
    figure, word = pair if pair[0].rstrip(".").isdigit() else pair[::-1]
    figure = figure.rstrip(".")
    month = _one_of(word, _MONTHS, shortest=3)
    if month is None or not figure.isdigit():
        return None
    for year in (today.year, today.year + 1):
        try:
            day = date(year, month + 1, int(figure))
        except ValueError:
            continue
        if day >= today:
            return Narrowing(days=frozenset({day}))
    return Narrowing(nothing=" ".join(pair))


def _word(word: str, today: date, closers: Sequence[tuple[int, str]]) -> Narrowing:
    read = _known_word(word, today) or _clock(word)
    if read is not None:
        return read
    who = frozenset(
        key for key, name in closers if any(part.startswith(word) for part in fold(name).split())
    )
    return Narrowing(closers=who) if who else Narrowing(nothing=word)


def _known_word(word: str, today: date) -> Narrowing | None:
    if word == "today" or word in TOMORROW:
        return Narrowing(days=frozenset({today + timedelta(days=word in TOMORROW)}))
    dated = day_in_figures(word, today)
    if dated is not None and not dated[1]:
        return Narrowing(days=frozenset({dated[0]}))
    if word in {"am", "morning", "mornings"}:
        return Narrowing(hours=frozenset(range(_NOON)))
    if word in {"pm", "afternoon", "afternoons"}:
        return Narrowing(hours=frozenset(range(_NOON, _LAST_HOUR + 1)))
    if word in {"next", "week", "this", "at", "on"}:
        # On the way to more words.
        return Narrowing()
    weekday = _one_of(word, _DAYS, shortest=_SHORTEST)
    return None if weekday is None else Narrowing(weekdays=frozenset({weekday}))


def _clock(word: str) -> Narrowing | None:
    read = _CLOCK.fullmatch(word)
    if read is None or int(read[1]) > _LAST_HOUR:
        return None
    hour = int(read[1])
    minute = None if read[2] is None else int(read[2])
    if read[3] is not None:
        hours = {hour % _NOON + (_NOON if read[3] == "pm" else 0)}
    elif minute is None and hour <= _EARLY:
        hours = {hour, hour + _NOON}
    else:
        hours = {hour}
    return Narrowing(hours=frozenset(hours), minute=minute)


def _one_of(word: str, names: tuple[str, ...], *, shortest: int) -> int | None:
    word = word.rstrip(".")
    if len(word) < shortest:
        return None
    return next((at for at, name in enumerate(names) if name.startswith(word)), None)
