"""Counts of many trials drawn at once, of a chance that is the same in all of them.

First all uniforms are made, then all are looked up in the table of the chance. A hash waits for its
own last step and a look-up for memory; taken apart, many of each are under way at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import compiled
from simulation.kernel.draws import binomial_by_table, binomial_terms, quantile
from simulation.kernel.keyed import fill_uniforms, uniform
from simulation.kernel.layout import Plan, State, empty_row, list_those_left
from simulation.kernel.walks import binomial_by_walk, is_short_walk

if TYPE_CHECKING:
    from simulation.kernel.compilation import Small

_BEYOND = np.int32(-1)


@compiled()
def draw_beyond(
    state: State,
    chance: float,
    counts: Small,
    some: int,
    key: np.uint64,
    first_trial: np.uint64,
) -> None:
    """Draw for those trials whose counts are larger than the table."""
    listed, drawn, terms = state.listed, state.drawn, state.terms
    mode = low = high = known = 0
    below = whole = 0.0
    for place in range(some):
        trial = place if some == counts.size else int(np.int64(listed[place]))
        if drawn[trial] != _BEYOND:
            continue
        count = int(np.int64(counts[trial]))
        share = uniform(key, first_trial + np.uint64(trial))
        if is_short_walk(count, chance):
            drawn[trial] = binomial_by_walk(count, chance, share)
            continue
        # A batch is as large in every trial.
        if count != known:
            mode, low, high, below, whole = binomial_terms(count, chance, terms)
            known = count
        drawn[trial] = quantile(share, terms, mode, low, high, below, whole)


@compiled()
def draw_listed(
    plan: Plan,
    state: State,
    number: int,
    chance: float,
    counts: Small,
    some: int,
    key: np.uint64,
    first_trial: np.uint64,
) -> None:
    """Draw binomials by their table: of so many trials as are listed, or of all if these are all.

    What is drawn for a trial stands in its place of ``state.drawn``; those of the others are void.
    """
    largest = plan.tables[number].largest
    first, first_guide = plan.tables[number].reached, plan.tables[number].guide
    reached, guide = plan.reached, plan.guide
    listed, shares, drawn = state.listed, state.shares, state.drawn
    everywhere = some == counts.size
    if not everywhere:
        for place in range(some):
            shares[place] = uniform(key, first_trial + np.uint64(listed[place]))
    elif largest >= 0:
        fill_uniforms(key, first_trial, shares)
    beyond = 0
    for place in range(some):
        trial = place if everywhere else int(np.int64(listed[place]))
        count = int(np.int64(counts[trial]))
        if count > largest:
            drawn[trial] = _BEYOND
            beyond += 1
        else:
            drawn[trial] = binomial_by_table(
                count, shares[place], first, first_guide, reached, guide
            )
    if beyond > 0:
        draw_beyond(state, chance, counts, some, key, first_trial)


@compiled()
def draw_row(
    plan: Plan,
    state: State,
    number: int,
    chance: float,
    counts: Small,
    key: np.uint64,
    first_trial: np.uint64,
) -> bool:
    """Draw a binomial of each trial's count into ``state.drawn``; without any, say so and do not.

    Where the counts of many trials are nothing, only the others are drawn.
    """
    nobody = 0
    for trial in range(counts.size):
        nobody += 1 if counts[trial] == 0 else 0
    some = counts.size - nobody
    if some == 0:
        return False
    if 4 * nobody > counts.size:
        empty_row(state.drawn)
        list_those_left(counts, state.listed)
    else:
        some = counts.size
    draw_listed(plan, state, number, chance, counts, some, key, first_trial)
    return True
