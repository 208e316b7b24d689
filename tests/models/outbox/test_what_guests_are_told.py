"""Messages of a meeting: one at a time, SEQUENCE above all that went out, nothing sent twice."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appointments.attending import AttendeeDraft, add_attendee, remove_attendee
from models.appointments.life import cancel
from models.appointments.rescheduling import reschedule
from models.entities.meetings.appointments import Appointment
from models.entities.work.outbox import OutboxMessage
from models.history.undo.steps import UndoRefusedError, next_undo, undo
from models.ids import AttendeeId
from models.outbox.accounts import remove_mail_account
from models.outbox.content import as_stored, content_of
from models.outbox.handing import (
    NoMailboxError,
    NotWaitingError,
    ask_to_send,
    begin_sending,
    due_to_send,
    letter,
    record_doubt,
    record_failed_sending,
    record_handed_over,
    settle_doubt,
    withdraw,
)
from models.outbox.queueing import queue_cancellation, queue_invitation, queue_update
from models.outbox.rows import messages_of, outbox, outbox_row
from models.settings.changing import change_setting
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.outbox.meetings import invited, only_one, send, sequence_of, uid_of, waiting_for
from tests.models.small_world import SmallWorld


def test_an_invitation_that_still_waits_is_written_anew_and_keeps_its_number(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        queue_update(session, world.appointment, "Another room")
        row = only_one(session, world.appointment)
    assert (row.kind, row.content.sequence, row.state) == ("invitation", 0, "waiting")
    assert row.content.reason == "Another room"


def test_each_update_is_numbered_above_the_highest_that_went_out_and_keeps_the_uid(
    filled: Workspace, world: SmallWorld
) -> None:
    invited(filled, world)
    numbers = []
    for _again in range(3):
        with filled.write(world.setter) as session:
            queue_update(session, world.appointment)
            queue_update(session, world.appointment)
            row = only_one(session, world.appointment)
            assert row.kind == "update"
            assert row.content.uid == uid_of(session, world.appointment)
            numbers.append(row.content.sequence)
        send(filled, row.id)
    assert numbers == [1, 2, 3]
    with filled.write(world.setter) as session:
        cancel(session, world.appointment, "They moved house")
        row = only_one(session, world.appointment)
    assert (row.kind, row.content.sequence) == ("cancellation", 4)


def test_the_closer_is_invited_beside_the_guests(filled: Workspace, world: SmallWorld) -> None:
    with filled.read() as session:
        content = outbox_row(session, world.outbox).content
    assert [(one.name, one.optional, one.reply) for one in content.guests] == [
        ("Lea Leader", False, "accepted"),
        ("Ann Lee", False, "none"),
    ]
    assert content_of(as_stored(content)) == content


def test_nobody_is_told_of_a_meeting_that_is_cancelled_before_anything_went_out(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        assert queue_cancellation(session, world.appointment) is None
        assert waiting_for(session, world.appointment) == []


def test_a_meeting_that_moves_keeps_its_uid_and_asks_its_guests_anew(
    filled: Workspace, world: SmallWorld
) -> None:
    invited(filled, world)
    with filled.write(world.setter) as session:
        moved = reschedule(session, world.appointment, "2026-11-10T10:00", "Europe/Berlin")
        assert uid_of(session, moved) == uid_of(session, world.appointment)
        row = only_one(session, moved)
    assert (row.kind, row.content.sequence) == ("update", 1)
    assert [one.reply for one in row.content.guests] == ["accepted", "none"]


def test_a_guest_who_is_taken_off_the_list_is_told_that_it_is_off_for_them(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        add_attendee(session, world.appointment, AttendeeDraft("Bo Bold", "bo@acme.example"))
        waiting = only_one(session, world.appointment)
    send(filled, waiting.id)
    with filled.write(world.setter) as session:
        remove_attendee(session, world.attendee)
        told = {row.kind: row.recipients for row in waiting_for(session, world.appointment)}
    assert told == {"cancellation": ("ann@acme.example",), "update": ("bo@acme.example",)}


def test_a_message_is_handed_over_once(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        record_handed_over(session, world.outbox, "saved")
        for step in (
            lambda: record_handed_over(session, world.outbox, "draft"),
            lambda: begin_sending(session, world.outbox),
            lambda: ask_to_send(session, (world.outbox,)),
            lambda: withdraw(session, world.outbox),
        ):
            with pytest.raises(NotWaitingError, match="handed over"):
                step()
        appointment = session.get_one(Appointment, world.appointment)
        assert appointment.invited_at is not None
        assert appointment.state == "invited"


def test_two_programs_on_one_file_cannot_both_begin_to_send(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write() as session:
        begin_sending(session, world.outbox)
    with filled.write() as session, pytest.raises(NotWaitingError):
        begin_sending(session, world.outbox)


def test_undo_of_a_booking_whose_invitation_went_out_is_refused_and_offers_to_cancel(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        queue_update(session, world.appointment)
        waiting = only_one(session, world.appointment)
    send(filled, waiting.id)
    with filled.write(world.setter) as session:
        assert next_undo(session, world.setter) is not None
        with pytest.raises(UndoRefusedError, match="Cancel the meeting or move it instead"):
            undo(session, world.setter)


def test_sending_that_failed_stands_in_nobodys_way(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        queue_update(session, world.appointment, "Another room")
        waiting = only_one(session, world.appointment)
    with filled.write() as session:
        begin_sending(session, waiting.id)
    with filled.write() as session:
        record_failed_sending(session, waiting.id, "No network")
    clock.advance(minutes=1)
    with filled.write(world.setter) as session:
        assert waiting.id in due_to_send(session, clock())
        undo(session, world.setter)
        assert only_one(session, world.appointment).content.reason is None


def test_tries_are_further_and_further_apart(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    waits = []
    for _try in range(6):
        with filled.write() as session:
            begin_sending(session, world.outbox)
        with filled.write() as session:
            record_failed_sending(session, world.outbox, "No network")
            row = outbox_row(session, world.outbox)
        assert row.next_try_at is not None
        waits.append((row.next_try_at - clock()).total_seconds() / 60)
        assert row.last_error == "No network"
    assert waits == [1, 5, 15, 60, 240, 240]
    with filled.write() as session:
        begin_sending(session, world.outbox)
        record_failed_sending(session, world.outbox, "No such user", for_good=True)
        assert outbox_row(session, world.outbox).state == "failed"
        clock.advance(days=9)
        assert world.outbox not in due_to_send(session, clock())


def test_what_may_have_gone_out_is_asked_about_and_never_sent_by_itself(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write() as session:
        begin_sending(session, world.outbox)
        assert not outbox_row(session, world.outbox).in_doubt(clock())
    # The program died here: after a while nobody can be sending it any more.
    clock.advance(minutes=10)
    with filled.write() as session:
        assert outbox_row(session, world.outbox).in_doubt(clock())
        assert world.outbox not in due_to_send(session, clock())
        record_doubt(session, world.outbox, "The line went dead")
    with filled.write(world.setter) as session:
        settle_doubt(session, world.outbox, went_out=False)
        assert world.outbox in due_to_send(session, clock())
        begin_sending(session, world.outbox)
        settle_doubt(session, world.outbox, went_out=True)
        row = outbox_row(session, world.outbox)
    assert (row.state, row.handed_over_how, row.content.sequence) == ("handed_over", "smtp", 0)


def test_messages_leave_by_themselves_only_after_a_while_and_only_where_that_is_wanted(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        assert world.outbox not in due_to_send(session, clock())
        assert world.outbox in due_to_send(session, clock.advance(minutes=2))
        change_setting(session, "send_after_minutes", "")
        assert world.outbox not in due_to_send(session, clock.advance(days=1))
        ask_to_send(session, (world.outbox,))
        assert world.outbox in due_to_send(session, clock())


def test_old_letters_and_those_about_meetings_that_began_need_somebodys_word(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        # The meeting is on the next day at nine.
        assert world.outbox in due_to_send(session, clock.advance(hours=23))
        assert world.outbox not in due_to_send(session, clock.advance(hours=1))
        queue_update(session, world.appointment)
        waiting = only_one(session, world.appointment)
        assert waiting.id not in due_to_send(session, clock.advance(minutes=5))
        ask_to_send(session, (waiting.id,))
        assert waiting.id in due_to_send(session, clock())


def test_the_organiser_stays_who_it_was_although_accounts_come_and_go(
    filled: Workspace, world: SmallWorld
) -> None:
    invited(filled, world)
    with filled.write(world.leader) as session:
        settle_doubt(session, world.sending, went_out=True)
        remove_mail_account(session, world.account)
        queue_update(session, world.appointment)
        waiting = letter(session, only_one(session, world.appointment).id)
        assert waiting.content.organizer is not None
        assert waiting.content.organizer.address == "desk@our.example"
        with pytest.raises(NoMailboxError, match=r"desk@our\.example"):
            ask_to_send(session, (waiting.id,))


def test_a_withdrawn_message_is_told_to_nobody_and_undo_brings_it_back(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        before = outbox(session)
        withdraw(session, world.outbox)
        assert world.outbox not in {row.id for row in outbox(session)}
        assert messages_of(session, world.appointment) == ()
        undo(session, world.setter)
        assert outbox(session) == before


@settings(max_examples=15)
@given(steps=st.lists(st.sampled_from(("update", "send", "cancel", "undo")), max_size=10))
def test_whatever_happens_numbers_only_rise_and_no_two_messages_wait(
    steps: list[str], small_world_file: tuple[object, SmallWorld], tmp_path_factory: object
) -> None:
    import shutil
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from models.errors import KnownError
    from models.workspace import open_workspace

    source, world = small_world_file
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w.db"
        shutil.copyfile(str(source), path)
        workspace = open_workspace(path, clock=FrozenClock())
        sent: list[int] = []
        for step in steps:
            try:
                with workspace.write(world.setter) as session:
                    if step == "update":
                        queue_update(session, world.appointment)
                    elif step == "cancel":
                        queue_cancellation(session, world.appointment)
                    elif step == "undo":
                        undo(session, world.setter)
            except KnownError:
                continue
            with workspace.read() as session:
                waiting = waiting_for(session, world.appointment)
            assert len(waiting) <= 1
            if step == "send" and waiting:
                send(workspace, waiting[0].id)
                with workspace.read() as session:
                    number = sequence_of(session, waiting[0].id)
                assert number is not None
                sent.append(number)
        workspace.close()
    assert sent == sorted(set(sent))


def test_without_anybody_to_invite_nothing_is_put_into_the_outbox(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        remove_attendee(session, AttendeeId(world.attendee))
        assert queue_invitation(session, world.appointment) is None
        rows = session.query(OutboxMessage).filter_by(appointment_id=world.appointment).count()
    assert rows == 0
