"""Content lines of address cards: unfolded, taken apart, decoded.

icalendar's parser reads calendars and the cards that are written like them; it refuses the groups
("item1.TEL") and the bare parameters ("TEL;WORK;VOICE") that most phones and Outlook write.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

VALUE_LIMIT = 100_000
_NAME = re.compile(r"(?:[A-Za-z0-9_-]+\.)?([A-Za-z][A-Za-z0-9_-]*)\s*(?=[;:])")
_PARAMETER = re.compile(r';\s*((?:[^";:]|"[^"]*")*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# Bare parameters that are no types; a card of version 2.1 may name its encoding in this way.
_BARE_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"))
# Pictures, sounds and keys: long, and nothing that a lead needs.
_UNREAD = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card: its name in capitals, its parameters, its raw text."""

    line: int
    name: str
    value: str
    parameters: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def types(self) -> frozenset[str]:
        """Return what the property is for (work, cell, fax ...), in small letters."""
        return frozenset(self.parameters.get("TYPE", ()))

    @property
    def preference(self) -> int:
        """Return how much it is preferred: 1 is the most, 101 is not said."""
        for text in self.parameters.get("PREF", ()):
            if text.isdecimal():
                return max(1, min(int(text[:3]), 100))
        return 1 if "pref" in self.types else 101

    @property
    def text(self) -> str:
        """Return the whole value as text."""
        return unescaped(self.value)

    def parts(self) -> list[str]:
        """Return the parts of a value that semicolons part."""
        return [unescaped(part) for part in _split(self.value)]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a card that is none, or that cannot be decoded."""

    line: int
    reason_code: str
    value: str


def properties(lines: Iterable[str], encoding: str) -> Iterator[Property | BadLine]:
    """Yield the properties that lines of a file hold, each with the line that it starts on."""
    for number, line in _unfolded(lines):
        found = _taken_apart(number, line, encoding)
        if found is not None:
            yield found


def unescaped(text: str) -> str:
    r"""Return a text without its escapes.

    >>> unescaped(r"Crescent\, 2\nLeeds")
    'Crescent, 2\nLeeds'
    """
    if "\\" not in text:
        return text.strip()
    return _ESCAPED.sub(_plain, text).strip()


def _plain(found: re.Match[str]) -> str:
    sign = found.group(1)
    if sign in "nN":
        return "\n"
    return sign if sign in ",;:\\" else found.group(0)


def _split(value: str) -> list[str]:
    """Split at semicolons that are not escaped."""
    parts = [""]
    escaped = False
    for sign in value:
        if sign == ";" and not escaped:
            parts.append("")
        else:
            parts[-1] += sign
        escaped = sign == "\\" and not escaped
    return parts


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield logical lines with the number of the first line of each."""
    start, held = 0, ""
    soft = False
    keeps_space = False
    for number, raw in enumerate(lines, start=1):
        line = raw.rstrip("\r\n")
        if soft:
            held = _longer(held[:-1], line)
            soft = line.endswith("=")
            continue
        if line[:1] in {" ", "\t"} and held:
            # In version 2.1 lines are folded at a space, which belongs to the text.
            held = _longer(held, line if keeps_space else line[1:])
            continue
        if not line:
            # Files that were converted twice have a blank line below each line, also inside a fold.
            continue
        if held:
            yield start, held
        start, held = number, line
        words = line.upper()
        if words.startswith("VERSION"):
            keeps_space = words.replace(" ", "") == "VERSION:2.1"
        # A quoted-printable text goes on where a line ends with an equals sign.
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in words.partition(":")[0]
    if held:
        yield start, held


def _longer(held: str, more: str) -> str:
    return held + more if len(held) < VALUE_LIMIT else held


def _taken_apart(number: int, line: str, encoding: str) -> Property | BadLine | None:
    if not line.strip():
        return None
    head = _NAME.match(line)
    if head is None:
        return BadLine(number, "not_a_card_line", line)
    name = head.group(1).upper()
    if name in _UNREAD:
        return None
    parameters: dict[str, tuple[str, ...]] = {}
    place = head.end()
    while (found := _PARAMETER.match(line, place)) is not None:
        _take_parameter(parameters, found.group(1))
        place = found.end()
    if line[place : place + 1] != ":":
        return BadLine(number, "not_a_card_line", line)
    value = line[place + 1 :]
    encodings = {text.upper() for text in parameters.get("ENCODING", ())}
    if encodings & {"B", "BASE64"}:
        return None
    if "QUOTED-PRINTABLE" in encodings:
        charset = next(iter(parameters.get("CHARSET", ())), "")
        try:
            value = _quoted(value, charset, encoding)
        except LookupError:
            return BadLine(number, "unknown_charset", charset)
    return Property(number, name, value, parameters)


def _take_parameter(parameters: dict[str, tuple[str, ...]], text: str) -> None:
    name, equals, value = text.partition("=")
    name = name.strip().upper()
    if not equals:
        bare = name
        name, value = ("ENCODING" if bare in _BARE_ENCODINGS else "TYPE"), bare
    values = [part.strip() for part in value.replace('"', "").split(",")]
    if name == "TYPE":
        values = [part.lower() for part in values]
    parameters[name] = (*parameters.get(name, ()), *(part for part in values if part))


def _quoted(value: str, charset: str, encoding: str) -> str:
    """Return a quoted-printable text; without a charset UTF-8 is tried before the file's own."""
    raw = quopri.decodestring(value.encode(encoding, "replace"))
    if charset:
        text = raw.decode(charset, "replace")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode(encoding if encoding != "utf-8" else "cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
