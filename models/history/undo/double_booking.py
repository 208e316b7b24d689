"""Undo and redo bring meetings back; a closer whose time is taken by now is not booked twice."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.entities.meetings.appointments import Appointment
from models.entities.people.team import TeamMember
from models.errors import KnownError
from models.history.logged import Entry
from models.language import gettext as _
from models.vocabulary import AppointmentState
from models.written_days import moment_text

FREED = (AppointmentState.CANCELLED, AppointmentState.RESCHEDULED)
"""States in which a meeting takes no time of its closer any more."""
_AT_ONCE = 500


class TimeTakenError(KnownError):
    """A meeting would come back to a time that its closer has given to another one."""

    def __init__(self, label: str, closer: str, when: str) -> None:
        super().__init__(
            _(
                "“{label}” cannot be taken back: {closer} has another meeting at {when} by now. "
                "Reschedule or cancel that one first."
            ).format(label=label, closer=closer, when=when)
        )


def refuse_double_booking(session: Session, label: str, entries: Sequence[Entry]) -> None:
    """Refuse where a meeting among changed rows now overlaps another one of its closer.

    Those that were booked over each other with a reason may.
    """
    changed = [one.row_uuid for one in entries if one.table_name == Appointment.__tablename__]
    other = aliased(Appointment)
    for start in range(0, len(changed), _AT_ONCE):
        found = session.execute(
            select(TeamMember.name, TeamMember.zone, other.starts_at)
            .select_from(Appointment)
            .join(other, other.closer_id == Appointment.closer_id)
            .join(TeamMember, TeamMember.id == Appointment.closer_id)
            .where(
                Appointment.uuid.in_(changed[start : start + _AT_ONCE]),
                Appointment.id != other.id,
                Appointment.state.not_in(FREED),
                other.state.not_in(FREED),
                Appointment.overlap_reason.is_(None),
                other.overlap_reason.is_(None),
                other.starts_at < Appointment.ends_at,
                other.ends_at > Appointment.starts_at,
            )
            .limit(1)
        ).first()
        if found is not None:
            local = found.starts_at.astimezone(ZoneInfo(found.zone))
            raise TimeTakenError(label, found.name, moment_text(local))
