"""What the panel of frozen forecasts asks of whoever keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from models.scenarios.freezing import FrozenSummary
from views.money.tracking import Track
from views.whatif.content import PlanTarget
from views.whatif.outlook import PlanResult

Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A frozen forecast as the list shows it."""

    id: int
    scenario: str
    frozen_at: datetime
    """Aware."""
    data_until: date | None
    weeks: int
    weeks_over: int
    clients: Track
    """How the clients do, so far."""


@dataclass(frozen=True, slots=True)
class FrozenView:
    """A frozen forecast with what happened since, by measure and whole week."""

    row: FrozenRow
    summary: FrozenSummary
    actuals: Mapping[str, tuple[float, ...]]
    """Measures that can be held against the workspace; of a stage that it has not, nothing."""
    stage_names: Mapping[str, str]
    """What the stages are called now, by their measure."""
    targets: tuple[PlanTarget, ...] = ()
    """What was, or is, to be reached in its weeks."""
    fiscal_month: int = 1
    currency: str = ""


class FrozenStore(Protocol):
    """Keeps frozen forecasts. Every answer comes later, on the window thread."""

    def list(self, then: Callable[[tuple[FrozenRow, ...]], None], *, failed: Failed) -> None:
        """Give the frozen forecasts, newest first."""

    def open(self, forecast_id: int, then: Callable[[FrozenView], None], *, failed: Failed) -> None:
        """Give a frozen forecast with what happened since."""

    def freeze(
        self, result: PlanResult, then: Callable[[FrozenRow], None], *, failed: Failed
    ) -> None:
        """Keep what a plan comes to; the plan is saved where it is not. Refuses undated ones."""
