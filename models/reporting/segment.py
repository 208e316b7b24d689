"""The leads that a report is about, as conditions for the database."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models.conditions.matching import checked, lead_condition
from models.reporting.asked import Asked


def in_segment(session: Session, asked: Asked, at: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of the segment for a query over `LeadCard`.

    Refuses a condition on a field that the catalogue does not hold (any more).
    """
    return [lead_condition(session, checked(session, one), at) for one in asked.segment]
