"""From the cells of one row to the values of its fields."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.importing.cells.amounts import Money, parse_currency, parse_money, parse_number
from app.importing.cells.dates import parse_date, parse_moment, parse_month
from app.importing.cells.phones import parse_phone, split_phones
from app.importing.cells.plain import (
    clean_long_text,
    clean_text,
    is_blank,
    is_mark_of_nothing,
    is_spreadsheet_error,
    parse_country,
    parse_emails,
    parse_headcount,
    parse_integer,
    parse_url,
    parse_yes_no,
)
from app.importing.columns.fields import (
    IGNORE,
    JOINED_FIELDS,
    CellKind,
    cell_kind,
    custom_name,
)
from app.importing.columns.mapping import Mapping, custom_key
from app.importing.presets.own_marks import unquoted, without_activity
from app.importing.problems import RowProblem, Severity, ValueProblem, row_problem
from app.importing.tables.reading import SourceRow
from models.clean_text import in_lines
from models.text_keys import fold

KEY_LIMIT = 200

# The values of one row by target; what a value is follows from the target's kind.
Found = dict[str, Any]
_Parse = Callable[[str, Found], Any]


class _Step(NamedTuple):
    place: int
    column: str
    target: str
    parse: _Parse
    severity: Severity
    # Reads a cell whose value depends on nothing else; most columns repeat few values.
    alone: Callable[[str], Any] | None


_CUSTOM_KINDS = {
    "text": CellKind.LONG_TEXT,
    "choice": CellKind.TEXT,
    "number": CellKind.NUMBER,
    "date": CellKind.DATE,
    "yes_no": CellKind.YES_NO,
}
_DEPENDENT = frozenset({CellKind.PHONE, CellKind.MONEY})
# Hardly a cell of these is like another one, so remembering what they became would be in vain.
_UNLIKE = frozenset({CellKind.KEY, CellKind.EMAIL, CellKind.LONG_TEXT, CellKind.ANSWER})
_REMEMBERED_CELLS = 5000
# Without these a lead is still a lead, so an odd cell does not keep the row out.
_LENIENT = frozenset({CellKind.PHONE, CellKind.URL, CellKind.COUNTRY, CellKind.HEADCOUNT})
# Read first, because other cells of the row depend on them.
_FIRST = ("country", "company_country", "currency")


def custom_kinds_of(mapping: Mapping) -> dict[str, str]:
    """Return the kind of each field of the team's own that a column becomes, by target."""
    return {
        target: mapping.custom_kinds.get(custom_key(target), "text")
        for target in mapping.columns.values()
        if custom_name(target) is not None
    }


