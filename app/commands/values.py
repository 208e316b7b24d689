"""Values on the command line that are read by their form alone: malformed, they are usage."""

import math
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from models.language import gettext as _

if TYPE_CHECKING:
    from views.forecast.content import RateContent


_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class _Day(click.ParamType[date]):
    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a day; refuses, with an example, what is none, and times that nobody works in."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                _("“{value}” is no day. Write it like 2026-11-02.").format(value=value), param, ctx
            )
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(
                _("{value} is not a day of the years {first} to {last}.").format(
                    value=value, first=_FIRST_YEAR, last=_LAST_YEAR
                ),
                param,
                ctx,
            )
        return day


class NumberRange(click.FloatRange):
    """A number within bounds; click lets “nan” pass, and “inf” where there is no upper one."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read a number; refuses what nothing can be counted with."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(_("“{value}” is no number.").format(value=value), param, ctx)
        return number


class _Rates(click.ParamType["tuple[RateContent, ...]"]):
    name = "rates"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> "tuple[RateContent, ...]":
        """Read rates with commas between them; refuses what is no rate, and says why."""
        from app.forecasting import UnreadableRateError, read_rate

        if isinstance(value, tuple):
            return value
        try:
            return tuple(read_rate(part) for part in str(value).split(","))
        except UnreadableRateError as error:
            self.fail(str(error), param, ctx)


DAY: Final = _Day()
NUMBER: Final = click.IntRange(1, 2**63 - 1)
"""By which a row is named; beyond it the database has none."""
RATES: Final = _Rates()
