"""What the Grading page asks for and is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from simulation.grading.past import GradedPast

Failed = Callable[[Exception], None]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class GradingWish:
    """What is to be graded: entries of which stage, how often, with which arrivals."""

    target: str
    """Name of the stage."""
    every: str = "week"
    given: bool = False
    horizons: tuple[int, ...] = (4, 8, 13, 26)


@dataclass(frozen=True, slots=True)
class GradedContent:
    """The past of a workspace, forecast again and graded."""

    target: str
    every: str
    given: bool
    weeks_apart: int
    records_begin: date
    records_end: date
    past: GradedPast


@dataclass(frozen=True, slots=True)
class FrozenGrade:
    """A frozen forecast of clients, after the whole weeks that are over."""

    scenario: str
    frozen_at: datetime
    """Aware."""
    weeks: int
    weeks_over: int
    happened: float
    low: float
    middle: float
    high: float
    """Quantiles at 10, 50 and 90 % of what was forecast by then."""
    weeks_held: int
    """Weeks after which what happened so far lay between those at 10 and 90 %."""
    pinball: float
    """Mean quantile loss after the last of those weeks."""

    @property
    def begun(self) -> bool:
        """Whether any week is over."""
        return self.weeks_over > 0

    @property
    def over(self) -> bool:
        """Whether all of its weeks are."""
        return self.weeks_over >= self.weeks

    @property
    def held(self) -> bool:
        """Whether what happened lies in the range of 8 of 10 cases."""
        return self.low <= self.happened <= self.high


class GradingDesk(Protocol):
    """Grades, away from the window thread; every answer comes later, on it."""

    def stages(self, then: Callable[[tuple[str, ...]], None]) -> None:
        """Give the names of the stages that can be forecast, the clients' first."""

    def grade(
        self,
        wish: GradingWish,
        progress: Progress,
        then: Callable[[GradedContent | None], None],
        failed: Failed,
    ) -> None:
        """Forecast the past again; None is what comes of it after a cancel."""

    def cancel(self) -> None:
        """Stop grading."""

    def frozen(self, then: Callable[[tuple[FrozenGrade, ...]], None], failed: Failed) -> None:
        """Give the frozen forecasts with what happened since, the newest first."""

    def export(
        self, content: GradedContent, path: Path, then: Callable[[], None], failed: Failed
    ) -> None:
        """Write every forecast with its grade as CSV."""
