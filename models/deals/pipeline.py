"""The pipeline: open deals in the base currency, and what closed deals say of their future."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.evidence import Share, share_of
from models.ids import DealId, LeadId
from models.leads.worth import deal_value
from models.money import NoRateError, Unrated, convert, unrated
from models.settings import setting
from models.vocabulary import DealStage, DealState


@dataclass(frozen=True, slots=True)
class OpenDealRow:
    """A deal that was open on a day.

    `base_minor` is its amount in the base currency by the rate of that day; None where it has no
    amount and nobody knows what a deal brings, or its currency has no rate. `guessed` says that it
    has no amount of its own and counts with the mean of the won ones.
    """

    id: DealId
    uuid: UUID
    lead_id: LeadId
    lead_uuid: UUID
    name: str
    stage: str
    base_minor: int | None
    guessed: bool
    expected_close: date | None
    opened_on: date


@dataclass(frozen=True, slots=True)
class StageChance:
    """Of the closed deals that came at least as far as a stage, how many were won."""

    stage: str
    share: Share


@dataclass(frozen=True, slots=True)
class DealPipeline:
    """Open deals by stage and expected close, with the evidence for what becomes of them.

    `slips` are the days that won deals closed after the day they were expected on, negative where
    before; `durations` are the days from their opening to the win, `brought` what they brought in
    the base currency, those without a rate left out. `unconverted` are open deals in
    a currency without a rate, which are in `deals`, too; `unconverted_won` are the won ones that
    `brought` leaves out.
    """

    on: date
    currency: str
    deals: tuple[OpenDealRow, ...]
    chances: tuple[StageChance, ...]
    slips: tuple[int, ...]
    durations: tuple[int, ...]
    brought: tuple[int, ...]
    unconverted: Unrated
    unconverted_won: Unrated


def deal_pipeline(session: Session, on: date) -> DealPipeline:
    """Return the deals that are open at the end of a day, and what is known of closed ones by then.

    A deal of a day that is past has the stage, the amount and the expected close of now.
    """
    found = session.scalars(select(Deal).order_by(Deal.id)).all()
    begun = [deal for deal in found if deal.opened_at.date() <= on]
    closed = [deal for deal in begun if deal.closed_on is not None and deal.closed_on <= on]
    opened = [deal for deal in begun if deal.closed_on is None or deal.closed_on > on]
    value = deal_value(session)
    named = select(Lead.id, Lead.uuid).join(Deal, Deal.lead_id == Lead.id)
    leads = {row.id: row.uuid for row in session.execute(named)}
    rows = []
    missing: list[NoRateError] = []
    missing_won: list[NoRateError] = []
    for deal in opened:
        minor: int | None = None if value is None else value.minor
        if deal.amount_minor is not None:
            try:
                minor = convert(session, deal.amount_minor, deal.currency, on)
            except NoRateError as error:
                minor = None
                missing.append(error)
        rows.append(
            OpenDealRow(
                DealId(deal.id),
                deal.uuid,
                LeadId(deal.lead_id),
                leads[deal.lead_id],
                deal.name,
                deal.stage or DealStage.DISCOVERY,
                minor,
                deal.amount_minor is None,
                deal.expected_close,
                deal.opened_at.date(),
            )
        )
    won = [deal for deal in closed if deal.state == DealState.WON]
    brought = tuple(_brought(session, won, missing_won))
    return DealPipeline(
        on=on,
        currency=setting(session, "base_currency"),
        deals=tuple(rows),
        chances=tuple(_chances(closed)),
        slips=tuple(
            (deal.closed_on - deal.expected_close).days
            for deal in won
            if deal.closed_on is not None and deal.expected_close is not None
        ),
        durations=tuple(
            (deal.closed_on - deal.opened_at.date()).days
            for deal in won
            if deal.closed_on is not None
        ),
        brought=brought,
        unconverted=unrated(missing),
        unconverted_won=unrated(missing_won),
    )


def leads_with_open_deals(session: Session, on: date) -> frozenset[LeadId]:
    """Return the leads whose deal was open at the end of a day: the pipeline counts them.

    The funnel must not, or they would come in twice.
    """
    return frozenset(deal.lead_id for deal in deal_pipeline(session, on).deals)


def _brought(session: Session, won: Sequence[Deal], missing: list[NoRateError]) -> Iterator[int]:
    for deal in won:
        if deal.amount_minor is not None and deal.closed_on is not None:
            try:
                yield convert(session, deal.amount_minor, deal.currency, deal.closed_on)
            except NoRateError as error:
                missing.append(error)


def _chances(closed: Sequence[Deal]) -> Iterator[StageChance]:
    """Count, by stage, the closed deals that came so far: a won one came all the way."""
    order = tuple(DealStage)
    for place, stage in enumerate(order):
        won = sum(deal.state == DealState.WON for deal in closed)
        lost = sum(
            deal.state == DealState.LOST and order.index(DealStage(deal.stage or order[0])) >= place
            for deal in closed
        )
        yield StageChance(stage.value, share_of(won, won + lost))
