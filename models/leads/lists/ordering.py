"""Which leads a list holds and in what order, and how SQLite is made to read them quickly.

In order of a sort key its index is read, with the filtered columns beside the key; in order of a
group (stage, owner ...) the index of each group in turn. What finds few leads is sorted instead.
Places far down the whole list are counted from its end.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from models.clock import utc_now
from models.conditions.matching import lead_condition
from models.entities.leads.cards import LeadCard
from models.leads.lists.choices import channel_choices, owner_choices, stage_choices, status_choices
from models.leads.lists.searching import LeadSearch, lead_search
from models.leads.lists.sort_keys import GROUPS, SORT_KEYS, among
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder
from models.storage.sqlite.queries import listed, without_index
from models.storage.visibility import hidden_batches
from models.text_keys import fold

# Sorting so many found leads takes some 80 ms among a million. Testing leads in the order of the
# list takes less only where it meets them early: names in Chinese stand at the very end of it.
SORTED_AT_MOST = 40_000
# Filters that leave so few are answered from the index of a group, and sorted.
FILTERED_AT_MOST = 10_000
# Reading a lead's card to test it costs so many times what a step in an index does.
_CARD_COST = 30
# A list is walked from whichever of its ends is nearer, where steps are worth counting.
_WORTH_TURNING = 1_000
# By how selective they usually are: the first that is chosen names the index that is read.
_BY_CHOICES = (LeadColumn.OWNER, LeadColumn.STAGE, LeadColumn.CHANNEL, LeadColumn.STATUS)


class LeadPlan:
    """How the leads that are meant are found; `at` is the instant that ages are counted to.

    `matches` is what the search index was asked before; `is_long` that the list was found to be too
    long to be sorted.
    """

    def __init__(
        self,
        session: Session,
        wanted: LeadFilter,
        at: datetime | None = None,
        *,
        matches: int | None = None,
        is_long: bool = False,
    ) -> None:
        self._session = session
        self._typed = fold(wanted.search)
        self.search: LeadSearch = lead_search(wanted.search)
        self.filters = {
            LeadColumn.STAGE: wanted.stage_ids,
            LeadColumn.CHANNEL: wanted.channel_ids,
            LeadColumn.STATUS: wanted.statuses,
            LeadColumn.OWNER: wanted.owner_ids,
        }
        self.chosen = [column for column in _BY_CHOICES if self.filters[column]]
        self.asked = [
            lead_condition(session, condition, at or utc_now()) for condition in wanted.conditions
        ]
        self._is_long = is_long
        self.matches = matches
        self._held: list[int] | None = None
        if matches is None and self.search.indexed:
            self.matches = self._found()
        self._at_least = 0
        self._apart = 0
        self.is_narrowed = bool(self.chosen or self.asked or not self.search.is_empty)

    def _found(self) -> int:
        """Return how many leads the index finds; what takes long to find is held where it is few.

        What several words have in common takes as long to be counted as to be listed.
        """
        if self.search.has_many_words:
            some = self.search.found().limit(SORTED_AT_MOST + 1)
            held = list(self._session.connection().execute(some).scalars())
            if len(held) <= SORTED_AT_MOST:
                self._held = held
                return len(held)
        return self.search.matches(self._session)

    @property
    def finds_few(self) -> bool:
        """Whether the search alone finds so few that they are sorted."""
        return self.matches is not None and self.matches <= SORTED_AT_MOST

    @property
    def finds_many(self) -> bool:
        """Whether there is a search that finds more than are sorted."""
        return not self.search.is_empty and not self.finds_few

    @cached_property
    def index_suffices(self) -> bool:
        """Whether the search index alone knows which leads are meant."""
        return not self.chosen and not self.asked and self.search.index_suffices(self._session)

    @cached_property
    def _few(self) -> list[int] | None:
        """The ids that filters leave, where they are few; found once, for they may be rare."""
        if not self.is_narrowed or not self.search.is_empty or self._is_long:
            return None
        found = self._listed(self.ids().limit(FILTERED_AT_MOST + 1))
        self._at_least = len(found)
        return found if len(found) <= FILTERED_AT_MOST else None

    def _listed(self, ids: Select[int]) -> list[int]:
        """Return what a query for ids finds, past the ORM where no batch is hidden from it."""
        if hidden_batches(self._session):
            return list(self._session.scalars(ids))
        return list(self._session.connection().execute(ids).scalars())

    def length(self, at_most: int | None) -> int:
        """Return how many leads are meant, counting no further than told."""
        if not self.is_narrowed:
            found = self.count()
        elif self._few is not None:
            found = len(self._few)
        elif self.index_suffices and self.matches is not None:
            found = self.matches
        elif at_most is not None and self._at_least >= at_most:
            found = at_most
        else:
            return self.size(self._ids_to_count(), at_most)
        return found if at_most is None else min(found, at_most)

    def _ids_to_count(self) -> Select[int]:
        """Return the query that counts fastest: only among what the index finds, where it can."""
        if not self.finds_many or self.matches is None or self.search.waits(self._session):
            return self.ids()
        found = self.search.found().subquery()
        return (
            select(LeadCard.id)
            .select_from(found.join(LeadCard, LeadCard.id == found.c.lead_id))
            .where(*self.conditions())
        )

    def conditions(self, *, by_group: bool = False) -> list[ColumnElement[bool]]:
        """Return the conditions on a lead; `by_group` lets one of them be found by its index."""
        found = [
            among(
                GROUPS[column].expression
                if by_group and place == 0
                else without_index(GROUPS[column].expression),
                self.filters[column],
            )
            for place, column in enumerate(self.chosen)
        ]
        found += self.asked
        if self.finds_few:
            found.append(self.search.in_index(self._session, held=self._held))
        elif not self.search.is_empty:
            found += self.search.in_card()
        return found

    def ids(self) -> Select[int]:
        """Return the query for the ids in no order."""
        return select(LeadCard.id).where(*self.conditions(by_group=not self.finds_few))

    def count(self, *conditions: ColumnElement[bool], at_most: int | None = None) -> int:
        """Return how many of the leads meet further conditions, counting no further than told."""
        found = select(LeadCard.id).where(*self.conditions(), *conditions)
        if at_most is None and not self.is_narrowed:
            counted = select(func.count()).select_from(LeadCard).where(*conditions)
            return self._session.scalar(counted) or 0
        return self.size(found, at_most)

    def size(self, found: Select[int], at_most: int | None) -> int:
        """Return how many ids a query finds, counting no further than told."""
        some = found if at_most is None else found.limit(at_most)
        return self._session.scalar(select(func.count()).select_from(some.subquery())) or 0

    def window(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        """Return ids of one window of the list."""
        if self.is_sorted:
            return self._sorted(order, offset, limit)
        if order.column in GROUPS:
            return self._walk(order, offset, limit, self._by_groups)
        beside = self._beginning_alike(order)
        if beside is not None:
            return self._merged(beside, order, offset, limit)
        return self._walk(order, offset, limit, self._by_key)

    # Sorted

    @property
    def is_sorted(self) -> bool:
        """Whether so few leads are meant that they are found first and sorted then."""
        return self.finds_few or self._few is not None

    def _sorted(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        found = self.ids()
        if self._few is not None:
            found = select(LeadCard.id).where(LeadCard.id.in_(listed(self._few)))
        return self._read(found, self._sort_value(order), order, offset, limit)

    def _sort_value(self, order: LeadOrder) -> ColumnElement[Any]:
        """Return what leads are sorted by: a key, or the place of their group among the others."""
        if order.column in SORT_KEYS:
            return without_index(SORT_KEYS[order.column].expression)
        column = GROUPS[order.column]
        groups = self.groups(LeadOrder(order.column))
        ranks = {group: rank for rank, group in enumerate(groups) if group is not None}
        return case(ranks, value=column, else_=len(groups)) if ranks else column.expression

    # Walked

    def _walk(self, order: LeadOrder, offset: int, limit: int, read: Any) -> list[int]:
        """Read a window from whichever end of the list is nearer, where its length is known."""
        if offset < _WORTH_TURNING or self.is_narrowed:
            found: list[int] = read(order, offset, limit)
            return found
        total = self.count()
        limit = min(limit, total - offset)
        from_end = total - offset - limit
        if limit <= 0 or offset <= from_end:
            return [] if limit <= 0 else list(read(order, offset, limit))
        turned = LeadOrder(order.column, not order.descending)
        return list(reversed(read(turned, from_end, limit)))

    def _by_key(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        key: ColumnElement[Any] = SORT_KEYS[order.column].expression
        found = select(LeadCard.id).where(*self._tests(offset + limit))
        return self._read(found, key, order, offset, limit)

    def _by_groups(self, order: LeadOrder, offset: int, limit: int) -> list[int]:
        """Return ids in the order of their groups, reading the index of each in turn."""
        column = GROUPS[order.column].expression
        tests = self._tests(offset + limit)
        ids: list[int] = []
        for group in self.groups(order):
            members = select(LeadCard.id).where(*tests, among(column, (group,)))
            if offset:
                passed = self.size(members, offset + 1)
                if passed <= offset:
                    offset -= passed
                    continue
            ids += self._read(members, None, order, offset, limit - len(ids))
            offset = 0
            if len(ids) == limit:
                break
        return ids

    def _tests(self, needed: int) -> list[ColumnElement[bool]]:
        """Return what each lead on the way is tested by: its card, or the ids that were found.

        Putting all found ids at hand costs as much as stepping over as many leads; that pays
        where many cards would have to be read before enough leads are met.
        """
        if self.matches is None or not self.finds_many:
            return self.conditions()
        total = max(1, self._session.scalar(select(func.max(LeadCard.id))) or 1)
        cards = needed * total / max(1, self.matches) * _CARD_COST
        if cards <= self.matches + needed * total / max(1, self.matches):
            return self.conditions()
        others = self.conditions()[: -len(self.search.in_card())]
        return [*others, self.search.in_index(self._session, on_the_way=True)]

    # Merged

    def _beginning_alike(self, order: LeadOrder) -> ColumnElement[bool] | None:
        """Return the range of keys that begin with what is searched, where it holds most matches.

        Then nearly all of them stand in one piece of the list, and stepping there takes too long.
        """
        key = SORT_KEYS[order.column].expression
        by_text = order.column in (LeadColumn.NAME, LeadColumn.COMPANY)
        if not by_text or self.matches is None or len(self.search.phrases) != 1:
            return None
        if self.search.waits(self._session):
            return None
        # As it is written in keys: words that the search parts may stand together there.
        alike = and_(key >= self._typed, key < self._typed + "\U0010ffff")
        counted = select(func.count()).select_from(LeadCard).where(alike)
        self._apart = self.matches - (self._session.scalar(counted) or 0)
        return alike if self._apart <= SORTED_AT_MOST // 2 else None

    def _merged(
        self, alike: ColumnElement[bool], order: LeadOrder, offset: int, limit: int
    ) -> list[int]:
        """Return a window of the leads inside of a range of keys and of the few outside of it."""
        key = SORT_KEYS[order.column].expression
        apart = self._found_apart(alike, key, descending=order.descending) if self._apart else []
        edge = self._session.scalar(select(key).where(alike).order_by(key).limit(1)) or ""
        before = [pair for pair in apart if (pair[0] > edge) is order.descending]
        ids = [lead_id for _key, lead_id in before[offset : offset + limit]]
        offset = max(0, offset - len(before))
        if len(ids) < limit:
            within = select(LeadCard.id).where(*self.conditions(), alike)
            read = self._read(within, key, order, offset, limit - len(ids))
            ids += read
            if len(ids) < limit:
                passed = self.size(within, offset + limit) if offset else len(read)
                after = apart[len(before) :]
                start = max(0, offset - passed)
                ids += [lead_id for _key, lead_id in after[start : start + limit - len(ids)]]
        return ids

    def _found_apart(
        self, alike: ColumnElement[bool], key: ColumnElement[Any], *, descending: bool
    ) -> list[tuple[str, int]]:
        """Return keys and ids of what is found outside of a range, in order.

        Cards are read only of those that the range does not hold.
        """
        others = self.conditions()[: -len(self.search.in_card())]
        found = self.search.found()
        ids = found.where(found.selected_columns.lead_id.not_in(select(LeadCard.id).where(alike)))
        outside = select(key, LeadCard.id).where(
            *others, *self.search.in_card(), LeadCard.id.in_(ids)
        )
        rows = self._session.execute(outside)
        return sorted(((row[0], row[1]) for row in rows), reverse=descending)

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
        chosen = self.filters[order.column]
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
        return self._listed(ids.order_by(*directed).offset(offset).limit(limit))
