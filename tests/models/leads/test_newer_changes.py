"""What somebody else wrote meanwhile is shown beside what was to be written, never overwritten."""

import pytest
from sqlalchemy import select

from models.conflicts import ChangedSinceError
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.workspace.log import Change
from models.fields.custom import custom_values_of_lead, set_custom_value
from models.leads.capture import assign_owner
from models.leads.editing import edit_company, edit_contact, edit_lead
from models.leads.qualifying import answer_criterion
from models.workspace import Workspace
from tests.models.small_world import SmallWorld


def test_a_conflict_with_a_newer_change_shows_both_values(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        edit_contact(session, world.contact, job_title="Head of fleet")
    with (
        pytest.raises(ChangedSinceError) as refused,
        filled.write(world.leader) as session,
    ):
        edit_contact(session, world.contact, expected={"job_title": None}, job_title="Buyer")
    error = refused.value
    assert (error.shown, error.stands, error.wanted) == (None, "Head of fleet", "Buyer")
    assert "it was empty and is “Head of fleet” now" in str(error)
    with filled.write(world.leader) as session:
        assert session.get_one(Contact, world.contact).job_title == "Head of fleet"
        edit_contact(
            session, world.contact, expected={"job_title": "Head of fleet"}, job_title="Buyer"
        )
    with filled.read() as session:
        assert session.get_one(Contact, world.contact).job_title == "Buyer"


def test_what_nobody_changed_or_changed_to_the_same_is_no_conflict(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        edit_company(session, world.company, expected={"employees": 120}, employees=130)
        edit_company(session, world.company, expected={"employees": 120}, employees=130)
        edit_lead(session, world.lead, expected={"title": None}, title="Their fleet")
        assert session.get_one(Company, world.company).employees == 130
        assert session.get_one(Lead, world.lead).title == "Their fleet"
    with pytest.raises(ChangedSinceError), filled.write(world.leader) as session:
        edit_lead(session, world.lead, expected={"title": None}, title="Another")
    with pytest.raises(ChangedSinceError), filled.write(world.leader) as session:
        edit_company(session, world.company, expected={"employees": 120}, employees=140)


def test_what_was_shown_is_no_part_of_the_record(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        edit_company(session, world.company, expected={"employees": 120}, employees=130)
        newest = select(Change.arguments).order_by(Change.id.desc()).limit(1)
        arguments = session.connection().execute(newest).scalar_one()
    assert arguments["employees"] == 130
    assert "expected" not in arguments


def test_a_newer_value_of_an_own_field_is_not_overwritten(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        set_custom_value(session, world.field, "vans", lead_id=world.lead, expected=(None,))
    with pytest.raises(ChangedSinceError) as refused, filled.write(world.leader) as session:
        set_custom_value(session, world.field, "trucks", lead_id=world.lead, expected=(None,))
    assert (refused.value.stands, refused.value.wanted) == ("vans", "trucks")
    with filled.read() as session:
        assert [row.value for row in custom_values_of_lead(session, world.lead)] == ["vans"]


def test_a_newer_answer_is_not_overwritten(filled: Workspace, world: SmallWorld) -> None:
    nobody_asked = ("unknown", None, None)
    with filled.write(world.setter) as session:
        answer_criterion(session, world.lead, "budget", "confirmed", "40k", expected=nobody_asked)
    with (
        pytest.raises(ChangedSinceError, match="Confirmed: 40k") as refused,
        filled.write(world.leader) as session,
    ):
        answer_criterion(session, world.lead, "budget", "failed", expected=nobody_asked)
    assert refused.value.wanted == "Failed"
    with filled.read() as session:
        (stands,) = session.scalars(select(QualificationAnswer))
        assert (stands.state, stands.answer) == ("confirmed", "40k")


def test_a_lead_is_not_taken_from_another_owner_than_the_one_shown(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        assign_owner(session, world.lead, world.leader, expected=(world.setter,))
    with pytest.raises(ChangedSinceError), filled.write(world.setter) as session:
        assign_owner(session, world.lead, None, expected=(world.setter,))
    with filled.read() as session:
        assert session.get_one(Lead, world.lead).owner_id == world.leader
