"""What lists show of the team."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.roles import codes_with_duty, duty_of, role_name
from models.entities.people.team import MemberRole, TeamMember, WorkingHours
from models.ids import MemberId
from models.text_keys import fold
from models.vocabulary import CalendarPolicy

USUAL_WEIGHT = 1


class HoursRow(NamedTuple):
    """Minutes after local midnight in which somebody works on one weekday (Monday is 0)."""

    weekday: int
    start_minute: int
    end_minute: int


class HeldRoleRow(NamedTuple):
    """A role that a person holds: what they can do of it in a week, and their share of turns."""

    role: str
    duty: str
    weekly_capacity: int | None = None
    weight: int = USUAL_WEIGHT
    name: str = ""


class MemberRow(NamedTuple):
    """A person of the team; `calendar_max_age_hours` is empty where the usual age holds.

    `left_on` is the first day without them.
    """

    id: MemberId
    name: str
    email: str | None
    zone: str
    region: str | None
    active: bool
    roles: tuple[str, ...]
    hours: tuple[HoursRow, ...]
    held: tuple[HeldRoleRow, ...] = ()
    calendar_policy: str = CalendarPolicy.HERE
    calendar_max_age_hours: int | None = None
    daily_meeting_cap: int | None = None
    planned_touches: int | None = None
    planned_bookings: int | None = None
    joined_on: date | None = None
    left_on: date | None = None

    @property
    def duties(self) -> frozenset[str]:
        """What their roles come to; rules test this, never the role."""
        return frozenset(one.duty for one in self.held)

    def weight_of(self, duty: str) -> int:
        """Return their share of what is dealt out in turn to those of a duty; 0 for no turns."""
        return max((one.weight for one in self.held if one.duty == duty), default=0)


def team(session: Session, *, active_only: bool = False) -> tuple[MemberRow, ...]:
    """Return the team by name; people who left are included unless `active_only`."""
    wanted = select(TeamMember)
    if active_only:
        wanted = wanted.where(TeamMember.active.is_(True))
    members = session.scalars(wanted).all()
    held: defaultdict[int, list[HeldRoleRow]] = defaultdict(list)
    for role in session.scalars(select(MemberRole).order_by(MemberRole.role)):
        weight = USUAL_WEIGHT if role.weight is None else role.weight
        duty = duty_of(session, role.role)
        name = role_name(session, role.role)
        held[role.member_id].append(
            HeldRoleRow(role.role, duty, role.weekly_capacity, weight, name)
        )
    hours: defaultdict[int, list[HoursRow]] = defaultdict(list)
    order = (WorkingHours.weekday, WorkingHours.start_minute)
    for span in session.scalars(select(WorkingHours).order_by(*order)):
        hours[span.member_id].append(HoursRow(span.weekday, span.start_minute, span.end_minute))
    rows = (
        MemberRow(
            id=MemberId(member.id),
            name=member.name,
            email=member.email,
            zone=member.zone,
            region=member.region,
            active=member.active,
            roles=tuple(one.role for one in held[member.id]),
            hours=tuple(hours[member.id]),
            held=tuple(held[member.id]),
            calendar_policy=member.calendar_policy or CalendarPolicy.HERE,
            calendar_max_age_hours=member.calendar_max_age_hours,
            daily_meeting_cap=member.daily_meeting_cap,
            planned_touches=member.planned_touches,
            planned_bookings=member.planned_bookings,
            joined_on=member.joined_on,
            left_on=member.left_on,
        )
        for member in members
    )
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def is_active(session: Session, member_id: MemberId) -> bool:
    """Say whether somebody is of the team and has not left."""
    active = select(TeamMember.active).where(TeamMember.id == member_id)
    return bool(session.scalar(active))


def zone_of(session: Session, member_id: MemberId | None) -> str:
    """Return the zone that somebody works in; UTC for nobody."""
    return session.scalar(select(TeamMember.zone).where(TeamMember.id == member_id)) or "UTC"


def member_by_name(session: Session, name: str) -> MemberRow | None:
    """Return the person of this name, whatever its case and accents; None where there is none.

    Where two people share it, the one still active and added first.
    """
    wanted = fold(name)
    found = [row for row in team(session) if fold(row.name) == wanted]
    return min(found, key=lambda row: (not row.active, row.id), default=None)


def has_role(session: Session, member_id: MemberId | None, role: str) -> bool:
    """Say whether somebody holds a role, or another one of the same duty."""
    if member_id is None:
        return False
    codes = {role, *codes_with_duty(session, role)}
    found = select(MemberRole.id).where(
        MemberRole.member_id == member_id, MemberRole.role.in_(codes)
    )
    return session.scalar(found.limit(1)) is not None
