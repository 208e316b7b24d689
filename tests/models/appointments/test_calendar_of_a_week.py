"""What the calendar page reads: people, their time, their meetings, for true days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.appointments.booking import book
from models.appointments.calendar_page import CalendarWeek, calendar_days, calendar_week
from models.calendars.busy import BusyTimes, read_busy_calendar
from models.entities.meetings.calendars import SlotHold
from models.team.hours import set_working_hours
from models.team.joining import add_member, deactivate
from models.team.time_off import add_time_off
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

MONDAY = date(2026, 11, 2)


def week(session: Session, world: SmallWorld, clock: FrozenClock) -> CalendarWeek:
    return calendar_week(session, world.leader, None, 7, None, clock())


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("America/New_York", date(2026, 3, 8), 23),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
        ("Africa/Cairo", date(2026, 4, 24), 23),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: date, hours: float) -> None:
    (one,) = calendar_days(day, 1, zone)
    assert (one.ends_at - one.starts_at) / timedelta(hours=1) == hours


def test_a_week_begins_on_the_monday_of_the_one_who_looks(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.instant = datetime(2026, 11, 8, 23, 30, tzinfo=UTC)
    with filled.read() as session:
        found = week(session, world, clock)
    assert found.zone == "Europe/Berlin"
    # It is Monday already in Berlin.
    assert [one.day for one in found.days] == [date(2026, 11, 9 + at) for at in range(7)]
    assert all(
        before.ends_at == after.starts_at
        for before, after in zip(found.days, found.days[1:], strict=False)
    )


def test_at_the_weekend_the_coming_week_is_shown_once_this_one_is_over(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.instant = datetime(2026, 11, 15, 10, tzinfo=UTC)
    with filled.read() as session:
        found = week(session, world, clock)
        one = calendar_week(session, world.leader, None, 1, None, clock())
    assert found.days[0].day == date(2026, 11, 16)
    assert one.days[0].day == date(2026, 11, 15)


def test_a_weekend_with_work_left_in_it_is_still_shown(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        set_working_hours(session, world.leader, {6: [(600, 840)]})
    clock.instant = datetime(2026, 11, 14, 20, tzinfo=UTC)
    with filled.read() as session:
        assert week(session, world, clock).days[0].day == date(2026, 11, 9)
    clock.instant = datetime(2026, 11, 15, 20, tzinfo=UTC)
    with filled.read() as session:
        assert week(session, world, clock).days[0].day == date(2026, 11, 16)


def test_meetings_are_there_with_who_and_how_they_stand(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.read() as session:
        found = week(session, world, clock)
    meeting = next(one for one in found.meetings if one.id == world.appointment)
    assert (meeting.closer, meeting.state) == ("Lea Leader", "proposed")
    assert meeting.who
    assert meeting.is_movable
    assert not meeting.is_off
    assert [name for _id, name in found.everybody] == ["Lea Leader"]


def test_working_time_and_days_off_are_told_by_the_closers_own_zone(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        add_time_off(session, world.leader, date(2026, 11, 5), date(2026, 11, 6), "Skiing")
    with filled.read() as session:
        found = calendar_week(session, world.setter, None, 7, [world.leader], clock())
    assert found.zone == "Europe/London"
    (closer,) = found.closers
    assert closer.working[0] == (
        datetime(2026, 11, 2, 8, tzinfo=UTC),
        datetime(2026, 11, 2, 16, tzinfo=UTC),
    )
    assert len(closer.working) == 3
    assert [row.words for row in closer.away] == ["Time off: Skiing"] * 2
    # Berlin's midnight, an hour before London's.
    assert closer.away[0].starts_at == datetime(2026, 11, 4, 23, tzinfo=UTC)


def test_an_old_calendar_makes_only_the_days_to_come_unknown(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    read_at = clock()
    span = (datetime(2026, 11, 4, 10, tzinfo=UTC), datetime(2026, 11, 4, 12, tzinfo=UTC))
    with filled.write(world.leader) as session:
        read_busy_calendar(
            session,
            world.leader,
            "lea.ics",
            read_at,
            read_at + timedelta(days=60),
            BusyTimes((span,)),
        )
    with filled.read() as session:
        fresh = week(session, world, clock).closers[0]
        clock.advance(days=2)
        stale = week(session, world, clock).closers[0]
    assert fresh.busy == (span,)
    assert fresh.as_of == read_at
    assert all(day.is_known for day in fresh.known)
    assert [day.is_known for day in stale.known] == [True, True, *[False] * 5]
    assert "older than" in stale.known[3].sentence


def test_a_calendar_that_ends_in_the_week_is_known_until_then(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        read_busy_calendar(
            session,
            world.leader,
            "lea.ics",
            clock(),
            datetime(2026, 11, 5, 12, tzinfo=UTC),
            BusyTimes(),
        )
    with filled.read() as session:
        closer = week(session, world, clock).closers[0]
    assert [day.is_known for day in closer.known] == [*[True] * 3, *[False] * 4]


def test_who_left_is_shown_while_meetings_of_theirs_are(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.setter) as session:
        deactivate(session, world.leader)
    with filled.read() as session:
        found = week(session, world, clock)
        later = calendar_week(session, world.leader, date(2026, 12, 7), 7, None, clock())
    assert [one.name for one in found.closers] == ["Lea Leader"]
    assert "Lea Leader" not in [name for _id, name in later.everybody]


def test_a_time_on_hold_is_shown_until_it_frees_itself(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    start = datetime(2026, 11, 4, 9, tzinfo=UTC)
    with filled.write(world.setter) as session:
        session.add(
            SlotHold(
                closer_id=world.leader,
                held_by_id=world.setter,
                lead_id=world.lead,
                starts_at=start,
                ends_at=start + timedelta(minutes=30),
                until=clock() + timedelta(minutes=5),
            )
        )
    with filled.read() as session:
        (hold,) = week(session, world, clock).holds
        clock.advance(minutes=5)
        assert week(session, world, clock).holds == ()
    assert (hold.holder, hold.starts_at) == ("Sven Setter", start)


def test_one_closer_is_shown_alone(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        other = add_member(session, "Olga Other", "Asia/Kolkata", ("closer",))
        book(session, world.lead, other, "2026-11-04T09:30", "Europe/Berlin", 30)
    with filled.read() as session:
        both = week(session, world, clock)
        one = calendar_week(session, world.leader, MONDAY, 7, [other], clock())
        day = calendar_week(session, world.leader, date(2026, 11, 4), 1, None, clock())
    assert [row.name for row in both.closers] == ["Lea Leader", "Olga Other"]
    assert {row.closer for row in both.meetings} == {"Lea Leader", "Olga Other"}
    assert [row.closer for row in one.meetings] == ["Olga Other"]
    assert [row.closer for row in day.meetings] == ["Olga Other"]
