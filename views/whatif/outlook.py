"""From a plan to what it comes to: one run, and everything that the page shows of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulation.engine import NetworkRun, run_network
from simulation.money import net_cash
from simulation.pipeline import deals_run
from simulation.questions.staffing import RoleWeeks, staffing_in
from simulation.results import Bands, Chance, Spread, bands_of, chance_of, spread_of
from views.whatif.content import Plan, PlanTarget

if TYPE_CHECKING:
    from numpy.typing import NDArray

PREVIEW_TRIALS: Final = 1_000
PATHS: Final = 12
CLIENTS, REVENUE, CASH = "clients", "revenue", "cash"
_STAGE: Final = "stage:"


@dataclass(frozen=True)
class Fan:
    """One number week by week: its bands, and some of the trials they are made of."""

    bands: Bands
    paths: "NDArray[Any]"
    """Shape (weeks, paths)."""


@dataclass(frozen=True, slots=True)
class StageTotal:
    """What comes to a stage over the run, and what waits there at its end on average."""

    entered: Spread
    queue: float | None


@dataclass(frozen=True)
class PlanResult:
    """What a plan comes to. Arrays have the shape (weeks, trials)."""

    plan: Plan
    run: NetworkRun
    preview: bool
    revenue: "NDArray[np.float64]"
    """Of the funnel and of the open deals."""
    cash: "NDArray[np.float64]"
    """What the margin leaves of the revenue, less what people and leads cost."""
    _fans: dict[tuple[str, bool], Fan] = field(default_factory=dict, repr=False, compare=False)

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.plan.network.weeks

    def series(self, measure: str) -> "NDArray[Any]":
        """Return clients, revenue, cash, or the leads that enter a stage (stage:2)."""
        if measure == REVENUE:
            return self.revenue
        if measure == CASH:
            return self.cash
        index = self.run.index
        stage = index.stages - 1 if measure == CLIENTS else int(measure.removeprefix(_STAGE))
        return self.run.of_series(index.entered(stage))

    def fan(self, measure: str, *, cumulative: bool) -> Fan:
        """Return a measure's bands; made once, then remembered."""
        key = (measure, cumulative)
        if key not in self._fans:
            series = self.series(measure)
            paths = series[:, :PATHS]
            self._fans[key] = Fan(
                bands_of(series, cumulative=cumulative),
                np.cumsum(paths, axis=0) if cumulative else paths,
            )
        return self._fans[key]

    @cached_property
    def stages(self) -> tuple[StageTotal, ...]:
        """What comes to each stage."""
        run, steps = self.run, self.plan.network.steps
        found = []
        for stage in range(run.index.stages):
            queue = None
            if stage < len(steps) and steps[stage].work is not None:
                queue = float(run.sums[run.index.step(stage, "queue"), -1]) / run.trials
            found.append(StageTotal(spread_of(run.total_of(run.index.entered(stage))), queue))
        return tuple(found)

    @cached_property
    def staffing(self) -> tuple[RoleWeeks, ...]:
        """How busy each role is, week by week."""
        return staffing_in(self.run)

    def total_until(self, measure: str, week: int) -> "NDArray[Any]":
        """Return a measure's sum up to and with a week, shape (trials,)."""
        return self.series(measure)[: week + 1].sum(axis=0)

    def chance_of_target(self, target: PlanTarget) -> Chance:
        """Return how likely a target is reached by its last day."""
        week = self.plan.week_of(target.last_day)
        until = self.weeks - 1 if week is None else min(max(week, 0), self.weeks - 1)
        return chance_of(self.total_until(target.measure, until), target.amount - target.reached)


def stage_measure(stage: int) -> str:
    """Return the code of the leads that enter a stage."""
    return f"{_STAGE}{stage}"


def look_ahead(
    plan: Plan,
    *,
    preview: bool = False,
    shown: tuple[tuple[str, bool], ...] = (),
    cancelled: Callable[[], bool] | None = None,
) -> PlanResult:
    """Run a plan: a preview has fewer trials, which are among those of the full run.

    The fans `shown` are made here, so that the window thread needs to make none. Raises
    `simulation.engine.RunCancelledError` where nobody wants the result any more.
    """
    network = plan.network
    trials = min(PREVIEW_TRIALS, plan.trials) if preview else plan.trials
    run = run_network(network, trials=trials, seed=plan.seed, cancelled=cancelled)
    brought = None
    if plan.deals:
        _won, brought = deals_run(plan.deals, network.weeks, trials, plan.seed)
    revenue = run.revenue if brought is None else run.revenue + brought
    result = PlanResult(plan, run, preview, revenue, net_cash(run, brought))
    for measure, cumulative in shown:
        result.fan(measure, cumulative=cumulative)
    # Made here, on the thread that computes.
    _ = result.stages, result.staffing
    return result
