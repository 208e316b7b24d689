"""Stage gates: what a lead must show before it may enter a stage.

Gates are rows of the definitions. This module is the one place that knows how each requirement is
checked and how it reads, so that the screen, the command line and the document agree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import (
    criteria,
    current_definitions_id,
    remembered,
    stage_by_id,
    stages,
)
from models.entities import (
    Appointment,
    Attendee,
    Criterion,
    Deal,
    GateRule,
    LeadCard,
    QualificationAnswer,
)
from models.errors import KnownError
from models.ids import LeadId, StageId
from models.language import gettext as _
from models.leads.choices import Choice
from models.vocabulary import AppointmentState, CriterionState, DealState, Part

# How far somebody's say in the decision goes, in rising order.
AUTHORITY_DEGREES = ("none", "influences", "decides")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a gate asks for and a lead does not show."""

    requirement: str
    argument: str
    sentence: str


class GateRefusedError(KnownError):
    """A lead may not enter a stage yet; lists what is missing."""

    def __init__(self, lead_name: str, stage_name: str, missing: tuple[Missing, ...]) -> None:
        super().__init__(
            _(
                "{lead} cannot move to {stage} yet. Still needed: {missing}. Add it, or ask a "
                "leader to move the lead with a reason."
            ).format(
                lead=lead_name, stage=stage_name, missing="; ".join(m.sentence for m in missing)
            )
        )
        self.missing = missing


class UnknownRequirementError(KnownError):
    """A gate asks for something that this program cannot check, so nothing may pass it."""

    def __init__(self, requirement: str, argument: str) -> None:
        super().__init__(
            _(
                "A stage gate asks for “{requirement}” ({argument}), which this Funneldesk cannot "
                "check. Update Funneldesk, or take the rule out of the definitions."
            ).format(requirement=requirement, argument=argument)
        )
        self.requirement = requirement
        self.argument = argument


class _Shown:
    """What a lead shows, each part asked for once."""

    def __init__(self, session: Session, lead_id: LeadId, evidence: str | None) -> None:
        self._session = session
        self._lead_id = lead_id
        self.evidence = (evidence or "").strip()

    @cached_property
    def answers(self) -> dict[str, QualificationAnswer]:
        found = select(QualificationAnswer).where(QualificationAnswer.lead_id == self._lead_id)
        return {answer.criterion: answer for answer in self._session.scalars(found)}

    def state(self, criterion: str) -> str:
        answer = self.answers.get(criterion)
        return CriterionState.UNKNOWN if answer is None else answer.state

    @cached_property
    def appointment(self) -> Appointment | None:
        """The latest appointment that was neither cancelled nor missed."""
        over = (AppointmentState.CANCELLED, AppointmentState.NO_SHOW)
        return self._session.scalar(
            select(Appointment)
            .where(Appointment.lead_id == self._lead_id, Appointment.state.not_in(over))
            .order_by(Appointment.id.desc())
            .limit(1)
        )

    @cached_property
    def held(self) -> bool:
        found = select(Appointment.id).where(
            Appointment.lead_id == self._lead_id, Appointment.state == AppointmentState.HELD
        )
        return self._session.scalar(found.limit(1)) is not None

    @cached_property
    def decision_maker_said_yes(self) -> bool:
        if self.appointment is None:
            return False
        found = select(Attendee.id).where(
            Attendee.appointment_id == self.appointment.id,
            Attendee.part_in_decision == Part.DECIDES,
            Attendee.said_yes_at.is_not(None),
        )
        return self._session.scalar(found.limit(1)) is not None

    @cached_property
    def won(self) -> bool:
        found = select(Deal.id).where(Deal.lead_id == self._lead_id, Deal.state == DealState.WON)
        return self._session.scalar(found.limit(1)) is not None


def _has_authority(shown: _Shown, at_least: str) -> bool:
    answer = shown.answers.get("authority")
    if answer is None or answer.state != CriterionState.CONFIRMED:
        return False
    # An answer from elsewhere may say that there is authority and not how much: then it is some.
    degree = answer.degree or "influences"
    return _degree(degree) >= _degree(at_least)


def _degree(name: str) -> int:
    if name not in AUTHORITY_DEGREES:
        raise UnknownRequirementError("authority_at_least", name)
    return AUTHORITY_DEGREES.index(name)


_APPOINTMENT_PARTS: dict[str, tuple[Callable[[_Shown], bool], Callable[[], str]]] = {
    "time": (lambda shown: shown.appointment is not None, lambda: _("a date and time are agreed")),
    "invitation": (
        lambda shown: shown.appointment is not None and shown.appointment.invited_at is not None,
        lambda: _("the invitation is handed over"),
    ),
    "purpose": (
        lambda shown: shown.appointment is not None and bool(shown.appointment.purpose),
        lambda: _("the purpose of the meeting is stated"),
    ),
    "decision_maker_yes": (
        lambda shown: shown.decision_maker_said_yes,
        lambda: _("a named decision-maker said yes"),
    ),
    "held": (lambda shown: shown.held, lambda: _("the meeting took place")),
}


def _appointment_has(shown: _Shown, part: str) -> bool:
    return _appointment_part(part)[0](shown)


def _appointment_part(part: str) -> tuple[Callable[[_Shown], bool], Callable[[], str]]:
    if part not in _APPOINTMENT_PARTS:
        raise UnknownRequirementError("appointment_has", part)
    return _APPOINTMENT_PARTS[part]


