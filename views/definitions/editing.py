"""Editing a draft of the definitions: every step gives a new draft, and how far it has come."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeVar

from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    StageDraft,
)
from models.ids import StageId
from models.vocabulary import FRAMEWORK, Meaning, Role

T = TypeVar("T")


# Rows of any list


def with_row(rows: tuple[T, ...], at: int, row: T) -> tuple[T, ...]:
    """Return the rows with another one at its place."""
    return (*rows[:at], row, *rows[at + 1 :])


def without_row(rows: tuple[T, ...], at: int) -> tuple[T, ...]:
    """Return the rows without the one at this place."""
    return (*rows[:at], *rows[at + 1 :])


def row_moved(rows: tuple[T, ...], at: int, to: int) -> tuple[T, ...]:
    """Return the rows with one at another place; a place outside changes nothing."""
    if not 0 <= to < len(rows):
        return rows
    others = without_row(rows, at)
    return (*others[:to], rows[at], *others[to:])


# Stages


def stage_added(draft: DefinitionsDraft, after: int, name: str) -> DefinitionsDraft:
    """Return the draft with a new stage behind the one at `after`."""
    owner = draft.stages[after].owner_role if draft.stages else Role.SDR.value
    # So that an outcome can lead to a stage which is not written yet.
    unused = min((one.id or 0 for one in draft.stages), default=0)
    unused = min(unused, 0) - 1
    stage = StageDraft(StageId(unused), name, Meaning.NONE, owner, "")
    stages = (*draft.stages[: after + 1], stage, *draft.stages[after + 1 :])
    return replace(draft, stages=stages)


def stage_removed(draft: DefinitionsDraft, at: int, taker: StageId | None) -> DefinitionsDraft:
    """Return the draft without a stage; its leads, and those that were to come to it, go on.

    So do outcomes that led to it. A stage that is new has no leads and needs no taker.
    """
    gone = draft.stages[at]
    stages = without_row(draft.stages, at)
    first = stages[0].id if stages else None
    onward = None if taker == first else taker
    outcomes = tuple(
        replace(one, stage_id=onward) if one.stage_id == gone.id else one for one in draft.outcomes
    )
    draft = replace(draft, outcomes=outcomes)
    if gone.id is None or gone.is_new or taker is None:
        return replace(draft, stages=stages)
    moved = {
        leaving: taker if going == gone.id else going for leaving, going in draft.moved.items()
    }
    return replace(draft, stages=stages, moved={**moved, gone.id: taker})


def takers(draft: DefinitionsDraft, at: int) -> tuple[tuple[StageId, str], ...]:
    """Return the stages that may take the leads of the one at `at`: all that were here before."""
    return tuple(
        (stage.id, stage.name)
        for place, stage in enumerate(draft.stages)
        if place != at and stage.id is not None and not stage.is_new
    )


def stage_before(draft: DefinitionsDraft, at: int) -> StageId | None:
    """Return the stage that most likely takes the leads of the one at `at`: the last before it."""
    earlier = [one.id for one in draft.stages[:at] if one.id is not None and not one.is_new]
    return earlier[-1] if earlier else None


# Terms and criteria


def with_term(draft: DefinitionsDraft, code: str, value: str) -> DefinitionsDraft:
    """Return the draft with another value of a term."""
    return replace(draft, terms={**draft.terms, code: value})


def criteria_in_force(draft: DefinitionsDraft) -> tuple[CriterionDraft, ...]:
    """Return the criteria of the framework that the draft goes by."""
    return tuple(one for one in draft.criteria if one.framework == draft.terms[FRAMEWORK])


def with_criteria(
    draft: DefinitionsDraft, criteria: tuple[CriterionDraft, ...]
) -> DefinitionsDraft:
    """Return the draft with other criteria of the framework in force; the others stay in place."""
    code = draft.terms[FRAMEWORK]
    before = tuple(takewhile(lambda one: one.framework != code, draft.criteria))
    behind = (one for one in draft.criteria[len(before) :] if one.framework != code)
    return replace(draft, criteria=(*before, *criteria, *behind))


def place_of_criterion(draft: DefinitionsDraft, place: int) -> int:
    """Return where a criterion of the whole list stands among those in force; -1 where not."""
    wanted = draft.criteria[place]
    shown = criteria_in_force(draft)
    return shown.index(wanted) if wanted in shown else -1


def new_code(name: str, taken: Iterable[str]) -> str:
    """Return a code made of a name that no other row has yet."""
    letters = "".join(
        letter if letter.isascii() and letter.isalnum() else " " for letter in name.casefold()
    )
    base = "_".join(letters.split())[:40] or "code"
    used = set(taken)
    code, number = base, 2
    while code in used:
        code, number = f"{base}_{number}", number + 1
    return code


# Past versions


def taken_over(draft: DefinitionsDraft, in_force: DefinitionsDraft) -> DefinitionsDraft:
    """Return a past version as a draft of the next: all that is in force and not in it goes on.

    Leads of stages that it does not have go to its first; people go over to a role of the same
    duty. A version from before there were roles, outcomes and meeting gates takes those in force.
    """
    if not draft.roles:
        draft = replace(
            draft,
            roles=in_force.roles,
            outcomes=in_force.outcomes,
            meeting_gates=in_force.meeting_gates,
        )
    here = {stage.id for stage in draft.stages}
    first = draft.stages[0].id if draft.stages else None
    leaving = [one.id for one in in_force.stages if one.id is not None and one.id not in here]
    moved = {} if first is None else dict.fromkeys(leaving, first)
    outcomes = tuple(
        one if one.stage_id in here else replace(one, stage_id=None) for one in draft.outcomes
    )
    kept = {role.code: role.duty for role in draft.roles}
    roles_moved = {
        role.code: next(
            (code for code, duty in kept.items() if duty == role.duty), next(iter(kept))
        )
        for role in in_force.roles
        if role.code not in kept
    }
    return replace(draft, note="", moved=moved, outcomes=outcomes, roles_moved=roles_moved)


# What changed


def change_count(before: DefinitionsDraft, after: DefinitionsDraft) -> int:
    """Return how many things of the agreement differ: stages, rules, terms and so on.

    A stage or reason that changed in several of its parts, or moved among the others, counts once.
    """
    return (
        _stage_changes(before.stages, after.stages)
        + _listed_changes(
            [((one.framework, one.code), one) for one in before.criteria],
            [((one.framework, one.code), one) for one in after.criteria],
        )
        + _row_changes(before.script, after.script)
        + _listed_changes(
            [(one.code, one) for one in before.reasons], [(one.code, one) for one in after.reasons]
        )
        + _row_changes(before.rules, after.rules)
        + _listed_changes(
            [(one.outcome, one) for one in before.outcomes],
            [(one.outcome, one) for one in after.outcomes],
        )
        + _listed_changes(
            [(one.gate, one) for one in before.meeting_gates],
            [(one.gate, one) for one in after.meeting_gates],
        )
        + _listed_changes(
            [(one.code, one) for one in before.roles], [(one.code, one) for one in after.roles]
        )
        + sum(before.terms.get(code) != value for code, value in after.terms.items())
        + (before.review_on != after.review_on)
    )


def _stage_changes(before: Sequence[StageDraft], after: Sequence[StageDraft]) -> int:
    new = sum(one.is_new for one in after)
    return new + _listed_changes(
        [(one.id, one) for one in before], [(one.id, one) for one in after if not one.is_new]
    )


def _listed_changes(
    before: Sequence[tuple[Hashable, object]], after: Sequence[tuple[Hashable, object]]
) -> int:
    """Count rows that have a key: added, removed, changed, or standing in another order."""
    was, now = dict(before), dict(after)
    places = {key: place for place, (key, _row) in enumerate(before)}
    kept = [key for key, _row in after if key in was]
    changed = {key for key in kept if was[key] != now[key]}
    moved = set(kept) - _in_order(kept, places)
    return len(changed | moved) + len(was.keys() - now.keys()) + len(now.keys() - was.keys())


def _in_order(keys: Sequence[Hashable], places: Mapping[Hashable, int]) -> set[Hashable]:
    """Return as many of the keys as possible that stand in the order of their places."""
    runs: list[list[Hashable]] = [[]]
    for key in keys:
        before = [run for run in runs if not run or places[run[-1]] < places[key]]
        runs.append([*_longest(before), key])
    return set(_longest(runs))


def _longest(runs: list[list[Hashable]]) -> list[Hashable]:
    return runs[max(range(len(runs)), key=lambda at: len(runs[at]))]


def _row_changes(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """Count rows without a key: changed ones pair up with what they were."""
    was, now = Counter(before), Counter(after)
    differing = max((was - now).total(), (now - was).total())
    return differing if differing or list(before) == list(after) else 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of editing: what the draft was before, and which visit to which field made it."""

    before: DefinitionsDraft
    gesture: Hashable


