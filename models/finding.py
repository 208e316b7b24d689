"""One row by its id, for the verbs."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Recorded
from models.errors import NotFoundError
from models.vocabulary import label

E = TypeVar("E", bound=Recorded)


def existing(session: Session, entity: type[E], row_id: int) -> E:
    """Return a row; refuses with `NotFoundError` where it is gone or not visible.

    It asks by a query on purpose: a plain get would hand out what it remembers of hidden rows.
    """
    row = session.scalar(select(entity).where(entity.id == row_id))
    if row is None:
        raise NotFoundError(label(entity.__tablename__).lower(), row_id)
    return row
