"""The workspace's own past, forecast again: standing on each Monday, knowing only what was known.

Every origin is forecast as today would be, with the records cut at it; what happened afterwards is
what the forecast is held against, beside two forecasts that need no model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from models.errors import KnownError
from models.language import gettext as _
from models.written_days import day_text
from simulation.engine import RunCancelledError, run_network
from simulation.grading.counts import forecast_of_trials
from simulation.grading.grades import Grade, graded
from simulation.grading.naive import rate_times_cohort, same_as_last_period
from simulation.grading.past import (
    LAST_PERIOD,
    RATE_TIMES_COHORT,
    Case,
    GradedPast,
    graded_past,
)
from simulation.series import index_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.grading.entries import Entries
    from simulation.network import Network

TRIALS: Final = 2_000
LEAST_WEEKS: Final = 8
"""Weeks of records that an origin needs before it."""


class Starting(Protocol):
    """What would have been assumed on a past Monday."""

    def __call__(self, origin: date, weeks: int) -> Network:
        """Return the network from `origin` on, learned from what was known then."""


@dataclass(frozen=True, slots=True)
class BacktestWish:
    """What is to be graded: how often, how far ahead, and between which origins."""

    horizons: tuple[int, ...] = (4, 13)
    every: str = "week"
    given: bool = False
    first: date | None = None
    last: date | None = None
    trials: int = TRIALS
    seed: int = 1

    @property
    def weeks_apart(self) -> int:
        """Weeks from one origin to the next, at least."""
        return 1 if self.every == "week" else 4


@dataclass(frozen=True, slots=True)
class Backtest:
    """The past as it was forecast, with what it was asked of."""

    wish: BacktestWish
    target: str
    records_begin: date
    records_end: date
    past: GradedPast


class HistoryTooShortError(KnownError):
    """There is not enough past to stand in and look ahead from."""


def origins_of(entries: Entries, wish: BacktestWish) -> dict[int, tuple[date, ...]]:
    """Return the origins of each horizon that the records reach over, and no horizon without.

    Refuses with `HistoryTooShortError` where there is none at all, and says what would be needed.
    """
    first = _first_origin(entries)
    if first is None:
        raise HistoryTooShortError(_no_entries(entries))
    if wish.first is not None:
        first = max(_monday_from(wish.first), _monday_from(entries.begins + timedelta(days=1)))
    found: dict[int, tuple[date, ...]] = {}
    for weeks in wish.horizons:
        last = entries.ends - timedelta(weeks=weeks)
        if wish.last is not None:
            last = min(last, wish.last)
        mondays = [
            first + timedelta(weeks=week) for week in range(max((last - first).days // 7 + 1, 0))
        ]
        if wish.every == "month":
            mondays = [monday for monday in mondays if monday.day <= 7]
        if mondays:
            found[weeks] = tuple(mondays)
    if not found:
        anywhere = replace(wish, first=None, last=None)
        if wish == anywhere:
            raise HistoryTooShortError(_too_short(entries, wish))
        known = [day for days in origins_of(entries, anywhere).values() for day in days]
        raise HistoryTooShortError(_none_between(known))
    return found


def backtest(
    entries: Entries,
    wish: BacktestWish,
    starting: Starting,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backtest:
    """Forecast from each origin and grade it.

    Refuses with `HistoryTooShortError`; raises `RunCancelledError` once `cancelled` says so.
    """
    wanted = origins_of(entries, wish)
    pairs = sorted((origin, weeks) for weeks, origins in wanted.items() for origin in origins)
    cases: list[Case] = []
    for number, (origin, weeks) in enumerate(pairs):
        if cancelled is not None and cancelled():
            raise RunCancelledError
        if progress is not None:
            progress(number, len(pairs))
        network = starting(origin, weeks)
        # A stage that most leads passed over until then was no part of the funnel.
        if entries.target.uuid in {stage.key for stage in network.stages}:
            cases.append(_case(entries, wish, network, origin, weeks, cancelled))
    if progress is not None:
        progress(len(pairs), len(pairs))
    if not cases:
        raise HistoryTooShortError(_passed_over(entries))
    return Backtest(
        wish=wish,
        target=entries.target.name,
        records_begin=entries.begins,
        records_end=entries.ends,
        past=graded_past([cases], weeks_apart=wish.weeks_apart),
    )


def _case(
    entries: Entries,
    wish: BacktestWish,
    network: Network,
    origin: date,
    weeks: int,
    cancelled: Callable[[], bool] | None,
) -> Case:
    """Return one forecast, graded: that of a plan as long as it looks ahead.

    How far things drift depends on how far ahead they are looked at, so that every horizon is
    learned and run for itself, and no horizon's grade depends on which others were asked for.
    """
    keys = [stage.key for stage in network.stages]
    series = index_of(network).entered(keys.index(entries.target.uuid))
    run = run_network(
        network,
        trials=wish.trials,
        seed=wish.seed,
        # Each origin has chance of its own, else one odd draw would show in all of them.
        first_trial=origin.toordinal() * wish.trials,
        watched=(),
        totalled=(series,),
        cancelled=cancelled,
    )
    actual = entries.entries(origin, origin + timedelta(weeks=weeks))
    ours = graded(forecast_of_trials(run.total_of(series)), actual)
    return Case(origin, weeks, ours, _naive(entries, wish, origin, weeks, actual))


def _naive(
    entries: Entries, wish: BacktestWish, origin: date, weeks: int, actual: int
) -> dict[str, Grade]:
    """Return the grades of the forecasts that need no model, knowing as little as ours."""
    span = timedelta(weeks=weeks)
    begin = max(origin - span, entries.begins)
    seen = (origin - begin).days / 7.0
    cohort = entries.arrivals(*((origin, origin + span) if wish.given else (begin, origin)))
    came = entries.arrivals(entries.begins, origin)
    reached = entries.entries(entries.begins, origin)
    forecasts = {
        LAST_PERIOD: same_as_last_period(entries.entries(begin, origin), seen, weeks),
        RATE_TIMES_COHORT: rate_times_cohort(
            min(reached, came),
            came,
            cohort,
            given=wish.given,
            scale=weeks / seen,
        ),
    }
    return {name: graded(forecast, actual) for name, forecast in forecasts.items()}


def _first_origin(entries: Entries) -> date | None:
    """Return the first Monday with enough known before it; None where that never comes."""
    if not entries.entered.size:
        return None
    known = date.fromordinal(int(entries.entered[0]) + 1)
    return _monday_from(max(entries.begins + timedelta(weeks=LEAST_WEEKS), known))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _no_entries(entries: Entries) -> str:
    return _(
        "No lead has entered {stage} yet, so nothing can be graded. Choose an earlier stage, or "
        "import older history."
    ).format(stage=entries.target.name)


def _passed_over(entries: Entries) -> str:
    return _(
        "Most leads pass {stage} over, so no forecast is made of it. Choose a stage that most of "
        "them enter."
    ).format(stage=entries.target.name)


def _none_between(known: list[date]) -> str:
    return _(
        "No forecast can be graded between the days that were asked about. Without them, the first "
        "stands on {first} and the last on {last}."
    ).format(first=day_text(min(known)), last=day_text(max(known)))


def _too_short(entries: Entries, wish: BacktestWish) -> str:
    weeks = (entries.ends - entries.begins).days // 7
    return _(
        "The history is too short for this: it has {weeks} weeks, from {begin} to {end}. A "
        "forecast is graded after {least} weeks to learn from, a first lead in {stage}, and the "
        "{horizon} weeks that it looks ahead. Ask for fewer weeks ahead, or import older history."
    ).format(
        weeks=weeks,
        begin=day_text(entries.begins),
        end=day_text(entries.ends),
        least=LEAST_WEEKS,
        stage=entries.target.name,
        horizon=min(wish.horizons),
    )
