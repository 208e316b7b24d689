"""Writing cadences: their names, their steps and the order of both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cadences.rows import steps_of
from models.cadences.running import settle_run
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text
from models.entities.work.cadences import Cadence, CadenceRun, CadenceStep
from models.entities.work.templates import MessageTemplate
from models.errors import InvalidValueError, NotFoundError
from models.finding import existing
from models.history.verbs import verb
from models.ids import CadenceId, TemplateId
from models.language import gettext as _
from models.vocabulary import CadenceTrack, Medium, label

LONGEST_WAIT_DAYS = 120


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step as it is to be: its medium, the working days before it, and what to do."""

    medium: str
    wait_days: int = 0
    instruction: str | None = None
    template_id: TemplateId | None = None


@verb
def add_cadence(
    session: Session, name: str, track: str, steps: Sequence[StepDraft] = ()
) -> CadenceId:
    """Add a cadence at the end of the list.

    Refuses a blank name, one that a cadence in use has, an unknown track, and what `add_step`
    refuses.
    """
    last = session.scalar(select(func.max(Cadence.position)))
    cadence = Cadence(
        position=0 if last is None else last + 1,
        name=_free_name(session, name),
        track=one_of("track", track, tuple(CadenceTrack)),
        active=True,
    )
    session.add(cadence)
    session.flush()
    for position, step in enumerate(steps):
        session.add(_written(session, CadenceId(cadence.id), position, step))
    return CadenceId(cadence.id)


@verb
def edit_cadence(session: Session, cadence_id: CadenceId, *, name: str, track: str) -> None:
    """Write a cadence's name and track anew; refuses what `add_cadence` refuses."""
    cadence = existing(session, Cadence, cadence_id)
    free = _free_name(session, name, cadence_id)
    cadence.track = one_of("track", track, tuple(CadenceTrack))
    cadence.name = free


@verb
def reorder_cadences(session: Session, cadence_id: CadenceId, position: int) -> None:
    """Put a cadence at a place of the list; the first one of a track is what leads enter."""
    moved = existing(session, Cadence, cadence_id)
    rows = list(session.scalars(select(Cadence).order_by(Cadence.position, Cadence.id)))
    rows.remove(moved)
    rows.insert(max(0, min(position, len(rows))), moved)
    for place, row in enumerate(rows):
        row.position = place


@verb
def remove_cadence(session: Session, cadence_id: CadenceId) -> None:
    """Use a cadence no more; leads that are in it go through to its end."""
    existing(session, Cadence, cadence_id).active = False


@verb
def restore_cadence(session: Session, cadence_id: CadenceId) -> None:
    """Use a cadence again; refuses where another one in use has taken its name."""
    cadence = existing(session, Cadence, cadence_id)
    cadence.name = _free_name(session, cadence.name, cadence_id)
    cadence.active = True


@verb
def add_step(
    session: Session, cadence_id: CadenceId, step: StepDraft, position: int | None = None
) -> None:
    """Add a step at a place, at the end where none is named.

    Leads that are past that place do not go back to it. Refuses an unknown medium, a wait that is
    not 0 to 120 working days, and a template for another medium.
    """
    existing(session, Cadence, cadence_id)
    rows = _steps(session, cadence_id)
    place = len(rows) if position is None else max(0, min(position, len(rows)))
    added = _written(session, cadence_id, place, step)
    session.add(added)
    for at, row in enumerate(rows):
        row.position = at if at < place else at + 1
    session.flush()
    for run in _runs(session, cadence_id):
        if run.steps_done > place:
            run.steps_done += 1
    _settle(session, cadence_id)


@verb
def edit_step(session: Session, cadence_id: CadenceId, position: int, step: StepDraft) -> None:
    """Write a step anew; refuses what `add_step` refuses, and a place without a step."""
    row = _step_at(session, cadence_id, position)
    wanted = _written(session, cadence_id, position, step)
    row.medium = wanted.medium
    row.wait_days = wanted.wait_days
    row.instruction = wanted.instruction
    row.template_id = wanted.template_id
    session.flush()
    _settle(session, cadence_id)


@verb
def reorder_steps(session: Session, cadence_id: CadenceId, position: int, to: int) -> None:
    """Move a step to another place; leads keep the number of steps that are behind them."""
    moved = _step_at(session, cadence_id, position)
    rows = _steps(session, cadence_id)
    rows.remove(moved)
    rows.insert(max(0, min(to, len(rows))), moved)
    for place, row in enumerate(rows):
        row.position = place
    session.flush()
    _settle(session, cadence_id)


@verb
def remove_step(session: Session, cadence_id: CadenceId, position: int) -> None:
    """Remove a step; leads that have no other one left have gone through. Refuses no step there."""
    removed = _step_at(session, cadence_id, position)
    rows = [row for row in _steps(session, cadence_id) if row is not removed]
    session.delete(removed)
    for place, row in enumerate(rows):
        row.position = place
    session.flush()
    for run in _runs(session, cadence_id):
        if run.steps_done > position:
            run.steps_done -= 1
    _settle(session, cadence_id)


def _settle(session: Session, cadence_id: CadenceId) -> None:
    steps = steps_of(session, cadence_id)
    for run in _runs(session, cadence_id):
        settle_run(session, run, steps)


def _runs(session: Session, cadence_id: CadenceId) -> list[CadenceRun]:
    found = select(CadenceRun).where(
        CadenceRun.cadence_id == cadence_id, CadenceRun.ended_at.is_(None)
    )
    return list(session.scalars(found))


def _steps(session: Session, cadence_id: CadenceId) -> list[CadenceStep]:
    found = select(CadenceStep).where(CadenceStep.cadence_id == cadence_id)
    return list(session.scalars(found.order_by(CadenceStep.position, CadenceStep.id)))


def _step_at(session: Session, cadence_id: CadenceId, position: int) -> CadenceStep:
    existing(session, Cadence, cadence_id)
    rows = _steps(session, cadence_id)
    if not 0 <= position < len(rows):
        raise NotFoundError(_("step"), position + 1)
    return rows[position]


def _written(
    session: Session, cadence_id: CadenceId, position: int, step: StepDraft
) -> CadenceStep:
    medium = one_of("medium", step.medium, tuple(Medium))
    if not 0 <= step.wait_days <= LONGEST_WAIT_DAYS:
        raise InvalidValueError(
            "wait_days",
            step.wait_days,
            _("A step waits 0 to {days} working days.").format(days=LONGEST_WAIT_DAYS),
        )
    if step.template_id is not None:
        template = existing(session, MessageTemplate, step.template_id)
        if template.medium != medium:
            raise InvalidValueError(
                "template",
                template.name,
                _("{name} is a text for {medium}. Choose one that fits the step.").format(
                    name=template.name, medium=label(template.medium)
                ),
            )
    return CadenceStep(
        cadence_id=cadence_id,
        position=position,
        medium=medium,
        wait_days=step.wait_days,
        instruction=optional_text("instruction", step.instruction, LONG_TEXT_LIMIT),
        template_id=step.template_id,
    )


def _free_name(session: Session, name: str, own_id: CadenceId | None = None) -> str:
    text = required_text("name", name)
    taken = select(Cadence.id).where(
        Cadence.name == text, Cadence.active.is_(True), Cadence.id.is_distinct_from(own_id)
    )
    if session.scalar(taken.limit(1)) is not None:
        raise InvalidValueError(
            "name",
            name,
            _("There is a cadence {name} already. Give it another name.").format(name=text),
        )
    return text
