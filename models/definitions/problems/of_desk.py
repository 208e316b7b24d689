"""What is wrong with a draft's roles, outcomes of touches and gates of meetings."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.gates.appointment_parts import APPOINTMENT_HAS, APPOINTMENT_PARTS
from models.definitions.problems.of_rows import code_problems
from models.definitions.problems.of_stages import Problem, names_twice, text_problems
from models.definitions.roles import role_name
from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft, OutcomeDraft
from models.entities.people.team import MemberRole, TeamMember
from models.ids import StageId
from models.language import gettext as _
from models.language import ngettext
from models.vocabulary import TOUCH_OUTCOMES, CadenceTrack, MeetingGate, NextStep, Role, label

LONGEST_WAIT_MINUTES = 60 * 480
"""Sixty working days of eight hours."""
# Without them nobody could book a meeting, or let a lead pass a gate with a reason.
_NEEDED = (Role.CLOSER, Role.LEADER)


def problems_of_desk(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    """Yield what keeps roles, outcomes and gates of meetings from being written."""
    yield from _roles(draft)
    yield from _held_roles(session, draft)
    yield from _outcomes(draft)
    yield from _meeting_gates(draft)


def _roles(draft: DefinitionsDraft) -> Iterator[Problem]:
    codes: set[str] = set()
    for place, role in enumerate(draft.roles):
        where = f"roles[{place}]"
        yield from code_problems(f"{where}.code", role.code)
        yield from text_problems(f"{where}.name", role.name, _("A role needs a name."))
        if role.code in codes:
            yield f"{where}.code", _("Two roles have the code “{code}”.").format(code=role.code)
        if role.duty not in tuple(Role):
            yield f"{where}.duty", _("Choose the duty that “{name}” has.").format(name=role.name)
        elif role.code in tuple(Role) and role.code != role.duty:
            yield (
                f"{where}.duty",
                _(
                    "“{name}” keeps the duty {duty}. Add a role of your own for another duty."
                ).format(name=role.name, duty=label(role.code)),
            )
        codes.add(role.code)
    yield from names_twice(
        ((f"roles[{place}].name", one.name) for place, one in enumerate(draft.roles)),
        _("Two roles are called “{name}”. Rename one."),
    )
    for duty in _NEEDED:
        if all(role.duty != duty for role in draft.roles):
            yield (
                "roles",
                _("There must be a role with the duty {duty}. Add one.").format(duty=label(duty)),
            )


def _held_roles(session: Session, draft: DefinitionsDraft) -> Iterator[Problem]:
    """Yield roles that are gone while people hold them and nothing says what these get instead."""
    kept = {role.code for role in draft.roles}
    for code, names in holders_of_roles(session).items():
        if code in kept or draft.roles_moved.get(code) in kept:
            continue
        yield (
            f"roles_moved[{code}]",
            ngettext(
                "{names} holds “{role}”. Say which role they get instead.",
                "{names} hold “{role}”. Say which role they get instead.",
                len(names),
            ).format(names=", ".join(names), role=role_name(session, code)),
        )


def holders_of_roles(session: Session) -> dict[str, tuple[str, ...]]:
    """Return who holds each role that somebody holds, people who left included."""
    held: dict[str, tuple[str, ...]] = {}
    for code, name in session.execute(
        select(MemberRole.role, TeamMember.name)
        .join(TeamMember, TeamMember.id == MemberRole.member_id)
        .order_by(MemberRole.role, TeamMember.name)
    ):
        held[code] = (*held.get(code, ()), name)
    return held


def _outcomes(draft: DefinitionsDraft) -> Iterator[Problem]:
    if not draft.stages:
        return
    stages = {stage.id for stage in draft.stages if stage.id is not None}
    first = draft.stages[0].id
    seen: set[str] = set()
    for place, rule in enumerate(draft.outcomes):
        where = f"outcomes[{place}]"
        if rule.outcome not in TOUCH_OUTCOMES or rule.outcome in seen:
            yield (
                where,
                _("“{code}” is no outcome, or stands here twice.").format(code=rule.outcome),
            )
            continue
        seen.add(rule.outcome)
        words = label(rule.outcome)
        stage_id = stage_after(draft, rule)
        if stage_id is not None and stage_id not in stages:
            yield (
                f"{where}.stage_id",
                _("{outcome}: the stage it moves to is gone. Choose another, or none.").format(
                    outcome=words
                ),
            )
        elif stage_id is not None and stage_id == first:
            yield (
                f"{where}.stage_id",
                _("{outcome}: every lead begins in that stage. Choose a later one.").format(
                    outcome=words
                ),
            )
        yield from _next_step(where, words, rule)
    if missing := [one for one in TOUCH_OUTCOMES if one not in seen]:
        yield (
            "outcomes",
            _("These outcomes have no rule: {outcomes}.").format(
                outcomes=", ".join(label(one) for one in missing)
            ),
        )


def stage_after(draft: DefinitionsDraft, rule: OutcomeDraft) -> StageId | None:
    """Return the stage that an outcome moves to; where it is dropped, the one that takes over.

    None where that is the stage in which leads begin: nothing is moved to it.
    """
    if rule.stage_id is None or any(stage.id == rule.stage_id for stage in draft.stages):
        return rule.stage_id
    taker = draft.moved.get(rule.stage_id, rule.stage_id)
    return None if taker == draft.stages[0].id else taker


def _next_step(where: str, words: str, rule: OutcomeDraft) -> Iterator[Problem]:
    if rule.next_step not in tuple(NextStep):
        yield (
            f"{where}.next_step",
            _("{outcome}: choose what comes next.").format(outcome=words),
        )
    elif rule.next_step == NextStep.CALL_AGAIN:
        if rule.wait_minutes is None or not 0 < rule.wait_minutes <= LONGEST_WAIT_MINUTES:
            yield (
                f"{where}.wait_minutes",
                _(
                    "{outcome}: say after how many working minutes to call again, 1 to {most}."
                ).format(outcome=words, most=LONGEST_WAIT_MINUTES),
            )
    elif rule.wait_minutes is not None:
        yield (
            f"{where}.wait_minutes",
            _("{outcome}: only calling again has a wait. Leave it empty.").format(outcome=words),
        )
    if rule.cadence_track is not None and rule.cadence_track not in tuple(CadenceTrack):
        yield (
            f"{where}.cadence_track",
            _("{outcome}: “{track}” is no kind of cadence.").format(
                outcome=words, track=rule.cadence_track
            ),
        )


def _meeting_gates(draft: DefinitionsDraft) -> Iterator[Problem]:
    if [one.gate for one in draft.meeting_gates] != [gate.value for gate in MeetingGate]:
        yield "meeting_gates", _("A meeting is agreed, confirmed and ready: three gates.")
        return
    for place, gate in enumerate(draft.meeting_gates):
        seen: set[GateRuleDraft] = set()
        for number, rule in enumerate(gate.rules):
            where = f"meeting_gates[{place}].rules[{number}]"
            if rule.requirement != APPOINTMENT_HAS or rule.argument not in APPOINTMENT_PARTS:
                yield (
                    where,
                    _("“{gate}” asks for nothing yet here. Choose what, or remove it.").format(
                        gate=label(gate.gate)
                    ),
                )
            elif rule in seen:
                yield (
                    where,
                    _("“{gate}” asks for the same thing twice.").format(gate=label(gate.gate)),
                )
            seen.add(rule)
