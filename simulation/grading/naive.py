"""The two forecasts that anybody can make without a model, as full distributions.

A model that does not beat them is not worth its trouble. Both are given the uncertainty that they
deserve, so that beating them is no matter of their false certainty.

References
----------
Gelman, Carlin, Stern, Dunson, Vehtari, Rubin: Bayesian data analysis, 3rd edition, 2013, sections
2.6 (the negative binomial as prediction of a Poisson count) and 2.8 (Jeffreys' prior).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import require_real, require_whole
from simulation.grading.counts import CountForecast

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.stats._distn_infrastructure import rv_discrete_frozen

JEFFREYS: Final = 0.5
"""Count that the prior of a Poisson level adds, and each side of the prior of a rate."""
LEFT_OUT: Final = 1e-9
"""Probability beyond the counts that a forecast lists, at each side at most."""
_RATES: Final = 200


def same_as_last_period(count: int, weeks_seen: float, weeks: float) -> CountForecast:
    """Forecast that the next weeks bring what the last ones did.

    The level is taken as a Poisson rate of which the last period is all that is known, with
    Jeffreys' prior: Gamma(count + 1/2). The next count is then negative binomial.

    Parameters
    ----------
    count
        How many came in the last period.
    weeks_seen, weeks
        Length of the last period and of the next, above 0. They differ only where the records
        are shorter than the period.

    Raises
    ------
    AssumptionError
        A number is out of range.
    """
    require_whole("count", count, 0, 10**9)
    require_real("weeks_seen", weeks_seen, 1e-6, 1e6)
    require_real("weeks", weeks, 1e-6, 1e6)
    return _gamma_mixed(count + JEFFREYS, np.array([weeks / weeks_seen]))


def rate_times_cohort(
    converted: int, entered: int, cohort: int, *, given: bool, scale: float = 1.0
) -> CountForecast:
    """Forecast that the leads of the period convert at the overall rate known so far.

    The rate has Jeffreys' prior: Beta(converted + 1/2, entered - converted + 1/2), where those
    still open count as not converted, which is what makes this forecast naive. With arrivals
    given, the count is Beta-binomial; else the cohort is that of the last period with the
    uncertainty of a Poisson level, and the count is a negative binomial mixed over the rate, at
    200 equally likely rates (the mean is off by less than 0.1 %).

    Parameters
    ----------
    converted, entered
        Leads that reached the target until now, and leads that came until now.
    cohort
        Leads that come in the period, or came in the last one.
    given
        Whether the cohort is the one that really came.
    scale
        Length of the period as a share of the last one's.

    Raises
    ------
    AssumptionError
        A number is out of range.
    """
    require_whole("entered", entered, 0, 10**9)
    require_whole("converted", converted, 0, entered)
    require_whole("cohort", cohort, 0, 10**9)
    require_real("scale", scale, 1e-6, 1e6)
    from scipy import stats

    alpha, beta = converted + JEFFREYS, entered - converted + JEFFREYS
    if given:
        if cohort == 0:
            return CountForecast(0, np.ones(1))
        spread = stats.betabinom(cohort, alpha, beta)
        return _listed(int(spread.ppf(LEFT_OUT)), int(spread.ppf(1.0 - LEFT_OUT)), spread.pmf)
    places = (np.arange(_RATES) + 0.5) / _RATES
    rates = stats.beta(alpha, beta).ppf(places)
    return _gamma_mixed(cohort + JEFFREYS, scale * rates)


def _gamma_mixed(shape: float, factors: NDArray[np.float64]) -> CountForecast:
    """Return the Poisson count whose mean is Gamma(shape) times one of equally likely factors."""
    from scipy import stats

    spread = stats.nbinom(shape, 1.0 / (1.0 + factors))
    lowest, highest = int(np.min(spread.ppf(LEFT_OUT))), int(np.max(spread.ppf(1.0 - LEFT_OUT)))
    return _listed(lowest, highest, lambda counts: _mixed(spread, counts))


def _mixed(spread: rv_discrete_frozen, counts: NDArray[np.int64]) -> NDArray[np.float64]:
    of_each: NDArray[np.float64] = spread.pmf(counts[:, None])
    return np.asarray(of_each.mean(axis=1), np.float64)


def _listed(
    lowest: int, highest: int, chances: Callable[[NDArray[np.int64]], NDArray[np.float64]]
) -> CountForecast:
    listed = chances(np.arange(lowest, highest + 1))
    return CountForecast(lowest, listed / listed.sum())
