"""What the workspace knows already, as an import needs it: names, keys, and people."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duplicates.keys import is_role_mailbox, person_key
from models.entities.definitions.fields import CustomValue
from models.entities.definitions.versions import Definitions, StageDefinition
from models.entities.every import TABLES
from models.entities.leads.external_keys import OF_A_ROW, ExternalKey
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.people.team import TeamMember
from models.entities.workspace.log import Change, ChangeRow
from models.errors import KnownError
from models.fields.custom import custom_fields
from models.history.logged import newest_change
from models.history.standing import stands
from models.intake.merged import merged_into, people_who_went, where_leads_went
from models.language import gettext as _
from models.text_keys import fold, fold_name
from models.vocabulary import Status

NO_SYSTEM = "file"
"""The source of a file of which nobody said what system wrote it."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class UnknownStageError(KnownError):
    """A file names a stage that the definitions do not have."""

    def __init__(self, stage: str) -> None:
        super().__init__(
            _("There is no stage “{stage}” in the definitions; map it to one.").format(stage=stage)
        )
        self.stage = stage


class Identity(NamedTuple):
    """The keys by which a person may be known already; a role mailbox is no such key."""

    email_key: str | None
    phone_keys: tuple[str, ...]
    name: str
    person_key: str | None
    role_mailbox: bool

    def tells_who(self) -> bool:
        """Say whether the person can be found again; a name or a phone alone is anybody's."""
        mailbox = self.email_key is not None and not self.role_mailbox
        return mailbox or self.person_key is not None or bool(self.phone_keys and self.name)


@dataclass(slots=True)
class KnownPerson:
    """A contact, as far as telling whether somebody is the same needs it."""

    contact_id: int
    email_key: str | None
    name: str


@dataclass
class Known:
    """Ids by the names and keys that files use."""

    definitions_id: int
    stages: dict[str, int]
    stage_order: dict[int, int]
    first_stage_id: int
    members: dict[str, int] = field(default_factory=dict)
    channels: dict[str, int] = field(default_factory=dict)
    campaigns: dict[tuple[int, str], int] = field(default_factory=dict)
    custom_fields: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    custom_choices: dict[int, tuple[str, ...]] = field(default_factory=dict)
    company_values: set[tuple[int, int]] = field(default_factory=set)
    companies: dict[str, int] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    leads_of_rows: dict[str, int] = field(default_factory=dict)
    lead_of_contact: dict[int, int] = field(default_factory=dict)
    by_email: dict[str, KnownPerson] = field(default_factory=dict)
    by_phone: dict[str, list[KnownPerson]] = field(default_factory=dict)
    by_person: dict[str, KnownPerson] = field(default_factory=dict)
    lifted: frozenset[tuple[int, str]] = frozenset()
    elsewhere: dict[str, int] = field(default_factory=dict)
    source: str = NO_SYSTEM
    newest_change_id: int = 0

    def promise_stage(self, stage_id: int, name: str) -> None:
        """Know a stage that will be there; nothing is written before it is."""
        self.stages[fold(name)] = stage_id
        self.stage_order[stage_id] = max(self.stage_order.values(), default=0) + 1

    def lead_named(self, key: str | None) -> int | None:
        """Return the lead of a key: of the file's own system, else of the one other that has it."""
        if key is None:
            return None
        found = self.leads.get(key)
        return self.elsewhere.get(key) if found is None else found

    def lead_of(self, key: str | None, email: str | None) -> int | None:
        """Return the lead of a key, else the newest one of the person with an e-mail address."""
        found = self.lead_named(key)
        if found is not None or email is None:
            return found
        person = self.by_email.get(email.strip().casefold())
        return None if person is None else self.lead_of_contact.get(person.contact_id)

    def stage(self, code: str) -> int:
        """Return the stage with this meaning or name; refuses one the definitions lack."""
        found = self.stages.get(code) or self.stages.get(fold(code))
        if found is None:
            raise UnknownStageError(code)
        return found

    def remember_person(self, contact_id: int, who: Identity) -> KnownPerson:
        """Make a contact findable by its keys; a role mailbox identifies nobody."""
        email, phones, name, key, role_mailbox = who
        person = KnownPerson(contact_id, email, name)
        if email is not None and not role_mailbox:
            self.by_email.setdefault(email, person)
        for phone in phones:
            self.by_phone.setdefault(phone, []).append(person)
        if key is not None:
            self.by_person.setdefault(key, person)
        return person

    def same_person(self, who: Identity) -> KnownPerson | None:
        """Return the contact that this is, or None.

        The same e-mail address is the same person unless it is a role mailbox. A phone proves it
        only with the same name, a name only with the same company, and neither where both sides
        have an e-mail address and these differ.
        """
        email, phones, name, key, _shared = who
        if email is not None and (found := self.by_email.get(email)) is not None:
            return found
        for phone in phones:
            for person in self.by_phone.get(phone, ()):
                if name and fold_name(name) == fold_name(person.name) and _agree(email, person):
                    return person
        if key is not None and (found := self.by_person.get(key)) is not None:
            return found if _agree(email, found) else None
        return None


