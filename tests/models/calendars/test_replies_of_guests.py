"""Replies: matched by meeting and guest in any order and number; harmless where they fit not."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appointments.attending import AttendeeDraft, add_attendee, record_yes
from models.appointments.life import cancel
from models.calendars.counters import accept_counter, decline_counter, open_counters
from models.calendars.incoming import IncomingMessage
from models.calendars.received import received
from models.calendars.replies import apply_message
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.calendars import CalendarMessage
from models.errors import InvalidValueError
from models.history.undo.steps import undo
from models.outbox.handing import record_handed_over
from models.outbox.queueing import queue_update
from models.vocabulary import MessageVerdict
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.outbox.meetings import invited, only_one, waiting_for
from tests.models.small_world import SmallWorld

EIGHT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def reply(world: SmallWorld, said: str = "accepted", **other: Any) -> IncomingMessage:
    fields: dict[str, Any] = {
        "source": "reply.eml",
        "digest": f"{said} {sorted(other.items())}",
        "method": "REPLY",
        "uid": world.uid,
        "sequence": 0,
        "stamped_at": EIGHT,
        "attendee_email": "ann@acme.example",
        "reply": said,
    }
    return IncomingMessage(**(fields | other))


def guest(workspace: Workspace, world: SmallWorld) -> Attendee:
    with workspace.read() as session:
        return session.get_one(Attendee, world.attendee)


def test_a_yes_by_calendar_is_told_apart_from_a_spoken_one(
    filled: Workspace, world: SmallWorld
) -> None:
    invited(filled, world)
    with filled.write(world.setter) as session:
        verdict = apply_message(session, reply(world, comment="Looking forward"))
        assert session.get_one(Appointment, world.appointment).state == "confirmed"
    assert verdict.code == MessageVerdict.APPLIED
    assert verdict.sentence == "Ann Lee accepted. “Looking forward”"
    assert (verdict.appointment_id, verdict.lead_id) == (world.appointment, world.lead)
    ann = guest(filled, world)
    assert (ann.reply, ann.said_yes_how, ann.replied_at) == ("accepted", "calendar_reply", EIGHT)
    with filled.write(world.setter) as session:
        apply_message(session, reply(world, "declined", stamped_at=EIGHT + timedelta(minutes=1)))
        assert session.get_one(Appointment, world.appointment).state == "invited"
    ann = guest(filled, world)
    assert (ann.reply, ann.said_yes_how, ann.said_yes_at) == ("declined", None, None)


def test_a_calendar_reply_leaves_a_spoken_yes_as_it_is(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        record_yes(session, world.attendee, "spoken")
        apply_message(session, reply(world, "declined"))
    ann = guest(filled, world)
    assert (ann.reply, ann.said_yes_how) == ("declined", "spoken")


def test_the_same_reply_again_changes_nothing_and_says_so(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        apply_message(session, reply(world))
    with filled.write(world.setter) as session:
        again = apply_message(session, reply(world))
        assert session.query(CalendarMessage).filter_by(invitation_uid=world.uid).count() == 2
    assert again.code == MessageVerdict.REPEATED
    assert again.sentence == "This was read already. Ann Lee accepted."


@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({"uid": "else@where"}, MessageVerdict.FOREIGN, "not sent from this workspace"),
        ({"attendee_email": "eve@evil.example"}, MessageVerdict.FOREIGN, "not among those invited"),
        ({"attendee_email": None}, MessageVerdict.FOREIGN, "somebody without an address"),
        ({"method": "REQUEST"}, MessageVerdict.FOREIGN, "somebody else's calendar"),
        ({"method": "REFRESH"}, MessageVerdict.FOREIGN, "sent the invitation again"),
        ({"method": "DELETE ALL"}, MessageVerdict.FOREIGN, "no reply to an invitation"),
        ({"method": None, "problem": "It is damaged"}, MessageVerdict.MALFORMED, "is damaged"),
        ({"uid": None}, MessageVerdict.MALFORMED, "does not say what it is about"),
        ({"reply": None}, MessageVerdict.MALFORMED, "neither yes nor no"),
        ({"method": "COUNTER"}, MessageVerdict.MALFORMED, "cannot be read which"),
        (
            {"attendee_email": "bo@acme.example", "delegated_from": "ann@acme.example"},
            MessageVerdict.FOREIGN,
            "in the place of",
        ),
    ],
)
def test_foreign_and_malformed_messages_do_no_harm_and_say_so(
    other: dict[str, Any],
    code: MessageVerdict,
    words: str,
    filled: Workspace,
    world: SmallWorld,
) -> None:
    with filled.write(world.setter) as session:
        verdict = apply_message(session, replace(reply(world), **other))
        assert received(session, limit=1)[0].explanation == verdict.sentence
    assert verdict.code == code
    assert words in verdict.sentence
    ann = guest(filled, world)
    assert (ann.reply, ann.reply_sequence) == ("none", None)


def test_a_reply_to_what_was_changed_since_is_late(filled: Workspace, world: SmallWorld) -> None:
    invited(filled, world)
    with filled.write(world.setter) as session:
        queue_update(session, world.appointment)
        record_handed_over(session, only_one(session, world.appointment).id, "saved")
        late = apply_message(session, reply(world))
        assert guest(filled, world).reply == "none"
        fresh = apply_message(session, reply(world, sequence=1))
    assert (late.code, fresh.code) == (MessageVerdict.LATE, MessageVerdict.APPLIED)
    with filled.write(world.setter) as session:
        cancel(session, world.appointment)
        over = apply_message(session, reply(world, "declined", sequence=1))
    assert over.code == MessageVerdict.LATE
    assert "over (cancelled)" in over.sentence


def test_who_was_not_on_the_list_is_read_again_once_they_are(
    filled: Workspace, world: SmallWorld
) -> None:
    stranger = reply(world, attendee_email="bo@acme.example")
    with filled.write(world.setter) as session:
        assert apply_message(session, stranger).code == MessageVerdict.FOREIGN
        add_attendee(session, world.appointment, AttendeeDraft("Bo Bold", "Bo@ACME.example"))
        assert apply_message(session, stranger).code == MessageVerdict.APPLIED
        kept = session.query(CalendarMessage).filter_by(digest=stranger.digest).all()
    assert [one.verdict for one in kept] == ["applied"]


def test_a_delegate_is_named_and_nobody_is_added_by_a_mail(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        said = reply(world, "delegated", delegated_to="bo@acme.example")
        verdict = apply_message(session, said)
        people = session.query(Attendee).filter_by(appointment_id=world.appointment).count()
    assert "sends bo@acme.example instead" in verdict.sentence
    assert people == 1
    assert guest(filled, world).delegated_to == "bo@acme.example"


def test_taking_a_reply_in_can_be_undone(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        apply_message(session, reply(world))
        undo(session, world.setter)
    assert guest(filled, world).reply == "none"


REPLIES = st.builds(
    lambda said, sequence, minutes, comment: {
        "said": said,
        "sequence": sequence,
        "stamped_at": None if minutes is None else EIGHT + timedelta(minutes=minutes),
        "comment": comment,
        "delegated_to": "bo@acme.example" if said == "delegated" else None,
    },
    st.sampled_from(("accepted", "tentative", "declined", "delegated")),
    st.none() | st.integers(0, 2),
    st.none() | st.integers(0, 3),
    st.sampled_from((None, "See you", "Sorry")),
)


@settings(max_examples=25)
@given(several=st.lists(REPLIES, min_size=1, max_size=4), data=st.data())
def test_replies_in_any_order_and_number_end_in_the_same_state(
    several: list[dict[str, Any]],
    data: st.DataObject,
    small_world_file: tuple[Path, SmallWorld],
) -> None:
    orders = list(permutations(range(len(several))))
    first = data.draw(st.sampled_from(orders))
    again = data.draw(st.lists(st.integers(0, len(several) - 1), max_size=3))
    second = data.draw(st.sampled_from(orders))
    ends = [after(several, order, small_world_file) for order in ((*first, *again), second)]
    assert ends[0] == ends[1]


def after(
    several: list[dict[str, Any]],
    order: tuple[int, ...],
    small_world_file: tuple[Path, SmallWorld],
) -> tuple[object, ...]:
    source, world = small_world_file
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w.db"
        shutil.copyfile(source, path)
        workspace = open_workspace(path, clock=FrozenClock())
        with workspace.write(world.setter) as session:
            for number in order:
                apply_message(session, reply(world, **several[number]))
            ann = session.get_one(Attendee, world.attendee)
            end = (
                ann.reply,
                ann.replied_at,
                ann.reply_sequence,
                ann.reply_stamped_at,
                ann.reply_comment,
                ann.delegated_to,
                ann.said_yes_at,
                ann.said_yes_how,
                session.get_one(Appointment, world.appointment).state,
            )
        workspace.close()
    return end


def test_another_time_is_accepted_by_moving_the_meeting(
    filled: Workspace, world: SmallWorld
) -> None:
    invited(filled, world)
    with filled.write(world.setter) as session:
        (row,) = open_counters(session)
        assert (row.guest, row.appointment_id) == ("Ann Lee", world.appointment)
        moved = accept_counter(session, row.id)
        meeting = session.get_one(Appointment, moved)
        assert (meeting.starts_at, meeting.wall_start) == (
            datetime(2026, 11, 6, 10, tzinfo=UTC),
            "2026-11-06T11:00",
        )
        assert meeting.invitation_uid == world.uid
        assert only_one(session, moved).kind == "update"
        assert open_counters(session) == ()
        with pytest.raises(InvalidValueError, match="was answered"):
            accept_counter(session, row.id)
        undo(session, world.setter)
        assert [one.id for one in open_counters(session)] == [row.id]


def test_another_time_is_declined_and_the_guest_told(filled: Workspace, world: SmallWorld) -> None:
    invited(filled, world)
    with filled.write(world.setter) as session:
        decline_counter(session, world.counter, "Cara is away then")
        (row,) = waiting_for(session, world.appointment)
        assert (row.kind, row.recipients) == ("counter_declined", ("ann@acme.example",))
        assert row.content.sequence == 0
        assert open_counters(session) == ()


def test_a_later_answer_or_a_change_of_the_meeting_overtakes_a_proposal(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        apply_message(session, reply(world, stamped_at=EIGHT + timedelta(minutes=5)))
        assert open_counters(session) == ()
        undo(session, world.setter)
        assert len(open_counters(session)) == 1
        cancel(session, world.appointment)
        assert open_counters(session) == ()
