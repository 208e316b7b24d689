"""Handing a lead to sales, and what sales says: accepted, or rejected with a reason.

Silence never accepts: only `accept` and a move past MQL do, and both have somebody's name.
"""

from datetime import date

from sqlalchemy.orm import Session

from models.cadences.running import begin_first
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text
from models.definitions.current import known_reason, stage_by_id, stage_by_meaning
from models.entities.leads.leads import Handoff, Lead
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.handoff.following import (
    begin_handoff,
    decide,
    own_accepted,
    waiting_handoff,
)
from models.history.verbs import acting_member, now, verb
from models.ids import HandoffId, LeadId, MemberId, StageId
from models.language import gettext as _
from models.leads.stages.closing import disqualify, recycle
from models.leads.stages.moving import move_stage
from models.vocabulary import HandoffState, Meaning, Status, label

REJECTED_TO = (Status.NURTURE.value, Status.DISQUALIFIED.value)
"""Where a rejected lead may go."""


class HandoffRefusedError(KnownError):
    """A handoff cannot become that from what it is; its text says what to do instead."""


@verb
def hand_over(session: Session, lead_id: LeadId, member_id: MemberId | None = None) -> HandoffId:
    """Ask somebody to accept an MQL, now and in place of whoever was asked before.

    Without a name it is who would be asked anyway, and nothing changes for a lead that waits.
    Refuses a lead that is not open or not in the stage that means MQL, and a person who has left
    the team.
    """
    lead = existing(session, Lead, lead_id)
    stage = stage_by_id(session, StageId(lead.stage_id))
    if lead.status != Status.OPEN or stage.meaning != Meaning.MQL:
        raise HandoffRefusedError(
            _("Only an open lead in the stage that means MQL is handed over. Move it there first.")
        )
    if member_id is not None and not existing(session, TeamMember, member_id).active:
        raise InvalidValueError(
            "member", member_id, _("This person has left the team. Choose somebody else.")
        )
    held = waiting_handoff(session, lead_id)
    if held is not None and member_id is not None and held.member_id != member_id:
        _ask_instead(session, lead, held, member_id)
        return HandoffId(held.id)
    return begin_handoff(session, lead, stage, member_id)


def _ask_instead(session: Session, lead: Lead, held: Handoff, member_id: MemberId) -> None:
    if lead.owner_id is None or lead.owner_id == held.member_id:
        lead.owner_id = member_id
    held.member_id = member_id
    held.first_member_id = held.first_member_id or member_id
    held.handed_at = now(session)
    held.reminded_at = held.escalated_at = held.reassigned_at = None


@verb
def accept(session: Session, handoff_id: HandoffId) -> None:
    """Accept a lead for sales: it belongs to who accepts, and moves to the stage that means SAL.

    It enters the cadence for first contact unless it is in one, or has a meeting. An answer after
    the term counts as late, and is an answer all the same. Refuses an answer by nobody, a handoff
    that does not wait any more, and a lead that the gate of SAL holds back.
    """
    handoff, lead = _waiting(session, handoff_id)
    if acting_member(session) is None:
        raise HandoffRefusedError(
            _("Only a person can accept a lead. Say who is on duty, then accept it.")
        )
    decide(session, handoff, HandoffState.ACCEPTED)
    own_accepted(session, lead, handoff)
    begin = stage_by_meaning(session, Meaning.MQL)
    sal = stage_by_meaning(session, Meaning.SAL)
    if sal is not None and begin is not None and sal.position > begin.position:
        move_stage(session, LeadId(lead.id), sal.id, evidence=_("Accepted by sales"))
    begin_first(session, lead)


@verb
def reject(
    session: Session,
    handoff_id: HandoffId,
    reason: str,
    note: str | None = None,
    *,
    to: str = Status.NURTURE.value,
    look_again_on: date | None = None,
    track: str | None = None,
) -> None:
    """Give a lead back to marketing with a reason code: to nurture, or disqualified.

    Refuses an answer by nobody, a handoff that does not wait any more, an unknown reason, and what
    `recycle` and `disqualify` refuse.
    """
    handoff, lead = _waiting(session, handoff_id)
    code = known_reason(session, reason)
    words = optional_text("note", note, LONG_TEXT_LIMIT)
    where = one_of("status", to, REJECTED_TO)
    if acting_member(session) is None:
        raise HandoffRefusedError(
            _("Only a person can reject a lead. Say who is on duty, then reject it.")
        )
    decide(session, handoff, HandoffState.REJECTED, code, words)
    if where == Status.NURTURE:
        recycle(session, LeadId(lead.id), code, look_again_on, words, track=track)
    else:
        disqualify(session, LeadId(lead.id), code, words)


def _waiting(session: Session, handoff_id: HandoffId) -> tuple[Handoff, Lead]:
    handoff = existing(session, Handoff, handoff_id)
    if handoff.state != HandoffState.WAITING:
        raise HandoffRefusedError(
            _("This lead was answered already ({state}).").format(
                state=label(handoff.state).lower()
            )
        )
    return handoff, existing(session, Lead, LeadId(handoff.lead_id))
