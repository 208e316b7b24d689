"""The cheapest plan of whom to hire when, so that goals are met.

The search goes through plans from the cheapest up, so the first that meets the goals is the
cheapest. What makes it short is what plans that missed a goal say of others (`ruling`). That holds
to the trial without decay by waiting, newest-first, nurture, people who leave and roles that share
a stage's work; with them it holds on average, and a plan that is a little cheaper may be missed.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simulation.assumptions import (
    AssumptionError,
    require_real,
    require_tuple,
    require_whole,
)
from simulation.measures import Quantity
from simulation.people import MONEY_LIMIT
from simulation.questions.asking import Draws, Steps, run_for
from simulation.questions.comparing import Difference, difference_of
from simulation.questions.newcomers import PLANS_MOST, Hiring, cost_of, options_of, with_hires
from simulation.questions.ruling import Harmed, Missed, Plan, Weeks, as_good, harmed_by
from simulation.questions.seeking import Goal
from simulation.results import Chance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from simulation.network import Network

_USUAL_RUNS: Final = 60


@dataclass(frozen=True, slots=True)
class Hire:
    """One person of a plan.

    Parameters
    ----------
    role, week
        Who starts when.
    cost
        Money until the end of the run, if they do not leave before.
    gain
        What the plan has more than without this one hire, of the first goal's measure, on the same
        draws.
    """

    role: int
    week: int
    cost: float
    gain: Difference


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """The cheapest plan that meets the goals.

    Parameters
    ----------
    hires
        In order of weeks; empty where the people who are there will do.
    cost
        Money of all hires until the end of the run.
    chances
        The chance of each goal with the plan.
    chances_before
        The chance of each goal without hires.
    runs
        How many plans were run to find it.
    """

    hires: tuple[Hire, ...]
    cost: float
    chances: tuple[Chance, ...]
    chances_before: tuple[Chance, ...]
    runs: int

    def applied_to(self, network: Network, hirings: tuple[Hiring, ...]) -> Network:
        """Return the network with the plan's people."""
        weeks = [
            tuple(hire.week for hire in self.hires if hire.role == one.role) for one in hirings
        ]
        return with_hires(network, hirings, tuple(weeks))


class NoPlanError(Exception):
    """No plan within the limits meets the goals; ``chances`` are the most that each can have."""

    def __init__(self, chances: tuple[Chance, ...], goals: tuple[Goal, ...], reason: str) -> None:
        told = ", ".join(
            f"{chance.share:.0%} of the wanted {goal.chance:.0%}"
            for chance, goal in zip(chances, goals, strict=True)
        )
        super().__init__(
            f"No plan {reason} meets the goals; at most {told} can be had, each by itself."
        )
        self.chances = chances


