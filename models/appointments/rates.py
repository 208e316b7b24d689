"""How many meetings take place: counted on the day for which they were first agreed.

A chain of meetings, one that got other times, is one meeting here and counts on its original date.
What was called off before its time without a new one counts as neither shown nor missed.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import Appointment
from models.evidence import Share, share_of
from models.ids import MemberId
from models.vocabulary import AppointmentState, MissedBy


@dataclass(frozen=True, slots=True)
class ShowRates:
    """Of the meetings agreed for a period, how many were held, each share with its evidence.

    `shown` looks at the first time that somebody could come or not; `eventually_held` also counts
    those that were missed first and held later. `missed_by_host` are among the missed. `called_off`
    and `undecided` (to come, or without an outcome yet) are in no share.
    """

    shown: Share
    eventually_held: Share
    missed_by_host: int
    put_off: int
    called_off: int
    undecided: int


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


def show_rates(
    session: Session, start: datetime, end: datetime, *, closer_id: MemberId | None = None
) -> ShowRates:
    """Return the rates of meetings whose original date lies in a period, its end not included."""
    chains = meeting_chains(session, start, end, closer_id=closer_id)
    first = [first_chance(chain) for chain in chains]
    held = sum(link is not None and link.state == AppointmentState.HELD for link in first)
    came_due = sum(link is not None for link in first)
    eventually = sum(
        any(link.state == AppointmentState.HELD for link in chain)
        for chain, chance in zip(chains, first, strict=True)
        if chance is not None
    )
    return ShowRates(
        shown=share_of(held, came_due),
        eventually_held=share_of(eventually, came_due),
        missed_by_host=sum(
            link is not None
            and link.state == AppointmentState.NO_SHOW
            and link.missed_by == MissedBy.HOST
            for link in first
        ),
        put_off=sum(chain[0].state == AppointmentState.RESCHEDULED for chain in chains),
        called_off=sum(
            chance is None and chain[-1].state == AppointmentState.CANCELLED
            for chain, chance in zip(chains, first, strict=True)
        ),
        undecided=sum(
            chance is None and chain[-1].state != AppointmentState.CANCELLED
            for chain, chance in zip(chains, first, strict=True)
        ),
    )


def meeting_chains(
    session: Session, start: datetime, end: datetime, *, closer_id: MemberId | None = None
) -> list[list[Link]]:
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
    if closer_id is not None:
        wanted = wanted.where(Appointment.closer_id == closer_id)
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
