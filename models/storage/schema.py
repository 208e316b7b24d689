"""Which schema a file has, and how it becomes the present one.

Alembic takes 0.4 s to import, so a file that is already up to date is recognised without it.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from models.errors import KnownError
from models.language import gettext as _
from models.storage.sqlite.files import LOWEST_VERSION, copy_file, look_into, table_names

SCHEMA_REVISION = "0004"
_MIGRATIONS = Path(__file__).parent / "migrations"


class UnusableWorkspaceError(KnownError):
    """A file cannot be opened as a workspace; it was left as it is."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class UnreachableWorkspaceError(UnusableWorkspaceError):
    """A file cannot be opened now, and may well be sound: full disk, no right, held by others."""


def revision_of(path: Path) -> str | None:
    """Return the schema revision of a workspace file, or None where the file is new or empty."""
    if sqlite3.sqlite_version_info < LOWEST_VERSION:
        raise KnownError(
            _(
                "This Python brings SQLite {version}; Funneldesk needs 3.40 or newer. Install a "
                "newer Python."
            ).format(version=sqlite3.sqlite_version)
        )
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(look_into(path)) as connection:
            if "alembic_version" not in table_names(connection):
                raise UnusableWorkspaceError(
                    path,
                    _(
                        "{file} is a database, but not a Funneldesk workspace. Choose another "
                        "file, or a new name to start an empty workspace."
                    ).format(file=path.name),
                )
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return None if row is None else str(row[0])
    except sqlite3.OperationalError as error:
        raise UnreachableWorkspaceError(
            path,
            _(
                "{file} cannot be opened now ({error}). Check that its disk is there and not "
                "full, that you may write in its folder, and that no other program holds the file."
            ).format(file=path.name, error=error),
        ) from error
    except sqlite3.DatabaseError as error:
        raise UnusableWorkspaceError(
            path,
            _(
                "{file} cannot be read as a Funneldesk workspace ({error}). If it is one, it is "
                "damaged: restore a daily copy (File, Restore a copy)."
            ).format(file=path.name, error=error),
        ) from error


def bring_up_to_date(path: Path, now: datetime) -> None:
    """Migrate a file that an older Funneldesk wrote; a copy as it was is kept beside it.

    Where another process is at it, waits for that one.
    """
    revision = revision_of(path)
    if revision == SCHEMA_REVISION:
        return
    if revision not in known_revisions():
        raise UnusableWorkspaceError(
            path,
            _(
                "{file} was written by a newer Funneldesk (schema {revision}; this one knows up "
                "to {known}). Update Funneldesk; the file was not touched."
            ).format(file=path.name, revision=revision, known=SCHEMA_REVISION),
        )
    from filelock import FileLock

    with FileLock(path.with_name(path.name + ".migration-lock")):
        if revision_of(path) == revision:
            kept = f"{path.stem}.before-{SCHEMA_REVISION}-{now:%Y%m%d%H%M%S}.db"
            copy_file(path, path.with_name(kept))
            migrate(path)


def known_revisions() -> list[str]:
    """Return every schema revision that this program can start from, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_MIGRATIONS))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def migrate(path: Path, revision: str = "head") -> None:
    """Bring a file, or a new one, to a revision: the newest, or one that is named."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["workspace_path"] = path
    command.upgrade(config, revision)
