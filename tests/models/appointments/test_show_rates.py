"""How many meetings take place, on the date for which they were first agreed."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from models.appointments.booking import book
from models.appointments.life import cancel, record_held, record_no_show
from models.appointments.rates import ShowRates, show_rates
from models.appointments.rescheduling import reschedule
from models.history.undoing import undo
from models.ids import AppointmentId
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

NOVEMBER = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)


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

    def rates(self, period: tuple[datetime, datetime] = NOVEMBER) -> ShowRates:
        """Return the rates of a period."""
        self.session.flush()
        return show_rates(self.session, *period)


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
        rates = story.rates()
        assert (rates.shown.count, rates.shown.of) == (1, 2)
        assert rates.shown.low < 0.5 < rates.shown.high
        assert (rates.missed_by_host, rates.called_off, rates.undecided) == (1, 1, 1)


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
        rates = story.rates()
        assert (rates.shown.count, rates.shown.of, rates.eventually_held.count) == (0, 2, 0)
        assert (rates.put_off, rates.undecided) == (1, 1)
        story.on(datetime(2026, 12, 3, tzinfo=UTC))
        record_held(session, later)
        record_held(session, recovered)
        rates = story.rates()
        assert (rates.shown.count, rates.shown.of) == (1, 3)
        assert (rates.eventually_held.count, rates.eventually_held.of) == (2, 3)
        assert story.rates(DECEMBER).shown.of == 0


def test_undoing_an_outcome_takes_it_out_of_the_rates(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        meeting = story.booked(18)
        story.on(datetime(2026, 11, 18, tzinfo=UTC))
        record_no_show(session, meeting)
        assert story.rates().shown.of == 1
    with filled.write(world.leader) as session:
        undo(session, world.leader)
        assert show_rates(session, *NOVEMBER).shown.of == 0


def test_the_rates_of_one_closer_are_theirs_alone(
    filled: Workspace, world: SmallWorld, world_clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        story = Story(session, world, world_clock)
        meeting = story.booked(18)
        story.on(datetime(2026, 11, 18, tzinfo=UTC))
        record_held(session, meeting)
        session.flush()
        assert show_rates(session, *NOVEMBER, closer_id=world.leader).shown.of == 1
        assert show_rates(session, *NOVEMBER, closer_id=world.setter).shown.of == 0
