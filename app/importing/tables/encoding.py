"""Which encoding a file is written in, found from its bytes with bounded memory."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from app.importing.problems import ImportFileError
from models.language import gettext as _

LINE_LIMIT = 1_000_000
_CHUNK = 1 << 20
_HEAD = 8192
_SAMPLE = 24_000
# Spreadsheets and address books of the West write this one; guesses that are no better lose.
_WESTERN = "cp1252"
_CANDIDATES = [
    _WESTERN, "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "iso8859_2",
    "koi8_r", "cp932", "gb18030", "big5", "euc_kr", "euc_jp",
]  # fmt: skip

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BINARIES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"\x1f\x8b", b"7z\xbc\xaf", b"BZh",
    b"Rar!", b"SQLite format 3", b"\x7fELF", b"MZ\x90", b"II*\x00", b"MM\x00*", b"\xfd7zXZ",
)  # fmt: skip
_OTHER_TEXTS = (
    (re.compile(rb"begin:vcard"), "vCard"),
    (re.compile(rb"begin:vcalendar"), "iCalendar"),
    # Some systems call a page with a table on it .xls or .csv, because spreadsheets open that.
    (re.compile(rb"<(?:!--|(?:!doctype|html|head|body|meta|style|table|div)\b)"), "HTML"),
    (re.compile(rb"<\?xml"), "XML"),
    (re.compile(rb"\{\\rtf"), "RTF"),
    (re.compile(rb'(?:\[\s*)?\{\s*"'), "JSON"),
)
_ODD_WORD = re.compile(
    r"[^\W\d_](?=[¡-©«-¹»-¿×÷])|[¡-©«-¹»-¿×÷](?=[^\W\d_])|[a-zà-ÿ](?=[À-ÖØ-ÞŸŽŠ])"
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1b\x1a")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text; `lines` counts its line breaks.

    `damaged` is one of which some lines are in none that fits the others.
    """

    name: str
    lines: int
    cut_in_character: bool
    damaged: bool = False


def detect_encoding(path: Path, *, allowed: str = "") -> Encoding:
    """Read the file once, in pieces, and name its encoding; refuses what is no text.

    Refuses texts of other formats, too, but for the one that is `allowed`.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        if b"\x00" in head:
            raise _binary(path)
        raise ImportFileError(
            path,
            "empty_file",
            _("{name} is empty. Choose a file with a header line and rows.").format(name=path.name),
        )
    name = _from_mark_or_zeros(path, head, allowed)
    if len(head) == _CHUNK and b"\n" not in head and b"\r" not in head:
        raise line_too_long(path, 1)
    if name is not None and not name.startswith("utf-8"):
        return Encoding(name, _count_lines(path), cut_in_character=False)
    return _utf8_or_older(path, name or "utf-8")


def line_too_long(path: Path, line: int) -> ImportFileError:
    """Make the refusal of a file whose line does not end."""
    return ImportFileError(
        path,
        "line_too_long",
        _(
            "Line {line} of {name} is longer than {limit:,} characters, so it is not a table with"
            " one row per line. Export it again as CSV."
        ).format(line=line, name=path.name, limit=LINE_LIMIT),
    )


def _from_mark_or_zeros(path: Path, head: bytes, allowed: str) -> str | None:
    """Name the encoding that a mark or the place of zero bytes gives away; refuse non-text."""
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return name
    if head.startswith(_SPREADSHEETS):
        raise ImportFileError(
            path,
            "spreadsheet",
            _(
                "{name} is a spreadsheet or an archive, not a CSV file. Open it, save it as CSV"
                " first, and import that."
            ).format(name=path.name),
        )
    if head.startswith(_BINARIES):
        raise _binary(path)
    start = head[:200].lstrip().lower()
    for opening, kind in _OTHER_TEXTS:
        if opening.match(start) and kind != allowed:
            raise ImportFileError(
                path,
                "other_format",
                _(
                    "{name} is written in {kind}, not as a table. Export it as CSV first,"
                    " and import that."
                ).format(name=path.name, kind=kind),
            )
    sample = head[:_HEAD]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.4 * half > 10 * sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half > 10 * sample[1::2].count(0):
        return "utf-16-be"
    controls = sum(1 for byte in sample if byte < 32 and byte not in _TEXT_CONTROLS)
    if controls > max(2, 0.02 * len(sample)):
        raise _binary(path)
    return None


def _binary(path: Path) -> ImportFileError:
    return ImportFileError(
        path,
        "binary_file",
        _(
            "{name} is not a text file. Export the leads as CSV from where they are kept,"
            " and import that."
        ).format(name=path.name),
    )


def _count_lines(path: Path) -> int:
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            count += chunk.count(b"\n") or chunk.count(b"\r")
    return count


def _utf8_or_older(path: Path, name: str) -> Encoding:
    """Keep UTF-8 where every byte of the file agrees, otherwise guess from the odd lines."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 0
    is_utf8 = True
    has_characters = False
    odd_lines: list[bytes] = []
    odd_size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            lines += chunk.count(b"\n") or chunk.count(b"\r")
            if is_utf8:
                try:
                    has_characters |= not decoder.decode(chunk).isascii()
                except UnicodeDecodeError:
                    is_utf8 = False
            if odd_size < _SAMPLE and not chunk.isascii():
                for line in chunk.splitlines():
                    if odd_size < _SAMPLE and not line.isascii():
                        odd_lines.append(line[:_SAMPLE])
                        odd_size += len(odd_lines[-1])
    if is_utf8:
        rest = decoder.getstate()[0]
        # One odd byte at the very end of a plain file speaks for an older encoding, not a cut.
        if not rest or has_characters or len(rest) > 1:
            return Encoding(name, lines, cut_in_character=bool(rest))
    elif _is_mostly_utf8(odd_lines):
        return Encoding(name, lines, cut_in_character=False, damaged=True)
    return Encoding(_guess(path, b"\n".join(odd_lines)[:_SAMPLE]), lines, cut_in_character=False)


def _is_mostly_utf8(odd_lines: list[bytes]) -> bool:
    """Say whether most lines with letters beyond ASCII are UTF-8, which no other one is by chance.

    The few that are not were damaged on their way; another encoding would garble all the others.
    """
    good = 0
    for line in odd_lines:
        try:
            line.decode()
        except UnicodeDecodeError:
            continue
        good += 1
    return 2 * good > len(odd_lines)


def _guess(path: Path, sample: bytes) -> str:
    # Slow to import, and most files say their encoding.
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None:
        raise ImportFileError(
            path,
            "unreadable_encoding",
            _(
                "The encoding of {name} was not recognised. Save the file as UTF-8 (in a"
                ' spreadsheet: "CSV UTF-8") and import it again.'
            ).format(name=path.name),
        )
    close = [match for match in matches if match.chaos <= best.chaos + 0.02]
    names = dict.fromkeys(match.encoding for match in close)
    if any(_WESTERN in match.could_be_from_charset for match in close):
        names = {_WESTERN: None, **names}
    coherence = {name: match.coherence for match in close for name in match.could_be_from_charset}
    return min(
        names, key=lambda name: (_oddities(sample, name), -coherence[name], name != _WESTERN)
    )


def _oddities(sample: bytes, encoding: str) -> int:
    """Count what no word has: signs or sudden capitals beside letters, as in `£ódŸ`."""
    return len(_ODD_WORD.findall(sample.decode(encoding, "replace")))
