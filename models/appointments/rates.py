"""Chains of meetings: what is counted of them is counted on the day first agreed.

A chain of meetings, one that got other times, is one meeting here and counts on its original date.
What was called off before its time without a new one counts as neither shown nor missed.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.meetings.appointments import Appointment
from models.vocabulary import AppointmentState


@dataclass(frozen=True, slots=True)
class Link:
    """One meeting of a chain: the first was agreed on `booked_at` for `original_starts_at`."""

    id: int
    previous_id: int | None
    lead_id: int
    closer_id: int
    state: str
    missed_by: str | None
    booked_at: datetime
    original_starts_at: datetime


def meeting_chains(session: Session, start: datetime, end: datetime) -> list[list[Link]]:
    """Return the chains of meetings whose original date lies in a period, its end not included."""
    wanted = select(
        Appointment.id,
        Appointment.previous_id,
        Appointment.lead_id,
        Appointment.closer_id,
        Appointment.state,
        Appointment.missed_by,
        Appointment.booked_at,
        Appointment.original_starts_at,
    ).where(Appointment.original_starts_at >= start, Appointment.original_starts_at < end)
    return _chains([Link(*row) for row in session.execute(wanted.order_by(Appointment.id))])


def _chains(links: list[Link]) -> list[list[Link]]:
    """Return the links by chain; a follower has a higher id than what it follows."""
    root: dict[int, int] = {}
    chains: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        before = link.previous_id
        root[link.id] = link.id if before is None else root.get(before, link.id)
        chains[root[link.id]].append(link)
    return list(chains.values())


def first_chance(chain: list[Link]) -> Link | None:
    """Return the first meeting of a chain that somebody could come to or miss."""
    decided = (AppointmentState.HELD, AppointmentState.NO_SHOW)
    return next((link for link in chain if link.state in decided), None)
