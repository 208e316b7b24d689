"""What was planned: calls that were promised, other tasks, and the steps of cadences."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from models.activity.planning import CALL_AGAIN, CALL_BACK
from models.cadences.rows import all_steps
from models.cadences.running import next_step
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import DoNotContact
from models.entities.work.activity import Task
from models.entities.work.cadences import Cadence, CadenceRun
from models.ids import CadenceRunId, TaskId
from models.language import gettext as _
from models.queue.counters import day_bounds
from models.queue.rows import Found, Kind
from models.queue.sight import Sight
from models.storage.sqlite.queries import without_index
from models.vocabulary import Medium, Role, Status

_TASKS_AT_MOST = 60
_STEPS_AT_MOST = 120
_TASK_KINDS = {CALL_BACK: Kind.CALL_BACK, CALL_AGAIN: Kind.CALL_AGAIN}

Waiting = tuple[int | None, Found]


def plans_waiting(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield what was planned for today or before, by lead."""
    yield from _tasks(session, sight)
    if sight.has(Role.SDR, Role.SETTER):
        yield from _steps(session, sight)


def _tasks(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield open tasks: calls of the whole day, so that a promise is seen before its minute."""
    _begin, tonight = day_bounds(sight.at, sight.zone)
    theirs = true() if sight.everything else _own_task(sight)
    due = (
        select(Task)
        .outerjoin(LeadCard, LeadCard.id == Task.lead_id)
        .where(
            Task.done_at.is_(None),
            theirs,
            or_(Task.due_at <= sight.at, and_(Task.kind == CALL_BACK, Task.due_at < tonight)),
            or_(LeadCard.status.is_(None), LeadCard.status == Status.OPEN),
        )
        .order_by(Task.due_at, Task.id)
        .limit(_TASKS_AT_MOST)
    )
    for row in session.scalars(due):
        yield (
            row.lead_id,
            Found(
                _TASK_KINDS.get(row.kind or "", Kind.TASK),
                row.due_at or sight.at,
                due_at=row.due_at,
                about=row.text,
                medium=Medium.CALL.value if row.kind == CALL_AGAIN else None,
                task_id=TaskId(row.id),
            ),
        )


def _own_task(sight: Sight) -> ColumnElement[bool]:
    return or_(
        Task.owner_id == sight.member_id,
        and_(Task.owner_id.is_(None), LeadCard.owner_id == sight.member_id),
    )


def _steps(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield the steps that are due, the oldest promises first; none before a promised call.

    There are more of them than anybody does in a day, and not all that there are: who was away for
    weeks finds the next ones once these are done.
    """
    promised = exists().where(
        Task.lead_id == CadenceRun.lead_id,
        Task.kind == CALL_BACK,
        Task.done_at.is_(None),
        Task.due_at > sight.at,
    )
    due = (
        select(
            CadenceRun.id,
            CadenceRun.lead_id,
            CadenceRun.cadence_id,
            CadenceRun.steps_done,
            CadenceRun.due_at,
            Cadence.name,
            Lead.contact_id,
        )
        .join(LeadCard, LeadCard.id == CadenceRun.lead_id)
        .join(Lead, Lead.id == CadenceRun.lead_id)
        .join(Cadence, Cadence.id == CadenceRun.cadence_id)
        .where(
            CadenceRun.ended_at.is_(None),
            CadenceRun.due_at <= sight.at,
            without_index(LeadCard.status.expression) == Status.OPEN,
            _own_run(sight),
            ~promised,
        )
        .order_by(CadenceRun.due_at, CadenceRun.id)
        .limit(_STEPS_AT_MOST)
    )
    rows = session.execute(due).all()
    steps = all_steps(session) if rows else {}
    blocked: dict[int | None, set[str]] = {}
    contacts = {row.contact_id for row in rows}
    wishes = select(DoNotContact.contact_id, DoNotContact.medium)
    for wish in session.execute(wishes.where(DoNotContact.contact_id.in_(contacts))):
        blocked.setdefault(wish.contact_id, set()).add(wish.medium)
    for row in rows:
        known = steps.get(row.cadence_id, ())
        upcoming = next_step(known, row.steps_done, frozenset(blocked.get(row.contact_id, ())))
        if upcoming is None:
            # A merge or an import may have forbidden what was left: nothing else would show it.
            about = _("Nothing is left of “{cadence}” that they allow").format(cadence=row.name)
            yield row.lead_id, Found(Kind.IDLE, row.due_at, about=about)
            continue
        step = known[upcoming[0]]
        yield (
            row.lead_id,
            Found(
                Kind.STEP,
                row.due_at,
                due_at=row.due_at,
                about=step.instruction or _step_words(step.medium),
                detail=row.name,
                medium=step.medium,
                step=upcoming[0] + 1,
                steps=len(known),
                run_id=CadenceRunId(row.id),
            ),
        )


def _step_words(medium: str) -> str:
    return {
        Medium.CALL.value: _("call them"),
        Medium.EMAIL.value: _("write an e-mail"),
        Medium.LINKEDIN.value: _("write on LinkedIn"),
    }.get(medium, "")


def _own_run(sight: Sight) -> ColumnElement[bool]:
    """Return the condition that a lead's steps are this person's to do: by who owns the lead."""
    if sight.everything:
        return true()
    return or_(
        sight.to_work_on(),
        and_(
            without_index(LeadCard.owner_id.expression) == sight.member_id,
            CadenceRun.member_id == sight.member_id,
        ),
    )
