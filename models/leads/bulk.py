"""One change of many leads: rehearsed first, then carried out as one undoable change.

A rehearsal does the same to the same leads and takes it back, so what it promises is what happens:
each lead is held to the rules of the single verb, and those that these refuse stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.gates.stage_gates import GateRefusedError
from models.entities.base import Recorded
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError, KnownError
from models.fields.custom import set_custom_value
from models.finding import existing
from models.history.unlogged import Unlogged
from models.history.verbs import verb
from models.ids import CustomFieldId, LeadId, MemberId
from models.language import gettext as _
from models.leads.bulk_edit import BulkEdit, BulkKind, LeadSelection
from models.leads.capture import assign_owner
from models.leads.editing import edit_lead
from models.leads.lists.ordering import LeadPlan
from models.leads.stages.closing import disqualify, mark_lost, recycle, reopen
from models.leads.stages.moving import move_stage
from models.scoring.promoting import make_mqls
from models.workspace import Workspace

AT_MOST = 10_000
"""More leads than this at once would keep the others on the team from saving for too long.

Somebody else's save waits until the change is whole, and gives up after 20 seconds.
"""
LED_ON_AT_MOST = 2_000
"""The same where stage or status change: each lead begins and ends runs, tasks and handoffs."""
_ONE_VALUE = frozenset((BulkKind.OWNER, BulkKind.CHANNEL, BulkKind.FIELD))
_AT_ONCE = 250
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class BulkSteps(Unlogged):
    """How a long change tells how far it is, and learns that it should stop."""

    report: Callable[[int, int], None] = lambda _done, _total: None
    is_cancelled: Callable[[], bool] = lambda: False
    rehearsed: bool = False


@dataclass(frozen=True, slots=True)
class BulkRefusal:
    """A reason for which leads stay as they are, how many these are, and some of them by name."""

    sentence: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many leads changed, were so already, and were refused for which reasons."""

    changed: int
    unchanged: int
    refused: tuple[BulkRefusal, ...]
    examples: tuple[str, ...] = ()


class BulkCancelledError(KnownError):
    """A person stopped a change of many leads; nothing of it stays."""


class ListChangedError(KnownError):
    """Another number of leads would be changed than the preview said."""


class TooManyLeadsError(KnownError):
    """More leads were chosen than can be changed at once."""


def selected_leads(
    session: Session, kind: BulkKind, selection: LeadSelection, at: datetime | None = None
) -> tuple[LeadId, ...]:
    """Return the leads that are chosen and there; refuses more than this kind of change may take.

    That is `AT_MOST` where one value is written, and `LED_ON_AT_MOST` of all others.
    """
    most = AT_MOST if kind in _ONE_VALUE else LED_ON_AT_MOST
    if selection.all_of is None:
        ids = sorted(set(selection.lead_ids))
    else:
        found = (
            LeadPlan(session, selection.all_of, at).ids().limit(most + len(selection.without) + 1)
        )
        ids = sorted(LeadId(one) for one in session.scalars(found) if one not in selection.without)
    if len(ids) > most:
        raise TooManyLeadsError(
            _(
                "More than {count} leads are chosen; at once they would keep the others from "
                "saving for too long. Narrow the list, and change them in parts."
            ).format(count=f"{most:,}")
        )
    return tuple(ids)


@verb
def edit_leads(
    session: Session,
    edit: BulkEdit,
    number: int,
    selection: LeadSelection,
    steps: BulkSteps | None = None,
) -> BulkResult:
    """Change many leads as one change; `number` is how many of them the preview showed.

    Each lead is held to the rules of the single verb; those refused stay as they are and are told
    of. Refuses values that no lead may have, another number of leads than was shown, and more than
    `selected_leads` gives; a cancelled change leaves nothing behind.
    """
    told = steps or BulkSteps()
    ids = selected_leads(session, edit.kind, selection)
    if len(ids) != number:
        raise ListChangedError(
            _(
                "The list has changed since: {now} leads are chosen by now, and {before} were. "
                "Look at the preview again."
            ).format(now=f"{len(ids):,}", before=f"{number:,}")
        )
    result = _apply(session, edit, ids, told)
    if told.rehearsed:
        raise _RehearsedError(result)
    return result


def rehearse(
    workspace: Workspace,
    actor: MemberId | None,
    edit: BulkEdit,
    selection: LeadSelection,
    steps: BulkSteps,
) -> BulkResult:
    """Say what `edit_leads` would do, in parts that never hold the file for long.

    Refuses what it refuses.
    """
    with workspace.read() as session:
        ids = selected_leads(session, edit.kind, selection)
    tally = _Tally()
    for done, part in zip(count(0, _AT_ONCE), _parts(ids), strict=False):
        told = BulkSteps(is_cancelled=steps.is_cancelled, rehearsed=True)
        try:
            with workspace.write(actor) as session:
                edit_leads(session, edit, len(part), LeadSelection(tuple(part)), told)
        except _RehearsedError as rehearsed:
            tally.add(rehearsed.result)
        steps.report(done + len(part), len(ids))
    return tally.result()


class _RehearsedError(Exception):
    """Takes a rehearsal back, and tells what came of it."""

    def __init__(self, result: BulkResult) -> None:
        super().__init__()
        self.result = result


