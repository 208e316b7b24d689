"""How the counts of a week are spread over the trials, by counting how often each occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernel.compilation import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.kernel.compilation import Counts, Floats, Small


@compiled(cache=True)
def tally_weeks(
    values: Small,
    cumulative: bool,
    places: Counts,
    widest: int,
    counted: NDArray[np.bool_],
    quantiles: Floats,
    mean: Floats,
    sd: Floats,
) -> None:
    """Tally each week of a series.

    Parameters
    ----------
    values
        Shape (weeks, trials): counts.
    cumulative
        Whether each week holds the sum up to it.
    places
        Which of the ordered counts are the wanted quantiles, from 0 and ascending.
    widest
        Up to which distance between the least and the most of a week it is tallied.
    counted
        Shape (weeks,): becomes whether the week was tallied.
    quantiles, mean, sd
        Shapes (places, weeks), (weeks,) and (weeks,): filled for the weeks that were tallied.
    """
    trials = values.shape[1]
    week_counts = np.zeros(trials, np.int64)
    occurred = np.zeros(widest + 1, np.int64)
    for week in range(values.shape[0]):
        row = values[week]
        lowest, highest = np.int64(2**62), np.int64(-(2**62))
        for trial in range(trials):
            count = row[trial] + (week_counts[trial] if cumulative else 0)
            week_counts[trial] = count
            lowest = min(lowest, count)
            highest = max(highest, count)
        reach = highest - lowest
        counted[week] = reach <= widest
        if reach > widest:
            continue
        for trial in range(trials):
            occurred[week_counts[trial] - lowest] += 1
        reached, place, above = 0, 0, 0
        for value in range(reach + 1):
            reached += occurred[value]
            above += value * occurred[value]
            while place < places.size and reached > places[place]:
                quantiles[place, week] = lowest + value
                place += 1
        middle = above / trials
        squares = 0.0
        for value in range(reach + 1):
            squares += occurred[value] * (value - middle) * (value - middle)
            occurred[value] = 0
        mean[week] = lowest + middle
        sd[week] = np.sqrt(squares / (trials - 1)) if trials > 1 else 0.0
