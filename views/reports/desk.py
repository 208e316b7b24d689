"""What the reports ask of the house: files and documents, which no page writes itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.reporting.asked import Asked

HANDOFF, REVIEW = "handoff", "review"
"""The documents: for the weekly handoff meeting, and for the quarterly review of definitions."""


@dataclass(frozen=True, slots=True)
class WantedReport:
    """Which document is wanted, and what it is about."""

    kind: str
    asked: Asked


class TableWriter(Protocol):
    """Writes tables to files. Every answer comes later, on the window thread."""

    def table(
        self,
        path: Path,
        rows: Sequence[Sequence[str | int | float]],
        then: Callable[[], None],
        *,
        failed: Callable[[Exception], None],
    ) -> None:
        """Write rows as CSV."""
