"""Which stages make the chain of a funnel, and which first visits were only its door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulation.learning.history import ADVANCED, MISSING, week_of

if TYPE_CHECKING:
    from simulation.learning.history import Visits


def stages_in_use(visits: Visits, stages: int) -> tuple[int, ...]:
    """Return the stages that make the chain: those at which most leads stop that come as far.

    Left out are stages before any lead came in, and stages that more leads pass over than enter.
    The last one is always in it, and so are two at least; of stages that no lead came to nothing is
    known, and they stay.

    Parameters
    ----------
    visits
        Visits to all stages.
    stages
        How many there are.
    """
    if visits.count == 0:
        return tuple(range(stages))
    entered = np.bincount(visits.stage, minlength=stages)
    passing = (visits.how == ADVANCED) & (visits.to_stage > visits.stage + 1)
    over = np.zeros(stages + 1, np.int64)
    np.add.at(over, visits.stage[passing] + 1, 1)
    np.add.at(over, visits.to_stage[passing], -1)
    over = np.cumsum(over)[:stages]
    begins = int(np.flatnonzero(entered)[0])
    kept = [stage for stage in range(begins, stages - 1) if over[stage] <= entered[stage]]
    if not kept:
        kept = [max(stages - 2, 0)]
    return (*kept, stages - 1)


def without_brief_entries(visits: Visits) -> Visits:
    """Return the visits without first ones that were only the door to a later stage.

    A lead that came in and passed over at least one stage within the same week entered late, as a
    demo request does; the stages before count in no rate.
    """
    brief = (
        visits.first
        & (visits.how == ADVANCED)
        & (visits.to_stage > visits.stage + 1)
        & (visits.entered != MISSING)
        & (visits.ended != MISSING)
        & (week_of(visits.entered) == week_of(visits.ended))
    )
    if not brief.any():
        return visits
    first = visits.first.copy()
    first[1:] |= brief[:-1]
    return replace(visits, first=first).some(~brief)
