"""A closer is never double-booked: two desks on one file, whatever they do in whatever order."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.booking import OverlapError, SlotRefusedError, book
from models.appointments.confirming import hand_over_invitation
from models.appointments.kinds import MeetingRules, add_meeting_kind
from models.appointments.life import cancel, record_held, record_no_show
from models.appointments.rescheduling import move_appointment, reschedule
from models.appointments.times.holding import hold_slot
from models.appointments.times.rules import Refusal
from models.entities.meetings.appointments import Appointment
from models.errors import KnownError
from models.history.undo.double_booking import FREED, TimeTakenError
from models.history.undo.steps import redo, undo
from models.history.verbs import now
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

# Wednesday, when the small world's closer has nothing to do yet; quarters of an hour from 9:00.
DAY = datetime(2026, 11, 4, 9, tzinfo=UTC)
QUARTERS = 16


@contextmanager
def two_desks(file: Path, clock: FrozenClock) -> Iterator[tuple[Workspace, Workspace]]:
    """Open one file twice, as two windows on one laptop do."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "shared.db")
        shutil.copyfile(file, path)
        desks = open_workspace(path, clock=clock), open_workspace(path, clock=clock)
        try:
            yield desks
        finally:
            for desk in desks:
                desk.close()


def wall(quarter: int) -> str:
    return (DAY + timedelta(minutes=15 * quarter)).strftime("%Y-%m-%dT%H:%M")


def overlaps(workspace: Workspace) -> list[tuple[int, int]]:
    """Return pairs of a closer's meetings that overlap and were not booked so with a reason."""
    with workspace.read() as session:
        taken = session.scalars(select(Appointment).where(Appointment.state.not_in(FREED))).all()
    return [
        (one.id, other.id)
        for one, other in combinations(taken, 2)
        if one.closer_id == other.closer_id
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        and not (one.overlap_reason or other.overlap_reason)
    ]


Deed = Callable[[Session, SmallWorld, MemberId, int, int], object]


def latest(session: Session, number: int) -> AppointmentId:
    """Return one of the day's meetings, whatever its state."""
    found = session.scalars(
        select(Appointment.id)
        .where(Appointment.starts_at >= DAY - timedelta(days=1))
        .order_by(Appointment.id.desc())
    ).all()
    return AppointmentId(found[number % len(found)])


def _hold(session: Session, w: SmallWorld, who: MemberId, quarter: int, number: int) -> object:
    start = DAY + timedelta(minutes=15 * quarter)
    return hold_slot(session, w.leader, start, start + timedelta(minutes=30), w.lead, who)


def _with_buffers(session: Session) -> MeetingKindId:
    rules = MeetingRules(45, buffer_before_minutes=5, buffer_after_minutes=15, notice_minutes=0)
    return add_meeting_kind(session, f"Kind of {now(session)}", rules)


DEEDS: dict[str, Deed] = {
    "book": lambda s, w, who, q, n: book(s, w.lead, w.leader, wall(q), "UTC", 15 * (1 + n % 4)),
    "book a kind": lambda s, w, who, q, n: book(
        s, w.lead, w.leader, wall(q), "UTC", kind_id=_with_buffers(s)
    ),
    "book over": lambda s, w, who, q, n: book(
        s, w.lead, w.leader, wall(q), "UTC", 30, overlap_reason="Both at one table"
    ),
    "hold": _hold,
    "cancel": lambda s, w, who, q, n: cancel(s, latest(s, n)),
    "invite": lambda s, w, who, q, n: hand_over_invitation(s, latest(s, n)),
    "reschedule": lambda s, w, who, q, n: reschedule(s, latest(s, n), wall(q), "UTC"),
    "move": lambda s, w, who, q, n: move_appointment(s, latest(s, n), wall(q), "UTC"),
    "resize": lambda s, w, who, q, n: move_appointment(s, latest(s, n), wall(q), "UTC", 60),
    "undo": lambda s, w, who, q, n: undo(s, who),
    "redo": lambda s, w, who, q, n: redo(s, who),
}
steps = st.tuples(
    st.booleans(), st.sampled_from(sorted(DEEDS)), st.integers(0, QUARTERS - 1), st.integers(0, 7)
)


