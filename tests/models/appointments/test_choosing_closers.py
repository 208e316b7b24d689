"""Meetings are dealt to closers in fair turns, and whoever owns the lead comes first."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.appointments.booking import book
from models.appointments.life import cancel
from models.appointments.times.choosing import (
    CloserRank,
    Standing,
    standings,
    suggest_closers,
    turns,
)
from models.ids import AppointmentId, LeadId, MemberId
from models.leads.capture import add_lead, assign_owner
from models.team.credits import level_with
from models.team.joining import add_member, deactivate
from models.team.planning import set_share
from models.team.time_off import add_time_off
from models.workspace import Workspace
from tests.clocks import FrozenClock

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)

standing_lists = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 60),
        st.integers(-9, 20),
        st.none() | st.integers(0, 9),
    ),
    min_size=1,
    max_size=8,
).map(
    lambda rows: [
        Standing(
            MemberId(at + 1), weight, had, credit, None if last is None else START + last * HOUR
        )
        for at, (weight, had, credit, last) in enumerate(rows)
    ]
)


def deal(team: list[Standing], meetings: int, hour: int = 0) -> tuple[list[Standing], Counter[int]]:
    """Deal meetings one by one to whoever comes first."""
    dealt: Counter[int] = Counter()
    for at in range(hour, hour + meetings):
        first = turns(team)[0].standing
        dealt[first.member_id] += 1
        now = START + at * HOUR
        team = [
            Standing(one.member_id, one.weight, one.bookings + 1, one.credit, now)
            if one is first
            else one
            for one in team
        ]
    return team, dealt


def fresh(weights: list[int]) -> list[Standing]:
    return [Standing(MemberId(at + 1), weight, 0) for at, weight in enumerate(weights)]


@given(standing_lists, st.randoms(use_true_random=False))
def test_the_order_of_turns_is_always_the_same(team: list[Standing], order: Random) -> None:
    shuffled = list(team)
    order.shuffle(shuffled)
    assert turns(shuffled) == turns(team)
    assert {turn.standing for turn in turns(team)} == set(team)


@given(standing_lists)
def test_shortfalls_add_up_to_nothing(team: list[Standing]) -> None:
    found = turns(team)
    assert sum(turn.shortfall for turn in found) == 0
    taking = [turn for turn in found if turn.standing.weight]
    assert taking == list(found[: len(taking)])
    keys = [(-turn.shortfall, -turn.standing.weight) for turn in taking]
    assert keys == sorted(keys)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(1, 150))
def test_in_the_long_run_everybody_gets_their_share_by_weight(
    weights: list[int], meetings: int
) -> None:
    _team, dealt = deal(fresh(weights), meetings)
    for at, weight in enumerate(weights):
        share = Fraction(meetings * weight, sum(weights))
        assert abs(dealt[at + 1] - share) <= len(weights)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 80), st.integers(1, 4))
def test_a_newcomer_is_not_flooded(weights: list[int], before: int, weight: int) -> None:
    team, _dealt = deal(fresh(weights), before)
    newcomer = Standing(MemberId(99), weight, 0, level_with(team, weight))
    _team, dealt = deal([*team, newcomer], 20, before)
    share = 20 * weight / (sum(weights) + weight)
    assert dealt[99] <= share + len(weights) + 1
    assert dealt[99] >= share - len(weights) - 1


def test_equal_closers_take_turns_by_who_was_booked_longest_ago() -> None:
    _team, dealt = deal(fresh([1, 1, 1]), 9)
    assert dealt == {1: 3, 2: 3, 3: 3}


class Desk:
    """Ana and Bo close; a lead of nobody's waits."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        with workspace.write() as session:
            self.ana = add_member(session, "Ana", "Europe/Berlin", ("closer",))
            self.bo = add_member(session, "Bo", "Europe/Berlin", ("closer", "setter"))
            self.setter = add_member(session, "Sam", "Europe/Berlin", ("setter",))
            self.lead = add_lead(session, title="Vans")

    def ranks(self, lead: LeadId | None = None, at: datetime = START) -> tuple[CloserRank, ...]:
        with self.workspace.read() as session:
            return suggest_closers(session, lead or self.lead, at)

    def meet(self, session: Session, closer: MemberId, hour: int) -> AppointmentId:
        lead = add_lead(session, title=f"Another at {hour}")
        return book(session, lead, closer, f"2026-11-04T{hour:02}:00", "Europe/Berlin", 30)


