"""What `funneldesk doctor` finds: the state of the program, the file, and the machine."""

import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from app.backups import copies
from app.bugs import installed_versions
from app.places import backups_folder, log_file, settings_file
from models.errors import KnownError
from models.language import gettext as _
from models.storage.schema import (
    SCHEMA_REVISION,
    UnreachableWorkspaceError,
    known_revisions,
    revision_of,
)
from models.storage.sqlite.connections import reader_engine, settings_in_force, writer_engine
from models.storage.sqlite.files import LOWEST_VERSION, integrity_problems

_LOW_BYTES = 200_000_000
_WANTED_SETTINGS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, and what to do about it."""

    what: str
    what_to_do: str


@dataclass(slots=True)
class Findings:
    """All that was looked at."""

    workspace: Path
    exists: bool = False
    size_bytes: int = 0
    schema_revision: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    sqlite: dict[str, str] = field(default_factory=dict)
    free_bytes: int = 0
    newest_copy: Path | None = None
    copy_count: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_json(self) -> dict[str, object]:
        """Return the findings as the guide documents them."""
        return {
            "ok": self.ok,
            "versions": {
                name.lower().replace("-", "_"): version for name, version in self.versions.items()
            },
            "workspace": {
                "path": str(self.workspace),
                "exists": self.exists,
                "size_bytes": self.size_bytes,
                "schema_revision": self.schema_revision,
                "program_schema_revision": SCHEMA_REVISION,
            },
            "sqlite": self.sqlite,
            "copies": {
                "folder": str(backups_folder(self.workspace)),
                "count": self.copy_count,
                "newest": None if self.newest_copy is None else str(self.newest_copy),
            },
            "free_bytes": self.free_bytes,
            "settings_file": str(settings_file()),
            "log_file": str(log_file()),
            "problems": [
                {"what": problem.what, "what_to_do": problem.what_to_do}
                for problem in self.problems
            ],
        }


def examine(workspace: Path, *, must_exist: bool) -> Findings:
    """Look at everything, and change nothing: the file is neither made nor migrated."""
    found = Findings(workspace, versions=installed_versions())
    found.sqlite["sqlite_version"] = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < LOWEST_VERSION:
        found.problems.append(
            Problem(
                _("SQLite {version} is too old; 3.40 is needed.").format(
                    version=sqlite3.sqlite_version
                ),
                _("Install a newer Python, which brings its own."),
            )
        )
    found.exists = workspace.exists()
    _look_at_disk(found)
    _look_at_copies(found)
    if not found.exists:
        if must_exist:
            found.problems.append(
                Problem(
                    _("There is no file {path}.").format(path=workspace),
                    _("Check the path after --workspace."),
                )
            )
        return found
    found.size_bytes = workspace.stat().st_size
    if _look_at_schema(found):
        _look_inside(found)
    return found


def _look_at_disk(found: Findings) -> None:
    folder = found.workspace.resolve().parent
    while not folder.exists():
        folder = folder.parent
    found.free_bytes = shutil.disk_usage(folder).free
    needed = max(_LOW_BYTES, 3 * (found.workspace.stat().st_size if found.exists else 0))
    if found.free_bytes < needed:
        found.problems.append(
            Problem(
                _("Only {free} MB are free on the disk of the workspace.").format(
                    free=found.free_bytes // 1_000_000
                ),
                _("Make room: saving and the daily copy need about {needed} MB.").format(
                    needed=needed // 1_000_000
                ),
            )
        )


def _look_at_copies(found: Findings) -> None:
    kept = copies(found.workspace)
    found.copy_count = len(kept)
    found.newest_copy = kept[0].path if kept else None


def _look_at_schema(found: Findings) -> bool:
    try:
        found.schema_revision = revision_of(found.workspace)
    except UnreachableWorkspaceError as error:
        found.problems.append(_unreachable(error.__cause__))
        return False
    except KnownError as error:
        found.problems.append(Problem(str(error), _way_back(found)))
        return False
    revision = found.schema_revision
    if revision is not None and revision not in known_revisions():
        found.problems.append(
            Problem(
                _(
                    "The file was written by a newer Funneldesk (schema {theirs}, here {ours})."
                ).format(theirs=revision, ours=SCHEMA_REVISION),
                _("Update Funneldesk; the file was not touched."),
            )
        )
        return False
    return revision is not None


def _look_inside(found: Findings) -> None:
    try:
        engine = writer_engine(found.workspace)
        try:
            with engine.connect() as connection:
                found.sqlite = settings_in_force(connection)
        finally:
            engine.dispose()
        engine = reader_engine(found.workspace)
        try:
            with engine.connect() as connection:
                damage = integrity_problems(connection)
        finally:
            engine.dispose()
    except (OperationalError, sqlite3.OperationalError) as error:
        found.problems.append(_unreachable(getattr(error, "orig", error)))
        return
    except (DatabaseError, sqlite3.DatabaseError) as error:
        reason = getattr(error, "orig", error)
        damage = [_("The file cannot be read ({reason}).").format(reason=reason)]
    except KnownError as error:
        found.problems.append(Problem(str(error), _("Close the other program and try again.")))
        return
    found.problems += [Problem(line, _way_back(found)) for line in damage]
    for name, wanted in _WANTED_SETTINGS.items():
        value = found.sqlite.get(name)
        if value is not None and value != wanted:
            found.problems.append(
                Problem(
                    _("SQLite’s {name} is {value} and should be {wanted}.").format(
                        name=name, value=value, wanted=wanted
                    ),
                    _("Move the workspace to a local disk; network drives often cannot do it."),
                )
            )


def _unreachable(reason: BaseException | None) -> Problem:
    return Problem(
        _("The file cannot be opened now ({reason}).").format(reason=reason),
        _(
            "Check that its disk is there and not full, that you may write in its folder, and that "
            "no other program holds the file. Nothing needs to be restored for that."
        ),
    )


def _way_back(found: Findings) -> str:
    if found.newest_copy is None:
        return _("Keep the file as it is; there is no copy to restore from.")
    return _("Restore a copy in the window (File, Restore a copy); the newest is {path}.").format(
        path=found.newest_copy
    )
