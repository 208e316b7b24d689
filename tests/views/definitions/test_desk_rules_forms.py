"""Touch outcomes, meeting gates and roles on the page: edited, saved, refused in place."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from models.definitions.house.agreement import house_draft
from models.definitions.versions.draft import RoleDraft
from models.definitions.versions.writing import current_draft
from models.ids import StageId
from models.team.joining import add_member
from models.team.rows import team
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.views.definitions.conftest import Open
from views.definitions.editing import stage_added, stage_removed, taken_over
from views.definitions.effect_panel import effect_lines
from views.definitions.forms.meeting_gates import MeetingGatesForm
from views.definitions.forms.outcomes import OutcomeEditor, OutcomesForm
from views.definitions.forms.role_editing import role_removed, uses_of_role
from views.definitions.forms.roles import RoleEditor, RolesForm
from views.definitions.forms.stage import StageForm
from views.definitions.page import DefinitionsPage
from views.definitions.places import parse_place

ALT = Qt.KeyboardModifier.AltModifier


def choose(choice: QComboBox, key: object) -> None:
    """Choose what a person would choose in a list."""
    at = next(one for one in range(choice.count()) if choice.itemData(one) == key)
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def outcomes_form(page: DefinitionsPage) -> OutcomesForm:
    page.parts.choose("outcomes")
    form = page.forms["outcomes"]
    assert isinstance(form, OutcomesForm)
    return form


def outcome_editor(page: DefinitionsPage, at: int) -> OutcomeEditor:
    editor = outcomes_form(page).outcomes.editors[at]
    assert isinstance(editor, OutcomeEditor)
    return editor


def roles_form(page: DefinitionsPage) -> RolesForm:
    page.parts.choose("roles")
    form = page.forms["roles"]
    assert isinstance(form, RolesForm)
    return form


def role_editor(form: RolesForm, at: int) -> RoleEditor:
    editor = form.roles.editors[at]
    assert isinstance(editor, RoleEditor)
    return editor


def test_what_an_outcome_brings_about_is_changed_in_its_line(
    show: Open, workspace: Workspace
) -> None:
    page = show()
    line = outcome_editor(page, 0)
    assert (line.name.text(), line.wait.value()) == ("No answer", 240)
    line.wait.setValue(90)
    choose(line.stage, page.desk.draft.stages[2].id)
    rule = page.desk.draft.outcomes[0]
    assert (rule.wait_minutes, rule.stage_id) == (90, page.desk.draft.stages[2].id)
    choose(line.next_step, "recycle")
    assert [rule.wait_minutes for rule in page.desk.draft.outcomes[:2]] == [None, 480]
    assert line.wait.isHidden(), "only calling again has a wait"
    choose(line.next_step, "call_again")
    assert [rule.wait_minutes for rule in page.desk.draft.outcomes[:2]] == [240, 480]
    choose(line.track, "negative")
    assert page.desk.changes == 1
    page.bar.save_button.click()
    with workspace.read() as session:
        assert current_draft(session).outcomes[0].cadence_track == "negative"


def test_outcomes_are_neither_added_nor_removed_nor_moved(show: Open) -> None:
    page = show()
    form = outcomes_form(page)
    before = page.desk.draft.outcomes
    assert form.outcomes.add_button.isHidden()
    form.outcomes.go_to(3)
    focused = QApplication.focusWidget()
    assert focused is not None
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Down):
        QTest.keyClick(focused, key, ALT)
    assert page.desk.draft.outcomes == before


def test_a_stage_that_is_new_can_be_led_to_before_it_is_saved(
    show: Open, workspace: Workspace
) -> None:
    page = show()
    page.desk.edit(stage_added(page.desk.draft, 2, "Spoken to"), "add")
    line = outcome_editor(page, 6)
    choose(line.stage, page.desk.draft.stages[3].id)
    page.bar.save_button.click()
    with workspace.read() as session:
        draft = current_draft(session)
        assert draft.outcomes[6].stage_id == draft.stages[3].id
        assert draft.stages[3].name == "Spoken to"


def test_a_wrong_outcome_is_shown_in_its_line(show: Open) -> None:
    page = show()
    draft = page.desk.draft
    back = replace(draft.outcomes[4], stage_id=draft.stages[0].id)
    outcomes_form(page)
    page.desk.edit(replace(draft, outcomes=(*draft.outcomes[:4], back, *draft.outcomes[5:])), "x")
    page.bar.save_button.click()
    assert "every lead begins" in outcome_editor(page, 4).accessibleDescription()
    page.go_to("outcomes[4].stage_id")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert outcome_editor(page, 4).isAncestorOf(focused)


def test_gates_of_meetings_are_edited_by_keys(show: Open, workspace: Workspace) -> None:
    page = show()
    page.parts.choose("meeting_gates")
    form = page.forms["meeting_gates"]
    assert isinstance(form, MeetingGatesForm)
    form.gates[1].add_row()
    added = page.desk.draft.meeting_gates[1].rules[-1]
    assert added.argument == "stakeholders", "the first part that the gate does not ask for yet"
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Up, ALT)
    form.gates[2].remove_row(0)
    page.bar.save_button.click()
    with workspace.read() as session:
        gates = current_draft(session).meeting_gates
        assert [rule.argument for rule in gates[1].rules] == [
            *("time", "invitation", "purpose", "stakeholders", "decision_maker_yes"),
        ]
        assert gates[2].rules == ()


def test_a_gate_that_asks_for_the_same_twice_is_shown_at_its_row(show: Open) -> None:
    page = show()
    page.parts.choose("meeting_gates")
    form = page.forms["meeting_gates"]
    assert isinstance(form, MeetingGatesForm)
    gates = page.desk.draft.meeting_gates
    twice = replace(gates[0], rules=gates[0].rules * 2)
    page.desk.edit(replace(page.desk.draft, meeting_gates=(twice, *gates[1:])), "x")
    page.bar.save_button.click()
    assert "twice" in form.gates[0].editors[1].accessibleDescription()


def test_a_role_takes_its_code_from_its_name_and_owns_stages(
    show: Open, workspace: Workspace
) -> None:
    page = show()
    form = roles_form(page)
    form.roles.add_row()
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClicks(focused, "Field SDR")
    assert page.desk.draft.roles[-1] == RoleDraft("field_sdr", "Field SDR", "sdr")
    page.parts.choose("stages", 1)
    stage = page.forms["stages"]
    assert isinstance(stage, StageForm)
    choose(stage.owner, "field_sdr")
    page.bar.save_button.click()
    with workspace.read() as session:
        draft = current_draft(session)
        assert draft.stages[1].owner_role == "field_sdr"
        assert draft.roles[-1].code == "field_sdr"
    assert page.parts.parts.entry(1).detail.startswith("Field SDR")


def test_the_house_roles_keep_their_duty_and_say_who_holds_them(show: Open) -> None:
    form = roles_form(show())
    leader = role_editor(form, 4)
    assert not leader.duty.isEnabled()
    assert leader.held.text() == "1 person"
    assert role_editor(form, 1).held.text() == "Nobody"


def test_a_role_in_use_goes_over_to_another_in_place(show: Open, workspace: Workspace) -> None:
    with workspace.write() as session:
        add_member(session, "Maya", "Europe/London", ("sdr",))
    page = show()
    form = roles_form(page)
    form.roles.remove_row(1)
    assert form.removal.isVisible()
    assert form.removal.sentence.text() == (
        "Maya holds SDR. These stages go by SDR: MQL, Responded, Interested. Which role takes over?"
    )
    choose(form.removal.taker, "setter")
    form.removal.yes_button.click()
    assert [one.owner_role for one in page.desk.draft.stages][1:4] == ["setter"] * 3
    page.bar.save_button.click()
    with workspace.read() as session:
        assert "sdr" not in {role.code for role in current_draft(session).roles}
        assert next(row.roles for row in team(session) if row.name == "Maya") == ("setter",)


def test_a_role_that_nobody_goes_by_is_removed_at_once(show: Open) -> None:
    page = show()
    form = roles_form(page)
    form.roles.add_row()
    form.roles.remove_row(5)
    assert form.removal.isHidden()
    assert len(page.desk.draft.roles) == 5


def test_a_gate_follows_when_its_role_goes() -> None:
    draft = house_draft(FrozenClock()().date())
    asks = replace(
        draft.stages[1],
        gate=(replace(draft.stages[2].gate[0], requirement="role", argument="setter"),),
    )
    draft = replace(draft, stages=(draft.stages[0], asks, *draft.stages[2:]))
    assert uses_of_role(draft, "setter") == ("MQL", "SQL")
    after = role_removed(role_removed(draft, "setter", "sdr"), "sdr", "closer")
    assert after.stages[1].gate[0].argument == "closer"
    assert after.roles_moved == {"setter": "closer", "sdr": "closer"}


def test_outcomes_go_where_the_leads_of_a_stage_go() -> None:
    draft = house_draft(FrozenClock()().date())
    stages = tuple(replace(one, id=StageId(at)) for at, one in enumerate(draft.stages, 1))
    led = tuple(
        replace(one, stage_id=None if one.stage_id is None else StageId(-one.stage_id))
        for one in draft.outcomes
    )
    draft = replace(draft, stages=stages, outcomes=led)
    onward = {one.outcome: one.stage_id for one in stage_removed(draft, 2, stages[1].id).outcomes}
    assert (onward["connected"], onward["interested"]) == (stages[1].id, stages[3].id)
    back = {one.outcome: one.stage_id for one in stage_removed(draft, 2, stages[0].id).outcomes}
    assert back["connected"] is None, "nothing is moved to where all leads begin"


def test_a_version_from_before_there_were_roles_takes_those_in_force() -> None:
    now = house_draft(FrozenClock()().date())
    old = replace(now, roles=(), outcomes=(), meeting_gates=())
    taken = taken_over(old, now)
    assert (taken.roles, taken.outcomes) == (now.roles, now.outcomes)
    assert taken.meeting_gates == now.meeting_gates
    fewer = replace(now, roles=now.roles[2:])
    more = replace(now, roles=(*now.roles, RoleDraft("field", "Field", "closer")))
    assert taken_over(fewer, more).roles_moved == {
        "marketing": "setter",
        "sdr": "setter",
        "field": "closer",
    }


def test_changes_of_roles_and_meetings_are_told_in_sentences() -> None:
    from models.definitions.effects.on_desk import MeetingsShort, RoleShift
    from models.definitions.effects.on_leads import Effects

    effects = Effects(
        9, (), 0, 0, 0, (), (), (RoleShift("SDR", "Setter", 2),), (MeetingsShort("confirmed", 1),)
    )
    assert [sentence for _sign, _colour, sentence in effect_lines(effects, changed=True)] == [
        "2 people get Setter in place of SDR",
        "1 meeting to come would no longer count as confirmed",
        "of 9 open leads",
    ]


@pytest.mark.parametrize(
    ("text", "part", "key"),
    [
        ("roles_moved[field_sdr]", "roles", "field_sdr"),
        ("roles[2].name", "roles", "2"),
        ("outcomes[4].stage_id", "outcomes", "4"),
        ("meeting_gates[1].rules[0]", "meeting_gates", "1"),
    ],
)
def test_places_of_desk_rules_are_read(text: str, part: str, key: str) -> None:
    place: Any = parse_place(text)
    assert (place.part, place.key) == (part, key)
