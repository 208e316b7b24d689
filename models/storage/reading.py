"""A session that only reads, for whoever opens no workspace to write in."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.history.remembering import SNAPSHOT
from models.storage.visibility import hide_unpublished


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open a session on a readers' engine; it sees the file as it was at its first query."""
    with Session(engine, autoflush=False) as session:
        hide_unpublished(session)
        # What it found once stays true.
        session.info[SNAPSHOT] = True
        yield session
