"""What guests answer: matched by meeting and guest, whatever the order in which it comes in.

A reply counts when it answers what was sent last and is not older than what the guest said before.
So the same replies lead to the same state in any order and any number.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.standing import restate
from models.calendars.addresses import is_same_mailbox
from models.calendars.incoming import REPLY_METHODS, IncomingMessage
from models.entities.meetings.appointments import Appointment
from models.entities.meetings.attendees import Attendee
from models.entities.meetings.calendars import CalendarMessage
from models.entities.people.team import TeamMember
from models.history.verbs import now, verb
from models.ids import AppointmentId, CalendarMessageId, LeadId
from models.language import gettext as _
from models.vocabulary import ENDS, MessageVerdict, Reply, label
from models.written_days import moment_text

_YES_BY_CALENDAR: Final = "calendar_reply"
_BEFORE_ALL: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Of two answers with the same stamp the more careful one counts.
_CAUTION: Final = (
    Reply.NONE,
    Reply.ACCEPTED,
    Reply.TENTATIVE,
    Reply.DELEGATED,
    Reply.DECLINED,
)
_Said: TypeAlias = tuple[int, datetime, int, str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was done with a message, in one sentence, and which meeting it was about."""

    code: MessageVerdict
    sentence: str
    message_id: CalendarMessageId | None = None
    appointment_id: AppointmentId | None = None
    lead_id: LeadId | None = None


@verb
def apply_message(session: Session, message: IncomingMessage) -> Verdict:
    """Take in a calendar message and say what was done with it.

    One that came before changes nothing, nor does one that is older than what is known, is about no
    meeting of ours, comes from nobody who was invited, or cannot be read. A counter-proposal waits
    for somebody to accept or decline it.
    """
    message = message.cleaned()
    known = session.scalar(select(CalendarMessage).where(CalendarMessage.digest == message.digest))
    if known is not None and known.verdict not in {
        MessageVerdict.FOREIGN,
        MessageVerdict.MALFORMED,
    }:
        return _verdict_of(
            session,
            known,
            MessageVerdict.REPEATED,
            _("This was read already. {then}").format(then=known.explanation),
        )
    row = known or _row(session, message)
    found = _judge(session, message)
    row.verdict, row.explanation = found.code.value, found.sentence
    row.appointment_id = found.appointment_id
    session.flush()
    return _verdict_of(session, row, found.code, found.sentence)


def _row(session: Session, message: IncomingMessage) -> CalendarMessage:
    row = CalendarMessage(
        received_at=now(session),
        source=message.source[:200],
        digest=message.digest,
        method=message.method,
        invitation_uid=message.uid,
        sequence=message.sequence,
        stamped_at=message.stamped_at,
        attendee_email=message.attendee_email,
        reply=message.reply,
        comment=message.comment,
        proposed_starts_at=message.proposed_starts_at,
        proposed_ends_at=message.proposed_ends_at,
        verdict=MessageVerdict.MALFORMED.value,
        explanation="",
    )
    session.add(row)
    return row


def _verdict_of(
    session: Session, row: CalendarMessage, code: MessageVerdict, sentence: str
) -> Verdict:
    meeting = None if row.appointment_id is None else session.get(Appointment, row.appointment_id)
    return Verdict(
        code,
        sentence,
        CalendarMessageId(row.id),
        None if meeting is None else AppointmentId(meeting.id),
        None if meeting is None else LeadId(meeting.lead_id),
    )


def _judge(session: Session, message: IncomingMessage) -> Verdict:
    if message.problem is not None or message.method is None or message.uid is None:
        why = message.problem or _("It does not say what it is about.")
        return Verdict(MessageVerdict.MALFORMED, why)
    if message.method not in REPLY_METHODS:
        return Verdict(MessageVerdict.FOREIGN, _no_reply(message.method))
    meeting = _meeting(session, message.uid)
    if meeting is None:
        return Verdict(
            MessageVerdict.FOREIGN,
            _("It answers an invitation that was not sent from this workspace."),
        )
    attendee = _attendee(session, meeting, message.attendee_email)
    if attendee is None:
        return _from_a_stranger(session, meeting, message)
    late = _too_late(meeting, message)
    if late is not None:
        return Verdict(MessageVerdict.LATE, late, appointment_id=AppointmentId(meeting.id))
    if message.method == "COUNTER":
        return _countered(meeting, attendee, message)
    return _replied(session, meeting, attendee, message)


def _no_reply(method: str) -> str:
    if method == "REFRESH":
        return _("A guest asks to be sent the invitation again. Send it from the meeting's panel.")
    if method in {"REQUEST", "PUBLISH", "ADD", "CANCEL"}:
        return _(
            "This is an entry of somebody else's calendar and no reply. To keep its time free, "
            "import it as a calendar of the closer."
        )
    return _("“{method}” is no reply to an invitation.").format(method=method[:40])


def _meeting(session: Session, uid: str) -> Appointment | None:
    """Return where a meeting is now: it keeps its UID when it is moved."""
    return session.scalar(
        select(Appointment)
        .where(Appointment.invitation_uid == uid)
        .order_by(Appointment.id.desc())
        .limit(1)
    )


