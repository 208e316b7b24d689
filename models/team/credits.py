"""Booking credits: so that nobody who is new, was away or had a no-show is dealt wrong turns.

A credit counts as bookings had, one below zero as bookings not had. What `models.team` gives by
itself can be seen, changed and removed like what a person gives.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.times.choosing import Standing, standings
from models.checks import required_text
from models.entities.meetings.appointments import Appointment
from models.entities.people.booking_credits import BookingCredit
from models.entities.people.team import TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import now, verb
from models.ids import AppointmentId, BookingCreditId, MemberId
from models.language import gettext as _
from models.team.working_clock import clock_of
from models.vocabulary import AppointmentState, MissedBy
from models.written_days import day_text

NEWCOMER = "newcomer"
WEIGHT = "weight"
RETURNED = "returned"
LEVELLED = "levelled"
_AWAY = "away"
_NO_SHOW = "no_show"

LONG_ABSENCE_DAYS: Final = 5
"""Working days off from which an absence is credited; a day or two evens out by itself."""
_LOOKED_BACK: Final = timedelta(days=56)
_LEAST_LOOKED_BACK: Final = timedelta(days=7)
_LARGEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class CreditRow:
    """Bookings that are counted for a closer without having been; `reason` is in words."""

    id: BookingCreditId
    member_id: MemberId
    amount: int
    reason: str
    given_at: datetime


def credits_of(session: Session, member_id: MemberId) -> tuple[CreditRow, ...]:
    """Return a person's credits, the newest first."""
    found = session.scalars(
        select(BookingCredit)
        .where(BookingCredit.member_id == member_id)
        .order_by(BookingCredit.given_at.desc(), BookingCredit.id.desc())
    )
    return tuple(
        CreditRow(BookingCreditId(row.id), member_id, row.amount, _words(row.reason), row.given_at)
        for row in found
    )


@verb
def give_credit(session: Session, member_id: MemberId, amount: int, reason: str) -> BookingCreditId:
    """Count bookings for a person that they did not have, or below zero not count some they had.

    Refuses nothing at all, more than ten thousand, and a blank reason.
    """
    existing(session, TeamMember, member_id)
    row = BookingCredit(
        member_id=member_id,
        amount=_amount(amount),
        reason=required_text("reason", reason),
        given_at=now(session),
    )
    session.add(row)
    session.flush()
    return BookingCreditId(row.id)


@verb
def edit_credit(session: Session, credit_id: BookingCreditId, amount: int) -> None:
    """Change how much is credited; refuses what `give_credit` refuses."""
    existing(session, BookingCredit, credit_id).amount = _amount(amount)


@verb
def remove_credit(session: Session, credit_id: BookingCreditId) -> None:
    """Take a credit away."""
    session.delete(existing(session, BookingCredit, credit_id))


@verb
def credit_no_show(session: Session, appointment_id: AppointmentId) -> BookingCreditId:
    """Give a closer the turn back that a no-show of the guest took.

    Refuses a meeting that is no no-show, one that we missed ourselves, and one that was credited
    before.
    """
    meeting = existing(session, Appointment, appointment_id)
    if meeting.state != AppointmentState.NO_SHOW or meeting.missed_by == MissedBy.HOST:
        raise InvalidValueError(
            "appointment",
            appointment_id,
            _("Only a meeting that the guest did not come to can be credited."),
        )
    if is_credited(session, appointment_id):
        raise InvalidValueError(
            "appointment", appointment_id, _("This no-show was credited already.")
        )
    return give_credit(session, MemberId(meeting.closer_id), -1, _no_show(meeting))


def is_credited(session: Session, appointment_id: AppointmentId) -> bool:
    """Whether the turn that a no-show took was given back; refuses a meeting that is gone."""
    reason = _no_show(existing(session, Appointment, appointment_id))
    given = select(BookingCredit.id).where(BookingCredit.reason == reason)
    return session.scalar(given.limit(1)) is not None


@verb
def level_turns(session: Session) -> None:
    """Begin the turns anew: count nothing for anybody of what was dealt before.

    From then on the weights alone decide; nothing is caught up or held against anybody.
    """
    session.flush()
    for one in standings(session):
        _give(session, one.member_id, -one.counted, LEVELLED)


# What other verbs of the team give by themselves


def credit_newcomer(session: Session, member_id: MemberId, reason: str = NEWCOMER) -> None:
    """Credit who has just begun to take turns, so that they do not have to catch up."""
    own, others = _parted(session, member_id)
    if own is not None:
        _give(session, member_id, level_with(others, own.weight) - own.counted, reason)


def credit_new_weight(session: Session, member_id: MemberId, before: Standing | None) -> None:
    """Credit who has another weight from now on, so that it does not count for the past."""
    own, others = _parted(session, member_id)
    if own is None or before is None or own.weight == before.weight or not own.weight:
        return
    owed = level_with(others, before.weight) - before.counted if before.weight else 0
    _give(session, member_id, level_with(others, own.weight) - owed - own.counted, WEIGHT)


