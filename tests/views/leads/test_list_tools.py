"""Views, conditions, columns and many leads at once, worked as a person works them."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from models.conditions.condition import Condition, Operator
from models.entities.leads.views import SavedView
from models.fields.custom import add_custom_field, set_custom_value
from models.history.verbs import Recording
from models.ids import MemberId
from models.leads.bulk import BulkResult, BulkSteps, edit_leads, rehearse
from models.leads.bulk_edit import BulkEdit, LeadSelection
from models.leads.lists.views import save_view, saved_views
from models.leads.lists.wanted import LeadColumn, LeadFilter, LeadOrder, ViewContent
from models.team.joining import add_member
from models.workspace import Workspace
from tests.models.leads.listed_leads import Made, Written, write_leads
from tests.views.leads.lead_doubles import DirectRunner, PaperDesk
from views.leads.bulk.panel import BulkPanel
from views.leads.list_keys import key_lines
from views.leads.page import LeadsPage
from views.leads.table.column_chooser import ColumnChooser
from views.theme import apply_theme

PEOPLE = [
    Made("Ann", "Lee", company="Acme", email="ann@example.com", stage=1, owner=0),
    Made("Bob", "Zander", company="=1+1", status="won"),
    Made("Cay", "Yi", company="Gamma", stage=2),
    Made("Dee", "Xu", company="Delta", email="dee@example.com", stage=1),
]


class DirectBulk:
    """Changes many leads at once, in place."""

    def __init__(self, runner: DirectRunner) -> None:
        self.runner = runner
        self.keys_meanwhile: QWidget | None = None

    def rehearse(
        self,
        edit: BulkEdit,
        selection: LeadSelection,
        then: Callable[[BulkResult], None],
        failed: Callable[[Exception], None],
    ) -> None:
        runner = self.runner
        self.keys_meanwhile = QApplication.focusWidget()
        then(rehearse(runner.workspace, runner.actor, edit, selection, BulkSteps()))

    def carry_out(
        self,
        edit: BulkEdit,
        number: int,
        selection: LeadSelection,
        then: Callable[[BulkResult], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.runner.change(
            lambda session: edit_leads(session, edit, number, selection), then, failed=failed
        )

    def cancel(self) -> None:
        raise NotImplementedError


@pytest.fixture
def member(workspace: Workspace) -> MemberId:
    with workspace.write() as session:
        return add_member(session, "Sam Leader", "Europe/Berlin", ("leader",), "sam@example.com")


@pytest.fixture
def written(workspace: Workspace, member: MemberId) -> Written:
    return write_leads(workspace, PEOPLE)


@pytest.fixture
def bulk(workspace: Workspace, member: MemberId) -> DirectBulk:
    return DirectBulk(DirectRunner(workspace, member))


@pytest.fixture
def page(
    bulk: DirectBulk, member: MemberId, written: Written, qtbot: QtBot, qapp: Any
) -> LeadsPage:
    apply_theme(qapp, "light")
    shown = LeadsPage(bulk.runner, PaperDesk(), bulk=bulk)
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.set_person(member, ("leader",))
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.table.setFocus()
    return shown


def names(page: LeadsPage) -> list[Any]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def tabs(page: LeadsPage) -> list[str]:
    return [page.tools.tabs.bar.tabText(at) for at in range(page.tools.tabs.bar.count())]


def test_tabs_show_the_views_with_their_counts(page: LeadsPage) -> None:
    assert tabs(page)[:3] == ["All leads  4", "My open leads  1", "To accept  0"]
    QTest.keyClick(
        page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    assert names(page) == ["Ann Lee"]
    assert page.tools.tabs.bar.currentIndex() == 1
    page.filters.clear()
    assert sorted(names(page)) == ["Ann Lee", "Bob Zander", "Cay Yi", "Dee Xu"]
    assert page.tools.tabs.bar.currentIndex() == 0


def test_a_list_is_saved_as_a_tab_and_comes_back(page: LeadsPage, workspace: Workspace) -> None:
    page.filters.search.setText("ann")
    QTest.keyClick(page.table, Qt.Key.Key_S)
    QTest.keyClicks(page.tools.tabs.name, "Anns")
    QTest.keyClick(page.tools.tabs.name, Qt.Key.Key_Return)
    assert tabs(page)[-1] == "Anns  1"
    assert page.tools.tabs.shown is not None
    assert page.tools.tabs.shown.name == "Anns"
    assert not page.tools.tabs.name.isVisible()
    assert page.window().focusWidget() is page.table
    page.filters.clear()
    page.tools.tabs.bar.tabBarClicked.emit(len(tabs(page)) - 1)
    assert page.filters.search.text() == "ann"
    assert names(page) == ["Ann Lee"]
    actions = page.tools.tabs.actions_on(len(tabs(page)) - 1)
    assert [one.isEnabled() for one in actions] == [True, True, False, False, True]
    actions[-1].trigger()
    assert all(not one.startswith("Anns") for one in tabs(page))
    with workspace.read() as session:
        assert saved_views(session) == ()


def test_a_name_that_is_taken_is_refused_in_words(page: LeadsPage) -> None:
    said: list[tuple[str, str]] = []
    page.notice.connect(lambda *what: said.append(what))
    for _time in range(2):
        page.tools.save_view()
        page.tools.tabs.name.setText("Mine")
        page.tools.tabs.name.returnPressed.emit()
    assert said[0][0] == "error"
    assert "Mine" in said[0][1]


def test_a_view_that_names_what_is_gone_says_so_and_shows_the_rest(
    page: LeadsPage, workspace: Workspace
) -> None:
    with workspace.write() as session:
        condition = Condition("employees", Operator.AT_LEAST, ("5",))
        view = save_view(session, "Old", ViewContent(LeadFilter("ann", conditions=(condition,))))
    with workspace.write() as session:
        Recording.of(session).verb = "change_view"
        row = session.get_one(SavedView, view)
        row.content = row.content | {
            "conditions": [{"field": "shoe_size", "operator": "known", "wanted": []}]
        }
        session.flush()
    said: list[tuple[str, str]] = []
    page.notice.connect(lambda *what: said.append(what))
    page.tools.tabs.read()
    page.tools.tabs.bar.tabBarClicked.emit(len(tabs(page)) - 1)
    assert names(page) == ["Ann Lee"]
    assert [kind for kind, _sentence in said] == ["warning"]
    assert said[0][1].startswith("Old: ")


def test_a_condition_is_added_and_taken_away_by_keys(page: LeadsPage) -> None:
    line = page.tools.conditions
    QTest.keyClick(page.table, Qt.Key.Key_F)
    assert line.picker.line.hasFocus()
    QTest.keyClicks(line.picker.line, "e mail")
    QTest.keyClick(line.picker.line, Qt.Key.Key_Return)
    assert line.editor is not None
    QTest.keyClicks(line.editor.line, "dee@")
    QTest.keyClick(line.editor.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.tools.wanted().conditions == (Condition("email", Operator.CONTAINS, ("dee@",)),)
    assert names(page) == ["Dee Xu"]
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Backspace)
    assert len(names(page)) == 4
    assert page.tools.wanted() == LeadFilter()


def test_a_condition_that_makes_no_sense_is_refused_where_it_stands(page: LeadsPage) -> None:
    line = page.tools.conditions
    line.begin()
    line.picker.picked.emit("employees")
    assert line.editor is not None
    line.editor.line.show_text("many")
    line.editor.edited.emit(Condition("employees", Operator.AT_LEAST, ("many",)))
    line.take_button.click()
    assert line.problem.isVisible()
    assert "many" in line.problem.text()
    assert page.tools.wanted().conditions == ()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not line.frame.isVisible()


def test_columns_are_chosen_moved_and_kept_by_the_view(
    page: LeadsPage, workspace: Workspace, written: Written
) -> None:
    with workspace.write() as session:
        field = add_custom_field(session, "lead", "Vans", "number")
        set_custom_value(session, field, 12.0, lead_id=written.leads[0])
    page.tools._runner.changed.emit(frozenset({"definitions"}))
    QTest.keyClick(page.table, Qt.Key.Key_C)
    chooser = page.findChild(ColumnChooser)
    assert chooser is not None
    shown = [column.title for column in page.model.columns]
    assert shown == [
        "Name", "Company", "Stage", "Grade", "Status", "Owner", "Channel", "Last move"
    ]  # fmt: skip
    vans = next(
        chooser.list.item(row)
        for row in range(chooser.list.count())
        if chooser.list.item(row).text() == "Vans"
    )
    places = [chooser.list.visualItemRect(chooser.list.item(row)) for row in range(3)]
    assert [one.bottom() + 1 for one in places[:2]] == [one.top() for one in places[1:]]
    vans.setCheckState(Qt.CheckState.Checked)
    assert page.model.columns[-1].title == "Vans"
    assert page.model.index(0, len(page.model.columns) - 1).data() == "12"
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [column.code for column in page.model.columns][:3] == ["name", "stage", "company"]
    assert page.tools.content().columns[:3] == ("name", "stage", "company")
    chooser.usual_button.click()
    assert page.tools.content().columns == ()


def test_a_column_without_an_order_leaves_the_list_as_it_is(page: LeadsPage) -> None:
    page.model.show_columns(("name", "stage_age"))
    page.model.sort(1)
    assert page.model.order == LeadOrder(LeadColumn.NAME)


def test_the_columns_model_keeps_qts_rules(page: LeadsPage, qtmodeltester: Any) -> None:
    page.model.show_columns(("name", "grade", "stage_age", "interest"))
    qtmodeltester.check(page.model)
    page.model.show_columns(())
    assert page.model.rowCount(QModelIndex()) == 4


def test_several_leads_are_chosen_and_copied_as_a_table(page: LeadsPage) -> None:
    page.table.setCurrentIndex(page.model.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.table.chosen_spans() == [(0, 1)]
    assert page.tools.chosen.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    mime = QApplication.clipboard().mimeData()
    lines = mime.text().split("\n")
    assert lines[0].split("\t")[:2] == ["Name", "Company"]
    assert lines[1].split("\t")[:2] == ["Ann Lee", "Acme"]
    assert lines[2].split("\t")[:2] == ["Bob Zander", "'=1+1"]
    assert len(lines) == 3
    assert mime.html().startswith("<table><tr><th>Name</th>")
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.table.chosen_count() == 1
    assert not page.tools.chosen.isVisible()


def test_all_leads_of_a_list_are_changed_after_a_preview(
    page: LeadsPage, workspace: Workspace, member: MemberId
) -> None:
    said: list[tuple[str, str]] = []
    page.notice.connect(lambda *what: said.append(what))
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.tools.chosen.words.text() == "All 4 leads of the list are chosen"
    QTest.keyClick(page.table, Qt.Key.Key_E)
    form = page.findChild(BulkPanel)
    assert form is not None
    assert not form.change_button.isVisible()
    form.value.setCurrentText("Sam Leader")
    form.preview_button.click()
    assert form.result.text().startswith("3 leads would change (")
    assert "1 is so already" in form.result.text()
    assert form.change_button.text() == "Change 3 leads"
    form.change_button.click()
    assert said[-1] == ("success", "3 leads were changed; 1 is so already.")
    rows = [page.model.lead_at(place) for place in range(4)]
    assert {row.owner for row in rows if row is not None} == {"Sam Leader"}


def test_a_preview_says_who_stays_and_why(page: LeadsPage) -> None:
    page.table.selectAll()
    page.tools.edit()
    form = page.findChild(BulkPanel)
    assert form is not None
    form.kind.setCurrentText("Stage")
    form.value.setCurrentText("SQL")
    form.preview()
    assert form.result.text() == "0 leads would change; 4 stay as they are."
    assert "3 stay: Still needed:" in form.refused.text()
    assert "Bob Zander" in form.refused.text()
    assert not form.change_button.isVisible()
    form.kind.setCurrentText("Send to nurture")
    form.day.setText("some day")
    form.preview()
    assert form.rows["day"].error


def test_the_keys_stay_in_the_form_while_many_leads_are_rehearsed(
    page: LeadsPage, bulk: DirectBulk
) -> None:
    page.table.selectAll()
    page.tools.edit()
    form = page.findChild(BulkPanel)
    assert form is not None
    form.kind.setCurrentText("Stage")
    form.value.setCurrentText("SQL")
    form.preview_button.setFocus()
    QTest.keyClick(form.preview_button, Qt.Key.Key_Space)
    assert bulk.keys_meanwhile is form.cancel_button
    assert QApplication.focusWidget() is form.preview_button
    form.kind.setCurrentText("Send to nurture")
    form.day.setText("31.2.")
    QTest.keyClick(form.preview_button, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is form.day


def test_every_key_of_the_list_is_on_the_keyboard_map() -> None:
    keys = {key for _words, keys in key_lines() for key in keys}
    assert {"J", "K", "M", "/", "F", "S", "C", "E", "Ctrl+A", "Ctrl+C", "Backspace"} <= keys


def test_the_arrow_down_leads_from_each_filter_into_the_list(page: LeadsPage) -> None:
    left: list[bool] = []
    page.filters.left_downwards.connect(lambda: left.append(True))
    for chip in (page.filters.stages, page.filters.statuses, page.filters.owners):
        QTest.keyClick(chip, Qt.Key.Key_Down)
    assert len(left) == 3