@dataclass
class _Tally:
    changed: int = 0
    unchanged: int = 0
    examples: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def refuse(self, sentence: str, name: str) -> None:
        self.counts[sentence] = self.counts.get(sentence, 0) + 1
        names = self.refused.setdefault(sentence, [])
        if len(names) < _EXAMPLES:
            names.append(name)

    def add(self, part: BulkResult) -> None:
        self.changed += part.changed
        self.unchanged += part.unchanged
        self.examples = [*self.examples, *part.examples][:_EXAMPLES]
        for one in part.refused:
            self.counts[one.sentence] = self.counts.get(one.sentence, 0) + one.count
            names = self.refused.setdefault(one.sentence, [])
            names += one.examples[: _EXAMPLES - len(names)]

    def result(self) -> BulkResult:
        ordered = sorted(self.counts, key=lambda sentence: -self.counts[sentence])
        return BulkResult(
            self.changed,
            self.unchanged,
            tuple(BulkRefusal(one, self.counts[one], tuple(self.refused[one])) for one in ordered),
            tuple(self.examples),
        )


def _apply(session: Session, edit: BulkEdit, ids: Sequence[LeadId], steps: BulkSteps) -> BulkResult:
    tally = _Tally()
    done = 0
    for some in _parts(ids):
        if steps.is_cancelled():
            raise BulkCancelledError(_("Stopped. No lead was changed."))
        # A flush at each question would log each lead by itself.
        with session.no_autoflush:
            kept, names = _loaded(session, edit, some)
            for lead_id in some:
                _try(session, edit, lead_id, names.get(lead_id, ""), tally)
        if not steps.rehearsed:
            session.flush()
        del kept
        done += len(some)
        steps.report(done, len(ids))
    return tally.result()


def _try(session: Session, edit: BulkEdit, lead_id: LeadId, name: str, tally: _Tally) -> None:
    try:
        changed = _one(session, edit, lead_id)
    except GateRefusedError as refusal:
        missing = "; ".join(one.sentence for one in refusal.missing)
        tally.refuse(_("Still needed: {missing}.").format(missing=missing), name)
    except InvalidValueError:
        # No lead may have such a value.
        raise
    except KnownError as refusal:
        tally.refuse(str(refusal), name)
    else:
        tally.changed += changed
        tally.unchanged += not changed
        if changed and len(tally.examples) < _EXAMPLES:
            tally.examples.append(name)


def _parts(ids: Sequence[LeadId]) -> Iterator[Sequence[LeadId]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _loaded(
    session: Session, edit: BulkEdit, ids: Sequence[LeadId]
) -> tuple[list[Recorded], dict[LeadId, str]]:
    """Bring leads and what they are to become into the session, and return their names.

    The rows are handed back because the session itself holds on to none that nobody uses.
    """
    kept: list[Recorded] = list(session.scalars(select(Lead).where(Lead.id.in_(ids))))
    if edit.owner_id is not None:
        kept.append(existing(session, TeamMember, edit.owner_id))
    if edit.field_id is not None:
        kept.append(existing(session, CustomField, edit.field_id))
        kept += session.scalars(
            select(CustomValue).where(
                CustomValue.field_id == edit.field_id, CustomValue.lead_id.in_(ids)
            )
        )
    found = session.execute(select(LeadCard.id, LeadCard.name).where(LeadCard.id.in_(ids)))
    return kept, {LeadId(row.id): row.name for row in found}


def _one(session: Session, edit: BulkEdit, lead_id: LeadId) -> bool:
    """Change one lead; say whether anything changed."""
    lead = existing(session, Lead, lead_id)
    match edit.kind:
        case BulkKind.OWNER:
            return _if_other(
                lead.owner_id, edit.owner_id, lambda: assign_owner(session, lead_id, edit.owner_id)
            )
        case BulkKind.CHANNEL:
            return _if_other(
                lead.channel_id,
                edit.channel_id,
                lambda: edit_lead(session, lead_id, channel_id=edit.channel_id),
            )
        case BulkKind.STAGE if edit.stage_id is not None:
            stage_id = edit.stage_id
            return _if_other(
                lead.stage_id,
                stage_id,
                lambda: move_stage(
                    session, lead_id, stage_id, evidence=edit.note, reason=edit.reason
                ),
            )
        case BulkKind.DISQUALIFY:
            disqualify(session, lead_id, edit.reason or "", edit.note)
        case BulkKind.LOST:
            mark_lost(session, lead_id, edit.reason or "", edit.note)
        case BulkKind.RECYCLE:
            recycle(session, lead_id, edit.reason or "", edit.look_again_on, edit.note)
        case BulkKind.REOPEN:
            reopen(session, lead_id)
        case BulkKind.FIELD if edit.field_id is not None:
            return _set_field(session, edit.field_id, edit.value, lead_id)
        case BulkKind.MQL:
            return make_mqls(session, (lead_id,)) > 0
        case _:
            raise InvalidValueError("edit", edit.kind, _("Say what the leads are to become."))
    return True


def _if_other(held: int | None, wanted: int | None, change: Callable[[], object]) -> bool:
    if held == wanted:
        return False
    change()
    return True


def _set_field(
    session: Session, field_id: CustomFieldId, value: str | float | date | bool | None, lead: LeadId
) -> bool:
    row = session.scalar(
        select(CustomValue).where(CustomValue.field_id == field_id, CustomValue.lead_id == lead)
    )
    held = () if row is None else (row.text_value, row.number_value, row.date_value, row.yes_value)
    if value in held or (row is None and value is None):
        return False
    set_custom_value(session, field_id, value, lead_id=lead)
    return True
