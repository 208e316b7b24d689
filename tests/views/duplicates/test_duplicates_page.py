"""The page of duplicates by keyboard alone: go, choose, merge, keep apart, and undo."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.duplicates.comparing import compare_contacts, leads_to_merge
from models.duplicates.merging import merge_contacts
from models.duplicates.scanning import DuplicatePair, find_duplicates
from models.entities.leads.cards import LeadCard
from models.history.undo.steps import undo
from models.leads.capture import add_company, add_contact, add_lead
from models.topics import Topic
from models.workspace import Workspace
from tests.views.leads.lead_doubles import DirectRunner
from views.duplicates.page import DuplicatesPage
from views.duplicates.pair_list import PairModel, reason_words
from views.widgets import PlainLabel


class DirectDesk:
    """Scans at once, or when the test says so."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.held = False
        self.cancelled = False
        self.finish: Callable[[], None] = lambda: None

    def scan(self, progress: Any, then: Any, failed: Any) -> None:
        def work() -> None:
            with self.workspace.read() as session:
                found = find_duplicates(session, progress)
            then(None if self.cancelled else found)

        if self.held:
            self.finish = work
        else:
            work()

    def cancel(self) -> None:
        self.cancelled = True
        self.finish()


class Visit:
    """The page, opened by a person who looks for duplicates."""

    def __init__(self, workspace: Workspace, qtbot: QtBot) -> None:
        self.runner = DirectRunner(workspace)
        self.desk = DirectDesk(workspace)
        self.page = DuplicatesPage(self.runner, self.desk)
        self.qtbot = qtbot
        qtbot.addWidget(self.page)
        self.page.resize(1200, 760)
        self.page.show()
        qtbot.waitExposed(self.page)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.page, key)

    def pairs(self) -> tuple[DuplicatePair, ...]:
        return self.page.model.pairs


@pytest.fixture
def visit(workspace: Workspace, qtbot: QtBot) -> Visit:
    with workspace.write() as session:
        acme = add_company(session, name="Acme Ltd")
        for number, title in ((1, "CEO"), (2, "Managing director"), (3, None)):
            contact = add_contact(
                session,
                first_name="Ann",
                last_name="Lee",
                email="ann@acme.example",
                job_title=title,
                company_id=acme if number == 1 else None,
                notes=f"Note {number}",
            )
            if number < 3:
                add_lead(session, contact_id=contact, title=f"Fleet {number}")
        add_contact(session, first_name="Bo", last_name="Ray", phone="+442079460958")
        add_contact(session, first_name="Bo", last_name="Ray", phone="+442079460958")
    return Visit(workspace, qtbot)


