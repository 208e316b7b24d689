"""Which files are opened, which are refused untouched, and what a file looks like inside."""

import hashlib
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from unittest.mock import patch

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from models.definitions.current import stages
from models.entities.base import Base
from models.storage import schema
from models.storage.schema import (
    SCHEMA_REVISION,
    UnusableWorkspaceError,
    bring_up_to_date,
    known_revisions,
    revision_of,
)
from models.storage.sqlite.connections import settings_in_force
from models.storage.sqlite.files import copy_file, integrity_problems, quick_check, uri_of
from models.team.rows import team
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock

MIGRATIONS = Path(__file__).parents[3] / "models" / "storage" / "migrations"
# The search indexes are no tables of the entities; SQLite keeps them in tables of its own.
SEARCH_TABLES = {
    "lead_search",
    "lead_digits",
    *(f"lead_search_{part}" for part in ("config", "content", "data", "docsize", "idx")),
    *(f"lead_digits_{part}" for part in ("config", "content", "data", "idx")),
}


def test_there_is_one_head_and_it_is_the_revision_that_the_program_names() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [SCHEMA_REVISION]
    assert known_revisions()[-1] == SCHEMA_REVISION


def test_the_migrated_file_has_exactly_the_tables_of_the_entities(workspace: Workspace) -> None:
    writer, _reader = workspace.engines()
    with writer.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _parents: (
                    kind != "table" or name not in SEARCH_TABLES
                ),
                "compare_type": True,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_no_table_gives_an_id_twice(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.path)) as connection:
        statements = dict(
            connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
        )
    own = {name for name in Base.metadata.tables if name not in {"lead_card", "search_pending"}}
    assert {name for name in own if "AUTOINCREMENT" not in statements[name]} == set()


def test_the_settings_that_safety_depends_on_are_in_force(workspace: Workspace) -> None:
    writer, reader = workspace.engines()
    with writer.connect() as connection:
        settings = settings_in_force(connection)
    assert settings["journal_mode"] == "wal"
    assert settings["synchronous"] == "2"
    assert settings["foreign_keys"] == "1"
    with reader.connect() as connection:
        assert settings_in_force(connection)["query_only"] == "1"


def test_a_new_workspace_is_sound_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "under" / "100% new ä.db"
    open_workspace(path, clock=FrozenClock()).close()
    opened = open_workspace(path, clock=FrozenClock())
    with opened.engines()[0].connect() as connection:
        assert integrity_problems(connection) == []
    opened.close()


def test_an_empty_file_becomes_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    opened = open_workspace(path, clock=FrozenClock())
    with opened.read() as session:
        assert team(session) == ()
    opened.close()


def test_a_making_that_is_cut_off_leaves_no_half_workspace(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with (
        patch("models.workspace.found", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        open_workspace(path, clock=FrozenClock())
    assert list(tmp_path.iterdir()) == []
    opened = open_workspace(path, clock=FrozenClock())
    with opened.read() as session:
        assert len(stages(session)) == 8
    opened.close()


def test_a_migration_keeps_a_copy_of_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    schema.migrate(path, "0001")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO channel (uuid, name) VALUES (?, 'SEO')", (bytes(16),))
        connection.commit()
    bring_up_to_date(path, FrozenClock()())
    assert revision_of(path) == schema.SCHEMA_REVISION
    copy = tmp_path / f"older.before-{schema.SCHEMA_REVISION}-20261102090000.db"
    assert revision_of(copy) == "0001"
    for file in (path, copy):
        with closing(sqlite3.connect(file)) as connection:
            assert quick_check(connection) == []
            assert connection.execute("SELECT name FROM channel").fetchall() == [("SEO",)]


def test_one_process_migrates_and_the_others_wait_for_it(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    schema.migrate(path, "0001")

    def copied_while_another_comes(source: Path, destination: Path) -> None:
        second.start()
        copy_file(source, destination)

    with patch(f"{schema.__name__}.copy_file", side_effect=copied_while_another_comes) as copies:
        second = threading.Thread(target=bring_up_to_date, args=(path, FrozenClock()()))
        bring_up_to_date(path, FrozenClock()())
        second.join()
    assert copies.call_count == 1
    assert revision_of(path) == schema.SCHEMA_REVISION


def test_a_workspace_that_another_process_made_meanwhile_stays(
    tmp_path: Path, new_workspace_file: Path
) -> None:
    path = tmp_path / "new.db"

    def found_late(*_given: object) -> None:
        shutil.copyfile(new_workspace_file, path)

    with patch("models.workspace.found", side_effect=found_late):
        open_workspace(path, clock=FrozenClock()).close()
    assert path.read_bytes()[100:] == new_workspace_file.read_bytes()[100:]
    assert [one.name for one in tmp_path.iterdir() if ".new" in one.name] == []


def refused_untouched(path: Path) -> str:
    """Open a file that must be refused; return what is said, after a look that nothing changed."""
    before = hashlib.sha256(path.read_bytes()).digest()
    beside = sorted(path.parent.iterdir())
    with pytest.raises(UnusableWorkspaceError) as refused:
        open_workspace(path, clock=FrozenClock())
    assert hashlib.sha256(path.read_bytes()).digest() == before
    assert sorted(path.parent.iterdir()) == beside
    assert refused.value.path == path
    return str(refused.value)


def test_a_file_of_a_newer_program_is_refused(tmp_path: Path, new_workspace_file: Path) -> None:
    path = tmp_path / "newer.db"
    shutil.copyfile(new_workspace_file, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refused_untouched(path)
    assert "newer Funneldesk" in said
    assert "9999" in said


@pytest.mark.parametrize(
    "content",
    [b"First,Last\nAnn,Lee\n" * 50, b"SQLite format 3\x00" + b"\x00\x17" * 300, b"\x00" * 5000],
    ids=["text", "broken header", "zeros"],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "something.db"
    path.write_bytes(content)
    assert "cannot be read" in refused_untouched(path)


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    assert "not a Funneldesk workspace" in refused_untouched(path)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableWorkspaceError):
        open_workspace(tmp_path, clock=FrozenClock())


def test_a_file_that_another_program_holds_is_not_called_damaged(
    tmp_path: Path, new_workspace_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "held.db"
    shutil.copyfile(new_workspace_file, path)

    def held(*_how: object, **_more: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(schema, "look_into", held)
    said = refused_untouched(path)
    assert "database is locked" in said
    assert "damaged" not in said


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (PurePosixPath("/a b/ü?#.db"), "file:///a%20b/%C3%BC%3F%23.db?mode=ro"),
        (PureWindowsPath("C:/a b/x.db"), "file:///C:/a%20b/x.db?mode=ro"),
        (PureWindowsPath("//server/share/x.db"), "file:////server/share/x.db?mode=ro"),
    ],
)
def test_files_of_all_systems_have_a_name_for_sqlite(place: PurePath, expected: str) -> None:
    assert uri_of(place, "mode=ro") == expected


def test_a_cut_off_file_is_refused(tmp_path: Path, new_workspace_file: Path) -> None:
    path = tmp_path / "cut.db"
    path.write_bytes(new_workspace_file.read_bytes()[:6000])
    refused_untouched(path)


def test_only_what_stays_hidden_does_not_wait_for_the_disk(workspace: Workspace) -> None:
    levels = []
    for passing in (False, True, False):
        with workspace.write(passing=passing) as session:
            levels.append(session.connection().exec_driver_sql("PRAGMA synchronous").scalar_one())
    assert levels == [2, 1, 2]
