"""Who is busy, who holds things back, and what one more unit of work would buy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.assumptions import require_real, require_whole
from simulation.measures import CLIENTS
from simulation.people import UNITS_LIMIT, StaffGroup
from simulation.questions.asking import Draws, Steps, outcomes_of, run_for
from simulation.questions.comparing import Difference, difference_of
from simulation.series import index_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulation.engine import NetworkRun
    from simulation.measures import Measure
    from simulation.network import Network

_MILLI = 1000.0


@dataclass(frozen=True, slots=True)
class RoleWeeks:
    """One role, week by week; every array has the shape (weeks,).

    Parameters
    ----------
    role
        Index of the role.
    planned
        Units of work that its people give if nobody leaves.
    used
        Mean of the units that were worked.
    utilisation
        Used by planned; 0 where nobody is there.
    queue, queue_p90
        Leads that wait at the role's stages at the end of the week: mean and P90.
    binds
        Share of the trials in which leads were left waiting.
    served_at_once
        Share of the leads that came to the role's stages that were served in the same week; 1
        where none came.
    mean_wait
        Mean wait in weeks of those served in the week; 0 where nobody was.
    """

    role: int
    planned: NDArray[np.float64]
    used: NDArray[np.float64]
    utilisation: NDArray[np.float64]
    queue: NDArray[np.float64]
    queue_p90: NDArray[np.float64]
    binds: NDArray[np.float64]
    served_at_once: NDArray[np.float64]
    mean_wait: NDArray[np.float64]

    @property
    def binding_weeks(self) -> tuple[int, ...]:
        """Weeks in which leads were left waiting in more than half of the trials."""
        return tuple(int(week) for week in np.flatnonzero(self.binds > 0.5))


def staffing_of(network: Network, draws: Draws | None = None) -> tuple[RoleWeeks, ...]:
    """Return how busy each role is, week by week, and what waits for it."""
    draws = Draws() if draws is None else draws
    index = index_of(network)
    worked = (place for place, step in enumerate(network.steps) if step.work is not None)
    queues = tuple(index.step(place, "queue") for place in worked)
    return staffing_in(run_for(network, draws, (), watched=queues))


def staffing_in(run: NetworkRun) -> tuple[RoleWeeks, ...]:
    """Return how busy each role was in a run that watched the queues of all worked steps.

    Raises
    ------
    KeyError
        A queue was not watched.
    """
    network, index = run.network, run.index
    found = []
    for number, role in enumerate(network.roles):
        places = [
            place
            for place, step in enumerate(network.steps)
            if step.work is not None and step.work.role == role.key
        ]
        waiting = np.zeros((network.weeks, run.trials))
        for place in places:
            waiting += run.of_series(index.step(place, "queue"))

        def sums(what: str, places: list[int] = places) -> NDArray[np.float64]:
            whole = np.zeros(network.weeks)
            for place in places:
                whole += run.sums[index.step(place, what)]
            return whole

        came = np.zeros(network.weeks)
        for place in places:
            came += run.sums[index.entered(place)]
        planned = planned_units(network, number)
        used = run.sums[index.used(number)] / (_MILLI * run.trials)
        found.append(
            RoleWeeks(
                role=number,
                planned=planned,
                used=used,
                utilisation=_share(used, planned, 0.0),
                queue=waiting.mean(axis=1),
                queue_p90=np.quantile(waiting, 0.9, axis=1, method="inverted_cdf"),
                binds=(waiting > 0).mean(axis=1),
                served_at_once=_share(sums("at_once"), came, 1.0),
                mean_wait=_share(sums("waited"), sums("served"), 0.0),
            )
        )
    return tuple(found)


def planned_units(network: Network, role: int) -> NDArray[np.float64]:
    """Return the units that a role's people give each week if nobody leaves, shape (weeks,)."""
    planned = np.zeros(network.weeks)
    for group in network.roles[role].staff:
        for week in range(network.weeks):
            planned[week] += group.people * group.units_per_week * group.share_of_week(week)
    return planned


def _share(
    part: NDArray[np.float64], whole: NDArray[np.float64], empty: float
) -> NDArray[np.float64]:
    share = np.full(whole.shape, empty)
    np.divide(part, whole, out=share, where=whole > 0.0)
    return share


@dataclass(frozen=True, slots=True)
class ShadowValue:
    """What more work of one role in some weeks is worth.

    Parameters
    ----------
    role
        Index of the role.
    from_week, until_week
        The weeks; the last is not among them.
    units
        Units a week that were added.
    gain
        Difference of the measure, on the same draws.
    """

    role: int
    from_week: int
    until_week: int
    units: float
    gain: Difference


def shadow_values(
    network: Network,
    *,
    units: float = 1.0,
    weeks_each: int = 4,
    measure: Measure = CLIENTS,
    draws: Draws | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[ShadowValue, ...]:
    """Return what one more unit of work is worth, role by role and part of the run by part.

    A unit is added to the weeks of one part only, and the outcome compared on the same draws: in
    each trial in which the role's queue never passed its capacity there, the gain is exactly 0.

    Parameters
    ----------
    network, measure
        What is assumed, and of what the gain is; without, clients.
    units
        Units a week that are added.
    weeks_each
        Weeks in each part, from 1 up.
    draws
        The trials of each run; without, 2,000 of seed 1.
    progress, cancelled
        Told the runs done and wanted; asked whether to stop.
    """
    require_real("units", units, 1e-3, UNITS_LIMIT)
    require_whole("weeks_each", weeks_each, 1, network.weeks)
    draws = Draws() if draws is None else draws
    parts = [
        (begin, min(begin + weeks_each, network.weeks))
        for begin in range(0, network.weeks, weeks_each)
    ]
    steps = Steps(1 + len(parts) * len(network.roles), progress, cancelled)
    as_is = outcomes_of(network, measure, draws, steps)
    found = []
    for role in range(len(network.roles)):
        for begin, end in parts:
            helped = with_group(network, role, StaffGroup(1, units, begin, end))
            gain = difference_of(as_is, outcomes_of(helped, measure, draws, steps))
            found.append(ShadowValue(role, begin, end, units, gain))
    return tuple(found)


def with_group(network: Network, role: int, group: StaffGroup) -> Network:
    """Return the network with one more group of people; those there keep their draws."""
    staff = (*network.roles[role].staff, group)
    changed = replace(network.roles[role], staff=staff)
    return replace(network, roles=(*network.roles[:role], changed, *network.roles[role + 1 :]))
