"""Claims: who is working on a lead, so that nobody else gets it.

A claim frees itself after a while, and nobody undoes one: it is outside of the history.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.leads import Lead
from models.entities.people.team import TeamMember
from models.entities.work.queue import Claim
from models.errors import KnownError
from models.finding import existing
from models.history.verbs import Recording
from models.ids import LeadId, MemberId
from models.language import gettext as _
from models.queue.rows import Claimed
from models.topics import Topic

CLAIM_MINUTES = 15


class ClaimedError(KnownError):
    """Somebody else is working on the lead."""

    def __init__(self, claimed: Claimed) -> None:
        super().__init__(
            _("{name} is working on this lead right now. Take the next one.").format(
                name=claimed.member
            )
        )
        self.claimed = claimed


def claim(session: Session, lead_id: LeadId, member_id: MemberId, at: datetime) -> datetime:
    """Claim a lead for somebody and return until when; what they had claimed before is free.

    A claim of one's own is prolonged. Refuses with `ClaimedError` a lead that somebody else works
    on, and a lead or person that does not exist.
    """
    existing(session, Lead, lead_id)
    existing(session, TeamMember, member_id)
    held = claims_of(session, (lead_id,), at).get(lead_id)
    if held is not None and held.member_id != member_id:
        raise ClaimedError(held)
    until = at + timedelta(minutes=CLAIM_MINUTES)
    old = select(Claim).where(
        (Claim.lead_id == lead_id) | (Claim.member_id == member_id) | (Claim.until <= at)
    )
    for row in session.scalars(old).all():
        session.delete(row)
    # Deleted first: a lead has one claim at most.
    session.flush()
    session.add(Claim(lead_id=lead_id, member_id=member_id, claimed_at=at, until=until))
    session.flush()
    Recording.of(session).topics.add(Topic.QUEUE)
    return until


def release(session: Session, lead_id: LeadId, member_id: MemberId) -> None:
    """Let go of a lead; a claim of somebody else stays."""
    row = session.scalar(
        select(Claim).where(Claim.lead_id == lead_id, Claim.member_id == member_id)
    )
    if row is not None:
        session.delete(row)
        session.flush()
        Recording.of(session).topics.add(Topic.QUEUE)


def claims_of(
    session: Session, lead_ids: Collection[int] | None, at: datetime
) -> dict[int, Claimed]:
    """Return who is working on these leads (None: on any) at an instant, by lead."""
    wanted = (
        select(Claim.lead_id, Claim.member_id, TeamMember.name, Claim.until)
        .join(TeamMember, TeamMember.id == Claim.member_id)
        .where(Claim.until > at)
    )
    if lead_ids is not None:
        wanted = wanted.where(Claim.lead_id.in_(lead_ids))
    return {
        row.lead_id: Claimed(MemberId(row.member_id), row.name, row.until)
        for row in session.execute(wanted)
    }
