"""Standing in the past of a workspace: its history read once, and cut anew at each origin."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from app.grading.backtest import Backtest, BacktestWish, Starting, backtest
from app.grading.entries import entries_of, stage_asked
from app.learning.records import LearnedHistory, history_of
from app.learning.starting import starting_point
from simulation.network import Network


def backtest_of(
    session: Session,
    target: str,
    wish: BacktestWish,
    today: date,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Backtest:
    """Grade the forecasts of a stage, named or meant, that a workspace would have made.

    Refuses a target that leads do not reach, and with `HistoryTooShortError` too short a past.
    """
    history = history_of(session)
    entries = entries_of(history, stage_asked(history.stages, target), today)
    starting = starting_in(session, history, wish)
    return backtest(entries, wish, starting, progress=progress, cancelled=cancelled)


def starting_in(session: Session, history: LearnedHistory, wish: BacktestWish) -> Starting:
    """Return what would have been assumed on a Monday, knowing the history until then."""

    def starting(origin: date, weeks: int) -> Network:
        return starting_point(
            session,
            datetime.combine(origin, time(), UTC),
            weeks=weeks,
            arrivals="given" if wish.given else "forecast",
            history=history,
            # How the past waited for people is in the delays that were learned from it.
            team=False,
        ).network

    return starting
