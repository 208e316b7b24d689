"""Closed forms, where the funnel has one.

Thinning a binomial or Poisson count by a fixed rate leaves a binomial or Poisson count, so fixed
rates multiply. Uncertain rates multiply to a single Beta only where they telescope:
``Beta(a, b) * Beta(a + b, c)`` is ``Beta(a, b + c)``, which is so when each rate was counted on
the leads that the one before it let through, in one sample.

References
----------
Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 2, 1995, chapter 25 (products of
Beta variates). Johnson, Kemp, Kotz: Univariate Discrete Distributions, 2005, section 6.2.2
(Beta-binomial).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import (
    LEADS_LIMIT,
    AssumptionError,
    BetaRate,
    FixedRate,
    PoissonArrivals,
    require_whole,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.assumptions import Assumptions, Rate


class NoClosedFormError(ValueError):
    """The funnel has no closed form; it can only be simulated."""


def overall_rate(assumptions: Assumptions) -> Rate:
    """Return the one rate from the first stage to the last that all rates together make.

    Raises
    ------
    NoClosedFormError
        Fixed and uncertain rates are mixed, or the uncertain ones do not telescope.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel, with_rates_from_one_sample
    >>> overall_rate(with_rates_from_one_sample(house_funnel()))
    BetaRate(alpha=3.0, beta=197.0)
    """
    rates = [conversion.rate for conversion in assumptions.conversions]
    fixed = [rate.value for rate in rates if isinstance(rate, FixedRate)]
    uncertain = [rate for rate in rates if isinstance(rate, BetaRate)]
    if not uncertain:
        return FixedRate(math.prod(fixed))
    if fixed:
        raise NoClosedFormError("Fixed and uncertain rates together have no closed form.")
    for earlier, later in pairwise(uncertain):
        if not math.isclose(earlier.alpha, later.alpha + later.beta, rel_tol=1e-12):
            raise NoClosedFormError(
                f"Beta({earlier.alpha:g}, {earlier.beta:g}) and Beta({later.alpha:g}, "
                f"{later.beta:g}) do not multiply to a Beta: {earlier.alpha:g} is not "
                f"{later.alpha:g} + {later.beta:g}."
            )
    return BetaRate(uncertain[-1].alpha, math.fsum(rate.beta for rate in uncertain))


def exact_clients(assumptions: Assumptions) -> NDArray[np.float64]:
    """Return the exact distribution of clients.

    Parameters
    ----------
    assumptions
        A batch with fixed rates (binomial) or with uncertain rates of one sample
        (Beta-binomial), or Poisson arrivals with fixed rates (Poisson).

    Returns
    -------
    ndarray
        ``pmf[k]`` is the probability of k clients, float64, shape (most + 1,). For Poisson
        arrivals, counts beyond which less than 1e-15 lies are left out.

    Raises
    ------
    NoClosedFormError
        The funnel is none of the three.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel
    >>> round(float(exact_clients(house_funnel())[0]), 10)
    0.0486682914
    """
    from scipy import stats

    rate = overall_rate(assumptions)
    arrivals = assumptions.arrivals
    if isinstance(arrivals, PoissonArrivals):
        if isinstance(rate, BetaRate):
            raise NoClosedFormError("Poisson arrivals at an uncertain rate have no closed form.")
        mean = arrivals.mean * rate.value
        most = int(mean + 10 * math.sqrt(mean)) + 50
        return np.asarray(stats.poisson.pmf(np.arange(most + 1), mean), np.float64)
    values = np.arange(arrivals.size + 1)
    if isinstance(rate, BetaRate):
        pmf = stats.betabinom.pmf(values, arrivals.size, rate.alpha, rate.beta)
    else:
        pmf = stats.binom.pmf(values, arrivals.size, rate.value)
    return np.asarray(pmf, np.float64)


def leads_needed(assumptions: Assumptions, *, clients: int, chance: float) -> int:
    """Return the smallest batch that gives at least ``clients`` with at least ``chance``.

    Parameters
    ----------
    assumptions
        The funnel; its own arrivals do not matter.
    clients
        Clients wanted, 1 or more.
    chance
        Probability wanted, in (0, 1).

    Raises
    ------
    NoClosedFormError
        The rates have no closed form.
    AssumptionError
        A wish is out of range, or no batch of up to 10,000,000 leads is large enough.

    Examples
    --------
    >>> from simulation.assumptions import house_funnel, with_rates_from_one_sample
    >>> leads_needed(house_funnel(), clients=10, chance=0.9)
    945
    >>> leads_needed(with_rates_from_one_sample(house_funnel()), clients=10, chance=0.9)
    1877
    """
    require_whole("clients", clients, 1, LEADS_LIMIT)
    if not 0.0 < chance < 1.0:
        raise AssumptionError("chance", chance, "above 0 and below 1")
    from scipy import stats

    rate = overall_rate(assumptions)

    def reached(size: int) -> bool:
        if isinstance(rate, BetaRate):
            falls_short = stats.betabinom.cdf(clients - 1, size, rate.alpha, rate.beta)
        else:
            falls_short = stats.binom.cdf(clients - 1, size, rate.value)
        return bool(1.0 - falls_short >= chance)

    if not reached(LEADS_LIMIT):
        raise AssumptionError(
            "chance",
            chance,
            "reachable",
            f"No batch of up to {LEADS_LIMIT:,} leads gives {clients:,} clients with that chance.",
        )
    too_few, enough = clients - 1, LEADS_LIMIT
    while enough - too_few > 1:
        size = (too_few + enough) // 2
        if reached(size):
            enough = size
        else:
            too_few = size
    return enough
