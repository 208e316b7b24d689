"""Where leads come from, and what they did before we spoke."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class Channel(Recorded):
    """Where a lead came from: SEO, LinkedIn Ads, webinar, referral, outbound and so on."""

    __tablename__ = "channel"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.CHANNELS

    name: Mapped[str]


class InterestEvent(Recorded):
    """Something a lead did: a whitepaper, a webinar, a visit to the pricing page."""

    __tablename__ = "interest_event"
    constraints = (
        Index(None, "kind", "occurred_at"),
        # What many leads did since a moment is counted without reading a row.
        Index(None, "lead_id", "occurred_at", "kind"),
    )
    topic = Topic.LEADS

    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    kind: Mapped[str]
    topic_text: Mapped[str | None]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    occurred_at: Mapped[datetime]
    precision: Mapped[str]
