"""A document, looked at in place of what it was made from: pages, PDF, printer."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPageLayout, QPainter
from PySide6.QtWidgets import QProgressBar, QScrollArea, QVBoxLayout, QWidget

from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from views.documents.paper import Pages, PageStack
from views.runner import Runner
from views.theme import current_theme
from views.widgets import EmptyState, SectionHeader, make_button
from views.widgets.file_dialogs import file_to_save

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

Failed = Callable[[Exception], None]
W = TypeVar("W")
W_contra = TypeVar("W_contra", contravariant=True)


class Documents(Protocol[W_contra]):
    """Sets the document that is wanted on pages; answers come on the window thread."""

    def preview(self, wanted: W_contra, then: Callable[[Pages], None], failed: Failed) -> None:
        """Return the pages as they look on a screen."""

    def print_pages(self, wanted: W_contra, then: Callable[[Pages], None], failed: Failed) -> None:
        """Return the pages as finely as a printer draws them."""

    def write_pdf(
        self, wanted: W_contra, path: Path, then: Callable[[Path], None], failed: Failed
    ) -> None:
        """Write the document as PDF, whole or not at all."""


AskForPdf = Callable[[QWidget, str], Path | None]
AskForPrinter = Callable[[QWidget], "QPrinter | None"]


def ask_for_pdf(parent: QWidget, suggested: str) -> Path | None:
    """Ask with the system's dialogue where the PDF goes."""
    chosen, _pattern = file_to_save(parent, _("Save as PDF"), suggested, _("Documents (*.pdf)"))
    return Path(chosen) if chosen else None


def ask_for_printer(parent: QWidget) -> "QPrinter | None":
    """Ask with the system's dialogue where and how to print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialogue = QPrintDialog(printer, parent)
    return printer if dialogue.exec() == QPrintDialog.DialogCode.Accepted else None


def draw_pages(printer: "QPrinter", pages: Pages) -> int:
    """Draw each picture on a page of its own, as large as fits; return how many.

    The paper is turned as the first page is.
    """
    wide = bool(pages) and pages[0].width() > pages[0].height()
    turned = QPageLayout.Orientation
    printer.setPageOrientation(turned.Landscape if wide else turned.Portrait)
    painter = QPainter(printer)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        room = painter.viewport()
        size = page.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((room.width() - size.width()) // 2, 0, size.width(), size.height())
        # The printer scales it: a page of its own resolution would take half a gigabyte.
        painter.drawImage(place, page)
    painter.end()
    return len(pages)


class DocumentPanel(QWidget, Generic[W]):
    """Shows the pages of one document at a time. Escape goes back; `back_tip` says where to."""

    closed = Signal()
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        documents: Documents[W],
        runner: Runner,
        back_tip: str,
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
        self._wanted: W
        self._file_name = ""
        self._asked = 0
        self.back_button = make_button(_("Back"), self.closed.emit, kind="quiet", tip=back_tip)
        self.pdf_button = make_button(
            _("Save as PDF…"), self.save_pdf, icon_name="download-simple", keys="Ctrl+Shift+P"
        )
        self.print_button = make_button(
            _("Print…"), self.print, kind="primary", icon_name="printer", keys="Ctrl+P"
        )
        self.header = SectionHeader("", " ", top=True)
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
        self.area.setProperty("kind", "reading")
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

    def show_document(self, wanted: W, title: str, caption: str, file_name: str) -> None:
        """Show a document under its title; `file_name` is what it would be saved as."""
        self._wanted = wanted
        self._file_name = file_name
        self.header.title.setText(title)
        self.header.set_caption(caption)
        self.pages.show_pages(())
        self._load()

    def save_pdf(self) -> None:
        """Ask where the PDF goes, and write it."""
        path = self._ask_where(self, self._file_name)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".pdf")
        self._begin()
        self._documents.write_pdf(self._wanted, target, self._written, self._refused)

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

        self._documents.print_pages(self._wanted, draw, self._refused)

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

        self._documents.preview(self._wanted, then, failed)

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
