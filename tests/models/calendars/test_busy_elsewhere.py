"""When closers are busy elsewhere: what is not known is never free."""

from datetime import UTC, datetime, timedelta

import pytest

from models.calendars.busy import (
    BusyTimes,
    ClosersCalendar,
    busy_calendars,
    busy_of,
    forget_busy_calendar,
    merged,
    read_busy_calendar,
)
from models.errors import InvalidValueError
from models.outbox.glance import glance
from models.team.planning import set_calendar_policy
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
FAR = NOW + timedelta(days=400)


def known(workspace: Workspace, world: SmallWorld, at: datetime = NOW) -> ClosersCalendar:
    with workspace.read() as session:
        return busy_of(session, [world.leader], NOW, NOW + timedelta(days=7), at)[world.leader]


def read(workspace: Workspace, world: SmallWorld, times: BusyTimes, **other: datetime) -> None:
    with workspace.write(world.leader) as session:
        read_busy_calendar(
            session,
            world.leader,
            "work.ics",
            other.get("as_of", NOW),
            other.get("until", FAR),
            times,
        )


def test_a_calendar_kept_here_is_known_and_free(filled: Workspace, world: SmallWorld) -> None:
    assert known(filled, world).state == "known"
    assert known(filled, world).spans == ()


def test_somebody_of_whom_a_file_is_read_has_their_calendar_imported_from_then_on(
    filled: Workspace, world: SmallWorld
) -> None:
    span = (NOW + HOUR, NOW + 2 * HOUR)
    read(filled, world, BusyTimes((span, (NOW + 2 * HOUR, NOW + 3 * HOUR))))
    found = known(filled, world)
    assert (found.state, found.as_of) == ("known", NOW)
    assert found.spans == ((NOW + HOUR, NOW + 3 * HOUR),)
    assert found.sentence == "The calendar of Lea Leader is from 2 Nov 2026, 10:00."


def test_a_calendar_that_was_never_read_is_unknown(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        set_calendar_policy(session, world.leader, "imported", 12)
    assert known(filled, world).state == "unreadable"


def test_a_calendar_is_stale_once_it_is_older_than_its_person_allows(
    filled: Workspace, world: SmallWorld
) -> None:
    read(filled, world, BusyTimes())
    assert known(filled, world, NOW + timedelta(hours=24)).state == "known"
    assert known(filled, world, NOW + timedelta(hours=25)).state == "stale"
    with filled.write(world.leader) as session:
        set_calendar_policy(session, world.leader, "imported", 72)
    assert known(filled, world, NOW + timedelta(hours=25)).state == "known"


def test_a_calendar_that_ends_before_the_time_asked_for_is_not_known(
    filled: Workspace, world: SmallWorld
) -> None:
    read(filled, world, BusyTimes(), until=NOW + timedelta(days=3))
    found = known(filled, world)
    assert found.state == "stale"
    assert "tells nothing after" in found.sentence


def test_a_file_that_cannot_be_read_makes_the_time_unknown_never_free(
    filled: Workspace, world: SmallWorld
) -> None:
    read(filled, world, BusyTimes(((NOW, NOW + HOUR),)))
    read(filled, world, BusyTimes(unreadable="It is damaged."))
    found = known(filled, world)
    assert found.state == "unreadable"
    assert found.sentence == (
        "The calendar “work.ics” of Lea Leader could not be read: It is damaged."
    )


def test_who_must_be_asked_first_is_never_known(filled: Workspace, world: SmallWorld) -> None:
    read(filled, world, BusyTimes(((NOW, NOW + HOUR),)))
    with filled.write(world.leader) as session:
        set_calendar_policy(session, world.leader, "ask_first", None)
    found = known(filled, world)
    assert found.state == "ask_first"
    assert found.spans == ((NOW, NOW + HOUR),)


def test_reading_the_same_file_again_replaces_it_and_it_can_be_let_go(
    filled: Workspace, world: SmallWorld
) -> None:
    for _again in range(2):
        read(filled, world, BusyTimes(((NOW, NOW + HOUR),), ("One entry was broken",)))
    with filled.read() as session:
        (row,) = [one for one in busy_calendars(session) if one.member_id == world.leader]
    assert (row.busy_times, row.problems, row.source) == (1, ("One entry was broken",), "work.ics")
    with filled.write(world.leader) as session:
        forget_busy_calendar(session, row.id)
    assert known(filled, world).state == "unreadable"


def test_times_without_a_zone_are_refused(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session, pytest.raises(InvalidValueError, match="zone"):
        read_busy_calendar(
            session, world.leader, "work.ics", NOW.replace(tzinfo=None), FAR, BusyTimes()
        )


def test_touching_times_become_one_and_empty_ones_none() -> None:
    assert merged([(NOW + HOUR, NOW + 2 * HOUR), (NOW, NOW + HOUR), (NOW, NOW)]) == (
        (NOW, NOW + 2 * HOUR),
    )


def test_the_top_line_tells_what_waits_what_needs_somebody_and_whose_calendar_is_unknown(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.read() as session:
        before = glance(session, clock())
    assert (before.in_trouble, before.unknown) == (0, ())
    read(filled, world, BusyTimes(unreadable="It is damaged."))
    with filled.read() as session:
        after = glance(session, clock.advance(minutes=10))
    assert (after.waiting, after.in_trouble, after.proposals) == (before.waiting, 1, 1)
    assert len(after.unknown) == 1
