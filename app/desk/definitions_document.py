"""The definitions as a document for the window: read, set and decoded away from its thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from views.definitions.document import Failed, Pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.running.runner import WorkspaceRunner


class WorkspaceDocuments:
    """Sets the definitions of the open workspace on pages."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner

    def preview(self, number: int | None, then: "Callable[[Pages], None]", failed: Failed) -> None:
        """Return the pages as they look on a screen."""
        from app.documents.typesetting import SCREEN_PIXELS_PER_INCH

        self._pages(number, SCREEN_PIXELS_PER_INCH, then, failed)

    def print_pages(
        self, number: int | None, then: "Callable[[Pages], None]", failed: Failed
    ) -> None:
        """Return the pages as finely as a printer draws them."""
        from app.documents.typesetting import PRINT_PIXELS_PER_INCH

        self._pages(number, PRINT_PIXELS_PER_INCH, then, failed)

    def write_pdf(
        self, number: int | None, path: Path, then: "Callable[[Path], None]", failed: Failed
    ) -> None:
        """Write the document as PDF, whole or not at all."""
        name = self._runner.workspace.path.stem

        def query(session: Any) -> Path:
            from app.documents.agreement import read_agreement
            from app.documents.typesetting import write_pdf

            write_pdf(read_agreement(session, name, number), path)
            return path

        self._runner.read(query, then, failed=failed, lane="document as PDF")

    def _pages(
        self,
        number: int | None,
        pixels_per_inch: int,
        then: "Callable[[Pages], None]",
        failed: Failed,
    ) -> None:
        name = self._runner.workspace.path.stem

        def query(session: Any) -> Pages:
            from app.documents.agreement import read_agreement
            from app.documents.typesetting import pages_of

            pages = pages_of(read_agreement(session, name, number), pixels_per_inch)
            return tuple(QImage.fromData(page) for page in pages)

        self._runner.read(query, then, failed=failed, lane=f"pages at {pixels_per_inch}")
