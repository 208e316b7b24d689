"""How well the agreement is kept: what was handed over each week, and what sales said to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.definitions.terms import default_terms
from models.entities.definitions.versions import AgreementTerm, Definitions
from models.entities.leads.leads import Handoff
from models.ids import MemberId
from models.team.worked_time import WorkedTime
from models.team.working_clock import clocks_of_team
from models.vocabulary import HandoffState
from models.wall_time import local_day

_TERMS = ("accept", "first_response")


@dataclass(frozen=True, slots=True)
class SlaWeek:
    """The leads handed over in one week, by what became of them.

    `late` are among the accepted and the rejected. `rejected_by` is reason and count, the most
    frequent first. `median_minutes` are working minutes of who was asked; None without answers.
    """

    monday: date
    handed: int
    accepted: int
    rejected: int
    waiting: int
    late: int
    rejected_by: tuple[tuple[str, int], ...]
    reminded: int
    escalated: int
    reassigned: int
    median_minutes: int | None


def sla_report(session: Session, first: date, last: date, zone: str) -> tuple[SlaWeek, ...]:
    """Return the weeks from one day to another, the newest first; weeks begin on Monday."""
    weeks: dict[date, list[Handoff]] = {}
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        weeks[monday] = []
        monday += timedelta(days=7)
    for handoff in session.scalars(select(Handoff).order_by(Handoff.id)):
        day = local_day(handoff.handed_at, zone)
        week = day - timedelta(days=day.weekday())
        if week in weeks:
            weeks[week].append(handoff)
    reckoning = Reckoning(session)
    return tuple(_week(reckoning, day, weeks[day]) for day in sorted(weeks, reverse=True))


class Reckoning:
    """Reads calendars, names and agreed terms once for a whole report."""

    def __init__(self, session: Session) -> None:
        clocks = clocks_of_team(session)
        self._clocks = {member_id: WorkedTime(clock) for member_id, clock in clocks.items()}
        self.reasons = reason_names(session)
        versions = select(Definitions.id, Definitions.written_at).order_by(Definitions.number)
        stated = select(AgreementTerm.definitions_id, AgreementTerm.code, AgreementTerm.value)
        values = {
            (row.definitions_id, row.code): int(row.value)
            for row in session.execute(stated.where(AgreementTerm.code.in_(_TERMS)))
        }
        usual = {code: int(value) for code, value in default_terms().items() if code in _TERMS}
        rows = session.execute(versions).all()
        self._agreed = {
            code: [(row.written_at, values.get((row.id, code), usual[code])) for row in rows]
            for code in _TERMS
        }

    def minutes(self, member_id: int | None, start: datetime, end: datetime | None) -> int | None:
        """Return the working minutes of who was asked; None where nobody was, or it has no end."""
        if member_id is None or end is None:
            return None
        return self._clocks[MemberId(member_id)].minutes_between(start, end)

    def term(self, code: str, at: datetime) -> int:
        """Return the minutes of a term, `accept` or `first_response`, that was agreed then."""
        agreed = self._agreed[code]
        known = [minutes for since, minutes in agreed if since <= at]
        return known[-1] if known else agreed[0][1]


def _week(reckoning: Reckoning, monday: date, handoffs: list[Handoff]) -> SlaWeek:
    states = Counter(handoff.state for handoff in handoffs)
    answered = [
        handoff
        for handoff in handoffs
        if handoff.state in {HandoffState.ACCEPTED, HandoffState.REJECTED}
    ]
    taken = [
        (
            reckoning.minutes(handoff.member_id, handoff.handed_at, handoff.decided_at),
            reckoning.term("accept", handoff.handed_at),
        )
        for handoff in answered
    ]
    known = [minutes for minutes, _term in taken if minutes is not None]
    why = Counter(
        reckoning.reasons.get(handoff.reason, handoff.reason)
        for handoff in answered
        if handoff.reason is not None
    )
    return SlaWeek(
        monday=monday,
        handed=len(handoffs),
        accepted=states[HandoffState.ACCEPTED],
        rejected=states[HandoffState.REJECTED],
        waiting=states[HandoffState.WAITING],
        late=sum(minutes is not None and minutes > term for minutes, term in taken),
        rejected_by=tuple(why.most_common()),
        reminded=sum(handoff.reminded_at is not None for handoff in handoffs),
        escalated=sum(handoff.escalated_at is not None for handoff in handoffs),
        reassigned=sum(handoff.reassigned_at is not None for handoff in handoffs),
        median_minutes=round(median(known)) if known else None,
    )