@settings(max_examples=12, deadline=None)
@given(st.lists(steps, min_size=4, max_size=14))
def test_no_two_accepted_meetings_overlap_under_any_interleaving_of_two_desks(
    small_world_file: tuple[Path, SmallWorld], done: list[tuple[bool, str, int, int]]
) -> None:
    file, world = small_world_file
    clock = FrozenClock()
    with two_desks(file, clock) as desks:
        for second, deed, quarter, number in done:
            who = world.setter if second else world.leader
            clock.advance(seconds=40)
            try:
                with desks[second].write(who) as session:
                    DEEDS[deed](session, world, who, quarter, number)
            except KnownError:
                pass
            assert overlaps(desks[not second]) == []


def test_two_desks_at_the_very_same_moment_book_every_time_once(
    small_world_file: tuple[Path, SmallWorld], clock: FrozenClock
) -> None:
    file, world = small_world_file
    accepted: list[int] = []
    refused: list[Refusal] = []
    with two_desks(file, clock) as desks:
        together = threading.Barrier(2)

        def work(desk: Workspace, who: MemberId) -> None:
            for quarter in range(0, QUARTERS, 2):
                together.wait()
                try:
                    with desk.write(who) as session:
                        book(session, world.lead, world.leader, wall(quarter), "UTC", 30)
                        accepted.append(quarter)
                except OverlapError as error:
                    refused.append(error.refusal)

        threads = [
            threading.Thread(target=work, args=(desk, who))
            for desk, who in zip(desks, (world.leader, world.setter), strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert overlaps(desks[0]) == []
    assert sorted(accepted) == list(range(0, QUARTERS, 2))
    assert len(refused) == len(accepted)


def test_a_time_that_somebody_is_about_to_book_is_refused_to_others_for_five_minutes(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    end = DAY + timedelta(minutes=30)
    with filled.write(world.leader) as session:
        until = hold_slot(session, world.leader, DAY, end, world.lead, world.leader)
    assert until == clock() + timedelta(minutes=5)
    with filled.write(world.setter) as session:
        for wanted in (
            lambda: book(session, world.lead, world.leader, wall(1), "UTC", 30),
            lambda: book(session, world.lead, world.leader, wall(1), "UTC", 30, overlap_reason="!"),
            lambda: hold_slot(session, world.leader, DAY, end, world.lead, world.setter),
        ):
            with pytest.raises(SlotRefusedError) as refused:
                wanted()
            assert refused.value.refusal is Refusal.HELD
    clock.advance(minutes=5)
    with filled.write(world.setter) as session:
        book(session, world.lead, world.leader, wall(1), "UTC", 30)


def test_who_holds_a_time_books_it_and_holds_one_time_only(
    filled: Workspace, world: SmallWorld
) -> None:
    later = DAY + timedelta(hours=2)
    with filled.write(world.setter) as session:
        for start in (DAY, later):
            end = start + timedelta(minutes=30)
            hold_slot(session, world.leader, start, end, world.lead, world.setter)
        book(session, world.lead, world.leader, wall(8), "UTC", 30)
    with filled.write(world.leader) as session:
        book(session, world.lead, world.leader, wall(0), "UTC", 30)
        book(session, world.lead, world.leader, wall(10), "UTC", 30)


def test_undo_brings_no_meeting_back_to_a_time_that_is_taken_by_now(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        first = book(session, world.lead, world.leader, wall(0), "UTC", 30)
    with filled.write(world.leader) as session:
        cancel(session, first)
    with filled.write(world.setter) as session:
        second = book(session, world.lead, world.leader, wall(1), "UTC", 30)
    with filled.write(world.leader) as session, pytest.raises(TimeTakenError, match="Lea Leader"):
        undo(session, world.leader)
    with filled.write(world.setter) as session:
        undo(session, world.setter)
    with filled.write(world.leader) as session:
        undo(session, world.leader)
    with filled.write(world.setter) as session, pytest.raises(TimeTakenError):
        redo(session, world.setter)
    with filled.read() as session:
        assert session.get_one(Appointment, first).state == "proposed"
        assert session.get(Appointment, second) is None


def test_what_was_held_or_missed_keeps_its_time(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        held = book(session, world.lead, world.leader, wall(0), "UTC", 60)
        missed = book(session, world.lead, world.leader, wall(4), "UTC", 60)
        clock.instant = DAY + timedelta(minutes=61)
        record_held(session, held)
        record_no_show(session, missed)
        with pytest.raises(OverlapError):
            book(session, world.lead, world.leader, wall(5), "UTC", 30)
