"""Kinds of meetings and their preparation are the team's own data."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.appointments.kinds import (
    MeetingRules,
    Preparation,
    add_meeting_kind,
    edit_meeting_kind,
    meeting_kinds,
    remove_meeting_kind,
    restore_meeting_kind,
    set_meeting_preparation,
)
from models.entities.workspace.log import Change
from models.errors import InvalidValueError
from models.ids import MemberId
from models.storage.schema import migrate
from models.workspace import Workspace, open_workspace
from tests.clocks import FrozenClock
from tests.models.storage.test_completing_definitions import old_workspace

RULES = MeetingRules(60, 30, 5, 10, 120, 14, 3)


def test_a_new_workspace_can_book_on_its_first_day(workspace: Workspace) -> None:
    with workspace.read() as session:
        kinds = meeting_kinds(session)
        assert [(kind.name, kind.minutes) for kind in kinds] == [
            ("Discovery meeting", 30),
            ("Demo", 45),
        ]
        assert all(kind.purpose and kind.place and len(kind.preparation) == 3 for kind in kinds)
        assert {item.owner_role for kind in kinds for item in kind.preparation} == {
            *("closer", "setter"),
        }
        assert session.scalar(select(func.count(Change.id))) == 0


def test_a_workspace_from_before_gets_the_kinds_of_the_house_once(
    tmp_path: Path, clock: FrozenClock
) -> None:
    path = tmp_path / "old.db"
    old_workspace(path)
    migrate(path, "0002")
    for _time in range(2):
        opened = open_workspace(path, clock=clock)
        with opened.read() as session:
            assert [kind.name for kind in meeting_kinds(session)] == ["Discovery meeting", "Demo"]
        opened.close()
    opened = open_workspace(path, clock=clock)
    with opened.write() as session:
        remove_meeting_kind(session, meeting_kinds(session)[0].id)
    opened.close()
    opened = open_workspace(path, clock=clock)
    with opened.read() as session:
        assert [kind.name for kind in meeting_kinds(session)] == ["Demo"]
    opened.close()


def test_a_kind_is_written_anew_with_its_preparation(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        kind_id = add_meeting_kind(
            session, " Review ", RULES, preparation=(Preparation("Read"), Preparation("Call"))
        )
    with workspace.read() as session:
        (kind,) = (kind for kind in meeting_kinds(session) if kind.id == kind_id)
        assert (kind.name, kind.minutes, kind.daily_cap, kind.active) == ("Review", 60, 3, True)
        assert [item.text for item in kind.preparation] == ["Read", "Call"]
        assert meeting_kinds(session)[-1] == kind
    with workspace.write(member) as session:
        edit_meeting_kind(session, kind_id, "review", replace(RULES, daily_cap=None), place="Here")
        set_meeting_preparation(session, kind_id, (Preparation("Ask", "setter", 0),))
    with workspace.read() as session:
        (kind,) = (kind for kind in meeting_kinds(session) if kind.id == kind_id)
        assert (kind.name, kind.place, kind.daily_cap) == ("review", "Here", None)
        assert [(item.text, item.owner_role) for item in kind.preparation] == [("Ask", "setter")]


def test_a_removed_kind_keeps_its_name_and_can_be_brought_back(
    workspace: Workspace, member: MemberId
) -> None:
    with workspace.write(member) as session:
        first, second = meeting_kinds(session)
        remove_meeting_kind(session, first.id)
        with pytest.raises(InvalidValueError, match="last kind"):
            remove_meeting_kind(session, second.id)
        with pytest.raises(InvalidValueError, match="removed before"):
            add_meeting_kind(session, "DISCOVERY meeting", RULES)
        assert len(meeting_kinds(session, active_only=False)) == 2
        restore_meeting_kind(session, first.id)
        assert [kind.id for kind in meeting_kinds(session)] == [first.id, second.id]


@pytest.mark.parametrize(
    "rules",
    [
        replace(RULES, minutes=0),
        replace(RULES, minutes=1441),
        replace(RULES, grid_minutes=0),
        replace(RULES, buffer_before_minutes=-1),
        replace(RULES, buffer_after_minutes=481),
        replace(RULES, horizon_days=0),
        replace(RULES, horizon_days=366),
        replace(RULES, horizon_days=1, notice_minutes=1440),
        replace(RULES, notice_minutes=-1),
        replace(RULES, daily_cap=0),
    ],
)
def test_rules_that_no_calendar_can_hold_are_refused(
    workspace: Workspace, member: MemberId, rules: MeetingRules
) -> None:
    with workspace.write(member) as session, pytest.raises(InvalidValueError):
        add_meeting_kind(session, "Other", rules)


@pytest.mark.parametrize(
    "item", [Preparation(" "), Preparation("Read", "sdr"), Preparation("Read", "closer", -1)]
)
def test_preparation_needs_words_an_owner_and_time_before(
    workspace: Workspace, member: MemberId, item: Preparation
) -> None:
    with workspace.write(member) as session, pytest.raises(InvalidValueError):
        set_meeting_preparation(session, meeting_kinds(session)[0].id, (item,))