def _authority_words(degree: str, _names: dict[str, str]) -> str:
    _degree(degree)
    return {
        "none": _("authority was asked about"),
        "influences": _("the contact at least influences the decision"),
        "decides": _("the contact decides"),
    }[degree]


Check = Callable[[_Shown, str], bool]
Words = Callable[[str, dict[str, str]], str]

_REQUIREMENTS: dict[str, tuple[Check, Words]] = {
    "evidence_stated": (
        lambda shown, _argument: bool(shown.evidence),
        lambda _argument, _names: _("it is written down what shows it"),
    ),
    "criterion_confirmed": (
        lambda shown, code: shown.state(code) == CriterionState.CONFIRMED,
        lambda code, names: _("{criterion} is confirmed").format(criterion=names.get(code, code)),
    ),
    "criterion_not_failed": (
        lambda shown, code: shown.state(code) != CriterionState.FAILED,
        lambda code, names: _("{criterion} has not failed").format(criterion=names.get(code, code)),
    ),
    "authority_at_least": (_has_authority, _authority_words),
    "appointment_has": (_appointment_has, lambda part, _names: _appointment_part(part)[1]()),
    "deal_won": (
        lambda shown, _argument: shown.won,
        lambda _argument, _names: _("a deal is won"),
    ),
}


def _requirement(code: str, argument: str) -> tuple[Check, Words]:
    if code not in _REQUIREMENTS:
        raise UnknownRequirementError(code, argument)
    return _REQUIREMENTS[code]


def _rules(session: Session, stage_id: StageId) -> list[GateRule]:
    rules = remembered(session, "gate_rules", _find_rules)
    return [rule for rule in rules if rule.stage_id == stage_id]


def _find_rules(session: Session) -> list[GateRule]:
    current = GateRule.definitions_id == current_definitions_id(session)
    return list(session.scalars(select(GateRule).where(current).order_by(GateRule.id)))


def _criterion_names(session: Session) -> dict[str, str]:
    current = Criterion.definitions_id == current_definitions_id(session)
    return {row.code: row.name for row in session.scalars(select(Criterion).where(current))}


def missing_evidence(
    session: Session, lead_id: LeadId, to_stage_id: StageId, evidence: str | None
) -> tuple[Missing, ...]:
    """Return what the gate of a stage asks for and the lead does not show.

    `evidence` is what would be written down with the move. Refuses with `UnknownRequirementError`
    where the gate asks for something that cannot be checked here.
    """
    shown = _Shown(session, lead_id, evidence)
    missing = []
    for rule in _rules(session, to_stage_id):
        check, words = _requirement(rule.requirement, rule.argument)
        if not check(shown, rule.argument):
            sentence = words(rule.argument, _criterion_names(session))
            missing.append(Missing(rule.requirement, rule.argument, sentence))
    return tuple(missing)


def refuse_missing(
    session: Session, lead_id: LeadId, to_stage_id: StageId, missing: tuple[Missing, ...]
) -> None:
    """Raise `GateRefusedError` where something is missing."""
    if missing:
        named = session.connection().scalar(select(LeadCard.name).where(LeadCard.id == lead_id))
        stage = stage_by_id(session, to_stage_id)
        raise GateRefusedError(named or _("The lead"), stage.name, missing)


@dataclass(frozen=True, slots=True)
class RequirementKind:
    """A kind of requirement that a gate can have, for forms.

    `takes` is `nothing`, `choice` (one of `arguments`) or `condition`.
    """

    code: str
    label: str
    takes: str
    arguments: tuple[Choice[str], ...] = ()


def requirement_kinds(session: Session) -> tuple[RequirementKind, ...]:
    """Return every kind of requirement with what it may ask for."""
    named = tuple(Choice(row.code, row.name) for row in criteria(session))
    nothing, choice = "nothing", "choice"
    return (
        RequirementKind("evidence_stated", _("It is written down what shows it"), nothing),
        RequirementKind("criterion_confirmed", _("A criterion is confirmed"), choice, named),
        RequirementKind("criterion_not_failed", _("A criterion has not failed"), choice, named),
        RequirementKind(
            "authority_at_least",
            _("Say in the decision"),
            choice,
            tuple(Choice(code, _authority_words(code, {})) for code in AUTHORITY_DEGREES),
        ),
        RequirementKind(
            "appointment_has",
            _("Part of an appointment"),
            choice,
            tuple(Choice(code, words()) for code, (_check, words) in _APPOINTMENT_PARTS.items()),
        ),
        RequirementKind("deal_won", _("A deal is won"), nothing),
    )


@dataclass(frozen=True, slots=True)
class GateRow:
    """A stage's gate in words; without requirements everybody may pass."""

    stage_id: StageId
    stage_name: str
    requirements: tuple[str, ...]


def gates(session: Session) -> tuple[GateRow, ...]:
    """Return every stage's gate in words, in funnel order: the document that people agreed on."""
    names = _criterion_names(session)
    return tuple(
        GateRow(
            stage.id,
            stage.name,
            tuple(
                _requirement(rule.requirement, rule.argument)[1](rule.argument, names)
                for rule in _rules(session, stage.id)
            ),
        )
        for stage in stages(session)
    )
