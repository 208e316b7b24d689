"""Putting a lead into a cadence by hand, and taking it out."""

from sqlalchemy.orm import Session

from models.cadences.rows import EndReason, steps_of
from models.cadences.running import begin_run, has_meeting, running, settle_run
from models.entities.leads.leads import Lead
from models.entities.work.cadences import Cadence
from models.errors import KnownError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import CadenceId, CadenceRunId, LeadId
from models.language import gettext as _
from models.vocabulary import Status


class CadenceRefusedError(KnownError):
    """A lead cannot enter or leave a cadence as things stand; its text says what to do instead."""


@verb
def enrol(session: Session, lead_id: LeadId, cadence_id: CadenceId) -> CadenceRunId:
    """Put a lead into a cadence; it leaves the one that it is in.

    Refuses a lead that is not open, one with a meeting to come, a cadence that is not used any
    more or has no steps, and one whose every step the contact has forbidden.
    """
    lead = existing(session, Lead, lead_id)
    cadence = existing(session, Cadence, cadence_id)
    if lead.status != Status.OPEN:
        raise CadenceRefusedError(
            _("Only an open lead goes through a cadence. Reopen it before you enrol it.")
        )
    if has_meeting(session, lead_id):
        raise CadenceRefusedError(
            _("A meeting with this lead is booked. It needs no cadence unless that is called off.")
        )
    if not cadence.active:
        raise CadenceRefusedError(
            _("The cadence {name} is not used any more. Choose another.").format(name=cadence.name)
        )
    run_id = begin_run(session, lead, cadence_id)
    if run_id is None:
        raise CadenceRefusedError(
            _(
                "No step of {name} can be done with this lead: there is none, or the contact asked "
                "not to be reached that way."
            ).format(name=cadence.name)
        )
    return run_id


@verb
def take_out(session: Session, lead_id: LeadId) -> None:
    """Take a lead out of the cadence that it is in; refuses one that is in none."""
    run = running(session, existing(session, Lead, lead_id).id)
    if run is None:
        raise CadenceRefusedError(_("This lead is in no cadence."))
    run.ended_at = now(session)
    run.end_reason = EndReason.TAKEN_OUT.value


@verb
def pass_over_step(session: Session, lead_id: LeadId) -> None:
    """Leave out the next step of a lead's cadence; the one after it waits from now on.

    Refuses a lead that is in none.
    """
    run = running(session, existing(session, Lead, lead_id).id)
    if run is None:
        raise CadenceRefusedError(_("This lead is in no cadence."))
    run.steps_done += 1
    run.step_done_at = now(session)
    settle_run(session, run, steps_of(session, CadenceId(run.cadence_id)))
