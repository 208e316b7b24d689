"""What leads did, as conditions ask for it: the fields of interest events, met event by event."""

from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, not_, select
from sqlalchemy.orm import Session

from models.conditions.comparing import comparison, never_null
from models.conditions.condition import Condition
from models.conditions.fields import NEGATIVE, Field, FieldChoice, Rows
from models.entities.marketing.channels import InterestEvent
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import REQUESTS, FieldKind, ScoreSide, label

_SIDES = frozenset((ScoreSide.INTEREST, ScoreSide.REQUALIFY))

EVENT_KINDS = (
    "whitepaper",
    "form",
    "newsletter",
    "email_click",
    "linkedin",
    "webinar",
    "pricing_page",
    *REQUESTS,
    "blog_post",
    "direct_contact",
    "email_reply",
    "webinar_registration",
    "referral",
)
"""What leads are known to do; a team may record any other word."""


def event_field(code: str) -> Field | None:
    """Return a field that is about events; None where the code is another's."""
    return event_fields().get(code)


@cache
def event_fields() -> dict[str, Field]:
    """Return the fields that are about events, by code."""

    def of_lead(lead: ColumnElement[int]) -> ColumnElement[bool]:
        return InterestEvent.lead_id == lead

    group = _("What happened")
    fields = (
        Field(
            "event",
            _("What the lead did"),
            FieldKind.CHOICE,
            group,
            rows=Rows(InterestEvent, InterestEvent.kind.expression, of_lead),
            choices=events_to_choose,
            named=label,
            sides=_SIDES,
        ),
        Field(
            "event_topic",
            _("Topic of what it did"),
            FieldKind.TEXT,
            group,
            rows=Rows(InterestEvent, InterestEvent.topic_text.expression, of_lead),
            sides=_SIDES,
        ),
    )
    return {field.code: field for field in fields}


def events_to_choose(session: Session) -> tuple[FieldChoice, ...]:
    """Return the words for what leads do: the known ones, and what was recorded besides."""
    recorded = session.scalars(select(InterestEvent.kind).distinct())
    kinds = (*EVENT_KINDS, *sorted(set(recorded) - set(EVENT_KINDS)))
    return tuple(FieldChoice(kind, label(kind)) for kind in kinds)


def event_meets(field: Field, condition: Condition, at: datetime) -> ColumnElement[bool]:
    """Return a condition for a query over interest events, of each event by itself.

    True or false, never null. Refuses a field that is not about events.
    """
    if field.rows is None or field.rows.entity is not InterestEvent:
        raise InvalidValueError(
            "field",
            field.code,
            _("“{field}” says nothing about what a lead did.").format(field=field.label),
        )
    positive = NEGATIVE.get(condition.operator, condition.operator)
    met = comparison(field, field.rows.value, positive, condition.wanted, at)
    held = never_null(met)
    return held if positive is condition.operator else not_(held)
