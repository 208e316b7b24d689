"""The first guess at a mapping, and what the rows themselves settle about it."""

from collections.abc import Iterable, Sequence
from functools import reduce

import msgspec

from app.importing.cells.amounts import shown_decimal_comma
from app.importing.cells.dates import DATE_ORDERS, DateOrder, possible_orders
from app.importing.columns.fields import CellKind, ImportKind, cell_kind, custom_name
from app.importing.columns.mapping import Mapping, custom_key, guess_columns, guess_kind
from app.importing.presets.known import Preset, recognise
from app.importing.tables.reading import SourceRow

_DATED = frozenset({CellKind.DATE, CellKind.MOMENT})


def guess_mapping(
    header: Sequence[str],
    rows: Sequence[SourceRow] = (),
    preset: Preset | None = None,
    kind: ImportKind | None = None,
) -> Mapping:
    """Return the mapping of the preset (named, or recognised from the header), else a guess.

    A kind that was said wins over both. What the rows make plain about dates and decimals is
    settled in it.
    """
    known = preset or recognise(header)
    if known is not None and kind in (None, known.kind):
        mapping = known.mapping_for(header)
    else:
        kind = kind or guess_kind(header)
        mapping = Mapping(kind=kind, columns=guess_columns(header, kind))
    return settle(mapping, header, rows)


def settle(mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]) -> Mapping:
    """Return the mapping with the date order and decimal mark that the rows give away.

    One day above 12 settles every date of the file, since one system wrote it.
    """
    order, comma = mapping.date_order, mapping.decimal_comma
    if order is None:
        orders = orders_left(cells_of(dated_columns(mapping), header, rows))
        if len(orders) == 1:
            (order,) = orders
    if comma is None:
        marks = {
            shown_decimal_comma(cell)
            for cell in cells_of(mapping.columns_for("amount"), header, rows)
        } - {None}
        if len(marks) == 1:
            (comma,) = marks
    return msgspec.structs.replace(mapping, date_order=order, decimal_comma=comma)


def dated_columns(mapping: Mapping) -> tuple[str, ...]:
    """Return the columns that hold dates."""
    return tuple(
        column
        for column, target in mapping.columns.items()
        if cell_kind(mapping.kind, target) in _DATED
        or (
            custom_name(target) is not None
            and mapping.custom_kinds.get(custom_key(target)) == "date"
        )
    )


def orders_left(cells: Iterable[str]) -> frozenset[DateOrder]:
    """Return the orders in which all cells that are dates at all can be read."""
    possible = (possible_orders(cell) for cell in dict.fromkeys(cells))
    return reduce(frozenset.__and__, filter(None, possible), frozenset(DATE_ORDERS))


def cells_of(columns: Iterable[str], header: Sequence[str], rows: Iterable[SourceRow]) -> list[str]:
    """Return the filled cells of some columns."""
    places = [header.index(column) for column in columns if column in header]
    return [cell for row in rows for place in places if (cell := row.cells[place].strip())]
