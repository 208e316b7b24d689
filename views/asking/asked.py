"""What every question needs of a plan: its horizon, its trials, and what open deals bring."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from models.errors import KnownError
from simulation.measures import CLIENTS, REVENUE, Measure
from simulation.network import Network
from simulation.pipeline import deals_run
from simulation.questions.asking import Draws
from simulation.questions.seeking import Goal
from views.whatif.content import Plan, TargetMeasure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

TRIALS: Final = 2_000
_LEAST_TRIALS: Final = 400
_FEW_CHANNELS: Final = 4
MEASURES: Final[dict[TargetMeasure, Measure]] = {"clients": CLIENTS, "revenue": REVENUE}


class UnanswerableError(KnownError):
    """A question that has no answer within its limits, or cannot be asked of this plan."""


def fitting_trials(plan: Plan, most: int) -> int:
    """Return how many cases a question takes: a plan of many channels runs longer for each."""
    fewer = most * _FEW_CHANNELS // max(len(plan.network.channels), _FEW_CHANNELS)
    return min(most, max(fewer, _LEAST_TRIALS))


def until(plan: Plan, weeks: int) -> Network:
    """Return a plan's network for its first weeks only; its draws stay the same."""
    return replace(plan.network, weeks=min(weeks, plan.network.weeks))


def goal_of(
    plan: Plan, measure: TargetMeasure, at_least: float, chance: float, weeks: int, draws: Draws
) -> Goal:
    """Return a goal that counts the open deals that are won by then as well."""
    return Goal(at_least, chance, MEASURES[measure], _beside(plan, measure, weeks, draws))


def _beside(
    plan: Plan, measure: TargetMeasure, weeks: int, draws: Draws
) -> "NDArray[np.float64] | None":
    if not plan.deals:
        return None
    won, brought = deals_run(plan.deals, weeks, draws.trials, draws.seed, draws.first_trial)
    whole: NDArray[np.float64] = (won if measure == "clients" else brought).sum(axis=0) * 1.0
    return whole


def parts_of(progress: Progress | None, number: int, parts: int) -> Progress | None:
    """Return the progress of one of several parts of a question as that of the whole."""
    if progress is None:
        return None
    whole = progress

    def told(done: int, wanted: int) -> None:
        whole(1_000 * number + 1_000 * min(done, wanted) // max(wanted, 1), 1_000 * parts)

    return told
