"""Functions of our own that queries call: folded texts, points of rules, interest that fades.

And those that statements call which make many rows: a UUID for each, and forms of the change log.
"""

import math
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

import uuid_utils
from sqlalchemy import Boolean, ColumnElement, Float, Integer, LargeBinary, func

from models.storage.columns import written_instant
from models.text_keys import fold

_JULIAN_1970 = 2440587.5
# Folded texts hold no control signs.
_BETWEEN, _BETWEEN_RULES = "\x1f", "\x1e"


def add_functions(connection: sqlite3.Connection) -> None:
    """Let the queries of a connection call them."""
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("holds_any", 2, _holds_any, deterministic=True)
    connection.create_function("points_held", 2, _points_held, deterministic=True)
    connection.create_function("fresh_uuid", 0, _fresh_uuid)
    connection.create_function("uuid_of_hex", 1, _uuid_of_hex, deterministic=True)
    connection.create_function("stored_instant", 1, _stored_instant, deterministic=True)
    connection.create_aggregate("log2_sum", 2, _new_sum)


def _fresh_uuid() -> bytes:
    return uuid_utils.uuid7().bytes


@lru_cache(maxsize=1_024)
def _uuid_of_hex(text: str | None) -> bytes | None:
    """Read a UUID of the change log; many rows point at the same few."""
    return None if text is None else bytes.fromhex(text)


@lru_cache(maxsize=1_024)
def _stored_instant(text: str | None) -> str | None:
    """Read an instant of the change log and write it as its column holds it."""
    return None if text is None else written_instant(datetime.fromisoformat(text).astimezone(UTC))


@lru_cache(maxsize=65_536)
def _folded(text: str | None) -> str | None:
    """Fold a text for a query; the same job titles and countries are met again and again."""
    return None if text is None else fold(str(text))


@lru_cache(maxsize=65_536)
def _holds_any(text: str | None, parts: str) -> bool | None:
    """Say whether a text holds one of the folded parts: one call for a rule of twenty words."""
    if text is None:
        return None
    whole = fold(str(text))
    return any(part in whole for part in parts.split(_BETWEEN))


@lru_cache(maxsize=65_536)
def _points_held(text: str | None, rules: str) -> int:
    """Return the points of all rules of which a text holds a part."""
    if text is None:
        return 0
    whole = fold(str(text))
    return sum(points for points, found_in in _split_rules(rules) if found_in(whole))


@lru_cache(maxsize=64)
def _split_rules(rules: str) -> tuple[tuple[int, Callable[[str], object]], ...]:
    split = (rule.split(_BETWEEN) for rule in rules.split(_BETWEEN_RULES))
    return tuple(
        (int(points), re.compile("|".join(map(re.escape, parts))).search)
        for points, *parts in split
    )


class _Log2Sum:
    """The binary logarithm of a sum of amounts, each doubled so many times; null for nothing.

    The powers themselves would leave the range of numbers, so the largest is taken out first; and
    the order in which rows come must not change the last digit.
    """

    __slots__ = ("_terms",)

    def __init__(self) -> None:
        self._terms: list[tuple[float, float]] = []

    def step(self, amount: float, doublings: float) -> None:
        """Take in one row."""
        if amount > 0:
            self._terms.append((doublings, amount))

    def finalize(self) -> float | None:
        """Return the logarithm."""
        if not self._terms:
            return None
        if len(self._terms) == 1:
            ((doublings, amount),) = self._terms
            return math.log2(amount) + doublings
        highest = max(self._terms)[0]
        parts = [amount * 2.0 ** (doublings - highest) for doublings, amount in self._terms]
        return math.log2(math.fsum(parts)) + highest


def _new_sum() -> Any:
    # The types of the standard library know no aggregate that may be null.
    return _Log2Sum()


def folded(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a text without case and accents, as `models.text_keys.fold` does."""
    return func.folded(value)


def holds_any(value: ColumnElement[Any], parts: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a text, folded, holds one of the folded parts."""
    return func.holds_any(value, _BETWEEN.join(parts), type_=Boolean())


def points_held(
    value: ColumnElement[Any], rules: Sequence[tuple[int, Sequence[str]]]
) -> ColumnElement[int]:
    """Return the points of rules that give them where a text, folded, holds one of their parts.

    One call for all rules about a text: leads are scored by the hundred thousand.
    """
    written = (_BETWEEN.join((str(points), *parts)) for points, parts in rules)
    return func.points_held(value, _BETWEEN_RULES.join(written), type_=Integer())


def fresh_uuid() -> ColumnElement[bytes]:
    """Return a UUID of its own for each row, in the order in which the rows are made."""
    return func.fresh_uuid(type_=LargeBinary())


def days_after_1970(instant: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return an instant in days after the beginning of 1970."""
    return func.julianday(instant) - _JULIAN_1970


def unix_seconds(instant: ColumnElement[Any]) -> ColumnElement[int]:
    """Return an instant, or the beginning of a day, in whole seconds after the beginning of 1970.

    Null for null; a fraction of a second is cut off.
    """
    return func.unixepoch(instant, type_=Integer())


def log2_sum(
    amount: ColumnElement[Any], doublings: ColumnElement[Any], about: float | None = None
) -> ColumnElement[Any]:
    """Return the binary logarithm of the sum of amounts, each from 0 up and doubled so many times.

    Where all doublings lie within 1,000 of `about` SQLite's own functions do it, if it has them,
    in a quarter of the time.
    """
    if about is None or not has_powers():
        return func.log2_sum(amount, doublings, type_=Float())
    return func.log2(func.sum(amount * func.pow(2.0, doublings - about)), type_=Float()) + about


@cache
def has_powers() -> bool:
    """Say whether this SQLite was built with powers and logarithms; not all are."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("SELECT pow(2.0, 0.5), log2(8.0)").fetchone()
        except sqlite3.OperationalError:
            return False
    return True
