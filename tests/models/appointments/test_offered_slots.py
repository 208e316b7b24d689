"""What is offered is accepted a moment later, through clock changes, caps and unsure calendars."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.appointments.booking import SlotRefusedError, book
from models.appointments.kinds import MeetingRules, add_meeting_kind
from models.appointments.rows import appointment
from models.appointments.times.holding import HOLD_MINUTES
from models.appointments.times.rules import Refusal
from models.appointments.times.slots import Offer, SlotRow, offer_slots
from models.calendars.busy import BusyTimes, read_busy_calendar
from models.ids import AppointmentId, LeadId, MeetingKindId, MemberId
from models.leads.capture import add_lead
from models.team.hours import set_working_hours
from models.team.joining import add_member
from models.team.planning import set_calendar_policy, set_day_plan
from models.team.time_off import add_time_off
from models.wall_time import wall_of
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock

FIRST = datetime(2026, 10, 20, tzinfo=UTC)
ALL_DAY = {day: [(0, 1440)] for day in range(7)}
PLAIN = MeetingRules(minutes=30, grid_minutes=30, notice_minutes=0, horizon_days=60)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "America/Santiago",
    "Asia/Kolkata",
)


class LeaveNothingError(Exception):
    """Ends a transaction without a trace."""


@contextmanager
def tried(workspace: Workspace) -> Iterator[Session]:
    """Open a session of which nothing stays."""
    with suppress(LeaveNothingError), workspace.write() as session:
        yield session
        leave_nothing()


def leave_nothing() -> NoReturn:
    raise LeaveNothingError


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> Iterator[tuple[Workspace, FrozenClock]]:
    """Return a workspace of this module, of which each test leaves nothing, and its clock."""
    path = tmp_path_factory.mktemp("slots") / "desk.db"
    path.write_bytes(new_workspace_file.read_bytes())
    clock = FrozenClock()
    workspace = open_workspace(path, clock=clock)
    yield workspace, clock
    workspace.close()


def closer_in(
    session: Session, zone: str, hours: Mapping[int, Iterable[tuple[int, int]]] | None = None
) -> MemberId:
    closer = add_member(session, "Cleo", zone, ("closer",))
    if hours is not None:
        set_working_hours(session, closer, hours)
    return closer


def offered(
    session: Session,
    closer: MemberId,
    kind: MeetingKindId | None,
    clock: FrozenClock,
    zone: str = "UTC",
    days: int = 4,
) -> Offer:
    return offer_slots(
        session,
        kind_id=kind,
        minutes=None,
        closer_ids=(closer,),
        prospect_zone=zone,
        first_day=clock().astimezone(ZoneInfo(zone)).date(),
        days=days,
        at=clock(),
        prospect_hours=(0, 1440),
    )


def accept(
    session: Session, lead: LeadId, kind: MeetingKindId | None, slot: SlotRow, zone: str = "UTC"
) -> AppointmentId:
    wall, later = wall_of(slot.starts_at, zone)
    return book(session, lead, slot.closer_id, wall, zone, kind_id=kind, later_reading=later)


moments = st.integers(0, 15 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))
rules = st.builds(
    MeetingRules,
    minutes=st.sampled_from([15, 30, 45, 50]),
    grid_minutes=st.sampled_from([10, 15, 30, 60]),
    buffer_before_minutes=st.sampled_from([0, 5, 15]),
    buffer_after_minutes=st.sampled_from([0, 10]),
    notice_minutes=st.sampled_from([0, 45, 240]),
    horizon_days=st.sampled_from([2, 30]),
    daily_cap=st.none() | st.integers(1, 3),
)
blocks = st.lists(
    st.tuples(st.integers(0, 5 * 24 * 4), st.integers(1, 12)).map(
        lambda pair: (15 * pair[0], 15 * (pair[0] + pair[1]))
    ),
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(ZONES), st.sampled_from(ZONES), moments, rules, blocks, blocks,
    st.none() | st.integers(1, 4), st.integers(0, HOLD_MINUTES * 60), st.data(),
)  # fmt: skip
def test_every_offered_slot_is_accepted_a_moment_later_if_nothing_changed(
    desk: tuple[Workspace, FrozenClock],
    zone: str,
    theirs: str,
    now: datetime,
    kind_rules: MeetingRules,
    busy: list[tuple[int, int]],
    booked: list[tuple[int, int]],
    cap: int | None,
    seconds: int,
    data: st.DataObject,
) -> None:
    workspace, clock = desk
    clock.instant = now
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with tried(workspace) as session:
        closer = closer_in(session, zone, {day: [(480, 720), (750, 1100)] for day in range(6)})
        kind = add_meeting_kind(session, "First", kind_rules)
        lead = add_lead(session, title="Anybody")
        set_day_plan(session, closer, daily_meeting_cap=cap)
        times = tuple((day + timedelta(minutes=a), day + timedelta(minutes=b)) for a, b in busy)
        far = now + timedelta(days=90)
        read_busy_calendar(session, closer, "own.ics", now, far, BusyTimes(times))
        for start, end in booked:
            begins = day + timedelta(days=1, minutes=start)
            wall = begins.strftime("%Y-%m-%dT%H:%M")
            book(session, lead, closer, wall, "UTC", end - start, overlap_reason="As it comes")
        slots = offered(session, closer, kind, clock, theirs).slots
        chosen = data.draw(st.lists(st.sampled_from(slots), max_size=3) if slots else st.just([]))
        clock.advance(seconds=seconds)
        for slot in chosen:
            with session.begin_nested() as before:
                meeting = appointment(session, accept(session, lead, kind, slot, theirs))
                assert (meeting.starts_at, meeting.ends_at) == (slot.starts_at, slot.ends_at)
                assert meeting.overlap_reason is None
                before.rollback()


def clock_changes(zone: str) -> list[datetime]:
    """Return the instants of a year at which the clocks of a zone are changed."""
    place = ZoneInfo(zone)
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    hours = [begin + timedelta(hours=number) for number in range(366 * 24)]
    offsets = [hour.astimezone(place).utcoffset() for hour in hours]
    return [
        hour
        for hour, before, after in zip(hours[1:], offsets, offsets[1:], strict=False)
        if before != after
    ]


CHANGES = [(zone, change) for zone in ZONES for change in clock_changes(zone)]


def test_five_zones_change_their_clocks_twice_and_one_by_half_an_hour() -> None:
    assert len(CHANGES) == 10
    assert {zone for zone, _change in CHANGES} == set(ZONES) - {"Asia/Kolkata"}


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_all_rules_hold_across_a_clock_change(
    desk: tuple[Workspace, FrozenClock], zone: str, change: datetime
) -> None:
    workspace, clock = desk
    clock.instant = change - timedelta(hours=20)
    place = ZoneInfo(zone)
    with tried(workspace) as session:
        closer = closer_in(session, zone, ALL_DAY)
        kind = add_meeting_kind(session, "First", PLAIN)
        lead = add_lead(session, title="Anybody")
        slots = offered(session, closer, kind, clock, zone, days=3).slots
        near = [one for one in slots if abs(one.starts_at - change) <= timedelta(hours=3)]
        starts = [one.starts_at for one in near]
        # Who works round the clock has a slot at each half hour of the wall, skipped ones left out
        # and repeated ones twice, so that real time goes on by half an hour from one to the next.
        assert {late - early for early, late in pairwise(starts)} == {timedelta(minutes=30)}
        assert all(start.astimezone(place).minute in (0, 30) for start in starts)
        for slot in near:
            meeting = appointment(session, accept(session, lead, kind, slot, zone))
            assert meeting.starts_at == slot.starts_at
            assert meeting.ends_at - meeting.starts_at == timedelta(minutes=30)
        left = offered(session, closer, kind, clock, zone, days=3).slots
        assert {one.starts_at for one in left} == {one.starts_at for one in slots} - set(starts)


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_working_hours_are_those_of_the_wall_on_the_day_of_a_clock_change(
    desk: tuple[Workspace, FrozenClock], zone: str, change: datetime
) -> None:
    workspace, clock = desk
    clock.instant = change - timedelta(hours=40)
    place = ZoneInfo(zone)
    day = change.astimezone(place).date()
    with tried(workspace) as session:
        closer = closer_in(session, zone, {number: [(540, 720)] for number in range(7)})
        found = offered(session, closer, None, clock, zone, days=4).slots
        walls = [one.starts_at.astimezone(place) for one in found]
        on_day = [wall.strftime("%H:%M") for wall in walls if wall.date() == day]
        assert (on_day[0], on_day[-1], len(on_day)) == ("09:00", "11:30", 11)


@pytest.mark.parametrize(
    ("zone", "first"), [("Asia/Kolkata", "03:30"), ("Australia/Adelaide", "22:30")]
)
def test_a_zone_with_half_an_hour_has_its_slots_on_its_own_wall(
    desk: tuple[Workspace, FrozenClock], zone: str, first: str
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with tried(workspace) as session:
        closer = closer_in(session, zone)
        rules = MeetingRules(minutes=60, grid_minutes=60, notice_minutes=0)
        kind = add_meeting_kind(session, "First", rules)
        slots = offered(session, closer, kind, clock, zone).slots
        assert slots[0].starts_at.strftime("%H:%M") == first
        assert {one.starts_at.minute for one in slots} == {30}


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 4), st.none() | st.integers(1, 3), st.integers(0, 4))
def test_a_day_takes_as_many_meetings_as_its_caps_and_not_one_more(
    desk: tuple[Workspace, FrozenClock], cap: int, of_kind: int | None, others: int
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 20, tzinfo=UTC)
    with tried(workspace) as session:
        # The evening in New York is the next day by UTC: the closer's own day counts.
        closer = closer_in(session, "America/New_York", ALL_DAY)
        set_day_plan(session, closer, daily_meeting_cap=cap)
        rules = MeetingRules(30, 30, notice_minutes=0, daily_cap=of_kind)
        kind = add_meeting_kind(session, "First", rules)
        lead = add_lead(session, title="Anybody")
        for number in range(others):
            wall = f"2026-11-04T{8 + number:02}:00"
            excuse = "By hand" if number >= cap else None
            book(session, lead, closer, wall, "America/New_York", 30, overlap_reason=excuse)
        room = max(min(cap - others, cap if of_kind is None else of_kind), 0)
        for left in range(room, -1, -1):
            zone = "America/New_York"
            slots = offered(session, closer, kind, clock, zone).slots
            on_day = [one for one in slots if one.starts_at.astimezone(ZoneInfo(zone)).day == 4]
            assert bool(on_day) == bool(left)
            if left:
                accept(session, lead, kind, on_day[0])
        with pytest.raises(SlotRefusedError) as refused:
            book(session, lead, closer, "2026-11-04T23:00", "America/New_York", kind_id=kind)
        assert refused.value.refusal in (Refusal.CLOSER_CAP, Refusal.KIND_CAP)
        book(session, lead, closer, "2026-11-05T00:00", "America/New_York", kind_id=kind)


def test_a_new_workspace_can_book_on_its_first_day(
    desk: tuple[Workspace, FrozenClock],
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 9, tzinfo=UTC)
    with tried(workspace) as session:
        closer = closer_in(session, "Europe/Berlin")
        offer = offered(session, closer, None, clock)
        assert offer.closers[0].calendar == "known"
        assert not any(slot.tentative for slot in offer.slots)
        accept(session, add_lead(session, title="Anybody"), None, offer.slots[0])


@pytest.mark.parametrize("state", ["stale", "unreadable", "ask_first"])
def test_a_calendar_that_is_not_known_is_never_free_and_books_as_tentative(
    desk: tuple[Workspace, FrozenClock], state: str
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 9, tzinfo=UTC)
    far = clock() + timedelta(days=60)
    with tried(workspace) as session:
        closer = closer_in(session, "Europe/Berlin")
        set_calendar_policy(session, closer, "ask_first" if state == "ask_first" else "imported")
        if state == "stale":
            as_of = clock() - timedelta(days=3)
            read_busy_calendar(session, closer, "own.ics", as_of, far, BusyTimes())
        offer = offered(session, closer, None, clock)
        assert offer.closers[0].calendar == state
        assert offer.slots
        assert {(one.tentative, one.why) for one in offer.slots} == {
            (True, offer.closers[0].sentence)
        }
        booked = accept(session, add_lead(session, title="Anybody"), None, offer.slots[0])
        assert appointment(session, booked).state == "tentative"


def test_a_calendar_that_ends_too_early_is_known_up_to_its_end(
    desk: tuple[Workspace, FrozenClock],
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 9, tzinfo=UTC)
    until = datetime(2026, 11, 4, 11, tzinfo=UTC)
    with tried(workspace) as session:
        closer = closer_in(session, "UTC")
        read_busy_calendar(session, closer, "own.ics", clock(), until, BusyTimes())
        offer = offered(session, closer, None, clock)
        assert offer.closers[0].calendar == "stale"
        lead = add_lead(session, title="Anybody")
        for slot in offer.slots:
            assert slot.tentative == (slot.ends_at > until)
        for slot in (offer.slots[0], offer.slots[-1]):
            booked = appointment(session, accept(session, lead, None, slot))
            assert (booked.state == "tentative") == slot.tentative


def test_days_off_are_no_days_to_meet(desk: tuple[Workspace, FrozenClock]) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 9, tzinfo=UTC)
    with tried(workspace) as session:
        closer = add_member(session, "Cleo", "Europe/Berlin", ("closer",), region="DE")
        add_time_off(session, closer, date(2026, 11, 3), date(2026, 11, 4))
        days = {one.starts_at.day for one in offered(session, closer, None, clock).slots}
        assert days == {2, 5}
        lead = add_lead(session, title="Anybody")
        for wall in ("2026-11-03T10:00", "2026-12-25T10:00"):
            with pytest.raises(SlotRefusedError, match="is off on that day"):
                book(session, lead, closer, wall, "Europe/Berlin", 30)


def test_no_slot_begins_at_night_where_the_prospect_is(
    desk: tuple[Workspace, FrozenClock],
) -> None:
    workspace, clock = desk
    clock.instant = datetime(2026, 11, 2, 5, tzinfo=UTC)
    with tried(workspace) as session:
        closer = closer_in(session, "Europe/Berlin")
        offer = offer_slots(
            session,
            kind_id=None,
            minutes=30,
            closer_ids=(closer,),
            prospect_zone="America/New_York",
            first_day=clock().date(),
            days=1,
            at=clock(),
        )
        local = [one.starts_at.astimezone(ZoneInfo("America/New_York")) for one in offer.slots]
        assert (local[0].hour, local[-1].hour) == (7, 10)
        assert offer.left_out == 16
