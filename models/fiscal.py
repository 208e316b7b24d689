"""Fiscal quarters: the year may begin in any month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.language import gettext as _

_MONTHS = 12
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class FiscalQuarter:
    """A quarter of a fiscal year, which is named by the year that it ends in."""

    year: int
    number: int
    first_day: date
    last_day: date

    @property
    def name(self) -> str:
        """What people call it: Q3 2027."""
        return _("Q{number} {year}").format(number=self.number, year=self.year)


def year_begins(day: date, first_month: int) -> date:
    """Return the first day of the fiscal year that a day lies in.

    >>> year_begins(date(2026, 2, 3), 4)
    datetime.date(2025, 4, 1)
    """
    return _month(day.year, day.month - (day.month - first_month) % _MONTHS)


def quarter_of(day: date, first_month: int) -> FiscalQuarter:
    """Return the fiscal quarter that a day lies in.

    >>> quarter_of(date(2026, 11, 22), 4).name
    'Q3 2027'
    >>> quarter_of(date(2026, 11, 22), 1).first_day
    datetime.date(2026, 10, 1)
    """
    into_year = (day.month - first_month) % _MONTHS
    begins = _month(day.year, day.month - into_year % _QUARTER)
    year = year_begins(day, first_month)
    return FiscalQuarter(
        year=_month(year.year, year.month + _MONTHS - 1).year,
        number=into_year // _QUARTER + 1,
        first_day=begins,
        last_day=_month(begins.year, begins.month + _QUARTER) - timedelta(days=1),
    )


def quarters_between(first_day: date, last_day: date, first_month: int) -> Iterator[FiscalQuarter]:
    """Return the fiscal quarters that have days from one day to another, both included."""
    day = first_day
    while day <= last_day:
        quarter = quarter_of(day, first_month)
        yield quarter
        day = quarter.last_day + timedelta(days=1)


def _month(year: int, month: int) -> date:
    """Return the first day of a month; months beyond a year's ends are of other years."""
    return date(year + (month - 1) // _MONTHS, (month - 1) % _MONTHS + 1, 1)
