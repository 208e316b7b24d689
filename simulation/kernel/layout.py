"""The arrays that the weeks of a network work on, and the numbers of their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation.assumptions import LEADS_LIMIT
from simulation.kernel.compilation import compiled, whole_number
from simulation.kernel.keyed import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulation.kernel.compilation import Counts, Floats, Keys, Places, Small

MILLI = 1000
MOST_LEADS = float(LEADS_LIMIT)
"""Leads of a week beyond which no level carries it."""
MOST_COUNTED = whole_number(2**31 - 1)
"""Where counts of a week end: what is not leads but work or wait may come so far."""
CANCELLED, UNCOUNTED = 1, whole_number(2)
"""Why a run stops early: nobody wants it any more, or there is more than can be counted."""
EXACT, POISSON, NEGATIVE_BINOMIAL = 0, 1, 2
_BLOCK = np.uint64(0x9E3779B97F4A7C15)
AGES = 1024
NONE = whole_number(0)
STEP = np.dtype(
    [
        ("tries", np.int64),
        ("wait", np.int64),
        ("retries_first", np.int64),
        ("role", np.int64),
        ("units", np.int64),
        ("newest_first", np.int64),
        ("decay", np.float64),
        ("abandonment", np.float64),
        ("first_place", np.int64),
        ("geometric", np.int64),
        ("shortest", np.int64),
        ("weekly_exit", np.float64),
        ("hazards", np.int64),
        ("nurtured", np.float64),
        ("back_hazards", np.int64),
        ("returns_to", np.int64),
    ]
)
CHANNEL = np.dtype(
    [
        ("enters", np.int64),
        ("volume", np.int64),
        ("dispersion", np.float64),
        ("level_spread", np.float64),
        ("cost_per_lead", np.float64),
    ]
)
GROUP = np.dtype(
    [("role", np.int64), ("people", np.int64), ("hired", np.int64), ("leaving", np.float64)]
)
ROLE = np.dtype([("weekly_cost", np.float64), ("hiring_cost", np.float64), ("spread", np.float64)])
TABLE = np.dtype([("largest", np.int64), ("reached", np.int64), ("guide", np.int64)])
UNKNOWN = whole_number(0)
"""Number of the table that holds nothing, for chances that differ from trial to trial."""


class Plan(NamedTuple):
    """A network as arrays; `simulation.engine` makes it. Units of work are thousandths.

    Compiled functions pay for each array they are handed, so there are few of them: records of
    the types above, and tables.
    """

    weeks: int
    returns: int
    oldest: int
    value_mean: float
    value_spread: float
    steps: NDArray[np.void]
    channels: NDArray[np.void]
    groups: NDArray[np.void]
    roles: NDArray[np.void]
    volume: Floats
    """(channel, week)"""
    odds: Floats
    """(channel, step)"""
    hazard: Floats
    """(step, weeks of delay)"""
    back_hazard: Floats
    """(step, weeks of delay)"""
    fading: Floats
    """(step, weeks of wait): factor on the chance of a try"""
    group_units: Floats
    """(group, week): units of one of them"""
    group_paid: Counts
    """(group, week)"""
    open_leads: Counts
    """(row, 5): step, channel, weeks, count, and which of several rows alike but for the count"""
    open_odds: Floats
    """(row)"""
    rate_table: Counts
    """(step, channel): number of the table of a try's chance, or `UNKNOWN`"""
    exit_table: Counts
    """(step): number of the table of a weekly exit"""
    hazard_table: Counts
    """(step, weeks of delay)"""
    back_table: Counts
    """(step, weeks of delay)"""
    nurture_table: Counts
    """(step)"""
    abandon_table: Counts
    """(step)"""
    tables: NDArray[np.void]
    """(table): largest count, -1 for none, and where its rows begin in the next two"""
    reached: Floats
    """Distribution functions of binomials: for each table and count those of 0 to the count."""
    guide: Places
    """Where to begin in them: for each table and count one for each part of the uniforms."""


class Slots(NamedTuple):
    """The slot of each kind of draw."""

    by_step: Keys
    """(kind of draw, step, channel), the kinds numbered below"""
    picked: Keys
    """(step)"""
    arrival: Keys
    """(channel)"""
    level: Keys
    """(channel)"""
    leaving: Keys
    """(group)"""
    capacity: Keys
    """(role)"""
    value: Keys
    """(1)"""


