"""The cheapest hires that reach targets: the question, its answer, and the answer taken over."""

from collections import Counter
from dataclasses import dataclass, replace

from models.language import gettext as _
from simulation.measures import Measure, Quantity
from simulation.network import Network
from simulation.people import StaffGroup
from simulation.questions.asking import Draws
from simulation.questions.hiring import NoPlanError, StaffPlan, plan_staff
from simulation.questions.newcomers import Hiring
from simulation.questions.seeking import Goal
from simulation.results import Chance
from views.asking.asked import TRIALS, Cancelled, Progress, UnanswerableError, goal_of, until
from views.asking.goals import named_after
from views.asking.until_box import deadlines
from views.asking.wording import amount_words, chance_words, hire_words
from views.charts.numbers import percent, whole
from views.whatif.content import Plan
from views.whatif.inputs.writing import USUAL_UNITS


@dataclass(frozen=True, slots=True)
class MayHire:
    """How many of a role may be hired."""

    role: int
    most: int


@dataclass(frozen=True, slots=True)
class HireQuestion:
    """What is to be reached, and within which limits.

    `clients` and `revenue` are wanted with `chance`; `served` is the share of the leads of each
    worked stage that is to be served in the week it comes, with the same chance.
    """

    may_hire: tuple[MayHire, ...]
    chance: float
    clients: float | None = None
    revenue: float | None = None
    served: float | None = None
    budget: float | None = None
    first_week: int = 0
    every: int = 4
    """Weeks between two weeks in which somebody may start."""
    weeks: int | None = None
    """By the end of which week, counted from 1; None is the end of the plan."""


@dataclass(frozen=True, slots=True)
class HireAnswer:
    """The cheapest plan and what it was asked for."""

    plan: Plan
    question: HireQuestion
    hirings: tuple[Hiring, ...]
    goals: tuple[str, ...]
    """What is to be reached, in words, in the order of the chances."""
    staff: StaffPlan