class CellReader:
    """Reads rows under one header by one mapping."""

    def __init__(self, header: Sequence[str], mapping: Mapping) -> None:
        self._mapping = mapping
        self._zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else None
        steps = [
            self._step(place, column, mapping.columns[column])
            for place, column in enumerate(header)
            if mapping.columns.get(column, IGNORE) != IGNORE
        ]
        self._steps = sorted(steps, key=lambda step: step.target not in _FIRST)
        self.custom_kinds = custom_kinds_of(mapping)

    def read(self, row: SourceRow) -> tuple[Found, list[RowProblem]]:
        """Return the values of a row and what is wrong with its cells.

        Of several columns for one field the first filled one counts; notes are joined.
        """
        found: Found = {}
        problems: list[RowProblem] = []
        cells = row.cells
        for place, column, target, parse, severity, alone in self._steps:
            cell = cells[place]
            if not cell:
                continue
            if is_spreadsheet_error(cell):
                problems.append(
                    row_problem(
                        row.line, "spreadsheet_error", column=column, value=cell, severity="warning"
                    )
                )
                continue
            try:
                if alone is not None:
                    value = alone(cell)
                else:
                    cell = unquoted(in_lines(cell))
                    value = parse(cell, found) if cell else None
            except ValueProblem as problem:
                problems.append(
                    row_problem(
                        row.line,
                        problem.reason_code,
                        column=column,
                        value=problem.value,
                        severity=severity,
                    )
                )
                if severity == "warning" and parse == self._phone:
                    found.setdefault(target, clean_text(cell[:100]))
                continue
            if value is None or value == "":
                continue
            if target not in found:
                found[target] = value
            elif target in JOINED_FIELDS:
                found[target] = f"{found[target]}\n\n{value}"
        return found, problems

    def _step(self, place: int, column: str, target: str) -> _Step:
        own = custom_name(target) is not None
        if own:
            kind = _CUSTOM_KINDS[self._mapping.custom_kinds.get(custom_key(target), "text")]
        else:
            kind = cell_kind(self._mapping.kind, target) or CellKind.TEXT
        severity: Severity = "warning" if kind in _LENIENT or own else "error"
        choices = self._mapping.custom_choices.get(custom_key(target), ()) if own else ()
        parse = _choice_of(choices) if choices else self._parser(kind)
        return _Step(place, column, target, parse, severity, _alone(kind, parse))

    def _parser(self, kind: CellKind) -> _Parse:
        parsers: dict[CellKind, _Parse] = {
            CellKind.TEXT: _text,
            CellKind.LONG_TEXT: lambda cell, _found: clean_long_text(without_activity(cell)),
            # Blanks within a key are the source's own: two keys may differ by nothing else.
            CellKind.KEY: lambda cell, _found: clean_long_text(cell, KEY_LIMIT),
            CellKind.CHOICE: lambda cell, _found: clean_text(cell),
            CellKind.ANSWER: lambda cell, _found: clean_long_text(cell),
            CellKind.EMAIL: _emails,
            CellKind.PHONE: self._phone,
            CellKind.URL: _filled(parse_url),
            CellKind.DATE: self._date,
            CellKind.MOMENT: self._moment,
            CellKind.MONTH: _filled(parse_month),
            CellKind.MONEY: self._money,
            CellKind.CURRENCY: _filled(parse_currency),
            CellKind.INTEGER: _filled(parse_integer),
            CellKind.NUMBER: self._number,
            CellKind.HEADCOUNT: _filled(parse_headcount),
            CellKind.COUNTRY: _filled(lru_cache(maxsize=2000)(parse_country)),
            CellKind.YES_NO: _filled(parse_yes_no),
        }
        return parsers[kind]

    def _phone(self, cell: str, found: Found) -> str | None:
        if is_blank(cell):
            return None
        country = (
            found.get("country") or found.get("company_country") or self._mapping.default_country
        )
        text = clean_text(cell, 200)
        try:
            return _phone(text, country)
        except ValueProblem:
            parts = split_phones(text)
            if len(parts) < 2:
                raise
            return _phone(parts[0], country)

    def _date(self, cell: str, _found: Found) -> object:
        return None if is_blank(cell) else parse_date(cell, self._mapping.date_order)

    def _moment(self, cell: str, _found: Found) -> object:
        if is_blank(cell):
            return None
        return parse_moment(cell, self._mapping.date_order, self._zone)

    def _number(self, cell: str, _found: Found) -> int | float | None:
        if is_blank(cell):
            return None
        return parse_number(cell, decimal_comma=self._mapping.decimal_comma)

    def _money(self, cell: str, found: Found) -> Money | None:
        if is_blank(cell):
            return None
        currency = found.get("currency") or self._mapping.default_currency
        return parse_money(cell, currency, decimal_comma=self._mapping.decimal_comma)


_phone = lru_cache(maxsize=10_000)(parse_phone)


def _alone(kind: CellKind, parse: _Parse) -> Callable[[str], Any] | None:
    if kind in _DEPENDENT:
        return None

    def read(cell: str) -> Any:
        cell = unquoted(in_lines(cell))
        return parse(cell, {}) if cell else None

    return read if kind in _UNLIKE else lru_cache(_REMEMBERED_CELLS)(read)


def _text(cell: str, _found: Found) -> str | None:
    text = clean_text(cell)
    return None if is_mark_of_nothing(text) else text


def _choice_of(choices: Sequence[str]) -> _Parse:
    """Read a cell as one of these, however it is written."""
    by_word = {fold(choice): choice for choice in choices}

    def parse(cell: str, _found: Found) -> str | None:
        if is_blank(cell) and fold(cell) not in by_word:
            return None
        found = by_word.get(fold(cell))
        if found is None:
            raise ValueProblem("not_a_choice", cell)
        return found

    return parse


def _emails(cell: str, _found: Found) -> tuple[str, ...] | None:
    return None if is_blank(cell) else parse_emails(cell) or None


def _filled(parse: Callable[[str], object]) -> _Parse:
    """Read a cell unless it says in words that nothing is known."""
    return lambda cell, _found: None if is_blank(cell) else parse(cell)
