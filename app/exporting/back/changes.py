"""What people changed here after a point of the change log, and which leads show it.

What an import changed is no news to anybody, and a change that was taken back leaves nothing. One
that had gone out before it was taken back is news again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.definitions.fields import CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.deals import Deal
from models.entities.leads.external_keys import ExternalKey
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.people.contacts import Company, Contact, DoNotContact
from models.entities.work.activity import Touch
from models.entities.workspace.log import Change, ChangeRow

T = TypeVar("T")
_AT_ONCE = 500
_PARTS_OF_A_LEAD = (ExternalKey, StageMove, Touch, QualificationAnswer, Deal, CustomValue)


@dataclass(frozen=True, slots=True)
class ChangedHere:
    """The rows that people changed, by table, and the wishes not to be contacted they lifted."""

    rows: dict[str, set[UUID]]
    lifted: set[tuple[UUID, str]] = field(default_factory=set)

    def of(self, table: str) -> list[UUID]:
        """Return the changed rows of a table."""
        return sorted(self.rows.get(table, ()))


def changed_since(session: Session, since: int) -> ChangedHere:
    """Return what differs by changes made here from what stood when `since` was the newest."""
    changes = _differing(session, since)
    rows: dict[str, set[UUID]] = defaultdict(set)
    lifted: set[tuple[UUID, str]] = set()
    for some in in_pieces([*changes, *_entries_about(session, changes)]):
        found = session.execute(
            select(
                ChangeRow.table_name, ChangeRow.row_uuid, ChangeRow.operation, ChangeRow.before
            ).where(ChangeRow.change_id.in_(some))
        )
        for table, row_uuid, operation, before in found:
            rows[table].add(row_uuid)
            if operation == "delete" and before:
                _note_owner(rows, lifted, table, before)
    return ChangedHere(dict(rows), lifted)


def _note_owner(
    rows: dict[str, set[UUID]], lifted: set[tuple[UUID, str]], table: str, image: dict[str, Any]
) -> None:
    """Count a row that is gone as a change of the lead or the person it belonged to."""
    if image.get("lead_id"):
        rows[Lead.__tablename__].add(UUID(image["lead_id"]))
    if table == DoNotContact.__tablename__:
        contact = UUID(image["contact_id"])
        rows[Contact.__tablename__].add(contact)
        lifted.add((contact, image["medium"]))


def _differing(session: Session, since: int) -> list[int]:
    """Return the changes by people that stood then and don't now, or the other way round."""
    recent = session.execute(
        select(Change.id, Change.kind, Change.target_id).where(Change.id > since)
    )
    wanted = sorted({row.id if row.kind == "do" else row.target_id for row in recent})
    differing = []
    for some in in_pieces(wanted):
        stood = {change_id: change_id <= since for change_id in some}
        stands = dict.fromkeys(some, True)
        entries = session.execute(
            select(Change.id, Change.kind, Change.target_id)
            .where(Change.target_id.in_(some))
            .order_by(Change.id)
        )
        for entry_id, kind, target_id in entries:
            stands[target_id] = kind == "redo"
            if entry_id <= since:
                stood[target_id] = kind == "redo"
        here = session.scalars(
            select(Change.id).where(Change.id.in_(some), Change.batch_id.is_(None))
        )
        differing += [change_id for change_id in here if stood[change_id] != stands[change_id]]
    return differing


def _entries_about(session: Session, changes: Sequence[int]) -> list[int]:
    found: list[int] = []
    for some in in_pieces(changes):
        found += session.scalars(select(Change.id).where(Change.target_id.in_(some)))
    return found


def leads_showing(session: Session, changed: ChangedHere) -> set[int]:
    """Return the leads that a changed row is about; one of a person or company is about several."""
    found: set[int] = set()
    for some in in_pieces(changed.of("lead")):
        found.update(session.scalars(select(Lead.id).where(Lead.uuid.in_(some))))
    for some in in_pieces(changed.of("company")):
        at = select(Company.id).where(Company.uuid.in_(some))
        found.update(session.scalars(select(Lead.id).where(Lead.company_id.in_(at))))
    for some in in_pieces(changed.of("contact")):
        people = select(Contact.id).where(Contact.uuid.in_(some))
        found.update(session.scalars(select(Lead.id).where(Lead.contact_id.in_(people))))
    for some in in_pieces(changed.of("do_not_contact")):
        people = select(DoNotContact.contact_id).where(DoNotContact.uuid.in_(some))
        found.update(session.scalars(select(Lead.id).where(Lead.contact_id.in_(people))))
    for part in _PARTS_OF_A_LEAD:
        for some in in_pieces(changed.of(part.__tablename__)):
            owners = session.scalars(select(part.lead_id).where(part.uuid.in_(some)))
            found.update(lead_id for lead_id in owners if lead_id is not None)
    return found


def in_pieces(items: Iterable[T]) -> Iterator[list[T]]:
    """Cut a list so that one statement can name a whole piece."""
    whole = list(items)
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
