"""Nobody who is new, was away or had a no-show is dealt wrong turns."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from models.appointments.booking import book
from models.appointments.life import record_no_show
from models.appointments.times.choosing import standings, turns
from models.errors import InvalidValueError
from models.history.undo.steps import undo
from models.ids import AppointmentId, MemberId
from models.leads.capture import add_lead
from models.team.credits import (
    CreditRow,
    credit_no_show,
    credits_of,
    edit_credit,
    give_credit,
    level_turns,
    remove_credit,
)
from models.team.joining import add_member, deactivate, reactivate, set_roles
from models.team.planning import set_share
from models.team.time_off import add_time_off, remove_time_off, time_off
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock

DAYS = 8


class Closers:
    """Ana and Bo, who close and take turns at meetings."""

    def __init__(self, workspace: Workspace, ana: MemberId, bo: MemberId, meetings: int) -> None:
        self.workspace = workspace
        self.ana = ana
        self.bo = bo
        self.meetings = meetings

    def meet(self, closer: MemberId) -> AppointmentId:
        self.meetings += 1
        hour, minute = divmod(self.meetings * 20, 60)
        with self.workspace.write(closer) as session:
            lead = add_lead(session, title=f"Lead {self.meetings}")
            wall = f"2026-12-{1 + hour // 10:02}T{8 + hour % 10:02}:{minute:02}"
            return book(session, lead, closer, wall, "UTC", 15)

    def credits(self, member: MemberId) -> tuple[CreditRow, ...]:
        with self.workspace.read() as session:
            return credits_of(session, member)

    def shortfalls(self) -> dict[MemberId, float]:
        with self.workspace.read() as session:
            return {
                turn.standing.member_id: float(turn.shortfall) for turn in turns(standings(session))
            }


@pytest.fixture(scope="module")
def met(
    tmp_path_factory: pytest.TempPathFactory, new_workspace_file: Path
) -> tuple[Path, MemberId, MemberId]:
    """Return a file in which both have had eight meetings in the last two weeks, and who they are.

    It is for copying: making it anew for each test takes a second.
    """
    path = tmp_path_factory.mktemp("turns") / "met.db"
    shutil.copyfile(new_workspace_file, path)
    clock = FrozenClock()
    workspace = open_workspace(path, clock=clock)
    with workspace.write() as session:
        ana = add_member(session, "Ana", "Europe/Berlin", ("closer",))
        bo = add_member(session, "Bo", "Europe/Berlin", ("closer",))
    both = Closers(workspace, ana, bo, 0)
    for _day in range(DAYS):
        clock.advance(days=1)
        both.meet(ana)
        both.meet(bo)
    workspace.close()
    return path, ana, bo


@pytest.fixture
def closers(
    met: tuple[Path, MemberId, MemberId], tmp_path: Path, clock: FrozenClock
) -> Iterator[Closers]:
    path, ana, bo = met
    shutil.copyfile(path, tmp_path / "met.db")
    clock.advance(days=DAYS)
    workspace = open_workspace(tmp_path / "met.db", clock=clock)
    yield Closers(workspace, ana, bo, 2 * DAYS)
    workspace.close()


def test_a_new_closer_does_not_have_to_catch_up(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        new = add_member(session, "Cem", "UTC", ("closer",))
    (credit,) = closers.credits(new)
    assert (credit.amount, credit.reason) == (8, "New to the turns")
    assert set(closers.shortfalls().values()) == {0}
    with closers.workspace.write(closers.ana) as session:
        undo(session, closers.ana)
    assert closers.credits(new) == ()


def test_who_becomes_a_closer_is_credited_like_who_joins(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        new = add_member(session, "Cem", "UTC", ("setter",))
        assert credits_of(session, new) == ()
        set_roles(session, new, ("setter", "closer"))
        set_roles(session, new, ("closer",))
    assert [one.amount for one in closers.credits(new)] == [8]


def test_who_comes_back_is_level_with_the_others(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        deactivate(session, closers.bo)
    for _time in range(4):
        closers.meet(closers.ana)
    with closers.workspace.write(closers.ana) as session:
        reactivate(session, closers.bo)
    assert [(one.amount, one.reason) for one in closers.credits(closers.bo)] == [
        (4, "Back in the turns")
    ]
    assert set(closers.shortfalls().values()) == {0}


def test_a_longer_absence_is_credited_and_taken_back_with_it(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        add_time_off(session, closers.bo, date(2026, 11, 16), date(2026, 11, 27))
    (credit,) = closers.credits(closers.bo)
    assert credit.reason == "Away from 16 Nov 2026 to 27 Nov 2026"
    # Ana was booked eight times in eight days: twelve days are some twelve meetings.
    assert credit.amount == 12
    with closers.workspace.write(closers.ana) as session:
        remove_time_off(session, time_off(session, closers.bo)[0].id)
    assert closers.credits(closers.bo) == ()


def test_a_short_absence_evens_out_by_itself(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        add_time_off(session, closers.bo, date(2026, 11, 13), date(2026, 11, 18))
    assert closers.credits(closers.bo) == ()


def test_an_absence_that_is_over_counts_what_others_were_dealt(
    closers: Closers, clock: FrozenClock
) -> None:
    clock.advance(days=30)
    with closers.workspace.write(closers.ana) as session:
        add_time_off(session, closers.bo, date(2026, 11, 3), date(2026, 11, 9))
    assert [one.amount for one in closers.credits(closers.bo)] == [7]


def test_another_weight_does_not_count_for_the_past(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        set_share(session, closers.bo, "closer", weight=3)
    (credit,) = closers.credits(closers.bo)
    assert (credit.amount, credit.reason) == (16, "Another weight")
    assert set(closers.shortfalls().values()) == {0}


def test_a_no_show_is_credited_back_once_and_not_our_own(
    closers: Closers, clock: FrozenClock
) -> None:
    with closers.workspace.write(closers.ana) as session:
        lead = add_lead(session, title="Nobody came")
        meeting = book(session, lead, closers.ana, "2026-11-20T10:00", "UTC", 30)
        our_own = book(session, lead, closers.bo, "2026-11-20T14:00", "UTC", 30)
        with pytest.raises(InvalidValueError, match="did not come"):
            credit_no_show(session, meeting)
    clock.advance(days=20)
    with closers.workspace.write(closers.ana) as session:
        record_no_show(session, meeting)
        credit_no_show(session, meeting)
        with pytest.raises(InvalidValueError, match="already"):
            credit_no_show(session, meeting)
        record_no_show(session, our_own, by="host")
        with pytest.raises(InvalidValueError, match="did not come"):
            credit_no_show(session, our_own)
    assert [(one.amount, one.reason) for one in closers.credits(closers.ana)] == [
        (-1, "No-show of the guest")
    ]
    assert closers.shortfalls()[closers.ana] == 0.5


def test_credits_can_be_given_changed_and_removed(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        given = give_credit(session, closers.bo, 3, "Had the fair alone")
        edit_credit(session, given, -2)
        with pytest.raises(InvalidValueError, match="whole number"):
            edit_credit(session, given, 0)
        with pytest.raises(InvalidValueError, match="empty"):
            give_credit(session, closers.bo, 1, " ")
    assert [(one.amount, one.reason) for one in closers.credits(closers.bo)] == [
        (-2, "Had the fair alone")
    ]
    with closers.workspace.write(closers.ana) as session:
        remove_credit(session, given)
    assert closers.credits(closers.bo) == ()


def test_turns_can_begin_anew(closers: Closers) -> None:
    with closers.workspace.write(closers.ana) as session:
        set_share(session, closers.ana, "closer", weight=2)
        give_credit(session, closers.bo, 5, "Some")
    assert set(closers.shortfalls().values()) != {0}
    with closers.workspace.write(closers.ana) as session:
        level_turns(session)
        assert [one.counted for one in standings(session)] == [0, 0]
    assert set(closers.shortfalls().values()) == {0}
