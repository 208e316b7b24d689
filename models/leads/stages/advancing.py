"""Moving a lead on because of what happened, where its gate lets it."""

from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.gates.stage_gates import missing_evidence
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.finding import existing
from models.history.verbs import now
from models.ids import LeadId, StageId
from models.leads.stages.entering import enter_stage
from models.vocabulary import Meaning, Precision, Status


def advance(
    session: Session,
    lead_id: int,
    meaning: Meaning,
    *,
    occurred_at: datetime | None = None,
    precision: Precision = Precision.INSTANT,
) -> bool:
    """Move a lead on to the stage of a meaning and say so; not one that its gate holds back.

    A lead that is not open, or that has come as far already, stays where it is. For the verbs: it
    is part of the change that caused it.
    """
    lead = existing(session, Lead, lead_id)
    known = stages(session)
    target = next((one for one in known if one.meaning == meaning), None)
    held = next((one.position for one in known if one.id == lead.stage_id), None)
    if lead.status != Status.OPEN or target is None or held is None or held >= target.position:
        return False
    session.flush()
    if missing_evidence(session, LeadId(lead_id), target.id, None):
        return False
    moment = max(occurred_at or now(session), _last_move(session, lead_id) or lead.captured_at)
    enter_stage(
        session, lead, target, moment, came_from=StageId(lead.stage_id), precision=precision
    )
    return True


def advance_on_day(session: Session, lead_id: int, meaning: Meaning, day: date) -> bool:
    """Move a lead on as `advance` does, on a day up to today; not before its last move."""
    at = now(session)
    if day >= at.date():
        return advance(session, lead_id, meaning)
    noon = datetime.combine(day, time(12), UTC)
    return advance(session, lead_id, meaning, occurred_at=noon, precision=Precision.DAY)


def _last_move(session: Session, lead_id: int) -> datetime | None:
    return session.scalar(
        select(StageMove.occurred_at)
        .where(StageMove.lead_id == lead_id, StageMove.voided.is_(False))
        .where(StageMove.occurred_at.is_not(None))
        .order_by(StageMove.occurred_at.desc())
        .limit(1)
    )
