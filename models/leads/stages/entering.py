"""A lead enters a stage: the one place where a live stage move is written."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.cadences.rows import EndReason
from models.cadences.running import stop_cadence
from models.checks import LONG_TEXT_LIMIT, optional_text
from models.companies.winning import note_client
from models.definitions.current import StageRow, current_definitions_id
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.handoff.following import follow_move
from models.history.verbs import acting_member, now
from models.ids import LeadId, StageId
from models.vocabulary import Meaning, MoveOrigin, Precision, Status


def enter_stage(
    session: Session,
    lead: Lead,
    target: StageRow,
    moment: datetime,
    *,
    came_from: StageId | None,
    evidence: str | None = None,
    reason: str | None = None,
    override_reason: str | None = None,
    precision: Precision = Precision.INSTANT,
) -> StageMove:
    """Write a live move whose gate was checked, and all that follows from it in the same change.

    The stage that means client wins the lead, and its company is a client; the one that means MQL
    hands it to sales.
    """
    move = StageMove(
        lead_id=LeadId(lead.id),
        from_stage_id=came_from,
        to_stage_id=target.id,
        occurred_at=moment,
        precision=precision.value,
        recorded_at=now(session),
        actor_id=acting_member(session),
        reason=optional_text("reason", reason),
        evidence=optional_text("evidence", evidence, LONG_TEXT_LIMIT),
        override_reason=override_reason,
        origin=MoveOrigin.LIVE.value,
        definitions_id=current_definitions_id(session),
        voided=False,
    )
    session.add(move)
    lead.stage_id = target.id
    if target.meaning == Meaning.CLIENT:
        lead.status = Status.WON.value
        lead.status_since = moment
        note_client(session, lead)
        stop_cadence(session, lead.id, EndReason.CLOSED)
    follow_move(session, lead, target, came_from)
    session.flush()
    return move
