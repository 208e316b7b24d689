"""Which media a contact must not be reached through, for all that asks before it acts."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.entities.people.contacts import DoNotContact
from models.storage.prepared import IdQuestion

_BLOCKS = IdQuestion(
    select(DoNotContact.id).where(DoNotContact.contact_id == bindparam("contact_id"))
)


def blocked_media(session: Session, contact_id: int | None) -> frozenset[str]:
    """Return the media that a contact must not be reached through; none for no contact."""
    return frozenset(block.medium for block in blocks_of(session, contact_id))


def blocks_of(session: Session, contact_id: int | None) -> list[DoNotContact]:
    """Return what a contact said about media; nothing for no contact."""
    if contact_id is None:
        return []
    found = _BLOCKS.ids(session, contact_id=contact_id)
    return [session.get_one(DoNotContact, one) for one in found]
