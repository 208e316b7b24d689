"""Conditions in words, whatever they are about."""

from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Condition
from models.conditions.wording import gone, said
from models.errors import InvalidValueError


def sentence(session: Session, condition: Condition) -> str:
    """Return a condition in words; one about a field that is gone says so."""
    try:
        field = field_of(session, condition.field)
    except InvalidValueError:
        return gone(condition.field)
    return said(session, field, condition)
