"""When people work."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.people.team import TeamMember, WorkingHours
from models.errors import InvalidValueError, NotFoundError
from models.history.verbs import verb
from models.ids import MemberId
from models.language import gettext as _

DAY_MINUTES = 1440
_WEEKDAYS = 7

Span = tuple[int, int]


@verb
def set_working_hours(
    session: Session, member_id: MemberId, hours: Mapping[int, Iterable[Span]]
) -> None:
    """Give a person exactly these hours: by weekday (Monday is 0), minutes from local midnight.

    Refuses a day that is no weekday, a span that is empty or leaves the day (0 to 1440; a night
    shift is two spans on two days), and spans of a day that overlap.
    """
    if session.get(TeamMember, member_id) is None:
        raise NotFoundError(_("team member"), member_id)
    wanted = {(day, span) for day, spans in hours.items() for span in _checked(day, spans)}
    held = session.scalars(select(WorkingHours).where(WorkingHours.member_id == member_id)).all()
    for row in held:
        if (row.weekday, (row.start_minute, row.end_minute)) not in wanted:
            session.delete(row)
    # Deleted first: a span that only ends at another minute keeps its day and start.
    session.flush()
    missing = wanted - {(row.weekday, (row.start_minute, row.end_minute)) for row in held}
    session.add_all(
        WorkingHours(member_id=member_id, weekday=day, start_minute=start, end_minute=end)
        for day, (start, end) in sorted(missing)
    )


def _checked(weekday: int, spans: Iterable[Span]) -> list[Span]:
    ordered = sorted(spans)
    if not 0 <= weekday < _WEEKDAYS:
        raise InvalidValueError(
            "weekday", weekday, _("A weekday is a number from 0 (Monday) to 6 (Sunday).")
        )
    until = 0
    for start, end in ordered:
        if not 0 <= start < end <= DAY_MINUTES:
            raise InvalidValueError(
                "hours",
                (start, end),
                _("Working hours lie between 0:00 and 24:00 and end after they begin."),
            )
        if start < until:
            raise InvalidValueError(
                "hours",
                (start, end),
                _("Working hours of one day overlap. Join them, or leave a gap between them."),
            )
        until = end
    return ordered
