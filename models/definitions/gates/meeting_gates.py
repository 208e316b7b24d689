"""When an appointment counts as agreed, confirmed and ready, by the definitions in force.

What a rule asks for is the same here as in the gate of a stage: the parts stand in one place.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered
from models.definitions.gates.appointment_parts import (
    APPOINTMENT_HAS,
    UnknownRequirementError,
    appointment_part,
)
from models.definitions.versions.draft import GateRuleDraft
from models.entities.definitions.gates import MeetingGateRule
from models.entities.meetings.appointments import Appointment
from models.finding import existing
from models.ids import AppointmentId

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MeetingRuleRow:
    """One thing that a gate of meetings asks for, in words."""

    requirement: str
    argument: str
    sentence: str


def meeting_gate(session: Session, gate: str) -> tuple[MeetingRuleRow, ...]:
    """Return what a gate (one of `vocabulary.MeetingGate`) asks for; nothing lets all pass."""
    return tuple(
        MeetingRuleRow(rule.requirement, rule.argument, appointment_part(rule.argument).words())
        for rule in _rules(session, gate)
    )


def missing_for(session: Session, appointment_id: AppointmentId, gate: str) -> tuple[str, ...]:
    """Return in words what an appointment lacks for a gate; refuses one that does not exist."""
    existing(session, Appointment, appointment_id)
    return missing_for_all(session, (appointment_id,), gate)[appointment_id]


def passes(session: Session, appointment_id: AppointmentId, gate: str) -> bool:
    """Say whether an appointment shows all that a gate asks for."""
    return not missing_for(session, appointment_id, gate)


def missing_for_all(
    session: Session, appointment_ids: Collection[AppointmentId], gate: str
) -> dict[AppointmentId, tuple[str, ...]]:
    """Return for each of these appointments what it lacks for a gate, with one query for many."""
    rules = _rules(session, gate)
    ids = list(appointment_ids)
    if not rules:
        return dict.fromkeys(ids, ())
    session.flush()
    words = [appointment_part(rule.argument).words() for rule in rules]
    met = [condition.label(f"met_{at}") for at, condition in enumerate(_conditions(rules))]
    missing: dict[AppointmentId, tuple[str, ...]] = {}
    for start in range(0, len(ids), _AT_ONCE):
        piece = Appointment.id.in_(ids[start : start + _AT_ONCE])
        for row in session.execute(select(Appointment.id, *met).where(piece)):
            missing[AppointmentId(row[0])] = tuple(
                word for word, shown in zip(words, row[1:], strict=True) if not shown
            )
    return missing


def condition_of_rules(rules: Sequence[GateRuleDraft]) -> ColumnElement[bool]:
    """Return rules, of a draft as well, as a condition for a query over appointments."""
    return and_(true(), *_conditions(rules))


def _conditions(rules: Sequence[GateRuleDraft]) -> list[ColumnElement[bool]]:
    return [appointment_part(rule.argument).met() for rule in rules]


def _rules(session: Session, gate: str) -> tuple[GateRuleDraft, ...]:
    return remembered(session, "meeting_gates", _find_rules).get(gate, ())


def _find_rules(session: Session) -> dict[str, tuple[GateRuleDraft, ...]]:
    found: defaultdict[str, list[GateRuleDraft]] = defaultdict(list)
    for row in session.scalars(
        select(MeetingGateRule)
        .where(MeetingGateRule.definitions_id == current_definitions_id(session))
        .order_by(MeetingGateRule.id)
    ):
        if row.requirement != APPOINTMENT_HAS:
            raise UnknownRequirementError(row.requirement, row.argument)
        found[row.gate].append(GateRuleDraft(row.requirement, row.argument))
    return {gate: tuple(rules) for gate, rules in found.items()}
