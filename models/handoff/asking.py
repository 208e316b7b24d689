"""Whom to ask: one named person for each lead, chosen the same way each time."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.definitions.roles import codes_with_duty, duty_of
from models.entities.leads.leads import Handoff, Lead
from models.entities.people.team import MemberRole, TeamMember, TimeOff
from models.history.remembering import remembered_of
from models.ids import MemberId
from models.vocabulary import HandoffState, Role, Status
from models.wall_time import local_day


def member_to_ask(
    session: Session,
    role: str,
    at: datetime,
    *,
    owner_id: int | None = None,
    without: Collection[int] = (),
) -> MemberId | None:
    """Return who is asked to accept a lead: its owner where they have the duty of the role.

    Else whoever of that duty has the fewest leads waiting for an answer, else a leader; who was
    added first among equals, and nobody who is off today while others are there. None where there
    is nobody.
    """
    waiting: dict[int, int] = {
        row.member_id: row.waiting
        for row in session.execute(
            select(Handoff.member_id, func.count().label("waiting"))
            .where(Handoff.state == HandoffState.WAITING, Handoff.member_id.is_not(None))
            .group_by(Handoff.member_id)
        )
    }
    return _least_busy(session, role, at, waiting, owner_id, without)


def member_to_own(session: Session, role: str, at: datetime) -> MemberId | None:
    """Return who gets a lead that has no owner: of the role (else a leader) the fewest open."""
    open_leads: dict[int, int] = {
        row.owner_id: row.worked
        for row in session.execute(
            select(Lead.owner_id, func.count().label("worked"))
            .where(Lead.status == Status.OPEN, Lead.owner_id.is_not(None))
            .group_by(Lead.owner_id)
        )
    }
    return _least_busy(session, role, at, open_leads, None, ())


def holds(session: Session, member_id: int | None, role: str) -> bool:
    """Say whether somebody still on the team holds a role, or another of the same duty."""
    return member_id is not None and member_id in _holders(session, role)


def active_members(session: Session) -> frozenset[int]:
    """Return who is still on the team."""
    return frozenset(session.scalars(select(TeamMember.id).where(TeamMember.active.is_(True))))


def _least_busy(
    session: Session,
    role: str,
    at: datetime,
    busy: dict[int, int],
    owner_id: int | None,
    without: Collection[int],
) -> MemberId | None:
    for wanted in dict.fromkeys((duty_of(session, role), Role.LEADER.value)):
        able = _holders(session, wanted)
        if wanted == duty_of(session, role) and owner_id in able and owner_id not in without:
            return MemberId(owner_id)
        able = {one: zone for one, zone in able.items() if one not in without}
        away = _away_today(session, able, at)
        chosen = [one for one in able if one not in away] or list(able)
        if chosen:
            return MemberId(min(chosen, key=lambda one: (busy.get(one, 0), one)))
    return None


def _holders(session: Session, role: str) -> dict[int, str]:
    """Return the people still on the team with the duty of a role, and their zones."""
    codes = codes_with_duty(session, role)

    def find() -> dict[int, str]:
        found = (
            select(TeamMember.id, TeamMember.zone)
            .join(MemberRole, MemberRole.member_id == TeamMember.id)
            .where(TeamMember.active.is_(True), MemberRole.role.in_(codes))
        )
        return {row.id: row.zone for row in session.execute(found)}

    return remembered_of(session, (TeamMember, MemberRole), ("holders", codes), find)


def _away_today(session: Session, zones: dict[int, str], at: datetime) -> set[int]:
    def find() -> list[tuple[int, date, date]]:
        found = select(TimeOff.member_id, TimeOff.starts_on, TimeOff.ends_on)
        rows = session.execute(found.where(TimeOff.member_id.in_(zones)))
        return [(row.member_id, row.starts_on, row.ends_on) for row in rows]

    today = {member: local_day(at, zone) for member, zone in zones.items()}
    away = remembered_of(session, (TimeOff,), ("time off", tuple(zones)), find)
    return {member for member, first, last in away if first <= today[member] <= last}