def answer_hires(
    plan: Plan,
    question: HireQuestion,
    *,
    trials: int = TRIALS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> HireAnswer:
    """Return the cheapest hires that reach all targets at once.

    Raises
    ------
    UnanswerableError
        Nothing is wanted, nobody may be hired, or nothing within the limits reaches it.
    simulation.engine.RunCancelledError
        It was cancelled.
    """
    draws = Draws(trials, plan.seed)
    goals = _goals(plan, question, draws)
    if not goals:
        raise UnanswerableError(_("Say what is to be reached: clients, revenue or share served."))
    network = until(plan, question.weeks or plan.network.weeks)
    hirings = _hirings(network, question)
    if not hirings:
        raise UnanswerableError(_("Say who may be hired: at least one of a role."))
    try:
        found = plan_staff(
            network,
            tuple(goal for _words, goal in goals),
            hirings,
            budget=question.budget,
            draws=draws,
            progress=progress,
            cancelled=cancelled,
        )
    except NoPlanError as error:
        raise UnanswerableError(_no_plan(goals, error.chances, question)) from error
    return HireAnswer(plan, question, hirings, tuple(words for words, _goal in goals), found)


def _goals(plan: Plan, question: HireQuestion, draws: Draws) -> list[tuple[str, Goal]]:
    weeks, found = question.weeks or plan.network.weeks, []
    by = _deadline(plan, question)
    if question.clients is not None:
        words = amount_words(question.clients, "clients") + by
        goal = goal_of(plan, "clients", question.clients, question.chance, weeks, draws)
        found.append((words, goal))
    if question.revenue is not None:
        words = amount_words(question.revenue, "revenue") + by
        goal = goal_of(plan, "revenue", question.revenue, question.chance, weeks, draws)
        found.append((words, goal))
    if question.served is not None:
        roles = {plan.network.roles[one.role].key for one in question.may_hire}
        for place, step in enumerate(plan.network.steps):
            if step.work is None or step.work.role not in roles:
                continue
            words = _("{share} of {stage} served in the week they come").format(
                share=percent(question.served), stage=plan.network.stages[place].name
            )
            measure = Measure(Quantity.SERVED_AT_ONCE, place)
            found.append((words, Goal(question.served, question.chance, measure)))
    # More than eight goals are none that a person would weigh.
    return found[:8]


def _deadline(plan: Plan, question: HireQuestion) -> str:
    """Return by when, where that is before the end of the plan."""
    if question.weeks is None or question.weeks >= plan.network.weeks:
        return ""
    named = deadlines(plan).get(question.weeks)
    if named is None:
        return _(" by week {week}").format(week=question.weeks)
    return _(" by {day}").format(day=named)


def _hirings(network: Network, question: HireQuestion) -> tuple[Hiring, ...]:
    weeks = tuple(range(min(question.first_week, network.weeks - 1), network.weeks, question.every))
    found = []
    for one in question.may_hire:
        if one.most <= 0:
            continue
        staff = network.roles[one.role].staff
        ramps = [group.ramp for group in staff if group.ramp]
        newcomer = StaffGroup(
            1,
            network.roles[one.role].units_each if staff else USUAL_UNITS,
            0,
            ramp=ramps[-1] if ramps else (),
            weekly_leaving=staff[0].weekly_leaving if staff else 0.0,
        )
        found.append(Hiring(one.role, newcomer, weeks, one.most))
    return tuple(found)


def _no_plan(
    goals: list[tuple[str, Goal]], chances: tuple[Chance, ...], question: HireQuestion
) -> str:
    told = "; ".join(
        _("{goal}: {chance} of the wanted {wanted}").format(
            goal=words, chance=chance_words(found), wanted=percent(question.chance)
        )
        for (words, _goal), found in zip(goals, chances, strict=True)
    )
    if question.budget is not None and all(one.share >= question.chance for one in chances):
        return _(
            "No plan for {budget} reaches that. At best, each by itself and whatever it costs: "
            "{told}. Raise the budget, or ask for less."
        ).format(budget=whole(question.budget), told=told)
    return _(
        "No plan within these limits reaches that. At best, each by itself: {told}. Allow more "
        "people or earlier weeks, or ask for less."
    ).format(told=told)


def sentences_of_hires(answer: HireAnswer) -> tuple[str, ...]:
    """Return what to do, what each hire buys, and what that does to the chances."""
    staff, question = answer.staff, answer.question
    chances = tuple(
        _("{goal}: {after} instead of {before}").format(
            goal=words, after=chance_words(after), before=chance_words(before)
        )
        for words, after, before in zip(
            answer.goals, staff.chances, staff.chances_before, strict=True
        )
    )
    if not staff.hires:
        told = "; ".join(
            f"{words}: {chance_words(one)}"
            for words, one in zip(answer.goals, staff.chances, strict=True)
        )
        return (_("Nobody has to be hired. As it is: {told}.").format(told=told),)
    words = _("The cheapest plan that has {chance} hires {count}, for {cost}. {chances}.")
    if staff.cost <= 0.0:
        words = _(
            "The smallest plan that has {chance} hires {count}. {chances}. Type wages among the "
            "inputs of money to have the cheapest, with its cost."
        )
    head = words.format(
        chance=percent(question.chance),
        count=whole(len(staff.hires)),
        cost=whole(staff.cost),
        chances="; ".join(chances),
    )
    network = answer.plan.network
    return (head, *(hire_words(network, staff.hires, at) for at in range(len(staff.hires))))


def taken_hires(answer: HireAnswer) -> tuple[Plan, str]:
    """Return the plan with the hires, named after them, and what was done."""
    counts = Counter(
        (answer.plan.network.roles[hire.role].name, hire.week + 1) for hire in answer.staff.hires
    )
    one, several = _("{role} from week {week}"), _("{count} × {role} from week {week}")
    said = ", ".join(
        (one if count == 1 else several).format(count=count, role=name, week=week)
        for (name, week), count in counts.items()
    )
    network = answer.staff.applied_to(answer.plan.network, answer.hirings)
    return named_after(replace(answer.plan, network=network), said), said
