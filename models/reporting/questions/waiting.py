"""Where open leads stand now, how long already, and how long it took those who went on."""

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from sqlalchemy import Select, String, case, cast, func, literal, select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.entities.leads.cards import LeadCard
from models.entities.leads.moves import StageMove
from models.leads.lists.house_views import STALE_DAYS
from models.reporting.asked import Asked
from models.reporting.facts import Facts
from models.reporting.segment import in_segment
from models.storage.columns import Instant
from models.vocabulary import Meaning, Status

QUESTION: Final = "waiting"
MEASURES: Final = ("open", "ageing", "undated", "moved_on")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A stage with its open leads: `ageing` have stood there for more than `STALE_DAYS` days.

    `undated` came there on a day that nobody knows. Days are whole and fractions; None where there
    is nobody to count. `usual_days` is the median stay of the `moved_on`, who left the stage for
    another within the period; `longest_usual_days` what nine of ten of them stayed at most.
    """

    stage_id: int
    name: str
    open: int
    ageing: int
    undated: int
    median_days: float | None
    moved_on: int
    usual_days: float | None
    longest_usual_days: float | None


def waiting(session: Session, asked: Asked, at: datetime) -> tuple[WaitingRow, ...]:
    """Return the stages in funnel order, without those that mean the client."""
    counts = facts(session, asked, at, "stage").tally(session)
    ages = _ages(session, asked, at)
    stays = _stays(session, asked, at)
    rows = []
    for stage in stages(session):
        if stage.meaning == Meaning.CLIENT:
            continue
        here = counts.get(str(stage.id), {})
        known, gone = ages[stage.id], sorted(stays[stage.id])
        rows.append(
            WaitingRow(
                stage_id=stage.id,
                name=stage.name,
                open=here.get("open", 0),
                ageing=here.get("ageing", 0),
                undated=here.get("undated", 0),
                median_days=median(known) if known else None,
                moved_on=len(gone),
                usual_days=median(gone) if gone else None,
                longest_usual_days=gone[_place_of(len(gone), 0.9)] if gone else None,
            )
        )
    return tuple(rows)


def facts(session: Session, asked: Asked, at: datetime, _by: str) -> Facts:
    """Return the open leads by stage, whenever they were captured, and who went on from it."""
    is_old = LeadCard.moved_at < at - STALE_DAYS * _DAY
    standing = select(
        LeadCard.id.label("lead_id"),
        cast(LeadCard.stage_id, String).label("grp"),
        LeadCard.moved_at.label("at"),
        literal("").label("note"),
        literal(1).label("open"),
        case((is_old, 1), else_=0).label("ageing"),
        case((LeadCard.moved_at.is_(None), 1), else_=0).label("undated"),
        literal(0).label("moved_on"),
    ).where(LeadCard.status == Status.OPEN, *in_segment(session, asked, at))
    stays = _stay_rows(session, asked, at).subquery()
    went = select(
        stays.c.lead_id,
        cast(stays.c.stage_id, String),
        stays.c.left_at,
        literal(""),
        literal(0),
        literal(0),
        literal(0),
        literal(1),
    ).where(stays.c.left_at >= asked.start, stays.c.left_at < asked.end)
    return Facts(standing.union_all(went).subquery(), MEASURES)


def _place_of(count: int, part: float) -> int:
    """Return the first place in order at or below which at least this part of all stands."""
    return min(count - 1, bisect_left(range(1, count + 1), part * count))


def _ages(session: Session, asked: Asked, at: datetime) -> defaultdict[int, list[float]]:
    found = session.execute(
        select(LeadCard.stage_id, LeadCard.moved_at).where(
            LeadCard.status == Status.OPEN,
            *in_segment(session, asked, at),
        )
    )
    ages: defaultdict[int, list[float]] = defaultdict(list)
    for stage_id, moved_at in found:
        if moved_at is not None:
            ages[stage_id].append(max(0.0, (at - moved_at) / _DAY))
    return ages


def _stay_rows(
    session: Session, asked: Asked, at: datetime
) -> Select[int, int, datetime | None, datetime]:
    """Return each dated move of a lead with the dated move that followed it."""
    following = func.lead(StageMove.occurred_at, type_=Instant()).over(
        partition_by=StageMove.lead_id, order_by=(StageMove.occurred_at, StageMove.id)
    )
    wanted = select(
        StageMove.lead_id.label("lead_id"),
        StageMove.to_stage_id.label("stage_id"),
        StageMove.occurred_at.label("entered_at"),
        following.label("left_at"),
    ).where(StageMove.voided.is_(False), StageMove.occurred_at.is_not(None))
    if asked.segment:
        meant = select(LeadCard.id).where(*in_segment(session, asked, at))
        wanted = wanted.where(StageMove.lead_id.in_(meant))
    return wanted


def _stays(session: Session, asked: Asked, at: datetime) -> defaultdict[int, list[float]]:
    rows = _stay_rows(session, asked, at).subquery()
    found = session.execute(
        select(rows.c.stage_id, rows.c.entered_at, rows.c.left_at).where(
            rows.c.left_at >= asked.start, rows.c.left_at < asked.end
        )
    )
    stays: defaultdict[int, list[float]] = defaultdict(list)
    for stage_id, entered_at, left_at in found:
        stays[stage_id].append((left_at - entered_at) / _DAY)
    return stays
