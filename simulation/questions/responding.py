"""What a slower answer costs, by how the team's own leads converted after each wait.

The decay is what was measured on the team's leads, never a published multiple. It is a measured
association: leads that were answered late may have been other leads. Where too little was measured
there is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import AssumptionError, BetaRate, Evidence, require_real, require_whole
from simulation.engine import run_network
from simulation.measures import CLIENTS
from simulation.money import net_cash
from simulation.questions.asking import Draws, Steps
from simulation.questions.comparing import Difference, difference_of
from simulation.randomness import slot_of
from simulation.rates import drawn_rates

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.network import Network

FEWEST: Final = 20
"""Leads that a band must have for its rate to be believed."""


@dataclass(frozen=True, slots=True)
class ResponseBand:
    """Leads that were first answered after a wait, and how many of them went on.

    Parameters
    ----------
    until_hours
        The longest wait of the band in working hours; infinite for the last.
    evidence
        How many of them went on.
    """

    until_hours: float
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.until_hours != float("inf"):
            require_real("ResponseBand.until_hours", self.until_hours, 0.0, 1e5)


@dataclass(frozen=True, slots=True)
class ResponseCost:
    """What the plan gives less where all leads are answered as the slow ones are now.

    Parameters
    ----------
    clients, revenue, profit
        All leads answered within the agreed time, against all of them answered later.
    leads
        Mean number of leads that come to the stage in the run.
    late_now
        Share of the leads that are answered late today.
    late_costs
        What today's late answers cost: all in time, against today's mix.
    """

    clients: Difference
    revenue: Difference
    profit: Difference
    leads: float
    late_now: float
    late_costs: Difference

    @property
    def profit_per_breach(self) -> float:
        """Mean profit lost by one late answer; below 0 where late ones did no worse."""
        return self.profit.spread.mean / self.leads if self.leads else 0.0


def cost_of_slower(
    network: Network,
    bands: tuple[ResponseBand, ...],
    agreed_hours: float,
    *,
    step: int = 0,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ResponseCost | None:
    """Return what answering later than agreed costs, or None where it is not measured yet.

    It is not where fewer than 20 leads were answered in time, or fewer than 20 late. The rates of
    both sides are as uncertain as their counts, with a flat prior, and the step's own rate is
    scaled so that today's mix of waits gives it.

    Parameters
    ----------
    network
        The plan.
    bands
        By wait, the shortest first.
    agreed_hours
        A band that ends at or before it is in time.
    step
        Index of the step whose rate was measured.
    draws, progress, cancelled
        The trials of each run; told the runs done and wanted; asked whether to stop.
    """
    require_whole("step", step, 0, len(network.steps) - 1)
    limits = [band.until_hours for band in bands]
    if limits != sorted(set(limits)):
        raise AssumptionError("bands", limits, "bands by their wait, the shortest first")
    in_time = [band.evidence for band in bands if band.until_hours <= agreed_hours]
    late = [band.evidence for band in bands if band.until_hours > agreed_hours]
    counts = [sum(one.entered for one in some) for some in (in_time, late)]
    if min(counts) < FEWEST:
        return None
    draws = Draws() if draws is None else draws
    shares = [
        _drawn(network, step, name, some, draws)
        for name, some in (("in time", in_time), ("late", late))
    ]
    late_now = counts[1] / sum(counts)
    mixed = (1.0 - late_now) * shares[0] + late_now * shares[1]
    usual = drawn_rates(network, draws.trials, draws.seed, draws.first_trial)
    steps = Steps(3, progress, cancelled)

    def run_with(factor: NDArray[np.float64]) -> NetworkRun:
        rates = usual.copy()
        rates[step] = np.clip(usual[step] * factor, 0.0, 1.0)
        run = run_network(
            network,
            trials=draws.trials,
            seed=draws.seed,
            first_trial=draws.first_trial,
            watched=(),
            rates=rates,
            cancelled=cancelled,
        )
        steps.take()
        return run

    fast, slow = (run_with(share / mixed) for share in shares)
    today = run_with(np.ones(draws.trials))
    return ResponseCost(
        clients=difference_of(CLIENTS.of(slow), CLIENTS.of(fast)),
        revenue=difference_of(slow.total_revenue, fast.total_revenue),
        profit=difference_of(_profit(slow), _profit(fast)),
        leads=float(today.total_of(today.index.entered(step)).mean()),
        late_now=late_now,
        late_costs=difference_of(_profit(today), _profit(fast)),
    )


def _profit(run: NetworkRun) -> NDArray[np.float64]:
    profit: NDArray[np.float64] = net_cash(run).sum(axis=0)
    return profit


def _drawn(
    network: Network, step: int, name: str, some: list[Evidence], draws: Draws
) -> NDArray[np.float64]:
    """Return the rate of one side in each trial, as uncertain as its counts."""
    from simulation.kernel import continuous, keyed

    converted = sum(evidence.converted for evidence in some)
    entered = sum(evidence.entered for evidence in some)
    rate = BetaRate.from_evidence(converted, entered, prior=(1.0, 1.0))
    slot = np.uint64(slot_of(network.stages[step].key, f"answered {name}"))
    key = np.uint64(keyed.stream_key(np.uint64(draws.seed), np.uint64(0), slot))
    drawn = np.empty(draws.trials)
    continuous.draw_rates(rate.alpha, rate.beta, key, np.uint64(draws.first_trial), drawn)
    return drawn
