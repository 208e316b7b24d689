"""Interest events: what a lead did before we spoke."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.checks import one_of, optional_text, past_instant, required_text
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import InterestEvent
from models.entities.marketing.spending import Campaign
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import CampaignId, LeadId
from models.vocabulary import Precision


@verb
def record_interest(
    session: Session,
    lead_id: LeadId,
    kind: str,
    *,
    topic: str | None = None,
    campaign_id: CampaignId | None = None,
    occurred_at: datetime | None = None,
    precision: str = Precision.INSTANT,
) -> None:
    """Record something a lead did: `kind` is a word such as whitepaper, webinar, pricing_page.

    Refuses a blank kind, a time to come, a time whose precision is unknown, and a lead or campaign
    that does not exist.
    """
    existing(session, Lead, lead_id)
    if campaign_id is not None:
        existing(session, Campaign, campaign_id)
    session.add(
        InterestEvent(
            lead_id=lead_id,
            kind=required_text("kind", kind).lower().replace(" ", "_"),
            topic_text=optional_text("topic", topic),
            campaign_id=campaign_id,
            occurred_at=past_instant("occurred_at", occurred_at, now(session)),
            precision=one_of("precision", precision, (Precision.INSTANT, Precision.DAY)),
        )
    )