def test_whose_turn_it_is_is_said_in_words(workspace: Workspace) -> None:
    desk = Desk(workspace)
    with workspace.write(desk.setter) as session:
        set_share(session, desk.ana, "closer", weight=2)
        for hour in (9, 10, 11):
            desk.meet(session, desk.ana, hour)
        desk.meet(session, desk.bo, 14)
    ranks = desk.ranks()
    assert [(one.name, one.is_suggested) for one in ranks] == [("Bo", True), ("Ana", False)]
    assert ranks[0].reason == "Their turn: 1 of 4 meetings at weight 1 of 3"
    assert ranks[1].reason == "3 of 4 meetings at weight 2 of 3"
    assert ranks[0].shortfall == -ranks[1].shortfall > 0


def test_the_owner_comes_first_and_then_who_met_them(workspace: Workspace) -> None:
    desk = Desk(workspace)
    with workspace.write(desk.setter) as session:
        carl = add_member(session, "Carl", "Europe/Berlin", ("closer",))
        book(session, desk.lead, desk.bo, "2026-11-05T10:00", "Europe/Berlin", 30)
        assign_owner(session, desk.lead, carl)
    assert [(one.name, one.reason) for one in desk.ranks()][:2] == [
        ("Carl", "Owns this lead"),
        ("Bo", "Had the meeting with them before"),
    ]
    with workspace.write(desk.setter) as session:
        assign_owner(session, desk.lead, desk.setter)
    assert desk.ranks()[0].name == "Bo"


def test_nobody_who_is_away_or_has_left_is_suggested(workspace: Workspace) -> None:
    desk = Desk(workspace)
    with workspace.write(desk.setter) as session:
        assign_owner(session, desk.lead, desk.ana)
        add_time_off(session, desk.ana, date(2026, 11, 2), date(2026, 11, 3))
    ranks = desk.ranks()
    assert [one.name for one in ranks] == ["Bo", "Ana"]
    assert ranks[1].reason == "Away until 3 Nov 2026"
    # Half past eleven at night in UTC is the next day in Berlin.
    assert desk.ranks(at=datetime(2026, 11, 3, 23, 30, tzinfo=UTC))[0].name == "Ana"
    with workspace.write(desk.setter) as session:
        deactivate(session, desk.bo)
    assert [(one.name, one.is_suggested) for one in desk.ranks()] == [("Ana", False)]


def test_who_has_no_weight_takes_no_turns_and_can_be_chosen(workspace: Workspace) -> None:
    desk = Desk(workspace)
    with workspace.write(desk.setter) as session:
        set_share(session, desk.ana, "closer", weight=0)
        for hour in (9, 10):
            desk.meet(session, desk.bo, hour)
    ranks = desk.ranks()
    assert [(one.name, one.reason) for one in ranks] == [
        ("Bo", "Their turn: 2 of 2 meetings at weight 1 of 1"),
        ("Ana", "Takes no turns"),
    ]


def test_a_cancelled_meeting_counts_for_nobody(workspace: Workspace, clock: FrozenClock) -> None:
    desk = Desk(workspace)
    with workspace.write(desk.setter) as session:
        cancelled = desk.meet(session, desk.ana, 9)
        desk.meet(session, desk.ana, 10)
        cancel(session, cancelled)
    with workspace.read() as session:
        had = {one.member_id: one.bookings for one in standings(session)}
    assert had == {desk.ana: 1, desk.bo: 0}
