"""Tasks: something a person has to do by a minute."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import required_text
from models.entities.leads.leads import Lead
from models.entities.people.team import TeamMember
from models.entities.work.activity import Task
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import LeadId, MemberId, TaskId
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something to do."""

    id: TaskId
    lead_id: LeadId | None
    owner_id: MemberId | None
    text: str
    due_at: datetime | None
    done_at: datetime | None


def tasks_of(session: Session, lead_id: LeadId) -> tuple[TaskRow, ...]:
    """Return a lead's tasks: what is open first, the earliest due first."""
    found = session.scalars(select(Task).where(Task.lead_id == lead_id).order_by(Task.id))
    rows = (
        TaskRow(
            TaskId(row.id),
            None if row.lead_id is None else LeadId(row.lead_id),
            None if row.owner_id is None else MemberId(row.owner_id),
            row.text,
            row.due_at,
            row.done_at,
        )
        for row in found
    )
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                row.done_at is not None,
                row.due_at is None,
                0.0 if row.due_at is None else row.due_at.timestamp(),
                row.id,
            ),
        )
    )


@verb
def add_task(
    session: Session,
    text: str,
    *,
    lead_id: LeadId | None = None,
    owner_id: MemberId | None = None,
    due_at: datetime | None = None,
) -> TaskId:
    """Add a task for somebody, for whoever is on duty where nobody is named.

    Refuses a blank text, a time without zone, and a lead or person that does not exist. A time
    that is over is fine: the task is late.
    """
    if lead_id is not None:
        existing(session, Lead, lead_id)
    owner = acting_member(session) if owner_id is None else owner_id
    if owner is not None:
        existing(session, TeamMember, owner)
    if due_at is not None and due_at.tzinfo is None:
        raise InvalidValueError("due_at", due_at, _("A time needs its time zone."))
    task = Task(
        lead_id=lead_id, owner_id=owner, text=required_text("task", text, 2000), due_at=due_at
    )
    session.add(task)
    session.flush()
    return TaskId(task.id)


@verb
def complete_task(session: Session, task_id: TaskId) -> None:
    """Mark a task as done now; one that is done keeps its time."""
    task = existing(session, Task, task_id)
    if task.done_at is None:
        task.done_at = now(session)
