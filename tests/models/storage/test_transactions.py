"""One writer at a time, readers that never wait, and threads and kills that do no harm."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError

from models.entities.every import TABLES
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.workspace.hidden import HiddenBatch
from models.errors import InvalidValueError, KnownError, NotFoundError
from models.finding import existing
from models.history.undo.steps import undo
from models.ids import ChannelId
from models.leads.capture import add_lead
from models.marketing.channels import add_campaign, add_channel, channels
from models.storage.sqlite.files import integrity_problems
from models.storage.sqlite.many_rows import indexes_made_anew
from models.storage.visibility import forget_hidden_batches
from models.workspace import SqlOnWindowThreadError, Workspace, open_workspace
from tests.clocks import FrozenClock

ROOT = Path(__file__).parents[3]
CARDS = TABLES[LeadCard.__tablename__]


@pytest.fixture
def second(workspace: Workspace) -> Iterator[Workspace]:
    """Open the same file once more, as another process would."""
    opened = open_workspace(workspace.path, clock=FrozenClock())
    yield opened
    opened.close()


def names(workspace: Workspace) -> list[str]:
    with workspace.read() as session:
        return [row.name for row in channels(session)]


def test_a_block_that_fails_changes_nothing(workspace: Workspace) -> None:
    def add_twice() -> None:
        with workspace.write() as session:
            add_channel(session, "SEO")
            add_channel(session, "seo")

    with pytest.raises(InvalidValueError):
        add_twice()
    assert names(workspace) == []


def test_a_rewrite_that_fails_leaves_the_table_its_indexes(workspace: Workspace) -> None:
    made = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name")

    def rewrite() -> None:
        with workspace.write() as session, indexes_made_anew(session.connection(), CARDS):
            left = session.execute(made).all()
            assert not [row for row in left if row.name.startswith("ix_lead_card")]
            raise KnownError("The rewrite went wrong.")

    with workspace.read() as session:
        before = session.execute(made).all()
    with pytest.raises(KnownError, match="went wrong"):
        rewrite()
    with workspace.read() as session:
        assert session.execute(made).all() == before


def test_a_reading_session_cannot_write_even_by_force(workspace: Workspace) -> None:
    with workspace.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.connection().exec_driver_sql("INSERT INTO channel (uuid, name) VALUES (x'00', 'x')")


def test_a_reader_sees_one_moment_and_does_not_hold_up_the_writer(
    workspace: Workspace, second: Workspace
) -> None:
    with workspace.read() as session:
        assert channels(session) == ()
        with second.write() as writing:
            add_channel(writing, "SEO")
        assert channels(session) == ()
    assert names(workspace) == ["SEO"]


def test_a_writer_does_not_hold_up_readers(workspace: Workspace, second: Workspace) -> None:
    with workspace.write() as session:
        add_channel(session, "SEO")
        assert names(second) == []
    assert names(second) == ["SEO"]


def test_the_second_writer_waits_and_builds_on_the_first(
    workspace: Workspace, second: Workspace
) -> None:
    # Both look whether the name is free before they write. Were the transactions to begin with
    # that look, both would find it free, or the later one would fail at its first write.
    holding, said = threading.Event(), []

    def other() -> None:
        holding.wait()
        try:
            with second.write() as session:
                add_channel(session, "SEO")
        except KnownError as error:
            said.append(str(error))

    thread = threading.Thread(target=other)
    thread.start()
    with workspace.write() as session:
        assert channels(session) == ()
        holding.set()
        thread.join(0.05)
        add_channel(session, "SEO")
        assert thread.is_alive()
    thread.join()
    assert said == ["There is a channel “SEO” already."]


def test_sql_on_the_thread_that_paints_raises(workspace: Workspace) -> None:
    workspace.keep_off(threading.current_thread())
    with pytest.raises(SqlOnWindowThreadError), workspace.read() as session:
        channels(session)
    with pytest.raises(SqlOnWindowThreadError), workspace.write() as session:
        add_channel(session, "SEO")
    seen: list[list[str]] = []
    thread = threading.Thread(target=lambda: seen.append(names(workspace)))
    thread.start()
    thread.join()
    assert seen == [[]]


def test_whoever_is_about_to_ask_the_file_can_be_held_up(workspace: Workspace) -> None:
    held: list[int] = []
    workspace.pause_by(lambda: held.append(threading.get_ident()))
    names(workspace)
    assert held
    with workspace.write() as session:
        begun = len(held)
        add_channel(session, "SEO")
    assert len(held) > begun
    assert set(held) == {threading.get_ident()}


def test_a_row_of_a_hidden_batch_does_not_exist_for_verbs(workspace: Workspace) -> None:
    with workspace.write() as session:
        lead_id = add_lead(session, title="Fair")
        connection = session.connection()
        connection.exec_driver_sql("UPDATE lead SET batch_id = 7")
        session.expire_all()
        held = existing(session, Lead, lead_id)
        assert held.batch_id == 7
        connection.execute(insert(HiddenBatch).values(batch_id=7))
        forget_hidden_batches(session)
        # Also where the session has the row in its hands already.
        with pytest.raises(NotFoundError):
            existing(session, Lead, lead_id)
    with workspace.read() as session:
        assert session.scalars(select(Lead.id)).all() == []
        with pytest.raises(NotFoundError):
            existing(session, Lead, lead_id)


def test_ids_are_not_given_out_again_after_an_undo(workspace: Workspace) -> None:
    with workspace.write() as session:
        first = add_channel(session, "SEO")
        undo(session, None)
        second = add_channel(session, "SEO")
        assert second > first
        with pytest.raises(NotFoundError, match=str(first)):
            add_campaign(session, ChannelId(first), "Spring")


KILLED = """
import os, signal, sys
from pathlib import Path
from models.marketing.channels import add_channel
from models.workspace import open_workspace

workspace = open_workspace(Path(sys.argv[1]))
with workspace.write() as session:
    add_channel(session, "Before")
with workspace.write() as session:
    # So little memory that pages go to the disk before the commit that never comes.
    session.connection().exec_driver_sql("PRAGMA cache_size = 5")
    for number in range(60):
        add_channel(session, f"Half done {number} " + "x" * 400)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_writer_that_is_killed_leaves_a_sound_file(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert names(workspace) == ["Before"]
    with workspace.write() as session:
        add_channel(session, "After")
    with workspace.engines()[0].connect() as connection:
        assert integrity_problems(connection) == []
    with closing(sqlite3.connect(workspace.path)) as connection:
        assert connection.execute("SELECT count(*) FROM change").fetchone() == (2,)


def test_the_log_names_what_was_written_in_the_order_of_commits(
    workspace: Workspace, second: Workspace
) -> None:
    for number in range(3):
        with workspace.write() as session:
            add_channel(session, f"A{number}")
        with second.write() as session:
            add_channel(session, f"B{number}")
    with workspace.read() as session:
        clocks = session.connection().exec_driver_sql("SELECT clock FROM change ORDER BY id")
        ticks = list(clocks.scalars())
        found = session.scalars(select(Channel.name).order_by(Channel.id)).all()
    assert found == ["A0", "B0", "A1", "B1", "A2", "B2"]
    assert ticks == sorted(set(ticks))
