"""What the import panel asks of whoever reads and writes files."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from views.importing.content import Duplicates, ImportMapping, ImportPreview, ImportReport

if TYPE_CHECKING:
    from models.intake.standing import ImportStanding

Failed = Callable[[Exception], None]


class ImportDesk(Protocol):
    """One import at a time; everything is called back on the window thread."""

    def inspect(self, path: Path, then: Callable[[ImportPreview], None], failed: Failed) -> None:
        """Look into a file and say what its columns would become."""

    def preview(
        self, mapping: ImportMapping, then: Callable[[ImportPreview], None], failed: Failed
    ) -> None:
        """Say what the file that was inspected last would become with this mapping."""

    def start(
        self,
        mapping: ImportMapping,
        duplicates: Duplicates,
        progress: Callable[[int, int], None],
        then: Callable[[ImportReport | None], None],
        failed: Failed,
    ) -> None:
        """Import the file that was inspected last; None is what comes of it after a cancel."""

    def cancel(self) -> None:
        """Stop the import; nothing of it stays."""

    def follow(self, then: "Callable[[ImportStanding], None]") -> None:
        """Say how the import that ended last stands, whenever something changed."""

    def redo(self) -> None:
        """Take the import in again that was taken back last."""
