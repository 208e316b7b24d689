"""Whatever people do and take back, in whatever order, the workspace stays consistent."""

import shutil
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.gates.stage_gates import missing_evidence
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.errors import KnownError
from models.history.undo.lasting import LASTING
from models.history.undo.steps import next_undo, redo, undo
from models.ids import LeadId, MemberId, StageId
from models.vocabulary import HandoffState, MoveOrigin, Status
from models.workspace import open_workspace
from tests.clocks import FrozenClock
from tests.models.history.test_undoing import ACTIONS
from tests.models.history.verb_examples import EXAMPLES
from tests.models.rows import Rows, recorded_rows
from tests.models.small_world import SmallWorld

# What has left the machine is never taken back, so nobody could get back to the start after it.
WORK = {name: step for name, step in {**EXAMPLES, **ACTIONS}.items() if name not in LASTING}


def newest_move(session: Session) -> int:
    return session.scalar(select(func.max(StageMove.id))) or 0


class Work(RuleBasedStateMachine):
    """Two people use every verb there is, undo and redo, and time goes by."""

    start_file: Path
    world: SmallWorld

    def __init__(self) -> None:
        super().__init__()
        path = self.start_file.with_name("worked.db")
        shutil.copyfile(self.start_file, path)
        self.clock = FrozenClock()
        self.workspace = open_workspace(path, clock=self.clock)
        self.start = self.rows()

    def rows(self) -> Rows:
        with self.workspace.read() as session:
            return recorded_rows(session)

    def member(self, leader: bool) -> MemberId:
        return self.world.leader if leader else self.world.setter

    @rule(name=st.sampled_from(sorted(WORK)), leader=st.booleans(), minutes=st.integers(0, 600))
    def work(self, name: str, leader: bool, minutes: int) -> None:
        """Use a verb; one that refuses leaves everything as it was."""
        self.clock.advance(minutes=minutes)
        self.attempt(lambda session: WORK[name](session, self.world), self.member(leader))

    @rule(again=st.booleans(), leader=st.booleans())
    def take_back_or_do_again(self, again: bool, leader: bool) -> None:
        """Undo or redo what one of them did last."""
        actor = self.member(leader)
        self.attempt(lambda session: (redo if again else undo)(session, actor), actor)

    def attempt(self, step: Callable[[Session], object], actor: MemberId) -> bool:
        before = self.rows()
        with self.workspace.read() as session:
            newest = newest_move(session)
        try:
            with self.workspace.write(actor) as session:
                step(session)
        except KnownError:
            assert self.rows() == before
            return False
        with self.workspace.read() as session:
            check_stages(session)
            check_gates(session, newest)
            check_handoffs(session)
        return True

    def teardown(self) -> None:
        """Undo everything, the newest first, and find what was there at the start."""
        left = {self.world.leader, self.world.setter}
        while left:
            undone = {actor for actor in left if self.take_back(actor)}
            with self.workspace.read() as session:
                left = {actor for actor in left if next_undo(session, actor) is not None}
            assert undone or not left
        assert self.rows() == self.start
        self.workspace.close()

    def take_back(self, actor: MemberId) -> bool:
        return self.attempt(lambda session: undo(session, actor), actor)


def check_stages(session: Session) -> None:
    """A lead's stage is where its last move led, is in force, and is what lists show."""
    in_force = {stage.id for stage in stages(session)}
    cards = dict(iter(session.execute(select(LeadCard.id, LeadCard.stage_id))))
    moves = select(StageMove.lead_id, StageMove.to_stage_id).where(StageMove.voided.is_(False))
    last = dict(iter(session.execute(moves.order_by(StageMove.id))))
    leads = dict(iter(session.execute(select(Lead.id, Lead.stage_id))))
    assert leads == last == cards
    assert set(leads.values()) <= in_force


def check_gates(session: Session, since_move: int) -> None:
    """No live move passed a gate without what it asks for, unless a leader gave a reason."""
    moves = session.scalars(select(StageMove).where(StageMove.id > since_move)).all()
    for move in moves:
        if move.origin != MoveOrigin.LIVE or move.override_reason is not None:
            continue
        wanted = missing_evidence(
            session, LeadId(move.lead_id), StageId(move.to_stage_id), move.evidence
        )
        assert wanted == ()


def check_handoffs(session: Session) -> None:
    """A handoff waits with one named person, once for a lead, and for open leads only."""
    waiting = session.execute(
        select(Handoff.lead_id, Handoff.member_id, Lead.status)
        .join(Lead, Lead.id == Handoff.lead_id)
        .where(Handoff.state == HandoffState.WAITING)
    ).all()
    assert len({row.lead_id for row in waiting}) == len(waiting)
    for row in waiting:
        assert row.status == Status.OPEN
        assert row.member_id is not None


def test_random_work_and_undo_leave_the_workspace_consistent(
    small_world_file: tuple[Path, SmallWorld], tmp_path: Path
) -> None:
    start = tmp_path / "start.db"
    shutil.copyfile(small_world_file[0], start)
    machine = type("Work", (Work,), {"start_file": start, "world": small_world_file[1]})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=10, stateful_step_count=20, deadline=None)
    )
