"""What a person has to say before a file can be read in one way only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.cells.amounts import has_ambiguous_mark, parse_money
from app.importing.cells.dates import DATE_ORDERS, parse_moment
from app.importing.cells.phones import parse_phone
from app.importing.cells.plain import is_blank
from app.importing.columns.fields import STAGE_MEANINGS, STATUSES
from app.importing.columns.guessing import cells_of, dated_columns, orders_left
from app.importing.columns.mapping import Mapping
from app.importing.problems import ValueProblem
from app.importing.tables.reading import SourceRow
from models.language import gettext as _
from models.language import ngettext

_EXAMPLES = 3
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: about which columns, with which examples, and what may be answered.

    `code` is date_order, decimal_mark, default_country, default_currency, stage_values or
    status_values. `choices` are codes; empty where any country or currency may be named.
    For the two kinds of values `examples` are the texts to map, the most frequent first.
    """

    code: str
    columns: tuple[str, ...]
    examples: tuple[str, ...]
    choices: tuple[str, ...]
    sentence: str


def questions(
    mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]
) -> tuple[Question, ...]:
    """Return what must be asked about a file, looking at these rows of it."""
    asked = (
        _date_order(mapping, header, rows),
        _decimal_mark(mapping, header, rows),
        _default_country(mapping, header, rows),
        _default_currency(mapping, header, rows),
        _unmapped(mapping, header, rows, "stage", (*STAGE_MEANINGS, "none")),
        _unmapped(mapping, header, rows, "status", STATUSES),
    )
    return tuple(question for question in asked if question is not None)


def _date_order(
    mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]
) -> Question | None:
    columns = dated_columns(mapping)
    if mapping.date_order is not None:
        return None
    cells = cells_of(columns, header, rows)
    unclear = [cell for cell in dict.fromkeys(cells) if _problem_of_date(cell)]
    if not unclear:
        return None
    orders = orders_left(cells)
    choices = tuple(order for order in DATE_ORDERS if order in orders)
    return Question(
        "date_order",
        columns,
        tuple(unclear[:_EXAMPLES]),
        choices or DATE_ORDERS,
        _("Which comes first in {example}: the day or the month?").format(example=unclear[0]),
    )


def _problem_of_date(cell: str) -> bool:
    try:
        parse_moment(cell)
    except ValueProblem as problem:
        return problem.reason_code == "ambiguous_date"
    return False


def _decimal_mark(
    mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]
) -> Question | None:
    columns = mapping.columns_for("amount")
    if mapping.decimal_comma is not None:
        return None
    cells = dict.fromkeys(cells_of(columns, header, rows))
    unclear = [cell for cell in cells if has_ambiguous_mark(cell)]
    if not unclear:
        return None
    return Question(
        "decimal_mark",
        columns,
        tuple(unclear[:_EXAMPLES]),
        ("comma", "dot"),
        _("In {example}, does the mark part thousands or decimals?").format(example=unclear[0]),
    )


def _default_country(
    mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]
) -> Question | None:
    columns = (*mapping.columns_for("phone"), *mapping.columns_for("mobile"))
    if mapping.default_country is not None or not columns:
        return None
    countries = [
        header.index(column)
        for target in ("country", "company_country")
        for column in mapping.columns_for(target)
        if column in header
    ]
    homeless = [row for row in rows if not any(row.cells[place].strip() for place in countries)]
    local = [
        cell for cell in dict.fromkeys(cells_of(columns, header, homeless)) if _lacks_country(cell)
    ]
    if not local:
        return None
    return Question(
        "default_country",
        columns,
        tuple(local[:_EXAMPLES]),
        (),
        _("In which country is {example} dialled?").format(example=local[0]),
    )


def _lacks_country(cell: str) -> bool:
    if is_blank(cell):
        return False
    try:
        parse_phone(cell, None)
    except ValueProblem as problem:
        return problem.reason_code == "phone_without_country"
    return False


def _default_currency(
    mapping: Mapping, header: Sequence[str], rows: Sequence[SourceRow]
) -> Question | None:
    columns = mapping.columns_for("amount")
    if mapping.default_currency is not None or mapping.columns_for("currency") or not columns:
        return None
    bare = [
        cell for cell in dict.fromkeys(cells_of(columns, header, rows)) if _lacks_currency(cell)
    ]
    if not bare:
        return None
    return Question(
        "default_currency",
        columns,
        tuple(bare[:_EXAMPLES]),
        (),
        _("In which currency is {example}?").format(example=bare[0]),
    )


def _lacks_currency(cell: str) -> bool:
    try:
        parse_money(cell)
    except ValueProblem as problem:
        return problem.reason_code == "currency_missing"
    return False


def _unmapped(
    mapping: Mapping,
    header: Sequence[str],
    rows: Sequence[SourceRow],
    field: str,
    choices: tuple[str, ...],
) -> Question | None:
    columns = mapping.columns_for(field)
    counts = Counter(
        cell for cell in cells_of(columns, header, rows) if mapping.meaning_of(field, cell) is None
    )
    if not counts:
        return None
    texts = tuple(text for text, _count in counts.most_common(_LISTED))
    return Question(
        f"{field}_values",
        columns,
        texts,
        choices,
        ngettext(
            "What does {examples} mean here?",
            "What do {examples} mean here?",
            len(texts),
        ).format(examples=", ".join(texts[:_EXAMPLES])),
    )
