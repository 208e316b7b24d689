"""The quarterly review of the definitions: when it is due, and putting it off."""

from datetime import date

from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.entities.definitions.versions import Definitions
from models.errors import InvalidValueError
from models.history.verbs import now, verb
from models.language import gettext as _


def review_on(session: Session) -> date | None:
    """Return the day on which the definitions in force are to be reviewed."""
    return session.get_one(Definitions, current_definitions_id(session)).review_on


def review_due(session: Session, today: date) -> date | None:
    """Return the day of the review where it has come, None where it has not."""
    day = review_on(session)
    return day if day is not None and day <= today else None


@verb
def postpone_review(session: Session, until: date) -> None:
    """Put the review off; the one thing about a version that may change once it is written.

    Refuses a day that is not to come.
    """
    if until <= now(session).date():
        raise InvalidValueError(
            "review_on", until, _("Choose a day to come; the review is due otherwise.")
        )
    session.get_one(Definitions, current_definitions_id(session)).review_on = until
