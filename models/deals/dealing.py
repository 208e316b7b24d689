"""Opening, editing, winning and losing deals."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import currency_code, one_of, required_text
from models.companies.winning import note_client
from models.definitions.current import known_reason
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import DealId, LeadId
from models.language import gettext as _
from models.leads.stages.advancing import advance_on_day
from models.money import minor_amount
from models.settings import setting
from models.vocabulary import DealStage, DealState, Meaning, label
from models.written_days import day_text


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal; the amount is in minor units of its currency."""

    id: DealId
    lead_id: LeadId
    name: str
    amount_minor: int | None
    currency: str
    expected_close: date | None
    state: str
    closed_on: date | None
    close_reason: str | None
    stage: str | None = None


class DealFields(TypedDict, total=False):
    """What may be typed about a deal."""

    name: str
    amount_minor: int | None
    currency: str
    expected_close: date | None
    stage: str | None


class DealClosedError(KnownError):
    """A deal is won or lost already."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("This deal is {state} already. Undo that, or open a new deal.").format(
                state=label(state).lower()
            )
        )
        self.state = state


def deals_of(session: Session, lead_id: LeadId) -> tuple[DealRow, ...]:
    """Return a lead's deals, the first opened first."""
    found = session.scalars(select(Deal).where(Deal.lead_id == lead_id).order_by(Deal.id))
    return tuple(
        DealRow(
            DealId(row.id),
            LeadId(row.lead_id),
            row.name,
            row.amount_minor,
            row.currency,
            row.expected_close,
            row.state,
            row.closed_on,
            row.close_reason,
            row.stage,
        )
        for row in found
    )


def _open_one(session: Session, deal_id: DealId) -> Deal:
    deal = existing(session, Deal, deal_id)
    if deal.state != DealState.OPEN:
        raise DealClosedError(deal.state)
    return deal


@verb
def open_deal(
    session: Session,
    lead_id: LeadId,
    name: str,
    *,
    amount_minor: int | None = None,
    currency: str | None = None,
    expected_close: date | None = None,
    stage: str | None = None,
) -> DealId:
    """Open a deal with a lead, in the base currency and its first stage where none is named.

    Refuses a blank name, a negative amount, an unknown currency and an unknown stage.
    """
    existing(session, Lead, lead_id)
    deal = Deal(
        lead_id=lead_id,
        name=required_text("name", name),
        amount_minor=None if amount_minor is None else minor_amount("amount", amount_minor),
        currency=currency_code(currency or setting(session, "base_currency")),
        expected_close=expected_close,
        state=DealState.OPEN.value,
        stage=one_of("stage", stage or DealStage.DISCOVERY, tuple(DealStage)),
        opened_at=now(session),
    )
    session.add(deal)
    session.flush()
    return DealId(deal.id)


@verb
def edit_deal(session: Session, deal_id: DealId, **fields: Unpack[DealFields]) -> None:
    """Change the named fields of an open deal; refuses a closed one and what `open_deal` does."""
    deal = _open_one(session, deal_id)
    if "name" in fields:
        deal.name = required_text("name", fields["name"])
    if "amount_minor" in fields:
        amount = fields["amount_minor"]
        deal.amount_minor = None if amount is None else minor_amount("amount", amount)
    if "currency" in fields:
        deal.currency = currency_code(fields["currency"])
    if "expected_close" in fields:
        deal.expected_close = fields["expected_close"]
    if (stage := fields.get("stage")) is not None:
        deal.stage = one_of("stage", stage, tuple(DealStage))


@verb
def win_deal(
    session: Session, deal_id: DealId, day: date, *, amount_minor: int | None = None
) -> None:
    """Win a deal on a day, for another amount than before where one is named.

    The company is a client from then on, and the lead moves on to the stage of clients where its
    gate lets it. Refuses a closed deal, a day to come, and a deal without an amount.
    """
    deal = _open_one(session, deal_id)
    if amount_minor is not None:
        deal.amount_minor = minor_amount("amount", amount_minor)
    if deal.amount_minor is None:
        raise InvalidValueError(
            "amount", "", _("Enter what the deal is worth before you win it; 0 is an answer.")
        )
    deal.closed_on = _past_day(session, day)
    deal.state = DealState.WON.value
    note_client(session, existing(session, Lead, deal.lead_id))
    advance_on_day(session, deal.lead_id, Meaning.CLIENT, day)


@verb
def lose_deal(session: Session, deal_id: DealId, day: date, reason: str) -> None:
    """Lose a deal on a day; refuses a closed deal, a day to come, and an unknown reason code."""
    deal = _open_one(session, deal_id)
    deal.close_reason = known_reason(session, reason)
    deal.closed_on = _past_day(session, day)
    deal.state = DealState.LOST.value


def _past_day(session: Session, day: date) -> date:
    # Somebody east of Greenwich may be a day ahead of UTC.
    if (day - now(session).date()).days > 1:
        raise InvalidValueError("day", day, _("{day} has not come yet.").format(day=day_text(day)))
    return day
