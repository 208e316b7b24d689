"""Changes of many leads: what they do, refuse, and take back."""

from datetime import date

import pytest
from sqlalchemy import select

from models.definitions.current import stages
from models.entities.leads.leads import Lead
from models.entities.workspace.log import Change
from models.errors import InvalidValueError
from models.fields.custom import add_custom_field, custom_values_of_lead
from models.history.undo.steps import undo
from models.ids import LeadId, MemberId, StageId
from models.leads import bulk
from models.leads.bulk import (
    BulkCancelledError,
    BulkResult,
    BulkSteps,
    ListChangedError,
    TooManyLeadsError,
    edit_leads,
    rehearse,
)
from models.leads.bulk_edit import BulkEdit, BulkKind, LeadSelection
from models.leads.capture import add_lead
from models.leads.lists.wanted import LeadFilter
from models.team.joining import add_member
from models.workspace import Workspace
from tests.models.rows import derived_rows, recorded_rows


@pytest.fixture
def leader(workspace: Workspace) -> MemberId:
    with workspace.write() as session:
        return add_member(session, "Lea Leader", "UTC", ("leader",))


@pytest.fixture
def leads(workspace: Workspace, leader: MemberId) -> tuple[LeadId, ...]:
    with workspace.write(leader) as session:
        return tuple(add_lead(session, title=f"Lead {number}") for number in range(7))


def both(
    workspace: Workspace, leader: MemberId, edit: BulkEdit, selection: LeadSelection, number: int
) -> BulkResult:
    """Rehearse a change, carry it out, and hold the one to the other."""
    with workspace.read() as session:
        before = recorded_rows(session), derived_rows(session)
    promised = rehearse(workspace, leader, edit, selection, BulkSteps())
    with workspace.read() as session:
        assert (recorded_rows(session), derived_rows(session)) == before
    with workspace.write(leader) as session:
        done = edit_leads(session, edit, number, selection)
    assert done == promised
    return done


def test_a_bulk_edit_is_one_change_and_undo_brings_all_back(
    workspace: Workspace, leader: MemberId, leads: tuple[LeadId, ...]
) -> None:
    with workspace.read() as session:
        before = recorded_rows(session), derived_rows(session)
        changes = len(session.scalars(select(Change.id)).all())
    edit = BulkEdit(BulkKind.OWNER, owner_id=leader)
    done = both(workspace, leader, edit, LeadSelection(leads), 7)
    assert (done.changed, done.unchanged, done.refused) == (7, 0, ())
    assert done.examples == ("Lead 0", "Lead 1", "Lead 2")
    with workspace.read() as session:
        assert len(session.scalars(select(Change.id)).all()) == changes + 1
        assert set(session.scalars(select(Lead.owner_id))) == {leader}
    with workspace.write(leader) as session:
        undo(session, leader)
    with workspace.read() as session:
        assert (recorded_rows(session), derived_rows(session)) == before


def test_gates_hold_in_a_bulk_edit_and_say_what_is_missing(
    workspace: Workspace, leader: MemberId, leads: tuple[LeadId, ...]
) -> None:
    with workspace.write(leader) as session:
        disqualified = BulkEdit(BulkKind.DISQUALIFY, reason="budget")
        edit_leads(session, disqualified, 2, LeadSelection(leads[:2]))
    named = stages_by_name(workspace)
    done = both(
        workspace, leader, BulkEdit(BulkKind.STAGE, stage_id=named["SQL"]), LeadSelection(leads), 7
    )
    assert done.changed == 0
    missing, closed = done.refused
    assert (missing.count, closed.count) == (5, 2)
    assert missing.sentence.startswith("Still needed: Need is confirmed")
    assert missing.examples == ("Lead 2", "Lead 3", "Lead 4")
    assert "not open" in closed.sentence
    passed = both(
        workspace, leader, BulkEdit(BulkKind.STAGE, stage_id=named["MQL"]), LeadSelection(leads), 7
    )
    assert passed.changed == 5
    with workspace.read() as session:
        moved = session.scalars(select(Lead.id).where(Lead.stage_id == named["MQL"])).all()
    assert tuple(moved) == leads[2:]


