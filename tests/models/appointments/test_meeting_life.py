"""What becomes of a meeting: held, missed, called off, put off, moved, and what it came to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.appointments.attending import (
    add_attendee,
    confirm,
    edit_attendee,
    record_yes,
    remove_attendee,
    take_back_yes,
)
from models.appointments.booking import AttendeeDraft, book
from models.appointments.confirming import (
    edit_appointment,
    hand_over_invitation,
    invite,
    mark_tentative,
    settle_time,
)
from models.appointments.kinds import MeetingRules, Preparation, add_meeting_kind
from models.appointments.life import (
    DealWish,
    OutcomeRefusedError,
    cancel,
    record_held,
    record_no_show,
    record_outcome,
)
from models.appointments.meetings import awaits_outcome, meeting_rows
from models.appointments.reading import meeting_page
from models.appointments.rescheduling import move_appointment, reschedule
from models.appointments.standing import AppointmentOverError
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.errors import InvalidValueError, KnownError
from models.history.undo.steps import redo, undo
from models.ids import AppointmentId
from models.team.planning import set_calendar_policy
from models.vocabulary import ENDS
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.appointments.meeting_steps import (
    ANN,
    TUESDAY_TEN,
    booked,
    decider,
    stage_of,
    state,
    waiting,
)
from tests.models.rows import recorded_rows
from tests.models.small_world import SmallWorld


def test_a_meeting_is_proposed_invited_confirmed_and_held_and_takes_its_lead_along(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        cancel(session, world.appointment)
        one = booked(session, world)
        assert (state(session, one), waiting(session, one)) == ("proposed", ["invitation"])
        hand_over_invitation(session, one)
        assert state(session, one) == "invited"
        assert stage_of(session, world.lead) == "mql"
        record_yes(session, decider(session, one), "spoken")
        assert (state(session, one), stage_of(session, world.lead)) == ("confirmed", "appointment")
        take_back_yes(session, decider(session, one))
        assert state(session, one) == "invited"
        confirm(session, one)
        for end in (record_held, record_no_show):
            with pytest.raises(InvalidValueError, match="not begun"):
                end(session, one)
        clock.instant = datetime(2026, 11, 10, 9, 5, tzinfo=UTC)
        record_held(session, one, "Wants an offer")
        assert (state(session, one), stage_of(session, world.lead)) == ("held", "held")
        assert session.get_one(Appointment, one).outcome_note == "Wants an offer"


def test_a_tentative_time_is_not_agreed_whatever_else_is(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        cancel(session, world.appointment)
        one = booked(session, world)
        mark_tentative(session, one, "The calendar is old")
        hand_over_invitation(session, one)
        record_yes(session, decider(session, one), "spoken")
        assert (state(session, one), stage_of(session, world.lead)) == ("tentative", "mql")
        settle_time(session, one)
        assert (state(session, one), stage_of(session, world.lead)) == ("confirmed", "appointment")


def test_a_kind_fills_length_purpose_place_and_preparation_with_owner_and_due_date(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        kind = add_meeting_kind(
            session, "Show", MeetingRules(50, 10, 5, 15), purpose="See it work", place="By video",
            preparation=(
                Preparation("Read the notes", "setter", 24),
                Preparation("Log in", hours_before=400),
            ),
        )  # fmt: skip
        one = book(session, world.lead, world.leader, TUESDAY_TEN, "Europe/Berlin", kind_id=kind)
        page = meeting_page(session, one)
        assert page.meeting.ends_at - page.meeting.starts_at == timedelta(minutes=50)
        assert (page.meeting.purpose, page.meeting.place) == ("See it work", "By video")
        assert [(item.text, item.owner_id, item.due_at) for item in page.preparation] == [
            ("Read the notes", world.setter, datetime(2026, 11, 9, 9, tzinfo=UTC)),
            ("Log in", world.leader, clock()),
        ]
        row = session.get_one(Appointment, one)
        assert (row.buffer_before_minutes, row.buffer_after_minutes) == (5, 15)


def test_what_is_missing_is_said_in_sentences_for_each_part_and_gate(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        bare = book(session, world.lead, world.leader, TUESDAY_TEN, "Europe/Berlin", 30)
        page = meeting_page(session, bare)
        assert {part.code: part.complete for part in page.parts} == {
            "time": True,
            "invitation": False,
            "purpose": False,
            "stakeholders": False,
            "preparation": False,
        }
        assert all(part.sentence for part in page.parts)
        assert {gate.gate for gate in page.gates if gate.missing} == {
            "confirmed",
            "ready",
        }
        assert not page.is_ready
        assert waiting(session, bare) == []
        with pytest.raises(InvalidValueError, match="purpose"):
            invite(session, bare)
        edit_appointment(session, bare, purpose="Price", video_link="meet.example.com/x")
        add_attendee(session, bare, ANN)
        assert waiting(session, bare) == ["invitation"]


def test_a_tentative_meeting_invites_nobody_until_its_time_is_sure(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        one = world.meetings.tentative
        assert (state(session, one), waiting(session, one)) == ("tentative", [])
        with pytest.raises(InvalidValueError, match="tentative"):
            invite(session, one)
        edit_appointment(session, one, place="Their yard")
        assert waiting(session, one) == []
        settle_time(session, one)
        assert (state(session, one), waiting(session, one)) == ("proposed", ["invitation"])


def test_an_invitation_that_waits_does_not_go_out_for_a_time_that_is_not_sure_any_more(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        one = booked(session, world)
        assert waiting(session, one) == ["invitation"]
        set_calendar_policy(session, world.leader, "ask_first")
        assert move_appointment(session, one, "2026-11-10T14:00", "Europe/Berlin") == one
        assert (state(session, one), waiting(session, one)) == ("tentative", [])
        settle_time(session, one)
        assert waiting(session, one) == ["invitation"]


def test_attendees_can_change_until_it_is_over_and_another_address_said_nothing_yet(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        one = booked(session, world)
        ann, bo = (row.id for row in meeting_page(session, one).attendees)
        record_yes(session, ann, "spoken")
        edit_attendee(session, ann, AttendeeDraft("Ann Lee", "ann@acme.example", "influences"))
        assert meeting_page(session, one).attendees[0].said_yes_how == "spoken"
        edit_attendee(session, ann, AttendeeDraft("Ann Lee", "lee@acme.example", "decides"))
        assert meeting_page(session, one).attendees[0].said_yes_at is None
        with pytest.raises(InvalidValueError, match="twice"):
            add_attendee(session, one, AttendeeDraft("bo", "BO@acme.example"))
        remove_attendee(session, ann)
        with pytest.raises(InvalidValueError, match="decides"):
            confirm(session, one)
        assert [row.id for row in meeting_page(session, one).attendees] == [bo]
        cancel(session, one)
        with pytest.raises(AppointmentOverError):
            remove_attendee(session, bo)


def test_a_no_show_knows_who_missed_it_and_why_and_can_be_followed(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        one = booked(session, world)
        clock.instant = datetime(2026, 11, 10, 9, 20, tzinfo=UTC)
        record_no_show(session, one, by="host", reason="Train was late")
        row = session.get_one(Appointment, one)
        assert (row.state, row.missed_by, row.end_reason) == ("no_show", "host", "Train was late")
        again = reschedule(session, one, "2026-11-12T15:00", "Europe/Berlin", agreed=True)
        assert row.state == "no_show"
        new = session.get_one(Appointment, again)
        assert new.invitation_uid != row.invitation_uid
        assert (new.previous_id, new.original_starts_at) == (one, row.original_starts_at)
        assert meeting_page(session, again).attendees[0].said_yes_how == "spoken"


def test_a_cancelled_meeting_is_no_no_show_and_tells_only_who_was_invited(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        quiet, untold = booked(session, world), booked(session, world, "2026-11-11T10:00")
        cancel(session, quiet, "Wrong lead")
        cancel(session, untold, tell=False)
        assert waiting(session, quiet) == waiting(session, untold) == []
        assert state(session, quiet) == "cancelled"


def unsaid(session: Session, clock: FrozenClock) -> list[AppointmentId]:
    """Return the meetings that are over and of which nobody said what came of them."""
    return [row.id for row in meeting_rows(session, awaits_outcome(clock()))]


def test_a_meeting_comes_to_a_deal_a_next_meeting_or_a_loss_with_reason(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        over = world.meetings.over
        assert unsaid(session, clock) == [over]
        with pytest.raises(OutcomeRefusedError, match="deal"):
            record_outcome(session, over, "deal")
        assert state(session, over) == "proposed"
        deal = record_outcome(session, over, "deal", deal=DealWish("Pilot", 900_00))
        assert deal is not None
        assert (state(session, over), unsaid(session, clock)) == ("held", [])
        with pytest.raises(OutcomeRefusedError, match="recorded"):
            record_outcome(session, over, "lost", reason="budget")
        second, third = booked(session, world), booked(session, world, "2026-11-12T11:00")
        clock.instant = datetime(2026, 11, 12, 12, tzinfo=UTC)
        record_held(session, second)
        assert second in unsaid(session, clock)
        book(
            session, world.lead, world.leader, "2026-11-18T10:00", "Europe/Berlin", 30,
            follows_id=second,
        )  # fmt: skip
        assert session.get_one(Appointment, second).outcome == "next_meeting"
        with pytest.raises(OutcomeRefusedError, match="reason"):
            record_outcome(session, third, "lost")
        record_outcome(session, third, "lost", reason="competitor", note="Took the other one")
        lead = session.get_one(Lead, world.lead)
        assert (lead.status, lead.status_reason) == ("lost", "competitor")


Act = Callable[[Session, SmallWorld, AppointmentId], object]
ACTS: dict[str, Act] = {
    "invite": lambda s, w, a: hand_over_invitation(s, a),
    "confirm": lambda s, w, a: confirm(s, a),
    "no after all": lambda s, w, a: take_back_yes(s, decider(s, a)),
    "unsure": lambda s, w, a: mark_tentative(s, a, "Lea is asked first"),
    "sure": lambda s, w, a: settle_time(s, a),
    "hold": lambda s, w, a: record_held(s, a),
    "miss": lambda s, w, a: record_no_show(s, a),
    "cancel": lambda s, w, a: cancel(s, a, "Ill"),
    "put off": lambda s, w, a: reschedule(s, a, "2026-11-16T10:00", "Europe/Berlin"),
    "deal": lambda s, w, a: record_outcome(s, a, "deal", deal=DealWish("Pilot")),
    "lost": lambda s, w, a: record_outcome(s, a, "lost", reason="budget"),
}


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=2, max_size=5), st.booleans())
def test_whatever_happens_to_a_meeting_its_state_is_true_and_each_step_can_be_undone(
    filled: Workspace, world: SmallWorld, acts: list[str], begun: bool
) -> None:
    with filled.read() as session:
        first = recorded_rows(session)
    with filled.write(world.leader) as session:
        one = booked(session, world)
    clock = filled.clock
    filled.clock = lambda: datetime(2026, 11, 10, 9, 10, tzinfo=UTC) if begun else clock()
    done = 1
    try:
        for act in acts:
            with filled.read() as session:
                before = recorded_rows(session)
            try:
                with filled.write(world.leader) as session:
                    ACTS[act](session, world, one)
            except KnownError:
                with filled.read() as session:
                    assert recorded_rows(session) == before, "a refusal left something behind"
                continue
            with filled.read() as session:
                after = recorded_rows(session)
                row = session.get_one(Appointment, one)
                assert (row.state in ENDS) == (row.ended_at is not None)
                assert (row.state == "tentative") <= (row.tentative_reason is not None)
                assert (row.outcome is not None) <= (row.state == "held")
            if after == before:
                continue
            done += 1
            with filled.write(world.leader) as session:
                undo(session, world.leader)
                assert recorded_rows(session) == before
                redo(session, world.leader)
                assert recorded_rows(session) == after
    finally:
        filled.clock = clock
        for _step in range(done):
            with filled.write(world.leader) as session:
                undo(session, world.leader)
    with filled.read() as session:
        assert recorded_rows(session) == first
