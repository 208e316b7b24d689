"""The printed definitions, looked at in place of the form: pages, PDF, printer."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from views.runner import Runner
from views.theme import current_theme
from views.widgets import EmptyState, SectionHeader, make_button

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Pages = tuple[QImage, ...]
Failed = Callable[[Exception], None]
_WIDEST_PIXELS: Final = 820


class Documents(Protocol):
    """Sets a version of the definitions on pages; answers come on the window thread."""

    def preview(self, number: int | None, then: Callable[[Pages], None], failed: Failed) -> None:
        """Return the pages as they look on a screen."""

    def print_pages(
        self, number: int | None, then: Callable[[Pages], None], failed: Failed
    ) -> None:
        """Return the pages as finely as a printer draws them."""

    def write_pdf(
        self, number: int | None, path: Path, then: Callable[[Path], None], failed: Failed
    ) -> None:
        """Write the document as PDF, whole or not at all."""


AskForPdf = Callable[[QWidget, str], Path | None]
AskForPrinter = Callable[[QWidget], "QPrinter | None"]


def ask_for_pdf(parent: QWidget, suggested: str) -> Path | None:
    """Ask with the system's dialogue where the PDF goes."""
    chosen, _pattern = QFileDialog.getSaveFileName(
        parent, _("Save as PDF"), suggested, _("Documents (*.pdf)")
    )
    return Path(chosen) if chosen else None


def ask_for_printer(parent: QWidget) -> "QPrinter | None":
    """Ask with the system's dialogue where and how to print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialogue = QPrintDialog(printer, parent)
    return printer if dialogue.exec() == QPrintDialog.DialogCode.Accepted else None


def draw_pages(printer: "QPrinter", pages: Pages) -> int:
    """Draw each picture on a page of its own, as large as fits; return how many."""
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        room = painter.viewport().size()
        size = page.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left = (room.width() - size.width()) // 2
        painter.drawImage(painter.viewport().adjusted(left, 0, 0, 0).topLeft(), page.scaled(size))
    painter.end()
    return len(pages)


class DocumentPanel(QWidget):
    """Shows the pages of one version. Escape goes back."""

    closed = Signal()
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        documents: Documents,
        runner: Runner,
        *,
        ask_where: AskForPdf = ask_for_pdf,
        ask_printer: AskForPrinter = ask_for_printer,
    ) -> None:
        super().__init__()
        theme = current_theme()
        self._documents = documents
        self._runner = runner
        self._ask_where = ask_where
        self._ask_printer = ask_printer
        self._number: int | None = None
        self._asked = 0
        self.back_button = make_button(
            _("Back"), self.closed.emit, kind="quiet", tip=_("Back to the definitions (Esc)")
        )
        self.pdf_button = make_button(
            _("Save as PDF…"), self.save_pdf, icon_name="download-simple", keys="Ctrl+Shift+P"
        )
        self.print_button = make_button(
            _("Print…"), self.print, kind="primary", icon_name="printer", keys="Ctrl+P"
        )
        self.header = SectionHeader(_("Definitions and SLA"), " ", top=True)
        for button in (self.back_button, self.pdf_button, self.print_button):
            self.header.add(button)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Setting the pages"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.failure = EmptyState("", _("Try again"), self._load)
        self.pages = PageStack()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setWidget(self.pages)
        self.area.setAccessibleName(_("Pages of the document"))
        column = QVBoxLayout(self)
        edge = theme.space(3)
        column.setContentsMargins(edge, theme.space(2), edge, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.header)
        column.addWidget(self.progress)
        column.addWidget(self.failure, 1)
        column.addWidget(self.area, 1)
        self.failure.hide()

    def show_version(self, number: int | None, caption: str) -> None:
        """Show a version; without a number the one in force."""
        self._number = number
        self.header.set_caption(caption)
        self.pages.show_pages(())
        self._load()

    def save_pdf(self) -> None:
        """Ask where the PDF goes, and write it."""
        path = self._ask_where(self, _("definitions.pdf"))
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".pdf")
        self._begin()
        self._documents.write_pdf(self._number, target, self._written, self._refused)

    def print(self) -> None:
        """Ask for a printer, and print."""
        printer = self._ask_printer(self)
        if printer is None:
            return
        self._begin()

        def drawn(count: int) -> None:
            self._end()
            words = ngettext(
                "{count} page goes to the printer.", "{count} pages go to the printer.", count
            )
            self.said.emit("success", words.format(count=count))

        def draw(pages: Pages) -> None:
            self._runner.compute(lambda: draw_pages(printer, pages), drawn, failed=self._refused)

        self._documents.print_pages(self._number, draw, self._refused)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _load(self) -> None:
        self._asked += 1
        asked = self._asked
        self._begin()
        self.failure.hide()
        self.area.show()

        def then(pages: Pages) -> None:
            if asked == self._asked:
                self._end()
                self.pages.show_pages(pages)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self._end()
                self.area.hide()
                self.failure.sentence.setText(_sentence(error))
                self.failure.show()

        self._documents.preview(self._number, then, failed)

    def _begin(self) -> None:
        self.progress.show()

    def _end(self) -> None:
        self.progress.hide()

    def _written(self, path: Path) -> None:
        self._end()
        self.said.emit("success", _("Saved as {name}.").format(name=path.name))

    def _refused(self, error: Exception) -> None:
        self._end()
        self.said.emit("error", _sentence(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, KnownError):
        return str(error)
    if isinstance(error, OSError):
        return _("The file could not be written: {reason}.").format(reason=error.strerror)
    raise error


class PageStack(QWidget):
    """The pages below one another, on paper's white in either theme."""

    def __init__(self) -> None:
        super().__init__()
        self._sheets: list[Sheet] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, current_theme().space(3))
        self._column.setSpacing(current_theme().space(2))
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def show_pages(self, pages: Pages) -> None:
        """Show these pages in place of those before."""
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        for number, page in enumerate(pages, 1):
            sheet = Sheet(page)
            words = _("Page {number} of {count}").format(number=number, count=len(pages))
            sheet.setAccessibleName(words)
            line = QHBoxLayout()
            line.addWidget(sheet)
            self._column.addLayout(line)
            self._sheets.append(sheet)


class Sheet(QWidget):
    """One page, as wide as there is room, up to its own size."""

    def __init__(self, page: QImage) -> None:
        super().__init__()
        self._page = page
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(min(_WIDEST_PIXELS, page.width()))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Light)

    def sizeHint(self) -> QSize:
        """Ask for the page's own size."""
        width = self.maximumWidth()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Accept half of it."""
        width = self.maximumWidth() // 2
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Keep the shape of paper."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the page at a width."""
        return round(width * self._page.height() / max(1, self._page.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page and a hairline around it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect(), self._page)
        painter.setPen(current_theme().colour("line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
