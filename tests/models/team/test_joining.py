"""Adding, editing and seeing off people of the team."""

import pytest

from models.errors import InvalidValueError, NotFoundError
from models.ids import MemberId
from models.team.hours import set_working_hours
from models.team.joining import add_member, deactivate, edit_member, reactivate, set_roles
from models.team.rows import HoursRow, has_role, member_by_name, team
from models.workspace import Workspace


def test_a_new_member_is_listed_with_roles(workspace: Workspace, member: MemberId) -> None:
    with workspace.read() as session:
        (row,) = team(session)
    assert (row.id, row.name, row.zone, row.email) == (
        member,
        "Sam Setter",
        "Europe/Berlin",
        "sam@example.com",
    )
    assert row.roles == ("sdr",)
    assert row.active


@pytest.mark.parametrize(
    ("name", "zone", "roles", "email"),
    [
        (" ", "Europe/Berlin", (), None),
        ("x" * 501, "Europe/Berlin", (), None),
        ("Ann", "UTC+2", (), None),
        ("Ann", "posix", (), None),
        ("Ann", "", (), None),
        ("Ann", "Europe/Berlin", ("boss",), None),
        ("Ann", "Europe/Berlin", (), "ann@"),
        ("SAM  setter", "Europe/Berlin", (), None),
    ],
)
def test_what_is_no_member_is_refused(
    workspace: Workspace,
    member: MemberId,
    name: str,
    zone: str,
    roles: tuple[str, ...],
    email: str | None,
) -> None:
    with pytest.raises(InvalidValueError), workspace.write() as session:
        add_member(session, name, zone, roles, email)
    with workspace.read() as session:
        assert len(team(session)) == 1


def test_roles_are_replaced_not_added(workspace: Workspace, member: MemberId) -> None:
    with workspace.write(member) as session:
        set_roles(session, member, ("setter", "leader"))
        assert has_role(session, member, "leader")
        assert not has_role(session, member, "sdr")
        assert not has_role(session, None, "leader")


def test_a_member_is_found_by_name_whatever_case_and_accents(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        rene = add_member(session, "René Čapek", "Europe/Prague")
        found = member_by_name(session, "rene CAPEK")
        assert found is not None
        assert found.id == rene
        assert member_by_name(session, "Nobody") is None


def test_a_member_may_keep_the_name_when_edited(workspace: Workspace, member: MemberId) -> None:
    with workspace.write(member) as session:
        edit_member(session, member, name="Sam Setter", zone="Europe/Paris", region="FR")
        assert team(session)[0].zone == "Europe/Paris"


def test_who_is_on_duty_cannot_leave_but_others_can_and_may_come_back(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        other = add_member(session, "Ann", "Europe/Berlin")
        with pytest.raises(InvalidValueError, match="on duty"):
            deactivate(session, member)
        deactivate(session, other)
        assert [row.name for row in team(session, active_only=True)] == ["Sam Setter"]
        add_member(session, "Ann", "Europe/Berlin")
        with pytest.raises(InvalidValueError, match="already"):
            reactivate(session, other)


def test_a_member_that_is_not_there_is_named(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="99"), workspace.write() as session:
        set_roles(session, MemberId(99), ())


def test_hours_are_replaced_even_where_only_their_end_differs(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        set_working_hours(session, member, {0: [(540, 720), (780, 1020)], 6: [(0, 1440)]})
        set_working_hours(session, member, {0: [(540, 700)]})
        assert team(session)[0].hours == (HoursRow(0, 540, 700),)


@pytest.mark.parametrize(
    "hours",
    [
        {0: [(540, 720), (719, 800)]},
        {0: [(540, 540)]},
        {0: [(600, 540)]},
        {0: [(-1, 540)]},
        {0: [(540, 1441)]},
        {7: [(540, 720)]},
        {-1: []},
    ],
)
def test_impossible_hours_are_refused(
    workspace: Workspace, member: MemberId, hours: dict[int, list[tuple[int, int]]]
) -> None:
    with pytest.raises(InvalidValueError), workspace.write(member) as session:
        set_working_hours(session, member, hours)


def test_hours_may_touch(workspace: Workspace, member: MemberId) -> None:
    with workspace.write(member) as session:
        set_working_hours(session, member, {2: [(540, 720), (720, 1440)]})
        assert len(team(session)[0].hours) == 2
