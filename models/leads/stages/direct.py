"""Leads that need no MQL step: who asked for a demo, a call or prices, or answered our outreach.

They lead every queue. The gate of SQL holds for them as for all others; the stages that they skip
get no move, so they count in no rate.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.entities.leads.cards import LeadCard
from models.entities.marketing.channels import InterestEvent
from models.entities.work.activity import Touch
from models.storage.sqlite.queries import listed
from models.vocabulary import REQUESTS, Meaning, Status

ANSWERED = ("connected", "call_back", "interested", "replied", "referred_on", "qualified")
"""Outcomes of touches in which the person answered."""


def direct_condition(session: Session, among: Collection[int] | None = None) -> ColumnElement[bool]:
    """Return the condition, on `LeadCard`, that a lead may become an SQL without an MQL step.

    It is open and short of SQL, and either asked for a demo, a call or prices, or answered our
    outreach before anybody made it an MQL. `among` names the leads that are asked about, so that
    nobody else's events are looked through.
    """
    asked = select(InterestEvent.lead_id).where(InterestEvent.kind.in_(REQUESTS))
    answered = select(Touch.lead_id).where(Touch.outcome.in_(ANSWERED))
    if among is not None:
        asked = asked.where(InterestEvent.lead_id.in_(listed(among)))
        answered = answered.where(Touch.lead_id.in_(listed(among)))
    return and_(
        LeadCard.status == Status.OPEN,
        LeadCard.stage_id.in_(_stages_short_of(session, Meaning.SQL)),
        or_(
            LeadCard.id.in_(asked),
            and_(
                LeadCard.stage_id.in_(_stages_short_of(session, Meaning.MQL)),
                LeadCard.id.in_(answered),
            ),
        ),
    )


def direct_among(session: Session, lead_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these leads need no MQL step."""
    among = list(lead_ids)
    named = LeadCard.id.in_(listed(among))
    found = select(LeadCard.id).where(named, direct_condition(session, among))
    return frozenset(session.scalars(found))


def _stages_short_of(session: Session, meaning: Meaning) -> list[int]:
    """Return the stages before the first of this meaning, or of a later one."""
    order = list(Meaning)
    later = order[order.index(meaning) :]
    known = stages(session)
    end = min((one.position for one in known if one.meaning in later), default=len(known))
    return [one.id for one in known if one.position < end]
