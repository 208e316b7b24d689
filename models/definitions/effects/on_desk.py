"""What a draft's roles and gates of meetings would change for people and meetings to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from models.definitions.gates.meeting_gates import condition_of_rules
from models.definitions.problems.of_desk import holders_of_roles
from models.definitions.roles import role_name
from models.definitions.versions.draft import DefinitionsDraft
from models.entities.meetings.appointments import Appointment
from models.vocabulary import AppointmentState

_TO_COME = (
    AppointmentState.PROPOSED,
    AppointmentState.INVITED,
    AppointmentState.TENTATIVE,
    AppointmentState.CONFIRMED,
)


@dataclass(frozen=True, slots=True)
class RoleShift:
    """People with a role that the draft drops, and the one they would get."""

    from_role: str
    to_role: str
    count: int


@dataclass(frozen=True, slots=True)
class MeetingsShort:
    """Meetings to come that pass a gate now and would not under the draft."""

    gate: str
    count: int


def role_shifts(session: Session, draft: DefinitionsDraft) -> tuple[RoleShift, ...]:
    """Return who would get another role in place of one that the draft drops."""
    kept = {role.code: role.name for role in draft.roles}
    return tuple(
        RoleShift(role_name(session, code), kept[draft.roles_moved[code]], len(names))
        for code, names in holders_of_roles(session).items()
        if code not in kept and draft.roles_moved.get(code) in kept
    )


def meetings_short(
    session: Session, draft: DefinitionsDraft, before: DefinitionsDraft, at: datetime
) -> Iterator[MeetingsShort]:
    """Yield the gates that would let fewer meetings pass, with the number of those it loses."""
    was = {gate.gate: gate.rules for gate in before.meeting_gates}
    for gate in draft.meeting_gates:
        rules = was.get(gate.gate, ())
        if not set(gate.rules) - set(rules):
            continue
        short = session.scalar(
            select(func.count())
            .select_from(Appointment)
            .where(
                Appointment.starts_at > at,
                Appointment.state.in_(_TO_COME),
                and_(condition_of_rules(rules), not_(condition_of_rules(gate.rules))),
            )
        )
        if short:
            yield MeetingsShort(gate.gate, short)
