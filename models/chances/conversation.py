"""What is learned in the conversation and later: for models that say so, never for others."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chances.population import Pursuit
from models.chances.traits import ANSWER, TraitColumn
from models.conditions.catalogue import CRITERION
from models.definitions.criteria import criteria
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact
from models.entities.people.team import TeamMember

_LONGEST_ANSWER = 80


def conversation_traits(session: Session, pursuits: Sequence[Pursuit]) -> list[TraitColumn]:
    """Return owner, part in the decision, and of each criterion its state and its answer."""
    owners: dict[int, str | None] = {}
    parts: dict[int, str | None] = {}
    people = (
        select(Lead.id, TeamMember.name, Contact.part_in_decision)
        .outerjoin(TeamMember, TeamMember.id == Lead.owner_id)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
    )
    for lead_id, owner, part in session.execute(people):
        owners[lead_id], parts[lead_id] = owner, part
    states: dict[tuple[str, int], str] = {}
    texts: dict[tuple[str, int], str | None] = {}
    for row in session.scalars(select(QualificationAnswer)):
        states[row.criterion, row.lead_id] = row.degree or row.state
        texts[row.criterion, row.lead_id] = row.answer and row.answer[:_LONGEST_ANSWER]
    ids = [one.lead_id for one in pursuits]
    found = [
        TraitColumn("owner", "category", [owners.get(one) for one in ids]),
        TraitColumn("part", "category", [parts.get(one) for one in ids]),
    ]
    for criterion in criteria(session):
        code = criterion.code
        found += [
            TraitColumn(CRITERION + code, "category", [states.get((code, one)) for one in ids]),
            TraitColumn(ANSWER + code, "category", [texts.get((code, one)) for one in ids]),
        ]
    return found
