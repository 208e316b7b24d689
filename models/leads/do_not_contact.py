"""A contact's wish not to be reached through a medium: it blocks every attempt."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.cadences.running import skip_blocked_steps
from models.checks import one_of, past_instant, required_text
from models.entities.people.contacts import Contact, DoNotContact
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import ContactId
from models.language import gettext as _
from models.vocabulary import Medium, label


@dataclass(frozen=True, slots=True)
class WishRow:
    """A medium that a contact does not want to be reached through, since when, by what source."""

    medium: str
    stated_at: datetime
    source: str


def wishes_of(session: Session, contact_id: ContactId) -> tuple[WishRow, ...]:
    """Return the media that a contact must not be reached through."""
    found = session.scalars(
        select(DoNotContact)
        .where(DoNotContact.contact_id == contact_id)
        .order_by(DoNotContact.medium)
    )
    return tuple(WishRow(row.medium, row.stated_at, row.source) for row in found)


def _standing(session: Session, contact_id: ContactId, medium: str) -> DoNotContact | None:
    return session.scalar(
        select(DoNotContact).where(
            DoNotContact.contact_id == contact_id, DoNotContact.medium == medium
        )
    )


@verb
def set_do_not_contact(
    session: Session,
    contact_id: ContactId,
    medium: str,
    source: str,
    stated_at: datetime | None = None,
) -> None:
    """Note that a contact does not want to be reached through a medium, since when, and its source.

    A wish that stands keeps its first date and source. Steps of cadences that go through the medium
    are skipped. Refuses an unknown medium, a blank source and a date to come.
    """
    existing(session, Contact, contact_id)
    one_of("medium", medium, tuple(Medium))
    told_by = required_text("source", source)
    since = past_instant("stated_at", stated_at, now(session))
    if _standing(session, contact_id, medium) is None:
        session.add(
            DoNotContact(contact_id=contact_id, medium=medium, stated_at=since, source=told_by)
        )
        session.flush()
        skip_blocked_steps(session, contact_id)


@verb
def lift_do_not_contact(session: Session, contact_id: ContactId, medium: str, source: str) -> None:
    """Note that a contact wants to be reached through a medium again, and who said so.

    Refuses a blank source and a medium that is not blocked. The source is in the change log.
    """
    required_text("source", source)
    row = _standing(session, contact_id, one_of("medium", medium, tuple(Medium)))
    if row is None:
        raise InvalidValueError(
            "medium",
            medium,
            _("{medium} is not blocked for this contact.").format(medium=label(medium)),
        )
    session.delete(row)
