"""What a gate can ask for: each kind once, as a condition on leads and in words.

The same condition judges one lead at its gate and counts all leads that would not pass one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, literal, select, true
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of, fields_known
from models.conditions.condition import Condition, Operator
from models.conditions.fields import NEGATIVE
from models.conditions.matching import checked, joined_condition, lead_condition
from models.conditions.sentences import sentence
from models.definitions.criteria import criteria
from models.definitions.gates.appointment_parts import (
    APPOINTMENT_HAS,
    APPOINTMENT_PARTS,
    UnknownRequirementError,
    appointment_part,
)
from models.definitions.roles import role_name, roles
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.cards import LeadCard
from models.entities.leads.deals import Deal
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.errors import KnownError
from models.language import gettext as _
from models.leads.lists.choices import Choice
from models.vocabulary import AppointmentState, CriterionState, DealState

# How far somebody's say in the decision goes, in rising order.
AUTHORITY_DEGREES = ("none", "influences", "decides")
ROLE = "role"
"""The one requirement that is about who moves the lead; several of them name several roles."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a version or draft calls its criteria and roles, by code."""

    criteria: Mapping[str, str]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a check goes by besides the rows: whether evidence is stated, and the instant."""

    session: Session
    evidence: ColumnElement[bool]
    at: datetime


def _no_arguments(_session: Session) -> tuple[Choice[str], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One kind of requirement.

    `met` is a condition for a query over leads, outer-joined with contacts and companies. `takes`
    is `nothing`, `choice` or `condition`.
    """

    label: Callable[[], str]
    met: Callable[[Asked, str], ColumnElement[bool]]
    words: Callable[[Session, str, Names], str]
    takes: str = "nothing"
    arguments: Callable[[Session], tuple[Choice[str], ...]] = _no_arguments


def _answered(criterion: str, *states: CriterionState) -> ColumnElement[bool]:
    return exists().where(
        QualificationAnswer.lead_id == Lead.id,
        QualificationAnswer.criterion == criterion,
        QualificationAnswer.state.in_(states),
    )


def _has_authority(_asked: Asked, at_least: str) -> ColumnElement[bool]:
    # An answer from elsewhere may say that there is authority and not how much: then it is some.
    degree = func.coalesce(QualificationAnswer.degree, "influences")
    return exists().where(
        QualificationAnswer.lead_id == Lead.id,
        QualificationAnswer.criterion == "authority",
        QualificationAnswer.state == CriterionState.CONFIRMED,
        degree.in_(AUTHORITY_DEGREES[_degree(at_least) :]),
    )


def _degree(name: str) -> int:
    if name not in AUTHORITY_DEGREES:
        raise UnknownRequirementError("authority_at_least", name)
    return AUTHORITY_DEGREES.index(name)


def _authority_words(degree: str) -> str:
    _degree(degree)
    return {
        "none": _("authority was asked about"),
        "influences": _("the contact at least influences the decision"),
        "decides": _("the contact decides"),
    }[degree]


_OVER = (
    AppointmentState.CANCELLED,
    AppointmentState.NO_SHOW,
    AppointmentState.RESCHEDULED,
)
# The latest appointment that was neither called off, missed nor put off; its parts count, not
# those of older ones.
_LATEST = (
    select(func.max(Appointment.id))
    .where(Appointment.lead_id == Lead.id, Appointment.state.not_in(_OVER))
    .correlate(Lead)
    .scalar_subquery()
)


def _latest_appointment(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Appointment.id == _LATEST, *conditions)


HELD = "held"
"""The one part that only a stage can ask for: some meeting with the lead took place."""


def _has_part(name: str) -> ColumnElement[bool]:
    if name == HELD:
        return exists().where(
            Appointment.lead_id == Lead.id, Appointment.state == AppointmentState.HELD
        )
    return _latest_appointment(appointment_part(name).met())


def _part_words(name: str) -> str:
    return _("the meeting took place") if name == HELD else appointment_part(name).words()


def _parts_to_choose(_session: Session) -> tuple[Choice[str], ...]:
    return tuple(Choice(one, _part_words(one)) for one in (*APPOINTMENT_PARTS, HELD))


def condition_text(condition: Condition) -> str:
    """Return a condition as the argument of a requirement."""
    return json.dumps([condition.field, condition.operator.value, *condition.wanted])


def condition_of(argument: str) -> Condition:
    """Return the condition that an argument says; refuses a text that says none."""
    try:
        field, operator, *wanted = json.loads(argument)
        return Condition(str(field), Operator(operator), tuple(str(one) for one in wanted))
    except (ValueError, TypeError) as error:
        raise UnknownRequirementError("condition", argument) from error


def _holds(asked: Asked, condition: Condition) -> ColumnElement[bool]:
    field = field_of(asked.session, condition.field)
    if field.rows is not None or field.value is not None:
        return joined_condition(asked.session, condition, asked.at)
    # Scores and the like are found on the lead's card only.
    on_card = lead_condition(asked.session, condition, asked.at)
    return exists(select(LeadCard.id).where(LeadCard.id == Lead.id, on_card).correlate(Lead))


