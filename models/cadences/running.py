"""A lead's way through a cadence: entering it, the step that is done, and why it stops.

What is due is computed from the step that was done, in working days of whoever has the lead. These
functions are called by the verbs that touch, book or close a lead, inside the same change.
"""

from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from models.cadences.rows import EndReason, StepRow, cadence_for, steps_of
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.work.cadences import CadenceRun
from models.history.verbs import acting_member, now
from models.ids import CadenceId, CadenceRunId, MemberId
from models.leads.blocked import blocked_media
from models.storage.prepared import IdQuestion
from models.team.working_clock import WorkingClock
from models.team.working_days import member_clock, start_of_working_day
from models.vocabulary import STANDING, CadenceTrack, Status

ANSWERS = (
    "connected",
    "call_back",
    "not_interested",
    "interested",
    "not_now",
    "referred_on",
    "do_not_contact",
    "qualified",
    "booked",
    "replied",
)
"""Outcomes by which a person answered, so that the cadence has done its work."""


_RUNNING = IdQuestion(
    select(CadenceRun.id).where(
        CadenceRun.lead_id == bindparam("lead_id"), CadenceRun.ended_at.is_(None)
    )
)
_STANDING = IdQuestion(
    select(Appointment.id).where(
        Appointment.lead_id == bindparam("lead_id"),
        or_(*(Appointment.state == state.value for state in STANDING)),
    )
)


def due_after(clock: WorkingClock, done_at: datetime, wait_days: int) -> datetime:
    """Return when a step is due: so many working days after the one before it was done."""
    return start_of_working_day(clock, done_at, wait_days)


def next_step(
    steps: tuple[StepRow, ...], steps_done: int, blocked: frozenset[str]
) -> tuple[int, int] | None:
    """Return the place of the next step that is not blocked, and the working days until it.

    The waits of steps that are skipped count: the lead is not touched sooner because of them. None
    where no step is left.
    """
    days = 0
    for place in range(steps_done, len(steps)):
        days += steps[place].wait_days
        if steps[place].medium not in blocked:
            return place, days
    return None


def running(session: Session, lead_id: int) -> CadenceRun | None:
    """Return the run that a lead is in; None where it is in none."""
    return _RUNNING.row(session, CadenceRun, lead_id=lead_id)


def begin_run(session: Session, lead: Lead, cadence_id: CadenceId) -> CadenceRunId | None:
    """Let a lead enter a cadence; the one it is in ends. None where no step may be done.

    A lead that is in this cadence already stays where it is in it.
    """
    held = running(session, lead.id)
    if held is not None and held.cadence_id == cadence_id:
        return CadenceRunId(held.id)
    steps = steps_of(session, cadence_id)
    first = next_step(steps, 0, blocked_media(session, lead.contact_id))
    if first is None:
        return None
    if held is not None:
        _end(session, held, EndReason.MOVED)
        # Ended first: a lead is in one cadence at a time.
        session.flush()
    member_id = lead.owner_id or acting_member(session)
    started = now(session)
    clock = member_clock(session, None if member_id is None else MemberId(member_id))
    place, days = first
    run = CadenceRun(
        lead_id=lead.id,
        cadence_id=cadence_id,
        member_id=member_id,
        started_at=started,
        steps_done=place,
        due_at=due_after(clock, started, days),
    )
    session.add(run)
    session.flush()
    return CadenceRunId(run.id)


def begin_track(session: Session, lead: Lead, track: str) -> CadenceRunId | None:
    """Let an open lead without a meeting enter the cadence of a track, where there is one."""
    cadence_id = cadence_for(session, track)
    if cadence_id is None or lead.status != Status.OPEN or has_meeting(session, lead.id):
        return None
    return begin_run(session, lead, cadence_id)


def begin_first(session: Session, lead: Lead) -> None:
    """Let a lead that sales has just accepted enter the first cadence, unless it is in one."""
    if running(session, lead.id) is None:
        begin_track(session, lead, CadenceTrack.FIRST)


def stop_cadence(session: Session, lead_id: int, reason: EndReason) -> None:
    """End the run that a lead is in, if it is in any."""
    run = running(session, lead_id)
    if run is not None:
        _end(session, run, reason)


def leave_one_run(session: Session, kept: Lead, gone: Lead) -> None:
    """Leave two leads that become one in one cadence at most, and in none beside a meeting."""
    met = any(has_meeting(session, lead.id) for lead in (kept, gone))
    if met or kept.status != Status.OPEN:
        stop_cadence(session, kept.id, EndReason.MOVED)
    if running(session, kept.id) is not None or met or kept.status != Status.OPEN:
        stop_cadence(session, gone.id, EndReason.MOVED)
    session.flush()


def follow_touch(session: Session, lead: Lead, medium: str, outcome: str, at: datetime) -> None:
    """Go on with a lead's cadence after a touch, or stop it after an answer.

    Only a touch through the medium of the step that is next does that step; one from before the
    lead entered the cadence does none.
    """
    run = running(session, lead.id)
    if run is None or at < run.started_at:
        return
    if outcome in ANSWERS:
        _end(session, run, EndReason.BOOKED if outcome == "booked" else EndReason.REPLIED)
        return
    blocked = blocked_media(session, lead.contact_id)
    steps = steps_of(session, CadenceId(run.cadence_id))
    upcoming = next_step(steps, run.steps_done, blocked)
    if upcoming is not None and steps[upcoming[0]].medium != medium:
        return
    if upcoming is not None:
        run.steps_done = upcoming[0] + 1
        run.step_done_at = at
    _set_due(session, run, lead, steps, blocked)


def skip_blocked_steps(session: Session, contact_id: int) -> None:
    """Take steps out of the way that a contact has just forbidden; a run without any left ends."""
    blocked = blocked_media(session, contact_id)
    for lead in session.scalars(select(Lead).where(Lead.contact_id == contact_id)).all():
        run = running(session, lead.id)
        if run is None:
            continue
        steps = steps_of(session, CadenceId(run.cadence_id))
        upcoming = next_step(steps, run.steps_done, blocked)
        if upcoming is None or upcoming[0] != run.steps_done:
            _set_due(session, run, lead, steps, blocked)


def settle_run(session: Session, run: CadenceRun, steps: tuple[StepRow, ...]) -> None:
    """Bring a run in line with steps that were changed under it."""
    lead = session.get_one(Lead, run.lead_id)
    _set_due(session, run, lead, steps, blocked_media(session, lead.contact_id))


def has_meeting(session: Session, lead_id: int) -> bool:
    """Say whether a meeting with the lead is still to take place."""
    standing = _STANDING.ids(session, lead_id=lead_id)
    return any(session.get_one(Appointment, one).ends_at > now(session) for one in standing)


def _set_due(
    session: Session,
    run: CadenceRun,
    lead: Lead,
    steps: tuple[StepRow, ...],
    blocked: frozenset[str],
) -> None:
    upcoming = next_step(steps, run.steps_done, blocked)
    if upcoming is None:
        _end(session, run, EndReason.DONE)
        return
    place, days = upcoming
    run.steps_done = place
    member_id = lead.owner_id or run.member_id
    clock = member_clock(session, None if member_id is None else MemberId(member_id))
    run.due_at = due_after(clock, run.step_done_at or run.started_at, days)


def _end(session: Session, run: CadenceRun, reason: EndReason) -> None:
    run.ended_at = now(session)
    run.end_reason = reason.value
