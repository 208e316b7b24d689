"""Leads that came to an end, with what they were and what they did: what a review compares."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.conditions.catalogue import custom_code
from models.conditions.condition import Condition, Operator
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.meetings.appointments import Appointment
from models.entities.people.contacts import Company, Contact
from models.entities.work.activity import Touch
from models.text_keys import words
from models.vocabulary import AppointmentState, FieldKind, Status

ENDED = (Status.WON.value, Status.LOST.value, Status.DISQUALIFIED.value)
SIZES = (10, 50, 250, 1000)
_FEWEST_LETTERS = 3


@dataclass(slots=True)
class PastLead:
    """A lead that was won, or else lost or disqualified."""

    lead_id: int
    won: bool
    ended_at: datetime
    attributes: set[Condition] = field(default_factory=set)
    behaviours: set[Condition] = field(default_factory=set)
    events: int = 0
    touches: int = 0
    first_touch: datetime | None = None
    first_meeting: datetime | None = None

    @property
    def days_to_meeting(self) -> float | None:
        """Return the days from the first touch to the first meeting that took place."""
        if self.first_touch is None or self.first_meeting is None:
            return None
        return max((self.first_meeting - self.first_touch).total_seconds() / 86_400, 0.0)


def past_leads(session: Session) -> list[PastLead]:
    """Return every lead that came to an end, with its traits as conditions."""
    leads = {one.lead_id: one for one in _with_attributes(session)}
    for lead_id, condition in _custom_values(session):
        if lead_id in leads:
            leads[lead_id].attributes.add(condition)
    _add_behaviours(session, leads)
    return list(leads.values())


def _with_attributes(session: Session) -> Iterator[PastLead]:
    found = session.execute(
        select(
            Lead.id,
            Lead.status,
            Lead.status_since,
            Lead.channel_id,
            Contact.job_title,
            func.coalesce(Contact.country, Company.country).label("country"),
            Company.industry,
            Company.employees,
        )
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(Lead.status.in_(ENDED))
        .order_by(Lead.id)
    )
    for row in found:
        lead = PastLead(row.id, row.status == Status.WON, row.status_since)
        lead.attributes |= {
            Condition("employees", Operator.AT_LEAST, (str(size),))
            for size in SIZES
            if row.employees is not None and row.employees >= size
        }
        lead.attributes |= {
            Condition("job_title", Operator.CONTAINS, (word,))
            for word in words(row.job_title or "")
            if len(word) >= _FEWEST_LETTERS
        }
        named = (("industry", row.industry), ("country", row.country), ("channel", row.channel_id))
        lead.attributes |= {
            Condition(code, Operator.IS, (str(value),)) for code, value in named if value
        }
        yield lead


def _custom_values(session: Session) -> Iterator[tuple[int, Condition]]:
    """Yield the choices, and the yeses and noes, of the team's own fields."""
    kinds = (FieldKind.CHOICE.value, FieldKind.YES_NO.value)
    for own in (CustomValue.lead_id == Lead.id, CustomValue.company_id == Lead.company_id):
        found = session.execute(
            select(Lead.id, CustomField.uuid, CustomValue.text_value, CustomValue.yes_value)
            .join(CustomValue, own)
            .join(CustomField, CustomField.id == CustomValue.field_id)
            .where(Lead.status.in_(ENDED), CustomField.kind.in_(kinds))
        )
        for row in found:
            value = row.text_value or ("yes" if row.yes_value else "no")
            yield row.id, Condition(custom_code(row.uuid), Operator.IS, (value,))


def _add_behaviours(session: Session, leads: dict[int, PastLead]) -> None:
    """Note what leads did before they came to an end, and how often they were tried."""
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    events: Counter[int] = Counter()
    did = (
        select(InterestEvent.lead_id, InterestEvent.kind)
        .join(Lead, Lead.id == InterestEvent.lead_id)
        .where(Lead.status.in_(ENDED), InterestEvent.occurred_at <= Lead.status_since)
    )
    for lead_id, kind in session.execute(did):
        kinds[lead_id].add(kind)
        events[lead_id] += 1
    touched = (
        select(Touch.lead_id, func.count(), func.min(Touch.occurred_at))
        .join(Lead, Lead.id == Touch.lead_id)
        .where(Lead.status.in_(ENDED))
        .group_by(Touch.lead_id)
    )
    touches = {lead_id: (count, first) for lead_id, count, first in session.execute(touched)}
    met = (
        select(Appointment.lead_id, func.min(Appointment.starts_at))
        .where(Appointment.state == AppointmentState.HELD)
        .group_by(Appointment.lead_id)
    )
    meetings = dict(iter(session.execute(met)))
    for lead_id, lead in leads.items():
        lead.behaviours = {
            Condition("event", Operator.IS, (kind,)) for kind in kinds.get(lead_id, ())
        }
        lead.events = events[lead_id]
        lead.touches, lead.first_touch = touches.get(lead_id, (0, None))
        lead.first_meeting = meetings.get(lead_id)


def averages(values: Iterable[float | None]) -> tuple[float | None, int]:
    """Return the mean of the values that are known, and how many these are."""
    known = [value for value in values if value is not None]
    return (sum(known) / len(known) if known else None), len(known)