def _attendee(session: Session, meeting: Appointment, email: str | None) -> Attendee | None:
    people = session.scalars(
        select(Attendee).where(Attendee.appointment_id == meeting.id).order_by(Attendee.id)
    )
    return next((one for one in people if is_same_mailbox(one.email, email)), None)


def _from_a_stranger(session: Session, meeting: Appointment, message: IncomingMessage) -> Verdict:
    who = message.attendee_email or _("somebody without an address")
    ours = session.scalars(select(TeamMember)).all()
    member = next((one for one in ours if is_same_mailbox(one.email, who)), None)
    if member is not None:
        sentence = _("{name} is one of us; what they answer changes nothing here.").format(
            name=member.name
        )
    elif _attendee(session, meeting, message.delegated_from) is not None:
        sentence = _(
            "{who} comes in the place of {guest}. Add them to the attendees, then open this again."
        ).format(who=who, guest=message.delegated_from)
    else:
        sentence = _(
            "{who} is not among those invited. If they are to come, add them to the attendees, "
            "then open this again."
        ).format(who=who)
    return Verdict(MessageVerdict.FOREIGN, sentence, appointment_id=AppointmentId(meeting.id))


def _too_late(meeting: Appointment, message: IncomingMessage) -> str | None:
    if meeting.state in ENDS:
        return _("The meeting is over ({state}); nothing was changed.").format(
            state=label(meeting.state).lower()
        )
    if (message.sequence or 0) < meeting.invitation_sequence:
        return _(
            "It answers an earlier version of the invitation; the meeting was changed since. "
            "Nothing was changed."
        )
    return None


def _countered(meeting: Appointment, attendee: Attendee, message: IncomingMessage) -> Verdict:
    appointment_id = AppointmentId(meeting.id)
    if message.proposed_starts_at is None:
        return Verdict(
            MessageVerdict.MALFORMED,
            _("{name} proposes another time, but it cannot be read which. Ask them.").format(
                name=attendee.name
            ),
            appointment_id=appointment_id,
        )
    return Verdict(
        MessageVerdict.COUNTERED,
        _("{name} proposes another time: {time} ({zone}).").format(
            name=attendee.name,
            time=moment_text(message.proposed_starts_at.astimezone(ZoneInfo(meeting.zone))),
            zone=meeting.zone,
        ),
        appointment_id=appointment_id,
    )


def _replied(
    session: Session, meeting: Appointment, attendee: Attendee, message: IncomingMessage
) -> Verdict:
    appointment_id = AppointmentId(meeting.id)
    if message.reply is None:
        return Verdict(
            MessageVerdict.MALFORMED,
            _("{name} answers, but says neither yes nor no.").format(name=attendee.name),
            appointment_id=appointment_id,
        )
    new, held = _said_by(meeting, message), _said_before(attendee)
    if held is not None and new <= held:
        code = MessageVerdict.REPEATED if new == held else MessageVerdict.LATE
        sentence = _("It is no newer than what {name} said before ({reply}).").format(
            name=attendee.name, reply=label(attendee.reply).lower()
        )
        return Verdict(code, sentence, appointment_id=appointment_id)
    attendee.reply = message.reply
    attendee.reply_sequence, attendee.reply_stamped_at = new[0], message.stamped_at
    attendee.replied_at = message.stamped_at or now(session)
    attendee.reply_comment = message.comment
    attendee.delegated_to = message.delegated_to
    _note_yes(attendee)
    restate(session, meeting)
    return Verdict(MessageVerdict.APPLIED, _in_words(attendee), appointment_id=appointment_id)


def _said_by(meeting: Appointment, message: IncomingMessage) -> _Said:
    """Return by what of two answers of a guest the later one is told."""
    return (
        # Only the organiser raises it; a calendar that does so itself gains nothing by that.
        min(message.sequence or 0, meeting.invitation_sequence),
        message.stamped_at or _BEFORE_ALL,
        _CAUTION.index(Reply(message.reply or Reply.NONE)),
        message.comment or "",
        message.delegated_to or "",
    )


def _said_before(attendee: Attendee) -> _Said | None:
    if attendee.reply_sequence is None:
        return None
    return (
        attendee.reply_sequence,
        attendee.reply_stamped_at or _BEFORE_ALL,
        _CAUTION.index(Reply(attendee.reply)),
        attendee.reply_comment or "",
        attendee.delegated_to or "",
    )


def _note_yes(attendee: Attendee) -> None:
    """Count an accepted invitation as a yes; what was said in person stays as it was."""
    if attendee.said_yes_how not in {None, _YES_BY_CALENDAR}:
        return
    accepted = attendee.reply == Reply.ACCEPTED
    attendee.said_yes_at = attendee.replied_at if accepted else None
    attendee.said_yes_how = _YES_BY_CALENDAR if accepted else None


def _in_words(attendee: Attendee) -> str:
    words = {
        Reply.ACCEPTED.value: _("{name} accepted."),
        Reply.TENTATIVE.value: _("{name} accepted with reserve (tentative)."),
        Reply.DECLINED.value: _("{name} declined. Call them, or cancel the meeting."),
        Reply.DELEGATED.value: _("{name} sends {other} instead. Add them to the attendees."),
    }
    said = words[attendee.reply].format(
        name=attendee.name, other=attendee.delegated_to or _("somebody else")
    )
    return f"{said} “{attendee.reply_comment}”" if attendee.reply_comment else said
