"""The rule by which times are offered and accepted: pure, held to a plain reading of itself."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.appointments.times.local_clock import date_of, local_clock
from models.appointments.times.rules import (
    FAR,
    ClosersTime,
    OwnMeeting,
    Refusal,
    Spans,
    Wish,
    judge,
    merged,
    refusal_sentence,
)
from models.appointments.times.slots import open_starts
from models.ids import AppointmentId, MemberId

MINUTE = 60
# Monday 2 November 2026, 8:00 UTC; times of the tests are in minutes from here.
BEGIN = int(datetime(2026, 11, 2, 8, tzinfo=UTC).timestamp())
UTC_CLOCK = local_clock("UTC", BEGIN - 86_400, BEGIN + 5 * 86_400)
NINE_TO_FIVE = merged(
    [(BEGIN + (60 + day * 1440) * 60, BEGIN + (540 + day * 1440) * 60) for day in range(3)]
)


def at(minutes: int) -> int:
    return BEGIN + minutes * MINUTE


def spans(*pairs: tuple[int, int]) -> Spans:
    return merged((at(start), at(end)) for start, end in pairs)


def closer(**known: Any) -> ClosersTime:
    plain = ClosersTime(
        closer_id=MemberId(1),
        name="Lea",
        clock=UTC_CLOCK,
        working=NINE_TO_FIVE,
        days_off=frozenset(),
        own=(),
        kept=Spans(),
        held=Spans(),
        busy=Spans(),
        on_day={},
        of_kind={},
    )
    return replace(plain, **known)


def meeting(start: int, end: int, before: int = 0, after: int = 0) -> OwnMeeting:
    return OwnMeeting(AppointmentId(7), at(start), at(end), before * MINUTE, after * MINUTE)


def with_meeting(one: OwnMeeting) -> dict[str, object]:
    return {"own": (one,), "kept": merged([one.kept])}


TODAY = UTC_CLOCK.day_at(BEGIN)
WISH = Wish(now=BEGIN, minutes=30)


@pytest.mark.parametrize(
    ("known", "wish", "start", "refusal"),
    [
        ({}, WISH, 60, None),
        ({}, WISH, 510, None),
        ({}, WISH, 511, Refusal.HOURS),
        ({}, WISH, 59, Refusal.HOURS),
        ({}, WISH, -30, Refusal.PAST),
        ({"working": Spans(), "days_off": frozenset({TODAY})}, WISH, 60, Refusal.DAY_OFF),
        (with_meeting(meeting(100, 130)), WISH, 70, None),
        (with_meeting(meeting(100, 130)), WISH, 71, Refusal.OVERLAP),
        (with_meeting(meeting(100, 130)), WISH, 129, Refusal.OVERLAP),
        (with_meeting(meeting(100, 130)), WISH, 130, None),
        (with_meeting(meeting(100, 130, 0, 10)), WISH, 130, Refusal.BUFFER),
        (with_meeting(meeting(100, 130, 0, 10)), WISH, 139, Refusal.BUFFER),
        (with_meeting(meeting(100, 130, 0, 10)), WISH, 140, None),
        (with_meeting(meeting(100, 130)), replace(WISH, before_minutes=10), 139, Refusal.BUFFER),
        (with_meeting(meeting(100, 130, 5)), replace(WISH, after_minutes=5), 61, Refusal.BUFFER),
        (with_meeting(meeting(100, 130, 5)), replace(WISH, after_minutes=5), 60, None),
        ({"busy": spans((100, 130))}, WISH, 99, Refusal.BUSY),
        ({"held": spans((100, 130))}, WISH, 99, Refusal.HELD),
        ({"daily_cap": 2, "on_day": {TODAY: 2}}, WISH, 60, Refusal.CLOSER_CAP),
        ({"daily_cap": 3, "on_day": {TODAY: 2}}, WISH, 60, None),
        ({"of_kind": {TODAY: 1}}, replace(WISH, daily_cap=1), 60, Refusal.KIND_CAP),
        ({"of_kind": {TODAY: 1}}, replace(WISH, daily_cap=1), 1500, None),
        ({}, replace(WISH, notice_minutes=90), 89, Refusal.NOTICE),
        ({}, replace(WISH, notice_minutes=60, now=at(30)), 89, Refusal.NOTICE),
        ({}, replace(WISH, notice_minutes=90), 90, None),
        ({}, replace(WISH, horizon_days=1), 1440 + 60, Refusal.HORIZON),
        ({}, replace(WISH, horizon_days=1), 60, None),
    ],
)
def test_each_rule_refuses_up_to_its_edge_and_no_further(
    known: dict[str, object], wish: Wish, start: int, refusal: Refusal | None
) -> None:
    time = closer(**known)
    assert judge(time, wish, at(start)).refusal == refusal
    if refusal is not None:
        said = refusal_sentence(time, wish, at(start), refusal)
        assert said.endswith(".")
        assert "{" not in said
        assert "None" not in said
        assert not re.search(r"\b1 [a-z]+s\b", said), "one is not told as many"


def test_what_no_reason_overrides_is_said_before_anything_else() -> None:
    time = closer(**with_meeting(meeting(100, 130)), held=spans((100, 130)), working=Spans())
    assert judge(time, WISH, at(100)).refusal is Refusal.HELD
    assert judge(time, replace(WISH, now=at(200)), at(100)).refusal is Refusal.PAST


def test_an_unsure_calendar_is_never_free_only_tentative() -> None:
    assert judge(closer(known=False), WISH, at(60)).tentative
    known_for_a_while = closer(known_until=at(120))
    assert not judge(known_for_a_while, WISH, at(90)).tentative
    assert judge(known_for_a_while, WISH, at(91)).tentative


def plainly(time: ClosersTime, wish: Wish, start: int) -> tuple[bool, bool]:
    """Read the rule once more, span by span: whether it is refused, and whether tentative."""
    end = start + wish.minutes * MINUTE
    begin, finish = start - wish.before_minutes * MINUTE, end + wish.after_minutes * MINUTE

    def clear(taken: Spans) -> bool:
        pairs = zip(taken.starts, taken.ends, strict=True)
        return all(one <= begin or other >= finish for other, one in pairs)

    day = (start + time.clock.offset_at(start)) // 86_400
    allowed = (
        end > wish.now,
        all(one.kept[1] <= begin or one.kept[0] >= finish for one in time.own),
        clear(time.busy),
        clear(time.held),
        any(
            opens <= start and end <= closes
            for opens, closes in zip(time.working.starts, time.working.ends, strict=True)
        ),
        time.daily_cap is None or time.on_day.get(day, 0) < time.daily_cap,
        wish.daily_cap is None or time.of_kind.get(day, 0) < wish.daily_cap,
        not wish.notice_minutes or start >= wish.now + wish.notice_minutes * MINUTE,
        wish.horizon_days is None or start <= wish.now + wish.horizon_days * 86_400,
    )
    return not all(allowed), not time.known or end > time.known_until


def pairs(longest: int, most: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    one = st.tuples(st.integers(0, 3 * 1440), st.integers(1, longest))
    return st.lists(one.map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=most)


@st.composite
def known_times(draw: st.DrawFn) -> ClosersTime:
    own = tuple(
        meeting(start, end, draw(st.integers(0, 20)), draw(st.integers(0, 20)))
        for start, end in draw(pairs(90, 4))
    )
    days = st.dictionaries(st.sampled_from([TODAY, TODAY + 1, TODAY + 2]), st.integers(0, 3))
    return closer(
        clock=local_clock(
            draw(st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns"])),
            BEGIN - 86_400,
            BEGIN + 5 * 86_400,
        ),
        own=own,
        kept=merged(one.kept for one in own),
        busy=spans(*draw(pairs(200, 4))),
        held=spans(*draw(pairs(60, 2))),
        on_day=draw(days),
        of_kind=draw(days),
        daily_cap=draw(st.none() | st.integers(1, 3)),
        known=draw(st.booleans()),
        known_until=draw(st.just(FAR) | st.integers(0, 4000).map(at)),
    )


wishes = st.builds(
    Wish,
    now=st.integers(0, 2000).map(at),
    minutes=st.integers(1, 120),
    before_minutes=st.integers(0, 30),
    after_minutes=st.integers(0, 30),
    notice_minutes=st.integers(0, 600),
    horizon_days=st.none() | st.integers(1, 3),
    daily_cap=st.none() | st.integers(1, 3),
)


@settings(max_examples=120, deadline=None)
@given(known_times(), wishes, st.integers(0, 3 * 1440), st.integers(0, 5000))
def test_the_rule_answers_as_its_plain_reading_and_for_as_long_as_it_says(
    time: ClosersTime, wish: Wish, start: int, later: int
) -> None:
    verdict = judge(time, wish, at(start))
    assert (verdict.refusal is not None) == plainly(time, wish, at(start))[0]
    assert verdict.until >= at(start)
    for other in {min(at(start) + later * 7, verdict.until), min(verdict.until, at(6000))}:
        if other >= at(start):
            refused, tentative = plainly(time, wish, other)
            assert refused == (verdict.refusal is not None)
            assert refused or tentative == verdict.tentative


@settings(max_examples=40, deadline=None)
@given(known_times(), wishes, st.sampled_from([5, 15, 20, 30, 60]))
def test_what_is_offered_is_all_of_the_grid_that_the_rule_lets_through(
    time: ClosersTime, wish: Wish, grid: int
) -> None:
    first, last = at(0), at(2 * 1440)
    expected = [
        (start, plainly(time, wish, start)[1])
        for start in range(first, last + 1, MINUTE)
        if (start + time.clock.offset_at(start)) % (grid * MINUTE) == 0
        and not plainly(time, wish, start)[0]
    ]
    assert list(open_starts(time, wish, first, last, grid * MINUTE)) == expected


ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "America/Santiago",
    "Asia/Kolkata",
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("grid", [15, 20, 30, 60])
def test_the_grid_is_that_of_the_wall_all_year_round(zone: str, grid: int) -> None:
    first = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    last = first + 366 * 86_400
    clock = local_clock(zone, first, last)
    found = list(clock.on_grid(first, last, grid * MINUTE))
    place = ZoneInfo(zone)
    walls = [datetime.fromtimestamp(one, place) for one in found]
    assert all((wall.hour * 60 + wall.minute) % grid == 0 and not wall.second for wall in walls)
    plain = [datetime.fromtimestamp(one, place) for one in range(first, last + 1, 300)]
    assert len(found) == sum((one.hour * 60 + one.minute) % grid == 0 for one in plain)
    assert [clock.minute_at(one) for one in found] == [one.hour * 60 + one.minute for one in walls]


@pytest.mark.parametrize("zone", ZONES)
def test_a_local_day_is_the_one_on_the_calendar_there(zone: str) -> None:
    first = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp())
    clock = local_clock(zone, first, first + 270 * 86_400)
    for instant in range(first, first + 270 * 86_400, 7 * 3600 + 13 * 60):
        day = datetime.fromtimestamp(instant, ZoneInfo(zone)).date()
        assert date_of(clock.day_at(instant)) == day
        assert clock.day_at(clock.same_day_until(instant)) == clock.day_at(instant)
