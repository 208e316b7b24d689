"""Booking without overlaps, and what makes an appointment confirmed, ready and over."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.attending import record_yes
from models.appointments.booking import AttendeeDraft, OverlapError, SlotRefusedError, book
from models.appointments.confirming import edit_appointment, hand_over_invitation
from models.appointments.life import cancel, record_held, record_no_show
from models.appointments.preparing import add_preparation, complete_preparation
from models.appointments.rows import appointment, appointments_of
from models.appointments.standing import AppointmentOverError
from models.appointments.times.rules import Refusal
from models.entities.meetings.appointments import Appointment
from models.errors import InvalidValueError, NotFoundError
from models.ids import AppointmentId, AttendeeId, ContactId, LeadId, MemberId, PreparationId
from models.team.joining import deactivate, set_roles
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def test_a_booking_keeps_the_instant_and_what_was_agreed(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        booked = book(
            session,
            world.lead,
            world.leader,
            "2026-11-04T09:30",
            "America/New_York",
            45,
            purpose=" See the vans ",
            place="Their yard",
            video_link="meet.example.com/abc",
            attendees=(
                AttendeeDraft("Ann Lee", "Ann@ACME.example", "decides", world.contact),
                AttendeeDraft("Bo"),
            ),
        )
        row = appointment(session, booked)
        assert row.starts_at == datetime(2026, 11, 4, 14, 30, tzinfo=UTC)
        assert row.ends_at == datetime(2026, 11, 4, 15, 15, tzinfo=UTC)
        assert (row.wall_start, row.zone) == ("2026-11-04T09:30", "America/New_York")
        assert (row.setter_id, row.closer_id, row.state) == (world.setter, world.leader, "proposed")
        assert (row.purpose, row.place) == ("See the vans", "Their yard")
        assert row.video_link == "https://meet.example.com/abc"
        assert [(one.name, one.email, one.part_in_decision) for one in row.attendees] == [
            ("Ann Lee", "Ann@acme.example", "decides"),
            ("Bo", None, "unknown"),
        ]
        stored = session.get_one(Appointment, booked)
        assert stored.original_starts_at == row.starts_at
        assert stored.booked_at == filled.clock()
        uids = session.scalars(select(Appointment.invitation_uid)).all()
        assert len(set(uids)) == len(uids)
        assert stored.invitation_sequence == 0
        assert [one.id for one in appointments_of(session, world.lead)] == [
            booked,
            world.appointment,
        ]


@pytest.mark.parametrize(
    ("wall", "minutes", "is_taken"),
    [
        ("2026-11-03T09:00", 30, True),
        ("2026-11-03T08:30", 31, True),
        ("2026-11-03T09:29", 30, True),
        ("2026-11-03T08:00", 180, True),
        ("2026-11-03T09:10", 5, True),
        ("2026-11-03T08:30", 30, False),
        ("2026-11-03T09:30", 30, False),
        ("2026-11-04T09:00", 30, False),
    ],
)
def test_a_closer_is_never_booked_twice(
    filled: Workspace, world: SmallWorld, wall: str, minutes: int, is_taken: bool
) -> None:
    with filled.write(world.setter) as session:
        before = len(appointments_of(session, world.lead))
        if is_taken:
            with pytest.raises(OverlapError, match="Lea Leader") as refused:
                book(session, world.lead, world.leader, wall, "UTC", minutes)
            assert [row.appointment_id for row in refused.value.busy] == [world.appointment]
            assert len(appointments_of(session, world.lead)) == before
        else:
            book(session, world.lead, world.leader, wall, "UTC", minutes)
            assert len(appointments_of(session, world.lead)) == before + 1


def test_an_overlap_needs_a_reason_which_is_kept_only_where_there_is_one(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        with pytest.raises(OverlapError):
            book(
                session, world.lead, world.leader, "2026-11-03T09:00", "UTC", 30, overlap_reason=" "
            )
        twice = book(
            session,
            world.lead,
            world.leader,
            "2026-11-03T09:00",
            "UTC",
            30,
            overlap_reason="Both come to the same booth",
        )
        free = book(
            session,
            world.lead,
            world.leader,
            "2026-11-06T09:00",
            "UTC",
            30,
            overlap_reason="Just in case",
        )
        assert appointment(session, twice).overlap_reason == "Both come to the same booth"
        assert appointment(session, free).overlap_reason is None


def test_a_cancelled_meeting_frees_its_time_and_another_closers_is_no_matter(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        set_roles(session, world.setter, ("closer", "sdr"))
        book(session, world.lead, world.setter, "2026-11-03T11:00", "UTC", 30)
        cancel(session, world.appointment)
        book(session, world.lead, world.leader, "2026-11-03T09:00", "UTC", 30)


@pytest.mark.parametrize(
    ("wall", "zone", "minutes"),
    [
        ("2027-03-28T02:30", "Europe/Berlin", 30),
        ("2026-11-04T09:00", "Mars/Base", 30),
        ("2026-11-04T09:00", "UTC", 0),
        ("2026-11-04T09:00", "UTC", -30),
        ("2026-11-04T09:00", "UTC", 1441),
    ],
)
def test_times_that_cannot_be_are_refused(
    filled: Workspace, world: SmallWorld, wall: str, zone: str, minutes: int
) -> None:
    with filled.write(world.setter) as session, pytest.raises(InvalidValueError):
        book(session, world.lead, world.leader, wall, zone, minutes)


@pytest.mark.parametrize("wall", ["2026-11-02T08:30", "2025-11-04T09:00"])
def test_what_is_over_is_not_booked_whatever_the_reason(
    filled: Workspace, world: SmallWorld, wall: str
) -> None:
    with filled.write(world.setter) as session, pytest.raises(SlotRefusedError) as refused:
        book(session, world.lead, world.leader, wall, "UTC", 30, overlap_reason="Never mind")
    assert refused.value.refusal is Refusal.PAST


def test_a_meeting_that_has_begun_may_still_be_booked(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        book(session, world.lead, world.leader, "2026-11-02T08:45", "UTC", 30)


def test_only_active_closers_meet_open_leads(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        when = ("2026-11-04T09:00", "UTC", 30)
        with pytest.raises(InvalidValueError, match="no active closer"):
            book(session, world.lead, world.setter, *when)
        with pytest.raises(InvalidValueError, match="not open"):
            book(session, world.closed_lead, world.leader, *when)
        with pytest.raises(NotFoundError):
            book(session, LeadId(99), world.leader, *when)
        with pytest.raises(NotFoundError):
            book(session, world.lead, MemberId(99), *when)
        deactivate(session, world.leader)
        with pytest.raises(InvalidValueError, match="no active closer"):
            book(session, world.lead, world.leader, *when)


@pytest.mark.parametrize(
    "attendees",
    [
        (AttendeeDraft(" "),),
        (AttendeeDraft("Ann", "ann@"),),
        (AttendeeDraft("Ann", part_in_decision="boss"),),
        (AttendeeDraft("Ann", "a@b.example"), AttendeeDraft("ANN ", "A@b.example")),
        (AttendeeDraft("Ann"), AttendeeDraft("ann")),
    ],
)
def test_attendees_that_cannot_be_are_refused(
    filled: Workspace, world: SmallWorld, attendees: tuple[AttendeeDraft, ...]
) -> None:
    with filled.write() as session, pytest.raises(InvalidValueError):
        book(session, world.lead, world.leader, "2026-11-04T09:00", "UTC", 30, attendees=attendees)


def test_an_unknown_contact_does_not_attend(filled: Workspace, world: SmallWorld) -> None:
    nobody = (AttendeeDraft("Ann", contact_id=ContactId(99)),)
    with filled.write() as session, pytest.raises(NotFoundError):
        book(session, world.lead, world.leader, "2026-11-04T09:00", "UTC", 30, attendees=nobody)


def test_the_state_follows_from_invitation_and_yes(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        record_yes(session, world.attendee, "spoken")
        assert appointment(session, world.appointment).state == "proposed"
        at = clock()
        clock.advance(minutes=10)
        hand_over_invitation(session, world.appointment)
        hand_over_invitation(session, world.appointment)
        record_yes(session, world.attendee, "calendar_reply")
        row = appointment(session, world.appointment)
        assert (row.state, row.invited_at) == ("confirmed", clock())
        assert (row.attendees[0].said_yes_at, row.attendees[0].said_yes_how) == (at, "spoken")
        with pytest.raises(InvalidValueError):
            record_yes(session, world.attendee, "nodded")
        with pytest.raises(NotFoundError):
            record_yes(session, AttendeeId(99), "spoken")


def test_the_yes_of_somebody_who_does_not_decide_confirms_nothing(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        booked = book(
            session,
            world.lead,
            world.leader,
            "2026-11-04T09:00",
            "UTC",
            30,
            purpose="See",
            attendees=(AttendeeDraft("Uwe", part_in_decision="influences"),),
        )
        hand_over_invitation(session, booked)
        record_yes(session, appointment(session, booked).attendees[0].id, "spoken")
        assert appointment(session, booked).state == "invited"


def test_an_invitation_needs_a_purpose_and_somebody_to_invite(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        booked = book(session, world.lead, world.leader, "2026-11-04T09:00", "UTC", 30)
        with pytest.raises(InvalidValueError, match="purpose"):
            hand_over_invitation(session, booked)
        edit_appointment(session, booked, purpose="Price")
        with pytest.raises(InvalidValueError, match="attendees"):
            hand_over_invitation(session, booked)
        assert appointment(session, booked).invited_at is None


def test_ready_means_that_all_preparation_is_done(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        second = add_preparation(session, world.appointment, "Figures", owner_id=world.setter)
        complete_preparation(session, world.preparation)
        assert not appointment(session, world.appointment).is_ready
        complete_preparation(session, second)
        at = clock()
        clock.advance(hours=1)
        complete_preparation(session, second)
        row = appointment(session, world.appointment)
        assert row.is_ready
        assert row.preparation[1].done_at == at
        bare = book(session, world.lead, world.leader, "2026-11-04T09:00", "UTC", 30)
        assert not appointment(session, bare).is_ready
        with pytest.raises(InvalidValueError, match="is to be ready” is empty"):
            add_preparation(session, bare, " ")
        with pytest.raises(InvalidValueError, match="time zone"):
            add_preparation(session, bare, "A", due_at=clock().replace(tzinfo=None))
        with pytest.raises(NotFoundError):
            add_preparation(session, bare, "A", owner_id=MemberId(99))
        with pytest.raises(NotFoundError):
            complete_preparation(session, PreparationId(99))


@pytest.mark.parametrize("end", [record_held, record_no_show, cancel])
def test_an_appointment_ends_once(
    filled: Workspace,
    world: SmallWorld,
    clock: FrozenClock,
    end: Callable[[Session, AppointmentId], None],
) -> None:
    with filled.write(world.leader) as session:
        clock.advance(days=1)
        end(session, world.appointment)
        assert session.get_one(Appointment, world.appointment).ended_at == clock()
        for later in (
            lambda: record_held(session, world.appointment),
            lambda: cancel(session, world.appointment),
            lambda: record_yes(session, world.attendee, "spoken"),
            lambda: hand_over_invitation(session, world.appointment),
            lambda: edit_appointment(session, world.appointment, purpose="Price"),
            lambda: add_preparation(session, world.appointment, "Figures"),
        ):
            with pytest.raises(AppointmentOverError, match="is over"):
                later()


def test_what_has_not_begun_was_neither_held_nor_missed(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        for end in (record_held, record_no_show):
            with pytest.raises(InvalidValueError, match="not begun"):
                end(session, world.appointment)
        with pytest.raises(NotFoundError):
            cancel(session, AppointmentId(99))
        with pytest.raises(NotFoundError):
            appointment(session, AppointmentId(99))
