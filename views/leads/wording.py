"""How the Leads page writes instants, days, numbers and amounts."""

from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from models.language import gettext as _
from models.language import ngettext
from views.charts.numbers import whole


def short_moment(instant: datetime, now: datetime) -> str:
    """Return an instant as a table shows it: the time today, the day otherwise."""
    local, today = instant.astimezone(), now.astimezone().date()
    if local.date() == today:
        return local.strftime("%H:%M")
    return short_day(local.date(), today)


def short_day(day: date, today: date) -> str:
    """Return a day without its year where that is this year's."""
    pattern = "d MMM" if day.year == today.year else "d MMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def long_moment(instant: datetime) -> str:
    """Return an instant with day and time, in the zone of this machine."""
    local = instant.astimezone()
    moment = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
    return QLocale().toString(moment, "d MMM yyyy, HH:mm")


def lead_count(count: int, *, more: bool = False) -> str:
    """Return how many leads there are, in words; `more` says that counting stopped there."""
    if more:
        return _("more than {count} leads").format(count=whole(count))
    return ngettext("{count} lead", "{count} leads", count).format(count=whole(count))


def amount(minor: int, currency: str, digits: int) -> str:
    """Return an amount of money with its ISO currency; `digits` are those of its minor unit."""
    value = Decimal(minor).scaleb(-digits)
    units, _point, decimals = f"{value:f}".partition(".")
    written = whole(int(units))
    if decimals.strip("0"):
        written += f".{decimals}"
    return f"{written} {currency}"


def as_sentence(words: str) -> str:
    """Return words with their first letter as at the beginning of a sentence.

    >>> as_sentence("the meeting took place")
    'The meeting took place'
    """
    return words[:1].upper() + words[1:]
