"""Writing the next version of the definitions: what is kept, what moves, what is undone."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.criteria import script
from models.definitions.current import first_stage, reason_names, reasons, stages
from models.definitions.problems.checking import problems_of
from models.definitions.terms import term
from models.definitions.versions.draft import (
    CriterionDraft,
    StageDraft,
)
from models.definitions.versions.frameworks import with_framework
from models.definitions.versions.writing import current_draft, write_definitions
from models.definitions.versions.written import draft_of_version, versions
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.workspace.log import Change
from models.history.undo.steps import StageGoneError, UndoRefusedError, redo, undo
from models.ids import LeadId, StageId
from models.leads.capture import add_lead
from models.leads.stages.closing import mark_lost
from models.leads.stages.moves import moves_of
from models.leads.stages.moving import MoveRefusedError, correct_move, move_stage
from models.vocabulary import MoveOrigin, Precision
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.definitions.edited_drafts import edited, without
from tests.models.rows import derived_rows, recorded_rows
from tests.models.small_world import SmallWorld


def stage_of(session: Session, lead_id: LeadId) -> int:
    return session.get_one(Lead, lead_id).stage_id


def test_a_version_that_is_written_unchanged_reads_back_as_the_one_before(
    workspace: Workspace,
) -> None:
    with workspace.write() as session:
        before = current_draft(session)
        assert write_definitions(session, replace(before, note="Again")) == 2
        assert current_draft(session) == replace(before, note="Again")
        assert draft_of_version(session, 1) == before
        known = versions(session)
    assert [(row.number, row.note, row.in_force) for row in known] == [
        (2, "Again", True),
        (1, "The house definitions", False),
    ]


def test_a_version_is_never_rewritten_and_says_who_wrote_it_and_when(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    with filled.write(world.leader) as session:
        first = draft_of_version(session, 1)
        clock.advance(days=3)
        draft = edited(current_draft(session), 2, name="Answered", example="“Yes?”")
        draft = replace(draft, terms=draft.terms | {"accept": "480"}, script=())
        write_definitions(session, draft)
        assert stages(session)[2].name == "Answered"
        assert term(session, "accept") == 480
        assert script(session) == ()
        assert draft_of_version(session, 1) == first
        newest = versions(session)[0]
        assert (newest.author, newest.written_at) == ("Lea Leader", clock())


def test_stages_are_added_and_reordered_without_touching_leads(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        moves = len(session.scalars(select(StageMove)).all())
        draft = current_draft(session)
        new = StageDraft(None, "Reached", "none", "sdr", "Picked up the phone")
        known = draft.stages
        order = (known[0], known[1], new, known[3], known[2], *known[4:])
        write_definitions(session, replace(draft, stages=order))
        assert [stage.name for stage in stages(session)][1:5] == [
            *("MQL", "Reached", "Interested", "Responded")
        ]
        assert [stage.position for stage in stages(session)] == list(range(9))
        assert len(session.scalars(select(StageMove)).all()) == moves
        move_stage(session, world.lead, stages(session)[2].id)


def test_the_leads_of_a_dropped_stage_go_where_the_draft_says_whatever_their_status(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        lost = add_lead(session, title="Lost", stage_id=world.stages[1])
        mark_lost(session, lost, "budget")
        held = {
            lead.id for lead in session.scalars(select(Lead)) if lead.stage_id == world.stages[1]
        }
        assert lost in held
        ages = dict(iter(session.execute(select(LeadCard.id, LeadCard.moved_at))))
        write_definitions(session, without(current_draft(session), 1, 0))
        for lead_id in held:
            assert stage_of(session, LeadId(lead_id)) == world.stages[0]
            assert session.get_one(LeadCard, lead_id).stage_id == world.stages[0]
        move = moves_of(session, lost)[-1]
        assert (move.from_stage_id, move.to_stage_id) == (world.stages[1], world.stages[0])
        assert (move.origin, move.occurred_at) == (MoveOrigin.REMAPPED, None)
        assert (move.precision, move.actor_id) == (Precision.UNKNOWN, world.leader)
        # Nothing happened to the leads, so their stage is as old as it was.
        assert dict(iter(session.execute(select(LeadCard.id, LeadCard.moved_at)))) == ages


def test_a_version_with_its_moved_leads_is_one_change_that_undo_takes_back_whole(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        before, cards = recorded_rows(session), derived_rows(session)
    with filled.write(world.leader) as session:
        write_definitions(session, without(current_draft(session), 1, 0))
        assert len(stages(session)) == 7
        (change,) = session.scalars(select(Change).order_by(Change.id.desc()).limit(1))
        assert (change.verb, change.arguments) == ("write_version", {"number": 2})
    with filled.read() as session:
        after, cards_after = recorded_rows(session), derived_rows(session)
    with filled.write(world.leader) as session:
        assert undo(session, world.leader).label == "Write version 2 of the definitions"
        assert len(stages(session)) == 8
    with filled.read() as session:
        assert recorded_rows(session) == before
        assert derived_rows(session) == cards
    with filled.write(world.leader) as session:
        redo(session, world.leader)
    with filled.read() as session:
        assert recorded_rows(session) == after
        assert derived_rows(session) == cards_after


def test_past_moves_keep_the_version_they_were_made_under_and_gates_judge_by_the_one_in_force(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        before = {move.id: move.definitions_id for move in session.scalars(select(StageMove))}
        draft = edited(current_draft(session), 2, gate=())
        write_definitions(session, draft)
        move_stage(session, world.lead, world.stages[2])
        after = {move.id: move.definitions_id for move in session.scalars(select(StageMove))}
        (new,) = after.keys() - before.keys()
        assert {one: after[one] for one in before} == before
        assert after[new] not in before.values()


def test_a_version_under_which_work_was_done_cannot_be_undone(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        write_definitions(session, replace(current_draft(session), note="Second"))
    with filled.write(world.setter) as session:
        move_stage(session, world.lead, world.stages[2], evidence="They wrote back")
    with filled.write(world.leader) as session, pytest.raises(UndoRefusedError, match="Ann Lee"):
        undo(session, world.leader)


def test_no_undo_brings_a_lead_back_to_a_stage_that_is_gone(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        left = StageId(stage_of(session, world.lead))
        move_stage(session, world.lead, world.stages[2], evidence="They wrote back")
    with filled.write(world.leader) as session:
        draft = current_draft(session)
        place = next(at for at, stage in enumerate(draft.stages) if stage.id == left)
        write_definitions(session, without(draft, place, 0))
    with filled.write(world.setter) as session, pytest.raises(StageGoneError, match="definitions"):
        undo(session, world.setter)
    with filled.read() as session:
        assert stage_of(session, world.lead) == world.stages[2]


def test_a_move_cannot_be_corrected_into_a_stage_that_is_gone(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        left = StageId(stage_of(session, world.lead))
        moved = move_stage(session, world.lead, world.stages[2], evidence="They wrote back")
        draft = current_draft(session)
        place = next(at for at, stage in enumerate(draft.stages) if stage.id == left)
        write_definitions(session, without(draft, place, 0))
        with pytest.raises(MoveRefusedError, match="list of stages"):
            correct_move(session, moved, "A mistake")


def test_a_move_before_the_stage_list_changed_cannot_be_corrected_any_more(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        moved = move_stage(session, world.lead, world.stages[2], evidence="They wrote back")
        write_definitions(session, without(current_draft(session), 2, 3))
        with pytest.raises(MoveRefusedError, match="list of stages"):
            correct_move(session, moved, "A mistake")
        move_stage(session, world.lead, world.stages[1], reason="It was a mistake")


def test_a_reason_that_was_dropped_closes_nothing_more_and_keeps_its_name_for_what_it_closed(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        mark_lost(session, world.lead, "competitor")
        draft = current_draft(session)
        kept = tuple(one for one in draft.reasons if one.code != "competitor")
        write_definitions(session, replace(draft, reasons=kept))
        assert "competitor" not in {row.code for row in reasons(session)}
        assert reason_names(session)["competitor"] == "Chose a competitor"


def test_the_framework_changes_with_its_gate_and_its_script(workspace: Workspace) -> None:
    with workspace.write() as session:
        draft = with_framework(current_draft(session), "meddic")
        assert problems_of(session, draft) == ()
        write_definitions(session, draft)
        own = CriterionDraft("own", "fun", "Fun", "Is it fun?")
        draft = current_draft(session)
        draft = with_framework(replace(draft, criteria=(*draft.criteria, own)), "own")
        assert problems_of(session, draft) == ()
        assert draft.stages[4].gate == ()
        assert first_stage(session).name == "New"
