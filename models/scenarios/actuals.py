"""What happened in the weeks that a forecast spoke of."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stage_by_meaning
from models.entities.definitions.versions import Stage
from models.entities.leads.deals import Deal
from models.entities.leads.moves import StageMove
from models.errors import InvalidValueError
from models.ids import LeadId
from models.iso_codes import minor_digits
from models.language import gettext as _
from models.money import convert
from models.scenarios.freezing import CLIENTS, REVENUE, stage_of
from models.settings import setting
from models.vocabulary import DealState, Meaning
from models.written_days import day_text


def actuals_since(
    session: Session, measure: str, starts_on: date, until: date
) -> tuple[float, ...]:
    """Return what happened of a measure in each whole week from a Monday up to a day.

    The day `until` itself is not over and not counted; neither is a week that is not over by
    then. Weeks are those of UTC. Voided moves and undated ones are left out. A client counts once,
    when it entered the clients' stage or its first deal was won, whichever came first.

    Refuses a first day that is no Monday, a measure that is not known, and with `NoRateError`
    revenue in a currency that had no rate on the day it was won.
    """
    if starts_on.weekday() != 0:
        raise InvalidValueError(
            "starts_on",
            starts_on.isoformat(),
            _("{day} is no Monday. Weeks begin on Mondays.").format(day=day_text(starts_on)),
        )
    whole = max(0, (until - starts_on).days // 7)
    sums = [0.0] * whole
    for day, amount in _happened(session, measure, starts_on, starts_on + timedelta(weeks=whole)):
        sums[(day - starts_on).days // 7] += amount
    return tuple(sums)


def happened_between(session: Session, measure: str, begin: date, end: date) -> float:
    """Return what happened of a measure from a day up to another, which is not counted itself.

    Counts as `actuals_since` does, and refuses the same measures and amounts.
    """
    return sum(amount for _day, amount in _happened(session, measure, begin, end))


def clients_before(session: Session, day: date) -> frozenset[LeadId]:
    """Return the leads that had become clients before a day."""
    return frozenset(LeadId(lead_id) for lead_id in _client_days(session, day))


def _happened(
    session: Session, measure: str, begin: date, end: date
) -> Iterator[tuple[date, float]]:
    stage_uuid = stage_of(measure)
    if stage_uuid is not None:
        for _lead, day in _entries(session, UUID(stage_uuid), begin, end):
            yield day, 1.0
    elif measure == REVENUE:
        yield from _revenue(session, begin, end)
    elif measure == CLIENTS:
        for day in _client_days(session, end).values():
            if begin <= day < end:
                yield day, 1.0
    else:
        raise InvalidValueError(
            "measure",
            measure,
            _("“{measure}” is not measured. Known: clients, revenue, entered:STAGE.").format(
                measure=measure
            ),
        )


def _entries(
    session: Session, stage: UUID, begin: date | None, end: date
) -> Iterator[tuple[int, date]]:
    wanted = (
        select(StageMove.lead_id, StageMove.occurred_at)
        .join(Stage, Stage.id == StageMove.to_stage_id)
        .where(
            Stage.uuid == stage, StageMove.voided.is_(False), StageMove.occurred_at < _midnight(end)
        )
    )
    if begin is not None:
        wanted = wanted.where(StageMove.occurred_at >= _midnight(begin))
    for lead_id, occurred_at in session.execute(wanted):
        if occurred_at is not None:
            yield lead_id, occurred_at.astimezone(UTC).date()


def _revenue(session: Session, begin: date, end: date) -> Iterator[tuple[date, float]]:
    base = setting(session, "base_currency")
    unit = 10 ** minor_digits(base)
    for deal in session.scalars(
        select(Deal).where(
            Deal.state == DealState.WON, Deal.closed_on >= begin, Deal.closed_on < end
        )
    ):
        if deal.closed_on is not None and deal.amount_minor is not None:
            minor = convert(session, deal.amount_minor, deal.currency, deal.closed_on)
            yield deal.closed_on, minor / unit


def _client_days(session: Session, end: date) -> dict[int, date]:
    """Return the day on which each lead became a client."""
    found: dict[int, date] = {}
    last = stage_by_meaning(session, Meaning.CLIENT)
    days = [] if last is None else list(_entries(session, last.uuid, None, end))
    days += [
        (deal.lead_id, deal.closed_on)
        for deal in session.scalars(
            select(Deal).where(Deal.state == DealState.WON, Deal.closed_on < end)
        )
        if deal.closed_on is not None
    ]
    for lead_id, day in days:
        found[lead_id] = min(day, found.get(lead_id, day))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
