"""How much of an input reaches a goal: the answer, how sure it is, and the curve behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from simulation.assumptions import AssumptionError, require_kind, require_real
from simulation.levers import Input, limits_of, value_of, with_value
from simulation.measures import CLIENTS, REVENUE, Measure
from simulation.questions.asking import Draws, Steps, outcomes_of
from simulation.results import NINETY, Chance, chance_of
from simulation.volumes import ExactVolume

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from simulation.levers import Lever
    from simulation.network import Network

_HALVINGS: Final = 12
"""Down to a four-thousandth of the bracket, well below what the trials leave open."""
_DOUBLINGS: Final = 16
_USUAL_RUNS: Final = 24
_RISES: Final = 1.001
"""By how much the mean must rise at twice the input, or there is no use in going on."""
_MOST_IDLE: Final = 3
_WIDENED: Final = 0.25
"""By how much of the answer the search for its ends widens at least."""
_MORE_HELPS: Final = frozenset(Input) - {Input.MEAN_DELAY}
"""Of these more brings more clients and more revenue, or as many."""


@dataclass(frozen=True, slots=True)
class Goal:
    """At least so much, with at least this chance.

    Parameters
    ----------
    at_least
        What the measure must reach.
    chance
        With which chance, above 0 and below 1.
    measure
        Of what; without, clients.
    beside
        What comes on top from elsewhere in each trial, such as open deals that are won; shape
        (trials,), of the trials that the question is asked with. Without, nothing.
    """

    at_least: float
    chance: float
    measure: Measure = CLIENTS
    beside: NDArray[np.float64] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        require_real("Goal.at_least", self.at_least, -1e15, 1e15)
        if isinstance(self.chance, bool) or not 0.0 < self.chance < 1.0:
            raise AssumptionError("Goal.chance", self.chance, "above 0 and below 1")
        require_kind("Goal.measure", self.measure, Measure, "a Measure")

    def chance_in(self, outcomes: NDArray[np.float64]) -> Chance:
        """Return how often outcomes of a run, with what comes on top, reach the goal."""
        whole = outcomes if self.beside is None else outcomes + self.beside
        return chance_of(whole, self.at_least)


@dataclass(frozen=True, slots=True)
class Point:
    """The chance of the goal at one value of the input."""

    value: float
    chance: Chance


@dataclass(frozen=True, slots=True)
class Answer:
    """How much of an input reaches a goal.

    Parameters
    ----------
    value
        The smallest value that does (the largest, where less is better).
    chance
        The chance at it.
    low, high
        Between these the exact answer lies with 90 %, as far as the number of trials goes. Where
        no value is that sure of the goal, or all are, the end is the farthest that was tried.
    curve
        Every value that was tried, in order.
    """

    value: float
    chance: Chance
    low: float
    high: float
    curve: tuple[Point, ...]


class GoalOutOfReachError(Exception):
    """No value of the input reaches the goal; ``best`` is the nearest that was found."""

    def __init__(self, best: Point, wanted: float) -> None:
        super().__init__(
            f"No value of this input reaches the goal with {wanted:.0%}: the best found is "
            f"{best.chance.share:.1%} at {best.value:,.6g}. Ask for less, or move another input."
        )
        self.best = best
        self.wanted = wanted


def chance_of_goal(network: Network, goal: Goal, draws: Draws | None = None) -> Chance:
    """Return the chance with which a network reaches a goal."""
    return goal.chance_in(outcomes_of(network, goal.measure, draws or Draws()))


def seek(
    network: Network,
    lever: Lever,
    goal: Goal,
    *,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer:
    """Return how much of an input reaches a goal.

    Every value is tried on the same keyed draws, so without nurture, shared roles, decay by
    waiting and newest-first the curve is monotone and halving finds its crossing exactly. With
    them it is so but for single trials, and the answer is one crossing.

    Parameters
    ----------
    network
        What is assumed besides.
    lever
        The input; its other values do not matter.
    goal
        What is to be reached.
    draws
        The trials; without, 10,000 of seed 1.
    progress, cancelled
        Told the runs done and expected; asked whether to stop.

    Raises
    ------
    GoalOutOfReachError
        No value of the input reaches it.
    AssumptionError
        The network has no such input.
    simulation.engine.RunCancelledError
        It was cancelled.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel
    >>> from simulation.funnel import network_of
    >>> from simulation.levers import Input, Lever
    >>> answer = seek(network_of(house_funnel()), Lever(Input.VOLUME), Goal(10, 0.9))
    >>> 900 < answer.low <= answer.value <= answer.high < 1000
    True
    """
    draws = Draws(10_000) if draws is None else draws
    search = _Search(network, lever, goal, draws, Steps(_USUAL_RUNS, progress, cancelled))
    fails, reaches = search.bracket(value_of(network, lever))
    value = search.cross(fails, reaches, goal.chance)
    chance = search.at(value)
    error = NINETY * chance.standard_error
    # A chance that is a little lower or higher is reached a little earlier or later.
    ends = [
        search.cross_around(fails, reaches, wanted)
        for wanted in (goal.chance - error, goal.chance + error)
        if fails != reaches
    ]
    return Answer(
        value=value,
        chance=chance,
        low=min([value, *ends]),
        high=max([value, *ends]),
        curve=search.curve(),
    )


class _Search:
    """The chances at the values that were tried, and halving between them."""

    def __init__(
        self, network: Network, lever: Lever, goal: Goal, draws: Draws, steps: Steps
    ) -> None:
        self._network, self._lever, self._goal = network, lever, goal
        self._draws, self._steps = draws, steps
        self._tried: dict[float, Chance] = {}
        self._means: dict[float, float] = {}
        self._more_helps = lever.what in _MORE_HELPS and goal.measure in (CLIENTS, REVENUE)
        volume = network.channels[lever.place].volume if lever.what is Input.VOLUME else None
        self._whole = lever.is_whole or isinstance(volume, ExactVolume)

    def at(self, value: float) -> Chance:
        """Return the chance at a value; each is run once."""
        if value not in self._tried:
            network = with_value(self._network, self._lever, _as_asked(self._lever, value))
            outcomes = outcomes_of(network, self._goal.measure, self._draws, self._steps)
            self._tried[value] = self._goal.chance_in(outcomes)
            self._means[value] = float(outcomes.mean())
        return self._tried[value]

    def _highest(self, highest: float) -> float:
        """Return the largest value that the network can have: its leads have a limit in all."""
        while highest > 1.0:
            try:
                with_value(self._network, self._lever, _as_asked(self._lever, highest))
            except AssumptionError:
                highest *= 0.5
            else:
                break
        return highest

    def curve(self) -> tuple[Point, ...]:
        """Return all that was tried, in order."""
        return tuple(Point(value, self._tried[value]) for value in sorted(self._tried))

    def bracket(self, start: float) -> tuple[float, float]:
        """Return a value that fails and one that reaches the goal, on the way from ``start``."""
        lowest, highest = limits_of(self._network, self._lever)
        if self.at(lowest).share >= self._goal.chance:
            if self._more_helps:
                return lowest, lowest
            return self._fails_above(lowest, start, self._highest(highest))
        highest = self._highest(highest)
        value = min(max(start, 1.0 if highest > 1.0 else 0.5), highest)
        below, idle = lowest, 0
        for _doubling in range(_DOUBLINGS):
            if self.at(value).share >= self._goal.chance:
                return below, value
            if self._more_helps:
                # Where people are the narrow place, a million leads bring what a thousand did.
                rises = self._means[value] > _RISES * self._means[below]
                idle = 0 if rises or self._means[value] <= 0.0 else idle + 1
            if value >= highest or idle == _MOST_IDLE:
                break
            below, value = value, min(2.0 * value, highest)
        best = max(self.curve(), key=lambda point: point.chance.share)
        raise GoalOutOfReachError(best, self._goal.chance)

    def _fails_above(self, lowest: float, start: float, highest: float) -> tuple[float, float]:
        """Return a bracket where less of the input is better.

        Where all will do that is the longest delay, and of other inputs the lowest: none is needed.
        """
        value = min(max(start, 1.0), highest)
        reaches = lowest
        for _doubling in range(_DOUBLINGS):
            if self.at(value).share < self._goal.chance:
                return value, reaches
            if value >= highest:
                break
            reaches, value = value, min(2.0 * value, highest)
        return (value, value) if self._lever.what is Input.MEAN_DELAY else (lowest, lowest)

    def cross(self, fails: float, reaches: float, wanted: float) -> float:
        """Return the value nearest to ``fails`` that still reaches a chance."""
        for _halving in range(64 if self._whole else _HALVINGS):
            middle = 0.5 * (fails + reaches)
            if self._whole:
                middle = float(math.floor(middle))
            if middle in (fails, reaches):
                break
            if self.at(middle).share >= wanted:
                reaches = middle
            else:
                fails = middle
        return reaches

    def cross_around(self, fails: float, reaches: float, wanted: float) -> float:
        """Return the value nearest to ``fails`` that reaches a chance near that of the goal.

        It may lie beyond the bracket, which is moved on then, three times as wide each time.
        """
        lowest, highest = limits_of(self._network, self._lever)
        highest = self._highest(highest)
        least = max(_WIDENED * abs(reaches), 1.0 if self._whole else 0.0)

        def beyond(end: float, other: float) -> float:
            width = 2.0 * math.copysign(max(abs(end - other), least), end - other)
            moved = min(max(end + width, lowest), highest)
            return float(math.floor(moved)) if self._whole else moved

        idle = 0
        while self.at(reaches).share < wanted:
            further = beyond(reaches, fails)
            if further == reaches or idle == _MOST_IDLE:
                return reaches
            idle = 0 if self.at(further).share > self.at(reaches).share else idle + 1
            fails, reaches = reaches, further
        while self.at(fails).share >= wanted:
            nearer = beyond(fails, reaches)
            if nearer == fails:
                return fails
            fails, reaches = nearer, fails
        return self.cross(fails, reaches, wanted)


def _as_asked(lever: Lever, value: float) -> float:
    """Return a value as its lever takes it: people are whole."""
    return int(value) if lever.is_whole else value
