"""The window's import, whose modules are heavy, from the moment it is asked for something."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.desk.imports.desk import WorkspaceImports
    from app.running.runner import WorkspaceRunner
    from models.intake.standing import ImportStanding
    from views.importing.content import Duplicates, ImportMapping, ImportPreview, ImportReport

Failed = Callable[[Exception], None]


class LateImports:
    """Keeps `views.importing.desk.ImportDesk`; makes what does the work when it is first needed."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner
        self._desk: WorkspaceImports | None = None

    def inspect(self, path: Path, then: "Callable[[ImportPreview], None]", failed: Failed) -> None:
        """Look into a file and say what its columns would become."""
        self._there().inspect(path, then, failed)

    def preview(
        self, mapping: "ImportMapping", then: "Callable[[ImportPreview], None]", failed: Failed
    ) -> None:
        """Say what the file that was inspected last would become with this mapping."""
        self._there().preview(mapping, then, failed)

    def start(
        self,
        mapping: "ImportMapping",
        duplicates: "Duplicates",
        progress: Callable[[int, int], None],
        then: "Callable[[ImportReport | None], None]",
        failed: Failed,
    ) -> None:
        """Import the file that was inspected last."""
        self._there().start(mapping, duplicates, progress, then, failed)

    def cancel(self) -> None:
        """Stop the import; nothing of it stays."""
        if self._desk is not None:
            self._desk.cancel()

    def follow(self, then: "Callable[[ImportStanding], None]") -> None:
        """Say how the import that ended last stands, whenever something changed."""
        self._there().follow(then)

    def redo(self) -> None:
        """Take the import in again that was taken back last."""
        self._there().redo()

    def _there(self) -> "WorkspaceImports":
        if self._desk is None:
            from app.desk.imports.desk import WorkspaceImports

            self._desk = WorkspaceImports(self._runner)
        return self._desk
