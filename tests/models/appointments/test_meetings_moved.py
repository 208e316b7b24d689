"""Meetings at another time: moved in place, put off with a chain, under new clock rules."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from models.appointments.attending import (
    record_yes,
)
from models.appointments.booking import OverlapError, book
from models.appointments.confirming import (
    hand_over_invitation,
)
from models.appointments.life import (
    cancel,
)
from models.appointments.meetings import meetings_between
from models.appointments.reading import meeting_page
from models.appointments.rescheduling import (
    RescheduleRefusedError,
    are_zones_to_be_rechecked,
    move_appointment,
    recheck_zones,
    reschedule,
)
from models.calendars.incoming import IncomingMessage
from models.calendars.replies import apply_message
from models.entities.meetings.appointments import Appointment
from models.outbox.handing import record_handed_over
from models.workspace import Workspace
from tests.models.appointments.meeting_steps import (
    TUESDAY_TEN,
    booked,
    decider,
    waiting,
)
from tests.models.outbox.meetings import only_one
from tests.models.small_meetings import let_zone_rules_change
from tests.models.small_world import SmallWorld


def test_a_rescheduled_meeting_keeps_its_chain_closer_people_preparation_and_uid(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        cancel(session, world.appointment)
        one = booked(session, world)
        hand_over_invitation(session, one)
        record_yes(session, decider(session, one), "spoken")
        two = reschedule(session, one, "2026-11-10T10:15", "Europe/Berlin", reason="An audit")
        three = reschedule(session, two, "2026-11-11T10:00", "Europe/Berlin", 45)
        page = meeting_page(session, one)
        assert [(row.id, row.state) for row in page.chain] == [
            (one, "rescheduled"),
            (two, "rescheduled"),
            (three, "proposed"),
        ]
        assert page.meeting.end_reason == "An audit"
        last = meeting_page(session, three)
        assert last.chain == page.chain
        assert last.meeting.closer_id == world.leader
        assert [row.name for row in last.attendees] == ["Ann Lee", "Bo"]
        assert not any(row.said_yes_at for row in last.attendees)
        uids = {session.get_one(Appointment, each).invitation_uid for each in (one, two, three)}
        assert len(uids) == 1
        assert len(waiting(session, three)) == 1
        book(session, world.lead, world.leader, TUESDAY_TEN, "Europe/Berlin", 30)
        with pytest.raises(RescheduleRefusedError, match="another time already"):
            reschedule(session, one, "2026-11-13T15:00", "Europe/Berlin")


def test_a_move_is_in_place_while_nobody_knows_and_a_rescheduling_once_invited(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        one = booked(session, world)
        moved = move_appointment(session, one, "2026-11-11T10:00", "Europe/Berlin")
        row = session.get_one(Appointment, one)
        assert moved == one
        assert row.starts_at == row.original_starts_at == datetime(2026, 11, 11, 9, tzinfo=UTC)
        hand_over_invitation(session, one)
        assert move_appointment(session, one, "2026-11-11T10:00", "Europe/Berlin", 60) == one
        assert row.ends_at == datetime(2026, 11, 11, 10, tzinfo=UTC)
        later = move_appointment(session, one, "2026-11-11T10:30", "Europe/Berlin", tell=False)
        assert later != one
        new = session.get_one(Appointment, later)
        assert (row.state, new.state) == ("rescheduled", "invited")
        assert new.original_starts_at == row.original_starts_at
        book(session, world.lead, world.leader, "2026-11-11T11:30", "Europe/Berlin", 30)
        with pytest.raises(OverlapError):
            move_appointment(session, later, "2026-11-11T10:30", "Europe/Berlin", 90)


def test_new_clock_rules_move_the_instant_and_keep_what_was_agreed(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        assert are_zones_to_be_rechecked(session, filled.clock())
        assert recheck_zones(session) == 1
        assert not are_zones_to_be_rechecked(session, filled.clock())
        row = session.get_one(Appointment, world.meetings.shifted)
        assert (row.wall_start, row.zone) == ("2026-11-13T10:00", "Europe/Berlin")
        assert row.starts_at == datetime(2026, 11, 13, 9, tzinfo=UTC)
        assert row.ends_at - row.starts_at == timedelta(minutes=30)
        assert recheck_zones(session) == 0
        book(session, world.lead, world.leader, "2026-11-13T11:00", "Europe/Berlin", 30)
        session.connection().execute(
            update(Appointment).where(Appointment.id == row.id).values(zone="UTC")
        )
        session.expire_all()
        recheck_zones(session)
        assert row.state == "tentative"
        assert "clock rules" in (row.tentative_reason or "")


def test_new_clock_rules_ask_those_anew_who_answered_by_calendar(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        recheck_zones(session)
        cancel(session, world.appointment)
        one = booked(session, world)
        record_handed_over(session, only_one(session, one).id, "saved")
        record_yes(session, decider(session, one), "spoken")

        def answer(name: str, at: datetime) -> str:
            uid = session.get_one(Appointment, one).invitation_uid
            reply = IncomingMessage(
                "mail", f"{name} {at}", method="REPLY", uid=uid, sequence=0, stamped_at=at,
                attendee_email=f"{name}@acme.example", reply="accepted",
            )  # fmt: skip
            return apply_message(session, reply).code

        assert {answer("ann", filled.clock()), answer("bo", filled.clock())} == {"applied"}
        let_zone_rules_change(session, one, datetime(2026, 11, 10, 10, tzinfo=UTC))
        assert recheck_zones(session) == 1
        told = only_one(session, one)
        assert told.content.starts_at == datetime(2026, 11, 10, 9, tzinfo=UTC)
        assert [guest.reply for guest in told.content.guests] == ["accepted", "none", "none"]
        guests = meeting_page(session, one).attendees
        assert [(guest.reply, guest.said_yes_how) for guest in guests] == [
            ("none", "spoken"),
            ("none", None),
        ]
        assert answer("bo", filled.clock() + timedelta(minutes=1)) == "late"


def test_meetings_between_are_those_that_touch_the_time(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        ten = datetime(2026, 11, 3, 9, tzinfo=UTC)
        hour = timedelta(hours=1)
        assert [row.id for row in meetings_between(session, ten, ten + hour)] == [world.appointment]
        assert meetings_between(session, ten - hour, ten) == ()
        assert meetings_between(session, ten, ten + hour, (world.setter,)) == ()
