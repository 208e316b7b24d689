"""Two networks on the same draws: the difference, trial by trial."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulation.measures import CLIENTS
from simulation.questions.asking import Draws, outcomes_of
from simulation.results import NINETY, spread_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.measures import Measure
    from simulation.network import Network
    from simulation.results import Spread


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more one network gives than another, on the same draws.

    Parameters
    ----------
    spread
        Of the differences over the trials.
    low, high
        Between these the mean difference lies with 90 %, as far as the number of trials goes.
    higher, equal
        Shares of the trials in which it gave more, and exactly as much.
    """

    spread: Spread
    low: float
    high: float
    higher: float
    equal: float


def difference_of(before: NDArray[np.float64], after: NDArray[np.float64]) -> Difference:
    """Return what the outcomes of the same trials differ by.

    Parameters
    ----------
    before, after
        Shape (trials,): the outcomes under each network, in the same order.
    """
    differences = after - before
    spread = spread_of(differences)
    reach = NINETY * spread.standard_error
    return Difference(
        spread=spread,
        low=spread.mean - reach,
        high=spread.mean + reach,
        higher=float(np.mean(differences > 0.0)),
        equal=float(np.mean(differences == 0.0)),
    )


def compare(
    before: Network, after: Network, *, measure: Measure = CLIENTS, draws: Draws | None = None
) -> Difference:
    """Run two networks on the same keyed draws and return the difference.

    The draws are keyed by stage, channel and week, so what the change does not touch is equal in
    both, and the difference is of the change and not of chance: on the reference model its
    variance is a fortieth of that of two independent runs.

    Parameters
    ----------
    before, after
        Two networks, which may differ in anything.
    measure
        What is compared: one number of each trial.
    draws
        Which trials both are run on.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from simulation.funnel import network_of
    >>> from simulation.assumptions import Batch, house_funnel
    >>> house = house_funnel()
    >>> more = house.with_arrivals(Batch(260))
    >>> difference = compare(network_of(house), network_of(more))
    >>> round(difference.spread.mean, 1), difference.equal > 0.1
    (0.9, True)
    """
    draws = Draws() if draws is None else draws
    return difference_of(outcomes_of(before, measure, draws), outcomes_of(after, measure, draws))
