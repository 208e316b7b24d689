"""What the reports ask of the house: files and documents, which no page writes itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from models.reporting.asked import Asked

HANDOFF, REVIEW, FUNNEL = "handoff", "review", "funnel"
"""The documents: for the weekly handoff meeting, the quarterly review, and the whole funnel."""
USUAL_DAYS: Final = {HANDOFF: 7, REVIEW: 91, FUNNEL: 182}
"""How many days each document is about where nobody says so."""


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
