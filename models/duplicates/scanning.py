"""The scan of the workspace for people who are here twice.

Contacts are compared only where they share a key (an address, a number, a page, a name or a company
with the beginning of the other one), and in big groups only with their neighbours in the order of
names, so that the work grows with the number of contacts and not with its square.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from models.duplicates.likeness import Keys, Likeness, Reason, keys_of, likeness
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.duplicates import DistinctPair
from models.finding import existing
from models.ids import ContactId, LeadId
from models.text_keys import fold

Progress = Callable[[int, int], None]

_ALL_PAIRS_UP_TO = 40
_NEIGHBOURS = 12
_TOLD_EVERY = 2_000
_LISTED = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A contact as far as recognising it goes."""

    id: ContactId
    uuid: UUID
    name: str
    job_title: str | None
    email: str | None
    phone: str | None
    company: str | None


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two contacts that may be one person; `kept` is the one proposed to stay.

    It is the one with more filled in, of equals the older one. Pairs that hang together have the
    same `group`.
    """

    kept: PersonRow
    gone: PersonRow
    score: int
    reasons: tuple[Reason, ...]
    group: int = 0


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A contact that may be the same person as the one asked about; `lead_id` is its newest."""

    contact: PersonRow
    lead_id: LeadId | None
    score: int
    reasons: tuple[Reason, ...]


def _nothing(_done: int, _total: int) -> None:
    return None


def find_duplicates(session: Session, progress: Progress = _nothing) -> tuple[DuplicatePair, ...]:
    """Return the pairs of contacts that may be one person, the likeliest groups first.

    Leads without a person are known by their source alone and are never in it, and neither is a
    pair that somebody called distinct.
    """
    people = people_by_id(session)
    return tuple(_proposals(people, _likely(people, distinct_pairs(session), progress)))


