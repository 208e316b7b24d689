"""Which media a contact must not be reached through, for all that asks before it acts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import DoNotContact


def blocked_media(session: Session, contact_id: int | None) -> frozenset[str]:
    """Return the media that a contact must not be reached through; none for no contact."""
    found = select(DoNotContact.medium).where(DoNotContact.contact_id == contact_id)
    return frozenset(session.scalars(found))
