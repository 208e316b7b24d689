"""Simulated pasts whose arrivals, rates and delays all drift, as those of real teams do."""

from array import array
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.learning.records import LearnedHistory
from models.definitions.current import StageRow
from models.ids import StageId
from models.learning.reading import LOST, OPEN, WON, DealColumns
from simulation.learning.history import Records

DAY = 86_400
WEEK = 7 * DAY
MONDAY = date(2023, 1, 2)
STAGES = tuple(
    StageRow(StageId(number), UUID(int=number), name, meaning, number, "setter", "")
    for number, (name, meaning) in enumerate(
        [("MQL", "mql"), ("SQL", "sql"), ("Appointment", "appointment"), ("Client", "client")], 1
    )
)
CLIENT = STAGES[-1]
_BEGIN = (MONDAY - date(1970, 1, 1)).days * DAY
_FOREVER = 2**50

Floats = NDArray[np.float64]


def end_of(weeks: int) -> date:
    """Return the Monday with which a past of so many weeks ends."""
    return MONDAY + timedelta(weeks=weeks)


def drifting_past(seed: int, weeks: int = 104) -> LearnedHistory:
    """Return one past. How fast each thing drifts is drawn too, from standing still to fast.

    Arrivals: 8 to 60 leads a week, negative binomial, level a random walk of 0 to 6 % a week.
    Rates: three, a random walk on the logit of 0 to 0.08 a week. Delays: geometric, 1 to 5 weeks,
    a random walk of 0 to 3 % a week. One in eight of those who do not go on is never closed.
    """
    rng = np.random.default_rng([20231, seed])
    level = np.exp(rng.uniform(np.log(8), np.log(60))) * np.exp(_walk(rng, 0.06, weeks))
    arrivals = rng.poisson(level * rng.gamma(8.0, 1.0 / 8.0, weeks))
    at = np.repeat(_BEGIN + np.arange(weeks) * WEEK, arrivals)
    at = np.sort(at + rng.integers(0, WEEK, at.size))
    leads = at.size
    entered = np.full((len(STAGES), leads), _FOREVER, np.int64)
    entered[0] = at
    closed = np.full(leads, _FOREVER, np.int64)
    for step in range(len(STAGES) - 1):
        rate = 1.0 / (1.0 + np.exp(-(rng.normal(-0.3, 0.6) + _walk(rng, 0.08, weeks))))
        wait = rng.uniform(1.0, 5.0) * np.exp(_walk(rng, 0.03, weeks))
        here = np.flatnonzero(entered[step] < _BEGIN + weeks * WEEK)
        week = (entered[step][here] - _BEGIN) // WEEK
        goes = rng.random(here.size) < rate[week]
        closes = ~goes & (rng.random(here.size) > 0.125)
        takes = rng.exponential(wait[week] * WEEK).astype(np.int64) + DAY // 2
        entered[step + 1][here[goes]] = entered[step][here[goes]] + takes[goes]
        closed[here[closes]] = entered[step][here[closes]] + 2 * takes[closes]
    return _recorded(entered, closed, _BEGIN + weeks * WEEK)


def _walk(rng: np.random.Generator, fastest: float, weeks: int) -> Floats:
    steps: Floats = rng.normal(0.0, rng.uniform(0.0, fastest), weeks)
    walk: Floats = np.cumsum(steps)
    return walk


def _recorded(entered: NDArray[np.int64], closed: NDArray[np.int64], end: int) -> LearnedHistory:
    """Return what was written down until the end."""
    lead = np.arange(1, entered.shape[1] + 1)
    happened = entered < end
    stage, who = np.nonzero(happened)
    order = np.argsort(entered[happened], kind="stable")
    when = entered[happened][order]
    last = happened.sum(axis=0)
    won, lost = last == len(STAGES), closed < end
    moves = (lead[who][order], (stage + 1)[order], when, when, when)
    leads = (
        lead,
        np.zeros(lead.size, np.int64),
        np.where(won, WON, np.where(lost, LOST, OPEN)),
        np.where(won, entered[-1], np.where(lost, closed, entered[0])),
        entered[0],
    )
    nothing = array("q")
    return LearnedHistory(
        stages=STAGES,
        channels=(),
        renamed={},
        records=Records(*moves, *leads),
        deals=DealColumns(nothing, nothing, nothing),
    )
