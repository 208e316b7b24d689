"""Who works at the sample's desk, and where its leads come from."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from models.ids import CampaignId, ChannelId, MemberId
from models.marketing.channels import add_campaign, add_channel, record_spend
from models.team.hours import set_working_hours
from models.team.joining import add_member
from models.vocabulary import Role

_PEOPLE = (
    ("Maya Lindqvist", "Europe/Stockholm", (Role.SDR,)),
    ("Tom Okafor", "Europe/London", (Role.SDR, Role.SETTER)),
    ("Priya Raman", "Europe/London", (Role.SETTER,)),
    ("Daniel Weber", "Europe/Berlin", (Role.CLOSER,)),
    ("Sofia Marchetti", "Europe/London", (Role.CLOSER, Role.LEADER)),
    ("Elena Novak", "Europe/Berlin", (Role.MARKETING,)),
)
_DAY = ((9 * 60, 12 * 60 + 30), (13 * 60 + 15, 17 * 60 + 30))
_CHANNELS = (
    ("SEO", 14, 0, ("Cold-chain guide", "Spoilage calculator")),
    ("Google Ads", 16, 2_100_00, ("Temperature loggers", "Cold-chain software")),
    ("LinkedIn Ads", 20, 2_600_00, ("Operations leaders", "Quality managers")),
    ("Content", 12, 700_00, ("Audit checklist", "Newsletter")),
    ("Webinar", 10, 900_00, ("Fleet monitoring live",)),
    ("Referral", 8, 0, ("Client referrals",)),
    ("Outbound", 14, 1_200_00, ("Food processing list", "Pharma list")),
    ("Event", 6, 1_500_00, ("Cold Chain Days",)),
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, for the story."""

    id: MemberId
    name: str
    zone: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a lead may come from, and how often leads do."""

    channel_id: ChannelId
    channel: str
    campaigns: tuple[CampaignId, ...]
    weight: int


def hire(session: Session) -> tuple[Member, ...]:
    """Put the team together."""
    members = []
    for name, zone, roles in _PEOPLE:
        email = f"{name.split()[0].lower()}@harbourline.example"
        member_id = add_member(session, name, zone, roles, email=email)
        set_working_hours(session, member_id, dict.fromkeys(range(5), _DAY))
        members.append(Member(member_id, name, zone, tuple(roles)))
    return tuple(members)


def open_channels(
    session: Session, rng: Random, first_day: date, last_day: date
) -> tuple[Source, ...]:
    """Open channels and campaigns, with what the paid ones cost each month."""
    sources = []
    for channel, weight, monthly_minor, campaigns in _CHANNELS:
        channel_id = add_channel(session, channel)
        ids = tuple(add_campaign(session, channel_id, name, first_day) for name in campaigns)
        if monthly_minor:
            for campaign_id in ids:
                _spend(session, rng, campaign_id, monthly_minor // len(ids), first_day, last_day)
        sources.append(Source(channel_id, channel, ids, weight))
    return tuple(sources)


def _spend(
    session: Session,
    rng: Random,
    campaign_id: CampaignId,
    monthly_minor: int,
    first_day: date,
    last_day: date,
) -> None:
    begin = first_day.replace(day=1)
    while begin <= last_day:
        following = (begin + timedelta(days=32)).replace(day=1)
        amount = round(monthly_minor / 100 * rng.uniform(0.8, 1.2)) * 100
        record_spend(session, campaign_id, begin, following - timedelta(days=1), amount, "EUR")
        begin = following
