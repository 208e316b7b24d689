"""What the page of duplicates asks of whoever scans the workspace."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from models.duplicates.scanning import DuplicatePair


class DuplicatesDesk(Protocol):
    """One scan at a time; everything is called back on the window thread."""

    def scan(
        self,
        progress: Callable[[int, int], None],
        then: "Callable[[tuple[DuplicatePair, ...] | None], None]",
        failed: Callable[[Exception], None],
    ) -> None:
        """Look through the workspace; None is what comes of it after a cancel."""

    def cancel(self) -> None:
        """Stop the scan."""
