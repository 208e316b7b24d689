"""A file of address cards as a table: one row a card, broken cards with line and reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.importing.problems import ImportFileError, RowProblem, row_problem
from app.importing.tables.dialect import Dialect
from app.importing.tables.encoding import LINE_LIMIT, detect_encoding
from app.importing.tables.reading import SourceRow, Table, without_unseen
from app.importing.tables.source import refuse_changed, size_of, unreadable
from app.vcards.cards import COLUMNS, cells_of
from app.vcards.lines import BadLine, Property, properties
from models.language import gettext as _

_SUFFIXES = frozenset((".vcf", ".vcard"))
_BEGIN = b"begin:vcard"
_PROPERTIES_OF_A_CARD = 2_000


@dataclass(frozen=True, slots=True)
class CardTable(Table):
    """Cards of one file; its header is the same for all of them."""

    def rows(self) -> Iterator[SourceRow | RowProblem]:
        """Read all cards from the start of the file."""
        try:
            with self.path.open(encoding=self.encoding.name, errors="replace") as file:
                yield from _rows(properties(_lines(file), self.encoding.name))
            refuse_changed(self.path, self.size)
        except OSError as error:
            raise unreadable(self.path, error) from error


def is_card_file(path: Path) -> bool:
    """Say whether a file holds address cards, by its name or by how it begins."""
    if path.suffix.casefold() in _SUFFIXES:
        return True
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError:
        return False
    return (
        start.replace(b"\x00", b"")
        .lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        .lower()
        .startswith(_BEGIN)
    )


def open_cards(path: Path) -> CardTable:
    """Open a file of address cards.

    Refuses with ImportFileError what is missing, empty, no text, and a file without a card.
    """
    size = size_of(path)
    try:
        encoding = detect_encoding(path, allowed="vCard")
    except OSError as error:
        raise unreadable(path, error) from error
    table = CardTable(path, size, encoding, Dialect(None), COLUMNS, 0, 1)
    if next(table.rows(), None) is None:
        raise ImportFileError(
            path,
            "no_cards",
            _("{name} holds no address card. Export the contacts again as vCard.").format(
                name=path.name
            ),
        )
    return table


def _lines(file: TextIO) -> Iterator[str]:
    """Give lines that are not endless: of a longer one only its beginning."""
    while line := file.readline(LINE_LIMIT):
        yield without_unseen(line)
        while line and not line.endswith("\n"):
            line = file.readline(LINE_LIMIT)


def _rows(found: Iterator[Property | BadLine]) -> Iterator[SourceRow | RowProblem]:
    card: list[Property] | None = None
    start = inner = last = 0
    for one in found:
        last = one.line
        if isinstance(one, BadLine):
            if card is not None:
                yield row_problem(one.line, one.reason_code, value=one.value, severity="warning")
        elif one.name == "BEGIN" and one.text.casefold() == "vcard":
            if card and card[-1].name == "AGENT":
                # A card within a card stands for whoever answers the phone there.
                inner += 1
                continue
            if card is not None:
                yield row_problem(start, "card_not_closed", value=_named(card), end=one.line - 1)
            card, start, inner = [], one.line, 0
        elif one.name == "END" and one.text.casefold() == "vcard" and card is not None:
            if inner:
                inner -= 1
                continue
            cells = cells_of(card)
            if cells is None:
                yield row_problem(start, "card_of_a_group", value=_named(card), severity="skipped")
            else:
                yield SourceRow(start, cells)
            card = None
        elif card is not None and not inner and len(card) < _PROPERTIES_OF_A_CARD:
            card.append(one)
    if card is not None:
        yield row_problem(start, "card_not_closed", value=_named(card), end=last)


def _named(card: list[Property]) -> str:
    return next((one.text for one in card if one.name in {"FN", "N", "EMAIL"}), "")
