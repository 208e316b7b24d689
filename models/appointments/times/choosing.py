"""Whose meeting it is: the lead's owner, who met them before, and else whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.people.booking_credits import BookingCredit
from models.entities.people.team import TimeOff
from models.finding import existing
from models.ids import LeadId, MemberId
from models.language import gettext as _
from models.team.rows import MemberRow, team
from models.vocabulary import AppointmentState, Role
from models.wall_time import local_day
from models.written_days import day_text

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a closer was dealt so far: `credit` are bookings that only count as had."""

    member_id: MemberId
    weight: int
    bookings: int
    credit: int = 0
    last_booked_at: datetime | None = None

    @property
    def counted(self) -> int:
        """What counts when the next turn is dealt."""
        return self.bookings + self.credit


@dataclass(frozen=True, slots=True)
class Turn:
    """How many bookings a closer is short of their share; below zero where they had more."""

    standing: Standing
    shortfall: Fraction


@dataclass(frozen=True, slots=True)
class CloserRank:
    """A closer with the reason for their place in the order; the first who is there is suggested.

    `shortfall` is by how many bookings they are short of their share.
    """

    member_id: MemberId
    name: str
    reason: str
    shortfall: float
    is_suggested: bool


def turns(standings: Iterable[Standing]) -> tuple[Turn, ...]:
    """Return who comes next, by weighted round robin: pure, exact and always the same.

    The shortfall is a closer's share by weight of all that was counted, less what was counted for
    them. The largest comes first, then the larger weight, then who was booked longest ago. Who has
    no weight takes no turns and comes last.
    """
    dealt = tuple(standings)
    whole = sum(one.weight for one in dealt)
    counted = sum(one.counted for one in dealt if one.weight)
    found = (
        Turn(
            one,
            Fraction(counted * one.weight, whole) - one.counted if one.weight else Fraction(0),
        )
        for one in dealt
    )
    return tuple(sorted(found, key=_order))


def _order(turn: Turn) -> tuple[bool, Fraction, int, datetime, int]:
    one = turn.standing
    last = one.last_booked_at or _NEVER
    return (not one.weight, -turn.shortfall, -one.weight, last, one.member_id)


def standings(session: Session) -> tuple[Standing, ...]:
    """Return what every active closer was dealt: meetings that stood, and their credits.

    A cancelled meeting counts for nobody, and of one that was moved only where it is now.
    """
    next_one = aliased(Appointment)
    replaced = select(next_one.id).where(next_one.previous_id == Appointment.id).exists()
    had = session.execute(
        select(
            Appointment.closer_id,
            func.count(Appointment.id).label("bookings"),
            func.max(Appointment.booked_at).label("last"),
        )
        .where(Appointment.state != AppointmentState.CANCELLED, ~replaced)
        .group_by(Appointment.closer_id)
    ).all()
    given = session.execute(
        select(BookingCredit.member_id, func.sum(BookingCredit.amount).label("amount")).group_by(
            BookingCredit.member_id
        )
    ).all()
    bookings = {row.closer_id: (row.bookings, row.last) for row in had}
    credited = {row.member_id: row.amount for row in given}
    return tuple(
        Standing(
            member_id=row.id,
            weight=row.weight_of(Role.CLOSER),
            bookings=bookings.get(row.id, (0, None))[0],
            credit=credited.get(row.id, 0),
            last_booked_at=bookings.get(row.id, (0, None))[1],
        )
        for row in team(session, active_only=True)
        if Role.CLOSER in row.duties
    )


def suggest_closers(session: Session, lead_id: LeadId, at: datetime) -> tuple[CloserRank, ...]:
    """Return every active closer in the order in which they are to be asked, each with a reason.

    The lead's owner comes first, then who had its meetings, then whose turn it is. Who is away on
    that day comes last. The first is suggested; any other may be chosen.
    """
    lead = existing(session, Lead, lead_id)
    rows = {row.id: row for row in team(session, active_only=True)}
    order = turns(standings(session))
    whole = sum(turn.standing.weight for turn in order)
    counted = sum(turn.standing.counted for turn in order if turn.standing.weight)
    away = {row.id: until for row in rows.values() if (until := _away_until(session, row, at))}
    met = _who_met(session, lead_id)
    ranked: list[tuple[int, int, Turn, str]] = []
    first_turn = True
    for place, turn in enumerate(order):
        member_id = turn.standing.member_id
        words = _share(turn.standing, counted, whole)
        if member_id in away:
            ranked.append((3, place, turn, _("Away until {day}").format(day=away[member_id])))
        elif member_id == lead.owner_id:
            ranked.append((0, place, turn, _("Owns this lead")))
        elif member_id in met:
            ranked.append((1, met.index(member_id), turn, _("Had the meeting with them before")))
        elif not turn.standing.weight:
            ranked.append((2, place, turn, _("Takes no turns")))
        else:
            reason = _("Their turn: {share}").format(share=words) if first_turn else words
            ranked.append((2, place, turn, reason))
            first_turn = False
    ranked.sort(key=lambda one: one[:2])
    return tuple(
        CloserRank(
            member_id=turn.standing.member_id,
            name=rows[turn.standing.member_id].name,
            reason=reason,
            shortfall=float(turn.shortfall),
            is_suggested=at_place == 0 and group < 3,
        )
        for at_place, (group, _place, turn, reason) in enumerate(ranked)
    )


def _share(standing: Standing, counted: int, whole: int) -> str:
    words = _("{own} of {all} meetings at weight {weight} of {whole}").format(
        own=standing.counted, all=counted, weight=standing.weight, whole=whole
    )
    if standing.credit > 0:
        return _("{share}, {count} of them by credit").format(share=words, count=standing.credit)
    if standing.credit < 0:
        return _("{share}, {count} not counted").format(share=words, count=-standing.credit)
    return words


def _who_met(session: Session, lead_id: LeadId) -> tuple[MemberId, ...]:
    """Return the closers of a lead's earlier meetings, the original one first."""
    found = session.execute(
        select(Appointment.closer_id)
        .where(Appointment.lead_id == lead_id, Appointment.state != AppointmentState.CANCELLED)
        .order_by(Appointment.booked_at, Appointment.id)
    )
    return tuple(dict.fromkeys(MemberId(row.closer_id) for row in found))


def _away_until(session: Session, row: MemberRow, at: datetime) -> str | None:
    """Return the last day of a person's time off in words, where they are away at this instant."""
    day = local_day(at, row.zone)
    last = session.scalar(
        select(func.max(TimeOff.ends_on)).where(
            TimeOff.member_id == row.id, TimeOff.starts_on <= day, TimeOff.ends_on >= day
        )
    )
    return None if last is None else day_text(last)
