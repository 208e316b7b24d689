"""Stage moves: gates bind live ones, corrections void them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.definitions.gates.stage_gates import GateRefusedError
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.errors import InvalidValueError, NotFoundError
from models.ids import LeadId, StageId, StageMoveId
from models.leads.stages.closing import disqualify
from models.leads.stages.moves import MoveRow, moves_of
from models.leads.stages.moving import MoveRefusedError, correct_move, move_stage
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def latest(session: Session, lead_id: LeadId) -> MoveRow:
    return moves_of(session, lead_id)[-1]


def standing(session: Session, lead_id: LeadId) -> tuple[int, str]:
    lead = session.get_one(Lead, lead_id)
    return lead.stage_id, lead.status


def test_a_move_keeps_when_who_why_and_under_which_definitions(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    at = clock.advance(hours=2)
    clock.advance(minutes=5)
    with filled.write(world.setter) as session:
        move_stage(
            session, world.lead, world.stages[2], evidence=" They wrote back ", occurred_at=at
        )
        move = latest(session, world.lead)
        assert (move.from_stage_id, move.to_stage_id) == (world.stages[1], world.stages[2])
        assert (move.occurred_at, move.recorded_at) == (at, clock())
        assert (move.precision, move.origin, move.voided) == ("instant", "live", False)
        assert (move.actor_id, move.evidence) == (world.setter, "They wrote back")
        assert session.scalars(select(StageMove.definitions_id)).all()[-1] == 1
        assert standing(session, world.lead) == (world.stages[2], "open")
        card = session.get_one(LeadCard, world.lead)
        assert (card.stage_id, card.moved_at) == (world.stages[2], at)


def test_a_gate_refuses_and_nothing_moved(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        with pytest.raises(GateRefusedError) as refused:
            move_stage(session, world.lead, world.stages[2])
        assert [one.requirement for one in refused.value.missing] == ["evidence_stated"]
        assert standing(session, world.lead) == (world.stages[1], "open")
        assert len(moves_of(session, world.lead)) == 2


def test_stages_may_be_skipped_where_the_gate_allows(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        move_stage(session, world.lead, world.stages[3], evidence="Asked for a price")
        assert latest(session, world.lead).from_stage_id == world.stages[1]


def test_only_a_leader_with_a_reason_passes_a_gate(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session, pytest.raises(MoveRefusedError, match="leader"):
        move_stage(session, world.lead, world.stages[4], override_reason="I know them")
    with filled.write() as session, pytest.raises(MoveRefusedError, match="leader"):
        move_stage(session, world.lead, world.stages[4], override_reason="Nobody on duty")
    with filled.write(world.leader) as session:
        with pytest.raises(GateRefusedError):
            move_stage(session, world.lead, world.stages[4], override_reason="  ")
        move_stage(session, world.lead, world.stages[4], override_reason="I know them")
        assert latest(session, world.lead).override_reason == "I know them"


def test_a_reason_to_override_is_only_kept_where_something_was_missing(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        move_stage(
            session, world.lead, world.stages[2], evidence="Wrote", override_reason="Just in case"
        )
        assert latest(session, world.lead).override_reason is None


def test_the_stage_that_means_client_wins_the_lead(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        move_stage(session, world.lead, world.stages[7], override_reason="Signed at the fair")
        assert standing(session, world.lead) == (world.stages[7], "won")
        with pytest.raises(MoveRefusedError, match="not open"):
            move_stage(session, world.lead, world.stages[1], reason="Back")


def test_a_closed_lead_does_not_move(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        disqualify(session, world.lead, "budget")
        with pytest.raises(MoveRefusedError, match="disqualified"):
            move_stage(session, world.lead, world.stages[2], evidence="Wrote")


def test_a_move_to_where_it_is_and_back_without_a_reason_are_refused(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        with pytest.raises(MoveRefusedError, match="already"):
            move_stage(session, world.lead, world.stages[1])
        with pytest.raises(MoveRefusedError, match="back"):
            move_stage(session, world.lead, world.stages[0])
        move_stage(session, world.lead, world.stages[0], reason="Scored by mistake")
        assert latest(session, world.lead).reason == "Scored by mistake"


def test_moments_that_cannot_be_are_refused(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    clock.advance(days=1)
    with filled.write(world.leader) as session:
        for moment, sentence in (
            (clock() + timedelta(minutes=1), "not come yet"),
            (datetime(2026, 11, 1, tzinfo=UTC), "last move"),
            (clock().replace(tzinfo=None), "time zone"),
        ):
            with pytest.raises(InvalidValueError, match=sentence):
                move_stage(session, world.lead, world.stages[2], evidence="x", occurred_at=moment)


def test_unknown_leads_and_stages_are_refused(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        with pytest.raises(NotFoundError, match="lead"):
            move_stage(session, LeadId(99), world.stages[1])
        with pytest.raises(NotFoundError, match="stage"):
            move_stage(session, world.lead, StageId(99))


def test_a_correction_voids_the_move_and_puts_the_lead_back(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.setter) as session:
        moved = move_stage(session, world.lead, world.stages[2], evidence="Wrote")
        correct_move(session, moved, "It was an out-of-office reply")
        assert standing(session, world.lead) == (world.stages[1], "open")
        assert [move.voided for move in moves_of(session, world.lead)] == [False, False, True]
        assert session.get_one(LeadCard, world.lead).moved_at == filled.clock()
        correct_move(session, world.move, "This one, too")
        assert standing(session, world.lead) == (world.stages[0], "open")


def test_what_a_correction_may_not_touch(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        entry = moves_of(session, world.lead)[0]
        move_stage(session, world.lead, world.stages[2], evidence="Wrote")
        with pytest.raises(MoveRefusedError, match="latest"):
            correct_move(session, world.move, "Not the latest")
        with pytest.raises(InvalidValueError):
            correct_move(session, latest(session, world.lead).id, " ")
        with pytest.raises(NotFoundError):
            correct_move(session, StageMoveId(99), "Unknown")
        correct_move(session, latest(session, world.lead).id, "Wrong")
        with pytest.raises(MoveRefusedError, match="latest"):
            correct_move(session, moves_of(session, world.lead)[-1].id, "Twice")
        correct_move(session, world.move, "Wrong as well")
        with pytest.raises(MoveRefusedError, match="came in"):
            correct_move(session, entry.id, "The entry")


def test_a_corrected_win_is_open_again(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        won = move_stage(session, world.lead, world.stages[7], override_reason="Signed")
        correct_move(session, won, "They took it back")
        assert standing(session, world.lead) == (world.stages[1], "open")
        move_stage(session, world.lead, world.stages[2], evidence="Wrote")


def test_a_lead_that_another_system_won_stays_won_when_a_move_is_corrected(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.write(world.leader) as session:
        session.connection().execute(update(Lead).values(status="won"))
        correct_move(session, world.move, "Wrong stage")
        assert standing(session, world.lead) == (world.stages[0], "won")


def test_undated_history_is_no_bar_to_a_live_move(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.setter) as session:
        session.connection().execute(
            update(StageMove).values(occurred_at=None, precision="unknown", origin="imported")
        )
        move_stage(session, world.lead, world.stages[2], evidence="Wrote")
        assert latest(session, world.lead).occurred_at == filled.clock()
