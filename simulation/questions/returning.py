"""What a channel or a campaign brings back: the plan with it and without it, on the same draws.

Leads of one channel take the time of people who would have worked another's, so what a channel
earns is not the revenue of its own clients but what the whole plan has less without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import AssumptionError, require_tuple, require_whole
from simulation.engine import run_network
from simulation.measures import CLIENTS
from simulation.money import Payback, net_cash, payback_of
from simulation.network import CHANNELS_LIMIT, Channel
from simulation.questions.asking import Draws, Steps
from simulation.questions.comparing import Difference, difference_of
from simulation.results import Spread, spread_of
from simulation.volumes import ExactVolume, RandomVolume

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulation.engine import NetworkRun
    from simulation.network import Network


@dataclass(frozen=True, slots=True)
class Effort:
    """Channels that come and go together, or one campaign by its place among its channel's.

    Parameters
    ----------
    channels
        Indices of the channels; one where a campaign is named.
    campaign
        Which campaign of the channel; None for the channels as a whole.
    """

    channels: tuple[int, ...]
    campaign: int | None = None

    def __post_init__(self) -> None:
        require_tuple("Effort.channels", self.channels, int, 1, CHANNELS_LIMIT)
        if self.campaign is not None and len(self.channels) > 1:
            raise AssumptionError("Effort.channels", self.channels, "the campaign's own channel")


@dataclass(frozen=True, slots=True)
class Return:
    """What an effort costs and what the whole plan has more by it.

    Parameters
    ----------
    effort
        What was left out for comparison.
    spend
        Spent on its leads.
    clients, revenue, profit
        What the plan with it gives more than the plan without it; profit is the margin's share of
        the revenue less all costs, the spend included.
    ratio
        Revenue gained for each unit of money spent, on average; None where nothing is spent.
    ratio_low, ratio_high
        P10 and P90 of the same over the trials that spent something.
    pays
        Share of the trials in which the profit is higher with it.
    payback
        When the money spent on it is back.
    """

    effort: Effort
    spend: Spread
    clients: Difference
    revenue: Difference
    profit: Difference
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    pays: float
    payback: Payback


def efforts_of(network: Network) -> tuple[Effort, ...]:
    """Return what can be left out: every channel, and every campaign of those with several."""
    found = []
    for place, channel in enumerate(network.channels):
        found.append(Effort((place,)))
        if isinstance(channel.volume, RandomVolume):
            found += [Effort((place,), number) for number in range(len(channel.volume.bumps))]
    return tuple(found)


def without(network: Network, effort: Effort) -> Network:
    """Return a network in which an effort brings nobody; leads that are open already stay.

    Raises
    ------
    AssumptionError
        The network has no such channel, or the channel no such campaign.
    """
    channels = list(network.channels)
    for place in effort.channels:
        require_whole("Effort.channels", place, 0, len(channels) - 1)
        channels[place] = _left_out(channels[place], effort.campaign)
    return replace(network, channels=tuple(channels))


def _left_out(channel: Channel, campaign: int | None) -> Channel:
    if campaign is None:
        return replace(channel, volume=ExactVolume((0,)))
    volume = channel.volume
    if not isinstance(volume, RandomVolume) or not 0 <= campaign < len(volume.bumps):
        raise AssumptionError("Effort.campaign", campaign, "one of the channel's campaigns")
    bumps = (*volume.bumps[:campaign], *volume.bumps[campaign + 1 :])
    return replace(channel, volume=replace(volume, bumps=bumps))


def returns_of(
    network: Network,
    draws: Draws | None = None,
    *,
    efforts: tuple[Effort, ...] | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Return, ...]:
    """Return what each effort brings back, in the order of `efforts_of` or of those named.

    Parameters
    ----------
    network
        The plan with all of them.
    draws
        The trials of each run.
    efforts
        Which are wanted; without, all.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.
    """
    draws = Draws() if draws is None else draws
    wanted = efforts_of(network) if efforts is None else efforts
    steps = Steps(1 + len(wanted), progress, cancelled)
    whole = _run(network, draws, steps)
    return tuple(
        _return(effort, whole, _run(without(network, effort), draws, steps)) for effort in wanted
    )


def _run(network: Network, draws: Draws, steps: Steps) -> NetworkRun:
    run = run_network(
        network,
        trials=draws.trials,
        seed=draws.seed,
        first_trial=draws.first_trial,
        watched=(),
        cancelled=steps.cancelled,
    )
    steps.take()
    return run


def _return(effort: Effort, whole: NetworkRun, less: NetworkRun) -> Return:
    spend = np.zeros(whole.trials)
    for place in effort.channels:
        number = whole.index.arrived(place)
        came = whole.total_of(number) - less.total_of(number)
        spend += whole.network.channels[place].cost_per_lead * came
    gained = whole.total_revenue - less.total_revenue
    more = net_cash(whole) - net_cash(less)
    profit = more.sum(axis=0)
    nothing = np.zeros_like(gained)
    spent = spend > 0.0
    ratios = spread_of(gained[spent] / spend[spent]) if spent.any() else None
    return Return(
        effort=effort,
        spend=spread_of(spend),
        clients=difference_of(CLIENTS.of(less), CLIENTS.of(whole)),
        revenue=difference_of(nothing, gained),
        profit=difference_of(nothing, profit),
        ratio=None if ratios is None else float(gained.sum() / spend.sum()),
        ratio_low=None if ratios is None else ratios.p10,
        ratio_high=None if ratios is None else ratios.p90,
        pays=float(np.mean(profit > 0.0)),
        payback=payback_of(more),
    )
