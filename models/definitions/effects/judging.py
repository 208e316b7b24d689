"""One lead as it would be judged under a draft of the definitions: the form's live example."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.definitions.current import last_name_of_stage
from models.definitions.gates.stage_gates import missing_of, names_in
from models.definitions.versions.draft import DefinitionsDraft
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.errors import KnownError
from models.finding import existing
from models.ids import LeadId, StageId
from models.scoring.reading import ScoreRow, score_under


@dataclass(frozen=True, slots=True)
class JudgedGate:
    """A gate that still lies before a lead, and in words what it would be refused for."""

    stage_name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedLead:
    """A lead under a draft: its score, and the gates of the stages after its own."""

    name: str
    company: str
    stage: str
    score: ScoreRow
    gates: tuple[JudgedGate, ...]


def judge(session: Session, lead_id: LeadId, draft: DefinitionsDraft, at: datetime) -> JudgedLead:
    """Return what a draft says of a lead; refuses a lead that does not exist.

    A gate that cannot be judged yet, because the draft is half written, says why.
    """
    lead = existing(session, Lead, lead_id)
    card = session.get_one(LeadCard, lead_id)
    stage_id = StageId(lead.stage_id)
    stage_id = draft.moved.get(stage_id, stage_id)
    here = next((at for at, stage in enumerate(draft.stages) if stage.id == stage_id), None)
    names = names_in(draft)
    gates = []
    for stage in draft.stages[0 if here is None else here + 1 :]:
        if not stage.gate:
            continue
        try:
            missing = missing_of(session, lead_id, stage.gate, names, None, at)
            gates.append(JudgedGate(stage.name, tuple(one.sentence for one in missing)))
        except KnownError as error:
            gates.append(JudgedGate(stage.name, (str(error),)))
    return JudgedLead(
        name=card.name,
        company=card.company,
        stage=last_name_of_stage(session, stage_id) if here is None else draft.stages[here].name,
        score=score_under(session, lead_id, draft, at),
        gates=tuple(gates),
    )