def _known(code: str) -> Condition:
    return Condition(code, Operator.KNOWN)


def _fields_to_know(session: Session) -> tuple[Choice[str], ...]:
    return tuple(
        Choice(row.code, row.label)
        for row in fields_known(session)
        if NEGATIVE[Operator.UNKNOWN] in row.operators
    )


def _criteria_to_choose(session: Session) -> tuple[Choice[str], ...]:
    return tuple(Choice(row.code, row.name) for row in criteria(session))


REQUIREMENTS: dict[str, Requirement] = {
    "evidence_stated": Requirement(
        lambda: _("It is written down what shows it"),
        lambda asked, _argument: asked.evidence,
        lambda _session, _argument, _names: _("it is written down what shows it"),
    ),
    "criterion_confirmed": Requirement(
        lambda: _("A criterion is confirmed"),
        lambda _asked, code: _answered(code, CriterionState.CONFIRMED),
        lambda _session, code, names: _("{criterion} is confirmed").format(
            criterion=names.criteria.get(code, code)
        ),
        "choice",
        _criteria_to_choose,
    ),
    "criterion_not_failed": Requirement(
        lambda: _("A criterion has not failed"),
        lambda _asked, code: ~_answered(code, CriterionState.FAILED),
        lambda _session, code, names: _("{criterion} has not failed").format(
            criterion=names.criteria.get(code, code)
        ),
        "choice",
        _criteria_to_choose,
    ),
    "authority_at_least": Requirement(
        lambda: _("Say in the decision"),
        _has_authority,
        lambda _session, degree, _names: _authority_words(degree),
        "choice",
        lambda _session: tuple(Choice(one, _authority_words(one)) for one in AUTHORITY_DEGREES),
    ),
    APPOINTMENT_HAS: Requirement(
        lambda: _("Part of an appointment"),
        lambda _asked, part: _has_part(part),
        lambda _session, part, _names: _part_words(part),
        "choice",
        _parts_to_choose,
    ),
    "deal_won": Requirement(
        lambda: _("A deal is won"),
        lambda _asked, _argument: exists().where(
            Deal.lead_id == Lead.id, Deal.state == DealState.WON
        ),
        lambda _session, _argument, _names: _("a deal is won"),
    ),
    ROLE: Requirement(
        lambda: _("Who may move a lead here"),
        lambda _asked, _role: true(),
        lambda session, role, names: moved_by((names.roles.get(role) or role_name(session, role),)),
        "choice",
        lambda session: tuple(Choice(role.code, role.name) for role in roles(session)),
    ),
    "field_known": Requirement(
        lambda: _("A field is filled in"),
        lambda asked, code: _holds(asked, _known(code)),
        lambda session, code, _names: sentence(session, _known(code)),
        "choice",
        _fields_to_know,
    ),
    "condition": Requirement(
        lambda: _("A condition on a field"),
        lambda asked, argument: _holds(asked, condition_of(argument)),
        lambda session, argument, _names: sentence(session, condition_of(argument)),
        "condition",
    ),
}


def moved_by(role_names: Sequence[str]) -> str:
    """Return in words who may move a lead where a gate names these roles."""
    return _("it is moved by: {role} or a sales leader").format(role=_(" or ").join(role_names))


def requirement(code: str, argument: str) -> Requirement:
    """Return a kind of requirement; refuses one that this program cannot check."""
    if code not in REQUIREMENTS:
        raise UnknownRequirementError(code, argument)
    return REQUIREMENTS[code]


def argument_problem(
    session: Session,
    code: str,
    argument: str,
    known_criteria: frozenset[str],
    known_roles: frozenset[str],
) -> str | None:
    """Return in words why a gate cannot ask for this, or None where it can.

    `known_criteria` are those of the framework, and `known_roles` those of the draft, that the
    gate would stand beside.
    """
    kind = REQUIREMENTS.get(code)
    if kind is None:
        return _("“{code}” is no requirement that can be checked. Choose another.").format(
            code=code
        )
    if code in ("criterion_confirmed", "criterion_not_failed"):
        allowed = known_criteria
    elif code == ROLE:
        allowed = known_roles
    elif code == "authority_at_least" and "authority" not in known_criteria:
        return _("The framework has no criterion “authority” that a gate could ask for.")
    elif kind.takes == "condition" or code == "field_known":
        return _condition_problem(session, code, argument)
    else:
        allowed = frozenset(one.key for one in kind.arguments(session)) or frozenset(("",))
    if argument not in allowed:
        return _("“{kind}” cannot ask for “{argument}”. Choose one of: {allowed}.").format(
            kind=kind.label(), argument=argument, allowed=", ".join(sorted(allowed))
        )
    return None


def _condition_problem(session: Session, code: str, argument: str) -> str | None:
    try:
        condition = _known(argument) if code == "field_known" else condition_of(argument)
        checked(session, condition)
    except KnownError as error:
        return str(error)
    return None


def evidence_of_text(text: str | None) -> ColumnElement[bool]:
    """Return whether a text written down with a move says anything."""
    return literal(bool((text or "").strip()))
