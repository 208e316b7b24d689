"""How well the agreement is kept: what was handed over each week, and what sales said to it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.definitions.terms import default_terms
from models.entities import AgreementTerm, Definitions, Handoff
from models.ids import MemberId
from models.team.working_clock import clocks_of_team
from models.vocabulary import HandoffState
from models.wall_time import local_day


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
    withdrawn: int
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
    reckoning = _Reckoning(session)
    return tuple(reckoning.week(day, weeks[day]) for day in sorted(weeks, reverse=True))


class _Reckoning:
    """Reads calendars, names and agreed terms once for a whole report."""

    def __init__(self, session: Session) -> None:
        self._clocks = clocks_of_team(session)
        self._names = reason_names(session)
        found = session.execute(
            select(Definitions.written_at, AgreementTerm.value)
            .outerjoin(
                AgreementTerm,
                (AgreementTerm.definitions_id == Definitions.id) & (AgreementTerm.code == "accept"),
            )
            .order_by(Definitions.number)
        )
        default = default_terms()["accept"]
        self._agreed = [(row.written_at, int(row.value or default)) for row in found]

    def week(self, monday: date, handoffs: list[Handoff]) -> SlaWeek:
        states = Counter(handoff.state for handoff in handoffs)
        answered = [
            handoff
            for handoff in handoffs
            if handoff.state in {HandoffState.ACCEPTED, HandoffState.REJECTED}
        ]
        taken = [(handoff, self._minutes(handoff)) for handoff in answered]
        known = [minutes for _handoff, minutes in taken if minutes is not None]
        late = sum(
            minutes is not None and minutes > self._term(handoff) for handoff, minutes in taken
        )
        why = Counter(
            self._names.get(handoff.reason, handoff.reason)
            for handoff in answered
            if handoff.reason is not None
        )
        return SlaWeek(
            monday=monday,
            handed=len(handoffs),
            accepted=states[HandoffState.ACCEPTED],
            rejected=states[HandoffState.REJECTED],
            withdrawn=states[HandoffState.WITHDRAWN],
            waiting=states[HandoffState.WAITING],
            late=late,
            rejected_by=tuple(why.most_common()),
            reminded=sum(handoff.reminded_at is not None for handoff in handoffs),
            escalated=sum(handoff.escalated_at is not None for handoff in handoffs),
            reassigned=sum(handoff.reassigned_at is not None for handoff in handoffs),
            median_minutes=round(median(known)) if known else None,
        )

    def _minutes(self, handoff: Handoff) -> int | None:
        if handoff.member_id is None or handoff.decided_at is None:
            return None
        clock = self._clocks[MemberId(handoff.member_id)]
        return clock.minutes_between(handoff.handed_at, handoff.decided_at)

    def _term(self, handoff: Handoff) -> int:
        """Return the term that was agreed on when the lead was handed over."""
        agreed = [minutes for since, minutes in self._agreed if since <= handoff.handed_at]
        return agreed[-1] if agreed else self._agreed[0][1]
