"""Ids for rows that are not written yet, so that children can name their parents."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import length_hint

from models.intake.records import CHUNK_RECORDS
from models.storage.sqlite.many_rows import reserve_ids
from models.workspace import Workspace

_LEAST = 4 * CHUNK_RECORDS


class SetAsideIds:
    """Hands out ids of many tables, set aside in the file thousands at a time.

    Unused ones are lost, which harms nothing: an id is never given out twice.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._ids: dict[str, Iterator[int]] = defaultdict(lambda: iter(()))
        self._spare: dict[str, range] = {}
        self._set_aside: Counter[str] = Counter()

    def take(self, table: str) -> int:
        """Return the next id of a table."""
        try:
            return next(self._ids[table])
        except StopIteration:
            self._ids[table] = iter(self._more(table))
            return next(self._ids[table])

    def _more(self, table: str) -> range:
        if table not in self._spare:
            # It has to wait for the chunk that is being written: so for every table at once that
            # will ask soon, and each time for as many again.
            soon = (
                name
                for name, ids in self._ids.items()
                if name not in self._spare and 2 * length_hint(ids) < self._set_aside[name]
            )
            # Whatever is written under these ids comes later, so a power cut takes both back.
            with self._workspace.write(passing=True) as session:
                connection = session.connection()
                for name in {table, *soon}:
                    count = max(_LEAST, self._set_aside[name])
                    first = reserve_ids(connection, name, count)
                    self._spare[name] = range(first, first + count)
                    self._set_aside[name] += count
        return self._spare.pop(table)
