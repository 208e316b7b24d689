"""The process that reads the first lines of the Today page while the window is still starting.

It is asked one question in one line of JSON, answers with `FirstLines`, and ends. It uses
the page's own query. Whatever is out of the ordinary (no such file, another schema, an error) it
answers with nothing: the window opens the workspace the ordinary way all the same.
"""

import gc
import importlib
import inspect
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.first_lines import FirstLines, write_lines
from app.late_imports import import_late

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.ids import MemberId

_READ = (
    "models.queue.reading",
    "models.queue.counters",
    "models.queue.from_snoozes",
    "models.appointments.meetings",
    "models.storage.reading",
    "models.storage.sqlite.connections",
    "models.team.rows",
    "views.today.reading",
)


def first_lines(path: Path, last_on_duty: str | None, at: datetime) -> FirstLines | None:
    """Read what the Today page of a workspace shows first to whoever is on duty."""
    from models.storage.reading import reading
    from models.storage.schema import SCHEMA_REVISION, revision_of
    from models.storage.sqlite.connections import reader_engine
    from views.today.reading import read_today

    if revision_of(path) != SCHEMA_REVISION:
        return None
    engine = reader_engine(path)
    try:
        with reading(engine) as session:
            member_id = _on_duty(session, last_on_duty)
            if member_id is None:
                return None
            shown = read_today(
                session, member_id, at, everybody=False, is_leader=False, reckon=False
            )
    finally:
        engine.dispose()
    return FirstLines(str(path), member_id, shown)


def _on_duty(session: "Session", last: str | None) -> "MemberId | None":
    from app.desk.last_on_duty import person_on_duty
    from models.ids import MemberId
    from models.team.rows import is_active, team

    # Mostly nobody else came meanwhile, and then the whole team need not be read.
    if last is not None and last.isdecimal() and is_active(session, MemberId(int(last))):
        return MemberId(int(last))
    person = person_on_duty(team(session, active_only=True), last)
    return None if person is None else person.id


def prepare() -> None:
    """Import what the answer takes, which is most of the work.

    A third of SQLAlchemy's import is for its asynchronous side and its plugins, which nobody uses.
    """
    import_late("asyncio", iscoroutine=inspect.iscoroutine)
    import_late("importlib.metadata")
    # It loads the system's cryptography, for names too long for a database.
    import_late("hashlib")
    for name in _READ:
        importlib.import_module(name)


def main() -> None:
    """Answer the one question of the window that started this process."""
    from models.clock import utc_now

    gc.disable()
    prepare()
    question = sys.stdin.buffer.readline()
    if not question:
        return
    path, last_on_duty = json.loads(question)
    lines = first_lines(Path(path), last_on_duty, utc_now())
    sys.stdout.buffer.write(write_lines(lines))
    sys.stdout.flush()
    # The answer ends here: the window need not wait until this process and its memory are gone,
    # nor this process until all its modules are taken down.
    os.close(sys.stdout.fileno())
    os._exit(0)


if __name__ == "__main__":
    main()
