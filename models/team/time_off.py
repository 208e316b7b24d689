"""Time off: days on which a person does not work, so that no term runs on them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import optional_text, period
from models.entities.people.team import TeamMember, TimeOff
from models.finding import existing
from models.history.verbs import verb
from models.ids import MemberId, TimeOffId
from models.team.credits import credit_absence, uncredit_absence


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

    Refuses a person who is not on the team, and days that end before they begin. A closer's longer
    absence is credited with what they would have been dealt in it.
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
    credit_absence(session, member_id, starts_on, ends_on)
    return TimeOffId(row.id)


@verb
def remove_time_off(session: Session, time_off_id: TimeOffId) -> None:
    """Take time off back with what was credited for it: the person works on these days."""
    row = existing(session, TimeOff, time_off_id)
    uncredit_absence(session, MemberId(row.member_id), row.starts_on, row.ends_on)
    session.delete(row)
