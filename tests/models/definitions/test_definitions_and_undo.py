"""Whatever is written and undone, the workspace stays consistent, and undoing all is the start."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.gates.stage_gates import missing_evidence
from models.definitions.roles import roles
from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft, RoleDraft, StageDraft
from models.definitions.versions.writing import current_draft, write_definitions
from models.definitions.versions.written import draft_of_version, versions
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.team import MemberRole
from models.errors import KnownError
from models.history import logged
from models.history.undo.steps import NothingToUndoError, undo
from models.ids import StageId, StageMoveId
from models.leads.capture import add_lead
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import mark_lost, reopen
from models.leads.stages.moving import correct_move, move_stage
from models.team.joining import set_roles
from models.vocabulary import MoveOrigin
from models.workspace import open_workspace
from tests.clocks import FrozenClock
from tests.models.rows import Rows, recorded_rows
from tests.models.small_world import SmallWorld

Pick = Callable[[int], int]
PLACES = st.integers(0, 7)
FIELD = RoleDraft("field", "Field SDR", "sdr")


def dropped(draft: DefinitionsDraft, place: int, taker: int) -> DefinitionsDraft:
    """Return a draft without one stage, whose leads go to another."""
    gone = draft.stages[place].id
    kept = tuple(stage for at, stage in enumerate(draft.stages) if at != place)
    to = kept[taker % len(kept)].id if kept else None
    moved = {} if gone is None or to is None else {gone: to}
    return replace(draft, stages=kept, moved=moved)


def swapped(draft: DefinitionsDraft, place: int) -> DefinitionsDraft:
    rows = list(draft.stages)
    other = (place + 1) % len(rows)
    rows[place], rows[other] = rows[other], rows[place]
    return replace(draft, stages=tuple(rows))


def gated(draft: DefinitionsDraft, place: int) -> DefinitionsDraft:
    """Return a draft in which a stage asks for the need, or does not any more."""
    asked = GateRuleDraft("criterion_confirmed", "need")
    stage = draft.stages[place]
    gate = tuple(one for one in stage.gate if one != asked)
    if len(gate) == len(stage.gate):
        gate = (*gate, asked)
    rows = (*draft.stages[:place], replace(stage, gate=gate), *draft.stages[place + 1 :])
    return replace(draft, stages=rows)


class Definitions(RuleBasedStateMachine):
    """Two people write definitions and move leads, in any order; undo is theirs alone."""

    path: Path
    world: SmallWorld

    def __init__(self) -> None:
        super().__init__()
        shutil.copyfile(self.path, self.path.with_name("tried.db"))
        self.clock = FrozenClock()
        self.workspace = open_workspace(self.path.with_name("tried.db"), clock=self.clock)
        self.written: dict[int, DefinitionsDraft] = {}
        with self.workspace.read() as session:
            self.start: Rows = recorded_rows(session)

    def teardown(self) -> None:
        """Undo everything, whoever did it, and find what was there at the start."""
        left = {self.world.leader, self.world.setter}
        while left:
            stuck = True
            for actor in sorted(left):
                try:
                    with self.workspace.write(actor) as session:
                        undo(session, actor)
                    stuck = False
                except NothingToUndoError:
                    left.discard(actor)
                    stuck = False
                except KnownError:
                    continue
            assert not stuck, "the two wait for each other"
        with self.workspace.read() as session:
            assert recorded_rows(session) == self.start
        self.workspace.close()

    def act(self, leader: bool, action: Callable[[Session], object]) -> None:
        """Let somebody try something; a refusal leaves everything as it was."""
        self.clock.advance(minutes=1)
        actor = self.world.leader if leader else self.world.setter
        with self.workspace.read() as session:
            before = recorded_rows(session)
        try:
            with self.workspace.write(actor) as session:
                action(session)
        except KnownError:
            with self.workspace.read() as session:
                assert recorded_rows(session) == before
        self.check()

    def check(self) -> None:
        """Check what must hold whatever was done."""
        with self.workspace.read() as session:
            in_force = {stage.id for stage in stages(session)}
            cards = dict(iter(session.execute(select(LeadCard.id, LeadCard.stage_id))))
            for lead in session.scalars(select(Lead)):
                assert lead.stage_id in in_force
                assert cards[lead.id] == lead.stage_id
                moves = session.scalars(
                    select(StageMove)
                    .where(StageMove.lead_id == lead.id, StageMove.voided.is_(False))
                    .order_by(StageMove.id)
                ).all()
                assert moves[-1].to_stage_id == lead.stage_id
            codes = {role.code for role in roles(session)}
            assert set(session.scalars(select(MemberRole.role))) <= codes
            for row in versions(session):
                said = draft_of_version(session, row.number)
                assert self.written.setdefault(row.number, said) == said
            for number in set(self.written) - {row.number for row in versions(session)}:
                del self.written[number]

    @rule(leader=st.booleans(), place=PLACES, taker=PLACES)
    def drop_stage(self, leader: bool, place: int, taker: int) -> None:
        """Drop a stage."""
        self.act(leader, lambda s: self._write(s, lambda d, at: dropped(d, at, taker), place))

    @rule(leader=st.booleans(), place=PLACES)
    def swap_stages(self, leader: bool, place: int) -> None:
        """Change the order of two stages."""
        self.act(leader, lambda s: self._write(s, swapped, place))

    @rule(leader=st.booleans(), place=PLACES)
    def change_gate(self, leader: bool, place: int) -> None:
        """Ask for more or for less."""
        self.act(leader, lambda s: self._write(s, gated, place))

    @rule(leader=st.booleans(), name=st.sampled_from(("Reached", "Warm")))
    def add_stage(self, leader: bool, name: str) -> None:
        """Add a stage, or be refused where there is one of this name."""

        def write(session: Session) -> None:
            draft = current_draft(session)
            new = StageDraft(None, name, "none", "sdr", "They said so")
            write_definitions(session, replace(draft, stages=(*draft.stages, new)))

        self.act(leader, write)

    @rule(leader=st.booleans())
    def change_roles(self, leader: bool) -> None:
        """Add a role, or drop it and give its people another."""

        def write(session: Session) -> None:
            draft = current_draft(session)
            kept = tuple(one for one in draft.roles if one.code != FIELD.code)
            if len(kept) == len(draft.roles):
                write_definitions(session, replace(draft, roles=(*kept, FIELD)))
            else:
                moved = {FIELD.code: "sdr"}
                write_definitions(session, replace(draft, roles=kept, roles_moved=moved))

        self.act(leader, write)

    @rule(leader=st.booleans(), role=st.sampled_from((FIELD.code, "sdr", "setter")))
    def give_role(self, leader: bool, role: str) -> None:
        """Give somebody a role, or be refused where there is none of this code."""
        self.act(leader, lambda s: set_roles(s, self.world.setter, (role,)))

    @staticmethod
    def _write(
        session: Session, edit: Callable[[DefinitionsDraft, int], DefinitionsDraft], place: int
    ) -> None:
        draft = current_draft(session)
        write_definitions(session, edit(draft, place % len(draft.stages)))

    @rule(leader=st.booleans(), place=PLACES, override=st.booleans(), capture=st.booleans())
    def move(self, leader: bool, place: int, override: bool, capture: bool) -> None:
        """Move a lead or capture one: no gate is passed unmet without a leader's reason."""

        def go(session: Session) -> None:
            known = stages(session)
            target = known[place % len(known)].id
            if capture:
                lead_id = add_lead(session, title="Another", stage_id=target, evidence="They said")
                overridden = None
            else:
                lead_id, overridden = self.world.lead, "We know them" if override else None
                move_stage(
                    session,
                    lead_id,
                    target,
                    evidence="They said",
                    reason="It fits",
                    override_reason=overridden,
                )
            move = session.scalars(
                select(StageMove)
                .where(StageMove.lead_id == lead_id, StageMove.origin == MoveOrigin.LIVE)
                .order_by(StageMove.id.desc())
            ).first()
            assert move is not None
            missing = missing_evidence(session, lead_id, StageId(move.to_stage_id), "They said")
            assert not missing or (move.override_reason and leader)

        self.act(leader, go)

    @rule(leader=st.booleans(), confirmed=st.booleans())
    def answer(self, leader: bool, confirmed: bool) -> None:
        """Qualify the lead, or find that there is no need."""
        state = "confirmed" if confirmed else "failed"
        self.act(leader, lambda s: answer_criterion(s, self.world.lead, "need", state))

    @rule(leader=st.booleans(), close=st.booleans())
    def close(self, leader: bool, close: bool) -> None:
        """Close the lead or open it again."""
        lead = self.world.lead
        self.act(leader, lambda s: mark_lost(s, lead, "timing") if close else reopen(s, lead))

    @rule(leader=st.booleans())
    def correct(self, leader: bool) -> None:
        """Void the lead's latest move."""

        def go(session: Session) -> None:
            moves = session.scalars(
                select(StageMove)
                .where(StageMove.lead_id == self.world.lead, StageMove.voided.is_(False))
                .order_by(StageMove.id)
            ).all()
            live = [move for move in moves if move.origin == MoveOrigin.LIVE]
            correct_move(session, StageMoveId(live[-1].id), "A mistake")

        self.act(leader, go)

    @rule(leader=st.booleans())
    def take_back(self, leader: bool) -> None:
        """Undo one's own latest change."""
        actor = self.world.leader if leader else self.world.setter
        self.act(leader, lambda s: undo(s, actor))


def test_definitions_and_leads_stay_consistent_whatever_is_done_and_undone(
    small_world_file: tuple[Path, SmallWorld], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two leads count as very many, so that some steps take these together and some do not.
    monkeypatch.setattr(logged, "ALIKE_AT_LEAST", 2)
    shutil.copyfile(small_world_file[0], tmp_path / "start.db")
    Definitions.path, Definitions.world = tmp_path / "start.db", small_world_file[1]
    run_state_machine_as_test(
        Definitions, settings=settings(max_examples=5, stateful_step_count=10, deadline=None)
    )
