"""Logged rows in another order of the same effect, so that more of a kind are undone at once.

A long change touches one kind of row after the other: taken back in the very order, each would be
a handful of statements of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import Table, UniqueConstraint

from models.entities.every import TABLES
from models.history.logged import Entry, kind_of
from models.history.values import recorded_tables, target_of


def grouped(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries table by table, for whoever carries out their opposite from the end on.

    What points at a row comes after it where rows were added, and before it where rows were
    deleted: so the opposite finds each row that is named. Where both was done, no such order is
    sure, and the entries stay as they are. Nothing else looks from one table into another before
    the transaction ends.
    """
    operations = {entry.operation for entry in entries}
    if {"insert", "delete"} <= operations:
        return entries
    by_table: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_table[entry.table_name].append(entry)
    places = {table.name: place for place, table in enumerate(recorded_tables())}
    names = sorted(by_table, key=places.__getitem__, reverse="delete" in operations)
    return [entry for name in names for entry in _in_table(TABLES[name], by_table[name])]


def _in_table(table: Table, entries: list[Entry]) -> list[Entry]:
    """Return the entries of a table: kind by kind where its rows have nothing to do with others.

    What was done with one row stays in its order.
    """
    if _rows_are_bound(table):
        return entries
    seen: Counter[UUID] = Counter()
    steps = []
    for entry in entries:
        steps.append((seen[entry.row_uuid], kind_of(entry), entry))
        seen[entry.row_uuid] += 1
    return [entry for *_, entry in sorted(steps, key=lambda step: step[:2])]


@cache
def _rows_are_bound(table: Table) -> bool:
    """Say whether rows of a table stand in each other's way, or name others of it."""
    unique = [set(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    unique += [set(index.columns) for index in table.indexes if index.unique]
    return any(columns != {table.c.uuid} for columns in unique) or any(
        target_of(column) is table for column in table.c
    )
