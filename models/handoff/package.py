"""The handoff package: what marketing gives sales with a lead, in one piece."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.roles import role_name
from models.definitions.terms import term
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel, InterestEvent
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Contact
from models.entities.people.team import TeamMember
from models.finding import existing
from models.handoff.asking import holds
from models.ids import LeadId
from models.leads.blocked import blocked_media
from models.leads.did_last import Did
from models.leads.stages.direct import direct_among
from models.scoring.reading import ScoreRow, score_of

_TOPICS = 3
_ACTIONS = 5


@dataclass(frozen=True, slots=True)
class TopicRow:
    """What content was about, and how much of the interest in content it makes up (0 to 1)."""

    topic: str
    share: float
    count: int


@dataclass(frozen=True, slots=True)
class PackageRow:
    """Where a lead came from, who it is, what it read and did last, and why it scores as it does.

    Topics weigh as their events do: each halves with the half-life of interest.
    """

    lead_id: LeadId
    channel: str | None
    campaign: str | None
    captured_at: datetime
    role: str | None
    part_in_decision: str | None
    topics: tuple[TopicRow, ...]
    last_actions: tuple[Did, ...]
    direct: bool
    owner: str | None
    stage_role: str | None
    """The role that owns the lead's stage, where its owner, who keeps it, does not hold it."""
    blocked: tuple[str, ...]
    """The media that its person must not be reached through."""
    score: ScoreRow


def package_of(session: Session, lead_id: LeadId, at: datetime) -> PackageRow:
    """Return what sales gets to know with a lead; refuses a lead that is gone."""
    lead = existing(session, Lead, lead_id)
    contact = session.scalar(select(Contact).where(Contact.id == lead.contact_id))
    events = session.scalars(
        select(InterestEvent)
        .where(InterestEvent.lead_id == lead_id)
        .order_by(InterestEvent.occurred_at.desc(), InterestEvent.id.desc())
    ).all()
    stage = next((one for one in stages(session) if one.id == lead.stage_id), None)
    strange = (
        stage is not None
        and lead.owner_id is not None
        and not holds(session, lead.owner_id, stage.owner_role)
    )
    return PackageRow(
        lead_id=lead_id,
        channel=session.scalar(select(Channel.name).where(Channel.id == lead.channel_id)),
        campaign=session.scalar(select(Campaign.name).where(Campaign.id == lead.campaign_id)),
        captured_at=lead.captured_at,
        role=None if contact is None else contact.job_title,
        part_in_decision=None if contact is None else contact.part_in_decision,
        topics=_topics(session, list(events), at),
        last_actions=tuple(
            Did(event.kind, event.topic_text, event.occurred_at) for event in events[:_ACTIONS]
        ),
        direct=lead_id in direct_among(session, (lead_id,)),
        owner=session.scalar(select(TeamMember.name).where(TeamMember.id == lead.owner_id)),
        stage_role=role_name(session, stage.owner_role) if stage is not None and strange else None,
        blocked=tuple(sorted(blocked_media(session, lead.contact_id))),
        score=score_of(session, lead_id, at),
    )


def _topics(session: Session, events: list[InterestEvent], at: datetime) -> tuple[TopicRow, ...]:
    half_life = timedelta(days=term(session, "half_life"))
    weights: defaultdict[str, float] = defaultdict(float)
    counts: defaultdict[str, int] = defaultdict(int)
    for event in events:
        if event.topic_text:
            weights[event.topic_text] += 0.5 ** ((at - event.occurred_at) / half_life)
            counts[event.topic_text] += 1
    whole = sum(weights.values())
    heaviest = sorted(weights, key=lambda topic: (-weights[topic], topic))[:_TOPICS]
    return tuple(TopicRow(topic, weights[topic] / whole, counts[topic]) for topic in heaviest)
