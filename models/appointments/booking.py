"""Booking: a time with a closer, never two at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text
from models.contact_values import email_address, web_address
from models.entities import Appointment, Attendee, Contact, Lead, TeamMember
from models.entities.base import new_uuid
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.recording import acting_member, now, verb
from models.ids import AppointmentId, ContactId, LeadId, MemberId
from models.language import gettext as _
from models.team.rows import has_role
from models.text_keys import fold
from models.vocabulary import AppointmentState, Part, Reply, Role, Status
from models.wall_time import instant_of

_DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is to attend, and their part in the decision."""

    name: str
    email: str | None = None
    part_in_decision: str = Part.UNKNOWN
    contact_id: ContactId | None = None


@dataclass(frozen=True, slots=True)
class BusyRow:
    """A time in which a closer is taken."""

    appointment_id: AppointmentId
    starts_at: datetime
    ends_at: datetime


class OverlapError(KnownError):
    """The closer has another appointment at that time."""

    def __init__(self, closer: str, busy: tuple[BusyRow, ...]) -> None:
        first = busy[0]
        super().__init__(
            _(
                "{closer} has a meeting from {start} to {end} (UTC). Choose another time or "
                "closer, or say why the two may overlap."
            ).format(
                closer=closer,
                start=first.starts_at.strftime("%Y-%m-%d %H:%M"),
                end=first.ends_at.strftime("%H:%M"),
            )
        )
        self.busy = busy


def overlapping(
    session: Session, closer_id: MemberId, starts_at: datetime, ends_at: datetime
) -> tuple[BusyRow, ...]:
    """Return a closer's appointments inside a time; touching ones and cancelled ones are none.

    This is the one rule for what is taken: offering a slot and accepting it both ask here.
    """
    found = session.execute(
        select(Appointment.id, Appointment.starts_at, Appointment.ends_at)
        .where(
            Appointment.closer_id == closer_id,
            Appointment.state != AppointmentState.CANCELLED,
            Appointment.starts_at < ends_at,
            Appointment.ends_at > starts_at,
        )
        .order_by(Appointment.starts_at)
    )
    return tuple(BusyRow(AppointmentId(row.id), row.starts_at, row.ends_at) for row in found)


@verb
def book(
    session: Session,
    lead_id: LeadId,
    closer_id: MemberId,
    wall_start: str,
    zone: str,
    minutes: int,
    *,
    purpose: str | None = None,
    attendees: Sequence[Invitee] = (),
    place: str | None = None,
    video_link: str | None = None,
    overlap_reason: str | None = None,
) -> AppointmentId:
    """Book a meeting at a wall time (2026-11-02T09:30) in an IANA zone.

    Where a clock change repeats that hour, the earlier one is meant. Refuses a lead that is not
    open, who is no active closer, a time that is skipped by a clock change or over already, a
    length that is not 1 to 1440 minutes, the same attendee twice, and with `OverlapError` a closer
    who is taken (checked inside the writing transaction), unless `overlap_reason` says why.
    """
    if existing(session, Lead, lead_id).status != Status.OPEN:
        raise InvalidValueError("lead", lead_id, _("This lead is not open. Reopen it first."))
    closer = _closer(session, closer_id)
    if not 1 <= minutes <= _DAY_MINUTES:
        raise InvalidValueError("minutes", minutes, _("A meeting lasts 1 to 1440 minutes."))
    starts_at = instant_of(wall_start, zone)
    ends_at = starts_at + timedelta(minutes=minutes)
    if ends_at <= now(session):
        raise InvalidValueError(
            "wall_start", wall_start, _("That time is over. Check the date, or choose another.")
        )
    excuse = optional_text("overlap_reason", overlap_reason)
    taken = overlapping(session, closer_id, starts_at, ends_at)
    if taken and excuse is None:
        raise OverlapError(closer.name, taken)
    invited = _invited(session, attendees)
    booked = Appointment(
        lead_id=lead_id,
        closer_id=closer_id,
        setter_id=acting_member(session),
        state=AppointmentState.PROPOSED.value,
        starts_at=starts_at,
        ends_at=ends_at,
        wall_start=wall_start,
        zone=zone,
        original_starts_at=starts_at,
        booked_at=now(session),
        purpose=optional_text("purpose", purpose, LONG_TEXT_LIMIT),
        place=optional_text("place", place),
        video_link=web_address(video_link),
        invitation_uid=f"{new_uuid()}@funneldesk",
        invitation_sequence=0,
        overlap_reason=excuse if taken else None,
    )
    session.add(booked)
    session.flush()
    for attendee in invited:
        attendee.appointment_id = booked.id
    session.add_all(invited)
    return AppointmentId(booked.id)


def _closer(session: Session, closer_id: MemberId) -> TeamMember:
    closer = existing(session, TeamMember, closer_id)
    if not closer.active or not has_role(session, closer_id, Role.CLOSER):
        raise InvalidValueError(
            "closer",
            closer.name,
            _("{name} is no active closer. Choose another, or give them the role.").format(
                name=closer.name
            ),
        )
    return closer


def _invited(session: Session, attendees: Sequence[Invitee]) -> list[Attendee]:
    rows = []
    seen: set[tuple[str, str]] = set()
    for attendee in attendees:
        if attendee.contact_id is not None:
            existing(session, Contact, attendee.contact_id)
        name, email = required_text("name", attendee.name), email_address(attendee.email)
        same = (fold(name), (email or "").casefold())
        if same in seen:
            raise InvalidValueError(
                "attendees", name, _("{name} is on the list twice.").format(name=name)
            )
        seen.add(same)
        rows.append(
            Attendee(
                contact_id=attendee.contact_id,
                name=name,
                email=email,
                part_in_decision=one_of("part_in_decision", attendee.part_in_decision, tuple(Part)),
                reply=Reply.NONE.value,
            )
        )
    return rows
