"""Which leads a list holds and in what order, and how SQLite is made to read them quickly.

In order of a sort key its index is read, with the filtered columns beside the key; in order of a
group (stage, owner ...) the index of each group in turn. A search that finds many is tested on the
way; one that finds few is sorted.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.entities import LeadCard
from models.leads.choices import channel_choices, owner_choices, stage_choices, status_choices
from models.leads.searching import lead_search
from models.leads.wanted import LeadColumn, LeadFilter, LeadOrder
from models.storage.sqlite import found_by_search, search_expression, without_index

SORT_KEYS: dict[LeadColumn, InstrumentedAttribute[Any]] = {
    LeadColumn.NAME: LeadCard.name_key,
    LeadColumn.COMPANY: LeadCard.company_key,
    LeadColumn.CAPTURED_AT: LeadCard.captured_at,
    LeadColumn.MOVED_AT: LeadCard.moved_at,
}
GROUPS: dict[LeadColumn, InstrumentedAttribute[Any]] = {
    LeadColumn.STAGE: LeadCard.stage_id,
    LeadColumn.STATUS: LeadCard.status,
    LeadColumn.OWNER: LeadCard.owner_id,
    LeadColumn.CHANNEL: LeadCard.channel_id,
}


class LeadPlan:
    """How the leads that are meant are found.

    `in_order` means by reading an index in the order of the list and testing each lead; otherwise
    they are few enough, or found by reading everything anyway, and are sorted.
    """

    def __init__(self, session: Session, wanted: LeadFilter) -> None:
        self._session = session
        search = self._search = lead_search(wanted.search)
        self.in_order = search.is_empty or (search.indexed and search.means_many(session))
        self._filters = {
            LeadColumn.STAGE: wanted.stage_ids,
            LeadColumn.CHANNEL: wanted.channel_ids,
            LeadColumn.STATUS: wanted.statuses,
            LeadColumn.OWNER: wanted.owner_ids,
        }
        self.conditions = [
            among(without_index(GROUPS[column].expression), chosen)
            for column, chosen in self._filters.items()
            if chosen
        ]
        self.index_suffices = not self.conditions and search.index_suffices(session)
        if search.indexed and not self.in_order:
            self.conditions.append(search.in_index(session))
        else:
            self.conditions += search.in_card()

    def ids(self) -> Select[int]:
        """Return the query for the ids in no order."""
        return select(LeadCard.id).where(*self.conditions)

    def ids_to_count(self) -> Select[int]:
        """Return the query that counts fastest: of the index alone, where that is enough."""
        if self.index_suffices:
            return found_by_search(search_expression(self._search.phrases))
        return self.ids()

    def count(self, condition: ColumnElement[bool]) -> int:
        """Return how many of the leads meet a further condition."""
        found = self.ids().where(condition).subquery()
        return self._session.scalar(select(func.count()).select_from(found)) or 0

    def ids_by_key(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        """Return ids in the order of a sort key."""
        key: ColumnElement[Any] = SORT_KEYS[order.column].expression
        if not self.in_order:
            key = without_index(key)
        return self._read(self.ids(), key, order, offset, limit)

    def ids_by_rank(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        """Return ids in the order of their groups, by sorting."""
        column = GROUPS[order.column]
        groups = self.groups(LeadOrder(order.column))
        ranks = {group: rank for rank, group in enumerate(groups) if group is not None}
        rank = case(ranks, value=column, else_=len(groups)) if ranks else column.expression
        return self._read(self.ids(), rank, order, offset, limit)

    def ids_by_group(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        """Return ids in the order of their groups, reading the index of each in turn."""
        column = GROUPS[order.column]
        sizes = self._sizes(column.expression) if offset and not self.conditions else None
        ids: list[int] = []
        for group in self.groups(order):
            members = self.ids().where(among(column.expression, (group,)))
            if offset:
                passed = self._size(members, offset + 1) if sizes is None else sizes.get(group, 0)
                if passed <= offset:
                    offset -= passed
                    continue
            ids += self._read(members, None, order, offset, limit - len(ids))
            offset = 0
            if len(ids) == limit:
                break
        return ids

    def _sizes(self, column: ColumnElement[Any]) -> dict[Any, int]:
        """Return how large each group is, when no lead is left out."""
        found = self._session.execute(select(column, func.count()).group_by(column))
        return {row[0]: row[1] for row in found}

    def _size(self, members: Select[int], at_most: int) -> int:
        """Return how large a group is, counting no further than need be."""
        some = members.limit(at_most).subquery()
        return self._session.scalar(select(func.count()).select_from(some)) or 0

    def groups(self, order: LeadOrder) -> list[Any]:
        """Return the groups of a column in the order of the list."""
        match order.column:
            case LeadColumn.STAGE:
                found: Sequence[Any] = stage_choices(self._session)
            case LeadColumn.CHANNEL:
                found = channel_choices(self._session)
            case LeadColumn.OWNER:
                found = owner_choices(self._session)
            case _:
                found = status_choices()
        chosen = self._filters[order.column]
        keys = [choice.key for choice in found if not chosen or choice.key in chosen]
        return keys[::-1] if order.descending else keys

    def _read(
        self,
        ids: Select[int],
        key: ColumnElement[Any] | None,
        order: LeadOrder,
        offset: int,
        limit: int,
    ) -> list[int]:
        keys = (LeadCard.id,) if key is None else (key, LeadCard.id)
        directed = [one.desc() if order.descending else one.asc() for one in keys]
        return list(self._session.scalars(ids.order_by(*directed).offset(offset).limit(limit)))


def among(column: ColumnElement[Any], keys: Collection[Any]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of these, of which None may be one."""
    named = [key for key in keys if key is not None]
    conditions = [column.in_(named)] if named else []
    if None in keys:
        conditions.append(column.is_(None))
    return or_(false(), *conditions)
