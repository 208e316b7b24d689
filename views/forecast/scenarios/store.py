"""What the Forecast page asks of whoever keeps scenarios, and of whoever writes files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QImage

from views.forecast.content import ScenarioContent

Failed = Callable[[Exception], None]
Cell = str | int | float


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A stored scenario as the list shows it."""

    id: int
    name: str
    saved_at: datetime
    """Aware."""
    notes: str = ""
    mqls: int | None = None


class ScenarioStore(Protocol):
    """Keeps scenarios. Every answer comes later, on the window thread."""

    def list(self, then: Callable[[tuple[ScenarioRow, ...]], None], *, failed: Failed) -> None:
        """Give the stored scenarios, newest first."""

    def save(
        self,
        name: str,
        notes: str,
        content: ScenarioContent,
        then: Callable[[ScenarioRow], None],
        *,
        failed: Failed,
        replaces: int | None = None,
    ) -> None:
        """Store a scenario: as a new one, or in place of the one with the id `replaces`."""

    def open(
        self,
        scenario_id: int,
        then: Callable[[ScenarioRow, ScenarioContent], None],
        *,
        failed: Failed,
    ) -> None:
        """Give a stored scenario."""

    def rename(
        self, scenario_id: int, name: str, then: Callable[[ScenarioRow], None], *, failed: Failed
    ) -> None:
        """Give a stored scenario another name."""

    def delete(self, scenario_id: int, then: Callable[[], None], *, failed: Failed) -> None:
        """Remove a stored scenario."""


class ForecastExporter(Protocol):
    """Writes files. Every answer comes later, on the window thread."""

    def table(
        self,
        path: Path,
        rows: Sequence[Sequence[Cell]],
        then: Callable[[], None],
        *,
        failed: Failed,
    ) -> None:
        """Write rows as CSV."""

    def picture(
        self, path: Path, image: QImage, then: Callable[[], None], *, failed: Failed
    ) -> None:
        """Write an image as PNG."""
