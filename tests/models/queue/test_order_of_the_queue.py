"""What to do next: each rule of the order, and that it is total and the same every time."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.queue.hours import CallableHours
from models.queue.order import in_order
from models.queue.rows import Claimed, Found, Kind, PutAside
from tests.models.queue.found_things import (
    AT,
    COMING,
    EVERY_WAY,
    ME,
    OTHER,
    a_day,
    a_lead,
    found,
    things,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW_IN_ORDER = (
    Kind.OPEN_OUTCOME,
    Kind.MEETING_SOON,
    Kind.REQUEST,
    Kind.SLA,
    Kind.CALL_BACK,
    Kind.STEP,
    Kind.CALL_AGAIN,
    Kind.CONFIRM,
    Kind.NO_SHOW,
    Kind.NEW,
    Kind.INBOX,
    Kind.BACK,
    Kind.AGAIN,
    Kind.ESCALATED,
    Kind.REJECTED,
)


@given(things(), st.integers(0, 2**16))
@settings(max_examples=40)
def test_the_order_does_not_depend_on_the_order_in_which_things_were_found(
    waiting: list[Found], seed: int
) -> None:
    shuffled = list(waiting)
    random.Random(seed).shuffle(shuffled)
    assert in_order(shuffled, a_day()) == in_order(waiting, a_day())


@given(things())
@settings(max_examples=40)
def test_every_lead_is_in_the_queue_once_and_nothing_waiting_stands_before_what_can_be_done(
    waiting: list[Found],
) -> None:
    queue = in_order(waiting, a_day())
    keys = [item.lead_id for item in queue if item.lead_id is not None]
    assert len(keys) == len(set(keys))
    groups = [(item.claimed_by is not None, item.waits) for item in queue]
    assert groups == sorted(groups)
    assert all(item.reason and item.title for item in queue)


@given(things())
@settings(max_examples=40)
def test_what_was_put_in_order_stays_as_it_is_when_less_is_found(waiting: list[Found]) -> None:
    queue = in_order(waiting, a_day(planned=1000))
    for item in queue[:3]:
        rest = [one for one in waiting if one.lead is None or one.lead.lead_id != item.lead_id]
        if item.lead_id is None:
            continue
        left = [one.key for one in queue if one.lead_id != item.lead_id]
        assert [one.key for one in in_order(rest, a_day(planned=1000))] == left


@given(things())
@settings(max_examples=40)
def test_do_not_contact_blocks_every_touch_through_that_medium(waiting: list[Found]) -> None:
    blocked = {one.lead.lead_id: one.lead.blocked for one in waiting if one.lead is not None}
    touching = {Kind.REQUEST, Kind.CALL_BACK, Kind.STEP, Kind.CALL_AGAIN, Kind.NEW, Kind.NO_SHOW}
    for item in in_order(waiting, a_day()):
        if item.lead_id is not None and item.kind in touching:
            assert item.medium not in blocked[item.lead_id]


def test_kinds_come_in_the_agreed_order() -> None:
    waiting = [
        found(kind, number, hours_ago=0.1, minutes_left=5 if kind is Kind.SLA else None)
        for number, kind in enumerate(NOW_IN_ORDER, start=1)
    ]
    queue = in_order(reversed(waiting), a_day())
    assert [item.kind for item in queue] == list(NOW_IN_ORDER)


def test_a_meeting_without_an_outcome_heads_the_day_whatever_else_burns() -> None:
    burning = [found(Kind.REQUEST, n, minutes_left=1) for n in range(2, 9)]
    queue = in_order([*burning, found(Kind.OPEN_OUTCOME, 1, hours_ago=100)], a_day())
    assert queue[0].kind is Kind.OPEN_OUTCOME


def test_a_new_lead_whose_term_is_about_to_end_comes_before_call_backs_with_its_minutes() -> None:
    soon = found(Kind.NEW, 1, minutes_left=12)
    queue = in_order([found(Kind.CALL_BACK, 2, due_at=AT), soon], a_day())
    assert [item.kind for item in queue] == [Kind.SLA, Kind.CALL_BACK]
    assert "12 min" in queue[0].reason


def test_what_can_still_be_kept_comes_before_what_is_late_and_long_late_is_no_emergency() -> None:
    waiting = [
        found(Kind.NEW, n, minutes_left=m) for n, m in ((1, -30), (2, 14), (3, 2), (4, -999))
    ]
    queue = in_order(waiting, a_day())
    assert [item.lead_id for item in queue] == [3, 2, 1, 4]
    assert queue[-1].kind is Kind.NEW


def test_a_call_back_waits_for_its_minute_and_then_is_there_at_any_hour() -> None:
    night = a_lead(1, zone="Asia/Tokyo")
    later = found(Kind.CALL_BACK, lead=night, due_at=AT + timedelta(minutes=1))
    (item,) = in_order([later], a_day())
    assert item.waits
    assert item.ready_at == later.due_at
    (item,) = in_order([later], a_day(at=AT + timedelta(minutes=1)))
    assert not item.waits


def test_a_promised_call_holds_back_steps_of_the_same_lead() -> None:
    promised = found(Kind.CALL_BACK, 1, due_at=AT + timedelta(hours=2))
    step = found(Kind.STEP, 1, medium="email", due_at=AT - timedelta(days=2))
    (item,) = in_order([step, promised], a_day())
    assert item.kind is Kind.CALL_BACK
    assert item.also == ()


def test_new_leads_come_by_grade_and_the_first_step_of_their_cadence_says_how() -> None:
    waiting = [
        found(Kind.NEW, 1, lead=a_lead(1, grade="B2")),
        found(Kind.NEW, 2, lead=a_lead(2, grade="A1")),
        found(Kind.STEP, 2, lead=a_lead(2, grade="A1"), medium="email", due_at=AT),
        found(Kind.NEW, 3, lead=a_lead(3, grade=None)),
    ]
    queue = in_order(waiting, a_day())
    assert [item.lead_id for item in queue] == [2, 1, 3]
    assert {item.kind for item in queue} == {Kind.NEW}
    assert queue[0].medium == "email"


def test_a_lead_outside_its_hours_waits_says_when_and_stands_in_nobodys_way() -> None:
    night = found(Kind.NEW, lead=a_lead(1, grade="A1", zone="America/New_York"))
    queue = in_order([night, found(Kind.NEW, 2, lead=a_lead(2, grade="D4"))], a_day())
    assert [item.lead_id for item in queue] == [2, 1]
    assert queue[1].callable_from == datetime(2026, 11, 3, 14, tzinfo=UTC)
    assert not queue[1].callable_now
    assert "at 09:00 their time" in queue[1].reason


def test_a_request_outside_call_hours_is_answered_in_writing_instead_of_waiting() -> None:
    night = a_lead(1, zone="America/New_York")
    (item,) = in_order([found(Kind.REQUEST, lead=night)], a_day())
    assert (item.waits, item.medium) == (False, "email")
    no_mail = night._replace(reachable=frozenset({"call"}))
    (item,) = in_order([found(Kind.REQUEST, lead=no_mail)], a_day())
    assert (item.waits, item.medium) == (True, "call")


def test_on_a_saturday_calls_wait_until_monday() -> None:
    saturday = datetime(2026, 11, 7, 10, tzinfo=UTC)
    (item,) = in_order([found(Kind.NEW)], a_day(at=saturday))
    assert item.callable_from == datetime(2026, 11, 9, 9, tzinfo=UTC)
    assert "Mon 09:00" in item.reason


def test_who_asked_not_to_be_called_is_written_to_and_who_forbade_everything_is_left() -> None:
    no_calls = found(Kind.NEW, lead=a_lead(1, blocked=frozenset({"call"})))
    nothing = found(Kind.NEW, lead=a_lead(2, blocked=EVERY_WAY))
    step = found(Kind.STEP, lead=a_lead(3, blocked=frozenset({"email"})), medium="email")
    promised = found(Kind.CALL_BACK, lead=a_lead(4, blocked=frozenset({"call"})), due_at=AT)
    queue = in_order([no_calls, nothing, step, promised], a_day())
    assert [(item.lead_id, item.medium) for item in queue] == [(1, "email")]


def test_what_is_put_aside_is_out_of_sight_but_for_meetings_and_requests_made_since() -> None:
    aside = PutAside(AT - timedelta(hours=3), AT + timedelta(days=1))
    hidden = a_lead(1, put_aside=aside)
    assert in_order([found(Kind.NEW, lead=hidden)], a_day()) == ()
    assert in_order([found(Kind.REQUEST, lead=hidden, hours_ago=4)], a_day()) == ()
    assert len(in_order([found(Kind.REQUEST, lead=hidden, hours_ago=2)], a_day())) == 1
    assert len(in_order([found(Kind.OPEN_OUTCOME, lead=hidden)], a_day())) == 1
    tomorrow = a_day(at=AT + timedelta(days=1))
    assert len(in_order([found(Kind.NEW, lead=hidden)], tomorrow)) == 1


def test_a_lead_that_somebody_else_works_on_stands_last_with_their_name_and_is_not_taken() -> None:
    claim = Claimed(OTHER, "Ben", AT + timedelta(minutes=5))
    taken = found(Kind.REQUEST, lead=a_lead(1, claim=claim))
    queue = in_order([taken, found(Kind.IDLE, 2)], a_day())
    assert [item.lead_id for item in queue] == [2, 1]
    assert queue[1].claimed_by == "Ben"
    assert not queue[1].is_takeable
    own = claim._replace(member_id=ME)
    (item,) = in_order([found(Kind.REQUEST, lead=a_lead(1, claim=own))], a_day())
    assert item.is_takeable
    assert in_order([taken], a_day(at=claim.until))[0].claimed_by is None


def steps(count: int) -> list[Found]:
    """Return overdue steps; the higher the number, the longer ago the promise."""
    return [
        found(Kind.STEP, n, medium="email", due_at=AT - timedelta(days=n), step=2, steps=5)
        for n in range(1, count + 1)
    ]


def test_after_a_holiday_steps_are_spread_over_the_coming_days_the_oldest_promise_first() -> None:
    queue = in_order(steps(7), a_day(planned=3))
    assert [item.lead_id for item in queue] == [7, 6, 5, 4, 3, 2, 1]
    assert [item.waits for item in queue] == [False] * 3 + [True] * 4
    assert [item.next_on for item in queue[3:]] == [COMING[0]] * 3 + [COMING[1]]
    assert "Next on Wed" in queue[3].reason


def test_touches_of_the_day_leave_less_room_for_steps() -> None:
    queue = in_order(steps(5), a_day(planned=4, touched=3))
    assert sum(not item.waits for item in queue) == 1
    assert all(item.waits for item in in_order(steps(5), a_day(planned=4, touched=9)))


def test_of_one_day_the_best_grade_comes_first() -> None:
    due = AT - timedelta(days=2)
    waiting = [
        found(Kind.STEP, lead=a_lead(n, grade=grade), medium="email", due_at=due)
        for n, grade in ((1, "C1"), (2, "A2"), (3, None))
    ]
    assert [item.lead_id for item in in_order(waiting, a_day())] == [2, 1, 3]


@given(st.integers(1, 40), st.integers(1, 20), st.integers(0, 30), st.integers(0, 2**16))
@settings(max_examples=40)
def test_no_day_gets_more_steps_than_were_planned(
    count: int, planned: int, touched: int, seed: int
) -> None:
    waiting = steps(count)
    random.Random(seed).shuffle(waiting)
    days = tuple(date(2026, 11, 4) + timedelta(days=n) for n in range(45))
    queue = in_order(waiting, a_day(planned=planned, touched=touched, coming_days=lambda: days))
    assert len(queue) == count
    assert sum(not item.waits for item in queue) == min(count, max(0, planned - touched))
    on = [item.next_on for item in queue if item.next_on is not None]
    assert on == sorted(on)
    assert all(on.count(day) <= planned for day in on)


def test_further_reasons_stand_beside_the_first() -> None:
    waiting = [found(Kind.CONFIRM, 1, due_at=AT), found(Kind.TASK, 1, about="Send the guide")]
    (item,) = in_order(waiting, a_day())
    assert item.kind is Kind.TASK
    assert len(item.also) == 1


@pytest.mark.parametrize(
    ("zone", "hour", "expected"),
    [
        ("Asia/Kolkata", 3, datetime(2026, 11, 3, 3, 30, tzinfo=UTC)),
        ("Asia/Kolkata", 4, None),
        ("Asia/Kolkata", 12, datetime(2026, 11, 4, 3, 30, tzinfo=UTC)),
        ("America/New_York", 10, datetime(2026, 11, 3, 14, tzinfo=UTC)),
    ],
)
def test_callable_hours_are_reckoned_in_the_leads_zone(
    zone: str, hour: int, expected: datetime | None
) -> None:
    at = datetime(2026, 11, 3, hour, tzinfo=UTC)
    assert CallableHours().callable_from(at, zone) == expected


@given(
    st.integers(0, 365 * 24 * 60).map(lambda gone: NEW_YEAR + timedelta(minutes=gone)),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")),
    st.integers(0, 23),
    st.integers(1, 600),
)
@settings(max_examples=40)
def test_a_lead_is_callable_at_the_moment_it_is_said_to_be(
    at: datetime, zone: str, hour: int, minutes: int
) -> None:
    until = min(24 * 60, hour * 60 + minutes)
    hours = CallableHours(hour * 60, until)
    begin = hours.callable_from(at, zone)
    if begin is not None:
        assert begin > at
        # In the hour that a clock change skips or repeats the wall may show another minute.
        shown = begin + timedelta(hours=1) if until - hour * 60 > 60 else begin
        assert hours.callable_from(shown, zone) is None or until - hour * 60 <= 120


def test_new_leads_come_by_expected_clients_per_minute_where_the_team_orders_by_them() -> None:
    expected = {1: 0.001, 2: None, 3: 0.02}
    new = [
        found(
            Kind.NEW, number, lead=a_lead(number, grade=grade, clients_per_minute=expected[number])
        )
        for number, grade in ((1, "A1"), (2, "A1"), (3, "D4"))
    ]
    assert [item.lead_id for item in in_order(new, a_day())] == [3, 1, 2]
    by_grade = [found(Kind.NEW, 3, lead=a_lead(3, grade="D4")), found(Kind.NEW, 1)]
    assert [item.lead_id for item in in_order(by_grade, a_day())] == [1, 3]
