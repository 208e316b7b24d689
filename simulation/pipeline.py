"""Open deals: which of them are won, when, and what they bring, beside the funnel.

A deal is won with the chance of its stage, and it closes later than expected, or earlier, by as
many weeks as closed deals did. The draws are keyed by the deal, so one that is added, won or put
off moves no other. Deals of one lead make one client, on the day the first of them is won.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.assumptions import (
    AssumptionError,
    FixedRate,
    Rate,
    require_kind,
    require_real,
    require_whole,
)
from simulation.delays import DELAY_LIMIT, NO_DELAY, DelayTable
from simulation.engine import MEMORY_LIMIT, TRIALS_LIMIT
from simulation.people import MONEY_LIMIT
from simulation.randomness import SEED_LIMIT, slot_of
from simulation.volumes import WEEKS_LIMIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEALS_LIMIT: Final = 10_000
_STAGES: Final = uuid.UUID("6b0f5a5e-1d0c-4d43-9a55-6f0b7f1a7e21")
"""Namespace of the keys that stages of deals draw their rates by."""


@dataclass(frozen=True, slots=True)
class Slip:
    """By how many weeks deals close after the week they were expected in.

    Parameters
    ----------
    delay
        Weeks after the earliest that was seen.
    early_weeks
        How many weeks before the expected one the earliest is, 0 to 260.
    """

    delay: DelayTable = NO_DELAY
    early_weeks: int = 0

    def __post_init__(self) -> None:
        require_kind("Slip.delay", self.delay, DelayTable, "a DelayTable")
        require_whole("Slip.early_weeks", self.early_weeks, 0, DELAY_LIMIT)

    @property
    def mean(self) -> float:
        """Mean weeks after the expected one; below 0 where most close early."""
        return self.delay.mean - self.early_weeks

    def closing_weeks(self, expected: int) -> tuple[float, ...]:
        """Return how likely a deal that is open today closes in week 0, 1, ...; sums to 1.

        A deal that should have closed already has slipped so far at least, so what is left of the
        table counts. Where nothing is left, it closes as if it were expected this week.

        Examples
        --------
        >>> Slip(DelayTable((2.0, 1.0, 1.0))).closing_weeks(1)
        (0.0, 0.5, 0.25, 0.25)
        >>> Slip(DelayTable((2.0, 1.0, 1.0))).closing_weeks(-1)
        (0.5, 0.5)
        """
        weights = self.delay.weights
        first = expected - self.early_weeks
        left = weights[max(0, -first) :]
        if not any(left):
            first, left = 0, weights[min(self.early_weeks, len(weights) - 1) :]
        if not any(left):
            left = (1.0,)
        whole = float(sum(left))
        return (0.0,) * max(0, first) + tuple(weight / whole for weight in left)


@dataclass(frozen=True)
class OpenDeal:
    """A deal that is neither won nor lost yet.

    Parameters
    ----------
    key
        Draws are keyed by it.
    stage
        Code of how far it has come. Deals of one stage share one draw of its uncertain chance.
    amount
        What it brings when it is won, in the base currency.
    expected_week
        Week of the run in which it is expected to close; below 0 where that is past.
    chance
        Chance that it is won at all.
    slip
        By how much deals close after the week they were expected in.
    lead
        Whose deal it is. Of several deals with one lead only the first that is won makes a client;
        None for a deal of its own.
    makes_client
        Whether winning it makes a client; not where its lead is one already.
    """

    key: uuid.UUID
    stage: str
    amount: float
    expected_week: int
    chance: Rate
    slip: Slip = Slip()
    lead: uuid.UUID | None = None
    makes_client: bool = True

    def __post_init__(self) -> None:
        require_kind("OpenDeal.key", self.key, uuid.UUID, "a UUID")
        require_kind("OpenDeal.stage", self.stage, str, "a text")
        require_real("OpenDeal.amount", self.amount, 0.0, MONEY_LIMIT)
        require_whole("OpenDeal.expected_week", self.expected_week, -WEEKS_LIMIT, 10 * WEEKS_LIMIT)
        require_kind("OpenDeal.chance", self.chance, Rate, "a FixedRate or a BetaRate")
        require_kind("OpenDeal.slip", self.slip, Slip, "a Slip")
        require_kind("OpenDeal.makes_client", self.makes_client, bool, "True or False")
        if self.lead is not None:
            require_kind("OpenDeal.lead", self.lead, uuid.UUID, "a UUID")

    @cached_property
    def closing_weeks(self) -> tuple[float, ...]:
        """How likely it closes in week 0, 1, ... of the run."""
        return self.slip.closing_weeks(self.expected_week)


def deals_run(
    deals: tuple[OpenDeal, ...], weeks: int, trials: int, seed: int, first_trial: int = 0
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the clients that deals make and what deals bring, each of shape (weeks, trials).

    What closes after the last week is in neither. The draws are keyed, so the trials are those of
    `simulation.engine.run_network` with the same seed, and its revenue and this may be added up.

    Parameters
    ----------
    deals
        Up to 10,000, each with a key of its own.
    weeks, trials, seed, first_trial
        As of the run.

    Raises
    ------
    AssumptionError
        A number is out of range, there are more than 10,000 deals, two have one key, or the
        result would take more than 250 MB; nothing was allocated.
    """
    require_whole("weeks", weeks, 1, WEEKS_LIMIT)
    require_whole("trials", trials, 1, TRIALS_LIMIT)
    require_whole("seed", seed, 0, SEED_LIMIT)
    require_whole("first_trial", first_trial, 0, SEED_LIMIT - trials)
    needed = 12 * weeks * trials
    if needed > MEMORY_LIMIT:
        raise AssumptionError(
            "trials",
            trials,
            "small enough",
            f"{trials:,} trials of open deals over {weeks} weeks would take "
            f"{needed / 1e6:,.0f} MB; at most {MEMORY_LIMIT / 1e6:,.0f} MB are allowed. Take fewer "
            "trials or weeks.",
        )
    require_whole("deals", len(deals), 0, DEALS_LIMIT)
    if len({deal.key for deal in deals}) != len(deals):
        raise AssumptionError("deals", len(deals), "deals with distinct keys")
    clients = np.zeros((weeks, trials), np.int32)
    revenue = np.zeros((weeks, trials))
    shared = {lead for lead, count in Counter(deal.lead for deal in deals).items() if count > 1}
    first: dict[uuid.UUID, NDArray[np.intp]] = {}
    rates: dict[tuple[str, Rate], NDArray[np.float64]] = {}
    for deal in deals:
        kind = (deal.stage, deal.chance)
        if kind not in rates:
            rates[kind] = _rates(deal, trials, seed, first_trial)
        hits = np.flatnonzero(_uniforms(deal.key, "won", trials, seed, first_trial) < rates[kind])
        reached = np.cumsum(deal.closing_weeks)
        shares = _uniforms(deal.key, "closing week", trials, seed, first_trial)[hits]
        closing = np.searchsorted(reached[:-1], shares, side="right")
        inside = closing < weeks
        weeks_won, trials_won = closing[inside], hits[inside]
        revenue[weeks_won, trials_won] += deal.amount
        if not deal.makes_client:
            continue
        if deal.lead is None or deal.lead not in shared:
            clients[weeks_won, trials_won] += 1
        else:
            earliest = first.setdefault(deal.lead, np.full(trials, weeks))
            earliest[trials_won] = np.minimum(earliest[trials_won], weeks_won)
    for earliest in first.values():
        made = np.flatnonzero(earliest < weeks)
        clients[earliest[made], made] += 1
    return clients, revenue


def _key(slot: int, seed: int) -> np.uint64:
    from simulation.kernel import keyed

    return np.uint64(keyed.stream_key(np.uint64(seed), np.uint64(0), np.uint64(slot)))


def _uniforms(
    key: uuid.UUID, purpose: str, trials: int, seed: int, first_trial: int
) -> NDArray[np.float64]:
    from simulation.kernel import keyed

    shares = np.empty(trials)
    keyed.fill_uniforms(_key(slot_of(key, purpose), seed), np.uint64(first_trial), shares)
    return shares


def _rates(deal: OpenDeal, trials: int, seed: int, first_trial: int) -> NDArray[np.float64]:
    """Return the chance of a stage's deals in each trial: drawn once for all of them."""
    from simulation.kernel import continuous

    if isinstance(deal.chance, FixedRate):
        return np.full(trials, deal.chance.value)
    rates = np.empty(trials)
    slot = slot_of(uuid.uuid5(_STAGES, deal.stage), "chance of deals")
    shapes = float(deal.chance.alpha), float(deal.chance.beta)
    continuous.draw_rates(*shapes, _key(slot, seed), np.uint64(first_trial), rates)
    return rates
