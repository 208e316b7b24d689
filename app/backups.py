"""Daily copies of the workspace: verified, ten kept, and the way back.

They lie in a folder beside the workspace, named by their day. A copy of a file in use is one
moment of it; it gets its name only after it was checked.
"""

import re
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from app.places import backups_folder
from models.errors import KnownError
from models.intake.loading.alone import alone_with_rows
from models.language import gettext as _
from models.storage.schema import known_revisions, revision_of
from models.storage.sqlite.files import copy_file, restore_file

KEPT = 10
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """A verified copy of a workspace on one day."""

    day: date
    path: Path
    size_bytes: int


class UnusableCopyError(KnownError):
    """A copy that cannot be restored; the workspace was left as it is."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            _("{name} cannot be restored ({reason}). Choose an earlier copy.").format(
                name=path.name, reason=reason
            )
        )
        self.path = path


def copies(workspace: Path) -> list[Copy]:
    """Return the daily copies of a workspace, the newest first."""
    folder = backups_folder(workspace)
    found = []
    for path in folder.glob("*.db") if folder.is_dir() else ():
        match = _DAY.fullmatch(path.name)
        if match is not None:
            found.append(Copy(date.fromisoformat(match[1]), path, path.stat().st_size))
    return sorted(found, key=lambda copy: copy.day, reverse=True)


def make_daily_copy(workspace: Path, today: date) -> Path | None:
    """Copy the workspace unless today's copy exists or is being made; return the new copy.

    Refuses to keep a copy that does not pass SQLite's check, and then removes no older one.
    """
    copy = backups_folder(workspace) / f"{today.isoformat()}.db"
    if copy.exists():
        return None
    copy.parent.mkdir(parents=True, exist_ok=True)
    # A second window may have been opened at the same moment: it would write into this one's copy.
    with suppress(Timeout), FileLock(_lock_of(workspace), timeout=0):
        copy_file(workspace, copy)
        for old in copies(workspace)[KEPT:]:
            old.path.unlink()
        return copy
    return None


def _lock_of(workspace: Path) -> Path:
    return workspace.with_name(workspace.name + ".copy-lock")


def restore(workspace: Path, copy: Path, now: datetime) -> Path:
    """Bring a copy back and return where the present file was put aside, whatever its state.

    The workspace must be closed here; other programs that have it open see the change. Refuses
    with `UnusableCopyError` before anything is touched, and with `ImportRunningError` while an
    import is running: it would go on in the copy's content, where none of it is hidden.
    """
    try:
        revision = revision_of(copy)
    except KnownError as error:
        raise UnusableCopyError(copy, str(error)) from error
    if revision is None:
        raise UnusableCopyError(copy, _("it is empty or gone"))
    if revision not in known_revisions():
        raise UnusableCopyError(copy, _("it was written by a newer Funneldesk"))
    aside = backups_folder(workspace) / f"before restore {now:%Y-%m-%d %H%M%S}.db"
    aside.parent.mkdir(parents=True, exist_ok=True)
    with alone_with_rows(workspace):
        if workspace.exists():
            _put_aside(workspace, aside)
        restore_file(copy, workspace)
    return aside


def _put_aside(workspace: Path, aside: Path) -> None:
    """Copy the present file; where it is damaged, byte by byte with what was not yet merged."""
    try:
        copy_file(workspace, aside)
    except (KnownError, sqlite3.DatabaseError, OSError):
        aside.with_name(aside.name + ".part").unlink(missing_ok=True)
        shutil.copy2(workspace, aside)
        journal = workspace.with_name(workspace.name + "-wal")
        if journal.exists():
            shutil.copy2(journal, aside.with_name(aside.name + "-wal"))
