"""The list of leads: how many there are, and the rows of one window of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from models.clock import utc_now
from models.entities.leads.cards import LeadCard
from models.ids import LeadId, StageId
from models.leads.lists.choices import channel_choices, owner_choices, stage_choices
from models.leads.lists.ordering import LeadPlan
from models.leads.lists.showing import FIT, INTEREST, STAGE_AGE, Shown, shown_values
from models.leads.lists.sort_keys import GROUPS, SORT_KEYS, among
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.scoring.grading import grading

COUNTED_AT_MOST = 10_001
"""A list that leaves leads out counts no further: it would have to look at every lead."""

HELD_AT_MOST = 2_000
"""So many leads of a sorted list are kept in order; what is further down is sorted anew."""

_ON_CARDS = frozenset((*(column.value for column in LeadColumn), STAGE_AGE, FIT, INTEREST))


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One line of the list; `status` is a code, the other words are names.

    Fit, interest and grade are those of the moment the row was read; empty where the lead was not
    scored yet. `more` holds the further columns that were asked for, by their codes.
    """

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
    fit: int | None = None
    interest: int | None = None
    grade: str | None = None
    grade_overridden: bool = False
    more: Mapping[str, Shown] = field(default_factory=dict)


def count_leads(
    session: Session,
    wanted: LeadFilter,
    *,
    at_most: int | None = COUNTED_AT_MOST,
    at: datetime | None = None,
) -> int:
    """Return how many leads are meant, counting no further than `at_most`.

    All leads of a workspace are counted at once.
    """
    return LeadPlan(session, wanted, at).length(at_most)


@dataclass(frozen=True, slots=True)
class ListHead:
    """How long a list is, and its first leads in order where all had to be found and sorted anyway.

    `more` says that there are more leads than the list goes on to, `matches` how many leads the
    search index found.
    """

    count: int
    more: bool
    ids: tuple[LeadId, ...] | None
    matches: int | None = None


def list_head(
    session: Session, wanted: LeadFilter, order: LeadOrder, at: datetime | None = None
) -> ListHead:
    """Return what a list has to be asked once, so that its windows are read quickly."""
    plan = LeadPlan(session, wanted, at)
    found = plan.length(COUNTED_AT_MOST if plan.is_narrowed else None)
    more = plan.is_narrowed and found == COUNTED_AT_MOST
    count = found - 1 if more else found
    ids = plan.window(order, 0, min(count, HELD_AT_MOST)) if plan.is_sorted else None
    known = None if ids is None else tuple(LeadId(one) for one in ids)
    return ListHead(count, more, known, plan.matches)


def lead_window(
    session: Session,
    wanted: LeadFilter,
    order: LeadOrder,
    offset: int,
    limit: int,
    *,
    columns: Sequence[str] = (),
    at: datetime | None = None,
    head: ListHead | None = None,
) -> tuple[LeadRow, ...]:
    """Return `limit` rows of the list from `offset` on, fewer at its end.

    `columns` are codes of further fields to read for them; a `head` that was asked before saves
    finding the leads again, and leads that are gone since are left out.
    """
    moment = at or utc_now()
    held = None if head is None else head.ids
    if held is not None and (offset + limit <= len(held) or len(held) < HELD_AT_MOST):
        ids: Sequence[int] = held[offset : offset + limit]
    else:
        plan = LeadPlan(
            session,
            wanted,
            moment,
            matches=None if head is None else head.matches,
            is_long=head is not None and held is None,
        )
        ids = plan.window(order, offset, limit)
    return lead_rows(session, ids, columns, moment)


def place_of_lead(
    session: Session,
    wanted: LeadFilter,
    order: LeadOrder,
    lead_id: LeadId,
    *,
    at: datetime | None = None,
) -> int | None:
    """Return the place of a lead in the list; None where it is not in it, or too far down."""
    plan = LeadPlan(session, wanted, at)
    card = session.execute(
        select(LeadCard.id, *SORT_KEYS.values(), *GROUPS.values()).where(
            *plan.conditions(), LeadCard.id == lead_id
        )
    ).first()
    if card is None:
        return None
    values = dict(zip((LeadCard.id, *SORT_KEYS.values(), *GROUPS.values()), card, strict=True))
    at_most = COUNTED_AT_MOST if plan.is_narrowed else None
    if order.column in SORT_KEYS:
        key = SORT_KEYS[order.column]
        before = _before(key.expression, values[key], lead_id, descending=order.descending)
    else:
        column = GROUPS[order.column]
        groups = plan.groups(order)
        earlier = groups[: groups.index(values[column])]
        beside = LeadCard.id > lead_id if order.descending else LeadCard.id < lead_id
        before = [among(column.expression, (group,)) for group in earlier]
        before.append(and_(among(column.expression, (values[column],)), beside))
    place = sum(plan.count(condition, at_most=at_most) for condition in before)
    return None if at_most is not None and place >= at_most else place


def stage_counts(
    session: Session, wanted: LeadFilter, at: datetime | None = None
) -> dict[StageId, int]:
    """Return how many leads stand in each stage, whatever stages are chosen.

    No stage is counted further than `COUNTED_AT_MOST`. Empty where the search finds more than can
    be counted at a key stroke, and where conditions would have to be tested on every lead.
    """
    plan = LeadPlan(session, replace(wanted, stage_ids=frozenset()), at)
    if plan.finds_many or plan.asked:
        return {}
    stage = LeadCard.stage_id.expression
    if plan.finds_few:
        grouped = select(stage, func.count()).where(*plan.conditions()).group_by(stage)
        return {StageId(row[0]): row[1] for row in session.execute(grouped)}
    counted = {
        choice.key: plan.count(stage == choice.key, at_most=COUNTED_AT_MOST)
        for choice in stage_choices(session)
    }
    return {stage_id: count for stage_id, count in counted.items() if count}


def _before(
    key: ColumnElement[Any], value: Any, lead_id: int, *, descending: bool
) -> list[ColumnElement[bool]]:
    """Return the ranges of leads that stand before this one; those without a value come first.

    They are apart so that each is a range of the key's index.
    """
    beside = LeadCard.id > lead_id if descending else LeadCard.id < lead_id
    if value is None:
        level = and_(key.is_(None), beside)
        return [key.is_not(None), level] if descending else [level]
    level = and_(key == value, beside)
    return [key > value, level] if descending else [key.is_(None), key < value, level]


def lead_rows(
    session: Session, ids: Sequence[int], columns: Sequence[str], at: datetime
) -> tuple[LeadRow, ...]:
    """Return the rows of these leads in this order."""
    stages = {choice.key: choice.name for choice in stage_choices(session)}
    owners = {choice.key: choice.name for choice in owner_choices(session)}
    channels = {choice.key: choice.name for choice in channel_choices(session)}
    more = shown_values(session, ids, [code for code in columns if code not in _ON_CARDS])
    terms = grading(session)
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
            LeadCard.fit,
            LeadCard.interest_key,
            LeadCard.grade_override,
        ).where(LeadCard.id.in_(ids))
    )
    rows: dict[int, LeadRow] = {}
    for row in found:
        interest = None if row.fit is None else terms.points(row.interest_key, at)
        by_rules = None if interest is None else terms.grade(row.fit, interest)
        rows[row.id] = LeadRow(
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
            fit=row.fit,
            interest=interest,
            grade=row.grade_override or by_rules,
            grade_overridden=row.grade_override is not None,
            more=more.get(LeadId(row.id), {}),
        )
    return tuple(rows[lead_id] for lead_id in ids if lead_id in rows)
