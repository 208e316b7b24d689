"""What an import has to know of records that were merged: either key finds the one that stayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.entities.people.duplicates import MergedRow
from models.entities.workspace.log import ChangeRow


@dataclass(frozen=True, slots=True)
class MergedPerson:
    """The keys of a record that went, and the contact that stayed."""

    contact_id: int
    email_key: str | None
    phone_key: str | None
    name: str
    company: str | None


def merged_into(session: Session, uuids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of these rows that others were merged into; their values were chosen here."""
    found = session.scalars(
        select(MergedRow.kept_uuid).where(MergedRow.kept_uuid.in_(sorted(uuids)))
    )
    return frozenset(found)


def where_leads_went(session: Session) -> dict[UUID, UUID]:
    """Return the lead that stayed by each that was merged into it, at once or over others."""
    return _went(session, Lead.__tablename__)


def people_who_went(session: Session) -> tuple[MergedPerson, ...]:
    """Return those whose record was merged into another, as the image taken then has them."""
    went = _went(session, Contact.__tablename__)
    if not went:
        return ()
    contacts = session.execute(
        select(Contact.uuid, Contact.id).where(Contact.uuid.in_(sorted(set(went.values()))))
    )
    ids = {row.uuid: row.id for row in contacts}
    companies = {
        row.uuid.hex: row.name for row in session.execute(select(Company.uuid, Company.name))
    }
    images = session.execute(
        select(ChangeRow.row_uuid, ChangeRow.before)
        .where(ChangeRow.row_uuid.in_(sorted(went)), ChangeRow.operation == "delete")
        .order_by(ChangeRow.id)
    )
    return tuple(
        MergedPerson(
            contact_id=ids[went[row_uuid]],
            email_key=image["email_key"],
            phone_key=image["phone_key"],
            name=" ".join(part for part in (image["first_name"], image["last_name"]) if part),
            company=companies.get(image["company_id"] or ""),
        )
        for row_uuid, image in images
        if image is not None and went[row_uuid] in ids
    )


def _went(session: Session, table: str) -> dict[UUID, UUID]:
    kept = {
        row.gone_uuid: row.kept_uuid
        for row in session.execute(
            select(MergedRow.gone_uuid, MergedRow.kept_uuid).where(MergedRow.table_name == table)
        )
    }
    went = {}
    for gone, first in kept.items():
        last = first
        while last in kept:
            last = kept[last]
        went[gone] = last
    return went
