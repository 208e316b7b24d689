"""Columns that become fields of the team's own: known ones are filled, new ones made.

A target names the field and whose it is: `custom:NAME` of the lead, `custom/company:NAME` of the
company. What a new field holds is guessed from the column's cells where nobody says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

import msgspec

from app.importing.cells.amounts import parse_number
from app.importing.cells.dates import parse_date, possible_orders
from app.importing.cells.plain import is_blank, parse_yes_no
from app.importing.columns.fields import (
    COMPANY_CUSTOM,
    CUSTOM,
    CUSTOM_KINDS,
    custom_name,
    owner_of,
)
from app.importing.columns.guessing import cells_of
from app.importing.columns.mapping import MapOptionError, Mapping, custom_key
from app.importing.problems import ValueProblem
from app.importing.tables.reading import SourceRow
from models.fields.custom import CustomFieldRow
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import KnownWhen

NEW = "new:"
_MOST_CHOICES = 12
_LONGEST_CHOICE = 60
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class NewField:
    """A field that a column is to become: its target, and what was said of it."""

    target: str
    kind: str
    known_when: str


def parse_new_field(text: str, option: str) -> NewField | None:
    """Read `new:KIND:NAME`, None where the text is none.

    `company` and when the field becomes known may stand behind the kind, as in
    `new:choice/company/later:Segment`. Refuses with MapOptionError an unknown kind or word.
    """
    if not text.casefold().startswith(NEW):
        return None
    words, colon, name = text[len(NEW) :].partition(":")
    kind, *more = (word.strip().casefold() for word in words.split("/"))
    known = {"company", "lead", *KnownWhen}
    odd = [word for word in (kind, *more) if word not in known and word not in CUSTOM_KINDS]
    if not colon or not name.strip() or odd or kind not in CUSTOM_KINDS:
        near = get_close_matches(kind, CUSTOM_KINDS, n=1)
        raise MapOptionError(
            option,
            _(
                "“{text}” is no new field. Write new:KIND:NAME, such as new:choice:Segment; KIND "
                "is one of {kinds}, and /company, /in_conversation or /later may follow it."
            ).format(text=text, kinds=", ".join(near or CUSTOM_KINDS)),
        )
    prefix = COMPANY_CUSTOM if "company" in more else CUSTOM
    when = next((word for word in more if word in set(KnownWhen)), KnownWhen.AT_CAPTURE.value)
    return NewField(f"{prefix}{name.strip()}", kind, when)


def with_new_field(mapping: Mapping, column: str, field: NewField) -> Mapping:
    """Return the mapping with a column that becomes a new field."""
    key = custom_key(field.target)
    return msgspec.structs.replace(
        mapping,
        columns={**mapping.columns, column: field.target},
        custom_kinds={**mapping.custom_kinds, key: field.kind},
        custom_known={**mapping.custom_known, key: field.known_when},
    )


def with_custom_fields(
    mapping: Mapping,
    header: Sequence[str],
    rows: Sequence[SourceRow],
    known: Iterable[CustomFieldRow],
) -> Mapping:
    """Return the mapping with what is known of its fields: kind and list as they are here.

    A field that is not here yet, and of which nobody said what it holds, gets a kind by its cells;
    what a preset knows of its own columns stays.
    """
    here = {(row.belongs_to, fold(row.name)): row for row in known}
    columns, kinds, choices = dict(mapping.columns), dict(mapping.custom_kinds), {}
    for column, target in mapping.columns.items():
        name = custom_name(target)
        if name is None:
            continue
        owner = owner_of(target)
        field = here.get((owner, fold(name)))
        if field is not None:
            written = f"{COMPANY_CUSTOM if owner == 'company' else CUSTOM}{field.name}"
            columns[column] = written
            kinds[custom_key(written)] = field.kind
            # The list of a field that comes from another system grows as it grows there.
            if field.kind == "choice" and field.choices and mapping.preset is None:
                choices[custom_key(written)] = field.choices
        elif mapping.preset is None:
            kinds.setdefault(custom_key(target), guess_kind(cells_of((column,), header, rows)))
    return msgspec.structs.replace(
        mapping, columns=columns, custom_kinds=kinds, custom_choices=choices
    )


def new_fields(mapping: Mapping, known: Iterable[CustomFieldRow]) -> tuple[str, ...]:
    """Return the targets of fields that the import would make, in the order of the file."""
    here = {(row.belongs_to, fold(row.name)) for row in known}
    found = dict.fromkeys(
        target
        for target in mapping.columns.values()
        if (name := custom_name(target)) is not None and (owner_of(target), fold(name)) not in here
    )
    return tuple(found)


def guess_kind(cells: Sequence[str]) -> str:
    """Return what a column of such cells holds.

    >>> guess_kind(["12", "1.5", "-3"]), guess_kind(["yes", "no"]), guess_kind(["01067", "10115"])
    ('number', 'yes_no', 'text')
    """
    filled = list(islice((cell for cell in cells if not is_blank(cell)), _LOOKED_AT))
    if not filled:
        return "text"
    different = {fold(cell) for cell in filled}
    if different & {"yes", "no", "ja", "nein", "true", "false", "oui", "non"} and all(
        _reads(parse_yes_no, cell) for cell in filled
    ):
        return "yes_no"
    # Postal codes and customer numbers are written with figures and are none.
    if all(_is_number(cell) for cell in filled):
        return "number"
    if all(possible_orders(cell) or _reads(parse_date, cell) for cell in filled):
        return "date"
    few = 1 < len(different) <= min(_MOST_CHOICES, len(filled) // 2)
    return "choice" if few and all(len(cell) <= _LONGEST_CHOICE for cell in filled) else "text"


def _is_number(cell: str) -> bool:
    figures = cell.lstrip("+-")
    if figures.startswith("0") and figures[1:2].isdigit():
        return False
    return not cell.startswith("+") and len(cell) < 16 and _reads(parse_number, cell)


def _reads(parse: Callable[[str], object], cell: str) -> bool:
    try:
        parse(cell)
    except ValueProblem:
        return False
    return True
