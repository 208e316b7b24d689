"""Undo and redo as a whole, imports included: the same for the window and the command line."""

from dataclasses import dataclass

from models.entities.workspace.log import Change
from models.history.sweeping import Progress, bring_back, is_swept
from models.history.undo.steps import UndoStep, next_redo, redo, undo
from models.ids import MemberId
from models.intake.loading.alone import alone_with_rows
from models.topics import Topic
from models.workspace import Workspace, topics_touched


@dataclass(frozen=True, slots=True)
class Stepped:
    """What was undone or redone; `leaves_rows` when an undone import's rows are still to go."""

    step: UndoStep
    topics: frozenset[Topic]
    leaves_rows: bool = False


def undo_last(
    workspace: Workspace, actor: MemberId | None, *, leave_out_worked: bool = False
) -> Stepped:
    """Undo the actor's latest change; the rows of an undone import are hidden, not yet deleted.

    `models.intake.loading.batch.clear_away` deletes them afterwards, in pieces.
    """
    with workspace.write(actor) as session:
        step = undo(session, actor, leave_out_worked=leave_out_worked)
        batch_id = session.get_one(Change, step.change_id).batch_id
        return Stepped(step, topics_touched(session), leaves_rows=batch_id is not None)


def redo_last(
    workspace: Workspace, actor: MemberId | None, progress: Progress | None = None
) -> Stepped:
    """Do again what the actor undid last; an import's deleted rows are brought back first.

    Refuses with `ImportRunningError` where an import's rows would be brought back while others come
    in or are cleared away.
    """
    with workspace.read() as session:
        coming = next_redo(session, actor)
        batch_id = None
        if coming is not None:
            batch_id = session.get_one(Change, coming.change_id).batch_id
    if batch_id is None:
        return _redo(workspace, actor)
    with alone_with_rows(workspace.path):
        with workspace.read() as session:
            gone = is_swept(session, batch_id)
        if gone:
            bring_back(workspace, batch_id, progress)
        return _redo(workspace, actor)


def _redo(workspace: Workspace, actor: MemberId | None) -> Stepped:
    with workspace.write(actor) as session:
        step = redo(session, actor)
        return Stepped(step, topics_touched(session))
