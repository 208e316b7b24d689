"""What is planned with a person: their calendar, their day, and their share of each role."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import one_of, within
from models.entities.people.team import MemberRole, TeamMember
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import MemberId
from models.language import gettext as _
from models.team.credits import credit_new_weight, standing_of
from models.team.rows import USUAL_WEIGHT
from models.vocabulary import CalendarPolicy

_MOST_HOURS: Final = 24 * 31
_MOST_MEETINGS: Final = 50
_MOST_A_DAY: Final = 1000
_MOST_A_WEEK: Final = 10_000
_MOST_WEIGHT: Final = 100


@verb
def set_calendar_policy(
    session: Session, member_id: MemberId, policy: str, max_age_hours: int | None = None
) -> None:
    """Say where a person's calendar is kept: here, imported from files, or with them (ask first).

    `max_age_hours` is how old a file may be; without it the usual age holds. Refuses an unknown
    policy, an age that is not 1 hour to 31 days, and an age where nothing is imported.
    """
    member = existing(session, TeamMember, member_id)
    wanted = one_of("calendar_policy", policy, tuple(CalendarPolicy))
    if max_age_hours is not None and wanted != CalendarPolicy.IMPORTED:
        raise InvalidValueError(
            "calendar_max_age_hours",
            max_age_hours,
            _("Only an imported calendar has an age. Choose “imported”, or leave the age empty."),
        )
    age = _optional("calendar_max_age_hours", max_age_hours, 1, _MOST_HOURS)
    member.calendar_policy = wanted
    member.calendar_max_age_hours = age


@verb
def set_day_plan(
    session: Session,
    member_id: MemberId,
    *,
    daily_meeting_cap: int | None = None,
    planned_touches: int | None = None,
    planned_bookings: int | None = None,
) -> None:
    """Say what a person's day holds: meetings at most, and planned touches and bookings.

    Refuses numbers below zero and beyond what a day holds, and a cap of no meeting at all: who has
    none is no closer.
    """
    member = existing(session, TeamMember, member_id)
    cap = _optional("daily_meeting_cap", daily_meeting_cap, 1, _MOST_MEETINGS)
    touches = _optional("planned_touches", planned_touches, 0, _MOST_A_DAY)
    bookings = _optional("planned_bookings", planned_bookings, 0, _MOST_A_DAY)
    member.daily_meeting_cap = cap
    member.planned_touches = touches
    member.planned_bookings = bookings


@verb
def set_share(
    session: Session,
    member_id: MemberId,
    role: str,
    *,
    weekly_capacity: int | None = None,
    weight: int = USUAL_WEIGHT,
) -> None:
    """Say what a person can do in a role in a week, and their share of what is dealt out in turn.

    A weight of 0 means no turns. Another weight holds from now on: a closer is credited so that it
    does not count for the past. Refuses a role that the person does not hold, and numbers below
    zero or beyond reason.
    """
    existing(session, TeamMember, member_id)
    held = session.scalar(
        select(MemberRole).where(MemberRole.member_id == member_id, MemberRole.role == role)
    )
    if held is None:
        raise InvalidValueError(
            "role", role, _("The person does not hold this role. Give it to them first.")
        )
    capacity = _optional("weekly_capacity", weekly_capacity, 0, _MOST_A_WEEK)
    wanted = within("weight", weight, 0, _MOST_WEIGHT)
    before = standing_of(session, member_id)
    held.weekly_capacity = capacity
    if wanted != (USUAL_WEIGHT if held.weight is None else held.weight):
        held.weight = wanted
        credit_new_weight(session, member_id, before)


def _optional(field: str, value: int | None, low: int, high: int) -> int | None:
    return None if value is None else within(field, value, low, high)
