"""How an import stands by now: still here, or taken back, and what of it stayed all the same."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.workspace.log import Change, ChangeRow
from models.history.standing import is_undone
from models.history.undo.steps import next_redo
from models.ids import ChangeId, MemberId


@dataclass(frozen=True, slots=True)
class ImportStanding:
    """Whether an import was taken back, how many of its leads stayed, and whether redo brings it.

    Leads that were worked since stay where the person wanted it so.
    """

    taken_back: bool
    kept_leads: int = 0
    can_redo: bool = False


def import_standing(
    session: Session, change_id: ChangeId, actor: MemberId | None
) -> ImportStanding:
    """Return how the import stands that a change published."""
    undone = session.scalar(select(Change.id).where(Change.id == change_id, is_undone()))
    if undone is None:
        return ImportStanding(taken_back=False)
    latest = select(Change.id).where(Change.target_id == change_id).order_by(Change.id.desc())
    released = session.scalars(
        select(ChangeRow.after).where(
            ChangeRow.change_id == latest.limit(1).scalar_subquery(),
            ChangeRow.table_name == "lead",
            ChangeRow.operation == "update",
        )
    )
    coming = next_redo(session, actor)
    return ImportStanding(
        taken_back=True,
        kept_leads=sum(after == {"batch_id": None} for after in released),
        can_redo=coming is not None and coming.change_id == change_id,
    )
