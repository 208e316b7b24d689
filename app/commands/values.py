"""Values on the command line that are read by their form alone: malformed, they are usage."""

from datetime import date
from typing import TYPE_CHECKING, Final

import click

from models.language import gettext as _

if TYPE_CHECKING:
    from views.forecast.content import RateContent


class _Day(click.ParamType[date]):
    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a day; refuses, with an example, what is none."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                _("“{value}” is no day. Write it like 2026-11-02.").format(value=value), param, ctx
            )


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
RATES: Final = _Rates()
