"""Putting a lead aside: until a moment, or for a reason until the next working day."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.checks import optional_text, required_text
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.work.queue import Snooze
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import LeadId, MemberId, SnoozeId
from models.language import gettext as _
from models.queue.rows import PutAside
from models.team.working_days import member_clock, start_of_working_day

SNOOZED, SKIPPED = "snoozed", "skipped"


class PutAsideRow(NamedTuple):
    """A lead that is out of sight, by whom it was put aside, and until when."""

    id: SnoozeId
    lead_id: LeadId
    name: str
    company: str
    kind: str
    reason: str | None
    until: datetime
    for_everybody: bool


class NotPutAsideError(KnownError):
    """The lead is in the queue as it is; nothing is to be brought back."""


@verb
def snooze(
    session: Session,
    lead_id: LeadId,
    until: datetime,
    *,
    reason: str | None = None,
    for_everybody: bool = False,
) -> None:
    """Take a lead out of one's own queue, or out of everybody's, until a moment.

    Meetings of the lead stay, and a new request of theirs brings it back. Refuses a moment that is
    over or has no time zone.
    """
    existing(session, Lead, lead_id)
    if until.tzinfo is None:
        raise InvalidValueError("until", until, _("A time needs its time zone."))
    if until <= now(session):
        raise InvalidValueError("until", until, _("Choose a time that is still to come."))
    member = None if for_everybody else acting_member(session)
    _put_aside(session, lead_id, member, SNOOZED, optional_text("reason", reason), until)


@verb
def skip(session: Session, lead_id: LeadId, reason: str) -> datetime:
    """Take a lead out of one's own queue until the next working day begins; return when that is.

    Refuses a blank reason: who comes to the lead next wants to know.
    """
    existing(session, Lead, lead_id)
    words = required_text("reason", reason)
    member = acting_member(session)
    until = start_of_working_day(member_clock(session, member), now(session), 1)
    _put_aside(session, lead_id, member, SKIPPED, words, until)
    return until


@verb
def wake(session: Session, lead_id: LeadId) -> None:
    """Bring a lead back that was put aside by whoever is on duty, or for everybody.

    Refuses with `NotPutAsideError` a lead that is not put aside.
    """
    existing(session, Lead, lead_id)
    rows = session.scalars(
        _standing(acting_member(session), now(session)).where(Snooze.lead_id == lead_id)
    ).all()
    if not rows:
        raise NotPutAsideError(_("This lead is not put aside; it is in the queue as it is."))
    for row in rows:
        session.delete(row)


def put_aside(
    session: Session, member_id: MemberId | None, at: datetime
) -> tuple[PutAsideRow, ...]:
    """Return what is out of a person's queue for now, what comes back first in front."""
    rows = session.scalars(_standing(member_id, at).order_by(Snooze.until, Snooze.id)).all()
    if not rows:
        return ()
    cards = {
        card.id: card
        for card in session.execute(
            select(LeadCard.id, LeadCard.name, LeadCard.company).where(
                LeadCard.id.in_([row.lead_id for row in rows])
            )
        )
    }
    return tuple(
        PutAsideRow(
            SnoozeId(row.id),
            LeadId(row.lead_id),
            cards[row.lead_id].name,
            cards[row.lead_id].company,
            row.kind,
            row.reason,
            row.until,
            row.member_id is None,
        )
        for row in rows
        if row.lead_id in cards
    )


def put_aside_among(
    session: Session, member_id: MemberId | None, lead_ids: Collection[int], at: datetime
) -> dict[int, PutAside]:
    """Return which of these leads are out of a person's queue, the longest where there are two."""
    found: dict[int, PutAside] = {}
    standing = _standing(member_id, at).where(Snooze.lead_id.in_(lead_ids))
    for row in session.scalars(standing.order_by(Snooze.until, Snooze.id)):
        found[row.lead_id] = PutAside(row.put_aside_at, row.until, row.reason)
    return found


def _standing(member_id: MemberId | None, at: datetime) -> Select[Snooze]:
    return select(Snooze).where(
        Snooze.until > at,
        or_(Snooze.member_id.is_(None), Snooze.member_id == member_id),
    )


def _put_aside(
    session: Session,
    lead_id: LeadId,
    member_id: MemberId | None,
    kind: str,
    reason: str | None,
    until: datetime,
) -> None:
    """Write down that a lead is put aside; what the same person said before is replaced."""
    same = select(Snooze).where(
        Snooze.lead_id == lead_id, Snooze.member_id.is_not_distinct_from(member_id)
    )
    row = session.scalar(same)
    if row is None:
        row = Snooze(lead_id=lead_id, member_id=member_id)
        session.add(row)
    row.kind, row.reason, row.put_aside_at, row.until = kind, reason, now(session), until
