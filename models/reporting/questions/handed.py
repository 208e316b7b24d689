"""What became of the MQLs that marketing handed to sales: accepted, rejected, qualified, clients.

A lead that was handed over twice counts twice. Qualified and won count from the handoff on: what a
lead reached before says nothing of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, case, exists, literal, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Facts
from models.reporting.groups import Group, group_of, namer, with_group
from models.reporting.reaching import stages_meaning
from models.reporting.segment import in_segment
from models.vocabulary import HandoffState, Meaning

QUESTION: Final = "handed"
MEASURES: Final = ("handed", "accepted", "rejected", "waiting", "withdrawn", "qualified", "client")


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A group of handoffs: `qualified` and `client` are among the accepted."""

    group: Group
    counts: Counts

    def count(self, measure: str) -> int:
        """Return how many of a measure there are."""
        return self.counts.get(measure, 0)

    @property
    def decided(self) -> int:
        """Return how many sales said yes or no to."""
        return self.count("accepted") + self.count("rejected")


def handed(session: Session, asked: Asked, at: datetime, by: str) -> tuple[HandedRow, ...]:
    """Return the groups of a division, the most accepted first."""
    name = namer(session, by)
    rows = (
        HandedRow(name(code), counts)
        for code, counts in facts(session, asked, at, by).tally(session).items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.count("accepted"), row.group.name)))


def facts(session: Session, asked: Asked, at: datetime, by: str) -> Facts:
    """Return the handoffs that are counted, with what became of them."""
    is_accepted = Handoff.state == HandoffState.ACCEPTED
    measures = [
        literal(1).label("handed"),
        *(case((Handoff.state == state, 1), else_=0).label(state.value) for state in HandoffState),
        case((and_(is_accepted, _reached_since(session, Meaning.SQL)), 1), else_=0).label(
            "qualified"
        ),
        case((and_(is_accepted, _reached_since(session, Meaning.CLIENT)), 1), else_=0).label(
            "client"
        ),
    ]
    wanted = (
        select(
            Handoff.lead_id.label("lead_id"),
            group_of(session, by, asked, at).label("grp"),
            Handoff.handed_at.label("at"),
            Handoff.state.label("note"),
            *measures,
        )
        .select_from(Handoff)
        .join(Lead, Lead.id == Handoff.lead_id)
        .join(LeadCard, LeadCard.id == Lead.id)
        .where(
            Handoff.handed_at >= asked.start,
            Handoff.handed_at < asked.end,
            *in_segment(session, asked, at),
        )
    )
    return Facts(with_group(wanted, by).subquery(), MEASURES)


def _reached_since(session: Session, meaning: str) -> ColumnElement[bool]:
    return exists(
        select(StageMove.id).where(
            StageMove.lead_id == Handoff.lead_id,
            StageMove.voided.is_(False),
            StageMove.occurred_at >= Handoff.handed_at,
            StageMove.to_stage_id.in_(stages_meaning(session, meaning)),
        )
    )
