"""How one change reads in a lead's history."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.history.telling.timeline import HistoryRow
from views.leads.history_list import HistoryEntry


@pytest.mark.parametrize(("actor", "said"), [("Sam Setter", "Sam Setter"), (None, "nobody named")])
def test_who_made_a_change_is_said_also_where_nobody_was_named(
    qtbot: QtBot, actor: str | None, said: str
) -> None:
    row = HistoryRow(
        datetime(2026, 11, 2, 9, 30, tzinfo=UTC), actor, "import_file", "Import", (), undone=False
    )
    entry = HistoryEntry(row, date(2026, 11, 3))
    qtbot.addWidget(entry)
    assert [label.text().endswith(f" · {said}") for label in entry.findChildren(QLabel)].count(True)
