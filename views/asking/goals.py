"""What must an input be to reach a goal: the question, its answer, and the answer taken over."""

from dataclasses import dataclass, replace
from typing import Final

from models.language import gettext as _
from simulation.levers import Input, Lever, levers_of, limits_of, value_of, with_value
from simulation.network import Network
from simulation.questions.asking import Draws, outcomes_of
from simulation.questions.seeking import (
    Answer,
    Goal,
    GoalOutOfReachError,
    Point,
    chance_of_goal,
    seek,
)
from simulation.results import Chance
from views.asking.asked import TRIALS, Cancelled, Progress, goal_of, parts_of, until
from views.asking.wording import (
    chance_words,
    goal_words,
    lever_name,
    lever_named,
    lever_words,
    unit_of,
    unreachable_words,
    value_words,
)
from views.whatif.content import Plan, TargetMeasure
from views.whatif.inputs.shown import Unit
from views.whatif.inputs.writing import people_in

_TRIALS_OF_EACH: Final = 500
_CURVE: Final = 8
_BEYOND: Final = 1.4


@dataclass(frozen=True, slots=True)
class GoalQuestion:
    """What must an input be; an empty name asks it of every input."""

    name: str
    at_least: float
    chance: float
    weeks: int
    """By the end of which week, counted from 1."""
    measure: TargetMeasure = "clients"


@dataclass(frozen=True, slots=True)
class Found:
    """What one input must be, or the best that it can do; values as the page counts them."""

    name: str
    words: str
    unit: Unit
    now: float
    answer: Answer | None = None
    best: Point | None = None


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """The answers for the inputs that were asked for, the nearest first, and the chance now."""

    plan: Plan
    question: GoalQuestion
    now: Chance
    found: tuple[Found, ...]

    @property
    def is_met(self) -> bool:
        """Whether the plan reaches the goal as it is."""
        return self.now.share >= self.question.chance


