"""What people ask of a run: one number for each trial."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import STAGES_LIMIT, require_kind, require_whole
from simulation.series import index_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.network import Network


class Quantity(StrEnum):
    """What is measured."""

    ENTERED = "entered"
    REVENUE = "revenue"
    COST = "cost"
    PROFIT = "profit"
    SERVED_AT_ONCE = "served_at_once"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each trial, over all weeks.

    Parameters
    ----------
    quantity
        ``entered``: leads that entered a stage. ``revenue`` and ``cost``: money. ``profit``: what
        the margin leaves of the revenue, less the cost. ``served_at_once``: share of the leads
        served at a stage for the first time that were served in the week of their arrival, and 1
        where none came.
    stage
        Index of the stage; -1 is the last, the clients. Money has none.
    """

    quantity: Quantity = Quantity.ENTERED
    stage: int = -1

    def __post_init__(self) -> None:
        require_kind("Measure.quantity", self.quantity, Quantity, "a Quantity")
        lowest = 0 if self.quantity is Quantity.SERVED_AT_ONCE else -1
        require_whole("Measure.stage", self.stage, lowest, STAGES_LIMIT[1] - 1)

    def totals_needed(self, network: Network) -> tuple[int, ...]:
        """Return the numbers of the series that a run must total for this.

        Raises
        ------
        AssumptionError
            The network has no such stage, or nobody is served there.
        """
        index = index_of(network)
        if self.quantity is Quantity.ENTERED:
            require_whole("Measure.stage", self.stage, -1, index.stages - 1)
            return (index.entered(self.stage % index.stages),)
        if self.quantity is Quantity.SERVED_AT_ONCE:
            require_whole("Measure.stage", self.stage, 0, index.stages - 2)
            return (index.step(self.stage, "at_once"), index.entered(self.stage))
        return ()

    def of(self, run: NetworkRun) -> NDArray[np.float64]:
        """Return the number of each trial, shape (trials,).

        Raises
        ------
        KeyError
            The run did not total what `totals_needed` names.
        """
        totals = [run.total_of(number) for number in self.totals_needed(run.network)]
        if self.quantity is Quantity.ENTERED:
            return totals[0].astype(np.float64)
        if self.quantity is Quantity.SERVED_AT_ONCE:
            at_once, arrived = totals
            share = np.ones(arrived.size)
            np.divide(at_once, arrived, out=share, where=arrived > 0)
            return share
        revenue, cost = run.total_revenue, run.total_cost
        if self.quantity is Quantity.PROFIT:
            return run.network.value.margin * revenue - cost
        return revenue if self.quantity is Quantity.REVENUE else cost


CLIENTS = Measure()
REVENUE = Measure(Quantity.REVENUE)
PROFIT = Measure(Quantity.PROFIT)