CONVERSION, DELAY, NURTURE, BACK, ABANDON, OPENING = range(6)


class State(NamedTuple):
    """Where the leads of some trials are; the last axis of each array is the trial.

    A kind is a channel and a number of returns: ``returns * channels + channel``. A place is a
    stage and a number of the try.
    """

    queue: Small
    """(place, week of joining, kind)"""
    waiting: Small
    """(2, place): how many wait, and the first week of joining that may hold one"""
    due: Small
    """(stage, week, kind): enter the stage in that week, the weeks in a ring"""
    again: Small
    """(place, week, kind): wait for another try from that week on, the weeks in a ring"""
    pool: Small
    """(2, step, kind): on the way with a geometric delay, and those who converted this week"""
    at_stage: Small
    """(5, kind): what happens to leads of the stage at hand this week, numbered below"""
    chance: Floats
    """(step, channel): chance of one try"""
    level: Floats
    """(channel): factor on the means of all weeks"""
    people: Small
    """(group)"""
    capacity: Floats
    """(role): factor on the units of all its people"""
    units: Counts
    """(role): thousandths left this week"""
    left_over: Floats
    """(role): fraction of a thousandth"""
    series: Small
    """(series): of this week"""
    money: Floats
    """(2): revenue and cost of this week"""
    listed: Small
    """Room for a list of trials."""
    drawn: Small
    """Room for what is drawn for each trial."""
    shares: Floats
    """Room for the uniforms of each trial or of those listed."""
    terms: Floats
    """Room for the terms of one distribution."""
    guide: Floats
    """Room for where to begin in them."""
    lanes: Floats
    """Room for the binomials that are walked side by side."""


class Outcome(NamedTuple):
    """What becomes of a run; all pieces of it write to the same arrays, each to its own trials."""

    watched: Counts
    """Numbers of the series in ``weekly``."""
    weekly: Small
    """(watched, week, trial of the run)"""
    totalled: Counts
    """Numbers of the series in ``totals``."""
    totals: Counts
    """(totalled, trial of the run): zeros before; sums over weeks, of queues the last week's"""
    money: Floats
    """(2, trial of the run): revenue and cost of all weeks, zeros before"""
    weekly_money: Floats
    """(2, week, trial of the run), or without weeks where nobody asked for them"""
    stop: Counts
    """(1): 0, or why the run is to end early"""


PASSING, SERVED_NOW, CONVERTED, FAILED, LEFT = range(5)
HERE, OLDEST = range(2)
ON_THE_WAY, FRESH = range(2)
REVENUE, COST = range(2)
# Series of a run: first how many entered each stage, then these for each step, then the used
# thousandths of each role, then arrivals and clients of each channel.
QUEUE, SERVED, AT_ONCE, WAITED, LOST, NURTURED = map(whole_number, range(6))
STEP_SERIES = 6


@compiled()
def step_series(stages: int, step: int, which: int) -> int:
    """Return the number of a step's series."""
    return stages + STEP_SERIES * step + which


@compiled()
def key_of(week_key: np.uint64, slot: np.uint64, block: int) -> np.uint64:
    """Return the key of one draw; the block tells further draws of the same kind apart."""
    return mix(week_key ^ (slot + np.uint64(block) * _BLOCK))


@compiled()
def block_of(returned: int, tried: int, age: int) -> int:
    """Return the block of the leads that returned and were tried so often and are so old."""
    return (returned * 64 + tried) * AGES + age


@compiled()
def copy(source: Small, target: Small) -> None:
    """Copy one number of each trial; a loop, since slices take Numba seconds to compile."""
    for trial in range(source.size):
        target[trial] = source[trial]


@compiled()
def empty_row(counts: Small) -> None:
    """Set one count of each trial to nothing."""
    for trial in range(counts.size):
        counts[trial] = 0


@compiled()
def empty(counts: Small) -> None:
    """Set the counts of all kinds and trials to nothing."""
    for kind in range(counts.shape[0]):
        for trial in range(counts.shape[1]):
            counts[kind, trial] = 0


@compiled()
def list_those_left(counts: Small, listed: Small) -> int:
    """List the trials in which somebody is left, and return how many they are."""
    some = 0
    for trial in range(counts.size):
        listed[some] = trial
        some += 1 if counts[trial] > 0 else 0
    return some
