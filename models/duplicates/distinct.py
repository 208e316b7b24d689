"""Two people who look alike: what somebody said once is not asked again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.duplicates.refusals import MergeRefusedError
from models.entities.people.contacts import Contact
from models.entities.people.duplicates import DistinctPair
from models.finding import existing
from models.history.verbs import verb
from models.ids import ContactId
from models.language import gettext as _


@verb
def keep_apart(session: Session, first_id: ContactId, second_id: ContactId) -> None:
    """Say that two contacts are two people, so that they are never shown as duplicates again.

    Refuses a contact and itself, and a pair that somebody called distinct already.
    """
    for contact_id in (first_id, second_id):
        existing(session, Contact, contact_id)
    if first_id == second_id:
        raise MergeRefusedError(_("This is one contact, not two. Choose two contacts."))
    low, high = sorted((first_id, second_id))
    told = select(DistinctPair.id).where(
        DistinctPair.first_id == low, DistinctPair.second_id == high
    )
    if session.scalar(told) is not None:
        raise MergeRefusedError(_("Somebody said already that these are two people."))
    session.add(DistinctPair(first_id=low, second_id=high))
