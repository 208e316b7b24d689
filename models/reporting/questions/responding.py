"""How leads went on by how long they waited for the first answer: the team's own decay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.entities.leads.leads import Handoff
from models.entities.leads.moves import StageMove
from models.entities.work.activity import Touch
from models.handoff.report import Reckoning
from models.ids import StageId
from models.reporting.questions.answering import BANDS
from models.vocabulary import HandoffState, Meaning

SETTLED_AFTER = timedelta(days=28)
"""Every lead must have had as long to go on, or those answered last would seem to do worse."""


@dataclass(frozen=True, slots=True)
class WaitBand:
    """Leads first touched within so many working minutes, and how many went on; None is longer."""

    most_minutes: int | None
    leads: int
    went_on: int


@dataclass(frozen=True, slots=True)
class Responding:
    """Leads that were handed over and touched, by how long they waited.

    `agreed_minutes` is the first response that is agreed now, and one of the bands' limits.
    """

    agreed_minutes: int
    bands: tuple[WaitBand, ...]


def responding(session: Session, since: datetime, at: datetime) -> Responding:
    """Return how leads went on that were handed over since then, at least 28 days before `at`.

    Waits are working minutes of who was asked. A lead went on when it came beyond the MQLs within
    28 days of being handed over. Those that nobody touched have no wait and are not counted, nor
    are those that were sent back or whose handoff was withdrawn.
    """
    reckoning = Reckoning(session)
    agreed = reckoning.term("first_response", at)
    limits: tuple[int | None, ...] = (*sorted({*BANDS, agreed}), None)
    leads, went_on = [0] * len(limits), [0] * len(limits)
    touched = (
        select(func.min(Touch.occurred_at))
        .where(Touch.lead_id == Handoff.lead_id, Touch.occurred_at >= Handoff.handed_at)
        .correlate(Handoff)
        .scalar_subquery()
    )
    moved = (
        select(func.min(StageMove.occurred_at))
        .where(
            StageMove.lead_id == Handoff.lead_id,
            StageMove.occurred_at >= Handoff.handed_at,
            StageMove.voided.is_(False),
            StageMove.to_stage_id.in_(_beyond_mql(session)),
        )
        .correlate(Handoff)
        .scalar_subquery()
    )
    found = session.execute(
        select(
            Handoff.member_id, Handoff.handed_at, touched.label("touched"), moved.label("moved")
        ).where(
            Handoff.handed_at >= since,
            Handoff.handed_at <= at - SETTLED_AFTER,
            Handoff.state.not_in((HandoffState.WITHDRAWN, HandoffState.REJECTED)),
        )
    )
    for row in found:
        minutes = reckoning.minutes(row.member_id, row.handed_at, row.touched)
        if minutes is not None:
            place = sum(most is not None and minutes > most for most in limits)
            leads[place] += 1
            went_on[place] += row.moved is not None and row.moved <= row.handed_at + SETTLED_AFTER
    return Responding(
        agreed, tuple(WaitBand(*band) for band in zip(limits, leads, went_on, strict=True))
    )


def _beyond_mql(session: Session) -> list[StageId]:
    known = stages(session)
    place = next((at for at, stage in enumerate(known) if stage.meaning == Meaning.MQL), 0)
    return [stage.id for stage in known[place + 1 :] if stage.meaning != Meaning.SAL]
