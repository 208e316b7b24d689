"""The parts of an appointment that gates can ask for: each once, as a condition and in words.

The gates of stages and those of meetings ask for the same parts, and mean the same by them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_

from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.meetings.attendees import Attendee
from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import Part

APPOINTMENT_HAS = "appointment_has"
"""The requirement that asks for one of these parts."""


class UnknownRequirementError(KnownError):
    """A gate asks for something that this program cannot check, so nothing may pass it."""

    def __init__(self, requirement: str, argument: str) -> None:
        super().__init__(
            _(
                "A stage gate asks for “{requirement}” ({argument}), which this Funneldesk cannot "
                "check. Update Funneldesk, or take the rule out of the definitions."
            ).format(requirement=requirement, argument=argument)
        )
        self.requirement = requirement
        self.argument = argument


@dataclass(frozen=True, slots=True)
class AppointmentPart:
    """One part; `met` is a condition for a query over appointments."""

    met: Callable[[], ColumnElement[bool]]
    words: Callable[[], str]


def _attended(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(Attendee.appointment_id == Appointment.id, *conditions)
        .correlate(Appointment)
    )


def _to_prepare(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(PreparationItem.appointment_id == Appointment.id, *conditions)
        .correlate(Appointment)
    )


def _filled(*columns: ColumnElement[str] | ColumnElement[str | None]) -> ColumnElement[bool]:
    return or_(*(func.coalesce(column, "") != "" for column in columns))


APPOINTMENT_PARTS: dict[str, AppointmentPart] = {
    "time": AppointmentPart(
        # The fact, not the state: that follows from it, through a gate that asks for this.
        lambda: Appointment.tentative_reason.is_(None),
        lambda: _("a date and time are agreed"),
    ),
    "invitation": AppointmentPart(
        lambda: Appointment.invited_at.is_not(None),
        lambda: _("the invitation is handed over"),
    ),
    "purpose": AppointmentPart(
        lambda: _filled(Appointment.purpose.expression),
        lambda: _("the purpose of the meeting is stated"),
    ),
    "stakeholders": AppointmentPart(
        _attended,
        lambda: _("it is named who attends"),
    ),
    "decision_maker_yes": AppointmentPart(
        lambda: _attended(
            Attendee.part_in_decision == Part.DECIDES, Attendee.said_yes_at.is_not(None)
        ),
        lambda: _("a named decision-maker said yes"),
    ),
    "place": AppointmentPart(
        lambda: _filled(
            Appointment.place.expression,
            Appointment.video_link.expression,
            Appointment.dial_in.expression,
        ),
        lambda: _("a place, video link or dial-in is given"),
    ),
    "prepared": AppointmentPart(
        lambda: and_(_to_prepare(), ~_to_prepare(PreparationItem.done_at.is_(None))),
        lambda: _("the preparation is done"),
    ),
}
"""What can be asked for, by the argument of a rule, in the order people think of it."""


def appointment_part(name: str) -> AppointmentPart:
    """Return a part; refuses one that this program does not know."""
    if name not in APPOINTMENT_PARTS:
        raise UnknownRequirementError(APPOINTMENT_HAS, name)
    return APPOINTMENT_PARTS[name]
