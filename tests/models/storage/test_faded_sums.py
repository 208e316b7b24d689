"""Sums of amounts that halve: SQLite's own powers and our own function say the same."""

import math
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Float, MetaData, Table, create_engine, select

from models.storage.sqlite import functions
from models.storage.sqlite.functions import add_functions, log2_sum

ROWS = st.lists(st.tuples(st.integers(0, 500), st.floats(-900, 900)), max_size=6)
ABOUT = 20.5


def summed(rows: list[tuple[int, float]], *, own: bool) -> float | None:
    """Return the logarithm of a sum, by our own function or by SQLite's."""
    engine = create_engine("sqlite://")
    faded = Table("faded", MetaData(), Column("amount", Float), Column("doublings", Float))
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        add_functions(driver)
        faded.create(connection)
        for amount, doublings in rows:
            connection.execute(faded.insert().values(amount=amount, doublings=doublings))
        about = None if own else ABOUT
        value: float | None = connection.scalar(
            select(log2_sum(faded.c.amount, faded.c.doublings, about))
        )
    engine.dispose()
    return value


@pytest.mark.skipif(not functions.has_powers(), reason="this SQLite has no powers of its own")
@given(rows=ROWS)
def test_both_ways_of_summing_agree(rows: list[tuple[int, float]]) -> None:
    ours, theirs = summed(rows, own=True), summed(rows, own=False)
    if ours is None or theirs is None:
        assert ours is theirs
    else:
        assert math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-9)


def test_without_powers_in_sqlite_our_own_function_sums() -> None:
    with patch.object(functions, "has_powers", lambda: False):
        assert summed([(3, 2.0), (4, 2.0)], own=False) == pytest.approx(math.log2(7) + 2)


def test_the_largest_doubling_never_leaves_the_range_of_numbers() -> None:
    assert summed([(1, 5000.0), (1, -5000.0)], own=True) == pytest.approx(5000.0)
