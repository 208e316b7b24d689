"""Campaigns and what they cost."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


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
