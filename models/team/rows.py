"""What lists show of the team."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities import MemberRole, TeamMember, WorkingHours
from models.ids import MemberId
from models.text_keys import fold


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Minutes after local midnight in which somebody works on one weekday (Monday is 0)."""

    weekday: int
    start_minute: int
    end_minute: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person of the team."""

    id: MemberId
    name: str
    email: str | None
    zone: str
    region: str | None
    active: bool
    roles: tuple[str, ...]
    hours: tuple[HoursRow, ...]


def team(session: Session, *, active_only: bool = False) -> tuple[MemberRow, ...]:
    """Return the team by name; people who left are included unless `active_only`."""
    wanted = select(TeamMember)
    if active_only:
        wanted = wanted.where(TeamMember.active.is_(True))
    members = session.scalars(wanted).all()
    roles: defaultdict[int, list[str]] = defaultdict(list)
    for role in session.scalars(select(MemberRole).order_by(MemberRole.id)):
        roles[role.member_id].append(role.role)
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
            roles=tuple(sorted(roles[member.id])),
            hours=tuple(hours[member.id]),
        )
        for member in members
    )
    return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))


def member_by_name(session: Session, name: str) -> MemberRow | None:
    """Return the person of this name, whatever its case and accents; None where there is none.

    Where two people share it, the one still active and added first.
    """
    wanted = fold(name)
    found = [row for row in team(session) if fold(row.name) == wanted]
    return min(found, key=lambda row: (not row.active, row.id), default=None)


def has_role(session: Session, member_id: MemberId | None, role: str) -> bool:
    """Say whether somebody holds a role."""
    if member_id is None:
        return False
    found = select(MemberRole.id).where(MemberRole.member_id == member_id, MemberRole.role == role)
    return session.scalar(found.limit(1)) is not None
