"""What a lead is worth: the chance that it becomes a client, times what a client brings in.

The chance comes from the workspace's own leads that are over, once there are enough of them, and
from the house example before that. Both are handed out with their counts.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stages
from models.entities.leads.cards import LeadCard
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.evidence import Share, share_of
from models.finding import existing
from models.ids import LeadId, StageId
from models.money import NoRateError, Unrated, convert, unrated
from models.settings import number_setting, optional_number_setting, setting
from models.vocabulary import DealState, Meaning, Status

ENOUGH = 20
"""How many leads must have come to an end before their share says more than the house example."""

_NEWEST = 5000
_AT_ONCE = 1000
_OVER = (Status.WON, Status.LOST, Status.DISQUALIFIED)
# Of 200 MQLs, 15 become SQLs, 8 agree to a meeting and 3 become clients.
_HOUSE = {Meaning.MQL: 200, Meaning.SQL: 15, Meaning.APPOINTMENT: 8}
_HOUSE_CLIENTS = 3


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a lead becomes a client from its stage, and whether that is the team's own."""

    share: Share
    own: bool


@dataclass(frozen=True, slots=True)
class DealValue:
    """What a client brings in, in minor units; `deals` won say so, 0 where it was only stated."""

    minor: int
    deals: int


@dataclass(frozen=True, slots=True)
class WorthRow:
    """What a lead is worth, in minor units of the base currency, and where that comes from.

    `expected_minor` needs a chance and a value. `rule_minor` is the rule of thumb: so many percent
    of the net profit per client. `unrated` are won deals that the value leaves out for want of an
    exchange rate.
    """

    currency: str
    chance: Chance | None
    value: DealValue | None
    expected_minor: int | None
    rule_minor: int | None
    share_percent: int
    net_profit_minor: int | None
    unrated: Unrated


def worth_of(session: Session, lead_id: LeadId) -> WorthRow:
    """Return what a lead is worth; a won one has no chance left to state."""
    lead = existing(session, Lead, lead_id)
    won = lead.status == Status.WON
    chance = None if won else chance_from(session, StageId(lead.stage_id))
    value, missing = _value(session)
    profit = optional_number_setting(session, "net_profit_per_client_minor")
    percent = number_setting(session, "worth_share_percent")
    expected = None
    if chance is not None and value is not None:
        expected = _rounded(Decimal(value.minor) * chance.share.count, chance.share.of)
    return WorthRow(
        currency=setting(session, "base_currency"),
        chance=chance,
        value=value,
        expected_minor=expected,
        rule_minor=None if profit is None else _rounded(Decimal(profit) * percent, 100),
        share_percent=percent,
        net_profit_minor=profit,
        unrated=missing,
    )


def _rounded(amount: Decimal, divisor: int) -> int:
    return int((amount / divisor).quantize(Decimal(1), ROUND_HALF_EVEN)) if divisor else 0


def chance_from(session: Session, stage_id: StageId) -> Chance | None:
    """Return how likely a lead in a stage becomes a client; None where nothing is known.

    It counts the newest leads that were in the stage and are over: won, lost or disqualified.
    """
    known = stages(session)
    clients = {one.id for one in known if one.meaning == Meaning.CLIENT}
    came, won = _counted(session, stage_id, clients)
    if came >= ENOUGH:
        return Chance(share_of(won, came), own=True)
    house = _house_count(known, stage_id)
    if house is None:
        return None
    return Chance(share_of(_HOUSE_CLIENTS, house), own=False)


def _counted(session: Session, stage_id: StageId, clients: set[StageId]) -> tuple[int, int]:
    over = session.execute(
        select(LeadCard.id, LeadCard.status)
        .where(LeadCard.status.in_(_OVER))
        .order_by(LeadCard.id.desc())
        .limit(_NEWEST)
    ).all()
    status = {int(row.id): row.status for row in over}
    came = won = 0
    ids = list(status)
    here = func.max(case((StageMove.to_stage_id == stage_id, 1), else_=0))
    client = func.max(case((StageMove.to_stage_id.in_(clients), 1), else_=0))
    for start in range(0, len(ids), _AT_ONCE):
        came_here = session.execute(
            select(StageMove.lead_id, client)
            .where(StageMove.lead_id.in_(ids[start : start + _AT_ONCE]))
            .where(StageMove.voided.is_(False))
            .group_by(StageMove.lead_id)
            .having(here == 1)
        )
        for lead_id, became_client in came_here:
            came += 1
            won += status[lead_id] == Status.WON or bool(became_client)
    return came, won


def _house_count(known: tuple[StageRow, ...], stage_id: StageId) -> int | None:
    """Return how many leads of the house example stand at a stage, or at the last one before it."""
    found = None
    for stage in known:
        found = _HOUSE.get(Meaning(stage.meaning), found)
        if stage.meaning == Meaning.CLIENT:
            return None
        if stage.id == stage_id:
            return found
    return None


def deal_value(session: Session) -> DealValue | None:
    """Return what a client brings in: the mean of the deals won, else what the settings say.

    Deals in a currency without a rate for their day are left out.
    """
    return _value(session)[0]


def _value(session: Session) -> tuple[DealValue | None, Unrated]:
    won = session.execute(
        select(Deal.amount_minor, Deal.currency, Deal.closed_on)
        .where(Deal.state == DealState.WON, Deal.amount_minor.is_not(None))
        .order_by(Deal.id.desc())
        .limit(_NEWEST)
    )
    amounts = []
    missing: list[NoRateError] = []
    for row in won:
        try:
            amounts.append(convert(session, row.amount_minor, row.currency, row.closed_on))
        except NoRateError as error:
            missing.append(error)
    if amounts:
        mean = _rounded(Decimal(sum(amounts)), len(amounts))
        return DealValue(mean, len(amounts)), unrated(missing)
    stated = optional_number_setting(session, "average_deal_minor")
    return None if stated is None else DealValue(stated, 0), unrated(missing)
