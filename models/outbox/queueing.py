"""Putting calendar messages of a meeting into the outbox.

What still waits is replaced, so that nobody gets two versions at once. SEQUENCE is raised here and
nowhere else, above the highest that has ever gone out; the UID of a meeting never changes.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import optional_text
from models.entities.base import new_uuid
from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.kinds import MeetingKind
from models.entities.people.team import TeamMember
from models.entities.work.outbox import OutboxMessage
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, OutboxId
from models.language import gettext as _
from models.outbox.content import Guest, MeetingContent, as_stored, content_of
from models.outbox.sent import WAITING, highest_sent, last_gone
from models.outbox.wording import meeting_title
from models.vocabulary import OutboxKind, OutboxState, Reply


@verb
def queue_invitation(session: Session, appointment_id: AppointmentId) -> OutboxId | None:
    """Put the invitation to a meeting into the outbox, or an update where one has gone out.

    None where there is nobody to invite. Refuses a meeting that does not exist.
    """
    appointment = existing(session, Appointment, appointment_id)
    return _queue_request(session, appointment, None)


@verb
def queue_update(
    session: Session, appointment_id: AppointmentId, reason: str | None = None
) -> OutboxId | None:
    """Put what changed about a meeting into the outbox, with a reason that the guests may read.

    Where the invitation still waits, it is written anew instead. Guests who got it and are no
    longer on the list are told that the meeting is off for them. None where there is nobody to
    invite. Refuses a meeting that does not exist.
    """
    appointment = existing(session, Appointment, appointment_id)
    return _queue_request(session, appointment, optional_text("reason", reason))


@verb
def queue_cancellation(
    session: Session, appointment_id: AppointmentId, reason: str | None = None
) -> OutboxId | None:
    """Put the cancellation of a meeting into the outbox, for all who ever got an invitation.

    Where none has gone out, what waits is taken out instead and nobody is told: None. Refuses a
    meeting that does not exist.
    """
    appointment = existing(session, Appointment, appointment_id)
    drop_waiting(session, appointment.invitation_uid)
    gone = last_gone(session, appointment.invitation_uid)
    if gone is None or gone.kind == OutboxKind.CANCELLATION:
        return None
    sequence = _next_sequence(session, appointment)
    content = _content(session, appointment, sequence, optional_text("reason", reason))
    told = {guest.address for guest in content.guests}
    before = (one for one in content_of(gone.content).guests if one.address not in told)
    everybody = replace(content, guests=(*content.guests, *before))
    return _add(session, appointment, OutboxKind.CANCELLATION, everybody)


@verb
def queue_counter_declined(
    session: Session, appointment_id: AppointmentId, guest: str, reason: str | None = None
) -> OutboxId | None:
    """Put into the outbox that the time which a guest proposed does not suit.

    None where that guest has no address or the meeting is no longer theirs. Refuses a meeting that
    does not exist.
    """
    appointment = existing(session, Appointment, appointment_id)
    sequence = highest_sent(session, appointment.invitation_uid)
    words = optional_text("reason", reason)
    content = _content(session, appointment, sequence or 0, words)
    told = tuple(one for one in content.guests if one.name == guest and one.address)
    if not told:
        return None
    only = replace(content, guests=told)
    return _add(session, appointment, OutboxKind.COUNTER_DECLINED, only)


def _queue_request(
    session: Session, appointment: Appointment, reason: str | None
) -> OutboxId | None:
    drop_waiting(session, appointment.invitation_uid)
    gone = last_gone(session, appointment.invitation_uid)
    sequence = _next_sequence(session, appointment)
    content = _content(session, appointment, sequence, reason)
    if gone is not None and gone.kind != OutboxKind.CANCELLATION:
        _tell_left_out(session, appointment, gone, content)
        if content_of(gone.content).starts_at != content.starts_at:
            content = replace(content, guests=tuple(_asked_anew(content)))
    if len(content.guests) < 2:
        return None
    kind = OutboxKind.INVITATION if gone is None else OutboxKind.UPDATE
    return _add(session, appointment, kind, content)


def _asked_anew(content: MeetingContent) -> Iterator[Guest]:
    """Yield the guests without what they said to another time; the closer's yes is known."""
    for guest in content.guests:
        asked = guest if guest.name == content.closer else replace(guest, reply=Reply.NONE.value)
        yield asked


def _tell_left_out(
    session: Session, appointment: Appointment, gone: OutboxMessage, content: MeetingContent
) -> None:
    invited = {guest.address for guest in content.guests}
    left_out = tuple(
        guest
        for guest in content_of(gone.content).guests
        if guest.address is not None and guest.address not in invited
    )
    if left_out:
        _add(session, appointment, OutboxKind.CANCELLATION, replace(content, guests=left_out))


def _next_sequence(session: Session, appointment: Appointment) -> int:
    highest = highest_sent(session, appointment.invitation_uid)
    sequence = 0 if highest is None else highest + 1
    appointment.invitation_sequence = sequence
    return sequence


def drop_waiting(session: Session, uid: str) -> None:
    """Take out what waits for a meeting; a row of its own makes undo see what has gone out."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.invitation_uid == uid, OutboxMessage.state.in_(WAITING)
    )
    for message in session.scalars(waiting):
        session.delete(message)
    session.flush()


def _add(
    session: Session, appointment: Appointment, kind: OutboxKind, content: MeetingContent
) -> OutboxId:
    message = OutboxMessage(
        kind=kind.value,
        appointment_id=appointment.id,
        invitation_uid=content.uid,
        sequence=content.sequence,
        message_key=f"{new_uuid()}@funneldesk",
        subject=_subject(kind, content),
        recipients={"to": [guest.address for guest in content.guests if guest.address]},
        content=as_stored(content),
        written_at=now(session),
        state=OutboxState.WAITING.value,
        attempts=0,
    )
    session.add(message)
    session.flush()
    return OutboxId(message.id)


def _subject(kind: OutboxKind, content: MeetingContent) -> str:
    if kind == OutboxKind.UPDATE:
        return _("Updated: {title}").format(title=content.title)
    if kind == OutboxKind.CANCELLATION:
        return _("Cancelled: {title}").format(title=content.title)
    if kind == OutboxKind.COUNTER_DECLINED:
        return _("Other time declined: {title}").format(title=content.title)
    return content.title


def _content(
    session: Session, appointment: Appointment, sequence: int, reason: str | None
) -> MeetingContent:
    closer = existing(session, TeamMember, appointment.closer_id)
    attendees = session.scalars(
        select(Attendee).where(Attendee.appointment_id == appointment.id).order_by(Attendee.id)
    )
    own = Guest(closer.name, closer.email, reply=Reply.ACCEPTED.value)
    others = (
        Guest(one.name, one.email, bool(one.optional), one.reply)
        for one in attendees
        if one.email is None or one.email != closer.email
    )
    return MeetingContent(
        uid=appointment.invitation_uid,
        sequence=sequence,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        zone=appointment.zone,
        title=_title(session, appointment, closer),
        purpose=appointment.purpose,
        place=appointment.place,
        video_link=appointment.video_link,
        dial_in=appointment.dial_in,
        guests=(own, *others),
        closer=closer.name,
        tentative=appointment.tentative_reason is not None,
        reason=reason,
    )


def _title(session: Session, appointment: Appointment, closer: TeamMember) -> str:
    kind = None if appointment.kind_id is None else session.get(MeetingKind, appointment.kind_id)
    card = session.get(LeadCard, appointment.lead_id)
    with_whom = None if card is None else card.company or card.name
    return meeting_title(None if kind is None else kind.name, with_whom, closer.name)
