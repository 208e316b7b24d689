"""Channels, the campaigns inside them, and what these cost."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import currency_code, period, required_text
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign, CampaignSpend
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import CampaignId, ChannelId
from models.language import gettext as _
from models.money import minor_amount
from models.text_keys import fold
from models.written_days import day_text


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """Where leads come from."""

    id: ChannelId
    name: str


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One effort inside a channel."""

    id: CampaignId
    channel_id: ChannelId
    name: str
    starts_on: date | None
    ends_on: date | None


def channels(session: Session) -> tuple[ChannelRow, ...]:
    """Return the channels by name."""
    rows = (ChannelRow(ChannelId(row.id), row.name) for row in session.scalars(select(Channel)))
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def channel_by_name(session: Session, name: str) -> ChannelRow | None:
    """Return the channel of this name, whatever its case and accents."""
    wanted = fold(name)
    return next((row for row in channels(session) if fold(row.name) == wanted), None)


def existing_channel(session: Session, channel_id: ChannelId) -> ChannelId:
    """Return the id of a channel that exists; refuses another."""
    return ChannelId(existing(session, Channel, channel_id).id)


@verb
def add_channel(session: Session, name: str) -> ChannelId:
    """Add a channel; refuses a blank name and one that differs from another in case only."""
    text = required_text("name", name)
    if channel_by_name(session, text) is not None:
        raise InvalidValueError(
            "name", name, _("There is a channel “{name}” already.").format(name=text)
        )
    channel = Channel(name=text)
    session.add(channel)
    session.flush()
    return ChannelId(channel.id)


def campaigns(session: Session, channel_id: ChannelId | None = None) -> tuple[CampaignRow, ...]:
    """Return the campaigns of one channel, or all, by name."""
    wanted = select(Campaign)
    if channel_id is not None:
        wanted = wanted.where(Campaign.channel_id == channel_id)
    rows = (
        CampaignRow(
            CampaignId(row.id), ChannelId(row.channel_id), row.name, row.starts_on, row.ends_on
        )
        for row in session.scalars(wanted)
    )
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


@verb
def add_campaign(
    session: Session,
    channel_id: ChannelId,
    name: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> CampaignId:
    """Add a campaign; refuses a name its channel has already, and an end before its start."""
    existing_channel(session, channel_id)
    text = required_text("name", name)
    if starts_on is not None and ends_on is not None:
        period(starts_on, ends_on)
    if any(fold(row.name) == fold(text) for row in campaigns(session, channel_id)):
        raise InvalidValueError(
            "name", name, _("This channel has a campaign “{name}” already.").format(name=text)
        )
    campaign = Campaign(channel_id=channel_id, name=text, starts_on=starts_on, ends_on=ends_on)
    session.add(campaign)
    session.flush()
    return CampaignId(campaign.id)


@verb
def record_spend(
    session: Session,
    campaign_id: CampaignId,
    period_start: date,
    period_end: date,
    amount_minor: int,
    currency: str,
) -> None:
    """Record what a campaign cost from a day to a day, both included, in minor units.

    Replaces the amount of the same period. Refuses a period that overlaps another one of the
    campaign (its days would be paid twice), a negative amount, and an unknown currency.
    """
    existing(session, Campaign, campaign_id)
    period(period_start, period_end)
    amount = minor_amount("amount", amount_minor)
    code = currency_code(currency)
    overlapping = session.scalars(
        select(CampaignSpend).where(
            CampaignSpend.campaign_id == campaign_id,
            CampaignSpend.period_start <= period_end,
            CampaignSpend.period_end >= period_start,
        )
    ).all()
    for row in overlapping:
        if (row.period_start, row.period_end) != (period_start, period_end):
            raise InvalidValueError(
                "period",
                (period_start, period_end),
                _("What it cost from {start} to {end} is recorded already.").format(
                    start=day_text(row.period_start), end=day_text(row.period_end)
                ),
            )
        row.amount_minor = amount
        row.currency = code
    if not overlapping:
        session.add(
            CampaignSpend(
                campaign_id=campaign_id,
                period_start=period_start,
                period_end=period_end,
                amount_minor=amount,
                currency=code,
            )
        )
