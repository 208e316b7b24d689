"""Opening a table of any common encoding and dialect, and reading its rows one by one."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

from app.importing.problems import ImportFileError, RowProblem, row_problem
from app.importing.tables.dialect import Dialect, detect_dialect, separator_line
from app.importing.tables.encoding import LINE_LIMIT, Encoding, detect_encoding, line_too_long
from app.importing.tables.source import refuse_changed, size_of, unreadable
from models.language import gettext as _

SAMPLE_ROWS = 200
"""How many rows of a file are looked at before somebody says how it is to be read."""
_OPENING_LINES = 200
_HEADER_WITHIN = 20
_NAME_LIMIT = 200
_COLUMN_LIMIT = 1000
# Ends the line feed, so that a quote left open at the end of the file shows.
_END = "\x02end of file\x03"
# Python's decoders put it in the place of what they cannot read.
_REPLACED = "\ufffd"
_OVERLONG = "\x02overlong line\x03\n"
# What an old system ends its files with.
_END_MARK = ["\x1a"]
# Marks of direction and spaces of no width: nobody sees them, and with them no date is a date.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}")


class SourceRow(NamedTuple):
    """The cells of one record and the line of the file on which it starts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A readable table: its header, how to read it, and how many lines the file has."""

    path: Path
    size: int
    encoding: Encoding
    dialect: Dialect
    header: tuple[str, ...]
    header_line: int
    first_row_line: int

    @property
    def lines(self) -> int:
        """Return the number of line breaks, the measure of progress."""
        return self.encoding.lines

    def rows(self) -> Iterator[SourceRow | RowProblem]:
        """Read all rows from the start of the file; blank ones are passed over."""
        width = len(self.header)
        least = _least_width(self.header)
        try:
            with _open_text(self.path, self.encoding) as file:
                feed = _LineFeed(file)
                for _line in islice(feed, self.first_row_line - 1):
                    pass
                feed.overlong.clear()
                yield from _records(self, feed, width, least)
            refuse_changed(self.path, self.size)
        except OSError as error:
            raise unreadable(self.path, error) from error

    def beginning(self) -> tuple[tuple[SourceRow, ...], int]:
        """Return the first good rows, and how many among them cannot be read."""
        good: list[SourceRow] = []
        unread: set[int] = set()
        for found in self.rows():
            if isinstance(found, SourceRow):
                good.append(found)
            elif found.severity != "warning":
                unread.add(found.line)
            if len(good) == SAMPLE_ROWS:
                break
        return tuple(good), len(unread)


def open_table(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """Recognise encoding, dialect and header of a file.

    Refuses with ImportFileError what is missing, empty, no text, no table or has no rows;
    `encoding` and `delimiter` overrule what would be detected.
    """
    size = size_of(path)
    try:
        found = Encoding(encoding, 0, cut_in_character=False) if encoding else detect_encoding(path)
        return _open(path, size, found, delimiter)
    except LookupError as error:
        raise ImportFileError(
            path,
            "unknown_encoding",
            _("There is no encoding named {encoding}.").format(encoding=encoding),
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def without_unseen(line: str) -> str:
    """Return a line without the signs that nobody sees."""
    return line if line.isascii() else _UNSEEN.sub("", line)


class _LineFeed:
    """Gives physical lines to the csv reader, never more than the limit at a time."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.ended = False
        self.line = 0
        self.overlong: list[int] = []

    def __iter__(self) -> Iterator[str]:
        read = self._file.readline
        while line := read(LINE_LIMIT + 1):
            self.line += 1
            if len(line) > LINE_LIMIT:
                self.overlong.append(self.line)
                while line and line[-1] not in "\r\n":
                    line = read(LINE_LIMIT)
                yield _OVERLONG
            else:
                yield without_unseen(line)
        self.ended = True
        yield _END


def _records(
    table: Table, feed: _LineFeed, width: int, least: int
) -> Iterator[SourceRow | RowProblem]:
    reader = csv.reader(iter(feed), **table.dialect.csv_format())
    skipped = feed.line
    start = skipped + 1
    damaged = table.encoding.damaged
    while True:
        try:
            for cells in reader:
                line, start = start, skipped + reader.line_num + 1
                if feed.ended:
                    yield from _at_end(table, cells, line, feed)
                    return
                if feed.overlong:
                    feed.overlong.clear()
                    yield row_problem(line, "line_too_long", limit=LINE_LIMIT)
                elif len(cells) == width:
                    if any(cells):
                        yield SourceRow(line, tuple(cells))
                        if damaged:
                            yield from _damage(line, cells)
                elif any(cells) and cells != _END_MARK:
                    yield _other_width(line, cells, width, least)
        except csv.Error:
            line, start = start, skipped + reader.line_num + 1
            feed.overlong.clear()
            yield row_problem(line, "cell_too_long", start=line, end=start - 1)
            if feed.ended:
                return


