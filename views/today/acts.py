"""What can be done with a lead of the queue besides calling it: one letter and one verb each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _

if TYPE_CHECKING:
    from models.ids import HandoffId, LeadId, MemberId, TaskId
    from models.queue.rows import QueueItem
    from views.today.reject_form import Rejection

Operation = Callable[[Any], object]
REJECT: Final = "X"
ASIDE: Final = "Z"
OPEN: Final = "Enter"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, with its letter; the first of an item is what is usually done."""

    letter: str
    text: str


def acts_for(item: "QueueItem", member_id: "MemberId | None") -> tuple[Act, ...]:
    """Return what can be done with an item."""
    if item.handoff_id is not None and item.kind.value != "rejected":
        return Act("A", _("Accept")), Act(REJECT, _("Reject…"))
    match item.kind.value:
        case "back" | "again":
            return Act("R", _("Work on it again")), Act("L", _("Look again later"))
        case "rejected":
            return (Act("R", _("Work on it again")),)
        case "review":
            return Act(OPEN, _("Open the definitions")), Act(ASIDE, _("Later…"))
        case "aside":
            return (Act("R", _("Bring it back")),)
        case "task":
            return (Act("A", _("Mark as done")),)
        case _ if item.lead_id is not None and item.owner_id is None and member_id is not None:
            return (Act("A", _("Take it")),)
        case _:
            return ()


def operation_of(letter: str, item: "QueueItem", member_id: "MemberId | None") -> Operation | None:
    """Return the change that a letter stands for; None where it needs more words or fits not."""
    if letter not in {act.letter for act in acts_for(item, member_id)}:
        return None
    if item.kind.value == "task" and item.task_id is not None:
        return _completing(item.task_id)
    if item.lead_id is None:
        return None
    match letter:
        case "A" if item.handoff_id is not None:
            return _accepting(item.handoff_id)
        case "A":
            return _taking(item.lead_id, member_id)
        case "R" if item.kind.value == "aside":
            return _waking(item.lead_id)
        case "R":
            return _reopening(item.lead_id)
        case "L":
            return _postponing(item.lead_id)
        case _:
            return None


def said_of(letter: str, item: "QueueItem") -> str:
    """Return what is said once the change that a letter stands for is made."""
    match letter:
        case "A" if item.kind.value == "task":
            words = _("{name}: task done")
        case "A" if item.handoff_id is not None:
            words = _("{name}: accepted")
        case "A":
            words = _("{name}: yours now")
        case _ if item.kind.value == "aside":
            words = _("{name}: brought back")
        case _:
            words = _("{name}: open again")
    return words.format(name=item.title)


def rejecting(handoff_id: "HandoffId", rejection: "Rejection") -> Operation:
    """Return the change that rejects a lead as a person said."""

    def operation(session: Any) -> object:
        from models.handoff.handing import reject

        return reject(
            session,
            handoff_id,
            rejection.reason,
            rejection.note or None,
            to=rejection.to,
            look_again_on=rejection.look_again_on,
            track=rejection.track,
        )

    return operation


def _accepting(handoff_id: "HandoffId") -> Operation:
    def operation(session: Any) -> object:
        from models.handoff.handing import accept

        return accept(session, handoff_id)

    return operation


def _taking(lead_id: "LeadId", member_id: "MemberId | None") -> Operation:
    def operation(session: Any) -> object:
        from models.leads.capture import assign_owner

        return assign_owner(session, lead_id, member_id)

    return operation


def _reopening(lead_id: "LeadId") -> Operation:
    def operation(session: Any) -> object:
        from models.leads.stages.closing import reopen

        return reopen(session, lead_id)

    return operation


def _waking(lead_id: "LeadId") -> Operation:
    def operation(session: Any) -> object:
        from models.queue.snoozing import wake

        return wake(session, lead_id)

    return operation


def _postponing(lead_id: "LeadId") -> Operation:
    def operation(session: Any) -> object:
        from models.leads.stages.closing import postpone

        return postpone(session, lead_id)

    return operation


def _completing(task_id: "TaskId") -> Operation:
    def operation(session: Any) -> object:
        from models.activity.tasks import complete_task

        return complete_task(session, task_id)

    return operation


def putting_aside(
    lead_id: "LeadId", *, reason: str = "", until: datetime | None = None
) -> Operation:
    """Return the change that takes a lead out of sight, until a moment or for a reason."""

    def operation(session: Any) -> object:
        from models.queue.snoozing import skip, snooze

        if until is None:
            return skip(session, lead_id, reason)
        return snooze(session, lead_id, until)

    return operation


def postponing_review(until: date) -> Operation:
    """Return the change that puts the review of the definitions off to a day."""

    def operation(session: Any) -> object:
        from models.definitions.review import postpone_review

        return postpone_review(session, until)

    return operation


def releasing(lead_id: "LeadId", member_id: "MemberId") -> Operation:
    """Return the work that lets go of what somebody had claimed; nobody undoes it."""

    def operation(session: Any) -> None:
        from models.queue.claiming import release

        release(session, lead_id, member_id)

    return operation


def claiming(lead_id: "LeadId", member_id: "MemberId", at: datetime) -> Operation:
    """Return the work that claims a lead for somebody; nobody undoes it."""

    def operation(session: Any) -> object:
        from models.queue.claiming import claim

        return claim(session, lead_id, member_id, at)

    return operation
