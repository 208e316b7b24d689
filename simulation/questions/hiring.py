"""The cheapest plan of whom to hire when, so that goals are met.

The search goes through plans from the cheapest up, so the first that meets the goals is the
cheapest. What makes it short is that nobody who is there more, or earlier, does harm: a plan that
fails rules out every plan that has nowhere more people than it. That holds to the trial without
decay by waiting, newest-first, nurture and roles that share a stage's work; with them it holds on
average, and a plan that is a little cheaper may be missed.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Final

from simulation.assumptions import (
    AssumptionError,
    require_kind,
    require_real,
    require_tuple,
    require_whole,
)
from simulation.people import MONEY_LIMIT, StaffGroup
from simulation.questions.asking import Draws, Steps, run_for
from simulation.questions.comparing import Difference, difference_of
from simulation.questions.seeking import Goal
from simulation.questions.staffing import with_group
from simulation.results import Chance
from simulation.volumes import WEEKS_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from simulation.network import Network

HIRES_MOST: Final = 12
PLANS_MOST: Final = 20_000
_USUAL_RUNS: Final = 60

Weeks = tuple[int, ...]
"""Weeks in which people of one role start, in order."""


@dataclass(frozen=True, slots=True)
class Hiring:
    """Whom of one role could be hired, and when.

    Parameters
    ----------
    role
        Index of the role.
    newcomer
        One person as hired: units a week, ramp and leaving count, ``from_week`` does not.
    weeks
        Weeks in which somebody may start, in order.
    most
        How many may be hired in all, 0 to 12.
    most_at_once
        How many may start in the same week, from 1 up.
    """

    role: int
    newcomer: StaffGroup
    weeks: Weeks
    most: int = 3
    most_at_once: int = HIRES_MOST

    def __post_init__(self) -> None:
        require_whole("Hiring.role", self.role, 0, 63)
        require_kind("Hiring.newcomer", self.newcomer, StaffGroup, "a StaffGroup of one")
        require_whole("Hiring.newcomer.people", self.newcomer.people, 1, 1)
        require_tuple("Hiring.weeks", self.weeks, int, 1, WEEKS_LIMIT)
        for number, week in enumerate(self.weeks):
            require_whole(f"Hiring.weeks[{number}]", week, 0, WEEKS_LIMIT - 1)
        if list(self.weeks) != sorted(set(self.weeks)):
            raise AssumptionError("Hiring.weeks", self.weeks, "weeks in order, each once")
        require_whole("Hiring.most", self.most, 0, HIRES_MOST)
        require_whole("Hiring.most_at_once", self.most_at_once, 1, HIRES_MOST)


@dataclass(frozen=True, slots=True)
class Hire:
    """One person of a plan.

    Parameters
    ----------
    role, week
        Who starts when.
    cost
        Money until the end of the run.
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
        return _with_hires(network, hirings, tuple(weeks))


