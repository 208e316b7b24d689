"""Stand-ins for what the Definitions page is given: the background, and the typesetter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from tests.views.leads.lead_doubles import DirectRunner


class DeskRunner(DirectRunner):
    """Computes at once, too."""

    def compute(self, work: Any, then: Any, *, failed: Any = None, lane: str | None = None) -> None:
        try:
            result = work()
        except Exception as error:
            if failed is None:
                raise
            failed(error)
        else:
            then(result)


def blank_pages(count: int) -> tuple[QImage, ...]:
    """Return white pages in the shape of A4."""
    pages = []
    for _number in range(count):
        page = QImage(200, 283, QImage.Format.Format_RGB32)
        page.fill(0xFFFFFF)
        pages.append(page)
    return tuple(pages)


@dataclass
class PaperDocuments:
    """Sets no type; remembers what it was asked."""

    refusal: Exception | None = None
    asked: list[tuple[str, int | None]] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    def preview(
        self, number: int | None, then: Callable[..., None], failed: Callable[..., None]
    ) -> None:
        self._answer("preview", number, lambda: then(blank_pages(3)), failed)

    def print_pages(
        self, number: int | None, then: Callable[..., None], failed: Callable[..., None]
    ) -> None:
        self._answer("print", number, lambda: then(blank_pages(3)), failed)

    def write_pdf(
        self,
        number: int | None,
        path: Path,
        then: Callable[..., None],
        failed: Callable[..., None],
    ) -> None:
        def write() -> None:
            self.written.append(path)
            then(path)

        self._answer("pdf", number, write, failed)

    def _answer(
        self, what: str, number: int | None, good: Callable[[], None], failed: Callable[..., None]
    ) -> None:
        self.asked.append((what, number))
        if self.refusal is not None:
            failed(self.refusal)
        else:
            good()
