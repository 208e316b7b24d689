"""Capturing and editing companies, contacts and leads."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.definitions.gates.stage_gates import GateRefusedError
from models.entities.leads.cards import LeadCard
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError, NotFoundError
from models.ids import CampaignId, ChannelId, CompanyId, ContactId, LeadId, MemberId
from models.leads.adding import add_lead_by_hand
from models.leads.capture import add_company, add_contact, add_lead, assign_owner
from models.leads.editing import add_note, edit_company, edit_contact, edit_lead
from models.leads.fields import CompanyFields, ContactFields
from models.leads.stages.moves import moves_of
from models.marketing.channels import add_campaign, add_channel
from models.settings.changing import change_setting
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def test_a_company_is_stored_with_the_key_it_is_matched_by(workspace: Workspace) -> None:
    with workspace.write() as session:
        company_id = add_company(session, name=" Müller GmbH ", website="mueller.example")
        company = session.get_one(Company, company_id)
        assert (company.name, company.name_key) == ("Müller GmbH", "muller")
        assert company.website == "https://mueller.example"
        edit_company(session, company_id, name="AG", employees=0, country="de")
        assert (company.name_key, company.employees, company.country) == ("ag", 0, "DE")
        assert company.website == "https://mueller.example"


@pytest.mark.parametrize(
    "fields",
    [
        CompanyFields(),
        CompanyFields(name="  "),
        CompanyFields(name="A", website="javascript:alert(1)"),
        CompanyFields(name="A", website="ftp://a.example"),
        CompanyFields(name="A", website="not an address"),
        CompanyFields(name="A", employees=-1),
        CompanyFields(name="A", country="Germany"),
        CompanyFields(name="A", country="ZZ"),
    ],
)
def test_what_is_no_company_is_refused(workspace: Workspace, fields: CompanyFields) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        add_company(session, **fields)
    with workspace.read() as session:
        assert session.scalars(select(Company.id)).all() == []


def test_a_contact_is_stored_with_its_keys(workspace: Workspace) -> None:
    with workspace.write() as session:
        contact_id = add_contact(
            session,
            first_name=" José ",
            email="Jose.P@EXAMPLE.com",
            mobile="+34 612 345 678",
            linkedin_url="linkedin.com/in/jose",
            zone="Europe/Madrid",
            part_in_decision="influences",
        )
        contact = session.get_one(Contact, contact_id)
        assert (contact.first_name, contact.last_name) == ("José", None)
        assert (contact.email, contact.email_key) == ("Jose.P@example.com", "jose.p@example.com")
        assert (contact.mobile, contact.phone_key) == ("+34612345678", "34612345678")
        assert contact.linkedin_url == "https://linkedin.com/in/jose"
        edit_contact(session, contact_id, phone="+34 911 234 567 ext. 5", email=None)
        assert (contact.phone, contact.phone_key) == ("+34911234567;ext=5", "34911234567")
        assert (contact.email, contact.email_key) == (None, None)
        edit_contact(session, contact_id, phone=None)
        assert contact.phone_key == "34612345678"


def test_a_number_without_country_code_is_dialled_from_the_contact_or_the_workspace(
    workspace: Workspace,
) -> None:
    with workspace.write() as session:
        with pytest.raises(InvalidValueError, match="country code"):
            add_contact(session, last_name="Lee", phone="020 7946 0958")
        change_setting(session, "default_country", "gb")
        british = add_contact(session, last_name="Lee", phone="020 7946 0958")
        german = add_contact(session, last_name="Lau", country="DE", phone="030 123456")
        assert session.get_one(Contact, british).phone == "+442079460958"
        assert session.get_one(Contact, german).phone == "+4930123456"
        edit_contact(session, german, mobile="0151 12345678")
        assert session.get_one(Contact, german).mobile == "+4915112345678"


@pytest.mark.parametrize(
    "fields",
    [
        ContactFields(),
        ContactFields(job_title="Buyer", country="DE"),
        ContactFields(first_name="A", email="a@"),
        ContactFields(first_name="A", email="a b@example.com"),
        ContactFields(first_name="A", phone="call me"),
        ContactFields(first_name="A", phone="+49 1"),
        ContactFields(first_name="A", linkedin_url="file:///etc/passwd"),
        ContactFields(first_name="A", zone="CET+1"),
        ContactFields(first_name="A", part_in_decision="boss"),
        ContactFields(first_name="A" * 501),
    ],
)
def test_what_is_no_contact_is_refused(workspace: Workspace, fields: ContactFields) -> None:
    with workspace.write() as session, pytest.raises(InvalidValueError):
        add_contact(session, **fields)
    with workspace.read() as session:
        assert session.scalars(select(Contact.id)).all() == []


def test_nothing_may_be_taken_away_by_which_somebody_is_known(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        with pytest.raises(InvalidValueError, match="needs a name"):
            edit_contact(
                session, world.contact, first_name=None, last_name="", email=None, phone=None
            )
        edit_contact(session, world.contact, first_name=None, last_name="", email=None)
        edit_lead(session, world.lead, contact_id=None)
        with pytest.raises(InvalidValueError, match="at least a title"):
            edit_lead(session, world.lead, company_id=None)


def test_a_lead_enters_the_first_stage_with_company_and_channel_from_what_is_known(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    at = clock() - timedelta(days=3)
    with filled.write(world.setter) as session:
        lead_id = add_lead(
            session,
            contact_id=world.contact,
            campaign_id=world.campaign,
            external_key=("hubspot", "17"),
            captured_at=at,
        )
        lead = session.get_one(Lead, lead_id)
        assert (lead.company_id, lead.channel_id) == (world.company, world.channel)
        assert (lead.stage_id, lead.status, lead.captured_at) == (world.stages[0], "open", at)
        (entry,) = moves_of(session, lead_id)
        assert (entry.from_stage_id, entry.to_stage_id) == (None, world.stages[0])
        assert (entry.occurred_at, entry.recorded_at) == (at, clock())
        key = session.scalars(select(ExternalKey).where(ExternalKey.lead_id == lead_id)).one()
        assert (key.source, key.key) == ("hubspot", "17")
        card = session.get_one(LeadCard, lead_id)
        assert (card.name, card.company, card.moved_at) == ("Ann Lee", "Acme Ltd", at)


def test_a_lead_may_have_no_contact_but_not_nothing(workspace: Workspace) -> None:
    with workspace.write() as session:
        company_id = add_company(session, name="Acme")
        lead_id = add_lead(session, company_id=company_id)
        assert session.get_one(LeadCard, lead_id).name == "Acme"
        with pytest.raises(InvalidValueError, match="at least a title"):
            add_lead(session, title="  ")


def test_an_external_key_is_one_leads_alone(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        add_lead(session, title="One", external_key=("hubspot", "17"))
        add_lead(session, title="Two", external_key=("pipedrive", "17"))
        with pytest.raises(InvalidValueError, match="hubspot"):
            add_lead(session, title="Three", external_key=(" hubspot", "17 "))
        with pytest.raises(InvalidValueError):
            add_lead(session, title="Four", external_key=("hubspot", ""))


def test_a_lead_may_enter_late_where_the_gate_allows(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session, pytest.raises(GateRefusedError):
        add_lead(session, title="Demo request", stage_id=world.stages[4])
    with filled.write() as session:
        lead_id = add_lead(
            session, title="Call", stage_id=world.stages[2], evidence="They called us"
        )
        (entry,) = moves_of(session, lead_id)
        assert (entry.to_stage_id, entry.evidence) == (world.stages[2], "They called us")


def test_what_a_lead_names_must_be_there(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        for missing in (
            lambda: add_lead(session, contact_id=ContactId(99)),
            lambda: add_lead(session, company_id=CompanyId(99)),
            lambda: add_lead(session, title="A", channel_id=ChannelId(99)),
            lambda: add_lead(session, title="A", campaign_id=CampaignId(99)),
            lambda: add_lead(session, title="A", owner_id=MemberId(99)),
            lambda: edit_lead(session, LeadId(99), title="A"),
            lambda: edit_lead(session, world.lead, contact_id=ContactId(99)),
            lambda: edit_lead(session, world.lead, company_id=CompanyId(99)),
            lambda: edit_lead(session, world.lead, channel_id=ChannelId(99)),
            lambda: edit_contact(session, ContactId(99), last_name="A"),
            lambda: edit_contact(session, world.contact, company_id=CompanyId(99)),
            lambda: edit_company(session, CompanyId(99), name="A"),
            lambda: assign_owner(session, LeadId(99), None),
        ):
            with pytest.raises(NotFoundError):
                missing()
        with pytest.raises(InvalidValueError, match="left the team"):
            assign_owner(session, world.lead, world.gone_member)
        with pytest.raises(InvalidValueError, match="left the team"):
            add_lead(session, title="A", owner_id=world.gone_member)
        with pytest.raises(InvalidValueError, match="not come yet"):
            add_lead(session, title="A", captured_at=filled.clock() + timedelta(seconds=1))


def test_a_campaign_brings_its_channel_and_another_channel_lets_go_of_it(
    filled: Workspace, world: SmallWorld
) -> None:
    def origin() -> tuple[int | None, int | None]:
        lead = session.get_one(Lead, world.lead)
        return lead.channel_id, lead.campaign_id

    with filled.write() as session:
        other = add_channel(session, "Referral")
        with pytest.raises(InvalidValueError, match="another channel"):
            edit_lead(session, world.lead, channel_id=other, campaign_id=world.campaign)
        edit_lead(session, world.lead, channel_id=other)
        assert origin() == (other, None)
        friends = add_campaign(session, other, "Friends")
        edit_lead(session, world.lead, campaign_id=world.campaign)
        assert origin() == (world.channel, world.campaign)
        edit_lead(session, world.lead, channel_id=world.channel)
        assert origin() == (world.channel, world.campaign)
        edit_lead(session, world.lead, campaign_id=None)
        assert origin() == (world.channel, None)
        edit_lead(session, world.lead, campaign_id=friends)
        assert origin() == (other, friends)


def test_the_moment_of_capture_moves_the_entry_with_it(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    earlier = datetime(2026, 10, 30, tzinfo=UTC)
    with filled.write() as session:
        edit_lead(session, world.lead, captured_at=earlier)
        assert moves_of(session, world.lead)[0].occurred_at == earlier
        clock.advance(days=1)
        with pytest.raises(InvalidValueError, match="moved on before"):
            edit_lead(session, world.lead, captured_at=clock())


def test_a_note_is_added_below_the_others(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        add_note(session, world.lead, " Likes vans ")
        add_note(session, world.lead, "Hates trucks")
        assert session.get_one(Lead, world.lead).notes == "Likes vans\n\nHates trucks"
        with pytest.raises(InvalidValueError):
            add_note(session, world.lead, " ")
        with pytest.raises(InvalidValueError, match="at most"):
            add_note(session, world.lead, "x" * 19_990)


def test_what_a_contact_or_company_is_called_shows_on_its_leads(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        edit_contact(session, world.contact, last_name="Łukasik")
        edit_company(session, world.company, name="Bolt")
        card = session.get_one(LeadCard, world.lead)
        assert (card.name, card.company) == ("Ann Łukasik", "Bolt")
        found = session.connection().exec_driver_sql(
            "SELECT rowid FROM lead_search WHERE lead_search MATCH '\"bolt\"'"
        )
        assert found.scalars().all() == [world.lead, world.same_lead]


def test_a_lead_added_by_hand_doubles_no_company_and_no_person(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        before = session.get_one(Contact, world.contact)
        before.email, before.email_key = "ann@acme.example", "ann@acme.example"
        again = session.get_one(
            Lead, add_lead_by_hand(session, "A. Lee", email="Ann@Acme.example", phone="nonsense")
        )
        assert (again.contact_id, again.owner_id) == (world.contact, world.setter)
        new = session.get_one(Lead, add_lead_by_hand(session, "Dee van Ray", company_name="ACME"))
        assert new.company_id == world.company
        contact = session.get_one(Contact, new.contact_id)
        assert (contact.first_name, contact.last_name) == ("Dee van", "Ray")
        with pytest.raises(InvalidValueError):
            add_lead_by_hand(session, " ")
