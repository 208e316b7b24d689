"""Undo and redo: the inverse of what a change did, itself a change.

Undo is per actor and reaches back to the last migration. It is refused, with the rows and the
reason, where somebody has changed the same fields since, or built on a row that would go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from models.definitions.current import stage_of_strays
from models.definitions.roles import role_of_strays
from models.entities.every import TABLES
from models.entities.people.team import TeamMember
from models.entities.workspace.log import Change
from models.errors import KnownError
from models.history.batches import hide_batch, show_batch, worked_since
from models.history.logged import entries_of, parts_of, single_entries
from models.history.recording import open_change, write_entries
from models.history.standing import is_undone, newest_entry, stands
from models.history.sweeping import NotBroughtBackError, is_swept
from models.history.telling.labels import change_label
from models.history.telling.wording import thing_in_words
from models.history.undo.double_booking import refuse_double_booking
from models.history.undo.in_the_way import Conflict, conflicts_of
from models.history.undo.inverting import invert
from models.history.undo.lasting import LASTING, why_lasting
from models.history.values import uuid_of
from models.history.verbs import Recording
from models.ids import ChangeId, LeadId, MemberId
from models.language import gettext as _
from models.language import ngettext
from models.storage.schema import SCHEMA_REVISION
from models.topics import Topic

_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class UndoStep:
    """A change that its actor may undo or redo next, with the label people read."""

    change_id: ChangeId
    verb: str
    label: str


class UndoRefusedError(KnownError):
    """An undo would destroy what was done since; nothing was changed."""

    def __init__(self, session: Session, label: str, conflicts: Sequence[Conflict]) -> None:
        first = next((one for one in conflicts if one.why_lasting), conflicts[0])
        if first.why_lasting is not None:
            sentence = _("“{label}” cannot be undone after “{since}”. {why}")
            super().__init__(sentence.format(label=label, since=first.since, why=first.why_lasting))
            self.conflicts = tuple(conflicts)
            return
        what = _in_words(session, first)
        super().__init__(
            _(
                "“{label}” cannot be undone: {what} was changed since by “{since}”. "
                "Undo that one first."
            ).format(label=label, what=what, since=first.since)
        )
        self.conflicts = tuple(conflicts)


class LastingError(KnownError):
    """A change was named that has left the machine; nothing was changed."""

    def __init__(self, label: str, why: str) -> None:
        super().__init__(_("“{label}” cannot be undone. {why}").format(label=label, why=why))


class WorkedSinceError(KnownError):
    """Leads of an import were worked since; undo can leave them out."""

    def __init__(
        self, step: UndoStep, leads: Sequence[LeadId], names: Sequence[str], things: Sequence[str]
    ) -> None:
        said = []
        if names:
            worked = ngettext(
                "{count} of the imported leads was worked since: {names}.",
                "{count} of the imported leads were worked since: {names}.",
                len(names),
            )
            said.append(worked.format(count=len(names), names=_first_of(names)))
        if things:
            changed = _("Of what the import changed, this was changed again: {things}.")
            said.append(changed.format(things=_first_of(things)))
        said.append(_("Undo the rest and keep these, or leave the import as it is."))
        super().__init__(" ".join(said))
        self.step = step
        self.leads = tuple(leads)


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _in_words(session: Session, conflict: Conflict) -> str:
    return thing_in_words(
        session.connection(), conflict.table_name, UUID(conflict.row_uuid), conflict.fields
    )


class RoleGoneError(KnownError):
    """Somebody would come to hold a role that the definitions in force do not hold."""

    def __init__(self, label: str, role: str) -> None:
        super().__init__(
            _(
                "“{label}” cannot be taken back: somebody would hold the role “{role}”, which the "
                "definitions in force lack. Undo their change first, or set the person's roles."
            ).format(label=label, role=role)
        )
        self.role = role


class StageGoneError(KnownError):
    """A lead would come to stand in a stage that the definitions in force do not hold."""

    def __init__(self, label: str, stage: str) -> None:
        super().__init__(
            _(
                "“{label}” cannot be taken back: a lead would stand in “{stage}”, which the "
                "definitions no longer hold. Undo their change first, or move the lead instead."
            ).format(label=label, stage=stage)
        )
        self.stage = stage


class NothingToUndoError(KnownError):
    """There is no change left that this person could undo or redo."""


def next_undo(session: Session, actor: MemberId | None) -> UndoStep | None:
    """Return the latest standing change of this actor since the last migration.

    What cannot be undone at all, `models.history.undo.lasting`, is passed over.
    """
    change = session.scalar(
        select(Change)
        .where(_own(session, actor), stands(), Change.verb.not_in(LASTING))
        .order_by(Change.id.desc())
        .limit(1)
    )
    return None if change is None else _step(session, change)


def next_redo(session: Session, actor: MemberId | None) -> UndoStep | None:
    """Return the change this actor undid last, unless they did something new since."""
    own = _own(session, actor)
    newest_do = select(func.coalesce(func.max(Change.id), 0)).where(Change.kind == "do", own)
    undone_by = newest_entry("id")
    change = session.scalar(
        select(Change)
        .where(
            Change.kind == "do",
            own,
            Change.verb.not_in(LASTING),
            is_undone(),
            undone_by > newest_do.scalar_subquery(),
        )
        .order_by(undone_by.desc())
        .limit(1)
    )
    return None if change is None else _step(session, change)


def undo(
    session: Session,
    actor: MemberId | None,
    *,
    change_id: ChangeId | None = None,
    leave_out_worked: bool = False,
) -> UndoStep:
    """Undo this actor's latest change, or the one that is named.

    Refuses with `UndoRefusedError` where the same fields were changed since or a row that would go
    is in use, with `WorkedSinceError` where leads of an import were worked since (unless these are
    to be left out), with `TimeTakenError` where a closer would be booked twice, with
    `LastingError` where a named change is one that never is undone, and with `NothingToUndoError`
    where nothing is left.
    """
    # A refusal halfway leaves nothing behind, also where the caller goes on with the transaction.
    with session.connection().begin_nested():
        step = _undo(session, _undoable(session, actor, change_id), leave_out_worked)
        _refuse_strays(session, step)
        return step


def _refuse_strays(session: Session, step: UndoStep) -> None:
    stage = stage_of_strays(session)
    if stage is not None:
        raise StageGoneError(step.label, stage)
    role = role_of_strays(session)
    if role is not None:
        raise RoleGoneError(step.label, role)


def _undo(session: Session, change: Change, leave_out_worked: bool) -> UndoStep:
    step = _step(session, change)
    source = _latest_entry(session, change.id, ("do", "redo")) or change
    parts = parts_of(session, source.id)
    found = conflicts_of(session, source, parts)
    if change.batch_id is None:
        if found:
            raise UndoRefusedError(session, step.label, found)
        invert(session, _open(session, change, "undo"), parts)
        refuse_double_booking(session, step.label, single_entries(parts))
        return step
    entries = entries_of(session, source.id)
    kept, names = worked_since(session, change.batch_id)
    in_the_way = {conflict.row_uuid for conflict in found}
    if (kept or in_the_way) and not leave_out_worked:
        # One more than is named says that there are more; an import may change thousands.
        things = dict.fromkeys(_in_words(session, one) for one in found[: _NAMED + 1])
        raise WorkedSinceError(step, kept, names, tuple(things))
    new_id = _open(session, change, "undo")
    # First what it changed of others' rows: afterwards nothing of theirs points into the batch.
    invert(session, new_id, [[e for e in entries if e.row_uuid.hex not in in_the_way]])
    write_entries(session.connection(), new_id, hide_batch(session, change.batch_id, kept))
    Recording.of(session).topics.update(Topic)
    return step


def _undoable(session: Session, actor: MemberId | None, change_id: ChangeId | None) -> Change:
    wanted = select(Change).where(_own(session, actor), stands())
    if change_id is None:
        wanted = wanted.where(Change.verb.not_in(LASTING))
    else:
        wanted = wanted.where(Change.id == change_id)
    change = session.scalar(wanted.order_by(Change.id.desc()).limit(1))
    if change is None:
        raise NothingToUndoError(_("There is nothing to undo."))
    why = why_lasting(change.verb)
    if why is not None:
        raise LastingError(change_label(session, change), why)
    return change


def redo(session: Session, actor: MemberId | None) -> UndoStep:
    """Do again what this actor undid last; refuses with `NothingToUndoError` or a conflict."""
    step = next_redo(session, actor)
    if step is None:
        raise NothingToUndoError(_("There is nothing to redo."))
    with session.connection().begin_nested():
        _redo(session, step)
        _refuse_strays(session, step)
        return step


def _redo(session: Session, step: UndoStep) -> UndoStep:
    change = session.get_one(Change, step.change_id)
    source = _latest_entry(session, change.id, ("undo",))
    if source is None:
        raise NothingToUndoError(_("There is nothing to redo."))
    parts = parts_of(session, source.id)
    found = conflicts_of(session, source, parts)
    if found:
        raise UndoRefusedError(session, step.label, found)
    new_id = _open(session, change, "redo")
    if change.batch_id is not None:
        if is_swept(session, change.batch_id):
            raise NotBroughtBackError(str(change.arguments.get("file_name", "")))
        show_batch(session, change.batch_id)
        Recording.of(session).topics.update(Topic)
    invert(session, new_id, parts)
    refuse_double_booking(session, step.label, single_entries(parts))
    return step


def _step(session: Session, change: Change) -> UndoStep:
    return UndoStep(ChangeId(change.id), change.verb, change_label(session, change))


def _own(session: Session, actor: MemberId | None) -> ColumnElement[bool]:
    """Return the condition that a change is this actor's and undo can still reach it."""
    connection = session.connection()
    members = TABLES[TeamMember.__tablename__]
    actor_uuid = None if actor is None else uuid_of(connection, members, actor)
    return and_(
        Change.actor_uuid.is_not_distinct_from(actor_uuid),
        Change.schema_revision == SCHEMA_REVISION,
    )


def _latest_entry(session: Session, target_id: int, kinds: tuple[str, ...]) -> Change | None:
    return session.scalar(
        select(Change)
        .where(Change.target_id == target_id, Change.kind.in_(kinds))
        .order_by(Change.id.desc())
        .limit(1)
    )


def _open(session: Session, change: Change, kind: str) -> int:
    return open_change(
        session,
        kind=kind,
        verb_name=change.verb,
        arguments=change.arguments,
        target_id=change.id,
        batch_id=change.batch_id,
    )