def duplicates_of(session: Session, contact_id: ContactId) -> tuple[DuplicateRow, ...]:
    """Return who may be the same person as a contact, the likeliest first.

    Asks the indexes, so it misses what only the scan finds: similar names at other companies.
    """
    contact = existing(session, Contact, contact_id)
    people = people_by_id(session, _may_be(session, contact))
    me = people.pop(contact.id, None)
    if me is None:
        return ()
    distinct = distinct_pairs(session, contact.id)
    found = [
        (person, alike)
        for person_id, person in people.items()
        if in_order(contact.id, person_id) not in distinct
        and (alike := likeness(me.keys, person.keys)) is not None
    ]
    found.sort(key=lambda one: (-one[1].score, one[0].row.id))
    leads = _newest_leads(session, [person.row.id for person, _alike in found])
    return tuple(
        DuplicateRow(person.row, leads.get(person.row.id), alike.score, alike.reasons)
        for person, alike in found[:_LISTED]
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A contact with what it is compared by, and how much of it is filled in."""

    row: PersonRow
    keys: Keys
    filled: int


_Pairs = dict[tuple[int, int], Likeness]


def people_by_id(session: Session, wanted: ColumnElement[bool] | None = None) -> dict[int, Known]:
    """Return the contacts, or those that meet a condition, with what they are compared by."""
    query = select(
        Contact.id,
        Contact.uuid,
        Contact.first_name,
        Contact.last_name,
        Contact.job_title,
        Contact.email,
        Contact.email_key,
        Contact.phone,
        Contact.mobile,
        Contact.linkedin_url,
        Contact.country,
        Contact.city,
        Contact.zone,
        Contact.part_in_decision,
        Contact.notes,
        Company.name.label("company"),
        Company.name_key,
    ).outerjoin(Company, Company.id == Contact.company_id)
    if wanted is not None:
        query = query.where(wanted)
    people = {}
    for row in session.execute(query):
        name = " ".join(part for part in (row.first_name, row.last_name) if part)
        shown = PersonRow(
            ContactId(row.id),
            row.uuid,
            name,
            row.job_title,
            row.email,
            row.phone or row.mobile,
            row.company,
        )
        keys = keys_of(
            name=name,
            email_key=row.email_key,
            phone=row.phone,
            mobile=row.mobile,
            linkedin_url=row.linkedin_url,
            company_key=row.name_key,
        )
        people[row.id] = Known(shown, keys, sum(value is not None for value in row))
    return people


def _may_be(session: Session, contact: Contact) -> ColumnElement[bool]:
    """Return the condition of all that an index can find for one contact."""
    parts: list[ColumnElement[bool]] = [Contact.id == contact.id]
    if contact.email_key:
        parts.append(Contact.email_key == contact.email_key)
    if contact.phone_key:
        parts.append(Contact.phone_key == contact.phone_key)
    company = None if contact.company_id is None else session.get(Company, contact.company_id)
    name = fold(" ".join(part for part in (contact.first_name, contact.last_name) if part))
    if company is not None:
        at = select(Company.id).where(Company.name_key == company.name_key)
        parts.append(Contact.company_id.in_(at))
    if name:
        called = (
            select(Lead.contact_id)
            .join(LeadCard, LeadCard.id == Lead.id)
            .where(LeadCard.name_key == name)
        )
        parts.append(Contact.id.in_(called))
    return or_(*parts)


def _newest_leads(session: Session, contact_ids: Iterable[int]) -> dict[int, LeadId]:
    found = session.execute(
        select(Lead.contact_id, func.max(Lead.id))
        .where(Lead.contact_id.in_(sorted(contact_ids)))
        .group_by(Lead.contact_id)
    )
    return {int(contact_id or 0): LeadId(lead_id) for contact_id, lead_id in found}


def in_order(one: int, other: int) -> tuple[int, int]:
    """Return two ids as they stand in a distinct pair: the lower one first."""
    return (one, other) if one < other else (other, one)


def distinct_pairs(session: Session, contact_id: int | None = None) -> set[tuple[int, int]]:
    """Return the pairs that somebody called distinct, all or those of one contact."""
    query = select(DistinctPair.first_id, DistinctPair.second_id)
    if contact_id is not None:
        query = query.where(
            or_(DistinctPair.first_id == contact_id, DistinctPair.second_id == contact_id)
        )
    return {in_order(row.first_id, row.second_id) for row in session.execute(query)}


def _likely(
    people: dict[int, Known],
    distinct: set[tuple[int, int]],
    progress: Progress,
) -> _Pairs:
    blocks = _blocks(people)
    found: _Pairs = {}
    compared = set(distinct)
    for done, block in enumerate(blocks):
        if done % _TOLD_EVERY == 0:
            progress(done, len(blocks))
        for one, other in _candidates(people, block):
            pair = in_order(one, other)
            if pair in compared:
                continue
            compared.add(pair)
            alike = likeness(people[one].keys, people[other].keys)
            if alike is not None:
                found[pair] = alike
    progress(len(blocks), len(blocks))
    return found


def _blocks(people: dict[int, Known]) -> list[list[int]]:
    """Return the groups of contacts that share a key."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for contact_id, person in people.items():
        keys = person.keys
        if keys.email or keys.mailbox:
            blocks[f"e {keys.email or keys.mailbox}"].append(contact_id)
        if keys.linkedin:
            blocks[f"l {keys.linkedin}"].append(contact_id)
        for phone in keys.phones:
            blocks[f"p {phone}"].append(contact_id)
        if len(keys.words) > 1 and keys.company:
            blocks[f"n {keys.company[:2]} {' '.join(keys.words)}"].append(contact_id)
            for start in {word[:2] for word in keys.words}:
                blocks[f"c {start} {keys.company}"].append(contact_id)
    return [block for block in blocks.values() if len(block) > 1]


def _candidates(people: dict[int, Known], block: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(block) <= _ALL_PAIRS_UP_TO:
        yield from combinations(block, 2)
        return
    by_name = sorted(block, key=lambda one: (people[one].keys.words, people[one].keys.company))
    for place, one in enumerate(by_name):
        for other in by_name[place + 1 : place + 1 + _NEIGHBOURS]:
            yield one, other


def _proposals(people: dict[int, Known], pairs: _Pairs) -> list[DuplicatePair]:
    """Return each group as pairs: the kept one first, then whoever hangs on one already named."""
    near: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)

    def worth(contact_id: int) -> tuple[int, int]:
        return -people[contact_id].filled, contact_id

    groups: list[list[DuplicatePair]] = []
    seen: set[int] = set()
    for first in sorted(near, key=worth):
        if first in seen:
            continue
        seen.add(first)
        group: list[DuplicatePair] = []
        waiting = [first]
        while waiting:
            kept = waiting.pop(0)
            for gone in sorted(near[kept], key=lambda one: -pairs[in_order(kept, one)].score):
                if gone not in seen:
                    seen.add(gone)
                    waiting.append(gone)
                    alike = pairs[in_order(kept, gone)]
                    group.append(
                        DuplicatePair(
                            people[kept].row, people[gone].row, alike.score, alike.reasons, first
                        )
                    )
        groups.append(group)
    groups.sort(key=lambda group: (-max(pair.score for pair in group), group[0].kept.name))
    return [pair for group in groups for pair in group]
