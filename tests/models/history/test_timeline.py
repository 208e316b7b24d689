"""A lead's history comes from the log, undone changes and the import included."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from models.activity.touches import log_touch
from models.appointments.booking import AttendeeDraft, book
from models.appointments.life import cancel
from models.appointments.preparing import add_preparation
from models.entities.base import new_uuid
from models.entities.workspace.exchange import ImportBatch
from models.errors import NotFoundError
from models.history.recording import open_change
from models.history.telling.timeline import HistoryRow, timeline_of_lead
from models.history.undo.steps import redo, undo
from models.ids import LeadId
from models.leads.do_not_contact import lift_do_not_contact
from models.leads.editing import edit_company, edit_contact
from models.leads.stages.moving import move_stage
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def newest(workspace: Workspace, lead_id: LeadId) -> HistoryRow:
    with workspace.read() as session:
        return timeline_of_lead(session, lead_id).rows[0]


def test_everything_about_a_lead_is_there_newest_first(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        verbs = [row.verb for row in timeline_of_lead(session, world.lead).rows]
        other = [row.verb for row in timeline_of_lead(session, world.closed_lead).rows]
        with pytest.raises(NotFoundError):
            timeline_of_lead(session, LeadId(99))
    assert verbs == [
        *("add_task", "open_deal", "add_preparation", "apply_message", "queue_invitation"),
        *("book", "move_stage", "add_lead"),
        *("set_do_not_contact", "add_contact", "add_company"),
    ]
    assert other == ["override_grade", "disqualify", "add_lead"]


def test_a_move_shows_who_when_and_both_stages_by_name(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    at = clock.advance(hours=3)
    with filled.write(world.setter) as session:
        move_stage(session, world.lead, world.stages[2], evidence="Wrote back")
    row = newest(filled, world.lead)
    assert (row.at, row.actor, row.verb, row.undone) == (at, "Sven Setter", "move_stage", False)
    assert row.label == "Move Ann Lee to Responded"
    shown = {(one.table, one.field): (one.before, one.after) for one in row.details}
    assert shown["Lead", "Stage"] == ("MQL", "Responded")
    assert shown["Stage move", "Evidence"] == (None, "Wrote back")
    assert shown["Stage move", "Occurred at"] == (None, datetime(2026, 11, 2, 12, tzinfo=UTC))


def test_a_cancelled_meeting_says_who_called_it_off(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        cancel(session, world.appointment, by="host")
    details = newest(filled, world.lead).details
    assert ("Called off or missed by", None, "Host") in {
        (one.field, one.before, one.after) for one in details
    }


def test_a_change_of_the_contact_or_company_is_in_the_history(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        edit_contact(session, world.contact, phone=None, email="ann@new.example")
    row = newest(filled, world.lead)
    assert {(one.field, one.before, one.after) for one in row.details} == {
        ("Phone", "+442079460958", None),
        ("E-mail", "ann@acme.example", "ann@new.example"),
    }
    with filled.write() as session:
        edit_company(session, world.company, name="Bolt")
    row = newest(filled, world.lead)
    assert (row.verb, row.actor) == ("edit_company", None)


def test_what_was_undone_stays_in_the_history_with_what_it_was(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        log_touch(session, world.lead, "call", "voicemail", note="Try again")
        before = timeline_of_lead(session, world.lead).rows[0]
        undo(session, world.setter)
        undone = timeline_of_lead(session, world.lead).rows[0]
        redo(session, world.setter)
        assert timeline_of_lead(session, world.lead).rows[0] == before
    assert not before.undone
    assert undone.undone
    assert undone.details == before.details
    assert ("Outcome", None, "Voicemail") in {
        (one.field, one.before, one.after) for one in undone.details
    }


def test_a_new_row_is_shown_as_it_came_in_not_as_it_is_now(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        edit_contact(session, world.contact, last_name="Low")
        edit_contact(session, world.contact, last_name="Ray")
        history = timeline_of_lead(session, world.lead).rows
    added = next(row for row in history if row.verb == "add_contact")
    assert ("Last name", None, "Lee") in {
        (one.field, one.before, one.after) for one in added.details
    }


def test_what_a_verb_removed_is_there(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        lift_do_not_contact(session, world.contact, "linkedin", "their mail")
    row = newest(filled, world.lead)
    assert row.label == "Allow linkedin to Ann Lee again"
    assert ("Source", "told us by phone", None) in {
        (one.field, one.before, one.after) for one in row.details
    }


def test_the_import_that_brought_a_lead_in_begins_its_history(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        session.connection().execute(
            insert(ImportBatch).values(
                id=7,
                uuid=new_uuid(),
                file_name="fair.csv",
                kind="leads",
                source="fair",
                state="published",
                started_at=filled.clock(),
            )
        )
        open_change(
            session,
            verb_name="import_file",
            arguments={"file_name": "fair.csv"},
            batch_id=7,
        )
        session.connection().exec_driver_sql(
            "UPDATE lead SET batch_id = 7 WHERE id = ?", (world.closed_lead,)
        )
    row = newest(filled, world.closed_lead)
    assert (row.label, row.actor) == ("Import fair.csv", "Lea Leader")


def test_the_guests_of_an_appointment_whose_booking_was_undone_stay_in_the_history(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        book(
            session,
            world.lead,
            world.leader,
            "2026-11-05T10:00",
            "UTC",
            30,
            attendees=(AttendeeDraft("Bo Boss"),),
        )
        undo(session, world.setter)
    row = newest(filled, world.lead)
    assert (row.verb, row.undone) == ("book", True)
    assert ("Attendee", "Name", None, "Bo Boss") in {
        (one.table, one.field, one.before, one.after) for one in row.details
    }


def test_preparation_that_was_undone_stays_in_the_history(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        add_preparation(session, world.appointment, "Bring cake")
        undo(session, world.setter)
    row = newest(filled, world.lead)
    assert (row.label, row.undone) == ("Add preparation “Bring cake”", True)
    assert ("Text", None, "Bring cake") in {
        (one.field, one.before, one.after) for one in row.details
    }
