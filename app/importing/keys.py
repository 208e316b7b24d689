"""Keys by which the rows of a file are known again where no column holds a record's number."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from app.importing.cells.row import KEY_LIMIT
from app.importing.columns.mapping import Mapping, column_key
from app.importing.tables.reading import SourceRow
from models.clean_text import in_lines


class KeyMaker:
    """Makes external keys of columns or of a row's whole content."""

    def __init__(self, header: Sequence[str], mapping: Mapping) -> None:
        places = {name: place for place, name in enumerate(header)}
        self._of_columns = [places[name] for name in mapping.key_columns if name in places]
        # The order of the columns may change between two exports.
        self._sorted = sorted(range(len(header)), key=lambda place: column_key(header[place]))
        self._of_content = mapping.key_from_content
        self._counted = _Counted()

    def key_of(self, row: SourceRow) -> str | None:
        """Return the key, None where the mapping makes none or the columns are blank.

        Rows with the same content are told apart by their count.
        """
        if self._of_columns:
            parts = [in_lines(row.cells[place]) for place in self._of_columns]
            return "|".join(parts)[:KEY_LIMIT] if any(parts) else None
        if not self._of_content:
            return None
        return self._counted.key_of(row.cells[place].strip() for place in self._sorted)


class RowKeys:
    """Makes keys of whole rows, their columns included: the same words elsewhere are another row.

    A single cell is none: a name alone never tells that somebody is the same.
    """

    def __init__(self, header: Sequence[str]) -> None:
        self._columns = sorted((column_key(name), place) for place, name in enumerate(header))
        self._counted = _Counted()

    def key_of(self, row: SourceRow) -> str | None:
        """Return the key; rows with the same content are told apart by their count."""
        filled = [
            (name, cell) for name, place in self._columns if (cell := row.cells[place].strip())
        ]
        if len(filled) < 2:
            return None
        return self._counted.key_of(part for pair in filled for part in pair)


class _Counted:
    """Keys of content, each with how often that content came before."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key_of(self, parts: Iterable[str]) -> str:
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
        self._seen[digest] += 1
        return f"{digest}-{self._seen[digest]}"
