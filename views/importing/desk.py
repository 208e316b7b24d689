"""What the import panel asks of whoever reads and writes files."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from views.importing.content import Duplicates, ImportMapping, ImportPreview, ImportReport

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
