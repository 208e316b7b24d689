"""How a meeting stands, in words and by a sign."""

from typing import TYPE_CHECKING

from models.language import gettext as _
from models.vocabulary import AppointmentState, MeetingOutcome, MissedBy, label

if TYPE_CHECKING:
    from models.appointments.meeting_row import MeetingRow
    from views.booking.meeting.content import MeetingShown


def state_sign(meeting: "MeetingRow") -> tuple[str, str]:
    """Return sign and colour of a meeting's state."""
    signs = {
        AppointmentState.PROPOSED.value: ("calendar-blank", "muted"),
        AppointmentState.INVITED.value: ("calendar-blank", "accent"),
        AppointmentState.TENTATIVE.value: ("warning", "warning.text"),
        AppointmentState.CONFIRMED.value: ("check-circle", "success.text"),
        AppointmentState.HELD.value: ("check-circle", "success.text"),
        AppointmentState.NO_SHOW.value: ("warning-circle", "danger.text"),
        AppointmentState.CANCELLED.value: ("x", "muted"),
        AppointmentState.RESCHEDULED.value: ("arrow-right", "muted"),
    }
    return signs.get(meeting.state, ("calendar-blank", "muted"))


def state_words(shown: "MeetingShown") -> str:
    """Return how a meeting stands, and what is the matter with it now."""
    meeting = shown.page.meeting
    words = label(meeting.state)
    if meeting.is_standing and meeting.ends_at <= shown.now:
        return _("{state}, and over: say what came of it").format(state=words)
    if meeting.is_standing and shown.page.is_ready:
        return _("{state} and ready").format(state=words)
    if meeting.state == AppointmentState.NO_SHOW:
        who = _("we") if meeting.missed_by == MissedBy.HOST else _("the guest")
        words = _("No-show: {who} did not come").format(who=who)
    if meeting.state == AppointmentState.CANCELLED and meeting.missed_by == MissedBy.HOST:
        words = _("Cancelled by us")
    if meeting.end_reason and meeting.outcome != MeetingOutcome.LOST:
        return _("{state}. {reason}").format(state=words, reason=meeting.end_reason)
    return words


def came_to(shown: "MeetingShown") -> str:
    """Return what a meeting came to, and what was said of it; nothing while that is open."""
    meeting = shown.page.meeting
    parts = []
    if meeting.outcome == MeetingOutcome.LOST:
        why = dict(shown.reasons).get(meeting.end_reason or "", meeting.end_reason or "")
        parts.append(_("It is lost: {reason}").format(reason=why))
    elif meeting.outcome is not None:
        parts.append(_("It came to: {outcome}").format(outcome=label(meeting.outcome).lower()))
    elif meeting.state == AppointmentState.HELD:
        parts.append(_("What it came to is still to be said."))
    if meeting.outcome_note:
        parts.append(meeting.outcome_note)
    return "\n".join(parts)
