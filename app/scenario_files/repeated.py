"""A key that stands twice in one object of a JSON file: readers keep the last one in silence."""

import json
import re
from dataclasses import dataclass
from typing import Final

_PIECES: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]')


@dataclass(frozen=True, slots=True)
class RepeatedKey:
    """A key, the line it stands in first, and the line it stands in again."""

    key: str
    first_line: int
    line: int


def repeated_key(text: str) -> RepeatedKey | None:
    """Return the first key that stands again in its object, of a text that is valid JSON."""
    objects: list[dict[str, int]] = []
    for piece in _PIECES.finditer(text):
        if piece[0] == "{":
            objects.append({})
        elif piece[0] == "}":
            objects.pop()
        elif piece[2] is not None:
            key = json.loads(f'"{piece[1]}"')
            first = objects[-1].setdefault(key, piece.start())
            if first != piece.start():
                return RepeatedKey(key, _line(text, first), _line(text, piece.start()))
    return None


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