def answer_goal(
    plan: Plan,
    question: GoalQuestion,
    *,
    trials: int = TRIALS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> GoalAnswer:
    """Return how much of an input, or of each alone, reaches a goal.

    Raises
    ------
    views.asking.wording.UnknownInputError
        The plan has no such input.
    simulation.engine.RunCancelledError
        It was cancelled.
    """
    network = until(plan, question.weeks)
    draws = Draws(trials if question.name else min(trials, _TRIALS_OF_EACH), plan.seed)
    goal = goal_of(plan, question.measure, question.at_least, question.chance, network.weeks, draws)
    if question.name:
        levers: tuple[Lever, ...] = (lever_named(network, question.name),)
    else:
        # What a client is worth brings no more of them.
        idle = Input.VALUE if question.measure == "clients" else None
        levers = tuple(lever for lever in levers_of(network) if lever.what is not idle)
    now = chance_of_goal(network, goal, draws)
    found = []
    for number, lever in enumerate(levers):
        told = parts_of(progress, number, len(levers))
        one = _found(network, lever, goal, draws, told, cancelled)
        if question.name and one.answer is not None:
            one = _with_curve(network, lever, goal, draws, one)
        found.append(_as_counted(network, lever, one))
    found.sort(key=_farness)
    return GoalAnswer(plan, question, now, tuple(found))


def _found(
    network: Network,
    lever: Lever,
    goal: Goal,
    draws: Draws,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Found:
    one = Found(
        lever_name(network, lever),
        lever_words(network, lever),
        unit_of(lever),
        value_of(network, lever),
    )
    try:
        answer = seek(network, lever, goal, draws=draws, progress=progress, cancelled=cancelled)
    except GoalOutOfReachError as error:
        return replace(one, best=error.best)
    return replace(one, answer=answer)


def _with_curve(network: Network, lever: Lever, goal: Goal, draws: Draws, one: Found) -> Found:
    """Return the answer with the chances between what was tried, so that they make a curve."""
    answer = one.answer
    if answer is None:
        return one
    lowest, highest = limits_of(network, lever)
    top = min(highest, max(_BEYOND * max(answer.value, one.now), lowest + 1e-6))
    tried = {point.value: point for point in answer.curve if point.value <= top}
    for place in range(_CURVE + 1):
        value = lowest + (top - lowest) * place / _CURVE
        value = float(round(value)) if lever.is_whole else value
        if value not in tried:
            wanted = int(value) if lever.is_whole else value
            moved = with_value(network, lever, wanted)
            tried[value] = Point(value, goal.chance_in(outcomes_of(moved, goal.measure, draws)))
    curve = tuple(tried[value] for value in sorted(tried))
    return replace(one, answer=replace(answer, curve=curve))


def _as_counted(network: Network, lever: Lever, one: Found) -> Found:
    """Return the answer with all people of a role counted, where the lever moves one group."""
    if lever.what is not Input.PEOPLE:
        return one
    role = network.roles[lever.place]
    beside = people_in(role, 0) - (role.staff[0].people if role.staff[0].is_paid_in(0) else 0)
    answer, best = one.answer, one.best
    if answer is not None:
        answer = Answer(
            answer.value + beside,
            answer.chance,
            answer.low + beside,
            answer.high + beside,
            tuple(replace(point, value=point.value + beside) for point in answer.curve),
        )
    if best is not None:
        best = replace(best, value=best.value + beside)
    return replace(one, now=one.now + beside, answer=answer, best=best)


def _farness(one: Found) -> float:
    """Return by how much an input must move, as a share of what it is; out of reach is last."""
    if one.answer is None:
        return float("inf")
    return abs(one.answer.value - one.now) / max(abs(one.now), 1e-9)


def sentence_of_goal(answer: GoalAnswer) -> str:
    """Return the answer in a sentence, with what the plan does as it is."""
    question, first = answer.question, answer.found[0]
    now = _("As it is, the chance is {chance}.").format(chance=chance_words(answer.now))
    if first.answer is None:
        if first.best is None or not question.name:
            said = _("No input alone reaches that. Ask for less, or move several.")
            return f"{said} {now}"
        return f"{unreachable_words(first.words, first.unit, first.best)} {now}"
    said = goal_words(
        first.words,
        first.unit,
        first.answer,
        question.measure,
        question.at_least,
        question.chance,
        less=first.unit == "weeks",
    )
    it = _("It is {value} now.").format(value=value_words(first.now, first.unit))
    if answer.is_met:
        now = _("The plan reaches that as it is: {chance}.").format(chance=chance_words(answer.now))
        return f"{now} {said} {it}"
    return f"{said} {it} {now}"


def taken_goal(answer: GoalAnswer, found: Found) -> tuple[Plan, str]:
    """Return the plan with an input at its answer, named after that, and what was done."""
    if found.answer is None:
        return answer.plan, ""
    lever = lever_named(answer.plan.network, found.name)
    value = found.answer.value - found.now + value_of(answer.plan.network, lever)
    wanted = max(0, round(value)) if lever.is_whole else value
    said = f"{found.words} {value_words(found.answer.value, found.unit)}"
    return named_after(
        replace(
            answer.plan,
            network=with_value(answer.plan.network, lever, wanted),
            locked=unlocked(answer.plan, lever),
        ),
        said,
    ), said


def unlocked(plan: Plan, lever: Lever) -> frozenset[str]:
    """Return the inputs that go on following the data where one of them is moved."""
    name = lever_name(plan.network, lever)
    if lever.what is not Input.ALL_VOLUMES:
        return plan.locked - {name}
    return frozenset(one for one in plan.locked if not one.startswith(f"{name}:"))


def named_after(plan: Plan, what: str) -> Plan:
    """Return a plan named after its parent and what was changed; it is still to be saved."""
    base = plan.name.partition(": ")[0] or _("Plan")
    return replace(plan, name=f"{base}: {what}")
