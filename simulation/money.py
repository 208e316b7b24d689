"""What a plan costs and brings: for each lead, meeting and client, by week, and until it pays.

Money is that of the run: leads bought, wages from the first week of work, hires in the week they
start, and of the revenue what the margin leaves. All of it is counted trial by trial, so parts add
up to wholes exactly where the parts are counted, and as near as rounding elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulation.results import Spread, bands_of, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.network import Network
    from simulation.results import Bands


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one lead in a stage costs: the spend of all trials over their leads, and how it varies.

    Parameters
    ----------
    stage
        Index of the stage.
    leads
        What is spent on leads for one of them, on average; NaN where none ever came.
    everything
        Leads, people and hires for one of them, on average; NaN where none ever came.
    low, middle, high
        P10, P50 and P90 over the trials of everything for one of them; infinite where so many
        trials had none.
    without
        Share of the trials in which none came.
    """

    stage: int
    leads: float
    everything: float
    low: float
    middle: float
    high: float
    without: float


@dataclass(frozen=True, slots=True)
class Cash:
    """Money week by week, shape (weeks,), as means over the trials but for the bands.

    Parameters
    ----------
    income
        What the margin leaves of the revenue of funnel and open deals.
    leads, people, hiring
        What goes out.
    weekly, so_far
        Income less what goes out, in each week and in all weeks up to it.
    """

    income: NDArray[np.float64]
    leads: NDArray[np.float64]
    people: NDArray[np.float64]
    hiring: NDArray[np.float64]
    weekly: Bands
    so_far: Bands


@dataclass(frozen=True, slots=True)
class Payback:
    """After how many weeks the money is back for good.

    Parameters
    ----------
    weeks
        Spread over the trials in which it comes back within the horizon; None where it never does.
    share
        Share of those trials.
    """

    weeks: Spread | None
    share: float


def unit_cost(run: NetworkRun, stage: int) -> UnitCost:
    """Return what one lead that enters a stage costs.

    Raises
    ------
    KeyError
        The run did not total the stage's entries or the channels' arrivals.
    """
    entered = run.total_of(run.index.entered(stage)).astype(np.float64)
    everything = run.total_cost
    whole = float(entered.sum())
    each = np.full(entered.size, math.inf)
    np.divide(everything, entered, out=each, where=entered > 0.0)
    spread = np.sort(each)
    last = spread.size - 1
    low, middle, high = (
        float(spread[min(last, -(-percent * spread.size // 100) - 1)]) for percent in (10, 50, 90)
    )
    return UnitCost(
        stage,
        float(_lead_costs(run).sum()) / whole if whole else math.nan,
        float(everything.sum()) / whole if whole else math.nan,
        low,
        middle,
        high,
        float(np.mean(entered == 0.0)),
    )


def cash_of(run: NetworkRun, deals_revenue: NDArray[np.float64] | None = None) -> Cash:
    """Return the money of a run week by week.

    Parameters
    ----------
    run
        What was run.
    deals_revenue
        Shape (weeks, trials): what open deals bring beside the funnel, of the same trials.
    """
    net = net_cash(run, deals_revenue)
    leads = _weekly_lead_costs(run)
    hiring = hiring_costs(run.network)
    return Cash(
        income=(net + run.cost).mean(axis=1),
        leads=leads,
        people=run.cost.mean(axis=1) - leads - hiring,
        hiring=hiring,
        weekly=bands_of(net),
        so_far=bands_of(net, cumulative=True),
    )


def net_cash(
    run: NetworkRun, deals_revenue: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the margin's share of the revenue less the costs, shape (weeks, trials)."""
    revenue = run.revenue if deals_revenue is None else run.revenue + deals_revenue
    net: NDArray[np.float64] = run.network.value.margin * revenue - run.cost
    return net


def hiring_costs(network: Network) -> NDArray[np.float64]:
    """Return what hires cost in the week that they start, exactly, shape (weeks,)."""
    costs = np.zeros(network.weeks)
    for role in network.roles:
        for group in role.staff:
            if 0 <= group.from_week < network.weeks:
                costs[group.from_week] += role.hiring_cost * group.people
    return costs


def payback_of(net: NDArray[np.float64]) -> Payback:
    """Return after how many weeks the sum of some cash is above or at 0 and stays so.

    0 means that it never was below. Of the difference between two plans on the same draws, this is
    when the dearer one has paid.

    Parameters
    ----------
    net
        Shape (weeks, trials).

    Examples
    --------
    >>> payback_of(np.array([[-2.0, -2.0], [1.0, 1.0], [1.0, 0.5]])).share
    0.5
    """
    below = np.cumsum(net, axis=0) < 0.0
    weeks = below.shape[0]
    last_below = np.where(below.any(axis=0), weeks - np.argmax(below[::-1], axis=0), 0)
    paid = last_below[last_below < weeks]
    return Payback(spread_of(paid) if paid.size else None, paid.size / below.shape[1])


def _lead_costs(run: NetworkRun) -> NDArray[np.float64]:
    """Return what the leads of all channels cost in each trial, shape (trials,)."""
    costs = np.zeros(run.trials)
    for place, channel in enumerate(run.network.channels):
        if channel.cost_per_lead > 0.0:
            costs += channel.cost_per_lead * run.total_of(run.index.arrived(place))
    return costs


def _weekly_lead_costs(run: NetworkRun) -> NDArray[np.float64]:
    """Return the mean of what leads cost in each week, shape (weeks,)."""
    costs = np.zeros(run.network.weeks)
    for place, channel in enumerate(run.network.channels):
        costs += channel.cost_per_lead * run.sums[run.index.arrived(place)] / run.trials
    return costs
