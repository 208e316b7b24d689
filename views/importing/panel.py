"""The import, in place of the list: choose a file, look at it, let it run, read the report."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from views.charts.numbers import whole
from views.importing.content import ImportMapping, ImportPreview, ImportReport
from views.importing.desk import ImportDesk
from views.importing.dropping import dropped_files
from views.importing.preview import PreviewView
from views.importing.report import ReportView
from views.settings.limiting import Limited
from views.theme import current_theme
from views.widgets import EmptyState, SectionHeader, make_button, scrolled
from views.widgets.file_dialogs import file_to_open
from views.widgets.long_work import LongWork

if TYPE_CHECKING:
    from models.intake.standing import ImportStanding

ChooseFile = Callable[[QWidget], str]
_PREVIEW_PIXELS: Final = 960
"""How wide a file is shown: answers stay near what they answer."""


def choose_file(parent: QWidget) -> str:
    """Ask with the system's own dialogue for a file to import; empty if none was chosen."""
    pattern = _("Tables and address cards (*.csv *.tsv *.txt *.vcf);;All files (*)")
    return file_to_open(parent, _("Import a file"), "", pattern)[0]


class ImportPanel(QWidget):
    """Takes one file at a time from its choice to its report."""

    closed = Signal()
    """Emitted when a person goes back to the leads; a running import goes on."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of what happened while nobody was looking."""

    def __init__(self, desk: ImportDesk, *, ask: ChooseFile = choose_file) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        theme = current_theme()
        self._desk = desk
        self._ask = ask
        self._path: Path | None = None
        self._waiting: list[Path] = []
        self._asked = 0
        self._shown: ReportView | None = None
        self.running = False
        self.header = SectionHeader(_("Import"), " ", top=True)
        self.back_button = make_button(_("Back to the leads"), self._leave, kind="quiet")
        self.import_button = make_button("", self._start, kind="primary")
        self.header.add(self.back_button)
        self.header.add(self.import_button)
        self.begin = EmptyState(
            _("Choose a CSV, TSV or vCard file, or drop it here."),
            _("Choose a file…"),
            self.choose,
            icon_name="download-simple",
        )
        self.failure = EmptyState(
            " ", _("Choose another file…"), self.choose, icon_name="warning-octagon"
        )
        self.reading = EmptyState(_("Reading the file…"))
        self.preview = PreviewView()
        self.preview.changed.connect(self._preview_again)
        self.work = LongWork(_progress_words, _("Cancel the import"), self._cancel)
        self.report = scrolled(QWidget())
        self.stack = QStackedWidget()
        self._preview_area = scrolled(Limited(self.preview, _PREVIEW_PIXELS))
        for widget in (
            self.begin, self.reading, self.failure, self._preview_area, self.work, self.report,
        ):  # fmt: skip
            self.stack.addWidget(widget)
        edge = theme.space(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        self._show(self.begin)

    # What a person does

    def choose(self) -> None:
        """Ask for a file and look into it."""
        chosen = self._ask(self)
        if chosen:
            self.take((Path(chosen),))

    def take(self, paths: Sequence[Path]) -> None:
        """Look into the first of these files; the others wait until it is done."""
        self._waiting += paths
        if not self.running:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._path = self._waiting.pop(0)
        self._asked += 1
        asked = self._asked
        self.header.title.setText(_("Import {file}").format(file=self._path.name))
        self.header.set_caption(" ")
        self._show(self.reading)
        self._desk.inspect(
            self._path,
            lambda preview: self._show_preview(asked, preview),
            lambda error: self._refuse(asked, error),
        )

    def _preview_again(self) -> None:
        self._asked += 1
        asked = self._asked
        self._desk.preview(
            self.preview.mapping(),
            lambda preview: self._show_preview(asked, preview),
            lambda error: self._refuse(asked, error),
        )

    def _start(self) -> None:
        if self.stack.currentWidget() is self.report:
            self._finish()
            return
        if self.running or self.preview.ask_first():
            return
        self.running = True
        self._asked += 1
        self.work.show_progress(0, 0)
        self._show(self.work)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)
        mapping: ImportMapping = self.preview.mapping()
        asked = self._asked
        self._desk.start(
            mapping,
            self.preview.duplicates(),
            self.work.show_progress,
            self._end,
            lambda error: self._refuse(asked, error, was_started=True),
        )

    def _cancel(self) -> None:
        self.work.show_stopping(_("Stopping; nothing of it will stay…"))
        self._desk.cancel()

    def _leave(self) -> None:
        self.closed.emit()
        if not self.running:
            self._begin_anew()

    def _finish(self) -> None:
        if self._waiting:
            self._next()
        else:
            self._leave()

    def _begin_anew(self) -> None:
        self._asked += 1
        self._waiting.clear()
        self._path = None
        self.header.title.setText(_("Import"))
        self.header.set_caption(" ")
        self._show(self.begin)

    # What comes back

    def _show_preview(self, asked: int, preview: ImportPreview) -> None:
        if asked != self._asked:
            return
        self.preview.show_preview(preview)
        rows = ngettext("{count} row", "{count} rows", preview.rows).format(
            count=whole(preview.rows)
        )
        about = rows if preview.rows_are_exact else _("about {rows}").format(rows=rows)
        self.header.set_caption(about)
        self.import_button.setText(_("Import {rows}").format(rows=about))
        if self.stack.currentWidget() is not self._preview_area:
            self._show(self._preview_area)
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, asked: int, error: Exception, *, was_started: bool = False) -> None:
        if not isinstance(error, KnownError):
            self.running = False
            self._begin_anew()
            raise error
        if asked != self._asked:
            return
        self.running = False
        if was_started:
            # What was answered stays, so that it can be mended or tried again.
            self.preview.say_wrong(str(error))
            self._show(self._preview_area)
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.failure.sentence.setText(str(error))
            self._show(self.failure)
        self._tell_absent("error", str(error))

    def _end(self, report: ImportReport | None) -> None:
        self.running = False
        if report is None:
            self._show(self._preview_area)
            self._tell_absent("info", _("The import was cancelled; nothing of it stays."))
            return
        if self._shown is None:
            self._desk.follow(self._restate)
        view = self._shown = ReportView(report)
        view.redo_wanted.connect(self._desk.redo)
        view.errors_wanted.connect(
            lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
        )
        self.stack.removeWidget(self.report)
        self.report.deleteLater()
        self.report = scrolled(view)
        self.stack.addWidget(self.report)
        self.header.set_caption(" ")
        more = bool(self._waiting)
        self.import_button.setText(_("Next file") if more else _("Show the leads"))
        self._show(self.report)
        self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_absent("success", view.sentence.text())

    def _restate(self, standing: "ImportStanding") -> None:
        if self._shown is not None and isValid(self._shown):
            self._shown.show_standing(
                taken_back=standing.taken_back,
                kept_leads=standing.kept_leads,
                can_redo=standing.can_redo,
            )

    def _tell_absent(self, kind: str, sentence: str) -> None:
        if not self.isVisible():
            self.said.emit(kind, sentence)

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self.import_button.setVisible(widget in {self._preview_area, self.report})
        self.back_button.setText(
            _("Go on with the leads meanwhile") if self.running else _("Back to the leads")
        )
        self.back_button.setVisible(widget is not self.report)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the leads on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.take(files)


def _progress_words(done: int, total: int) -> str:
    if not total:
        return _("Beginning…")
    return _("{done} of {total} rows").format(done=whole(done), total=whole(total))