class EditingSteps:
    """The draft and the steps that led to it; steps of one gesture are undone together."""

    def __init__(self, draft: DefinitionsDraft) -> None:
        self.draft = draft
        self._done: list[Step] = []
        self._undone: list[DefinitionsDraft] = []

    @property
    def can_undo(self) -> bool:
        """Whether a step was made that is not undone."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone and nothing was edited since."""
        return bool(self._undone)

    def edit(self, draft: DefinitionsDraft, gesture: Hashable) -> None:
        """Go on to another draft; a further step of the same gesture joins the one before."""
        if draft == self.draft:
            return
        if not (self._done and self._done[-1].gesture == gesture and not self._undone):
            self._done.append(Step(self.draft, gesture))
        self._undone.clear()
        self.draft = draft

    def go_on_from(self, turn: Callable[[DefinitionsDraft], DefinitionsDraft]) -> None:
        """Make of the draft, and of all that undo and redo bring back, what `turn` makes of it."""
        self.draft = turn(self.draft)
        self._done = [replace(one, before=turn(one.before)) for one in self._done]
        self._undone = [turn(one) for one in self._undone]

    def undo(self) -> None:
        """Go back by one gesture."""
        step = self._done.pop()
        self._undone.append(self.draft)
        self.draft = step.before

    def redo(self) -> None:
        """Go forward again."""
        self._done.append(Step(self.draft, object()))
        self.draft = self._undone.pop()
