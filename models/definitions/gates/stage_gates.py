"""Stage gates: what a lead must show, and who may move it, before it may enter a stage.

Gates are rows of the definitions. Everything that moves leads asks here, so that the screen, the
import and the command line agree; what each requirement means stands in one place beside this.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models.clock import utc_now
from models.definitions.current import (
    current_definitions_id,
    remembered,
    stage_by_id,
    stages,
)
from models.definitions.gates.requirements import (
    REQUIREMENTS,
    ROLE,
    Asked,
    Names,
    evidence_of_text,
    moved_by,
    requirement,
)
from models.definitions.roles import role_name, role_names
from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft
from models.entities.definitions.gates import GateRule
from models.entities.definitions.qualification import Criterion
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import KnownError
from models.ids import LeadId, MemberId, StageId
from models.language import gettext as _
from models.leads.cards import refresh_cards
from models.leads.lists.choices import Choice
from models.team.rows import has_role
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a gate asks for and a lead does not show."""

    requirement: str
    argument: str
    sentence: str


class GateRefusedError(KnownError):
    """A lead may not enter a stage yet; lists what is missing."""

    def __init__(self, lead_name: str, stage_name: str, missing: tuple[Missing, ...]) -> None:
        super().__init__(
            _(
                "{lead} cannot move to {stage} yet. Still needed: {missing}. Add it, or ask a "
                "leader to move the lead with a reason."
            ).format(
                lead=lead_name, stage=stage_name, missing="; ".join(m.sentence for m in missing)
            )
        )
        self.missing = missing


def _rules(session: Session, stage_id: StageId) -> list[GateRule]:
    rules = remembered(session, "gate_rules", _find_rules)
    return [rule for rule in rules if rule.stage_id == stage_id]


def _find_rules(session: Session) -> list[GateRule]:
    current = GateRule.definitions_id == current_definitions_id(session)
    return list(session.scalars(select(GateRule).where(current).order_by(GateRule.id)))


def _names(session: Session) -> Names:
    return remembered(session, "gate_names", _find_names)


def _find_names(session: Session) -> Names:
    current = Criterion.definitions_id == current_definitions_id(session)
    found = session.scalars(select(Criterion).where(current))
    return Names({row.code: row.name for row in found}, role_names(session))


def names_in(draft: DefinitionsDraft) -> Names:
    """Return the names that a draft gives to criteria and roles."""
    return Names(
        {one.code: one.name for one in draft.criteria}, {one.code: one.name for one in draft.roles}
    )


def missing_evidence(
    session: Session,
    lead_id: LeadId,
    to_stage_id: StageId,
    evidence: str | None,
    *,
    by_score: bool = False,
) -> tuple[Missing, ...]:
    """Return what the gate of a stage asks for and the lead, or who moves it, does not show.

    `evidence` is what would be written down with the move. Who moves it is asked for where
    somebody is about to, not where a page only looks; and not where written scoring rules move it
    (`by_score`). Refuses with `UnknownRequirementError` where the gate asks for something that
    cannot be checked here.
    """
    rules = [
        GateRuleDraft(rule.requirement, rule.argument) for rule in _rules(session, to_stage_id)
    ]
    if not rules:
        return ()
    recording = session.info.get("recording")
    at = utc_now() if recording is None else recording.clock()
    if recording is not None and recording.verb is not None:
        session.flush()
        if any(rule.requirement == "condition" for rule in rules):
            # Some conditions are about scores, which stand on the card.
            refresh_cards(session, (lead_id,))
    missing = missing_of(session, lead_id, rules, _names(session), evidence, at)
    if recording is None or by_score:
        return missing
    return (*_missing_role(session, rules, recording.actor_id), *missing)


def missing_of(
    session: Session,
    lead_id: LeadId,
    rules: Sequence[GateRuleDraft],
    names: Names,
    evidence: str | None,
    at: datetime,
) -> tuple[Missing, ...]:
    """Return which of these requirements a lead does not show; who moves it is not asked."""
    kinds = [requirement(rule.requirement, rule.argument) for rule in rules]
    asked = Asked(session, evidence_of_text(evidence), at)
    if not rules:
        return ()
    met = [kind.met(asked, rule.argument) for kind, rule in zip(kinds, rules, strict=True)]
    shown = session.execute(_joined_leads(*met).where(Lead.id == lead_id)).first()
    return tuple(
        Missing(rule.requirement, rule.argument, kind.words(session, rule.argument, names))
        for place, (kind, rule) in enumerate(zip(kinds, rules, strict=True))
        if shown is None or not shown[place]
    )


def _joined_leads(*columns: ColumnElement[bool]) -> Select[Any]:
    """Return a query over leads with their contacts and companies, where there are any."""
    labelled: list[Any] = [column.label(f"met_{place}") for place, column in enumerate(columns)]
    found: Select[Any] = (
        select(*labelled)
        .select_from(Lead)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
    )
    return found


def _missing_role(
    session: Session, rules: Sequence[GateRuleDraft], actor_id: MemberId | None
) -> tuple[Missing, ...]:
    """Return the lack of a role: the duty of one that is named, or a leader's, suffices."""
    roles = [rule.argument for rule in rules if rule.requirement == ROLE]
    if not roles or any(has_role(session, actor_id, role) for role in (*roles, Role.LEADER)):
        return ()
    sentence = moved_by([role_name(session, role) for role in roles])
    return (Missing(ROLE, ",".join(roles), sentence),)


def refuse_missing(
    session: Session, lead_id: LeadId, to_stage_id: StageId, missing: tuple[Missing, ...]
) -> None:
    """Raise `GateRefusedError` where something is missing."""
    if missing:
        named = session.connection().scalar(select(LeadCard.name).where(LeadCard.id == lead_id))
        stage = stage_by_id(session, to_stage_id)
        raise GateRefusedError(named or _("The lead"), stage.name, missing)


def condition_of_gate(
    session: Session, rules: Sequence[GateRuleDraft], evidence: ColumnElement[bool], at: datetime
) -> list[ColumnElement[bool]]:
    """Return the conditions of a gate on joined leads, for counting those that do not meet it."""
    asked = Asked(session, evidence, at)
    return [
        requirement(rule.requirement, rule.argument).met(asked, rule.argument) for rule in rules
    ]


@dataclass(frozen=True, slots=True)
class GateRow:
    """A stage's gate in words; without requirements everybody may pass."""

    stage_id: StageId
    stage_name: str
    requirements: tuple[str, ...]


def gates(session: Session) -> tuple[GateRow, ...]:
    """Return every stage's gate in words, in funnel order: the document that people agreed on."""
    names = _names(session)
    return tuple(
        GateRow(
            stage.id,
            stage.name,
            tuple(
                requirement(rule.requirement, rule.argument).words(session, rule.argument, names)
                for rule in _rules(session, stage.id)
            ),
        )
        for stage in stages(session)
    )


def requirement_words(session: Session, draft: DefinitionsDraft, rule: GateRuleDraft) -> str:
    """Return a requirement of a draft in words."""
    kind = requirement(rule.requirement, rule.argument)
    return kind.words(session, rule.argument, names_in(draft))


@dataclass(frozen=True, slots=True)
class RequirementKind:
    """A kind of requirement that a gate can have, for forms.

    `takes` is `nothing`, `choice` (one of `arguments`) or `condition`, which an argument holds as
    `condition_text` writes it.
    """

    code: str
    label: str
    takes: str
    arguments: tuple[Choice[str], ...] = ()


def requirement_kinds(session: Session) -> tuple[RequirementKind, ...]:
    """Return every kind of requirement with what it may ask for."""
    return tuple(
        RequirementKind(code, kind.label(), kind.takes, kind.arguments(session))
        for code, kind in REQUIREMENTS.items()
    )
