"""How the booking panel writes days, times, zones and what a hold has left."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale

from models.language import gettext as _
from models.wall_time import city_of

_MINUTE: Final = 60


def weekday(day: date, today: date) -> str:
    """Return a day with its weekday, and without its year where that is this year's."""
    pattern = "ddd d MMM" if day.year == today.year else "ddd d MMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def near_day(day: date, today: date) -> str:
    """Return a day as people say it, with how far it is."""
    words = weekday(day, today)
    match (day - today).days:
        case 0:
            return _("Today, {day}").format(day=words)
        case 1:
            return _("Tomorrow, {day}").format(day=words)
    return words


def clock(local: datetime) -> str:
    """Return the time on a wall."""
    return local.strftime("%H:%M")


def beside(local: datetime, other: date) -> str:
    """Return a time with its weekday where it is another day than the one beside it."""
    if local.date() == other:
        return clock(local)
    day = QLocale().toString(QDate(local.year, local.month, local.day), "ddd")
    return f"{clock(local)} {day}"


def both_times(starts_at: datetime, ends_at: datetime, theirs: str, ours: str, today: date) -> str:
    """Return a time with its end in their zone and, where it differs, in ours."""
    there = starts_at.astimezone(ZoneInfo(theirs))
    here = starts_at.astimezone(ZoneInfo(ours))
    words = _("{day}, {start}–{end} in {place}").format(
        day=weekday(there.date(), today),
        start=clock(there),
        end=clock(ends_at.astimezone(ZoneInfo(theirs))),
        place=city_of(theirs),
    )
    if there.utcoffset() == here.utcoffset():
        return words
    return _("{theirs}, {time} in {place}").format(
        theirs=words, time=beside(here, there.date()), place=city_of(ours)
    )


def left_words(seconds: float) -> str:
    """Return how long a hold is still kept.

    >>> left_words(292.2), left_words(-3)
    ('4:53', '0:00')
    """
    whole = max(0, int(-(-seconds // 1)))
    return f"{whole // _MINUTE}:{whole % _MINUTE:02d}"
