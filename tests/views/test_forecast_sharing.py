"""Taking a forecast elsewhere: text, table and picture."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.views.forecast_doubles import make_page
from views.charts.numbers import NARROW
from views.forecast.content import house_content


def test_copied_text_holds_sentence_table_and_source(qtbot: QtBot) -> None:
    shown = make_page()
    qtbot.addWidget(shown.page)
    shown.page.head.copy_button.click()
    text = QApplication.clipboard().text().replace(NARROW, " ")
    lines = text.splitlines()
    assert lines[0] == "New scenario"
    assert lines[1].startswith("1 to 5 clients in 8 of 10 cases; ")
    assert lines[2].startswith("Chance of at least 3 clients: ")
    table = [line.split("\t") for line in lines if "\t" in line]
    assert table[0] == ["Stage", "Rate", "Leads, mean (P10–P90)", "Evidence"]
    assert table[1][:3] == ["MQL", "", "200"]
    assert table[2][:2] == ["Responded", "30 %"]
    assert table[2][3] == "60 of 200, 24–37 % · house example"
    assert len(table) == 7
    assert lines[-1] == "1,000 simulated batches of 200 MQL, seed 1; rates as given."
    assert shown.notices[-1][0] == "success"


def test_the_table_goes_to_the_exporter(qtbot: QtBot, tmp_path: Path) -> None:
    under_test = make_page(file_name=str(tmp_path / "plan"))
    qtbot.addWidget(under_test.page)
    under_test.page.head.table_asked.emit()
    rows = under_test.tray.tables[tmp_path / "plan.csv"]
    assert rows[0][:4] == ["stage", "rate", "mean", "sd"]
    assert [row[0] for row in rows[1:7]] == [stage.name for stage in house_content().stages]
    shares = rows[list(rows).index([]) + 2 :]
    assert sum(float(row[1]) for row in shares) == pytest.approx(1)
    assert sum(float(row[2]) for row in shares) == pytest.approx(1)
    assert under_test.notices == [("success", "Wrote plan.csv.")]


def test_the_picture_goes_to_the_exporter(qtbot: QtBot, tmp_path: Path) -> None:
    under_test = make_page(file_name=str(tmp_path / "plan.png"))
    qtbot.addWidget(under_test.page)
    under_test.page.head.picture_asked.emit()
    image = under_test.tray.pictures[tmp_path / "plan.png"]
    assert image.devicePixelRatio() == 2
    assert image.width() == 1920


def test_a_file_that_cannot_be_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    under_test = make_page(file_name=str(tmp_path / "plan.csv"))
    qtbot.addWidget(under_test.page)
    under_test.tray.error = PermissionError(13, "Permission denied")
    under_test.page.head.table_asked.emit()
    kind, sentence = under_test.notices[-1]
    assert kind == "error"
    assert "Permission denied" in sentence
    assert "another place" in sentence


def test_a_cancelled_dialogue_writes_nothing(qtbot: QtBot) -> None:
    shown = make_page()
    qtbot.addWidget(shown.page)
    shown.page.head.table_asked.emit()
    shown.page.head.picture_asked.emit()
    assert (shown.tray.tables, shown.tray.pictures, shown.notices) == ({}, {}, [])
