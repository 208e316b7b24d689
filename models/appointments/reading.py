"""All there is about one meeting: its parts, its gates, who comes, what is ready, what was said."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.meeting_row import MeetingRow
from models.appointments.meetings import meeting_rows
from models.appointments.rows import (
    AttendeeRow,
    PreparationRow,
    attendees_of,
    preparation_of,
)
from models.definitions.gates.meeting_gates import missing_for
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.calendars import CalendarMessage
from models.finding import existing
from models.ids import AppointmentId, CalendarMessageId
from models.language import gettext as _
from models.vocabulary import MeetingGate, Part


@dataclass(frozen=True, slots=True)
class PartRow:
    """One of the five parts of an appointment, whether it is there, and that in words."""

    code: str
    complete: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate of meetings and what is missing for it, in words; nothing where it is passed."""

    gate: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A calendar message about the meeting; a counter-proposal names the time it asks for."""

    id: CalendarMessageId
    received_at: datetime
    attendee_email: str | None
    reply: str | None
    comment: str | None
    verdict: str
    explanation: str
    proposed_starts_at: datetime | None
    proposed_ends_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """All there is about one meeting; `chain` are the meetings it was before and after, in order.

    The chain holds the meeting itself.
    """

    meeting: MeetingRow
    parts: tuple[PartRow, ...]
    gates: tuple[GateRow, ...]
    attendees: tuple[AttendeeRow, ...]
    preparation: tuple[PreparationRow, ...]
    chain: tuple[MeetingRow, ...]
    replies: tuple[ReplyRow, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing for the last gate."""
        return all(not one.missing for one in self.gates if one.gate == MeetingGate.READY)


def meeting_page(session: Session, appointment_id: AppointmentId) -> MeetingPage:
    """Return all there is about one meeting; refuses one that does not exist."""
    existing(session, Appointment, appointment_id)
    (meeting,) = meeting_rows(session, Appointment.id == appointment_id)
    attendees = attendees_of(session, appointment_id)
    preparation = preparation_of(session, appointment_id)
    return MeetingPage(
        meeting=meeting,
        parts=_parts(meeting, attendees, preparation),
        gates=tuple(
            GateRow(gate.value, missing_for(session, appointment_id, gate)) for gate in MeetingGate
        ),
        attendees=attendees,
        preparation=preparation,
        chain=_chain(session, meeting),
        replies=_replies(session, appointment_id),
    )


def _parts(
    meeting: MeetingRow,
    attendees: tuple[AttendeeRow, ...],
    preparation: tuple[PreparationRow, ...],
) -> tuple[PartRow, ...]:
    return (
        _time_part(meeting),
        PartRow(
            "invitation",
            meeting.invited_at is not None,
            _("The invitation is not handed over yet.")
            if meeting.invited_at is None
            else _("The invitation was handed over."),
        ),
        PartRow(
            "purpose",
            bool(meeting.purpose),
            meeting.purpose or _("It is not stated what the meeting is for."),
        ),
        _people_part(attendees),
        _preparation_part(preparation),
    )


def _time_part(meeting: MeetingRow) -> PartRow:
    if meeting.tentative_reason is not None and meeting.is_standing:
        said = _("Only tentative: {why}").format(why=meeting.tentative_reason)
        return PartRow("time", False, said)
    when = meeting.wall_start.replace("T", " ")
    return PartRow("time", True, _("{time} ({zone})").format(time=when, zone=meeting.zone))


def _people_part(attendees: tuple[AttendeeRow, ...]) -> PartRow:
    deciding = [one for one in attendees if one.part_in_decision == Part.DECIDES]
    agreed = [one for one in deciding if one.said_yes_at is not None]
    if not attendees:
        said = _("Nobody is named who attends.")
    elif not deciding:
        said = _("Nobody who attends decides.")
    elif not agreed:
        said = _("{name} decides and has not said yes yet.").format(name=deciding[0].name)
    else:
        said = _("{name} decides and said yes.").format(name=agreed[0].name)
    return PartRow("stakeholders", bool(agreed), said)


def _preparation_part(preparation: tuple[PreparationRow, ...]) -> PartRow:
    done = sum(item.done_at is not None for item in preparation)
    if not preparation:
        return PartRow("preparation", False, _("Nothing is listed that must be ready."))
    said = _("{done} of {count} ready").format(done=done, count=len(preparation))
    return PartRow("preparation", done == len(preparation), said)


def _chain(session: Session, meeting: MeetingRow) -> tuple[MeetingRow, ...]:
    found = [meeting]
    while found[0].previous_id is not None:
        before = meeting_rows(session, Appointment.id == found[0].previous_id)
        if not before:
            break
        found = [*before, *found]
    while after := meeting_rows(session, Appointment.previous_id == found[-1].id):
        found.append(after[-1])
    return tuple(found)


def _replies(session: Session, appointment_id: AppointmentId) -> tuple[ReplyRow, ...]:
    rows = session.scalars(
        select(CalendarMessage)
        .where(CalendarMessage.appointment_id == appointment_id)
        .order_by(CalendarMessage.received_at, CalendarMessage.id)
    )
    return tuple(
        ReplyRow(
            id=CalendarMessageId(row.id),
            received_at=row.received_at,
            attendee_email=row.attendee_email,
            reply=row.reply,
            comment=row.comment,
            verdict=row.verdict,
            explanation=row.explanation,
            proposed_starts_at=row.proposed_starts_at,
            proposed_ends_at=row.proposed_ends_at,
            settled_at=row.settled_at,
        )
        for row in rows
    )
