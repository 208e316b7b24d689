"""The Leads page: found, filtered, read and worked by keys."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models.leads.lists.wanted import LeadColumn, LeadFilter, ViewContent
from models.leads.stages.moving import move_stage
from tests.models.leads.listed_leads import Written
from tests.views.keys_and_words import words
from tests.views.leads.conftest import Open
from tests.views.leads.lead_doubles import DirectRunner, PaperDesk
from views.leads.page import LeadsPage
from views.theme import apply_theme


def names(page: LeadsPage) -> list[Any]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_an_empty_workspace_offers_one_thing(show: Open, desk: PaperDesk) -> None:
    page = show()
    assert page.whole.currentWidget() is page.nothing
    page.nothing.button.click()
    assert page.importing is not None
    assert page.whole.currentWidget() is page.importing


def test_the_first_lead_is_added_by_hand_from_an_empty_workspace(show: Open) -> None:
    page = show()
    QTest.keyClick(page.nothing.button, Qt.Key.Key_N)
    form = page.new_lead.form
    assert form is not None
    assert form.isVisible()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert page.whole.currentWidget() is page.nothing


def test_typing_filters_and_clearing_brings_all_back(show: Open, written: Written) -> None:
    page = show()
    assert page.header.caption.text() == "63 leads"
    QTest.keyClick(page, Qt.Key.Key_Slash)
    assert page.filters.search.hasFocus()
    QTest.keyClicks(page.filters.search, "ann")
    assert names(page) == ["Ann Lee"]
    assert page.header.caption.text() == "1 lead"
    QTest.keyClicks(page.filters.search, "zzz")
    assert page.stack.currentWidget() is page.no_match
    page.no_match.button.click()
    assert page.filters.search.text() == ""
    assert page.model.rowCount() == 63


def test_chips_filter_with_counts_and_read_as_words(show: Open, written: Written) -> None:
    page = show()
    chip = page.filters.stages
    assert chip.text() == "in any stage"
    chip.menu().aboutToShow.emit()
    mql = next(action for action in chip.menu().actions() if action.text().startswith("MQL"))
    assert mql.text() == "MQL\t2"
    mql.trigger()
    assert chip.text() == "MQL"
    assert names(page) == ["Ann Lee", "Bob Zander"]
    nobody = next(one for one in page.filters.owners.menu().actions() if one.text() == "Nobody")
    nobody.trigger()
    assert names(page) == ["Ann Lee"]
    page.filters.clear_button.click()
    assert chip.text() == "in any stage"
    assert page.model.rowCount() == 63


def test_the_list_is_worked_by_keys(show: Open, written: Written, qtbot: QtBot) -> None:
    page = show()
    table = page.table
    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_K)
    row = table.current_lead()
    assert row is not None
    assert row.name == "Bob Zander"
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert page.lead_page is not None
    assert page.whole.currentWidget() is page.lead_page
    assert page.lead_page.head.name.whole_text() == "Bob Zander"
    assert page.lead_page.qualification.hasFocus()
    QTest.keyClick(page.lead_page.qualification, Qt.Key.Key_Escape)
    assert page.whole.currentWidget() is page.side
    assert table.hasFocus()


def test_a_lead_is_added_by_hand_and_what_is_wrong_is_said_at_its_field(show: Open) -> None:
    page = show()
    commands = {action.text(): action for action in page.actions()}
    commands["Add a lead"].trigger()
    form = page.new_lead.form
    assert form is not None
    assert form.isVisible()
    email: Any = form.rows["email"].field
    QTest.keyClicks(form.rows["name"].field, "<b>Zoe</b> =1+1")
    QTest.keyClicks(email, "no address")
    form.send()
    assert "no address" in form.rows["email"].error
    email.clear()
    form.send()
    assert form.isHidden()
    assert page.lead_page is not None
    assert page.lead_page.head.name.whole_text() == "<b>Zoe</b> =1+1"
    commands["Add a lead"].trigger()
    assert page.whole.currentWidget() is page.side
    form.leave_button.click()
    assert form.isHidden()
    assert page.filters.isVisible()


def test_a_signature_pasted_as_the_name_fills_the_form_and_leaves_what_was_typed(
    show: Open,
) -> None:
    page = show()
    page.new_lead.ask()
    form = page.new_lead.form
    assert form is not None
    name, phone = form.rows["name"].field, form.rows["phone"].field
    assert isinstance(name, QLineEdit)
    QTest.keyClicks(phone, "+49 30 1234567")
    QGuiApplication.clipboard().setText(
        "Mara Quint\nBuyer | Nordkai GmbH\nT: +49 40 2312 5789\nmara@nordkai.example\n"
    )
    name.paste()
    assert form.values() == {
        "name": "Mara Quint",
        "company": "Nordkai GmbH",
        "job_title": "Buyer",
        "email": "mara@nordkai.example",
        "phone": "+49 30 1234567",
        "channel": "",
        "notes": "+49 40 2312 5789",
    }


def test_tab_goes_from_search_over_the_list_to_what_is_rare(show: Open, written: Written) -> None:
    page = show()
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Tab)
    assert page.add_button.hasFocus()
    QTest.keyClick(page.add_button, Qt.Key.Key_Tab)
    assert page.export_button.hasFocus()
    page.filters.search.setFocus()
    QTest.keyClick(page.filters.search, Qt.Key.Key_Tab)
    assert page.filters.stages.hasFocus()


def test_the_first_lead_that_was_searched_for_is_marked_when_the_keys_come_to_it(
    show: Open, written: Written
) -> None:
    page = show()
    page.filters.search.setFocus()
    QTest.keyClicks(page.filters.search, "ann")
    QTest.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.table.currentIndex().row() == 0
    assert page.table.chosen_spans() == [(0, 0)]


def test_what_the_page_can_do_is_found_by_its_words(show: Open, written: Written) -> None:
    page = show()
    commands = {action.text(): action for action in page.actions()}
    commands["Search leads"].trigger()
    assert page.filters.search.hasFocus()
    page.filters.search.setText("ann")
    commands["Show all leads"].trigger()
    assert page.model.rowCount() == 63
    page.table.setFocus()
    commands["Show the lead beside the list"].trigger()
    assert page.side.is_open
    commands["Open the lead"].trigger()
    assert page.whole.currentWidget() is page.lead_page


def test_the_row_that_is_pointed_at(show: Open, written: Written) -> None:
    page = show()
    place = page.table.visualRect(page.model.index(2, 1)).center()
    QTest.mouseMove(page.table.viewport(), place)
    QApplication.processEvents()
    assert page.table.hovered == 2
    page.table.leaveEvent(QEvent(QEvent.Type.Leave))
    assert page.table.hovered == -1


def test_the_panel_follows_the_list(show: Open, written: Written, qtbot: QtBot) -> None:
    page = show()
    QTest.mouseClick(
        page.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.table.visualRect(page.model.index(0, 0)).center(),
    )
    assert page.side.title.whole_text() == "Ann Lee"
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.side.title.whole_text() == "Bob Zander")


def test_a_lead_is_looked_into_where_the_columns_were_chosen(show: Open, written: Written) -> None:
    page = show()
    page.side.open_lead(written.leads[0])
    page.tools.choose_columns()
    assert page.side.title.whole_text() == "Columns"
    page.side.open_lead(written.leads[1])
    assert page.side.title.whole_text() == "Bob Zander"


def test_another_filter_begins_at_the_top(show: Open, written: Written) -> None:
    page = show()
    page.table.setCurrentIndex(page.model.index(60, 0))
    page.table.scrollToBottom()
    assert page.table.verticalScrollBar().value() > 0
    page.filters.search.setText("person")
    assert page.table.verticalScrollBar().value() == 0


def test_words_from_files_are_shown_as_they_are(
    show: Open, written: Written, runner: DirectRunner
) -> None:
    page = show()
    page.open_page(written.leads[1])
    lead_page = page.lead_page
    assert lead_page is not None
    # The company's own card has it; the lead here has none, so it is looked for in the table.
    place = next(
        place for place, one in enumerate(page.model.columns) if one.order is LeadColumn.COMPANY
    )
    assert page.model.index(1, place).data() == "<b>Beta</b> & Co"
    move = lead_page.mover._stages[2]
    runner.change(
        lambda session: move_stage(
            session, written.leads[1], move.id, evidence="<img src=x> & <b>bold</b>"
        )
    )
    assert "<img src=x> & <b>bold</b>" in words(lead_page)
    for label in lead_page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_lead_that_is_gone_closes_its_panel(show: Open, written: Written) -> None:
    page = show()
    page.side.open_lead(written.leads[0])
    assert page.side.is_open
    assert page.side.panel is not None
    page.side.panel.show_lead(type(written.leads[0])(999_999))
    assert not page.side.is_open


def test_dropped_files_are_looked_into(show: Open, written: Written, desk: PaperDesk) -> None:
    page = show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/data/leads.csv")])
    page.dropEvent(
        QDropEvent(
            QPoint(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert desk.inspected == [Path("/data/leads.csv")]
    assert page.whole.currentWidget() is page.importing


def test_what_is_exported_is_the_list_as_it_is_shown_and_its_count(
    show: Open, written: Written, qtbot: QtBot
) -> None:
    page = show()
    page.filters.search.setText("ann")
    with qtbot.waitSignal(page.export_asked):
        page.export_button.click()
    assert page.list_in_front() == (ViewContent(LeadFilter(search="ann")), "1 lead")
    page.filters.search.setText("zzz")
    assert not page.export_button.isEnabled()
    assert page.list_in_front() is None


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_needs_to_scroll_sideways(
    show: Open, written: Written, qapp: Any, scale: float
) -> None:
    page = show()
    apply_theme(qapp, "dark", scale)
    page.side.open_lead(written.leads[0])
    qapp.processEvents()
    header = page.table.horizontalHeader()
    shown = sum(
        header.sectionSize(place)
        for place in range(header.count())
        if not header.isSectionHidden(place)
    )
    assert shown <= page.table.viewport().width()
    assert page.filters.minimumSizeHint().width() <= page.filters.width()
    apply_theme(qapp, "light")
