"""Small questions that verbs ask again and again: compiled once, put to the driver as they are.

Of a question for one id, SQLite takes a hundredth of what it costs to have it put together, its
compiled form looked up and its answer wrapped. A verb asks many of them.
"""

from typing import Any, TypeVar

from sqlalchemy import Dialect, Select
from sqlalchemy.orm import Session

from models.entities.base import Recorded
from models.storage.visibility import hidden_batches

E = TypeVar("E", bound=Recorded)


class IdQuestion:
    """A query for ids of recorded rows, asked with numbers and words by name; without `IN`.

    It is compiled when it is asked first: who only imports the module need not wait for it.

    It leaves out hidden batches and writes pending rows first, as any query of a session does.
    """

    def __init__(self, query: Select[int]) -> None:
        self._query = query
        self._written: tuple[str, tuple[str, ...], dict[str, Any]] | None = None

    def _compiled(self, dialect: Dialect) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        """Return it as SQL, the names of its parameters in order, and those it gives itself."""
        if self._written is None:
            compiled = self._query.compile(dialect=dialect)
            names = tuple(compiled.positiontup or ())
            self._written = str(compiled), names, dict(compiled.params)
        return self._written

    def ids(self, session: Session, **values: int | str | None) -> list[int]:
        """Return the ids that the query finds, in its order."""
        if hidden_batches(session):
            return list(session.scalars(self._query, values))
        if session.autoflush:
            session.flush()
        connection = session.connection()
        sql, names, given = self._compiled(connection.dialect)
        asked = {**given, **values}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, tuple(asked[name] for name in names))
            return [row[0] for row in cursor.fetchall()]
        finally:
            cursor.close()

    def first(self, session: Session, **values: int | str | None) -> int | None:
        """Return the first id that the query finds; None where it finds none."""
        found = self.ids(session, **values)
        return found[0] if found else None

    def row(self, session: Session, entity: type[E], **values: int | str | None) -> E | None:
        """Return the first row that the query finds, of the entity whose ids it names."""
        found = self.first(session, **values)
        return None if found is None else session.get(entity, found)