def stages_by_name(workspace: Workspace) -> dict[str, StageId]:
    with workspace.read() as session:
        return {stage.name: stage.id for stage in stages(session)}


def test_all_of_a_list_but_some_is_changed_with_a_reason_and_a_day(
    workspace: Workspace, leader: MemberId, leads: tuple[LeadId, ...]
) -> None:
    selection = LeadSelection(
        all_of=LeadFilter(statuses=frozenset({"open"})), without=frozenset({leads[3]})
    )
    edit = BulkEdit(BulkKind.RECYCLE, reason="timing", look_again_on=date(2099, 1, 1))
    assert both(workspace, leader, edit, selection, 6).changed == 6
    with workspace.read() as session:
        rows = {row.id: row for row in session.scalars(select(Lead))}
    assert rows[leads[3]].status == "open"
    assert {rows[lead].look_again_on for lead in leads if lead != leads[3]} == {date(2099, 1, 1)}
    reopened = both(
        workspace, leader, BulkEdit(BulkKind.REOPEN), LeadSelection((leads[0], leads[3])), 2
    )
    assert (reopened.changed, reopened.refused[0].count) == (1, 1)


def test_a_field_is_set_and_leads_that_hold_the_value_are_left_alone(
    workspace: Workspace, leader: MemberId, leads: tuple[LeadId, ...]
) -> None:
    with workspace.write(leader) as session:
        field = add_custom_field(session, "lead", "Vans", "number")
    edit = BulkEdit(BulkKind.FIELD, field_id=field, value=4.0)
    assert both(workspace, leader, edit, LeadSelection(leads[:2]), 2).changed == 2
    again = both(workspace, leader, edit, LeadSelection(leads[:3]), 3)
    assert (again.changed, again.unchanged) == (1, 2)
    with workspace.read() as session:
        assert custom_values_of_lead(session, leads[2])[0].value == 4.0
    wrong = BulkEdit(BulkKind.FIELD, field_id=field, value="many")
    with pytest.raises(InvalidValueError), workspace.write(leader) as session:
        edit_leads(session, wrong, 2, LeadSelection(leads[:2]))


def test_a_cancelled_bulk_edit_leaves_nothing_behind(
    workspace: Workspace,
    leader: MemberId,
    leads: tuple[LeadId, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    steps = BulkSteps(lambda done, total: told.append((done, total)), lambda: len(told) == 2)
    with workspace.read() as session:
        before = recorded_rows(session)
    edit = BulkEdit(BulkKind.OWNER, owner_id=leader)
    with pytest.raises(BulkCancelledError), workspace.write(leader) as session:
        edit_leads(session, edit, 7, LeadSelection(leads), steps)
    assert told == [(2, 7), (4, 7)]
    with workspace.read() as session:
        assert recorded_rows(session) == before


def test_a_list_that_has_changed_and_one_that_is_too_long_are_refused(
    workspace: Workspace,
    leader: MemberId,
    leads: tuple[LeadId, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit, everything = BulkEdit(BulkKind.CHANNEL), LeadSelection(all_of=LeadFilter())
    with pytest.raises(ListChangedError, match="7 leads"), workspace.write(leader) as session:
        edit_leads(session, edit, 6, everything)
    monkeypatch.setattr(bulk, "AT_MOST", 6)
    with pytest.raises(TooManyLeadsError):
        rehearse(workspace, leader, edit, everything, BulkSteps())
    monkeypatch.setattr(bulk, "AT_MOST", 7)
    monkeypatch.setattr(bulk, "LED_ON_AT_MOST", 6)
    assert rehearse(workspace, leader, edit, everything, BulkSteps()).unchanged == 7
    with pytest.raises(TooManyLeadsError, match="in parts"):
        rehearse(workspace, leader, BulkEdit(BulkKind.REOPEN), everything, BulkSteps())
