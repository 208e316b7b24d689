"""A company: its people and their part, who of us talks to whom; winning makes it a client."""

from datetime import date

import pytest
from sqlalchemy import select

from models.activity.touches import log_touch
from models.companies.account import company_detail
from models.companies.deciding import add_decision_maker
from models.deals.dealing import win_deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError
from models.history.undo.steps import undo
from models.ids import StageMoveId
from models.leads.capture import add_contact, add_lead
from models.leads.editing import edit_company, edit_contact
from models.leads.stages.moving import correct_move, move_stage
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

TODAY = date(2026, 11, 2)


def test_a_company_shows_its_people_with_their_part_and_who_of_us_talks_to_whom(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        boss = add_contact(
            session, company_id=world.company, last_name="Boss", part_in_decision="decides"
        )
        other = add_lead(session, contact_id=boss)
        at = clock.advance(hours=1)
        log_touch(session, other, "call", "connected")
    with filled.read() as session:
        shown = company_detail(session, world.company)
    assert [(one.name, one.part_in_decision) for one in shown.contacts] == [
        ("Boss", "decides"),
        ("Ann Lee", None),
    ]
    assert [(one.name, one.owns, one.last_touch) for one in shown.contacts[0].colleagues] == [
        ("Lea Leader", False, at)
    ]
    assert [(one.name, one.owns) for one in shown.contacts[1].colleagues] == [("Sven Setter", True)]
    assert shown.contacts[1].blocked == ("linkedin",)
    leads = [(one.name, one.stage, one.owner) for one in shown.leads]
    assert leads[0] == ("Boss", "New", None)
    assert ("Ann Lee", "MQL", "Sven Setter") in leads
    assert not shown.facts.is_client


def test_adding_the_contact_who_decides_is_one_action_and_one_undo(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        added = add_decision_maker(
            session, "Dee van Ray", lead_id=world.lead, job_title="COO", email="dee@acme.example"
        )
        contact = session.get_one(Contact, added)
        assert (contact.first_name, contact.last_name) == ("Dee van", "Ray")
        assert (contact.company_id, contact.part_in_decision) == (world.company, "decides")
        undo(session, world.setter)
        assert session.scalar(select(Contact).where(Contact.id == added)) is None


def test_somebody_who_is_there_decides_from_now_on_and_is_not_added_twice(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        assert add_decision_maker(session, "ann lee", company_id=world.company) == world.contact
        assert session.get_one(Contact, world.contact).part_in_decision == "decides"


def test_a_lead_without_a_company_gets_the_one_that_is_named(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        with pytest.raises(InvalidValueError, match="at which company"):
            add_decision_maker(session, "Dee Ray", lead_id=world.closed_lead)
        added = add_decision_maker(
            session, "Dee Ray", lead_id=world.closed_lead, company_name="Fair Ltd"
        )
        lead = session.get_one(Lead, world.closed_lead)
        assert lead.company_id == session.get_one(Contact, added).company_id
        assert session.get_one(Company, lead.company_id).name == "Fair Ltd"


def test_winning_a_deal_makes_the_company_a_client(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        win_deal(session, world.deal, TODAY)
        assert session.get_one(Company, world.company).is_client
        undo(session, world.leader)
        assert not session.get_one(Company, world.company).is_client


def test_winning_a_lead_makes_its_company_a_client_and_correcting_that_takes_it_back(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        move = move_stage(session, world.lead, world.stages[-1], override_reason="They signed")
        assert session.get_one(Company, world.company).is_client
        correct_move(session, move, "Wrong lead")
        assert not session.get_one(Company, world.company).is_client


def test_a_company_that_was_a_client_before_stays_one_when_a_win_is_corrected(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        edit_company(session, world.company, is_client=True)
        move_stage(session, world.lead, world.stages[-1], override_reason="They signed")
        newest = session.scalar(select(StageMove.id).order_by(StageMove.id.desc()).limit(1))
        assert newest is not None
        correct_move(session, StageMoveId(newest), "Wrong lead")
        assert session.get_one(Company, world.company).is_client


def test_a_win_without_a_company_is_no_trouble(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        edit_contact(session, world.contact, company_id=None)
        lead = session.get_one(Lead, world.lead)
        assert lead.company_id == world.company
        alone = add_lead(session, title="Alone")
        move_stage(session, alone, world.stages[-1], override_reason="They signed")
        assert session.get_one(Lead, alone).status == "won"
