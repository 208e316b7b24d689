"""Which delimiter and quotes a table is written with, found from a sample of its text."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from typing import TypedDict

DELIMITERS = (",", ";", "\t", "|")
# Stands where a one-column file has no delimiter; it never occurs in text.
_NO_DELIMITER = "\x1f"
_SAMPLE = 8000
_LONG_WORD = re.compile(r"([^\s,;|\"']{60})[^\s,;|\"']+")
_APOSTROPHE_CELL = re.compile(
    r"(?:^|[,;\t|])'[^'\n]*(?:''[^'\n]*)*'(?=[,;\t|\r\n]|$)", re.MULTILINE
)
_APOSTROPHE_OPENING = re.compile(r"(?:^|[,;\t|])'", re.MULTILINE)
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)


class CsvFormat(TypedDict):
    """The arguments of csv.reader and csv.writer."""

    delimiter: str
    quotechar: str
    escapechar: str | None
    doublequote: bool
    skipinitialspace: bool


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart; `delimiter` is None in a file of one column."""

    delimiter: str | None
    quote: str = '"'
    escape: str | None = None
    space_after_delimiter: bool = False

    def csv_format(self) -> CsvFormat:
        """Return the same in the words of the csv module."""
        return {
            "delimiter": self.delimiter or _NO_DELIMITER,
            "quotechar": self.quote,
            "escapechar": self.escape,
            "doublequote": True,
            "skipinitialspace": self.space_after_delimiter,
        }


def separator_line(first_line: str) -> str | None:
    """Return the delimiter that a spreadsheet's `sep=;` line announces."""
    found = _SEPARATOR_LINE.match(first_line)
    return found.group(1) if found else None


def detect_dialect(lines: list[str], delimiter: str | None = None) -> Dialect:
    """Name the dialect of these first lines of a file; `delimiter` is taken where it is known."""
    # Slow to import, and a process that is told the dialect never asks.
    import clevercsv

    sample = _bounded(lines)
    found = clevercsv.Detector().detect(
        sample, delimiters=[delimiter] if delimiter else list(DELIMITERS)
    )
    quote, escape = '"', None
    if found is not None:
        quote = _quote(found.quotechar, sample)
        if found.escapechar == "\\" and f"\\{quote}" in sample:
            escape = "\\"
    if delimiter is None:
        delimiter = (found.delimiter if found is not None else None) or None
        if delimiter is None or not _is_regular(_widths(delimiter, quote, escape, sample)):
            delimiter = _most_regular(quote, escape, sample)
    spaced = (
        delimiter is not None
        and f"{delimiter} {quote}" in sample
        and f"{delimiter}{quote}" not in sample
    )
    return Dialect(delimiter, quote, escape, space_after_delimiter=spaced)


def _bounded(lines: list[str]) -> str:
    size = 0
    taken: list[str] = []
    for line in lines:
        if taken and size + len(line) > _SAMPLE:
            break
        taken.append(line)
        size += len(line)
    # The detector stops at zero bytes, and its time grows with the square of a word's length.
    return _LONG_WORD.sub(r"\1", "".join(taken)[: 2 * _SAMPLE].replace("\x00", ""))


def _quote(guess: str | None, sample: str) -> str:
    """Believe in apostrophes as quotes only where whole cells stand between them."""
    if guess != "'" or '"' in sample:
        return '"'
    enclosed = _APOSTROPHE_CELL.findall(sample)
    openings = _APOSTROPHE_OPENING.findall(sample)
    return "'" if len(enclosed) >= 2 and len(enclosed) == len(openings) else '"'


def _widths(delimiter: str, quote: str, escape: str | None, sample: str) -> list[int]:
    form = Dialect(delimiter, quote, escape).csv_format()
    try:
        return [len(row) for row in csv.reader(sample.splitlines(keepends=True), **form) if row]
    except csv.Error:
        return []


def _is_regular(widths: list[int]) -> bool:
    """Say whether a delimiter makes a table of most rows, and not two halves of some texts."""
    if not widths:
        return False
    width = Counter(widths).most_common(1)[0][0]
    # Above a wider table a narrow line is a preamble; above two halves it is the only name.
    return width > 1 and (width > 2 or widths[0] > 1)


def _most_regular(quote: str, escape: str | None, sample: str) -> str | None:
    """Return the delimiter that gives most rows one same width, None where none does.

    A delimiter that stands in few rows is part of the text of a one-column file.
    """
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        widths = _widths(delimiter, quote, escape, sample)
        if not _is_regular(widths):
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (count / len(widths), width, delimiter)
        if best is None or score > best:
            best = score
    return best[2] if best else None
