"""The pairs of a scan as they stand by now: merged, kept apart, undone or changed since."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duplicates.likeness import likeness
from models.duplicates.scanning import (
    DuplicatePair,
    PersonRow,
    distinct_pairs,
    in_order,
    people_by_id,
)
from models.entities.people.contacts import Contact
from models.entities.people.duplicates import MergedRow
from models.ids import ContactId

_AT_ONCE = 500


def pairs_now(session: Session, pairs: Sequence[DuplicatePair]) -> tuple[DuplicatePair, ...]:
    """Return what is left of the pairs of a scan, in its order.

    Where one of a pair was merged into a third, the third takes its place; a pair that became one
    person, that was called distinct, or that has nothing in common any more is left out.
    """
    people = {person.uuid: person for pair in pairs for person in (pair.kept, pair.gone)}
    here = _still_here(session, list(people))
    went = {
        row.gone_uuid: row.kept_uuid
        for row in session.execute(
            select(MergedRow.gone_uuid, MergedRow.kept_uuid).where(
                MergedRow.table_name == Contact.__tablename__
            )
        )
    }
    distinct = distinct_pairs(session)
    left: list[DuplicatePair] = []
    seen: set[tuple[int, int]] = set()
    for pair in pairs:
        kept, gone = _stands_for(pair.kept, here, went), _stands_for(pair.gone, here, went)
        if kept is None or gone is None or kept == gone:
            continue
        key = in_order(kept, gone)
        if key in seen or key in distinct:
            continue
        seen.add(key)
        now = pair if (kept, gone) == (pair.kept.id, pair.gone.id) else None
        now = now or _judged(session, kept, gone, pair.group)
        if now is not None:
            left.append(now)
    return tuple(left)


def _still_here(session: Session, uuids: Sequence[UUID]) -> dict[UUID, ContactId]:
    here: dict[UUID, ContactId] = {}
    for start in range(0, len(uuids), _AT_ONCE):
        some = Contact.uuid.in_(uuids[start : start + _AT_ONCE])
        for row in session.execute(select(Contact.uuid, Contact.id).where(some)):
            here[row.uuid] = ContactId(row.id)
    return here


def _stands_for(
    person: PersonRow, here: dict[UUID, ContactId], went: dict[UUID, UUID]
) -> ContactId | None:
    """Return the contact that a person of the scan is by now, None where it is gone."""
    uuid = person.uuid
    while uuid not in here and uuid in went:
        uuid = went[uuid]
    return here.get(uuid)


def _judged(session: Session, kept: ContactId, gone: ContactId, group: int) -> DuplicatePair | None:
    people = people_by_id(session, Contact.id.in_((kept, gone)))
    alike = likeness(people[kept].keys, people[gone].keys)
    if alike is None:
        return None
    return DuplicatePair(people[kept].row, people[gone].row, alike.score, alike.reasons, group)
