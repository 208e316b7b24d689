"""Holding a time for five minutes while somebody books it; nobody undoes a hold."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session

from models.appointments.times.closers_time import Asking, closers_times, wish_of
from models.appointments.times.refusing import SlotRefusedError
from models.appointments.times.rules import Refusal, judge, refusal_sentence
from models.entities.meetings.calendars import SlotHold
from models.entities.people.team import TeamMember
from models.finding import existing
from models.history.verbs import now
from models.ids import LeadId, MeetingKindId, MemberId

HOLD_MINUTES: Final = 5


def hold_slot(
    session: Session,
    closer_id: MemberId,
    starts_at: datetime,
    ends_at: datetime,
    lead_id: LeadId,
    member_id: MemberId | None,
    *,
    kind_id: MeetingKindId | None = None,
) -> datetime:
    """Keep a time of a closer from being offered to others, and return until when.

    The buffers of the kind are kept with it. An earlier hold of the same person is replaced.
    Refuses with `SlotRefusedError` a time that somebody else holds or has booked.
    """
    at = now(session)
    existing(session, TeamMember, closer_id)
    asking = Asking(starts_at, ends_at, at, kind_id, member_id)
    time = closers_times(session, (closer_id,), asking)[0][closer_id]
    wish = wish_of(session, kind_id, int((ends_at - starts_at).total_seconds() // 60), at)
    verdict = judge(time, wish, int(starts_at.timestamp()))
    if verdict.refusal in (Refusal.HELD, Refusal.OVERLAP):
        said = refusal_sentence(time, wish, int(starts_at.timestamp()), verdict.refusal)
        raise SlotRefusedError(verdict.refusal, said)
    until = at + timedelta(minutes=HOLD_MINUTES)
    _let_go(session, SlotHold.until <= at)
    _let_go(session, SlotHold.held_by_id.is_not_distinct_from(member_id))
    session.add(
        SlotHold(
            closer_id=closer_id,
            held_by_id=member_id,
            lead_id=lead_id,
            starts_at=starts_at - timedelta(minutes=wish.before_minutes),
            ends_at=ends_at + timedelta(minutes=wish.after_minutes),
            until=until,
        )
    )
    session.flush()
    return until


def release_hold(session: Session, lead_id: LeadId, member_id: MemberId | None) -> None:
    """Let go of what somebody held for a lead; where nothing is held, nothing happens."""
    _let_go(
        session,
        SlotHold.lead_id == lead_id,
        SlotHold.held_by_id.is_not_distinct_from(member_id),
    )


def _let_go(session: Session, *wanted: ColumnElement[bool]) -> None:
    # Holds are in no history, so the statement may go past the session that records.
    session.connection().execute(delete(SlotHold).where(*wanted))
