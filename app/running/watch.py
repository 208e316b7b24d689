"""Notices that another process, or a long job of this one, changed the workspace."""

from sqlalchemy import Connection, select

from models.entities.every import RECORDED
from models.entities.workspace.log import Change, ChangeRow
from models.history.logged import newest_change
from models.storage.sqlite.connections import data_version
from models.topics import Topic
from models.workspace import Workspace


class Watch:
    """Compares the file with what was seen of it last.

    `PRAGMA data_version` means something on one and the same connection only, so this keeps one of
    the readers' for itself. It is used by one job at a time.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connection: Connection | None = None
        self._version = 0
        self.seen = 0

    def look(self) -> frozenset[Topic]:
        """Return what was changed by others since the last look; at the first look, nothing."""
        if self._connection is None:
            self._connection = self._workspace.engines()[1].connect()
            self._version = data_version(self._connection)
            self._connection.rollback()
            with self._workspace.read() as session:
                self.seen = newest_change(session)
            return frozenset()
        version = data_version(self._connection)
        self._connection.rollback()
        if version == self._version:
            return frozenset()
        self._version = version
        return self._news()

    def note_own(self, before: int, newest: int) -> None:
        """Take the own changes after `before` as seen, unless others' came in between."""
        if before <= self.seen:
            self.seen = max(self.seen, newest)

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _news(self) -> frozenset[Topic]:
        with self._workspace.read() as session:
            newest = newest_change(session)
            if newest <= self.seen:
                return frozenset()
            tables = session.connection().scalars(
                select(ChangeRow.table_name).where(ChangeRow.change_id > self.seen).distinct()
            )
            topics = {RECORDED[name].topic for name in tables if name in RECORDED}
            whole = session.connection().scalar(
                select(Change.id)
                .where(Change.id > self.seen, Change.batch_id.is_not(None))
                .limit(1)
            )
            self.seen = newest
        return frozenset(Topic) if whole is not None else frozenset(topics)
