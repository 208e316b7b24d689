"""An open window clears away what an import left that was killed elsewhere."""

from pathlib import Path
from unittest.mock import patch

import pytest
from pytestqt.qtbot import QtBot

from app.desk.rounds.tidying import Tidying
from app.desk.window import Desk
from models.duplicates.merging import merge_contacts
from models.duplicates.refusals import MergeRefusedError
from models.intake.loading.alone import alone_with_rows
from models.intake.loading.batch import loading, waits_to_be_cleared
from models.leads.capture import add_contact
from models.workspace import Workspace, open_workspace
from tests.app.desk.resting import opened, rest


def test_an_import_that_was_killed_is_cleared_away_and_merging_goes_on(
    desk: Desk, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tidying, "tidy", lambda _self: None)
    opened(desk, path, qtbot)
    other = open_workspace(path)
    with other.write() as session:
        kept, gone = (add_contact(session, email=f"{name}@acme.example") for name in ("a", "b"))
    die_while_loading(other)
    with alone_with_rows(path):
        # As long as it lives it holds its lock, and is left alone.
        desk.tidying.look()
        rest(desk, qtbot)
        with pytest.raises(MergeRefusedError), other.write() as session:
            merge_contacts(session, kept, gone)
    desk.tidying.look()
    rest(desk, qtbot)
    with other.write() as session:
        assert not waits_to_be_cleared(session)
        merge_contacts(session, kept, gone)
    other.close()


def die_while_loading(workspace: Workspace) -> None:
    with (
        patch("models.intake.loading.batch._abandon"),
        patch("models.intake.loading.batch.sweep"),
        pytest.raises(KeyboardInterrupt),
    ):
        load_and_die(workspace)


def load_and_die(workspace: Workspace) -> None:
    with loading(workspace, file_name="a.csv", kind="leads", source="crm") as batch:
        batch.add_named("company", {"name": "Acme", "name_key": "acme", "is_client": False})
        batch.write_chunk()
        batch.settle()
        raise KeyboardInterrupt
