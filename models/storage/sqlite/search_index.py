"""The search indexes that SQLite keeps beside the leads: their tables, filling and asking them."""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    column,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy import table as table_named

SEARCH_TABLE_SQL = (
    "CREATE VIRTUAL TABLE lead_search USING fts5("
    "search_text, prefix='1 2 3', detail='none', tokenize='unicode61 remove_diacritics 2')"
)

# A piece of a number begins anywhere in it, so numbers have an index of their own, of their pieces.
NUMBER_TABLE_SQL = (
    "CREATE VIRTUAL TABLE lead_digits USING fts5("
    "pieces, detail='none', columnsize=0, tokenize='unicode61')"
)
PIECE_DIGITS = 4
FEWEST_DIGITS = 3
_DIGITS = re.compile(r"\d{3,}")


def index_text(connection: Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Add leads' texts, and the numbers in them, to the search indexes."""
    connection.exec_driver_sql(
        "INSERT INTO lead_search (rowid, search_text) VALUES (?, ?)", list(texts)
    )
    index_numbers(connection, texts)


def index_numbers(connection: Connection, texts: Iterable[tuple[int, str]]) -> None:
    """Add the numbers in leads' texts to their index."""
    pieces = [(lead_id, found) for lead_id, text in texts if (found := number_pieces(text))]
    if pieces:
        connection.exec_driver_sql("INSERT INTO lead_digits (rowid, pieces) VALUES (?, ?)", pieces)


def number_pieces(searched: str) -> str:
    """Return every four digits that stand together in a text, and the last three of each number.

    >>> number_pieces(" ann 02079")
    '0207 2079 079'
    """
    pieces = (
        run[start : start + PIECE_DIGITS]
        for run in _DIGITS.findall(searched)
        for start in range(len(run) - FEWEST_DIGITS + 1)
    )
    return " ".join(dict.fromkeys(pieces))


def unindex(connection: Connection, lead_ids: Iterable[int]) -> None:
    """Take leads out of the search indexes and out of the queue for them."""
    wanted = [(lead_id,) for lead_id in lead_ids]
    if wanted:
        connection.exec_driver_sql("DELETE FROM lead_search WHERE rowid = ?", wanted)
        connection.exec_driver_sql("DELETE FROM lead_digits WHERE rowid = ?", wanted)
        connection.exec_driver_sql("DELETE FROM search_pending WHERE id = ?", wanted)


def search_expression(phrases: Sequence[str]) -> str:
    """Return the search that finds each phrase's last word as a beginning, the others whole.

    >>> search_expression(["ann", "o neil"])
    '"ann"* "o" "neil"*'
    """
    quoted = (" ".join(f'"{word}"' for word in phrase.split()) for phrase in phrases)
    return " ".join(f"{phrase}*" for phrase in quoted)


def number_expression(number: str) -> str:
    """Return the search for leads with all pieces of a number, in whatever order they stand.

    >>> number_expression("02079"), number_expression("020")
    ('"0207" "2079"', '"020"*')
    """
    if len(number) < PIECE_DIGITS:
        return f'"{number}"*'
    starts = range(len(number) - PIECE_DIGITS + 1)
    return " ".join(f'"{number[start : start + PIECE_DIGITS]}"' for start in starts)


def found_by_search(expression: str, index_name: str = "lead_search") -> Select[int]:
    """Return the ids, as `lead_id`, of what a search index finds; it knows no hidden batches."""
    index = table_named(index_name, column("rowid", Integer))
    return select(index.c.rowid.label("lead_id")).where(_matches(index_name, expression))


def count_by_search(expression: str, index_name: str = "lead_search") -> Select[int]:
    """Return the query that counts what a search index finds, without naming any of it."""
    index = table_named(index_name)
    return select(func.count()).select_from(index).where(_matches(index_name, expression))


def _matches(index_name: str, expression: str) -> ColumnElement[bool]:
    return literal_column(index_name).op("MATCH", is_comparison=True)(expression)


def index_pending(connection: Connection, at_most: int) -> int:
    """Index some of the leads that wait for it; return how many were done."""
    waiting = connection.execute(
        text(
            "SELECT p.id, c.search_text FROM search_pending p JOIN lead_card c ON c.id = p.id"
            " ORDER BY p.id LIMIT :at_most"
        ),
        {"at_most": at_most},
    ).all()
    if not waiting:
        return 0
    index_text(connection, [(row[0], row[1]) for row in waiting])
    connection.exec_driver_sql(
        "DELETE FROM search_pending WHERE id = ?", [(row[0],) for row in waiting]
    )
    return len(waiting)
