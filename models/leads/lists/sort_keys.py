"""What the list can be sorted by: keys of its cards, and groups in an order of their own."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from models.entities.leads.cards import LeadCard
from models.leads.lists.wanted import LeadColumn

SORT_KEYS: dict[LeadColumn, InstrumentedAttribute[Any]] = {
    LeadColumn.NAME: LeadCard.name_key,
    LeadColumn.COMPANY: LeadCard.company_key,
    LeadColumn.CAPTURED_AT: LeadCard.captured_at,
    LeadColumn.MOVED_AT: LeadCard.moved_at,
    LeadColumn.GRADE: LeadCard.score_key,
}
GROUPS: dict[LeadColumn, InstrumentedAttribute[Any]] = {
    LeadColumn.STAGE: LeadCard.stage_id,
    LeadColumn.STATUS: LeadCard.status,
    LeadColumn.OWNER: LeadCard.owner_id,
    LeadColumn.CHANNEL: LeadCard.channel_id,
}


def among(column: ColumnElement[Any], keys: Collection[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of these, of which None may be one."""
    named = [key for key in keys if key is not None]
    conditions = [column.in_(named)] if named else []
    if None in keys:
        conditions.append(column.is_(None))
    return or_(false(), *conditions)
