"""How many meetings take place, by how far ahead they were agreed.

Both counts go by the first time that was agreed: a chain of meetings is one meeting here. The lead
time runs from the first booking to the original date.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointments.rates import Link, first_chance, meeting_chains
from models.entities.leads.cards import LeadCard
from models.ids import LeadId
from models.reporting.asked import Asked
from models.reporting.facts import Counts, Thing, Weighed, WeighedFacts
from models.reporting.segment import in_segment
from models.vocabulary import AppointmentState, MissedBy

QUESTION: Final = "showing"
CLOSER = "closer"
BANDS: Final = (1, 3, 7, 14)
"""The most full days ahead of each band but the last."""
MEASURES: Final = (
    "agreed",
    "came_due",
    "shown",
    "eventually_held",
    "missed_by_guest",
    "missed_by_host",
    "called_off",
    "undecided",
)


@dataclass(frozen=True, slots=True)
class ShowingRow:
    """Meetings of a band of lead time or of a closer, by what became of them."""

    code: str
    counts: Counts

    def count(self, measure: str) -> int:
        """Return how many of a measure there are."""
        return self.counts.get(measure, 0)


def showing(session: Session, asked: Asked, at: datetime, by: str) -> tuple[ShowingRow, ...]:
    """Return the bands from the shortest lead time, or the closers by their ids."""
    counts = facts(session, asked, at, by).tally(session)
    return tuple(ShowingRow(code, counts[code]) for code in sorted(counts, key=int))


def facts(session: Session, asked: Asked, at: datetime, by: str) -> WeighedFacts:
    """Return the chains of meetings that were agreed for the period."""
    chains = meeting_chains(session, asked.start, asked.end)
    if asked.segment:
        meant = set(session.scalars(select(LeadCard.id).where(*in_segment(session, asked, at))))
        chains = [chain for chain in chains if chain[0].lead_id in meant]
    return WeighedFacts(tuple(_weigh(chain, by) for chain in chains), MEASURES)


def band_of(ahead: timedelta) -> int:
    """Return the band of a lead time.

    >>> band_of(timedelta(hours=20)), band_of(timedelta(days=3)), band_of(timedelta(days=90))
    (0, 1, 4)
    """
    return sum(ahead > timedelta(days=most) for most in BANDS)


def _weigh(chain: list[Link], by: str) -> Weighed:
    first, chance = chain[0], first_chance(chain)
    measures = {"agreed"}
    if chance is None:
        called_off = chain[-1].state == AppointmentState.CANCELLED
        measures.add("called_off" if called_off else "undecided")
    else:
        measures.add("came_due")
        if chance.state == AppointmentState.HELD:
            measures.add("shown")
        else:
            by_host = chance.missed_by == MissedBy.HOST
            measures.add("missed_by_host" if by_host else "missed_by_guest")
        if any(link.state == AppointmentState.HELD for link in chain):
            measures.add("eventually_held")
    ahead = first.original_starts_at - first.booked_at
    code = str(first.closer_id if by == CLOSER else band_of(ahead))
    thing = Thing(LeadId(first.lead_id), first.original_starts_at, chain[-1].state)
    return Weighed(thing, code, frozenset(measures))
