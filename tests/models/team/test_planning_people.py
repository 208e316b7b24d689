"""What is planned with a person is kept with them, and refused where it cannot be."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.errors import InvalidValueError
from models.ids import MemberId
from models.team.joining import set_roles
from models.team.planning import set_calendar_policy, set_day_plan, set_share
from models.team.regions import next_holidays, regions
from models.team.rows import HeldRoleRow, MemberRow, has_role, team
from models.workspace import Workspace


def person(session: Session) -> MemberRow:
    return team(session)[0]


def test_who_said_nothing_keeps_the_calendar_here_and_takes_one_turn(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.read() as session:
        row = person(session)
        assert (row.calendar_policy, row.calendar_max_age_hours) == ("here", None)
        assert row.held == (HeldRoleRow("sdr", "sdr", None, 1, "SDR"),)
        assert (row.weight_of("sdr"), row.weight_of("closer")) == (1, 0)
        assert has_role(session, member, "sdr")
        assert not has_role(session, None, "sdr")


def test_the_plan_of_a_person_is_kept(workspace: Workspace, member: MemberId) -> None:
    with workspace.write(member) as session:
        set_calendar_policy(session, member, "imported", 12)
        set_day_plan(session, member, daily_meeting_cap=4, planned_touches=60, planned_bookings=3)
        set_roles(session, member, ("sdr", "closer"))
        set_share(session, member, "closer", weekly_capacity=15, weight=2)
    with workspace.read() as session:
        row = person(session)
        assert (row.calendar_policy, row.calendar_max_age_hours) == ("imported", 12)
        assert (row.daily_meeting_cap, row.planned_touches, row.planned_bookings) == (4, 60, 3)
        assert row.held[0] == HeldRoleRow("closer", "closer", 15, 2, "Closer")
        assert row.duties == {"closer", "sdr"}
    with workspace.write(member) as session:
        set_calendar_policy(session, member, "ask_first")
        set_day_plan(session, member)
    with workspace.read() as session:
        row = person(session)
        assert (row.calendar_policy, row.calendar_max_age_hours) == ("ask_first", None)
        assert (row.daily_meeting_cap, row.planned_touches) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s, m: set_calendar_policy(s, m, "elsewhere"),
        lambda s, m: set_calendar_policy(s, m, "imported", 0),
        lambda s, m: set_calendar_policy(s, m, "here", 12),
        lambda s, m: set_day_plan(s, m, daily_meeting_cap=0),
        lambda s, m: set_day_plan(s, m, planned_touches=-1),
        lambda s, m: set_share(s, m, "closer"),
        lambda s, m: set_share(s, m, "sdr", weight=-1),
        lambda s, m: set_share(s, m, "sdr", weekly_capacity=100_000),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    workspace: Workspace, member: MemberId, wrong: Callable[[Session, MemberId], None]
) -> None:
    with workspace.write(member) as session, pytest.raises(InvalidValueError):
        wrong(session, member)


def test_regions_have_names_and_their_next_holidays() -> None:
    names = {row.code: row.name for row in regions()}
    assert (names["DE"], names["DE-BY"]) == ("Germany", "Germany, Bayern")
    found = next_holidays("DE-BY", date(2026, 12, 26), 2)
    assert [row.day for row in found] == [date(2026, 12, 26), date(2027, 1, 1)]
    assert all(row.name for row in found)
    assert next_holidays(None, date(2026, 12, 26)) == ()
