"""A merge loses nothing, and its undo brings both back, row by row."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.touches import log_touch
from models.definitions.current import stages
from models.duplicates.distinct import keep_apart
from models.duplicates.merging import merge_companies, merge_contacts, merge_leads
from models.duplicates.refusals import MergeRefusedError
from models.entities.base import new_uuid
from models.entities.definitions.fields import CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.entities.meetings.attendees import Attendee
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.work.activity import Touch
from models.entities.workspace.exchange import ImportBatch
from models.errors import InvalidValueError
from models.fields.custom import set_custom_value
from models.history.telling.timeline import timeline_of_lead
from models.history.undo.steps import redo, undo
from models.history.verbs import now, verb
from models.ids import ContactId, LeadId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact
from models.leads.editing import edit_company, edit_contact
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import disqualify
from models.leads.stages.moving import move_stage
from models.vocabulary import Medium
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.rows import derived_rows, recorded_rows
from tests.models.small_world import SmallWorld


def test_all_that_belonged_to_the_one_that_goes_belongs_to_the_one_that_stays(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        merge_contacts(session, world.same_contact, world.contact)
    with filled.read() as session:
        kept = session.get_one(Contact, world.same_contact)
        assert session.get(Contact, world.contact) is None
        assert session.get_one(Lead, world.lead).contact_id == kept.id
        assert session.get_one(Attendee, world.attendee).contact_id == kept.id
        assert (kept.email, kept.email_key) == ("ann@acme.example", "ann@acme.example")
        assert (kept.phone, kept.phone_key) == ("+442079460958", "442079460958")
        assert kept.job_title == "CEO"


def test_each_field_follows_its_choice(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        edit_contact(session, world.contact, job_title="CFO", notes="Calls back")
        edit_contact(session, world.same_contact, notes="Met at the fair", phone="+493012345678")
        merge_contacts(
            session, world.contact, world.same_contact,
            {"job_title": "gone", "phone": "kept", "company_id": "gone"},
        )  # fmt: skip
    with filled.read() as session:
        kept = session.get_one(Contact, world.contact)
        assert kept.job_title == "CEO"
        assert kept.phone_key == "442079460958"
        assert kept.company_id == world.same_company
        assert kept.notes == "Calls back\n\nMet at the fair"


def test_a_wish_not_to_be_contacted_survives_a_merge_since_it_was_first_stated(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    first = clock.instant
    clock.advance(days=1)
    with filled.write() as session:
        set_do_not_contact(session, world.same_contact, "linkedin", "a letter")
        merge_contacts(session, world.same_contact, world.contact)
    with filled.read() as session:
        wishes = {
            wish.medium: wish
            for wish in session.scalars(
                select(DoNotContact).where(DoNotContact.contact_id == world.same_contact)
            )
        }
    assert set(wishes) == {"linkedin", "email"}
    assert wishes["linkedin"].stated_at == first
    assert wishes["linkedin"].source == "told us by phone"


def test_both_histories_are_the_history_of_the_one_that_stays(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        edit_contact(session, world.same_contact, city="York")
        merge_contacts(session, world.contact, world.same_contact)
        edit_contact(session, world.contact, zone="Europe/London")
    with filled.read() as session:
        labels = [row.label for row in timeline_of_lead(session, world.lead).rows]
    assert labels.count("Edit Ann Lee") == 2
    assert "Merge two records of Ann Lee" in labels


def test_the_further_stage_and_the_keys_and_work_of_both_leads_stay(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        log_touch(session, world.same_lead, "call", "connected")
        answer_criterion(session, world.same_lead, "need", "confirmed", "Rust")
        answer_criterion(session, world.lead, "need", "unknown", "Asked")
        set_custom_value(session, world.field, "vans", lead_id=world.lead)
        set_custom_value(session, world.field, "trucks", lead_id=world.same_lead)
        merge_leads(session, world.same_lead, world.lead)
    with filled.read() as session:
        kept = session.get_one(Lead, world.same_lead)
        assert session.get(Lead, world.lead) is None
        assert kept.stage_id == world.stages[1]
        assert kept.owner_id == world.setter
        assert session.scalars(select(ExternalKey.key)).all() == ["9"]
        assert session.scalars(select(Touch.lead_id)).all() == [kept.id]
        (answer,) = session.scalars(select(QualificationAnswer)).all()
        assert (answer.lead_id, answer.state) == (kept.id, "confirmed")
        (value,) = session.scalars(select(CustomValue)).all()
        assert (value.lead_id, value.text_value) == (kept.id, "trucks")
        moves = session.scalars(select(StageMove).where(StageMove.lead_id == kept.id)).all()
        standing = [move for move in moves if not move.voided]
        assert len(moves) == 3
        assert max(standing, key=lambda move: move.id).to_stage_id == kept.stage_id
        assert len({move.to_stage_id for move in standing}) == len(standing)
        labels = [row.label for row in timeline_of_lead(session, world.same_lead).rows]
    assert labels.count("Add a lead") == 2


def test_stage_equals_the_last_standing_move_whichever_lead_came_further(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.advance(days=1)
    with filled.write() as session:
        move_stage(session, world.same_lead, world.stages[1])
        move_stage(session, world.lead, world.stages[2], evidence="They wrote back")
        clock.advance(days=1)
        late = add_lead(session, contact_id=world.contact)
        merge_leads(session, late, world.lead)
        merge_leads(session, world.same_lead, late)
    with filled.read() as session:
        lead = session.get_one(Lead, world.same_lead)
        last = session.scalars(
            select(StageMove)
            .where(StageMove.lead_id == lead.id, StageMove.voided.is_(False))
            .order_by(StageMove.id.desc())
        ).first()
        assert last is not None
        assert last.to_stage_id == lead.stage_id == world.stages[2]


def test_sales_is_asked_once_about_merged_leads(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        _wait_for_sales(session, world.lead)
        _wait_for_sales(session, world.same_lead)
        merge_leads(session, world.same_lead, world.lead)
    with filled.read() as session:
        asked = session.scalars(select(Handoff).where(Handoff.lead_id == world.same_lead)).all()
        assert sum(one.state == "waiting" for one in asked) == 1
        assert sum(one.state == "withdrawn" for one in asked) >= 1
        assert session.scalar(select(Handoff.id).where(Handoff.lead_id == world.lead)) is None


@verb
def _wait_for_sales(session: Session, lead_id: LeadId) -> None:
    session.add(Handoff(lead_id=lead_id, state="waiting", handed_at=now(session)))


def test_leads_of_two_people_of_nobody_and_closed_ones_stay_two(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        other = add_lead(session, contact_id=world.same_contact)
        for gone in (other, world.closed_lead):
            with pytest.raises(MergeRefusedError, match="same person"):
                merge_leads(session, world.lead, gone)
        nobodys = [add_lead(session, title=name, external_key=("crm", name)) for name in "ab"]
        with pytest.raises(MergeRefusedError, match="same person"):
            merge_leads(session, nobodys[0], nobodys[1])
        disqualify(session, world.same_lead, "budget")
        with pytest.raises(MergeRefusedError, match="closed"):
            merge_leads(session, world.lead, world.same_lead)
        with pytest.raises(MergeRefusedError, match="not two"):
            merge_leads(session, world.lead, world.lead)


def test_companies_of_one_name_become_one(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        edit_company(session, world.company, is_client=True)
        merge_companies(session, world.same_company, world.company, {"name": "gone"})
    with filled.read() as session:
        kept = session.get_one(Company, world.same_company)
        assert (kept.name, kept.city, kept.employees) == ("Acme Ltd", "Leeds", 120)
        assert kept.is_client
        assert session.get_one(Contact, world.contact).company_id == kept.id
        assert session.get_one(Lead, world.lead).company_id == kept.id


def test_companies_of_different_names_stay_two(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        bolt = add_company(session, name="Bolt GmbH")
        with pytest.raises(MergeRefusedError, match="Rename one"):
            merge_companies(session, world.company, bolt)


@pytest.mark.parametrize("choices", [{"shoe_size": "kept"}, {"email": "both"}, {"email": "mine"}])
def test_what_cannot_be_chosen_is_refused(
    filled: Workspace, world: SmallWorld, choices: dict[str, str]
) -> None:
    with filled.write() as session, pytest.raises(InvalidValueError, match="cannot be chosen"):
        merge_contacts(session, world.contact, world.same_contact, choices)


def test_nothing_is_merged_while_an_import_runs(filled: Workspace, world: SmallWorld) -> None:
    with filled.write() as session:
        session.add(
            ImportBatch(
                uuid=new_uuid(), file_name="a.csv", kind="leads", source="file", state="loading",
                started_at=filled.clock(),
            )
        )  # fmt: skip
    with filled.write() as session, pytest.raises(MergeRefusedError, match="import is running"):
        merge_contacts(session, world.contact, world.same_contact)


def test_a_merge_is_undone_while_another_record_stands_between(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        third = add_contact(session, last_name="Lee")
        keep_apart(session, third, world.same_contact)
        before = recorded_rows(session)
        merge_contacts(session, world.contact, world.same_contact)
        merge_contacts(session, third, world.contact)
        after = recorded_rows(session)
        undo(session, None)
        undo(session, None)
        assert recorded_rows(session) == before
        redo(session, None)
        redo(session, None)
        assert recorded_rows(session) == after


fields = st.fixed_dictionaries(
    {},
    optional={
        "first_name": st.sampled_from(["Ann", "Bo"]),
        "email": st.sampled_from(["ann@a.example", "info@a.example"]),
        "phone": st.just("+442079460958"),
        "mobile": st.just("+4915112345678"),
        "city": st.sampled_from(["York", "Leeds"]),
        "notes": st.sampled_from(["Calls back", "Met"]),
    },
)
person = st.tuples(fields, st.sets(st.sampled_from(sorted(Medium))), st.integers(0, 2))
choice = st.dictionaries(
    st.sampled_from(["first_name", "email", "phone", "city"]), st.sampled_from(["kept", "gone"])
)


@settings(max_examples=15, deadline=None)
@given(one=person, other=person, choices=choice, merge_both=st.booleans(), apart=st.booleans())
def test_merge_then_undo_restores_every_table_and_do_not_contact_is_never_lost(
    tmp_path_factory: pytest.TempPathFactory,
    new_workspace_file: Path,
    one: Any,
    other: Any,
    choices: dict[str, str],
    merge_both: bool,
    apart: bool,
) -> None:
    path = tmp_path_factory.mktemp("merge") / "w.db"
    path.write_bytes(new_workspace_file.read_bytes())
    opened = open_workspace(path, clock=FrozenClock())
    with opened.write() as session:
        kept, its_leads = _add(session, one)
        gone, gone_leads = _add(session, other)
        if apart:
            keep_apart(session, gone, kept)
    before = _state(opened)
    with opened.write() as session:
        merge_contacts(session, kept, gone, choices)
    steps = 1
    if merge_both and its_leads and gone_leads:
        with opened.write() as session:
            merge_leads(session, its_leads[0], gone_leads[0])
        steps = 2
    after = _state(opened)
    with opened.read() as session:
        wishes = session.scalars(
            select(DoNotContact.medium).where(DoNotContact.contact_id == kept)
        ).all()
        assert set(wishes) == one[1] | other[1]
        assert session.scalars(select(Lead.contact_id).distinct()).all() in ([], [kept])
    for _step in range(steps):
        with opened.write() as session:
            undo(session, None)
    assert _state(opened) == before
    for _step in range(steps):
        with opened.write() as session:
            redo(session, None)
    assert _state(opened) == after
    opened.close()


def _add(session: Session, known: Any) -> tuple[ContactId, list[LeadId]]:
    given_fields, media, leads = known
    contact = add_contact(session, last_name="Lee", **given_fields)
    for medium in media:
        set_do_not_contact(session, contact, medium, "a letter")
    added = [add_lead(session, contact_id=contact) for _ in range(leads)]
    for lead in added[:1]:
        move_stage(session, lead, stages(session)[1].id)
    return contact, added


def _state(workspace: Workspace) -> tuple[Any, Any]:
    with workspace.read() as session:
        return recorded_rows(session), derived_rows(session)
