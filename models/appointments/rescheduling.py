"""Another time for a meeting: put off with its chain kept, moved in place, or shifted by a zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.attending import YES_BY, forget_reply
from models.appointments.booking import Told, new_appointment, settle_booking, write_people
from models.appointments.standing import restate, standing, tell_guests
from models.appointments.times.accepting import Accepted, accept_time
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment, PreparationItem
from models.entities.meetings.attendees import Attendee
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.language import gettext as _
from models.vocabulary import STANDING, AppointmentState, MissedBy, Part, Reply, Status
from models.wall_time import instant_of, readings_of

_MINUTE = timedelta(minutes=1)
_AGAIN = (AppointmentState.NO_SHOW, AppointmentState.CANCELLED)


class RescheduleRefusedError(KnownError):
    """A meeting cannot get another time; its text says what to do instead."""


@dataclass(frozen=True, slots=True)
class NewTime:
    """A wall time in a zone; the length and the closer where they change, too."""

    wall_start: str
    zone: str
    minutes: int | None = None
    closer_id: MemberId | None = None
    later_reading: bool = False


@verb
def reschedule(
    session: Session,
    appointment_id: AppointmentId,
    wall_start: str,
    zone: str,
    minutes: int | None = None,
    *,
    closer_id: MemberId | None = None,
    later_reading: bool = False,
    reason: str | None = None,
    by: str = MissedBy.GUEST.value,
    agreed: bool = False,
    overlap_reason: str | None = None,
    tell: bool = True,
) -> AppointmentId:
    """Give a meeting another time: a new appointment that follows the old one in its chain.

    A meeting to come frees its time and keeps its UID, so that it moves in the guests' calendars;
    one that was missed or called off stays what it was, and is followed. Closer, length, people
    and preparation are the old ones unless named; who said yes is asked anew, unless it is `agreed`
    with those who decide. The chain keeps its original date.

    Refuses a meeting that was held or has been followed already, a lead that is not open, and what
    `book` refuses about times and closers.
    """
    old = existing(session, Appointment, appointment_id)
    called_by = one_of("by", by, tuple(MissedBy))
    _refuse_what_cannot(session, old)
    wanted = NewTime(wall_start, zone, minutes, closer_id, later_reading)
    time = _accept(session, old, wanted, overlap_reason)
    said = optional_text("reason", reason, LONG_TEXT_LIMIT)
    new = _successor(session, old, wanted, time)
    if old.state in STANDING:
        new.invitation_uid = old.invitation_uid
        new.invitation_sequence = old.invitation_sequence
        # Until the update is handed over nobody knows of the new time, unless told otherwise.
        new.invited_at = None if tell else old.invited_at
        old.state = AppointmentState.RESCHEDULED.value
        old.ended_at, old.end_reason, old.missed_by = now(session), said, called_by
    session.add(new)
    session.flush()
    _take_people_along(session, old, new, agreed)
    _take_preparation_along(session, old, new)
    settle_booking(session, new, tell=tell or new.invited_at is None)
    return AppointmentId(new.id)


def _refuse_what_cannot(session: Session, old: Appointment) -> None:
    if existing(session, Lead, old.lead_id).status != Status.OPEN:
        raise InvalidValueError("lead", old.lead_id, _("This lead is not open. Reopen it first."))
    followed = select(Appointment.id).where(Appointment.previous_id == old.id).limit(1)
    if session.scalar(followed) is not None or old.state == AppointmentState.RESCHEDULED:
        raise RescheduleRefusedError(
            _("This meeting has another time already. Reschedule the one that followed it.")
        )
    if old.state not in (*STANDING, *_AGAIN):
        raise RescheduleRefusedError(
            _("This meeting took place. Book a new one instead of rescheduling it.")
        )


def _accept(
    session: Session, old: Appointment, wanted: NewTime, overlap_reason: str | None
) -> Accepted:
    length = (old.ends_at - old.starts_at) // _MINUTE
    return accept_time(
        session,
        MemberId(wanted.closer_id or old.closer_id),
        instant_of(wanted.wall_start, wanted.zone, later=wanted.later_reading),
        wanted.minutes or length,
        kind_id=None if old.kind_id is None else MeetingKindId(old.kind_id),
        overlap_reason=overlap_reason,
        moving=AppointmentId(old.id),
    )


def _successor(session: Session, old: Appointment, wanted: NewTime, time: Accepted) -> Appointment:
    told = Told(
        wall_start=wanted.wall_start,
        zone=wanted.zone,
        purpose=old.purpose,
        place=old.place,
        video_link=old.video_link,
        dial_in=old.dial_in,
        kind_id=old.kind_id,
    )
    new = new_appointment(
        lead_id=old.lead_id,
        closer_id=wanted.closer_id or old.closer_id,
        setter_id=acting_member(session) or old.setter_id,
        time=time,
        told=told,
        at=now(session),
    )
    new.previous_id = old.id
    new.original_starts_at = old.original_starts_at
    return new


def _take_people_along(session: Session, old: Appointment, new: Appointment, agreed: bool) -> None:
    copies = []
    for one in _people(session, old):
        copy = Attendee(
            contact_id=one.contact_id,
            name=one.name,
            email=one.email,
            part_in_decision=one.part_in_decision,
            optional=one.optional,
            reply=Reply.NONE.value,
        )
        if agreed:
            _say_yes(copy, now(session))
        copies.append(copy)
    write_people(session, new, copies)


def _people(session: Session, appointment: Appointment) -> Sequence[Attendee]:
    mine = select(Attendee).where(Attendee.appointment_id == appointment.id)
    return session.scalars(mine.order_by(Attendee.id)).all()


def _say_yes(attendee: Attendee, at: datetime) -> None:
    if attendee.part_in_decision == Part.DECIDES:
        attendee.said_yes_at, attendee.said_yes_how = at, YES_BY[0]


def _take_preparation_along(session: Session, old: Appointment, new: Appointment) -> None:
    """Copy what is to be ready: what is done stays done, what is due keeps its distance."""
    later = new.starts_at - old.starts_at
    items = session.scalars(
        select(PreparationItem)
        .where(PreparationItem.appointment_id == old.id)
        .order_by(PreparationItem.id)
    ).all()
    for item in items:
        for_closer = item.owner_id == old.closer_id
        session.add(
            PreparationItem(
                appointment_id=new.id,
                text=item.text,
                owner_id=new.closer_id if for_closer else item.owner_id,
                due_at=None if item.due_at is None else max(item.due_at + later, new.booked_at),
                done_at=item.done_at,
            )
        )


@verb
def move_appointment(
    session: Session,
    appointment_id: AppointmentId,
    wall_start: str,
    zone: str,
    minutes: int | None = None,
    *,
    closer_id: MemberId | None = None,
    later_reading: bool = False,
    agreed: bool = False,
    overlap_reason: str | None = None,
    tell: bool = True,
) -> AppointmentId:
    """Move or resize a meeting on the calendar, and tell the guests unless they are not to be told.

    A meeting that guests know of and that begins at another time then is rescheduled, which makes a
    new appointment; another length or closer, or a time that nobody was told, changes it in place.
    Refuses a meeting that is over, and what `book` refuses about times and closers.
    """
    appointment = standing(session, appointment_id)
    wanted = NewTime(wall_start, zone, minutes, closer_id, later_reading)
    starts_at = instant_of(wall_start, zone, later=later_reading)
    if starts_at != appointment.starts_at and appointment.invited_at is not None:
        return reschedule(
            session,
            appointment_id,
            wall_start,
            zone,
            minutes,
            closer_id=closer_id,
            later_reading=later_reading,
            by=MissedBy.HOST.value,
            agreed=agreed,
            overlap_reason=overlap_reason,
            tell=tell,
        )
    time = _accept(session, appointment, wanted, overlap_reason)
    _move_in_place(session, appointment, wanted, time)
    if tell or appointment.invited_at is None:
        tell_guests(session, appointment)
    restate(session, appointment)
    return appointment_id


def _move_in_place(
    session: Session, appointment: Appointment, wanted: NewTime, time: Accepted
) -> None:
    later = time.starts_at - appointment.starts_at
    if later:
        items = select(PreparationItem).where(
            PreparationItem.appointment_id == appointment.id,
            PreparationItem.due_at.is_not(None),
        )
        for item in session.scalars(items).all():
            if item.due_at is not None:
                item.due_at = max(item.due_at + later, appointment.booked_at)
        if appointment.previous_id is None:
            # Nobody was told the other time: it was never agreed.
            appointment.original_starts_at = time.starts_at
    appointment.closer_id = wanted.closer_id or appointment.closer_id
    appointment.starts_at, appointment.ends_at = time.starts_at, time.ends_at
    appointment.wall_start, appointment.zone = wanted.wall_start, wanted.zone
    appointment.overlap_reason = time.excuse
    appointment.tentative_reason = time.tentative_reason


@verb
def recheck_zones(session: Session) -> int:
    """Shift meetings to come whose zone has other rules now, and return how many.

    What was agreed, wall time and zone, stays; the instant follows, the guests are told, and who
    answered by calendar is asked anew. One that meets another meeting by it becomes tentative and
    says so. For use after an update of the zone data; a workspace in which nothing changed is left
    as it is.
    """
    shifted = _off_the_clock(session, now(session))
    for appointment, starts_at in shifted:
        appointment.ends_at += starts_at - appointment.starts_at
        appointment.starts_at = starts_at
    session.flush()
    for appointment, _starts_at in shifted:
        if _meets_another(session, appointment):
            why = _(
                "The clock rules of {zone} changed, and the time meets another meeting now."
            ).format(zone=appointment.zone)
            appointment.tentative_reason = appointment.overlap_reason = why
        for guest in _people(session, appointment):
            forget_reply(guest)
        tell_guests(session, appointment)
        restate(session, appointment)
    return len(shifted)


def are_zones_to_be_rechecked(session: Session, at: datetime) -> bool:
    """Say whether `recheck_zones` would shift a meeting."""
    return bool(_off_the_clock(session, at))


def _off_the_clock(session: Session, at: datetime) -> list[tuple[Appointment, datetime]]:
    """Return meetings to come that begin at another instant than was agreed, with that instant."""
    coming = select(Appointment).where(Appointment.state.in_(STANDING), Appointment.starts_at > at)
    return [
        (one, starts_at)
        for one in session.scalars(coming)
        if (starts_at := _agreed_instant(one)) != one.starts_at
    ]


def _agreed_instant(appointment: Appointment) -> datetime:
    """Return what was agreed as an instant of today's rules; of two readings the nearer one."""
    readings = readings_of(appointment.wall_start, appointment.zone)
    return min(readings, key=lambda instant: abs(instant - appointment.starts_at))


def _meets_another(session: Session, appointment: Appointment) -> bool:
    other = select(Appointment.id).where(
        Appointment.closer_id == appointment.closer_id,
        Appointment.id != appointment.id,
        Appointment.state.in_(STANDING),
        Appointment.starts_at < appointment.ends_at,
        Appointment.ends_at > appointment.starts_at,
    )
    return session.scalar(other.limit(1)) is not None
