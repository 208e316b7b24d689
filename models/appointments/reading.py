"""What screens show of meetings: rows for lists and calendars, and all there is about one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from models.appointments.meeting_row import MeetingRow
from models.appointments.rows import (
    AttendeeRow,
    PreparationRow,
    attendees_of,
    preparation_of,
)
from models.definitions.meeting_gates import missing_for
from models.entities import Appointment, CalendarMessage, LeadCard, MeetingKind, TeamMember
from models.finding import existing
from models.ids import AppointmentId, CalendarMessageId, LeadId, MeetingKindId, MemberId
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


_Setter = aliased(TeamMember)


def _meetings(
    *wanted: ColumnElement[bool],
) -> Select[Appointment, str, str, str, str, str]:
    return (
        select(
            Appointment,
            LeadCard.name,
            LeadCard.company,
            TeamMember.name,
            _Setter.name,
            MeetingKind.name,
        )
        .join(LeadCard, LeadCard.id == Appointment.lead_id)
        .join(TeamMember, TeamMember.id == Appointment.closer_id)
        .outerjoin(_Setter, _Setter.id == Appointment.setter_id)
        .outerjoin(MeetingKind, MeetingKind.id == Appointment.kind_id)
        .where(*wanted)
        .order_by(Appointment.starts_at, Appointment.id)
    )


def meeting_rows(session: Session, *wanted: ColumnElement[bool]) -> tuple[MeetingRow, ...]:
    """Return the meetings that conditions over appointments let through, in the order of time."""
    return tuple(_row(*found) for found in session.execute(_meetings(*wanted)))


def _row(
    row: Appointment, who: str, company: str, closer: str, setter: str | None, kind: str | None
) -> MeetingRow:
    return MeetingRow(
        id=AppointmentId(row.id),
        lead_id=LeadId(row.lead_id),
        who=who,
        company=company,
        closer_id=MemberId(row.closer_id),
        closer=closer,
        setter_id=None if row.setter_id is None else MemberId(row.setter_id),
        setter=setter,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        wall_start=row.wall_start,
        zone=row.zone,
        original_starts_at=row.original_starts_at,
        kind_id=None if row.kind_id is None else MeetingKindId(row.kind_id),
        kind=kind,
        purpose=row.purpose,
        place=row.place,
        video_link=row.video_link,
        dial_in=row.dial_in,
        invited_at=row.invited_at,
        tentative_reason=row.tentative_reason,
        overlap_reason=row.overlap_reason,
        missed_by=row.missed_by,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
        previous_id=None if row.previous_id is None else AppointmentId(row.previous_id),
    )


def meetings_between(
    session: Session,
    start: datetime,
    end: datetime,
    closer_ids: Collection[MemberId] | None = None,
) -> tuple[MeetingRow, ...]:
    """Return meetings that touch a time, of everybody or of some closers, in order.

    Those that were called off or got another time are among them: their state says so.
    """
    wanted = [Appointment.starts_at < end, Appointment.ends_at > start]
    if closer_ids is not None:
        wanted.append(Appointment.closer_id.in_(closer_ids))
    return meeting_rows(session, *wanted)


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
    if meeting.tentative_reason is not None:
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
