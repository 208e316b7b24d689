"""Leads to score, and rules to score them by."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.leads.cards import LeadCard
from models.entities.leads.moves import StageMove
from models.ids import LeadId
from models.leads.capture import add_company, add_contact, add_lead
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide


def a_lead(session: Session, title: str, employees: int, part: str | None = None) -> LeadId:
    """Add a lead by what its person does and how large the company is."""
    company = add_company(session, name=f"Firm of {employees}", employees=employees)
    contact = add_contact(
        session, company_id=company, last_name="Orr", job_title=title, part_in_decision=part
    )
    return add_lead(session, contact_id=contact, company_id=company)


def target_lead(session: Session) -> LeadId:
    """Add a lead of the target segment: somebody who decides, in a company of some size."""
    return a_lead(session, "Head of Logistics", 120, "decides")


def tiny_agency(session: Session) -> LeadId:
    """Add a lead far outside the profile."""
    return a_lead(session, "Intern", 2)


def fit(code: str, operator: Operator, *wanted: str, points: int) -> ScoreRuleDraft:
    """Return a rule of fit."""
    return ScoreRuleDraft(ScoreSide.FIT, Condition(code, operator, wanted), points)


def did(kind: str, points: int, side: ScoreSide = ScoreSide.INTEREST) -> ScoreRuleDraft:
    """Return a rule about what leads do."""
    return ScoreRuleDraft(side, Condition("event", Operator.IS, (kind,)), points)


def write_rules(session: Session, rules: Sequence[ScoreRuleDraft], **terms: int) -> None:
    """Put other rules into force, and other terms where they are named."""
    draft = current_draft(session)
    written = draft.terms | {code: str(value) for code, value in terms.items()}
    write_definitions(session, replace(draft, rules=tuple(rules), terms=written))


def card(session: Session, lead_id: LeadId) -> LeadCard:
    """Return a lead's card as the file holds it."""
    found = session.scalar(
        select(LeadCard).where(LeadCard.id == lead_id).execution_options(populate_existing=True)
    )
    assert found is not None
    return found


def moves(session: Session, lead_id: LeadId) -> list[StageMove]:
    """Return a lead's moves after the one by which it came in."""
    found = select(StageMove).where(
        StageMove.lead_id == lead_id, StageMove.from_stage_id.is_not(None)
    )
    return list(session.scalars(found.order_by(StageMove.id)))
