"""A lead's page answers who, why now, what is missing and what next, and is worked by keys."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from sqlalchemy import select

from models.chances.wording import ChanceWords
from models.definitions.gates.stage_gates import missing_evidence
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.work.activity import Task, Touch
from models.history.undo.steps import undo
from models.ids import ContactId
from models.leads.qualifying import answers_of
from models.leads.stages.closing import disqualify
from models.settings.changing import change_setting
from models.workspace import Workspace
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, words, write
from tests.views.lead_page.conftest import Show
from tests.views.leads.lead_doubles import DirectRunner


def test_the_head_says_who_whose_and_what_must_not_be_done(show: Show) -> None:
    page = show()
    said = words(page.head)
    assert page.head.name.whole_text() == "Ann Lee"
    assert page.head.company.text() == "Acme Ltd"
    assert "owned by Sven Setter" in said
    assert "Do not contact: LinkedIn (told us by phone)" in said
    assert page.head.grade.text().startswith("Grade ")


def test_the_clock_of_a_waiting_handoff_is_in_the_head(show: Show) -> None:
    page = show()
    assert page.shown is not None
    assert page.shown.handoff is not None
    assert page.shown.handoff.state == "waiting"
    assert "Sven Setter" in page.head.clock.words.text()


def test_next_are_the_tasks_what_the_gate_lacks_and_a_question(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    said = words(page.next)
    assert said.index("Send the guide") < said.index("Responded still needs") < said.index("Ask: ")
    button = next(
        one for one in page.next.findChildren(QWidget) if one.accessibleName()[:4] == "Done"
    )
    button.setFocus()
    press(page, Qt.Key.Key_Space)
    assert "Send the guide" not in words(page.next)
    with filled.read() as session:
        assert session.get_one(Task, world.task).done_at is not None


def test_the_grade_is_shown_with_its_reasons_in_order_of_weight(show: Show) -> None:
    page = show()
    assert page.head.reasons.isHidden()
    press(page, Qt.Key.Key_G)
    assert page.head.reasons.isVisible()
    assert page.shown is not None
    lines = page.head.reasons.words.text().splitlines()
    assert len(lines) == len(page.shown.score.reasons) > 1
    weights = [abs(int(line.split()[0])) for line in lines]
    assert weights == sorted(weights, reverse=True)


def test_a_persons_override_sticks_and_is_marked(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_G)
    page.head.reasons.override.click()
    box: Any = page.form.rows["grade"].field
    box.setCurrentText("A2")
    page.form.send()
    assert page.form.isVisible()
    assert page.form.rows["reason"].error or page.form.refusal.isVisible()
    page.form.rows["reason"].field.setFocus()
    write(page, "Met the board")
    press(page, Qt.Key.Key_Return)
    assert not page.form.isVisible()
    assert page.head.grade.text() == "A2, by hand"
    assert "A2 by hand: Met the board" in words(page.head.reasons)
    page.head.reasons.clear.click()
    assert page.head.grade.text().startswith("Grade ")


def test_every_criterion_is_worked_by_keys_with_answer_asker_and_time(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    panel = page.qualification
    assert panel.hasFocus()
    assert panel.aside.text() == "0 of 5"
    press(page, Qt.Key.Key_3, Qt.Key.Key_C)
    assert panel.current is not None
    assert panel.current.code == "need"
    assert panel.current.property("ground") == "current"
    press(page, Qt.Key.Key_Return)
    write(page, "Vans rust")
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_1, Qt.Key.Key_F)
    press(page, Qt.Key.Key_Down, Qt.Key.Key_C)
    assert panel.aside.text() == "2 of 5"
    with filled.read() as session:
        known = {row.criterion: row for row in answers_of(session, world.lead)}
    assert (known["need"].state, known["need"].answer) == ("confirmed", "Vans rust")
    assert known["need"].asked_by == world.setter
    assert known["budget"].state == "failed"
    assert (known["authority"].state, known["authority"].degree) == ("confirmed", "influences")
    assert "Sven Setter, " in panel.rows[2].meta.text()
    press(page, Qt.Key.Key_C)
    press(page, Qt.Key.Key_1, Qt.Key.Key_U)
    with filled.read() as session:
        known = {row.criterion: row for row in answers_of(session, world.lead)}
    assert known["authority"].degree == "decides"
    assert known["budget"].state == "unknown"


def test_the_gate_of_the_sql_stage_reads_the_qualification(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    with filled.read() as session:
        assert len(missing_evidence(session, world.lead, world.stages[4], None)) == 4
    for key in (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5):
        press(page, key, Qt.Key.Key_C)
    with filled.read() as session:
        assert missing_evidence(session, world.lead, world.stages[4], None) == ()


def test_the_default_questions_are_the_script_and_what_is_missing_is_asked_next(
    show: Show,
) -> None:
    page = show()
    assert page.qualification.script.isHidden()
    press(page, Qt.Key.Key_S)
    assert words(page.qualification.script).count("?") == 7
    first = words(page.next).rpartition("Ask: ")[2]
    for number in range(5):
        press(page, Qt.Key(Qt.Key.Key_1 + number), Qt.Key.Key_C)
    assert first not in words(page.next)
    assert "Ask: Depots?" in words(page.next)


def test_a_failed_authority_asks_who_decides_and_adds_that_contact(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    assert page.qualification.decider_button.isHidden()
    press(page, Qt.Key.Key_2, Qt.Key.Key_F)
    assert page.qualification.decider_button.isVisible()
    assert "Who decides" in words(page.next)
    press(page, Qt.Key.Key_W)
    write(page, "Dee Ray")
    press(page, Qt.Key.Key_Tab)
    write(page, "COO")
    press(page, Qt.Key.Key_Tab)
    write(page, "no mail")
    press(page, Qt.Key.Key_Return)
    assert "no e-mail address" in page.form.rows["email"].error
    email: Any = page.form.rows["email"].field
    assert email.hasFocus()
    email.selectAll()
    write(page, "dee@acme.example")
    press(page, Qt.Key.Key_Return)
    assert page.form.isHidden()
    with filled.read() as session:
        added = session.scalars(select(Contact).where(Contact.last_name == "Ray")).one()
        assert (added.company_id, added.part_in_decision) == (world.company, "decides")


def test_a_touch_is_logged_by_keys_and_a_second_enter_logs_no_second_one(
    show: Show, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_T)
    outcome: Any = page.form.rows["outcome"].field
    outcome.setCurrentIndex(outcome.findData("interested"))
    page.form.rows["note"].field.setFocus()
    write(page, "Wants a demo")
    page.area.verticalScrollBar().setValue(0)
    press(page, Qt.Key.Key_Return)
    assert page.form.isHidden()
    assert page.qualification.hasFocus()
    assert page.area.verticalScrollBar().value() == 0
    with filled.read() as session:
        touches = session.scalars(select(Touch).order_by(Touch.id.desc())).all()
    assert (touches[0].outcome, touches[0].note) == ("interested", "Wants a demo")
    assert len(touches) == 2
    assert "Wants a demo" in words(page.happened)
    assert "Wants a demo" in words(page.timeline)
    runner.change(lambda session: undo(session, world.setter))
    assert "Wants a demo" not in words(page.happened)


def test_do_not_contact_is_honoured_lifted_and_said(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_T)
    medium: Any = page.form.rows["medium"].field
    assert medium.itemData(medium.count() - 1) == "linkedin"
    medium.setCurrentIndex(medium.count() - 1)
    press(page, Qt.Key.Key_Return)
    assert "asked on 2 Nov 2026 not to be reached by linkedin" in page.form.refusal.text()
    press(page, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_X)
    page.form.rows["source"].field.setFocus()
    write(page, "a mail")
    press(page, Qt.Key.Key_Return)
    assert "Do not contact: Call (a mail)" in words(page.head)
    page.head.lift_asked.emit("call")
    write(page, "they rang")
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        blocks = select(DoNotContact.medium).where(DoNotContact.contact_id == world.contact)
        assert list(session.scalars(blocks)) == ["linkedin"]


def test_a_lead_is_disqualified_lost_or_recycled_with_reason_and_can_be_undone(
    show: Show, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    for key, status in ((Qt.Key.Key_D, "disqualified"), (Qt.Key.Key_L, "lost")):
        press(page, key)
        assert len(page.form.rows) == 2
        press(page, Qt.Key.Key_Return)
        with filled.read() as session:
            assert session.get_one(Lead, world.lead).status == status
        assert not page.mover.button.isEnabled()
        runner.change(lambda session: undo(session, world.setter))
    press(page, Qt.Key.Key_R)
    assert list(page.form.rows) == ["reason", "look_again_on", "track", "note"]
    press(page, Qt.Key.Key_Return)
    with filled.read() as session:
        lead = session.get_one(Lead, world.lead)
        assert (lead.status, lead.nurture_track) == ("nurture", "email")
        assert lead.look_again_on is not None
        assert lead.look_again_on > date(2026, 11, 2)
    assert "Look at it again on" in words(page.next)
    press(page, Qt.Key.Key_P)
    assert page.shown is not None
    assert page.shown.detail.status == "open"


def test_interest_tasks_and_notes_are_added_by_keys(show: Show) -> None:
    page = show()
    press(page, Qt.Key.Key_I)
    kind: Any = page.form.rows["kind"].field
    kind.setEditText("Trade fair")
    page.form.rows["topic"].field.setFocus()
    write(page, "Vans")
    press(page, Qt.Key.Key_Return)
    assert "Trade fair: Vans" in words(page.happened)
    press(page, Qt.Key.Key_A)
    press(page, Qt.Key.Key_Return)
    assert "Call back – due" in words(page.next)
    press(page, Qt.Key.Key_N)
    press(page, Qt.Key.Key_Return)
    assert page.form.rows["note"].error
    write(page, "Likes mornings")
    press(page, Qt.Key.Key_Return)
    assert page.lead.row("notes").spec.value == "Likes mornings"


def test_the_worth_can_be_asked_where_it_comes_from(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    assert page.head.worth.text() == "Worth: not known yet"
    runner.change(lambda session: change_setting(session, "average_deal_minor", "1200000"))
    runner.change(lambda session: change_setting(session, "net_profit_per_client_minor", "900000"))
    assert page.head.worth.text() == "Worth about 180 EUR"
    press(page, Qt.Key.Key_V)
    said = page.head.sources.text()
    assert page.head.sources.isVisible()
    assert "House example" in said
    assert "3 of 200" in said
    assert "12,000 EUR a deal, as Settings say." in said
    assert "20\u202f% of 9,000 EUR net profit per client, 1,800 EUR" in said


def test_the_page_of_a_lead_is_walked_by_keyboard_alone(show: Show, filled: Workspace) -> None:
    page = show()
    seen: set[int] = set()
    for _step in range(200):
        at = QApplication.focusWidget()
        assert at is not None
        if id(at) in seen:
            break
        seen.add(id(at))
        press(page, Qt.Key.Key_Tab)
    fields = [row.field for facts in (page.lead, page.person) for row in facts.rows]
    visible = [field for field in fields if field.isVisible()]
    assert visible
    assert all(id(field) in seen for field in visible)
    assert id(page.mover.button) in seen
    assert id(page.head.grade) in seen
    assert id(page.timeline.kinds) in seen


def test_escape_goes_back_from_everywhere_step_by_step(show: Show, qtbot: Any) -> None:
    page = show()
    press(page, Qt.Key.Key_T)
    press(page, Qt.Key.Key_Escape)
    assert page.form.isHidden()
    press(page, Qt.Key.Key_O)
    opened = [page.side.is_open]
    press(page, Qt.Key.Key_Escape)
    assert [*opened, page.side.is_open] == [True, False]
    press(page, Qt.Key.Key_E)
    assert isinstance(QApplication.focusWidget(), QComboBox)
    press(page, Qt.Key.Key_Escape)
    assert page.qualification.hasFocus()
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)


def test_a_result_that_is_overtaken_by_another_lead_is_dropped(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    runner.held = True
    page.show_lead(world.closed_lead)
    stale = list(runner.waiting)
    page.show_lead(world.lead)
    for _lane, work in stale:
        work()
    assert page.head.name.whole_text() == "Ann Lee"
    runner.answer()
    assert page.shown is not None
    assert page.shown.detail.id == world.lead


def test_a_lead_that_is_gone_closes_its_page(show: Show, world: SmallWorld, qtbot: Any) -> None:
    page = show()
    with qtbot.waitSignal(page.left):
        page.show_lead(type(world.lead)(999_999))


def test_words_of_people_are_shown_as_they_are(show: Show) -> None:
    page = show()
    assert "<b>mornings</b> & co" in words(page.happened)
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_two_columns_stand_below_each_other_where_there_is_no_room(show: Show) -> None:
    # Each page is asked before the next is shown: the scale is the program's, not a page's.
    wide = show(1100)
    QApplication.processEvents()
    assert wide.body.columns.direction() == wide.body.columns.Direction.LeftToRight
    narrow = show(760, 1.5)
    QApplication.processEvents()
    assert narrow.body.columns.direction() == narrow.body.columns.Direction.TopToBottom
    assert narrow.area.horizontalScrollBar().maximum() == 0


def test_nothing_is_cut_of_a_page_that_a_panel_leaves_little_room(show: Show) -> None:
    page = show(540, 1.5)
    page.head.show_chances(ChanceWords("Chance: SQL 31, client 12", ()))
    QApplication.processEvents()
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.head.name.text() == page.head.name.whole_text() == "Ann Lee"


def test_a_company_shows_its_people_and_takes_the_one_who_decides(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_O)
    assert page.side.company is not None
    assert page.side.title.whole_text() == "Acme Ltd"
    said = words(page.side.company)
    assert "Sven Setter, owns the lead, last touch" in said
    assert "Do not contact: LinkedIn" in said
    part: Any = page.side.company._parts[int(world.contact)].field
    part.setCurrentIndex(part.findData("influences"))
    part.activated.emit(part.currentIndex())
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).part_in_decision == "influences"
    page.side.company.decider_button.setFocus()
    press(page, Qt.Key.Key_Space)
    write(page, "Dee Ray")
    press(page, Qt.Key.Key_Return)
    assert "Dee Ray" in words(page.side.company)
    first = next(iter(page.side.company._parts))
    with filled.read() as session:
        assert session.get_one(Contact, ContactId(first)).last_name == "Ray"
        assert not session.get_one(Company, world.company).is_client


def test_a_closed_lead_says_that_it_moves_no_further(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    runner.change(lambda session: disqualify(session, world.lead, "budget", "None"))
    assert "No budget" in words(page.head)
    assert not page._actions["D"].isEnabled()
    assert page._actions["P"].isEnabled()
