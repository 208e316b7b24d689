"""Documents for the window: read, set and decoded away from its thread."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtGui import QImage

from views.documents.paper import Pages

if TYPE_CHECKING:
    from app.documents.typesetting import Manuscript
    from app.running.runner import WorkspaceRunner
    from views.documents.panel import Failed

W = TypeVar("W")


class TypesetDocuments(Generic[W]):
    """Sets documents of the open workspace on pages.

    `read` reads the wanted one in a session; it also gets the name of the workspace.
    """

    def __init__(
        self, runner: "WorkspaceRunner", read: "Callable[[Any, str, W], Manuscript]"
    ) -> None:
        self._runner = runner
        self._read = read

    def preview(self, wanted: W, then: Callable[[Pages], None], failed: "Failed") -> None:
        """Return the pages as they look on a screen."""
        from app.documents.typesetting import SCREEN_PIXELS_PER_INCH

        self._pages(wanted, SCREEN_PIXELS_PER_INCH, then, failed)

    def print_pages(self, wanted: W, then: Callable[[Pages], None], failed: "Failed") -> None:
        """Return the pages as finely as a printer draws them."""
        from app.documents.typesetting import PRINT_PIXELS_PER_INCH

        self._pages(wanted, PRINT_PIXELS_PER_INCH, then, failed)

    def write_pdf(
        self, wanted: W, path: Path, then: Callable[[Path], None], failed: "Failed"
    ) -> None:
        """Write the document as PDF, whole or not at all."""
        name = self._runner.workspace.path.stem

        def query(session: Any) -> Path:
            from app.documents.typesetting import write_pdf

            write_pdf(self._read(session, name, wanted), path)
            return path

        self._runner.read(query, then, failed=failed, lane="document as PDF")

    def _pages(
        self,
        wanted: W,
        pixels_per_inch: int,
        then: Callable[[Pages], None],
        failed: "Failed",
    ) -> None:
        name = self._runner.workspace.path.stem

        def query(session: Any) -> Pages:
            from app.documents.typesetting import pages_of

            pages = pages_of(self._read(session, name, wanted), pixels_per_inch)
            return tuple(QImage.fromData(page) for page in pages)

        self._runner.read(query, then, failed=failed, lane=f"pages at {pixels_per_inch}")
