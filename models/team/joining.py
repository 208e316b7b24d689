"""Who is on the team: adding, editing and seeing people off."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import required_text, zone_name
from models.contact_values import email_address
from models.definitions.roles import duties_of, known_role
from models.entities.people.team import MemberRole, TeamMember
from models.errors import InvalidValueError, NotFoundError
from models.history.verbs import acting_member, verb
from models.ids import MemberId
from models.language import gettext as _
from models.team.credits import RETURNED, credit_newcomer
from models.team.rows import has_role, member_by_name
from models.team.working_clock import checked_region
from models.vocabulary import Role


def _member(session: Session, member_id: MemberId) -> TeamMember:
    member = session.get(TeamMember, member_id)
    if member is None:
        raise NotFoundError(_("team member"), member_id)
    return member


def _free_name(session: Session, name: str, own_id: MemberId | None = None) -> str:
    text = required_text("name", name)
    holder = member_by_name(session, text)
    if holder is not None and holder.active and holder.id != own_id:
        raise InvalidValueError(
            "name",
            name,
            _("“{name}” is on the team already. Add a second name or an initial.").format(
                name=holder.name
            ),
        )
    return text


def _checked_roles(session: Session, roles: Iterable[str]) -> list[str]:
    return sorted({known_role(session, role) for role in roles})


@verb
def add_member(
    session: Session,
    name: str,
    zone: str,
    roles: Iterable[str] = (),
    email: str | None = None,
    region: str | None = None,
) -> MemberId:
    """Add a person to the team.

    Refuses a blank name and one that an active person has (lists could not tell them apart), a
    zone that is no IANA name, an unknown role, what is no e-mail address, and a region (DE, DE-BY)
    whose public holidays are not known. A closer is credited with what puts them on a level with
    the others, so that they do not have to catch up.
    """
    wanted = _checked_roles(session, roles)
    member = TeamMember(
        name=_free_name(session, name),
        email=email_address(email),
        zone=zone_name("zone", zone),
        region=checked_region(region),
    )
    session.add(member)
    session.flush()
    session.add_all(MemberRole(member_id=member.id, role=role) for role in wanted)
    if Role.CLOSER in duties_of(session, wanted):
        credit_newcomer(session, MemberId(member.id))
    return MemberId(member.id)


@verb
def edit_member(
    session: Session,
    member_id: MemberId,
    *,
    name: str,
    zone: str,
    email: str | None = None,
    region: str | None = None,
) -> None:
    """Write a person's name, zone, address and region anew; refuses what `add_member` refuses."""
    member = _member(session, member_id)
    free, where = _free_name(session, name, member_id), zone_name("zone", zone)
    address, holidays = email_address(email), checked_region(region)
    member.name = free
    member.zone = where
    member.email = address
    member.region = holidays


@verb
def set_roles(session: Session, member_id: MemberId, roles: Iterable[str]) -> None:
    """Give a person exactly these roles; refuses an unknown one.

    Who becomes a closer by it is credited like somebody who joins.
    """
    wanted = set(_checked_roles(session, roles))
    member = _member(session, member_id)
    closed_before = has_role(session, member_id, Role.CLOSER)
    held = session.scalars(select(MemberRole).where(MemberRole.member_id == member.id)).all()
    for role in held:
        if role.role not in wanted:
            session.delete(role)
    missing = wanted - {role.role for role in held}
    session.add_all(MemberRole(member_id=member.id, role=role) for role in sorted(missing))
    if not closed_before and Role.CLOSER in duties_of(session, wanted):
        credit_newcomer(session, member_id)


@verb
def set_time_with_us(
    session: Session,
    member_id: MemberId,
    *,
    joined_on: date | None = None,
    left_on: date | None = None,
) -> None:
    """Say on which day a person began, and which is the first without them, as far as known.

    Outside of it they have no working time: no slots, no terms, no capacity. Refuses a person who
    leaves before they begin.
    """
    member = _member(session, member_id)
    if joined_on is not None and left_on is not None and left_on < joined_on:
        raise InvalidValueError(
            "left_on", left_on, _("Nobody leaves before the day on which they began.")
        )
    member.joined_on = joined_on
    member.left_on = left_on


@verb
def deactivate(session: Session, member_id: MemberId) -> None:
    """Take a person off the lists of whom to give work to; what they did stays theirs.

    Refuses the person on duty: somebody has to be left who can undo it.
    """
    member = _member(session, member_id)
    if member_id == acting_member(session):
        raise InvalidValueError(
            "member",
            member.name,
            _("{name} is on duty. Switch to somebody else first.").format(name=member.name),
        )
    member.active = False


@verb
def reactivate(session: Session, member_id: MemberId) -> None:
    """Bring a person back; refuses where somebody active has taken the same name.

    A closer has not to catch up what was dealt while they were gone.
    """
    member = _member(session, member_id)
    member.name = _free_name(session, member.name, member_id)
    if member.active:
        return
    member.active = True
    if has_role(session, member_id, Role.CLOSER):
        credit_newcomer(session, member_id, RETURNED)
