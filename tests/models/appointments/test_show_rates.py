"""How many meetings take place, on the date for which they were first agreed."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from models.appointments.booking import book
from models.appointments.life import cancel, record_held, record_no_show
from models.appointments.rescheduling import reschedule
from models.history.undo.steps import undo
from models.ids import AppointmentId
from models.reporting.asked import Asked
from models.reporting.questions.showing import facts
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

NOVEMBER = Asked(date(2026, 11, 18), date(2026, 11, 30), "UTC")
DECEMBER = Asked(date(2026, 12, 1), date(2026, 12, 30), "UTC")


def counts(session: Session, asked: Asked = NOVEMBER, closer: str | None = None) -> Counter[str]:
    """Return what became of the meetings of a period, of all closers or of one."""
    session.flush()
    found = facts(session, asked, datetime(2026, 12, 31, tzinfo=UTC), "closer").tally(session)
    return sum((Counter(one) for code, one in found.items() if closer in {None, code}), Counter())


class Story:
    """Meetings of one closer, one each day at ten, told in one session."""

    def __init__(self, session: Session, world: SmallWorld, clock: FrozenClock) -> None:
        self.session, self.world, self.clock = session, world, clock

    def booked(self, day: int) -> AppointmentId:
        """Book a meeting on a day of November."""
        wall = f"2026-11-{day:02}T10:00"
        return book(self.session, self.world.lead, self.world.leader, wall, "UTC", 30)

    def moved(self, meeting: AppointmentId, day: str) -> AppointmentId:
        """Give a meeting another day."""
        return reschedule(self.session, meeting, f"{day}T10:00", "UTC")

    def on(self, day: datetime) -> None:
        """Let it be half past ten of a day."""
        self.clock.instant = day.replace(hour=10, minute=30)


@pytest.fixture
def world_clock(filled: Workspace, clock: FrozenClock) -> FrozenClock:
    assert filled.clock is clock
    return clock


def test_a_cancelled_meeting_is_no_no_show_and_one_to_come_is_neither(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        held, missed, off, _coming = (story.booked(day) for day in (18, 19, 20, 23))
        cancel(session, off, "Moved away")
        story.on(datetime(2026, 11, 19, tzinfo=UTC))
        record_held(session, held)
        record_no_show(session, missed, by="host")
        assert counts(session) == {
            "agreed": 4,
            "came_due": 2,
            "shown": 1,
            "eventually_held": 1,
            "missed_by_host": 1,
            "called_off": 1,
            "undecided": 1,
        }


def test_rates_count_on_the_original_date_and_eventual_ones_stand_beside(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        put_off, missed, lost = (story.booked(day) for day in (23, 24, 25))
        later = story.moved(put_off, "2026-12-02")
        story.on(datetime(2026, 11, 25, tzinfo=UTC))
        record_no_show(session, missed)
        record_no_show(session, lost)
        recovered = story.moved(missed, "2026-12-03")
        assert counts(session) == {
            "agreed": 3,
            "came_due": 2,
            "missed_by_guest": 2,
            "undecided": 1,
        }
        story.on(datetime(2026, 12, 3, tzinfo=UTC))
        record_held(session, later)
        record_held(session, recovered)
        found = counts(session)
        assert (found["shown"], found["eventually_held"], found["came_due"]) == (1, 2, 3)
        assert not counts(session, DECEMBER)


def test_undoing_an_outcome_takes_it_out_of_the_rates(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        meeting = story.booked(18)
        story.on(datetime(2026, 11, 18, tzinfo=UTC))
        record_no_show(session, meeting)
        assert counts(session)["came_due"] == 1
    with filled.write(world.leader) as session:
        undo(session, world.leader)
        assert counts(session)["came_due"] == 0


def test_the_rates_of_one_closer_are_theirs_alone(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        meeting = story.booked(18)
        story.on(datetime(2026, 11, 18, tzinfo=UTC))
        record_held(session, meeting)
        assert counts(session, closer=str(world.leader))["came_due"] == 1
        assert not counts(session, closer=str(world.setter))
