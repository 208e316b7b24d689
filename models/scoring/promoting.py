"""Leads that pass both thresholds become MQLs: at the change that makes them pass, or by a verb.

Never by an import or a new rule alone: a flood of MQLs is for a person to decide. Those leads are
counted, and `make_mqls` moves them. Never further than MQL: an SQL is confirmed by a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stage_by_meaning, stages
from models.definitions.gates.stage_gates import missing_evidence
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.workspace.log import ChangeRow
from models.errors import KnownError
from models.finding import existing
from models.history.verbs import Recording, now, verb
from models.ids import LeadId, StageId
from models.language import gettext as _
from models.leads.cards import batched, refresh_cards
from models.leads.stages.entering import enter_stage
from models.scoring.grading import grading, passes
from models.scoring.reading import ScoreRow, score_of
from models.vocabulary import Meaning, Status

_REASONS_WRITTEN = 3


class NotQualifiedError(KnownError):
    """Leads do not pass by score, or stand where they cannot become MQLs."""


def settle_leads(session: Session, lead_ids: set[int]) -> None:
    """Write the cards that a verb touched, and move those leads to MQL that it made pass.

    A move belongs to the verb's change and is undone with it. A lead that passed before and did not
    rise is left where a person or an import put it.
    """
    before = _standing(session, lead_ids)
    refresh_cards(session, lead_ids)
    target = stage_by_meaning(session, Meaning.MQL)
    if target is None:
        return
    risen = [
        lead_id
        for lead_id in _qualified(session, target, lead_ids)
        if _rose(session, before.get(lead_id), _standing(session, (lead_id,))[lead_id], lead_id)
    ]
    moved = {lead_id for lead_id in risen if _promote(session, LeadId(lead_id), target)}
    if moved:
        session.flush()
        recording = Recording.of(session)
        refresh_cards(session, moved | recording.leads)
        recording.leads.clear()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a card held of its scores."""

    fit: int | None
    interest_key: float | None
    scored_under: int | None


def _standing(session: Session, lead_ids: Sequence[int] | set[int]) -> dict[int, _Standing]:
    found: dict[int, _Standing] = {}
    for some in batched(sorted(lead_ids)):
        rows = session.connection().execute(
            select(LeadCard.id, LeadCard.fit, LeadCard.interest_key, LeadCard.scored_under).where(
                LeadCard.id.in_(some)
            )
        )
        found |= {row.id: _Standing(*row[1:]) for row in rows}
    return found


def _rose(session: Session, before: _Standing | None, after: _Standing, lead_id: int) -> bool:
    """Say whether this change raised a score, and not the rules since it was counted last."""
    if before is None:
        return True
    if before.scored_under != after.scored_under:
        return _did_something(session, lead_id)
    lowest = float("-inf")
    return (after.fit or 0) > (before.fit or 0) or (
        lowest if after.interest_key is None else after.interest_key
    ) > (lowest if before.interest_key is None else before.interest_key)


def _did_something(session: Session, lead_id: int) -> bool:
    """Say whether this change holds an event of the lead."""
    found = (
        select(InterestEvent.id)
        .join(ChangeRow, ChangeRow.row_uuid == InterestEvent.uuid)
        .where(
            ChangeRow.change_id == Recording.of(session).change_id,
            ChangeRow.operation == "insert",
            InterestEvent.lead_id == lead_id,
        )
    )
    return session.scalar(found.limit(1)) is not None


def _may_become(session: Session, target: StageRow, at: datetime) -> ColumnElement[bool]:
    """Return the condition on cards: open, before the MQL stage, and passing by score."""
    earlier = [stage.id for stage in stages(session) if stage.position < target.position]
    return and_(
        LeadCard.status == Status.OPEN.value,
        LeadCard.stage_id.in_(earlier),
        passes(LeadCard.fit.expression, LeadCard.interest_key.expression, grading(session), at),
    )


def _qualified(session: Session, target: StageRow, lead_ids: set[int]) -> list[int]:
    may_become = _may_become(session, target, now(session))
    found: list[int] = []
    for some in batched(sorted(lead_ids)):
        wanted = select(LeadCard.id).where(LeadCard.id.in_(some), may_become)
        found += session.scalars(wanted.order_by(LeadCard.id))
    return found


def _promote(session: Session, lead_id: LeadId, target: StageRow) -> bool:
    """Move a lead to MQL where its gate allows; say whether it did."""
    moment = now(session)
    lead = existing(session, Lead, lead_id)
    evidence = evidence_of(score_of(session, lead_id, moment))
    if missing_evidence(session, lead_id, target.id, evidence, by_score=True):
        return False
    enter_stage(session, lead, target, moment, came_from=StageId(lead.stage_id), evidence=evidence)
    return True


def evidence_of(score: ScoreRow) -> str:
    """Return what is written down when a score makes an MQL: the score and what weighed most."""
    strongest = [reason for reason in score.reasons if reason.points > 0][:_REASONS_WRITTEN]
    return _("Score {grade}: fit {fit}, interest {interest}. {reasons}").format(
        grade=score.grade_by_rules,
        fit=score.fit,
        interest=score.interest,
        reasons="; ".join(f"{reason.sentence} (+{reason.points})" for reason in strongest),
    )


def count_qualified(session: Session, at: datetime) -> int:
    """Return how many open leads pass by score and wait for a person to make them MQLs."""
    target = stage_by_meaning(session, Meaning.MQL)
    if target is None:
        return 0
    waiting = select(func.count()).select_from(LeadCard).where(_may_become(session, target, at))
    return session.scalar(waiting) or 0


def qualified_leads(session: Session, at: datetime, limit: int) -> tuple[LeadId, ...]:
    """Return some of the open leads that pass by score, the highest grade first."""
    target = stage_by_meaning(session, Meaning.MQL)
    if target is None:
        return ()
    found = session.scalars(
        select(LeadCard.id)
        .where(_may_become(session, target, at))
        .order_by(LeadCard.score_key.desc(), LeadCard.id.desc())
        .limit(limit)
    )
    return tuple(LeadId(lead_id) for lead_id in found)


@verb
def make_mqls(session: Session, lead_ids: tuple[LeadId, ...]) -> int:
    """Move leads that pass by score to MQL, as one change; return how many were moved.

    Leads that are beyond it already, or not open, or that the gate holds back, are left where they
    are. Refuses where none of them passes, and where the funnel has no stage that means MQL.
    """
    target = stage_by_meaning(session, Meaning.MQL)
    if target is None:
        raise NotQualifiedError(
            _("No stage of the funnel means MQL. Say which one does in the definitions.")
        )
    passing = _qualified(session, target, {int(lead_id) for lead_id in lead_ids})
    moved = sum(_promote(session, LeadId(lead_id), target) for lead_id in passing)
    if not moved:
        raise NotQualifiedError(
            _(
                "None of these leads passes both thresholds and stands before the MQL stage. Look "
                "at what their scores miss, or move them by hand."
            )
        )
    return moved
