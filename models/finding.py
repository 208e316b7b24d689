"""One row by its id, for the verbs."""

from typing import TypeVar

from sqlalchemy.orm import Session

from models.entities.base import Recorded
from models.errors import NotFoundError
from models.storage.visibility import hidden_batches
from models.vocabulary import label

E = TypeVar("E", bound=Recorded)


def existing(session: Session, entity: type[E], row_id: int) -> E:
    """Return a row; refuses with `NotFoundError` where it is gone or not visible.

    What the session remembers is not asked for again, so a hidden batch is looked for here, too.
    """
    row = session.get(entity, row_id)
    if row is None or row.batch_id in hidden_batches(session):
        raise NotFoundError(label(entity.__tablename__).lower(), row_id)
    return row
