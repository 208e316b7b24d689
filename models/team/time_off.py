"""Time off: days on which a person does not work, so that no term runs on them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import optional_text, period
from models.entities import TeamMember, TimeOff
from models.finding import existing
from models.history.recording import verb
from models.ids import MemberId, TimeOffId


@dataclass(frozen=True, slots=True)
class TimeOffRow:
    """Days off of a person, the first and the last included."""

    id: TimeOffId
    member_id: MemberId
    starts_on: date
    ends_on: date
    note: str | None


def time_off(session: Session, member_id: MemberId) -> tuple[TimeOffRow, ...]:
    """Return a person's time off in the order of its days."""
    found = session.scalars(
        select(TimeOff)
        .where(TimeOff.member_id == member_id)
        .order_by(TimeOff.starts_on, TimeOff.id)
    )
    return tuple(
        TimeOffRow(TimeOffId(row.id), member_id, row.starts_on, row.ends_on, row.note)
        for row in found
    )


@verb
def add_time_off(
    session: Session,
    member_id: MemberId,
    starts_on: date,
    ends_on: date,
    note: str | None = None,
) -> TimeOffId:
    """Note that a person does not work from one day to another, both included.

    Refuses a person who is not on the team, and days that end before they begin.
    """
    existing(session, TeamMember, member_id)
    period(starts_on, ends_on)
    row = TimeOff(
        member_id=member_id,
        starts_on=starts_on,
        ends_on=ends_on,
        note=optional_text("note", note),
    )
    session.add(row)
    session.flush()
    return TimeOffId(row.id)


@verb
def remove_time_off(session: Session, time_off_id: TimeOffId) -> None:
    """Take time off back: the person works on these days after all."""
    session.delete(existing(session, TimeOff, time_off_id))