def plan_staff(
    network: Network,
    goals: tuple[Goal, ...],
    hirings: tuple[Hiring, ...],
    *,
    budget: float | None = None,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> StaffPlan:
    """Return the cheapest plan of hires that meets every goal.

    Parameters
    ----------
    network
        What is assumed; its people stay.
    goals
        1 to 8; each measure must reach its value with its chance. Not of cost or profit, which more
        people may take as well as bring.
    hirings
        What may be done, one for each role that may grow.
    budget
        Money that the hires may cost until the end of the run; without, any.
    draws
        The trials of each run; without, 2,000 of seed 1.
    progress, cancelled
        Told the runs done and expected; asked whether to stop.

    Raises
    ------
    NoPlanError
        Nothing within the limits meets the goals.
    AssumptionError
        The network has no such role, two hirings are of one, a week is after the last, a goal is of
        cost or profit, or there are too many plans to look through: allow fewer weeks or people.
    simulation.engine.RunCancelledError
        It was cancelled.
    """
    require_tuple("goals", goals, Goal, 1, 8)
    require_tuple("hirings", hirings, Hiring, 1, 12)
    for number, hiring in enumerate(hirings):
        require_whole(f"hirings[{number}].role", hiring.role, 0, len(network.roles) - 1)
        for place, week in enumerate(hiring.weeks):
            require_whole(f"hirings[{number}].weeks[{place}]", week, 0, network.weeks - 1)
    for number, goal in enumerate(goals):
        if goal.measure.quantity in (Quantity.COST, Quantity.PROFIT):
            raise AssumptionError(
                f"goals[{number}].measure",
                goal.measure.quantity.value,
                "leads, revenue or a share that is served",
            )
    if len({hiring.role for hiring in hirings}) != len(hirings):
        raise AssumptionError("hirings", "two of one role", "one for each role")
    if budget is not None:
        require_real("budget", budget, 0.0, MONEY_LIMIT)
    search = _Search(
        network,
        goals,
        hirings,
        Draws() if draws is None else draws,
        Steps(_USUAL_RUNS, progress, cancelled),
    )
    return search.cheapest(budget)


class _Search:
    """Plans that were tried, and the way through the others."""

    def __init__(
        self,
        network: Network,
        goals: tuple[Goal, ...],
        hirings: tuple[Hiring, ...],
        draws: Draws,
        steps: Steps,
    ) -> None:
        self._network, self._goals, self._hirings = network, goals, hirings
        self._draws, self._steps = draws, steps
        self._options = [options_of(hiring, number) for number, hiring in enumerate(hirings)]
        roles = [hiring.role for hiring in hirings]
        self._harmed = tuple(harmed_by(network, goal, roles) for goal in goals)
        self._missed = Missed(tuple(one.newcomer.weekly_leaving > 0.0 for one in hirings))
        # Those who stay are at least as many in every week, so they show what can be had at most.
        self._staying = tuple(
            replace(one, newcomer=replace(one.newcomer, weekly_leaving=0.0)) for one in hirings
        )

    def cheapest(self, budget: float | None) -> StaffPlan:
        """Return the cheapest plan that meets the goals within a budget."""
        nobody: Plan = ((),) * len(self._hirings)
        before = self._chances(nobody)
        if self._meets(before):
            return StaffPlan((), 0.0, before, before, self._steps.done)
        self._note(nobody, before)
        most = self._most()
        if not self._meets(most):
            raise NoPlanError(most, self._goals, "within these limits")
        options = [self._sufficient(number) for number in range(len(self._hirings))]
        if not all(options):
            raise NoPlanError(most, self._goals, "within these limits")
        for cost, plan in self._by_cost(options):
            if budget is not None and cost > budget:
                raise NoPlanError(most, self._goals, f"for {budget:,.0f}")
            if self._missed.rule_out(plan):
                continue
            chances = self._chances(plan)
            if self._meets(chances):
                return StaffPlan(self._explained(plan), cost, chances, before, self._steps.done)
            self._note(plan, chances)
        raise NoPlanError(most, self._goals, "within these limits")

    def _most(self) -> tuple[Chance, ...]:
        """Return the chance of each goal with the hires that favour it most."""
        found = {
            harmed: self._chances(self._favouring(harmed), self._staying)
            for harmed in dict.fromkeys(self._harmed)
        }
        return tuple(found[harmed][place] for place, harmed in enumerate(self._harmed))

    def _favouring(self, harmed: Harmed) -> Plan:
        """Return the plan with all who help and nobody who harms."""
        return tuple(
            () if place in harmed else some[-1] for place, some in enumerate(self._options)
        )

    def _sufficient(self, number: int) -> list[tuple[float, Weeks]]:
        """Return a role's options with which each goal is met where all others favour it."""
        found = self._options[number]
        for harmed in dict.fromkeys(self._harmed):
            found = self._meeting(number, found, harmed)
        return sorted(
            (cost_of(self._network, self._hirings[number], weeks), weeks) for weeks in found
        )

    def _meeting(self, number: int, options: list[Weeks], harmed: Harmed) -> list[Weeks]:
        """Return the options with which the goals that some roles harm can be met."""
        rest = self._favouring(harmed)
        reach: list[Weeks] = []
        miss: list[Weeks] = []
        for weeks in options:
            if any(as_good(weeks, other, number in harmed) for other in reach):
                reach.append(weeks)
            elif not any(as_good(other, weeks, number in harmed) for other in miss):
                plan = (*rest[:number], weeks, *rest[number + 1 :])
                met = self._meets(self._chances(plan, self._staying), harmed)
                (reach if met else miss).append(weeks)
        return reach

    def _by_cost(self, options: list[list[tuple[float, Weeks]]]) -> Iterator[tuple[float, Plan]]:
        """Yield all combinations of options, from the cheapest up."""
        start = (0,) * len(options)

        def cost(places: tuple[int, ...]) -> float:
            return sum(some[place][0] for some, place in zip(options, places, strict=True))

        waiting, seen = [(cost(start), start)], {start}
        while waiting:
            whole, places = heapq.heappop(waiting)
            yield whole, tuple(some[at][1] for some, at in zip(options, places, strict=True))
            for number, some in enumerate(options):
                following = (*places[:number], places[number] + 1, *places[number + 1 :])
                if following[number] < len(some) and following not in seen:
                    seen.add(following)
                    if len(seen) > PLANS_MOST:
                        raise AssumptionError(
                            "hirings",
                            f"more than {PLANS_MOST:,} plans",
                            "fewer; allow fewer weeks or people",
                        )
                    heapq.heappush(waiting, (cost(following), following))

    def _note(self, plan: Plan, chances: tuple[Chance, ...]) -> None:
        for harmed in dict.fromkeys(self._harmed):
            if not self._meets(chances, harmed):
                self._missed.note(plan, harmed)

    def _chances(self, plan: Plan, hirings: tuple[Hiring, ...] | None = None) -> tuple[Chance, ...]:
        measures = tuple(goal.measure for goal in self._goals)
        network = with_hires(self._network, hirings or self._hirings, plan)
        run = run_for(network, self._draws, measures, self._steps)
        return tuple(goal.chance_in(goal.measure.of(run)) for goal in self._goals)

    def _meets(self, chances: tuple[Chance, ...], harmed: Harmed | None = None) -> bool:
        """Say whether all goals are met, or all that some roles harm."""
        return all(
            chance.share >= goal.chance
            for chance, goal, here in zip(chances, self._goals, self._harmed, strict=True)
            if harmed is None or here == harmed
        )

    def _explained(self, plan: Plan) -> tuple[Hire, ...]:
        """Return the hires, each with what it brings beside the others."""
        measure = self._goals[0].measure

        def outcomes(one: Plan) -> NDArray[np.float64]:
            network = with_hires(self._network, self._hirings, one)
            return measure.of(run_for(network, self._draws, (measure,), self._steps))

        whole = outcomes(plan)
        hires = []
        for number, weeks in enumerate(plan):
            for place, week in enumerate(weeks):
                rest = (*weeks[:place], *weeks[place + 1 :])
                without = (*plan[:number], rest, *plan[number + 1 :])
                hires.append(
                    Hire(
                        self._hirings[number].role,
                        week,
                        cost_of(self._network, self._hirings[number], (week,)),
                        difference_of(outcomes(without), whole),
                    )
                )
        return tuple(sorted(hires, key=lambda hire: (hire.week, hire.role)))
