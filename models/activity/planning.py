"""Planned calls: promised for a minute, or to be tried again when a working term is over."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.work.activity import Task
from models.history.verbs import acting_member, now
from models.ids import LeadId, MemberId
from models.language import gettext as _
from models.queue.places import callable_hours, place_of_lead
from models.team.working_clock import NobodyWorksError
from models.team.working_days import member_clock

CALL_BACK, CALL_AGAIN = "call_back", "call_again"
PLANNED_CALLS = (CALL_BACK, CALL_AGAIN)


def plan_call(
    session: Session,
    lead: Lead,
    due_at: datetime | None,
    *,
    promised: bool = False,
    wait_minutes: int = 0,
) -> datetime:
    """Plan the next call to a lead in place of those that were planned, and return when it is due.

    Without a time it is after so many working minutes of whoever has the lead, and not before the
    lead may be called. A promised call keeps its minute whatever the hour.
    """
    owner = acting_member(session) or lead.owner_id
    due = due_at
    if due is None:
        clock = member_clock(session, None if owner is None else MemberId(owner))
        try:
            due = clock.add_minutes(now(session), wait_minutes)
        except NobodyWorksError:
            due = now(session)
    if not promised:
        place = place_of_lead(session, LeadId(lead.id), owner)
        due = callable_hours(session).callable_from(due, place.zone) or due
    close_planned_calls(session, LeadId(lead.id))
    name = session.connection().scalar(select(LeadCard.name).where(LeadCard.id == lead.id))
    words = _("Call {name} back") if promised else _("Call {name} again")
    session.add(
        Task(
            lead_id=lead.id,
            owner_id=owner,
            kind=CALL_BACK if promised else CALL_AGAIN,
            text=words.format(name=name or _("them")),
            due_at=due,
        )
    )
    return due


def plan_task(session: Session, lead: Lead, text: str, due_at: datetime) -> None:
    """Give whoever is on duty something to do for a lead."""
    session.add(
        Task(
            lead_id=lead.id,
            owner_id=acting_member(session) or lead.owner_id,
            text=text,
            due_at=due_at,
        )
    )


def close_planned_calls(session: Session, lead_id: LeadId) -> None:
    """Mark the calls that were planned with a lead as done: one was made, or another is planned."""
    planned = select(Task).where(
        Task.lead_id == lead_id, Task.done_at.is_(None), Task.kind.in_(PLANNED_CALLS)
    )
    for task in session.scalars(planned).all():
        task.done_at = now(session)
