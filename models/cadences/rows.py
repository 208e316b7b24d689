"""What people read of cadences: their steps, and which lead goes through which."""

from collections import defaultdict
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.entities.work.cadences import Cadence, CadenceRun, CadenceStep
from models.history.remembering import remembered_of
from models.ids import CadenceId, CadenceRunId, LeadId, MemberId, TemplateId


class EndReason(StrEnum):
    """Why a lead left a cadence."""

    DONE = "done"
    REPLIED = "replied"
    BOOKED = "booked"
    CLOSED = "closed"
    MOVED = "moved"
    TAKEN_OUT = "taken_out"


class StepRow(NamedTuple):
    """One touch of a cadence, so many working days after the step before it was done."""

    id: int
    position: int
    medium: str
    wait_days: int
    instruction: str | None
    template_id: TemplateId | None


class CadenceRow(NamedTuple):
    """A cadence with its steps, and how many leads go through it right now."""

    id: CadenceId
    name: str
    track: str
    position: int
    active: bool
    steps: tuple[StepRow, ...]
    running: int

    @property
    def working_days(self) -> int:
        """How many working days it takes from the first step to the last."""
        return sum(step.wait_days for step in self.steps)


class RunRow(NamedTuple):
    """A lead's way through a cadence; `step` is what comes next, None where it has ended."""

    id: CadenceRunId
    lead_id: LeadId
    cadence_id: CadenceId
    cadence: str
    member_id: MemberId | None
    started_at: datetime
    steps_done: int
    steps: int
    step: StepRow | None
    due_at: datetime
    ended_at: datetime | None
    end_reason: str | None


def cadences(session: Session, *, active_only: bool = True) -> tuple[CadenceRow, ...]:
    """Return the cadences in the team's order."""
    wanted = select(Cadence).order_by(Cadence.position, Cadence.id)
    if active_only:
        wanted = wanted.where(Cadence.active.is_(True))
    running = dict(
        iter(
            session.execute(
                select(CadenceRun.cadence_id, func.count())
                .where(CadenceRun.ended_at.is_(None))
                .group_by(CadenceRun.cadence_id)
            )
        )
    )
    steps = all_steps(session)
    return tuple(
        CadenceRow(
            id=CadenceId(row.id),
            name=row.name,
            track=row.track,
            position=row.position,
            active=row.active,
            steps=steps.get(row.id, ()),
            running=running.get(row.id, 0),
        )
        for row in session.scalars(wanted)
    )


def cadence_for(session: Session, track: str) -> CadenceId | None:
    """Return the cadence that leads of a track enter: the first that is in use and has steps."""

    def find() -> CadenceId | None:
        found = session.scalar(
            select(Cadence.id)
            .where(
                Cadence.track == track,
                Cadence.active.is_(True),
                Cadence.id.in_(select(CadenceStep.cadence_id)),
            )
            .order_by(Cadence.position, Cadence.id)
            .limit(1)
        )
        return None if found is None else CadenceId(found)

    return remembered_of(session, (Cadence, CadenceStep), ("cadence for", track), find)


def steps_of(session: Session, cadence_id: CadenceId) -> tuple[StepRow, ...]:
    """Return the steps of a cadence in their order."""

    def find() -> tuple[StepRow, ...]:
        found = select(CadenceStep).where(CadenceStep.cadence_id == cadence_id)
        ordered = found.order_by(CadenceStep.position, CadenceStep.id)
        return tuple(_step(row) for row in session.scalars(ordered))

    return remembered_of(session, (CadenceStep,), ("steps", cadence_id), find)


def all_steps(session: Session) -> dict[int, tuple[StepRow, ...]]:
    """Return the steps of every cadence by its id."""
    found: defaultdict[int, list[StepRow]] = defaultdict(list)
    order = (CadenceStep.position, CadenceStep.id)
    for row in session.scalars(select(CadenceStep).order_by(*order)):
        found[row.cadence_id].append(_step(row))
    return {cadence_id: tuple(steps) for cadence_id, steps in found.items()}


def run_of(session: Session, lead_id: LeadId) -> RunRow | None:
    """Return the cadence that a lead is in, or the last it was in; None where there was none."""
    row = session.scalar(
        select(CadenceRun)
        .where(CadenceRun.lead_id == lead_id)
        .order_by(CadenceRun.ended_at.is_not(None), CadenceRun.id.desc())
        .limit(1)
    )
    if row is None:
        return None
    steps = steps_of(session, CadenceId(row.cadence_id))
    left = row.ended_at is None and row.steps_done < len(steps)
    return RunRow(
        id=CadenceRunId(row.id),
        lead_id=lead_id,
        cadence_id=CadenceId(row.cadence_id),
        cadence=session.scalar(select(Cadence.name).where(Cadence.id == row.cadence_id)) or "",
        member_id=None if row.member_id is None else MemberId(row.member_id),
        started_at=row.started_at,
        steps_done=row.steps_done,
        steps=len(steps),
        step=steps[row.steps_done] if left else None,
        due_at=row.due_at,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def _step(row: CadenceStep) -> StepRow:
    return StepRow(
        id=row.id,
        position=row.position,
        medium=row.medium,
        wait_days=row.wait_days,
        instruction=row.instruction,
        template_id=None if row.template_id is None else TemplateId(row.template_id),
    )
