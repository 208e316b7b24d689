"""What a query says in a way of its own: many ids at once, and which index not to look for."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, UnaryExpression, func, select
from sqlalchemy.sql.operators import custom_op


def numbered(ids: Collection[int]) -> TableValuedAlias:
    """Return many ids as rows: `value` is the id and `key` its place, from zero on."""
    return func.json_each(json.dumps(list(ids))).table_valued("key", "value")


def listed(ids: Collection[int]) -> Select[int]:
    """Return many ids as a query: as parameters of their own there would be too many."""
    return select(numbered(ids).c.value)


def without_index(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the same value so that SQLite looks for no index on it.

    Left alone it sorts every row of the largest stage rather than read an index in its order.
    """
    return UnaryExpression(value, operator=custom_op("+"), type_=value.type)