def test_the_pairs_are_shown_with_score_and_reason(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    assert len(visit.pairs()) == 3
    assert visit.page.header.caption.text() == "3 pairs about 2 people"
    assert visit.page.content.why.text() == "93\u202f%: Same e-mail address, same name"
    assert visit.page.comparison.hasFocus()


def test_what_stays_and_what_goes_stand_above_their_values(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    QApplication.processEvents()
    comparison = visit.page.comparison
    heads = [one for one in comparison.findChildren(PlainLabel) if one.text().startswith("1 lead")]
    lefts = [one.mapTo(comparison, QPoint(0, 0)).x() for one in heads]
    values = [words for one in comparison.rows[0].values for words in one.findChildren(PlainLabel)]
    assert lefts
    assert lefts == [one.mapTo(comparison, QPoint(0, 0)).x() for one in values]


def test_the_arrows_choose_and_m_merges_what_was_chosen(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    rows = {row.pair.code: row for row in visit.page.comparison.rows}
    assert rows["job_title"].choice == "kept"
    assert rows["notes"].choice == "both"
    visit.press(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down)
    current = visit.page.comparison.current_row()
    assert rows["job_title"].choice == "gone"
    assert current is not None
    assert current.pair.code == "notes"
    visit.press(Qt.Key.Key_Left, Qt.Key.Key_B, Qt.Key.Key_M)
    with visit.runner.workspace.read() as session:
        assert len(find_duplicates(session)) == 2
    assert visit.page.content.question.text() == "Are these two leads one pursuit?"
    visit.press(Qt.Key.Key_M)
    assert [pair.kept.name for pair in visit.pairs()] == ["Ann Lee", "Bo Ray"]
    with visit.runner.workspace.read() as session:
        kept = compare_contacts(session, visit.pairs()[0].kept.id, visit.pairs()[0].gone.id)
        shown = {pair.code: pair.kept for pair in kept.fields}
    assert shown["job_title"] == "Managing director"
    assert shown["notes"] == "Note 1\n\nNote 2"


def test_d_keeps_apart_and_undo_brings_the_pair_back(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    before = visit.pairs()
    visit.press(Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_D)
    assert visit.pairs() == before[:2]
    with visit.runner.workspace.write() as session:
        undo(session, None)
    visit.runner.changed.emit(frozenset({Topic.LEADS}))
    assert visit.pairs() == before


def test_j_and_k_go_from_pair_to_pair(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    first = visit.page.current_pair()
    visit.press(Qt.Key.Key_J)
    assert visit.page.current_pair() == visit.pairs()[1]
    visit.press(Qt.Key.Key_K, Qt.Key.Key_K)
    assert visit.page.current_pair() == first


def test_two_pursuits_stay_two(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    visit.press(Qt.Key.Key_M, Qt.Key.Key_D)
    assert visit.page.content.question.text() == "Is this one person?"
    with visit.runner.workspace.read() as session:
        assert leads_to_merge(session, visit.pairs()[0].kept.id) is not None


def test_companies_of_one_name_are_asked_about_before_the_leads(
    workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.write() as session:
        for name, city in (("Acme Ltd", "Leeds"), ("ACME", None)):
            contact = add_contact(
                session,
                last_name="Lee",
                email="ann@acme.example",
                company_id=add_company(session, name=name, city=city),
            )
            add_lead(session, contact_id=contact)
    visit = Visit(workspace, qtbot)
    visit.page.begin_or_go_on()
    visit.press(Qt.Key.Key_M)
    assert visit.page.content.question.text() == "Are these two entries one company?"
    assert [row.pair.name for row in visit.page.comparison.rows] == ["Name", "City"]
    visit.press(Qt.Key.Key_M)
    assert visit.page.content.question.text() == "Are these two leads one pursuit?"
    visit.press(Qt.Key.Key_D)
    assert visit.page.stack.currentWidget() is visit.page.nothing
    with workspace.read() as session:
        assert session.scalars(select(LeadCard.company)).all() == ["Acme Ltd", "Acme Ltd"]


def test_going_to_another_pair_lets_go_of_what_was_asked(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    visit.press(Qt.Key.Key_M)
    visit.page.list.go_to(2)
    assert visit.page.content.question.text() == "Is this one person?"
    assert len(visit.pairs()) == 2


def test_an_undone_merge_takes_the_question_about_its_leads_back(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    before = visit.pairs()
    visit.press(Qt.Key.Key_M)
    with visit.runner.workspace.write() as session:
        undo(session, None)
    visit.runner.changed.emit(frozenset({Topic.LEADS}))
    assert visit.page.content.question.text() == "Is this one person?"
    assert visit.pairs() == before


def test_a_scan_can_be_stopped_and_begun_again(visit: Visit) -> None:
    visit.desk.held = True
    visit.page.begin_or_go_on()
    assert visit.page.is_scanning
    assert visit.page.stack.currentWidget() is visit.page.work
    visit.press(Qt.Key.Key_Space)
    assert visit.page.stack.currentWidget() is visit.page.begin
    visit.desk.held = visit.desk.cancelled = False
    visit.press(Qt.Key.Key_Space)
    assert len(visit.pairs()) == 3


def test_nothing_found_is_said_and_escape_goes_back(workspace: Workspace, qtbot: QtBot) -> None:
    visit = Visit(workspace, qtbot)
    visit.page.begin_or_go_on()
    assert visit.page.stack.currentWidget() is visit.page.nothing
    with qtbot.waitSignal(visit.page.closed):
        visit.press(Qt.Key.Key_Escape)


def test_a_refusal_is_said_and_nothing_changes(visit: Visit) -> None:
    visit.page.begin_or_go_on()
    pair = visit.pairs()[0]
    said: list[str] = []
    visit.page.notice.connect(lambda _kind, words: said.append(words))
    with visit.runner.workspace.write() as session:
        merge_contacts(session, pair.kept.id, pair.gone.id)
    visit.press(Qt.Key.Key_M)
    assert len(said) == 1
    assert len(visit.pairs()) == 3


def test_the_model_of_pairs_keeps_qt_s_rules(visit: Visit, qtmodeltester: Any) -> None:
    visit.page.begin_or_go_on()
    model = PairModel()
    model.show_pairs(visit.pairs())
    qtmodeltester.check(model)
    assert all(
        reason_words(pair) in model.index(at, 0).data() for at, pair in enumerate(model.pairs)
    )