class NoPlanError(Exception):
    """No plan within the limits meets the goals; ``chances`` are those of the fullest plan."""

    def __init__(self, chances: tuple[Chance, ...], goals: tuple[Goal, ...], reason: str) -> None:
        told = ", ".join(
            f"{chance.share:.0%} of the wanted {goal.chance:.0%}"
            for chance, goal in zip(chances, goals, strict=True)
        )
        super().__init__(f"No plan {reason} meets the goals; at most {told} can be had.")
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
        1 to 8; each measure must reach its value with its chance.
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
        The network has no such role, two hirings are of one, or there are too many plans to look
        through: allow fewer weeks or people.
    simulation.engine.RunCancelledError
        It was cancelled.
    """
    require_tuple("goals", goals, Goal, 1, 8)
    require_tuple("hirings", hirings, Hiring, 1, 12)
    for number, hiring in enumerate(hirings):
        require_whole(f"hirings[{number}].role", hiring.role, 0, len(network.roles) - 1)
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


Plan = tuple[Weeks, ...]


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
        self._failed: list[Plan] = []

    def cheapest(self, budget: float | None) -> StaffPlan:
        """Return the cheapest plan that meets the goals within a budget."""
        nobody: Plan = ((),) * len(self._hirings)
        before = self._chances(nobody)
        if self._meets(before):
            return StaffPlan((), 0.0, before, before, self._steps.done)
        self._failed.append(nobody)
        fullest = tuple(self._options(number)[-1] for number in range(len(self._hirings)))
        most = self._chances(fullest)
        if not self._meets(most):
            raise NoPlanError(most, self._goals, "within these limits")
        options = [self._sufficient(number, fullest) for number in range(len(self._hirings))]
        for cost, plan in self._by_cost(options):
            if budget is not None and cost > budget:
                raise NoPlanError(most, self._goals, f"for {budget:,.0f}")
            if self._ruled_out(plan):
                continue
            chances = self._chances(plan)
            if self._meets(chances):
                return StaffPlan(self._explained(plan), cost, chances, before, self._steps.done)
            self._failed.append(plan)
        raise NoPlanError(most, self._goals, "within these limits")

    def _options(self, number: int) -> list[Weeks]:
        """Return what may be done about one role, the fullest last."""
        hiring = self._hirings[number]
        ways = math.comb(len(hiring.weeks) + hiring.most, hiring.most)
        if ways > PLANS_MOST:
            raise AssumptionError(
                f"hirings[{number}]",
                f"{ways:,} ways to hire",
                f"at most {PLANS_MOST:,}; allow fewer weeks or people",
            )
        found = [
            weeks
            for count in range(hiring.most + 1)
            for weeks in combinations_with_replacement(hiring.weeks, count)
            if all(weeks.count(week) <= hiring.most_at_once for week in set(weeks))
        ]
        # The fullest has the most people, and has them earliest.
        return sorted(found, key=lambda weeks: (len(weeks), [-week for week in weeks]))

    def _sufficient(self, number: int, fullest: Plan) -> list[tuple[float, Weeks]]:
        """Return the options of a role that meet the goals at least where others are fullest."""
        found: list[tuple[float, Weeks]] = []
        for weeks in self._options(number):
            plan = (*fullest[:number], weeks, *fullest[number + 1 :])
            if self._ruled_out(plan):
                continue
            known = any(_covers(weeks, other) for _cost, other in found)
            if known or self._meets(self._chances(plan)):
                found.append((self._cost_of(number, weeks), weeks))
            else:
                self._failed.append(plan)
        return sorted(found)

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

    def _ruled_out(self, plan: Plan) -> bool:
        """Say whether a plan that failed has nowhere fewer people than this one."""
        return any(
            all(_covers(more, less) for more, less in zip(failed, plan, strict=True))
            for failed in self._failed
        )

    def _chances(self, plan: Plan) -> tuple[Chance, ...]:
        measures = tuple(goal.measure for goal in self._goals)
        network = _with_hires(self._network, self._hirings, plan)
        run = run_for(network, self._draws, measures, self._steps)
        return tuple(goal.chance_in(goal.measure.of(run)) for goal in self._goals)

    def _meets(self, chances: tuple[Chance, ...]) -> bool:
        return all(
            chance.share >= goal.chance for chance, goal in zip(chances, self._goals, strict=True)
        )

    def _cost_of(self, number: int, weeks: Weeks) -> float:
        role = self._network.roles[self._hirings[number].role]
        return sum(
            role.hiring_cost + role.weekly_cost * (self._network.weeks - week) for week in weeks
        )

    def _explained(self, plan: Plan) -> tuple[Hire, ...]:
        """Return the hires, each with what it brings beside the others."""
        measure = self._goals[0].measure

        def outcomes(one: Plan) -> NDArray[np.float64]:
            network = _with_hires(self._network, self._hirings, one)
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
                        self._cost_of(number, (week,)),
                        difference_of(outcomes(without), whole),
                    )
                )
        return tuple(sorted(hires, key=lambda hire: (hire.week, hire.role)))


def _covers(more: Weeks, less: Weeks) -> bool:
    """Say whether the first has at every week at least as many people as the second."""
    return len(more) >= len(less) and all(
        early <= late for early, late in zip(more, less, strict=False)
    )


def _with_hires(network: Network, hirings: tuple[Hiring, ...], plan: Plan) -> Network:
    for hiring, weeks in zip(hirings, plan, strict=True):
        for week in weeks:
            if week < network.weeks:
                newcomer = replace(hiring.newcomer, from_week=week)
                network = with_group(network, hiring.role, newcomer)
    return network
