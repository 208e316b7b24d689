"""Stage moves: the source of all conversion rates and delays."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.checks import optional_text, past_instant, required_text
from models.companies.winning import take_back_client
from models.definitions.current import stage_by_id, stages
from models.definitions.gates.stage_gates import missing_evidence, refuse_missing
from models.entities.definitions.versions import StageDefinition
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.handoff.following import follow_closing
from models.history.verbs import acting_member, now, verb
from models.ids import LeadId, StageId, StageMoveId
from models.language import gettext as _
from models.leads.stages.entering import enter_stage
from models.storage.prepared import IdQuestion
from models.team.rows import has_role
from models.vocabulary import Meaning, MoveOrigin, Role, Status, label
from models.written_days import day_text

_LAST = IdQuestion(
    select(StageMove.id)
    .where(StageMove.lead_id == bindparam("lead_id"), StageMove.voided.is_(False))
    .where(StageMove.occurred_at.is_not(None))
    .order_by(StageMove.occurred_at.desc())
    .limit(1)
)


class MoveRefusedError(KnownError):
    """A stage move makes no sense as things stand; its text says what to do instead."""


@verb
def move_stage(
    session: Session,
    lead_id: LeadId,
    to_stage_id: StageId,
    *,
    evidence: str | None = None,
    reason: str | None = None,
    override_reason: str | None = None,
    occurred_at: datetime | None = None,
) -> StageMoveId:
    """Move a lead to another stage, now or at an earlier moment; stages may be skipped.

    Refuses with `GateRefusedError` where the stage's gate asks for more than the lead shows; a
    leader may pass it with `override_reason`, which is recorded. Refuses a lead that is not open,
    a move to where it is, a move back without a reason, and a moment before its last move.
    A move to the stage that means client wins the lead, one to the stage that means MQL hands it
    to sales, and one past it by who was asked accepts it.
    """
    lead = existing(session, Lead, lead_id)
    target = stage_by_id(session, to_stage_id)
    _refuse_senseless(session, lead, target.position, reason, to_stage_id)
    moment = past_instant("occurred_at", occurred_at, now(session))
    _refuse_out_of_order(session, lead_id, moment)
    missing = missing_evidence(session, lead_id, to_stage_id, evidence)
    overridden = optional_text("override_reason", override_reason)
    if missing and overridden is not None:
        _refuse_all_but_leaders(session)
    else:
        refuse_missing(session, lead_id, to_stage_id, missing)
    move = enter_stage(
        session,
        lead,
        target,
        moment,
        came_from=StageId(lead.stage_id),
        evidence=evidence,
        reason=reason,
        override_reason=overridden if missing else None,
    )
    return StageMoveId(move.id)


def _refuse_senseless(
    session: Session, lead: Lead, position: int, reason: str | None, to_stage_id: StageId
) -> None:
    if lead.status != Status.OPEN:
        raise MoveRefusedError(
            _("This lead is not open ({status}). Reopen it before you move it.").format(
                status=label(lead.status).lower()
            )
        )
    if lead.stage_id == to_stage_id:
        raise MoveRefusedError(_("The lead is in this stage already."))
    held = next((one.position for one in stages(session) if one.id == lead.stage_id), None)
    if held is not None and position < held and optional_text("reason", reason) is None:
        raise MoveRefusedError(
            _(
                "This would move the lead back. Say why, or correct the last move if it was "
                "a mistake."
            )
        )


def _refuse_out_of_order(session: Session, lead_id: LeadId, moment: datetime) -> None:
    move = _LAST.row(session, StageMove, lead_id=lead_id)
    last = None if move is None else move.occurred_at
    if last is not None and moment < last:
        raise InvalidValueError(
            "occurred_at",
            moment,
            _("The lead's last move was later, on {day}. Choose a time after it.").format(
                day=day_text(last.astimezone().date())
            ),
        )


def _refuse_all_but_leaders(session: Session) -> None:
    if not has_role(session, acting_member(session), Role.LEADER):
        raise MoveRefusedError(
            _("Only a sales leader may move a lead past its gate. Ask one to do it.")
        )


@verb
def correct_move(session: Session, move_id: StageMoveId, reason: str) -> None:
    """Void a move that was a mistake: it counts in no rate, and the lead goes back.

    Refuses a move that was voided already, any but the lead's latest, one before the list of stages
    changed under the lead, and the entry into the funnel (undo or disqualify that lead instead). A
    lead that the move had won is open again, and its company no client unless it was one before.
    """
    move = existing(session, StageMove, move_id)
    required_text("reason", reason)
    latest = session.scalars(
        select(StageMove)
        .where(StageMove.lead_id == move.lead_id, StageMove.voided.is_(False))
        .order_by(StageMove.id.desc())
        .limit(1)
    ).one_or_none()
    if latest is not None and latest.origin == MoveOrigin.REMAPPED:
        _refuse_after_remapping()
    if latest is not move:
        raise MoveRefusedError(
            _("Only a lead's latest move can be corrected. Correct the later ones first.")
        )
    if move.from_stage_id is None:
        raise MoveRefusedError(
            _("This is how the lead came in. Undo that, or disqualify the lead.")
        )
    if move.from_stage_id not in {stage.id for stage in stages(session)}:
        _refuse_after_remapping()
    lead = existing(session, Lead, LeadId(move.lead_id))
    won_by_it = lead.status == Status.WON and _means_client(session, move)
    move.voided = True
    lead.stage_id = move.from_stage_id
    follow_closing(session, lead)
    if won_by_it:
        lead.status = Status.OPEN.value
        lead.status_since = now(session)
        take_back_client(session, lead, move)


def _refuse_after_remapping() -> NoReturn:
    raise MoveRefusedError(
        _(
            "The team's list of stages changed since that move. Move the lead to the stage where "
            "it belongs instead, and say why."
        )
    )


def _means_client(session: Session, move: StageMove) -> bool:
    """Say whether a move's target meant client under the definitions it was made under."""
    meaning = session.scalar(
        select(StageDefinition.meaning).where(
            StageDefinition.definitions_id == move.definitions_id,
            StageDefinition.stage_id == move.to_stage_id,
        )
    )
    return meaning == Meaning.CLIENT
