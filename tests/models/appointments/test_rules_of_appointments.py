"""The rules that must hold everywhere, as far as meetings are concerned, each by its name."""

import socket
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.attending import AttendeeDraft, record_yes
from models.appointments.booking import book
from models.appointments.confirming import hand_over_invitation
from models.appointments.life import cancel
from models.appointments.reading import meeting_page
from models.cadences.enrolling import enrol
from models.cadences.rows import run_of
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.history.undo.steps import undo
from models.ids import AppointmentId, ContactId
from models.leads.do_not_contact import set_do_not_contact
from models.outbox.rows import messages_of
from models.queue.reading import queue_of
from models.queue.rows import Kind
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

WALL = "2026-11-10T10:00"
ANN = AttendeeDraft("Ann Lee", "ann@acme.example", "decides")


def booked(session: Session, world: SmallWorld) -> AppointmentId:
    return book(
        session, world.lead, world.leader, WALL, "Europe/Berlin", 30, purpose="See the vans",
        attendees=(ANN,),
    )  # fmt: skip


def test_a_meeting_that_is_over_and_has_no_outcome_heads_everyones_day(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        over = booked(session, world)
        assert session.get_one(Appointment, over).setter_id == world.setter
        cancel(session, world.appointment)
        cancel(session, world.meetings.over)
    clock.instant = datetime(2026, 11, 10, 9, 31, tzinfo=UTC)
    with filled.read() as session:
        for member in (world.setter, world.leader, None):
            first = queue_of(session, member, clock())[0]
            assert (first.kind, first.appointment_id) == (Kind.OPEN_OUTCOME, over)


def test_booking_needs_no_network_and_what_must_leave_waits_in_the_outbox(
    filled: Workspace, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("Something asked for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with filled.write(world.setter) as session:
        one = booked(session, world)
        (waiting,) = messages_of(session, one)
        assert (waiting.kind, waiting.state) == ("invitation", "waiting")
        assert "ann@acme.example" in waiting.recipients


def test_a_calendar_reply_is_shown_and_never_required(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        one = booked(session, world)
        hand_over_invitation(session, one)
        (guest,) = meeting_page(session, one).attendees
        record_yes(session, guest.id, "spoken")
        page = meeting_page(session, one)
        assert (page.meeting.state, page.attendees[0].reply) == ("confirmed", "none")


def test_a_booking_stops_the_cadence_and_undo_takes_it_up_again(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        enrol(session, world.same_lead, world.queue.other_cadence)
    with filled.write(world.setter) as session:
        book(session, world.same_lead, world.leader, WALL, "Europe/Berlin", 30)
        run = run_of(session, world.same_lead)
        assert run is not None
        assert run.end_reason == "booked"
    with filled.write(world.setter) as session:
        undo(session, world.setter)
        run = run_of(session, world.same_lead)
        assert run is not None
        assert run.end_reason is None


def test_do_not_contact_by_any_way_takes_the_lead_out_of_the_queue(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    def touches() -> set[int | None]:
        meetings = {Kind.OPEN_OUTCOME, Kind.MEETING, Kind.MEETING_SOON}
        with filled.read() as session:
            lines = queue_of(session, None, clock())
        return {line.lead_id for line in lines if line.kind not in meetings}

    with filled.read() as session:
        contact = session.scalar(select(Lead.contact_id).where(Lead.id == world.qualified))
    assert contact is not None
    assert world.qualified in touches()
    with filled.write(world.leader) as session:
        for medium in ("call", "email", "linkedin"):
            set_do_not_contact(session, ContactId(contact), medium, "They said so")
    assert world.qualified not in touches()
