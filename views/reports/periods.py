"""The period of the reports: the usual ones by name, or from one day to another."""

from datetime import date, timedelta
from typing import Final

from models.fiscal import quarter_of, year_begins
from models.language import gettext as _
from models.written_days import day_text

CUSTOM: Final = "custom"
USUAL: Final = "weeks_26"
_WEEKS: Final = {"weeks_1": 1, "weeks_4": 4, "weeks_13": 13, USUAL: 26, "weeks_52": 52}
_DAY: Final = timedelta(days=1)


def period_choices() -> tuple[tuple[str, str], ...]:
    """Return the codes and words of the periods."""
    return (
        ("weeks_1", _("Last 7 days")),
        ("weeks_4", _("Last 4 weeks")),
        ("weeks_13", _("Last 13 weeks")),
        (USUAL, _("Last 26 weeks")),
        ("weeks_52", _("Last 52 weeks")),
        ("last_week", _("Week before this one")),
        ("this_month", _("This month")),
        ("last_month", _("Month before this one")),
        ("this_quarter", _("This quarter")),
        ("last_quarter", _("Quarter before this one")),
        ("this_year", _("This year")),
        (CUSTOM, _("From … to …")),
    )


def period_of(code: str, today: date, first_month: int = 1) -> tuple[date, date]:
    """Return the first and last day of a period that is named by its code.

    Quarters and years are those of the fiscal year, which begins with `first_month`.

    >>> [str(day) for day in period_of("last_quarter", date(2026, 2, 3))]
    ['2025-10-01', '2025-12-31']
    >>> [str(day) for day in period_of("last_week", date(2026, 11, 22))]
    ['2026-11-09', '2026-11-15']
    >>> [str(day) for day in period_of("this_quarter", date(2026, 11, 22), 2)]
    ['2026-11-01', '2026-11-22']
    """
    if code in _WEEKS:
        return today - _WEEKS[code] * 7 * _DAY + _DAY, today
    month = today.replace(day=1)
    quarter = quarter_of(today, first_month).first_day
    monday = today - today.weekday() * _DAY
    found = {
        "last_week": (monday - 7 * _DAY, monday - _DAY),
        "this_month": (month, today),
        "last_month": ((month - _DAY).replace(day=1), month - _DAY),
        "this_quarter": (quarter, today),
        "last_quarter": (quarter_of(quarter - _DAY, first_month).first_day, quarter - _DAY),
        "this_year": (year_begins(today, first_month), today),
    }
    return found[code]


def period_words(first: date, last: date) -> str:
    """Return a period as it is read."""
    return f"{day_text(first)} \u2013 {day_text(last)}"
