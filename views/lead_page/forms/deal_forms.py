"""What is asked about a deal: to open and change one, and to win or lose it on a day."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from models.checks import currency_code
from models.errors import InvalidValueError
from models.iso_codes import minor_digits
from models.language import gettext as _
from models.vocabulary import DealStage, label
from views.lead_page.forms.form import FormField, FormSpec, Values

if TYPE_CHECKING:
    from models.deals.dealing import DealRow
    from models.ids import LeadId

_MONTH: Final = timedelta(days=30)
_DECIMALS: Final = 2
_NUMBER: Final = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


def deal_fields(
    today: date, currency: str, *, name: str, row: "DealRow | None" = None, digits: int = 2
) -> tuple[FormField, ...]:
    """Return the fields of a deal, as it is or as a new one begins."""
    amount = "" if row is None or row.amount_minor is None else typed_amount(row, digits)
    close = None if row is None else row.expected_close
    stages = tuple((stage.value, label(stage.value)) for stage in DealStage)
    return (
        FormField("name", _("What the deal is"), start=name if row is None else row.name),
        FormField("stage", _("How far it is"), "choice", stages, start=row and row.stage),
        FormField("amount", _("Amount"), start=amount, hint=_("For example 12,000")),
        FormField("currency", _("Currency"), start=currency if row is None else row.currency),
        FormField("expected_close", _("Expected close"), "day", start=close or today + _MONTH),
    )


def typed_amount(row: "DealRow", digits: int) -> str:
    """Return an amount as it would be typed."""
    value = Decimal(row.amount_minor or 0).scaleb(-digits)
    return f"{value:f}"


def minor_of(typed: str | None, currency: str) -> int | None:
    """Return a typed amount in minor units; None for an empty field.

    Refuses what is no amount. Groups may be apart by spaces, commas or points.
    """
    if not typed:
        return None
    number = "".join(typed.split())
    for apart in "\N{NARROW NO-BREAK SPACE}'":
        number = number.replace(apart, "")
    plain = _with_point(number)
    if not _NUMBER.fullmatch(plain):
        raise InvalidValueError(
            "amount",
            typed,
            _("“{value}” is no amount. Write a number, such as 12,000.").format(value=typed),
        )
    value = Decimal(plain)
    scaled = value.scaleb(minor_digits(currency_code(currency)))
    return int(scaled.to_integral_value())


def _with_point(number: str) -> str:
    """Leave a point before the cents, of which there are at most two figures, and no other sign."""
    for sign in ".,":
        head, found, tail = number.rpartition(sign)
        if found and len(tail) <= _DECIMALS and sign not in head:
            return f"{head.replace('.', '').replace(',', '')}.{tail}"
    return number.replace(".", "").replace(",", "")


def open_form(lead_id: "LeadId", name: str, currency: str, today: date) -> FormSpec:
    """Return the form that opens a deal."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.deals.dealing import open_deal

            return open_deal(
                session,
                lead_id,
                values["name"] or "",
                amount_minor=minor_of(values["amount"], values["currency"] or currency),
                currency=values["currency"] or currency,
                expected_close=values["expected_close"],
                stage=values["stage"],
            )

        return work

    fields = deal_fields(today, currency, name=name)
    return FormSpec("deal", _("Open a deal"), _("Open it"), fields, operation)


def edit_form(row: "DealRow", digits: int, today: date) -> FormSpec:
    """Return the form that changes an open deal."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.deals.dealing import edit_deal

            return edit_deal(
                session,
                row.id,
                name=values["name"] or "",
                amount_minor=minor_of(values["amount"], values["currency"] or row.currency),
                currency=values["currency"] or row.currency,
                expected_close=values["expected_close"],
                stage=values["stage"],
            )

        return work

    fields = deal_fields(today, row.currency, name=row.name, row=row, digits=digits)
    return FormSpec("deal", _("Change the deal"), _("Change it"), fields, operation)


def win_form(row: "DealRow", digits: int, today: date) -> FormSpec:
    """Return the form that wins a deal on a day, with what it is worth in the end."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.deals.dealing import win_deal

            amount = minor_of(values["amount"], row.currency)
            return win_deal(session, row.id, values["day"], amount_minor=amount)

        return work

    amount = "" if row.amount_minor is None else typed_amount(row, digits)
    fields = (
        FormField("day", _("Won on"), "day", start=today),
        FormField("amount", _("Amount ({currency})").format(currency=row.currency), start=amount),
    )
    title = _("Won: {deal}").format(deal=row.name)
    return FormSpec("won", title, _("It is won"), fields, operation)


def lose_form(row: "DealRow", reasons: tuple[tuple[str, str], ...], today: date) -> FormSpec:
    """Return the form that loses a deal on a day, with the reason."""

    def operation(values: Values) -> Callable[[Any], object]:
        def work(session: Any) -> object:
            from models.deals.dealing import lose_deal

            return lose_deal(session, row.id, values["day"], values["reason"])

        return work

    fields = (
        FormField("reason", _("Why"), "choice", reasons),
        FormField("day", _("Lost on"), "day", start=today),
    )
    title = _("Lost: {deal}").format(deal=row.name)
    return FormSpec("lost_deal", title, _("It is lost"), fields, operation)
