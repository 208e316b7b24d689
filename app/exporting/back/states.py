"""What the desk knows of a lead at this moment, read for many leads at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exporting.back.changes import ChangedHere, in_pieces
from models.entities.base import Recorded
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.people.team import TeamMember
from models.entities.work.activity import Touch
from models.intake.known import changed_here
from models.text_keys import fold

E = TypeVar("E", bound=Recorded)
Part = TypeVar("Part", StageMove, QualificationAnswer, CustomValue, Deal, Touch)


@dataclass(frozen=True, slots=True)
class LeadState:
    """A lead with everything that belongs to it; `touches` are those that are to go out.

    `changed` names the lead's own fields that people changed here, `*` standing for all of them.
    """

    key: str | None
    lead: Lead
    contact: Contact | None
    company: Company | None
    owner: TeamMember | None
    channel: str | None
    campaign: str | None
    moves: Sequence[StageMove]
    answers: dict[str, QualificationAnswer]
    custom: dict[str, CustomValue]
    deal: Deal | None
    blocked: frozenset[str]
    lifted: frozenset[str]
    touches: Sequence[Touch]
    changed: frozenset[str]

    def changed_any(self, *fields: str) -> bool:
        """Say whether people changed one of these fields of the lead here."""
        return not self.changed.isdisjoint(("*", *fields))


@dataclass(frozen=True, slots=True)
class _Names:
    members: dict[int, TeamMember]
    channels: dict[int, str]
    campaigns: dict[int, str]
    custom_fields: dict[int, str]


def read_states(
    session: Session, leads: dict[int, str | None], changed: ChangedHere | None
) -> Iterator[LeadState]:
    """Yield the state of each lead, given with its key in the source, in the order of the ids.

    Only touches among the changed rows go out; without `changed` all do.
    """
    names = _Names(
        members={row.id: row for row in session.scalars(select(TeamMember))},
        channels={row.id: row.name for row in session.scalars(select(Channel))},
        campaigns={row.id: row.name for row in session.scalars(select(Campaign))},
        custom_fields={
            row.id: fold(row.name)
            for row in session.scalars(select(CustomField).where(CustomField.belongs_to == "lead"))
        },
    )
    for some in in_pieces(sorted(leads)):
        yield from _states(session, {lead_id: leads[lead_id] for lead_id in some}, changed, names)


def _states(
    session: Session, keys: dict[int, str | None], changed: ChangedHere | None, names: _Names
) -> Iterator[LeadState]:
    leads = _by_id(session, Lead, keys)
    contacts = _by_id(session, Contact, (lead.contact_id for lead in leads.values()))
    companies = _by_id(session, Company, (lead.company_id for lead in leads.values()))
    moves = _parts(session, StageMove, keys)
    answers = _parts(session, QualificationAnswer, keys)
    custom = _parts(session, CustomValue, keys)
    deals = _parts(session, Deal, keys)
    touches = _parts(session, Touch, keys, _among(changed))
    blocked = _blocked(session, contacts)
    ours = changed_here(session, [lead.uuid for lead in leads.values()])
    for lead_id, lead in sorted(leads.items()):
        contact = contacts.get(lead.contact_id or 0)
        yield LeadState(
            key=keys[lead_id],
            lead=lead,
            contact=contact,
            company=companies.get(lead.company_id or 0),
            owner=names.members.get(lead.owner_id or 0),
            channel=names.channels.get(lead.channel_id or 0),
            campaign=names.campaigns.get(lead.campaign_id or 0),
            moves=[move for move in moves[lead_id] if not move.voided],
            answers={row.criterion: row for row in answers[lead_id]},
            custom={
                names.custom_fields[row.field_id]: row
                for row in custom[lead_id]
                if row.field_id in names.custom_fields
            },
            deal=next(iter(deals[lead_id]), None),
            blocked=frozenset(blocked[lead.contact_id or 0]),
            lifted=_lifted(contact, changed),
            touches=sorted(touches[lead_id], key=lambda touch: (touch.occurred_at, touch.id)),
            changed=frozenset(ours.get(lead.uuid, ())),
        )


def _among(changed: ChangedHere | None) -> Callable[[UUID], bool]:
    if changed is None:
        return lambda _uuid: True
    return set(changed.of("touch")).__contains__


def _by_id(session: Session, entity: type[E], ids: Iterable[int | None]) -> dict[int, E]:
    wanted = sorted({row_id for row_id in ids if row_id is not None})
    return {row.id: row for row in session.scalars(select(entity).where(entity.id.in_(wanted)))}


def _parts(
    session: Session,
    entity: type[Part],
    leads: Iterable[int],
    wanted: Callable[[UUID], bool] = lambda _uuid: True,
) -> dict[int | None, list[Part]]:
    found: dict[int | None, list[Part]] = defaultdict(list)
    rows = session.scalars(
        select(entity).where(entity.lead_id.in_(sorted(leads))).order_by(entity.id)
    )
    for row in rows:
        if wanted(row.uuid):
            found[row.lead_id].append(row)
    return found


def _blocked(session: Session, contacts: Iterable[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in session.scalars(
        select(DoNotContact).where(DoNotContact.contact_id.in_(sorted(contacts)))
    ):
        found[row.contact_id].add(row.medium)
    return found


def _lifted(contact: Contact | None, changed: ChangedHere | None) -> frozenset[str]:
    if contact is None or changed is None:
        return frozenset()
    return frozenset(medium for who, medium in changed.lifted if who == contact.uuid)
