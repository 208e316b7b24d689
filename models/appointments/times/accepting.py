"""Accepting a time: the rule that offered it is asked again, inside the writing transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from models.appointments.times.closers_time import Asking, closers_times, wish_of
from models.appointments.times.refusing import BusyRow, OverlapError, SlotRefusedError
from models.appointments.times.rules import (
    FINAL,
    ClosersTime,
    Refusal,
    Wish,
    judge,
    overlapped,
    refusal_sentence,
)
from models.checks import optional_text
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import acting_member, now
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.language import gettext as _
from models.team.rows import has_role
from models.vocabulary import Role

_DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Accepted:
    """A time that may be booked; `excuse` is set where a rule had to be overridden for it."""

    starts_at: datetime
    ends_at: datetime
    before_minutes: int
    after_minutes: int
    excuse: str | None
    tentative_reason: str | None


def accept_time(
    session: Session,
    closer_id: MemberId,
    starts_at: datetime,
    minutes: int | None,
    *,
    kind_id: MeetingKindId | None = None,
    overlap_reason: str | None = None,
    moving: AppointmentId | None = None,
) -> Accepted:
    """Return a time as it may be booked now, or refuse it.

    Refuses who is no active closer, a length that is not 1 to 1440 minutes, and with
    `SlotRefusedError` (`OverlapError` where a meeting is in the way) what the rule refuses. An
    `overlap_reason` overrides all but what is over and what somebody else is about to book.
    """
    closer = active_closer(session, closer_id)
    if minutes is not None and not 1 <= minutes <= _DAY_MINUTES:
        raise InvalidValueError("minutes", minutes, _("A meeting lasts 1 to 1440 minutes."))
    session.flush()
    at = now(session)
    wish = wish_of(session, kind_id, minutes, at)
    ends_at = starts_at + timedelta(minutes=wish.minutes)
    asking = Asking(starts_at, ends_at, at, kind_id, acting_member(session), moving)
    time = closers_times(session, (closer_id,), asking)[0][MemberId(closer.id)]
    excuse = optional_text("overlap_reason", overlap_reason)
    start = int(starts_at.timestamp())
    verdict = judge(time, wish, start)
    if verdict.refusal is not None and (excuse is None or verdict.refusal in FINAL):
        raise _refused(time, wish, start, verdict.refusal)
    return Accepted(
        starts_at,
        ends_at,
        wish.before_minutes,
        wish.after_minutes,
        None if verdict.refusal is None else excuse,
        None if time.known and ends_at.timestamp() <= time.known_until else time.calendar_says,
    )


def _refused(time: ClosersTime, wish: Wish, start: int, refusal: Refusal) -> SlotRefusedError:
    sentence = refusal_sentence(time, wish, start, refusal)
    if refusal is not Refusal.OVERLAP:
        return SlotRefusedError(refusal, sentence)
    busy = tuple(
        BusyRow(
            one.appointment_id,
            datetime.fromtimestamp(one.starts, UTC),
            datetime.fromtimestamp(one.ends, UTC),
        )
        for one in overlapped(time, start, wish.minutes)
    )
    return OverlapError(sentence, busy)


def active_closer(session: Session, closer_id: MemberId) -> TeamMember:
    """Return a closer; refuses somebody who left or does not hold the role."""
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
