"""From a plan to what it comes to: one run, and everything that the page shows of it."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from models.language import gettext as _
from models.scenarios.freezing import entered, stage_of
from simulation.engine import NetworkRun, RunCancelledError, run_network
from simulation.money import net_cash
from simulation.pipeline import deals_run
from simulation.questions.staffing import RoleWeeks, staffing_in
from simulation.results import Bands, Chance, Spread, bands_of, chance_of, spread_of
from views.whatif.content import Plan, PlanTarget, weeks_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

T = TypeVar("T")

PATHS: Final = 12
CLIENTS, REVENUE, CASH = "clients", "revenue", "cash"
_STAGE: Final = "stage:"
_REMEMBERED: Final = ("stages", "staffing")


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
    won: "NDArray[np.int32]"
    """Clients that open deals make."""
    cash: "NDArray[np.float64]"
    """What the margin leaves of the revenue, less what people and leads cost."""
    _fans: dict[tuple[str, bool], Fan] = field(default_factory=dict, repr=False, compare=False)

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return self.plan.network.weeks

    def series(self, measure: str) -> "NDArray[Any]":
        """Return clients, revenue, cash, or the leads that enter a stage (stage:2).

        Clients are those of the funnel and the open deals that are won.
        """
        if measure == REVENUE:
            return self.revenue
        if measure == CASH:
            return self.cash
        index = self.run.index
        if measure == CLIENTS:
            return self.run.of_series(index.entered(index.stages - 1)) + self.won
        return self.run.of_series(index.entered(int(measure.removeprefix(_STAGE))))

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

    def holds_for(self, plan: Plan) -> bool:
        """Return whether another plan comes to the same: only its words or targets differ."""
        mine = self.plan
        return (mine.network, mine.deals, mine.seed, mine.trials) == (
            plan.network,
            plan.deals,
            plan.seed,
            plan.trials,
        )

    def under(self, plan: Plan) -> "PlanResult":
        """Return the same numbers as those of a plan that comes to the same."""
        same = replace(self, plan=plan)
        vars(same).update({name: vars(self)[name] for name in _REMEMBERED if name in vars(self)})
        return same

    def total_until(self, measure: str, week: int) -> "NDArray[Any]":
        """Return a measure's sum up to and with a week, shape (trials,)."""
        total: NDArray[Any] = self.series(measure)[: week + 1].sum(axis=0)
        return total

    def total_between(self, measure: str, first_day: date, last_day: date) -> "NDArray[Any]":
        """Return a measure's sum from a day to another, both included, shape (trials,)."""
        begins = self.plan.network.starts_on
        if begins is None:
            return self.total_until(measure, self.weeks - 1)
        inside = weeks_between(begins, self.weeks, first_day, last_day)
        total: NDArray[Any] = self.series(measure)[inside.start : inside.stop].sum(axis=0)
        return total

    def chance_of_target(self, target: PlanTarget) -> Chance:
        """Return how likely a target is reached within its period."""
        measure = measure_of(self.plan, target)
        if measure is None:
            # Nobody enters a stage that the plan has not.
            return chance_of(np.zeros(self.run.trials), target.amount - target.reached)
        found = self.total_between(measure, target.first_day, target.last_day)
        return chance_of(found, target.amount - target.reached)


def stage_measure(stage: int) -> str:
    """Return the code of the leads that enter a stage."""
    return f"{_STAGE}{stage}"


def measure_title(plan: Plan, measure: str) -> str:
    """Return what a measure is called."""
    names = {CLIENTS: _("Clients"), REVENUE: _("Revenue"), CASH: _("Cash")}
    if measure in names:
        return names[measure]
    return plan.network.stages[int(measure.partition(":")[2])].name


def target_code(plan: Plan, measure: str) -> str:
    """Return the code that a target of a measure has; that of a stage names its key."""
    if not measure.startswith(_STAGE):
        return measure
    return entered(str(plan.network.stages[int(measure.removeprefix(_STAGE))].key))


def measure_of(plan: Plan, target: PlanTarget) -> str | None:
    """Return what a target measures in a plan; None where the plan has no such stage."""
    key = stage_of(target.measure)
    if key is None:
        return target.measure
    keys = [str(stage.key) for stage in plan.network.stages]
    return stage_measure(keys.index(key)) if key in keys else None


def look_ahead(
    plan: Plan,
    *,
    preview_trials: int | None = None,
    shown: tuple[tuple[str, bool], ...] = (),
    cancelled: Callable[[], bool] | None = None,
) -> PlanResult:
    """Run a plan: a preview has so many trials, which are among those of the full run.

    The fans `shown` are made here, so that the window thread needs to make none. Raises
    `simulation.engine.RunCancelledError` where nobody wants the result any more.
    """
    network = plan.network
    preview = preview_trials is not None
    trials = plan.trials if preview_trials is None else min(preview_trials, plan.trials)
    # While something is dragged, one processor is left to the window.
    threads = max(1, (os.cpu_count() or 2) - 1) if preview else None
    run = run_network(network, trials=trials, seed=plan.seed, threads=threads, cancelled=cancelled)
    won, brought = deals_run(plan.deals, network.weeks, trials, plan.seed)
    result = PlanResult(plan, run, preview, run.revenue + brought, won, net_cash(run, brought))
    for measure, cumulative in shown:
        result.fan(measure, cumulative=cumulative)
    # Made here, on the thread that computes.
    _ = result.stages, result.staffing
    return result


def unless_broken_off(work: Callable[[], T]) -> T | None:
    """Return what `work` gives; None where it was broken off, no fault that anybody should hear."""
    try:
        return work()
    except RunCancelledError:
        return None
