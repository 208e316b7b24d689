"""The list of leads: how many there are, and the rows of one window of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.entities import LeadCard
from models.ids import LeadId, StageId
from models.leads.choices import channel_choices, owner_choices, stage_choices
from models.leads.ordering import GROUPS, SORT_KEYS, LeadPlan, among
from models.leads.searching import lead_search
from models.leads.wanted import LeadFilter, LeadOrder
from models.storage.sqlite import without_index

COUNTED_AT_MOST = 10_001


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One line of the list; `status` is a code, the other words are names."""

    id: LeadId
    name: str
    company: str
    email: str | None
    phone: str | None
    stage_id: StageId
    stage: str
    status: str
    owner: str | None
    channel: str | None
    captured_at: datetime
    moved_at: datetime | None


def count_leads(
    session: Session, wanted: LeadFilter, *, at_most: int | None = COUNTED_AT_MOST
) -> int:
    """Return how many leads are meant, counting no further than `at_most`.

    The bound is for searches, where the person goes on typing; other filters are counted quickly.
    """
    found = LeadPlan(session, wanted).ids_to_count()
    if at_most is not None:
        found = found.limit(at_most)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def lead_window(
    session: Session, wanted: LeadFilter, order: LeadOrder, offset: int, limit: int
) -> tuple[LeadRow, ...]:
    """Return `limit` rows of the list from `offset` on, fewer at its end."""
    plan = LeadPlan(session, wanted)
    if order.column in SORT_KEYS:
        ids = plan.ids_by_key(order, offset, limit)
    elif plan.in_order:
        ids = plan.ids_by_group(order, offset, limit)
    else:
        ids = plan.ids_by_rank(order, offset, limit)
    return _rows(session, ids)


def place_of_lead(
    session: Session, wanted: LeadFilter, order: LeadOrder, lead_id: LeadId
) -> int | None:
    """Return the place of a lead in the list, None where it is not in it."""
    plan = LeadPlan(session, wanted)
    card = session.execute(
        plan.ids().add_columns(*SORT_KEYS.values(), *GROUPS.values()).where(LeadCard.id == lead_id)
    ).first()
    if card is None:
        return None
    values = dict(zip((LeadCard.id, *SORT_KEYS.values(), *GROUPS.values()), card, strict=True))
    if order.column in SORT_KEYS:
        key = SORT_KEYS[order.column]
        return plan.count(
            _before(key.expression, values[key], lead_id, descending=order.descending)
        )
    column = GROUPS[order.column]
    groups = plan.groups(order)
    earlier = groups[: groups.index(values[column])]
    same = and_(
        among(column.expression, (values[column],)),
        LeadCard.id > lead_id if order.descending else LeadCard.id < lead_id,
    )
    return plan.count(or_(among(column.expression, earlier), same))


def stage_counts(session: Session, wanted: LeadFilter) -> dict[StageId, int]:
    """Return how many leads stand in each stage, whatever stages are chosen.

    Empty where the search finds more than can be counted at a key stroke.
    """
    plan = LeadPlan(session, replace(wanted, stage_ids=frozenset()))
    if plan.in_order and not lead_search(wanted.search).is_empty:
        return {}
    stage = LeadCard.stage_id.expression
    grouped = without_index(stage) if plan.conditions else stage
    counted = select(stage, func.count()).where(*plan.conditions).group_by(grouped)
    return {StageId(stage_id): count for stage_id, count in session.execute(counted)}


def _before(
    key: ColumnElement[Any], value: Any, lead_id: int, *, descending: bool
) -> ColumnElement[bool]:
    """Return the condition that a lead stands before this one; leads without a value come first."""
    beside = LeadCard.id > lead_id if descending else LeadCard.id < lead_id
    if value is None:
        level = and_(key.is_(None), beside)
        return or_(key.is_not(None), level) if descending else level
    level = and_(key == value, beside)
    return or_(key > value, level) if descending else or_(key.is_(None), key < value, level)


def _rows(session: Session, ids: Sequence[int]) -> tuple[LeadRow, ...]:
    """Return the rows of these leads in this order."""
    stages = {choice.key: choice.name for choice in stage_choices(session)}
    owners = {choice.key: choice.name for choice in owner_choices(session)}
    channels = {choice.key: choice.name for choice in channel_choices(session)}
    found = session.execute(
        select(
            LeadCard.id,
            LeadCard.name,
            LeadCard.company,
            LeadCard.email,
            LeadCard.phone,
            LeadCard.stage_id,
            LeadCard.status,
            LeadCard.owner_id,
            LeadCard.channel_id,
            LeadCard.captured_at,
            LeadCard.moved_at,
        ).where(LeadCard.id.in_(ids))
    )
    rows = {
        row.id: LeadRow(
            id=LeadId(row.id),
            name=row.name,
            company=row.company,
            email=row.email,
            phone=row.phone,
            stage_id=StageId(row.stage_id),
            stage=stages.get(row.stage_id, ""),
            status=row.status,
            owner=None if row.owner_id is None else owners.get(row.owner_id),
            channel=None if row.channel_id is None else channels.get(row.channel_id),
            captured_at=row.captured_at,
            moved_at=row.moved_at,
        )
        for row in found
    }
    return tuple(rows[lead_id] for lead_id in ids)
