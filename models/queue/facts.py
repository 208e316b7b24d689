"""What the order needs to know of the leads in a queue, read in a few queries for all of them."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.chances.pace import clients_expected
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.ids import LeadId, MemberId, StageId
from models.queue.claiming import claims_of
from models.queue.places import place_for
from models.queue.rows import LeadFacts
from models.queue.sight import Sight
from models.queue.snoozing import put_aside_among
from models.scoring.grading import grade_text, grading
from models.storage.sqlite.queries import listed
from models.vocabulary import Medium


def facts_of(
    session: Session, lead_ids: Collection[int], sight: Sight, viewer_id: MemberId | None
) -> dict[int, LeadFacts]:
    """Return these leads by id; of those that are gone or hidden, nothing."""
    if not lead_ids:
        return {}
    grade = grade_text(
        LeadCard.fit.expression,
        LeadCard.interest_key.expression,
        LeadCard.grade_override.expression,
        grading(session),
        sight.at,
    )
    rows = session.execute(
        select(
            LeadCard.id,
            LeadCard.name,
            LeadCard.company,
            LeadCard.stage_id,
            LeadCard.owner_id,
            Lead.contact_id,
            Contact.email,
            Contact.linkedin_url,
            func.coalesce(Contact.phone, Contact.mobile).label("phone"),
            Contact.zone,
            Contact.country,
            Contact.city,
            Company.country.label("company_country"),
            Company.city.label("company_city"),
            grade.label("grade"),
        )
        .join(Lead, Lead.id == LeadCard.id)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(LeadCard.id.in_(listed(lead_ids)))
    ).all()
    blocked = _blocked(session, {row.contact_id for row in rows} - {None})
    aside = put_aside_among(session, viewer_id, lead_ids, sight.at)
    claimed = claims_of(session, None, sight.at)
    expected = clients_expected(session, lead_ids)
    found: dict[int, LeadFacts] = {}
    for row in rows:
        place = place_for(
            row.zone, (row.country, row.company_country), (row.city, row.company_city), sight.zone
        )
        ways: tuple[tuple[Medium, str | None], ...] = (
            (Medium.CALL, row.phone),
            (Medium.EMAIL, row.email),
            (Medium.LINKEDIN, row.linkedin_url),
        )
        reachable = frozenset(medium.value for medium, address in ways if address)
        forbidden = blocked.get(row.contact_id, frozenset())
        found[row.id] = LeadFacts(
            lead_id=LeadId(row.id),
            name=row.name,
            company=row.company,
            stage_id=StageId(row.stage_id),
            owner_id=None if row.owner_id is None else MemberId(row.owner_id),
            grade=row.grade,
            zone=place.zone,
            zone_guessed=place.guessed,
            reachable=reachable,
            blocked=forbidden,
            put_aside=aside.get(row.id),
            claim=claimed.get(row.id),
            clients_per_minute=expected.per_minute(row.id, reachable - forbidden),
        )
    return found


def _blocked(session: Session, contact_ids: Collection[int]) -> dict[int, frozenset[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    wanted = select(DoNotContact.contact_id, DoNotContact.medium)
    for row in session.execute(wanted.where(DoNotContact.contact_id.in_(listed(contact_ids)))):
        found[row.contact_id].add(row.medium)
    return {contact_id: frozenset(media) for contact_id, media in found.items()}
