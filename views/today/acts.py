"""What can be done with an entry of the Today page: one letter and one verb each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.language import gettext as _
from views.today.entries import Entry

if TYPE_CHECKING:
    from models.ids import HandoffId, LeadId, MemberId
    from views.today.reject_form import Rejection

Operation = Callable[[Any], object]
REJECT = "X"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, with its letter; the first of an entry is what is usually done."""

    letter: str
    text: str


def acts_for(entry: Entry, member_id: "MemberId | None") -> tuple[Act, ...]:
    """Return what can be done with an entry."""
    accept = Act("A", _("Accept"))
    reject = Act(REJECT, _("Reject…"))
    again = Act("R", _("Work on it again"))
    later = Act("L", _("Look again later"))
    match entry.kind:
        case "inbox" | "escalated" if entry.handoff_id is not None:
            return accept, reject
        case "direct" if not entry.owned and member_id is not None:
            return (Act("A", _("Take it")),)
        case "back" | "again":
            return again, later
        case "rejected":
            return (again,)
        case _:
            return ()


LETTERS = "AXRL"


def operation_of(letter: str, entry: Entry, member_id: "MemberId | None") -> Operation | None:
    """Return the change that a letter stands for; None where it needs more words or fits not."""
    if letter not in {act.letter for act in acts_for(entry, member_id)} or entry.lead_id is None:
        return None
    match letter, entry.kind:
        case "A", "direct":
            return _taking(entry.lead_id, member_id)
        case "A", _ if entry.handoff_id is not None:
            return _accepting(entry.handoff_id)
        case "R", _:
            return _reopening(entry.lead_id)
        case "L", _:
            return _postponing(entry.lead_id)
        case _:
            return None


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
        from models.leads.closing import reopen

        return reopen(session, lead_id)

    return operation


def _postponing(lead_id: "LeadId") -> Operation:
    def operation(session: Any) -> object:
        from models.leads.closing import postpone

        return postpone(session, lead_id)

    return operation
