"""How far leads come: of those captured in a period, how many reached each stage until now.

So a young cohort has had less time than an old one, and is told apart by month. Divided by the
month in which it happened, the report counts the first arrivals at each stage instead.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, literal, select, union_all
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Facts, total
from models.reporting.groups import Group, group_of, month_of, namer, with_group
from models.reporting.reaching import ACCEPTED, REACHED, accepted, reached, stages_meaning
from models.reporting.segment import in_segment
from models.vocabulary import HandoffState

QUESTION: Final = "funnel"
HAPPENED: Final = "happened"
"""The division by the month in which a lead reached the stage, whenever it was captured."""
LEADS: Final = "leads"
MEASURES: Final = (LEADS, "mql", ACCEPTED, "sql", "appointment", "held", "client")


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A group of leads and how many of them reached each stage; `counts` by measure."""

    group: Group
    counts: Counts

    def count(self, measure: str) -> int:
        """Return how many reached a stage."""
        return self.counts.get(measure, 0)


def funnel(session: Session, asked: Asked, at: datetime, by: str) -> tuple[FunnelRow, ...]:
    """Return the groups of a division, the largest first; months in their order."""
    name = namer(session, by)
    rows = [
        FunnelRow(name(code), counts)
        for code, counts in facts(session, asked, at, by).tally(session).items()
    ]
    if by in {"month", HAPPENED, "grade", "size"}:
        return tuple(sorted(rows, key=lambda row: row.group.order))
    return tuple(sorted(rows, key=lambda row: (-row.count(LEADS), row.group.name)))


def whole_funnel(rows: tuple[FunnelRow, ...]) -> dict[str, int]:
    """Return the counts of all groups together."""
    return {measure: total((row.counts for row in rows), measure) for measure in MEASURES}


def facts(session: Session, asked: Asked, at: datetime, by: str) -> Facts:
    """Return the leads that are counted, with what each of them reached."""
    if by == HAPPENED:
        return _happened(session, asked, at)
    passed, taken = reached(session), accepted(session)
    measures = [
        literal(1).label(LEADS),
        case((taken.c.lead_id.is_not(None), 1), else_=0).label(ACCEPTED),
        *(func.coalesce(passed.c[one.value], 0).label(one.value) for one in REACHED),
    ]
    wanted = (
        select(
            Lead.id.label("lead_id"),
            group_of(session, by, asked, at).label("grp"),
            Lead.captured_at.label("at"),
            literal("captured").label("note"),
            *measures,
        )
        .select_from(Lead)
        .join(LeadCard, LeadCard.id == Lead.id)
        .outerjoin(passed, passed.c.lead_id == Lead.id)
        .outerjoin(taken, taken.c.lead_id == Lead.id)
        .where(
            Lead.captured_at >= asked.start,
            Lead.captured_at < asked.end,
            *in_segment(session, asked, at),
        )
    )
    return Facts(with_group(wanted, by).subquery(), MEASURES)


def _happened(session: Session, asked: Asked, at: datetime) -> Facts:
    """Return the first arrivals of leads at each stage within the period."""
    segment = in_segment(session, asked, at)

    def flags(measure: str) -> list[object]:
        return [literal(int(one == measure)).label(one) for one in MEASURES]

    captured = select(
        LeadCard.id.label("lead_id"), LeadCard.captured_at.label("at"), *flags(LEADS)
    ).where(*segment)
    decided = (
        select(LeadCard.id, func.min(Handoff.decided_at), *flags(ACCEPTED))
        .join(Handoff, Handoff.lead_id == LeadCard.id)
        .where(Handoff.state == HandoffState.ACCEPTED, *segment)
        .group_by(LeadCard.id)
    )
    arrivals = [
        select(LeadCard.id, func.min(StageMove.occurred_at), *flags(one.value))
        .join(StageMove, StageMove.lead_id == LeadCard.id)
        .where(
            StageMove.voided.is_(False),
            StageMove.occurred_at.is_not(None),
            StageMove.to_stage_id.in_(stages_meaning(session, one)),
            *segment,
        )
        .group_by(LeadCard.id)
        for one in REACHED
    ]
    happened = union_all(captured, decided, *arrivals).subquery()
    wanted = select(
        happened.c.lead_id,
        month_of(happened.c.at, asked).label("grp"),
        happened.c.at,
        literal("").label("note"),
        *(happened.c[one] for one in MEASURES),
    ).where(happened.c.at >= asked.start, happened.c.at < asked.end)
    return Facts(wanted.subquery(), MEASURES)