def credit_absence(session: Session, member_id: MemberId, starts_on: date, ends_on: date) -> None:
    """Credit what a person would have been dealt in a longer absence, as far as it can be told.

    The days that are over count what others were dealt; those to come go by the last eight weeks.
    """
    if _working_days(session, member_id, starts_on, ends_on) < LONG_ABSENCE_DAYS:
        return
    own, others = _parted(session, member_id)
    whole = sum(one.weight for one in others)
    if own is None or not whole:
        return
    dealt = _dealt_to_others(session, [one.member_id for one in others], starts_on, ends_on)
    _give(session, member_id, round(dealt * own.weight / whole), _away(starts_on, ends_on))


def uncredit_absence(session: Session, member_id: MemberId, starts_on: date, ends_on: date) -> None:
    """Take back what was credited for an absence that is none."""
    given = select(BookingCredit).where(
        BookingCredit.member_id == member_id, BookingCredit.reason == _away(starts_on, ends_on)
    )
    for row in session.scalars(given.limit(1)):
        session.delete(row)


def standing_of(session: Session, member_id: MemberId) -> Standing | None:
    """Return what a person was dealt so far, where they are an active closer."""
    session.flush()
    return next((one for one in standings(session) if one.member_id == member_id), None)


def level_with(others: list[Standing], weight: int) -> int:
    """Return how much must count for a closer of this weight to be short of nothing.

    >>> from models.ids import MemberId
    >>> level_with([Standing(MemberId(1), 1, 12), Standing(MemberId(2), 2, 24)], 1)
    12
    """
    whole = sum(one.weight for one in others)
    return round(weight * sum(one.counted for one in others) / whole) if whole else 0


def _parted(session: Session, member_id: MemberId) -> tuple[Standing | None, list[Standing]]:
    """Return a person's standing, and that of the others who take turns."""
    own = standing_of(session, member_id)
    others = [one for one in standings(session) if one.weight and one.member_id != member_id]
    return own if own is not None and own.weight else None, others


def _give(session: Session, member_id: MemberId, amount: int, reason: str) -> None:
    if amount:
        give_credit(session, member_id, max(-_LARGEST, min(_LARGEST, amount)), reason)


def _amount(value: int) -> int:
    if not value or abs(value) > _LARGEST:
        raise InvalidValueError(
            "amount",
            value,
            _("A credit is a whole number of bookings, up to {most}, and not nothing.").format(
                most=_LARGEST
            ),
        )
    return value


def _working_days(session: Session, member_id: MemberId, start: date, end: date) -> int:
    """Return the days of a period on which a person would work, but for their time off."""
    usual = clock_of(session, member_id)
    last = min(end, start + timedelta(days=LONG_ABSENCE_DAYS * 7))
    days = (start + timedelta(days=at) for at in range((last - start).days + 1))
    return sum(1 for day in days if usual.hours.get(day.weekday()) and not usual.holiday(day))


def _dealt_to_others(
    session: Session, others: list[MemberId], starts_on: date, ends_on: date
) -> float:
    present = now(session)
    today = present.date()
    over = [day for day in _booked_on(session, others) if starts_on <= day <= min(ends_on, today)]
    to_come = (ends_on - max(starts_on - timedelta(days=1), today)).days
    if to_come <= 0:
        return len(over)
    recent = [day for day in _booked_on(session, others) if day > today - _LOOKED_BACK]
    if not recent:
        return len(over)
    span = max(_LEAST_LOOKED_BACK, today - min(recent) + timedelta(days=1))
    return len(over) + to_come * len(recent) / span.days


def _booked_on(session: Session, closers: list[MemberId]) -> list[date]:
    found = session.execute(
        select(Appointment.booked_at).where(
            Appointment.closer_id.in_(closers),
            Appointment.state != AppointmentState.CANCELLED,
            Appointment.previous_id.is_(None),
        )
    )
    return [row.booked_at.date() for row in found]


def _away(starts_on: date, ends_on: date) -> str:
    return f"{_AWAY}:{starts_on.isoformat()}:{ends_on.isoformat()}"


def _no_show(meeting: Appointment) -> str:
    return f"{_NO_SHOW}:{meeting.uuid.hex}"


def _words(reason: str) -> str:
    """Return a reason as people read it: what the team's verbs wrote is a code."""
    kind, _colon, rest = reason.partition(":")
    if kind == _AWAY and rest:
        start, _colon, end = rest.partition(":")
        first, last = (day_text(date.fromisoformat(day)) for day in (start, end))
        return _("Away from {start} to {end}").format(start=first, end=last)
    if kind == _NO_SHOW and rest:
        return _("No-show of the guest")
    known = {
        NEWCOMER: _("New to the turns"),
        RETURNED: _("Back in the turns"),
        WEIGHT: _("Another weight"),
        LEVELLED: _("Turns begun anew"),
    }
    return known.get(reason, reason)
