"""Money: currencies, dated exchange rates, and amounts in minor units (cents)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import currency_code
from models.entities.workspace.exchange_rates import ExchangeRate
from models.errors import InvalidValueError, KnownError
from models.history.verbs import verb
from models.iso_codes import minor_digits
from models.language import gettext as _
from models.language import ngettext
from models.settings import setting
from models.written_days import day_text

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LARGEST = 2**63 - 1
_MOST_DIGITS = 18


class NoRateError(KnownError):
    """An amount cannot be converted: no rate was valid on that day."""

    def __init__(self, currency: str, on: date) -> None:
        super().__init__(
            _(
                "No exchange rate for {currency} is known on {day}. Enter one that is valid from "
                "that day or earlier (Settings, Currencies)."
            ).format(currency=currency, day=day_text(on))
        )
        self.currency = currency
        self.on = on


@dataclass(frozen=True, slots=True)
class Unrated:
    """How many amounts are left out for want of an exchange rate, and in which currencies."""

    amounts: int = 0
    currencies: tuple[str, ...] = ()

    def words(self) -> str:
        """Return what is left out and where to mend it; nothing where nothing is."""
        if not self.amounts:
            return ""
        return ngettext(
            "{count} amount in {currencies} has no exchange rate on its day and is left out: "
            "enter one under Settings, Currencies.",
            "{count} amounts in {currencies} have no exchange rate on their day and are left out: "
            "enter one under Settings, Currencies.",
            self.amounts,
        ).format(count=self.amounts, currencies=", ".join(self.currencies))


def unrated(errors: Sequence[NoRateError]) -> Unrated:
    """Return what could not be converted, an error for each amount."""
    return Unrated(len(errors), tuple(sorted({error.currency for error in errors})))


def minor_amount(field: str, value: int) -> int:
    """Return an amount in minor units; refuses a negative one and one that no column holds."""
    if not 0 <= value <= _LARGEST:
        raise InvalidValueError(
            field, value, _("An amount is a number from 0 up. Write it without a minus sign.")
        )
    return value


@dataclass(frozen=True, slots=True)
class RateRow:
    """From a day on, one unit of a currency is worth so many units of the base currency."""

    currency: str
    valid_from: date
    rate: Decimal


def rates(session: Session) -> tuple[RateRow, ...]:
    """Return every exchange rate by currency and day."""
    found = session.scalars(
        select(ExchangeRate).order_by(ExchangeRate.currency, ExchangeRate.valid_from)
    )
    return tuple(RateRow(row.currency, row.valid_from, Decimal(row.rate)) for row in found)


@verb
def set_rate(session: Session, currency: str, valid_from: date, rate: str) -> None:
    """State what one unit of a currency is worth in the base currency from a day on.

    Replaces the rate of the same day. Refuses a rate that is no positive decimal number, and the
    base currency itself, which is always worth 1.
    """
    code = currency_code(currency)
    if code == setting(session, "base_currency"):
        raise InvalidValueError(
            "currency",
            currency,
            _("{currency} is the base currency; its rate is always 1.").format(currency=code),
        )
    stored = _decimal_text(rate)
    row = session.scalar(
        select(ExchangeRate).where(
            ExchangeRate.currency == code, ExchangeRate.valid_from == valid_from
        )
    )
    if row is None:
        session.add(ExchangeRate(currency=code, valid_from=valid_from, rate=stored))
    else:
        row.rate = stored


@verb
def remove_rate(session: Session, currency: str, valid_from: date) -> None:
    """Remove the rate of a currency that is valid from this day; refuses where there is none."""
    row = session.scalar(
        select(ExchangeRate).where(
            ExchangeRate.currency == currency_code(currency),
            ExchangeRate.valid_from == valid_from,
        )
    )
    if row is None:
        raise InvalidValueError(
            "valid_from", valid_from, _("No rate of this currency begins on that day.")
        )
    session.delete(row)


def _decimal_text(rate: str) -> str:
    try:
        number = Decimal(rate.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    too_long = len(number.as_tuple().digits) > _MOST_DIGITS
    if not number.is_finite() or number <= 0 or too_long or abs(number.adjusted()) > _MOST_DIGITS:
        raise InvalidValueError(
            "rate",
            rate,
            _("“{value}” is no exchange rate. Write a number above 0, such as 1.0825.").format(
                value=rate
            ),
        )
    return format(number.normalize(_EXACT), "f")


def convert(session: Session, minor: int, currency: str, on: date) -> int:
    """Return an amount in the base currency's minor units, by the rate in force on that day.

    Exact decimal arithmetic, rounded once, half to even. Refuses with `NoRateError` where no rate
    was valid yet: a guess would look like a fact.
    """
    code = currency_code(currency)
    base = setting(session, "base_currency")
    if code == base:
        return minor
    rate = session.scalar(
        select(ExchangeRate.rate)
        .where(ExchangeRate.currency == code, ExchangeRate.valid_from <= on)
        .order_by(ExchangeRate.valid_from.desc())
        .limit(1)
    )
    if rate is None:
        raise NoRateError(code, on)
    exact = _EXACT.multiply(Decimal(minor), Decimal(rate))
    shifted = exact.scaleb(minor_digits(base) - minor_digits(code), _EXACT)
    return int(shifted.quantize(Decimal(1), context=_EXACT))
