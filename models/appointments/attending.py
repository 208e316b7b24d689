"""Who is to attend a meeting, their part in the decision, and whether they said yes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import restate, standing, tell_guests
from models.checks import one_of, required_text
from models.contact_values import email_address
from models.entities.meetings.attendees import Attendee
from models.entities.people.contacts import Contact
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, AttendeeId, ContactId
from models.language import gettext as _
from models.text_keys import fold
from models.vocabulary import Part, Reply

YES_BY = ("spoken", "calendar_reply")


@dataclass(frozen=True, slots=True)
class AttendeeDraft:
    """An attendee as told: who, their part in the decision, and whether they said yes to it."""

    name: str
    email: str | None = None
    part_in_decision: str = Part.UNKNOWN
    contact_id: ContactId | None = None
    optional: bool = False
    said_yes: bool = False


def invited(session: Session, attendees: Sequence[AttendeeDraft]) -> list[Attendee]:
    """Return who is to attend as rows that belong to no appointment yet.

    Refuses a blank name, what is no e-mail address, an unknown part, and the same person twice.
    """
    rows: list[Attendee] = []
    seen: set[tuple[str, str]] = set()
    for attendee in attendees:
        row = _as_row(session, attendee)
        _refuse_twice(row, seen)
        rows.append(row)
    return rows


def _as_row(session: Session, attendee: AttendeeDraft) -> Attendee:
    if attendee.contact_id is not None:
        existing(session, Contact, attendee.contact_id)
    return Attendee(
        contact_id=attendee.contact_id,
        name=required_text("name", attendee.name),
        email=email_address(attendee.email),
        part_in_decision=one_of("part_in_decision", attendee.part_in_decision, tuple(Part)),
        optional=attendee.optional,
        said_yes_at=now(session) if attendee.said_yes else None,
        said_yes_how=YES_BY[0] if attendee.said_yes else None,
        reply=Reply.NONE.value,
    )


def _refuse_twice(row: Attendee, seen: set[tuple[str, str]]) -> None:
    same = (fold(row.name), (row.email or "").casefold())
    if same in seen:
        raise InvalidValueError(
            "attendees", row.name, _("{name} is on the list twice.").format(name=row.name)
        )
    seen.add(same)


def _others(session: Session, appointment_id: int, but: int | None = None) -> set[tuple[str, str]]:
    rows = session.scalars(select(Attendee).where(Attendee.appointment_id == appointment_id))
    return {(fold(row.name), (row.email or "").casefold()) for row in rows if row.id != but}


@verb
def add_attendee(
    session: Session, appointment_id: AppointmentId, attendee: AttendeeDraft, *, tell: bool = True
) -> AttendeeId:
    """Put somebody on the list of a meeting; they are invited with the next update unless not told.

    Refuses what `book` refuses about attendees, and a meeting that is over.
    """
    appointment = standing(session, appointment_id)
    row = _as_row(session, attendee)
    _refuse_twice(row, _others(session, appointment_id))
    row.appointment_id = appointment_id
    session.add(row)
    restate(session, appointment)
    if tell:
        tell_guests(session, appointment)
    return AttendeeId(row.id)


@verb
def edit_attendee(
    session: Session, attendee_id: AttendeeId, attendee: AttendeeDraft, *, tell: bool = True
) -> None:
    """Write somebody on the list anew: name, address, part, required or optional.

    Another address has said nothing yet: its reply is none. Refuses what `book` refuses about
    attendees, and a meeting that is over.
    """
    row = existing(session, Attendee, attendee_id)
    appointment = standing(session, row.appointment_id)
    wanted = _as_row(session, attendee)
    _refuse_twice(wanted, _others(session, row.appointment_id, row.id))
    if (row.email or "").casefold() != (wanted.email or "").casefold():
        clear_reply(row)
    changed = (row.name, row.email, bool(row.optional)) != (
        wanted.name,
        wanted.email,
        wanted.optional,
    )
    row.name, row.email, row.optional = wanted.name, wanted.email, wanted.optional
    row.part_in_decision, row.contact_id = wanted.part_in_decision, wanted.contact_id
    if row.said_yes_at is None:
        row.said_yes_at, row.said_yes_how = wanted.said_yes_at, wanted.said_yes_how
    restate(session, appointment)
    if tell and changed:
        tell_guests(session, appointment)


@verb
def remove_attendee(session: Session, attendee_id: AttendeeId, *, tell: bool = True) -> None:
    """Take somebody off the list of a meeting; refuses one that is over."""
    row = existing(session, Attendee, attendee_id)
    appointment = standing(session, row.appointment_id)
    session.delete(row)
    restate(session, appointment)
    if tell:
        tell_guests(session, appointment)


@verb
def record_yes(session: Session, attendee_id: AttendeeId, how: str) -> None:
    """Note that an attendee said yes, `spoken` or by `calendar_reply`; the first yes is kept.

    Refuses another way of saying it and an appointment that is over.
    """
    one_of("how", how, YES_BY)
    attendee = existing(session, Attendee, attendee_id)
    appointment = standing(session, attendee.appointment_id)
    if attendee.said_yes_at is None:
        attendee.said_yes_at = now(session)
        attendee.said_yes_how = how
    restate(session, appointment)


@verb
def take_back_yes(session: Session, attendee_id: AttendeeId) -> None:
    """Note that an attendee does not come after all, or never said so; the reply stays shown.

    Refuses an appointment that is over.
    """
    attendee = existing(session, Attendee, attendee_id)
    appointment = standing(session, attendee.appointment_id)
    attendee.said_yes_at = None
    attendee.said_yes_how = None
    restate(session, appointment)


@verb
def confirm(session: Session, appointment_id: AppointmentId) -> None:
    """Note that the guests said on the phone that the meeting stands.

    It is the spoken yes of everybody who decides and has not said it. Refuses a meeting that is
    over, and one of which nobody on the list decides: then it has to be found out who does.
    """
    appointment = standing(session, appointment_id)
    deciding = session.scalars(
        select(Attendee).where(
            Attendee.appointment_id == appointment_id, Attendee.part_in_decision == Part.DECIDES
        )
    ).all()
    if not deciding:
        raise InvalidValueError(
            "attendees",
            "",
            _("Nobody on the list of attendees decides. Add who does, or say it of one of them."),
        )
    for attendee in deciding:
        if attendee.said_yes_at is None:
            attendee.said_yes_at = now(session)
            attendee.said_yes_how = YES_BY[0]
    restate(session, appointment)


def clear_reply(attendee: Attendee) -> None:
    """Forget what an attendee answered: they are asked about something else now."""
    attendee.said_yes_at = None
    attendee.said_yes_how = None
    attendee.reply = Reply.NONE.value
    attendee.replied_at = None
    attendee.reply_sequence = None
    attendee.reply_stamped_at = None
    attendee.reply_comment = None
    attendee.delegated_to = None


def forget_reply(attendee: Attendee) -> None:
    """Forget what an attendee answered by calendar: that was to another instant.

    What they said in person was to the time on the wall, and stays.
    """
    said_at, said_how = attendee.said_yes_at, attendee.said_yes_how
    clear_reply(attendee)
    if said_how == YES_BY[0]:
        attendee.said_yes_at, attendee.said_yes_how = said_at, said_how
