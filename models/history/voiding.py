"""Taking a step out of the standing history, where what it announced did not come about."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.workspace.log import Change, ChangeRow
from models.history.recording import open_change, write_gathered
from models.history.standing import stands


def void_latest(session: Session, verb_name: str, row_uuid: UUID) -> None:
    """Let the latest standing change of a verb on a row stand in nobody's way any more.

    What it wrote is left to the verb that calls this; the log keeps both.
    """
    write_gathered(session)
    change = session.scalar(
        select(Change)
        .join(ChangeRow, ChangeRow.change_id == Change.id)
        .where(ChangeRow.row_uuid == row_uuid, Change.verb == verb_name, stands())
        .order_by(Change.id.desc())
        .limit(1)
    )
    if change is not None:
        open_change(
            session,
            kind="undo",
            verb_name=change.verb,
            arguments=change.arguments,
            target_id=change.id,
        )
