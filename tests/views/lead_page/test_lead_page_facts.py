"""Every fact is edited in place: Enter saves, Escape restores, a newer value is never lost."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from sqlalchemy import select

from models.activity.touches import log_touch
from models.companies.account import company_fields
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import KnownError
from models.fields.custom import custom_values_of_lead
from models.history.telling.timeline import timeline_of_lead
from models.history.undo.steps import undo
from models.leads.editing import edit_contact
from models.leads.qualifying import answer_criterion
from models.workspace import Workspace
from tests.models.small_world import SmallWorld
from tests.views.keys_and_words import press, words, write
from tests.views.lead_page.conftest import Show
from tests.views.leads.lead_doubles import DirectRunner
from views.lead_page.facts.fact import FactRow
from views.lead_page.facts.groups import Facts
from views.lead_page.facts.values import UnreadableError, read_value


def retype(row: FactRow, text: str, *, save: bool = True) -> None:
    """Type over what stands in a field."""
    field: Any = row.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    if save:
        QTest.keyClick(field, Qt.Key.Key_Return)


def own_row(facts: Facts, name: str) -> FactRow:
    """Return the row of a field of the team's own."""
    return next(row for row in facts.rows if row.spec.name == name)


def test_everything_about_person_company_and_lead_is_edited_in_place(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    for facts in (page.person, page.at_company, page.lead):
        facts.unfold()
    typed = {
        "first_name": "Anna",
        "job_title": "COO",
        "email": "Anna@ACME.example",
        "mobile": "+44 7700 900123",
        "linkedin_url": "linkedin.com/in/anna",
        "country": "gb",
        "zone": "Europe/London",
    }
    for field, text in typed.items():
        retype(page.person.row(field), text)
    retype(page.at_company.row("employees"), "1,300")
    retype(page.at_company.row("website"), "acme.example/uk")
    retype(page.lead.row("title"), "Their fleet")
    with filled.read() as session:
        contact = session.get_one(Contact, world.contact)
        assert (contact.first_name, contact.job_title) == ("Anna", "COO")
        assert (contact.email, contact.mobile) == ("Anna@acme.example", "+447700900123")
        assert contact.linkedin_url == "https://linkedin.com/in/anna"
        assert (contact.country, contact.zone) == ("GB", "Europe/London")
        company = session.get_one(Company, world.company)
        assert (company.employees, company.website) == (1300, "https://acme.example/uk")
        assert session.get_one(Lead, world.lead).title == "Their fleet"
    mobile: Any = page.person.row("mobile").field
    assert mobile.text() == "+447700900123"


def test_owner_and_client_are_chosen_in_place(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    for row, value in (
        (page.lead.row("owner"), world.leader),
        (page.at_company.row("is_client"), True),
    ):
        box = row.field
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(next(at for at in range(box.count()) if box.itemData(at) == value))
        box.activated.emit(box.currentIndex())
    with filled.read() as session:
        assert session.get_one(Lead, world.lead).owner_id == world.leader
        assert session.get_one(Company, world.company).is_client


def test_own_fields_are_edited_by_their_kind(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    page.lead.unfold()
    page.at_company.unfold()
    retype(own_row(page.lead, "Go-live"), "2027-02-01")
    retype(own_row(page.lead, "Slogan"), "Vans first")
    retype(own_row(page.at_company, "Depots"), "a dozen")
    assert "is no number" in own_row(page.at_company, "Depots").note.text()
    retype(own_row(page.at_company, "Depots"), "12")
    for name, place in (("Fleet", 2), ("Leased", 2)):
        box: Any = own_row(page.lead, name).field
        box.setCurrentIndex(place)
        box.activated.emit(place)
    with filled.read() as session:
        lead = {row.name: row.value for row in custom_values_of_lead(session, world.lead)}
        company = [one.value for one in company_fields(session, world.company)]
    assert lead == {
        "Go-live": date(2027, 2, 1),
        "Slogan": "Vans first",
        "Fleet": "trucks",
        "Leased": True,
    }
    assert 12.0 in company


def test_what_is_wrong_is_said_at_the_field_and_escape_restores(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    row = page.person.row("email")
    retype(row, "no mail")
    assert "no e-mail address" in row.note.text()
    assert row.field.property("wrong") == "true"
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    field: Any = row.field
    assert field.text() == "ann@acme.example"
    assert row.note.isHidden()
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).email == "ann@acme.example"


def test_what_was_typed_is_saved_when_the_field_is_left(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    page.person.unfold()
    retype(page.person.row("city"), "Leeds", save=False)
    press(page, Qt.Key.Key_Tab)
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).city == "Leeds"


@pytest.mark.parametrize("mine", [True, False])
def test_a_conflict_with_a_newer_change_shows_both_and_the_person_chooses(
    show: Show, filled: Workspace, world: SmallWorld, *, mine: bool
) -> None:
    page = show()
    page.person.unfold()
    row = page.person.row("city")
    with filled.write(world.leader) as session:
        edit_contact(session, world.contact, city="Leeds")
    retype(row, "York")
    assert row.note.text() == "Changed meanwhile: it is “Leeds” now, you typed “York”."
    assert row.choice.keep_button.hasFocus()
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).city == "Leeds"
    (row.choice.write_button if mine else row.choice.keep_button).click()
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).city == ("York" if mine else "Leeds")
    field: Any = row.field
    assert field.text() == ("York" if mine else "Leeds")
    assert row.choice.isHidden()


def test_what_is_being_typed_survives_a_change_from_elsewhere(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    page.person.unfold()
    row = page.person.row("city")
    retype(row, "Yor", save=False)
    runner.change(lambda session: edit_contact(session, world.contact, city="Leeds"))
    field: Any = row.field
    assert field.text() == "Yor"
    write(page, "k")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "it is “Leeds” now, you typed “York”" in row.note.text()
    row.restore()
    assert field.text() == "Leeds"


def test_a_newer_answer_to_a_criterion_is_shown_before_it_is_overwritten(
    show: Show, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    with filled.write(world.leader) as session:
        answer_criterion(session, world.lead, "need", "failed", "No vans")
    press(page, Qt.Key.Key_3, Qt.Key.Key_C)
    row = page.qualification.rows[2]
    assert "Failed: No vans" in row.note.text()
    row.write_button.click()
    with filled.read() as session:
        assert page.shown is not None
        states = {one.code: one.state for one in page.shown.detail.answers}
    assert states["need"] == "confirmed"


def test_every_edit_is_in_the_history_who_when_before_and_after_and_can_be_undone(
    show: Show, filled: Workspace, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    retype(page.person.row("email"), "ann@new.example")
    with filled.read() as session:
        newest = timeline_of_lead(session, world.lead).rows[0]
    assert newest.actor == "Sven Setter"
    assert [(one.field, one.before, one.after) for one in newest.details] == [
        ("E-mail", "ann@acme.example", "ann@new.example")
    ]
    assert "E-mail: ann@acme.example → ann@new.example" in words(page.timeline)
    runner.change(lambda session: undo(session, world.setter))
    field: Any = page.person.row("email").field
    assert field.text() == "ann@acme.example"
    assert "Undone" in words(page.timeline)


def test_the_timeline_is_filtered_and_read_page_by_page(
    show: Show, runner: DirectRunner, filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        for number in range(60):
            log_touch(session, world.lead, "call", "no_answer", note=f"Try {number}")
    page = show()
    timeline = page.timeline
    assert timeline.count == 25
    timeline.more_button.click()
    assert timeline.count == 50
    timeline.kinds.setCurrentIndex(timeline.kinds.findData("appointments"))
    timeline.kinds.activated.emit(timeline.kinds.currentIndex())
    assert timeline.count == 4
    assert timeline.kinds.currentText() == "Appointments (4)"
    assert "Book a meeting" in words(timeline)
    assert timeline.more_button.isHidden()


def test_the_wheel_changes_no_fact_on_the_way(show: Show, world: SmallWorld) -> None:
    page = show()
    row = page.lead.row("owner")
    event = QEvent(QEvent.Type.Wheel)
    assert row.eventFilter(row.field, event)
    assert not event.isAccepted()


def test_facts_nobody_knows_are_folded_away(show: Show) -> None:
    page = show()
    assert page.person.row("city").isHidden()
    assert page.person.more_button.text().endswith("not known yet")
    page.person.more_button.click()
    assert page.person.row("city").isVisible()
    assert isinstance(QApplication.focusWidget(), type(page.person.row("job_title").field))


@pytest.mark.parametrize(
    ("kind", "typed"), [("whole", "1.5"), ("number", "many"), ("day", "soon"), ("number", "nan")]
)
def test_what_cannot_be_read_says_how_to_write_it(kind: str, typed: str) -> None:
    with pytest.raises(UnreadableError, match="“"):
        read_value(kind, typed)


def test_nobody_else_is_touched(show: Show, filled: Workspace, world: SmallWorld) -> None:
    page = show()
    with filled.read() as session:
        others = select(Contact.email).where(Contact.id != world.contact).order_by(Contact.id)
        before = list(session.scalars(others))
    retype(page.person.row("email"), "ann@new.example")
    with filled.read() as session:
        assert list(session.scalars(others)) == before


def test_an_answer_to_a_row_that_is_gone_harms_nothing(
    show: Show, runner: DirectRunner, filled: Workspace, world: SmallWorld
) -> None:
    page = show()
    row = page.person.row("email")
    page.show_lead(world.closed_lead)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    row._done(row.spec.key)
    row._refused(row.spec.key, LateRefusalError())
    assert page.head.name.whole_text() == "Somebody at the fair"


class LateRefusalError(KnownError):
    """A refusal that comes late."""


def test_a_company_that_is_closed_while_it_is_read_harms_nothing(
    show: Show, runner: DirectRunner, world: SmallWorld
) -> None:
    page = show()
    press(page, Qt.Key.Key_O)
    runner.held = True
    assert page.side.company is not None
    page.side.company.reload()
    press(page, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    runner.answer()
    assert page.side.company is None
