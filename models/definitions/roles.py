"""Roles as the team names them; rules never test the role but its duty."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered
from models.entities.definitions.versions import Definitions, RoleDefinition
from models.entities.people.team import MemberRole
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import Role, label


class RoleRow(NamedTuple):
    """A role of the definitions in force; `duty` is one of the five of `vocabulary.Role`."""

    code: str
    name: str
    duty: str


def roles(session: Session) -> tuple[RoleRow, ...]:
    """Return the roles that people may hold, in their order."""
    return remembered(session, "roles", _find_roles)


def _find_roles(session: Session) -> tuple[RoleRow, ...]:
    found = session.scalars(
        select(RoleDefinition)
        .where(RoleDefinition.definitions_id == current_definitions_id(session))
        .order_by(RoleDefinition.position)
    )
    return tuple(RoleRow(row.code, row.name, row.duty) for row in found)


def duty_of(session: Session, code: str) -> str:
    """Return the duty of a role; a duty is its own, and so is a code that no role has any more."""
    if code in tuple(Role):
        return str(code)
    return next((role.duty for role in roles(session) if role.code == code), code)


def duties_of(session: Session, codes: Iterable[str]) -> frozenset[str]:
    """Return the duties that several roles come to."""
    return frozenset(duty_of(session, code) for code in codes)


def codes_with_duty(session: Session, code: str) -> tuple[str, ...]:
    """Return every role that has the duty of this role, or this duty."""
    duty = duty_of(session, code)
    return tuple(role.code for role in roles(session) if role.duty == duty)


def role_names(session: Session) -> dict[str, str]:
    """Return what every role is called by code, those of earlier versions included."""
    return remembered(session, "role_names", _find_names)


def _find_names(session: Session) -> dict[str, str]:
    found = session.execute(
        select(RoleDefinition.code, RoleDefinition.name)
        .join(Definitions, Definitions.id == RoleDefinition.definitions_id)
        .order_by(Definitions.number)
    )
    return dict(iter(found))


def role_name(session: Session, code: str) -> str:
    """Return what the team calls a role."""
    return role_names(session).get(code) or label(code)


def role_of_strays(session: Session) -> str | None:
    """Return the last name of a role that somebody holds and is not in force; there should be none.

    An undo could bring one about: somebody gets back a role that was dropped since.
    """
    in_force = [role.code for role in roles(session)]
    stray = select(MemberRole.role).where(MemberRole.role.not_in(in_force)).limit(1)
    code = session.scalar(stray)
    return None if code is None else role_name(session, code)


def give_holders(session: Session, from_code: str, to_code: str) -> None:
    """Give everybody who holds a role another in its place; a part of a verb.

    Who holds the other already keeps it as it is.
    """
    have = set(session.scalars(select(MemberRole.member_id).where(MemberRole.role == to_code)))
    for held in session.scalars(select(MemberRole).where(MemberRole.role == from_code)).all():
        if held.member_id in have:
            session.delete(held)
        else:
            held.role = to_code


def known_role(session: Session, code: str) -> str:
    """Return a role's code; refuses one that the definitions in force do not hold."""
    known = [role.code for role in roles(session)]
    if code not in known:
        raise InvalidValueError(
            "role",
            code,
            _("“{code}” is no role in the team's definitions. Choose one of: {codes}.").format(
                code=code, codes=", ".join(known)
            ),
        )
    return str(code)