def _damage(line: int, cells: list[str]) -> Iterator[RowProblem]:
    """Report the first cell of a row in which bytes stood that are no text."""
    for cell in cells:
        if _REPLACED in cell:
            yield row_problem(line, "damaged_character", value=cell, severity="warning")
            return


def _at_end(table: Table, cells: list[str], line: int, feed: _LineFeed) -> Iterator[RowProblem]:
    """Report what the last line of the file gives away."""
    if cells != [_END]:
        value = cells[0].removesuffix(_END)
        yield row_problem(line, "unclosed_quote", value=value, start=line, end=feed.line)
    if table.encoding.cut_in_character:
        yield row_problem(feed.line, "cut_in_character", severity="warning")


def _other_width(line: int, cells: list[str], width: int, least: int) -> SourceRow | RowProblem:
    """Take a row that differs only in blank or unnamed cells at its end, report any other."""
    if len(cells) > width and not any(cells[width:]):
        return SourceRow(line, tuple(cells[:width]))
    if least <= len(cells) < width:
        return SourceRow(line, (*cells, *[""] * (width - len(cells))))
    code = "too_few_cells" if len(cells) < width else "too_many_cells"
    return row_problem(line, code, value=cells[0], found=len(cells), expected=width)


def _open_text(path: Path, encoding: Encoding) -> TextIO:
    # Line breaks inside quotes are cell text, so the csv module must see them as they are.
    return path.open(encoding=encoding.name, errors="replace", newline="")


def _open(path: Path, size: int, encoding: Encoding, delimiter: str | None) -> Table:
    with _open_text(path, encoding) as file:
        feed = _LineFeed(file)
        opening = [line for line in islice(feed, _OPENING_LINES) if line is not _END]
    if feed.overlong and feed.overlong[0] <= 2:
        raise line_too_long(path, feed.overlong[0])
    announced = separator_line(opening[0])
    start = 1 if announced else 0
    dialect = detect_dialect(opening[start:], delimiter or announced)
    records = _opening_records(opening, start, dialect)
    place = _header_place([cells for _first, _next, cells in records])
    if place is None:
        raise ImportFileError(
            path,
            "no_header",
            _("No line with column names was found in {name}. Add one as the first line.").format(
                name=path.name
            ),
        )
    header_line, first_row_line, cells = records[place]
    _check_header(path, cells)
    table = Table(path, size, encoding, dialect, unique_names(cells), header_line, first_row_line)
    if next(table.rows(), None) is None:
        raise ImportFileError(
            path,
            "no_rows",
            _("{name} has a header but no rows, so there is nothing to import.").format(
                name=path.name
            ),
        )
    return table


def _opening_records(
    opening: list[str], start: int, dialect: Dialect
) -> list[tuple[int, int, list[str]]]:
    """Return the first records as (line, line after, cells)."""
    reader = csv.reader(opening[start:], **dialect.csv_format())
    records = []
    line = start + 1
    try:
        for cells in reader:
            records.append((line, start + reader.line_num + 1, cells))
            line = start + reader.line_num + 1
    except csv.Error:
        pass
    return records


def _header_place(records: list[list[str]]) -> int | None:
    """Find the header below a preamble: the first record about as wide as the rows."""
    filled = [sum(1 for cell in cells if cell.strip()) for cells in records]
    widths = Counter(len(cells) for cells, count in zip(records, filled, strict=True) if count)
    if not widths:
        return None
    # Of two widths that are as frequent, the wider one is the table, the other the preamble.
    usual = max(widths, key=lambda width: (widths[width], width))
    enough = max(2, (usual + 1) // 2) if usual > 1 else 1
    near = list(enumerate(filled[:_HEADER_WITHIN]))
    for wanted in (enough, min(2, enough), 1):
        for place, count in near:
            if count >= wanted:
                return place
    return None


def _check_header(path: Path, cells: list[str]) -> None:
    if len(cells) > _COLUMN_LIMIT:
        raise ImportFileError(
            path,
            "too_many_columns",
            _("{name} has {count} columns; at most {limit} can be imported.").format(
                name=path.name, count=len(cells), limit=_COLUMN_LIMIT
            ),
        )
    if any(_EMAIL.fullmatch(cell.strip()) for cell in cells):
        raise ImportFileError(
            path,
            "no_header",
            _(
                "The first line of {name} holds an e-mail address, so it looks like a row."
                " Add a line with column names above it."
            ).format(name=path.name),
        )


def unique_names(cells: list[str]) -> tuple[str, ...]:
    """Name every column: blank ones by their place, repeated ones by a number.

    >>> unique_names(["Email", "", "email"])
    ('Email', 'Column 2', 'email (2)')
    """
    names: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        plain = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
        base = plain[:_NAME_LIMIT] or _("Column {number}").format(number=place)
        name = base
        number = 2
        while name.casefold() in taken:
            name = f"{base} ({number})"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _least_width(header: tuple[str, ...]) -> int:
    """Return the number of columns up to the last one that the file itself names."""
    unnamed = _("Column {number}")
    least = len(header)
    while least > 1 and header[least - 1] == unnamed.format(number=least):
        least -= 1
    return least
