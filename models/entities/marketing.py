"""Where leads come from, what it cost, and what they did before we spoke."""

from datetime import date, datetime

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


class Campaign(Recorded):
    """One effort inside a channel."""

    __tablename__ = "campaign"
    constraints = (UniqueConstraint("channel_id", "name"),)
    topic = Topic.CHANNELS

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    name: Mapped[str]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class CampaignSpend(Recorded):
    """What a campaign cost from `period_start` to `period_end`, both days included."""

    __tablename__ = "campaign_spend"
    constraints = (UniqueConstraint("campaign_id", "period_start", "period_end"),)
    topic = Topic.CHANNELS

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    period_start: Mapped[date]
    period_end: Mapped[date]
    amount_minor: Mapped[int]
    currency: Mapped[str]


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