def _agree(email: str | None, person: KnownPerson) -> bool:
    return email is None or person.email_key is None or email == person.email_key


def read_known(session: Session, source: str) -> Known:
    """Read what an import from `source` has to know of the workspace."""
    known = _read_definitions(session)
    known.members = _by_name(session, TeamMember)
    known.channels = _by_name(session, Channel)
    known.campaigns = {
        (row.channel_id, fold(row.name)): row.id
        for row in session.execute(select(Campaign.id, Campaign.channel_id, Campaign.name))
    }
    for row in custom_fields(session):
        known.custom_fields[row.belongs_to, fold(row.name)] = (row.id, row.kind)
        if row.choices:
            known.custom_choices[row.id] = row.choices
    known.company_values = {
        (int(row.company_id or 0), row.field_id)
        for row in session.execute(
            select(CustomValue.company_id, CustomValue.field_id).where(
                CustomValue.company_id.is_not(None)
            )
        )
    }
    known.companies = {
        row.name_key: row.id
        for row in session.execute(select(Company.id, Company.name_key).order_by(Company.id.desc()))
    }
    known.source = source
    known.newest_change_id = newest_change(session)
    known.leads = _leads_by_key(session, source)
    known.leads_of_rows = _leads_by_key(session, OF_A_ROW)
    if source == NO_SYSTEM:
        known.elsewhere = _keys_elsewhere(session)
    _read_people(session, known)
    known.lifted = _read_lifted(session)
    return known


def _leads_by_key(session: Session, source: str) -> dict[str, int]:
    found = session.execute(
        select(ExternalKey.key, ExternalKey.lead_id).where(ExternalKey.source == source)
    )
    return {row.key: row.lead_id for row in found}


def _read_new_keys(session: Session, known: Known) -> None:
    """Read the keys of the file's own system that people gave to leads since this was asked last.

    The log tells them: of the keys themselves most are the import's own.
    """
    newest = newest_change(session)
    rows = session.execute(
        select(ExternalKey.key, ExternalKey.lead_id)
        .join(ChangeRow, ChangeRow.row_uuid == ExternalKey.uuid)
        .where(
            ChangeRow.change_id > known.newest_change_id,
            ChangeRow.table_name == ExternalKey.__tablename__,
            ExternalKey.source == known.source,
        )
    )
    for row in rows:
        known.leads.setdefault(row.key, row.lead_id)
    known.newest_change_id = newest


