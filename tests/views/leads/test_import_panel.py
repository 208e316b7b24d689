from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.errors import KnownError
from models.intake.standing import ImportStanding
from tests.views.keys_and_words import words
from tests.views.leads.lead_doubles import COUNTRY, PREVIEW, REPORT, STAGE_VALUES, PaperDesk
from views.importing.content import ImportReport
from views.importing.panel import ImportPanel
from views.importing.report import ReportView, report_sentence

FILE = Path("leads.csv")


@pytest.fixture
def panel(desk: PaperDesk, qtbot: QtBot) -> ImportPanel:
    made = ImportPanel(desk, ask=lambda parent: "chosen.csv")
    qtbot.addWidget(made)
    made.resize(1000, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def answer_date_order(panel: ImportPanel, code: str) -> None:
    box: Any = panel.preview.questions._answers["date_order"]
    box.setCurrentIndex(box.findData(code))


def test_a_file_is_chosen_looked_at_and_comes_in(panel: ImportPanel, desk: PaperDesk) -> None:
    panel.begin.button.click()
    assert desk.inspected == [Path("chosen.csv")]
    assert "Recognised: HubSpot contacts. 5 of 6 columns come in." in words(panel)
    assert panel.import_button.text() == "Import 8,800 rows"
    answer_date_order(panel, "dmy")
    panel.preview.duplicate_choice._group.button(1).click()
    panel.import_button.click()
    mapping, duplicates = desk.started[0]
    assert duplicates == "skip"
    assert mapping.columns["Firma"] == "company_name"
    assert mapping.answers == {"date_order": "dmy"}
    assert desk.progress is not None
    desk.progress(4_200, 8_800)
    assert panel.work.words.text() == "4,200 of 8,800 rows"
    assert desk.end is not None
    desk.end()
    said = words(panel)
    assert "8,000 rows came in, 640 were updated, 150 have errors and stayed out." in said
    assert "020 7946 0000" in said
    assert "leads.errors.csv" in said
    closed: list[bool] = []
    panel.closed.connect(lambda: closed.append(True))
    panel.import_button.click()
    assert closed == [True]
    assert panel.stack.currentWidget() is panel.begin


def test_the_report_says_when_the_import_was_taken_back(
    panel: ImportPanel, desk: PaperDesk
) -> None:
    panel.begin.button.click()
    answer_date_order(panel, "dmy")
    panel.import_button.click()
    assert desk.end is not None
    desk.end()
    assert desk.restate is not None
    desk.restate(ImportStanding(taken_back=True, can_redo=True))
    said = words(panel)
    assert "This import was taken back; nothing of it is here any more." in said
    assert "8,000" not in said
    assert "leads.errors.csv" in said
    shown = panel.findChild(ReportView)
    assert isinstance(shown, ReportView)
    shown.redo_button.click()
    assert desk.redone == 1
    desk.restate(ImportStanding(taken_back=True, kept_leads=2))
    assert "2 leads that were worked since stay." in words(panel)
    assert shown.redo_button.isHidden()
    desk.restate(ImportStanding(taken_back=False))
    assert "8,000 rows came in" in words(panel)


def test_a_question_has_to_be_answered_first(panel: ImportPanel, desk: PaperDesk) -> None:
    panel.take((FILE,))
    assert "the day or the month?" in words(panel)
    panel.import_button.click()
    assert not desk.started
    assert panel.preview.questions._answers["date_order"].hasFocus()


def test_a_text_that_anything_answers(panel: ImportPanel, desk: PaperDesk) -> None:
    desk.preview_given = replace(PREVIEW, questions=(COUNTRY,))
    panel.take((FILE,))
    field: Any = panel.preview.questions._answers["default_country"]
    QTest.keyClicks(field, "Germany")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.mappings[-1].answers == {"default_country": "Germany"}


def test_answers_stay_when_the_file_is_looked_at_again(panel: ImportPanel, desk: PaperDesk) -> None:
    panel.take((FILE,))
    desk.preview_given = replace(PREVIEW, questions=(STAGE_VALUES,))
    answer_date_order(panel, "mdy")
    assert desk.mappings[-1].answers == {"date_order": "mdy"}
    warm = panel.preview.questions._values["stage_values"]["Warm"]
    warm.setCurrentIndex(warm.findData("sql"))
    assert desk.mappings[-1].answers == {"date_order": "mdy"}
    assert desk.mappings[-1].values == {"stage_values": {"Warm": "sql"}}
    panel.take((FILE.with_name("other.csv"),))
    desk.preview_given = replace(PREVIEW, path=Path("other.csv"))
    panel.take((FILE.with_name("other.csv"),))
    assert panel.preview.mapping().answers == {}


def test_another_field_for_a_column_is_looked_at_again_and_keeps_the_focus(
    panel: ImportPanel, desk: PaperDesk
) -> None:
    panel.take((FILE,))
    box = panel.preview.columns.boxes["Firma"]
    box.setFocus()
    columns = tuple(
        replace(column, becomes="stage", note="Not a stage") if column.name == "Firma" else column
        for column in PREVIEW.columns
    )
    desk.preview_given = replace(PREVIEW, columns=columns)
    box.setCurrentIndex(box.findData("stage"))
    assert desk.mappings[-1].columns["Firma"] == "stage"
    assert "Not a stage" in words(panel)
    assert panel.preview.columns.boxes["Firma"] is box
    assert box.hasFocus()


def test_a_running_import_can_be_left_alone_or_cancelled(
    panel: ImportPanel, desk: PaperDesk
) -> None:
    desk.preview_given = replace(PREVIEW, questions=())
    desk.report = None
    panel.take((FILE,))
    panel.import_button.click()
    panel.work.cancel_button.click()
    assert desk.cancelled == 1
    assert not panel.work.cancel_button.isEnabled()
    assert desk.end is not None
    desk.end()
    assert panel.stack.currentWidget() is panel._preview_area
    desk.report = REPORT
    panel.import_button.click()
    QTest.keyClick(panel.work.cancel_button, Qt.Key.Key_Escape)
    panel.hide()
    said: list[tuple[str, str]] = []
    panel.said.connect(lambda kind, sentence: said.append((kind, sentence)))
    desk.end()
    assert said == [("success", report_sentence(REPORT))]


def test_files_that_cannot_be_read_are_explained(panel: ImportPanel, desk: PaperDesk) -> None:
    desk.refusal = KnownError("The file <b>is</b> empty. Choose another one.")
    panel.take((FILE,))
    assert panel.stack.currentWidget() is panel.failure
    assert "The file <b>is</b> empty. Choose another one." in words(panel)
    desk.refusal = None
    panel.failure.button.click()
    assert panel.stack.currentWidget() is panel._preview_area


def test_an_import_that_fails_says_why(panel: ImportPanel, desk: PaperDesk) -> None:
    desk.preview_given = replace(PREVIEW, questions=())
    panel.take((FILE,))
    desk.refusal = KnownError("The disk is full. Make room and try again.")
    panel.import_button.click()
    assert desk.end is not None
    desk.end()
    assert "The disk is full." in words(panel)
    assert not panel.running
    assert panel.stack.currentWidget() is panel._preview_area
    desk.refusal = None
    panel.import_button.click()
    assert len(desk.started) == 2


def test_a_file_of_which_no_column_is_known_asks_for_one(
    panel: ImportPanel, desk: PaperDesk
) -> None:
    columns = tuple(replace(column, becomes="ignore") for column in PREVIEW.columns)
    desk.preview_given = replace(PREVIEW, questions=(), columns=columns)
    panel.take((FILE,))
    panel.import_button.click()
    assert not desk.started
    assert "say what a column becomes" in words(panel)
    assert panel.preview.columns.boxes["Name"].hasFocus()


def test_several_files_wait_for_one_another(panel: ImportPanel, desk: PaperDesk) -> None:
    desk.preview_given = replace(PREVIEW, questions=())
    panel.take((FILE, Path("second.csv")))
    assert desk.inspected == [FILE]
    panel.import_button.click()
    assert desk.end is not None
    desk.end()
    assert panel.import_button.text() == "Next file"
    panel.import_button.click()
    assert desk.inspected == [FILE, Path("second.csv")]


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (ImportReport(1, 1, 0, 0, 0, 0), "1 row came in."),
        (ImportReport(5, 0, 5, 0, 5, 0), "5 were updated."),
        (ImportReport(3, 0, 0, 0, 0, 3), "Nothing new came in."),
    ],
)
def test_sentences_of_reports(report: ImportReport, sentence: str) -> None:
    assert report_sentence(report) == sentence


def test_everything_from_the_file_is_plain(panel: ImportPanel, desk: PaperDesk) -> None:
    panel.take((FILE,))
    assert "<b>Eve</b>" in words(panel)
    for label in panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText
