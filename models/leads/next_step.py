"""What comes next for a lead: what the next gate still lacks, and what to ask."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.companies.belonging import company_of
from models.definitions.criteria import criteria, script
from models.definitions.current import StageRow, stages
from models.definitions.gates.stage_gates import missing_evidence
from models.entities.leads.leads import Lead
from models.fields.custom import custom_fields, custom_values_of_company, custom_values_of_lead
from models.finding import existing
from models.ids import CustomFieldId, LeadId
from models.language import gettext as _
from models.leads.qualifying import answers_of
from models.vocabulary import CriterionState, KnownWhen, Status


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask next: for a criterion by its code, or for a field of the team's own."""

    words: str
    criterion: str | None = None
    field_id: CustomFieldId | None = None


@dataclass(frozen=True, slots=True)
class NextGate:
    """The stage that comes next and what its gate still lacks, in words."""

    stage: StageRow
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One question of the script; its state is that of the criterion it speaks to, if any."""

    words: str
    criterion: str | None
    state: str


def next_gate(session: Session, lead_id: LeadId) -> NextGate | None:
    """Return the gate of the stage after a lead's; None for one that is closed or at the end."""
    lead = existing(session, Lead, lead_id)
    if lead.status != Status.OPEN:
        return None
    known = stages(session)
    place = next((at for at, one in enumerate(known) if one.id == lead.stage_id), None)
    if place is None or place + 1 >= len(known):
        return None
    stage = known[place + 1]
    missing = missing_evidence(session, lead_id, stage.id, None)
    return NextGate(stage, tuple(one.sentence for one in missing))


def script_of(session: Session, lead_id: LeadId) -> tuple[ScriptLine, ...]:
    """Return the qualification script with what is known; the criteria where there is none."""
    states = _states(session, lead_id)
    asked = [(line.question, line.criterion) for line in script(session)]
    asked = asked or [(one.question, one.code) for one in criteria(session)]
    return tuple(
        ScriptLine(
            words,
            code,
            CriterionState.UNKNOWN.value
            if code is None
            else states.get(code, CriterionState.UNKNOWN.value),
        )
        for words, code in asked
    )


def next_questions(session: Session, lead_id: LeadId) -> tuple[Question, ...]:
    """Return what is still to be asked: the criteria nobody knows, in the order of the script.

    Then come fields of the team's own that become known in a conversation. A failed authority
    asks first who decides, unless somebody of the company is known to.
    """
    states = _states(session, lead_id)
    known = criteria(session)
    open_codes = [one.code for one in known if states.get(one.code) == CriterionState.UNKNOWN]
    by_script: dict[str, str] = {}
    for line in script(session):
        if line.criterion in open_codes:
            by_script.setdefault(line.criterion, line.question)
    ordered = [*by_script, *(code for code in open_codes if code not in by_script)]
    questions = {one.code: by_script.get(one.code, one.question) for one in known}
    found = [Question(questions[code], criterion=code) for code in ordered]
    if states.get("authority") == CriterionState.FAILED:
        found.insert(0, Question(_("Who decides, if not this contact?"), criterion="authority"))
    found += _unknown_fields(session, lead_id)
    return tuple(found)


def _states(session: Session, lead_id: LeadId) -> dict[str, str]:
    answered = {row.criterion: row.state for row in answers_of(session, lead_id)}
    return {
        one.code: answered.get(one.code, CriterionState.UNKNOWN.value) for one in criteria(session)
    }


def _unknown_fields(session: Session, lead_id: LeadId) -> list[Question]:
    lead = existing(session, Lead, lead_id)
    company_id = company_of(session, lead)
    known = {row.field_id for row in custom_values_of_lead(session, lead_id)}
    if company_id is not None:
        known |= {row.field_id for row in custom_values_of_company(session, company_id)}
    return [
        Question(_("{field}?").format(field=field.name), field_id=field.id)
        for field in custom_fields(session)
        if field.known_when == KnownWhen.IN_CONVERSATION
        and field.id not in known
        and (field.belongs_to == "lead" or company_id is not None)
    ]