def _keys_elsewhere(session: Session) -> dict[str, int]:
    """Return the leads of keys that one system alone has given to a lead."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, lead_id in session.execute(select(ExternalKey.key, ExternalKey.lead_id)):
        found[key].add(lead_id)
    return {key: next(iter(leads)) for key, leads in found.items() if len(leads) == 1}


def _read_definitions(session: Session) -> Known:
    definitions_id = session.scalars(
        select(Definitions.id).order_by(Definitions.number.desc()).limit(1)
    ).one()
    stages: dict[str, int] = {}
    order: dict[int, int] = {}
    for row in session.execute(
        select(
            StageDefinition.stage_id,
            StageDefinition.name,
            StageDefinition.meaning,
            StageDefinition.position,
        )
        .where(StageDefinition.definitions_id == definitions_id)
        .order_by(StageDefinition.position)
    ):
        order[row.stage_id] = row.position
        stages.setdefault(fold(row.name), row.stage_id)
        if row.meaning != "none":
            stages[row.meaning] = row.stage_id
    return Known(definitions_id, stages, order, first_stage_id=next(iter(order)))


def _by_name(session: Session, entity: type[TeamMember] | type[Channel]) -> dict[str, int]:
    return {fold(row.name): row.id for row in session.execute(select(entity.id, entity.name))}


def _read_people(session: Session, known: Known) -> None:
    people = session.execute(
        select(
            Contact.id,
            Contact.first_name,
            Contact.last_name,
            Contact.email_key,
            Contact.phone_key,
            Company.name,
        ).outerjoin(Company, Company.id == Contact.company_id)
    )
    for contact_id, first, last, email, phone, company in people:
        name = " ".join(part for part in (first, last) if part)
        phones = (phone,) if phone else ()
        known.remember_person(contact_id, _identity(email, phones, name, company))
    for gone in people_who_went(session):
        phones = (gone.phone_key,) if gone.phone_key else ()
        who = _identity(gone.email_key, phones, gone.name, gone.company)
        known.remember_person(gone.contact_id, who)
    # The newest open lead of a contact, else its newest one.
    leads = session.execute(
        select(Lead.contact_id, Lead.id)
        .where(Lead.contact_id.is_not(None))
        .order_by((Lead.status == Status.OPEN).asc(), Lead.id.asc())
    )
    known.lead_of_contact = {row.contact_id: row.id for row in leads}


def _identity(
    email: str | None, phones: tuple[str, ...], name: str, company: str | None
) -> Identity:
    shared = email is not None and is_role_mailbox(email)
    return Identity(email, phones, name, person_key(name, company), shared)


def _read_lifted(session: Session) -> frozenset[tuple[int, str]]:
    """Return the contacts and media that people have unblocked here."""
    images = session.scalars(
        select(ChangeRow.before)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(
            ChangeRow.table_name == DoNotContact.__tablename__,
            ChangeRow.operation == "delete",
            stands(),
        )
    )
    lifted = {(UUID(image["contact_id"]), image["medium"]) for image in images if image}
    found = session.execute(
        select(Contact.uuid, Contact.id).where(
            Contact.uuid.in_(sorted({contact for contact, _medium in lifted}))
        )
    )
    ids = {row.uuid: row.id for row in found}
    return frozenset((ids[contact], medium) for contact, medium in lifted if contact in ids)


def recognise_own_keys(session: Session, known: Known, keys: Iterable[str | None]) -> None:
    """Let leads be found by keys that were given meanwhile, and by their UUID.

    Our own exports give them that as a key.
    """
    _read_new_keys(session, known)
    uuids = {
        key: UUID(key) for key in keys if key and _UUID.fullmatch(key) and key not in known.leads
    }
    if not uuids:
        return
    went = where_leads_went(session)
    uuids = {key: went.get(uuid, uuid) for key, uuid in uuids.items()}
    found = session.execute(
        select(Lead.uuid, Lead.id).where(Lead.uuid.in_(sorted(set(uuids.values()))))
    )
    ids = {row.uuid: row.id for row in found}
    known.leads |= {key: ids[uuid] for key, uuid in uuids.items() if uuid in ids}


def changed_here(session: Session, uuids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Return, by row, the fields that people changed after the last import that set them.

    A row that a person made here, or merged another into, is theirs in all its fields, which `*`
    stands for.
    """
    uuids = set(uuids)
    rows = session.execute(
        select(ChangeRow.row_uuid, ChangeRow.operation, ChangeRow.after, Change.batch_id)
        .join(Change, Change.id == ChangeRow.change_id)
        .where(ChangeRow.row_uuid.in_(sorted(uuids)), ChangeRow.operation != "delete", stands())
        .order_by(ChangeRow.id)
    )
    changed: dict[UUID, set[str]] = defaultdict(set)
    for row_uuid, operation, after, batch_id in rows:
        fields = {"*"} if operation == "insert" else set(after or {})
        if batch_id is None:
            changed[row_uuid] |= fields
        else:
            changed[row_uuid] -= fields
    for row_uuid in merged_into(session, uuids):
        changed[row_uuid].add("*")
    return changed


def rows_by_id(session: Session, table: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return rows by id, hidden ones of a loading batch included."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = session.connection().execute(
        select(TABLES[table]).where(TABLES[table].c.id.in_(wanted))
    )
    return {row["id"]: dict(row) for row in found.mappings()}


def rows_of(
    session: Session, table: str, column: str, ids: Iterable[int]
) -> dict[int, list[dict[str, Any]]]:
    """Return the rows that belong to these ids, grouped by the id in `column`."""
    wanted = sorted(set(ids))
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not wanted:
        return grouped
    owner = TABLES[table].c[column]
    found = session.connection().execute(
        select(TABLES[table]).where(owner.in_(wanted)).order_by(TABLES[table].c.id)
    )
    for row in found.mappings():
        grouped[row[column]].append(dict(row))
    return grouped
