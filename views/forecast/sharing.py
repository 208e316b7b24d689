"""Taking a forecast elsewhere: as text, as a picture, as a table."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from models.language import gettext as _
from views.forecast.drawings import forecast_picture
from views.forecast.outlook import Outlook
from views.forecast.refusals import sentence_of
from views.forecast.report import report_rows, report_text
from views.forecast.scenarios.store import ForecastExporter
from views.theme import current_theme
from views.widgets.file_dialogs import file_to_save

AskForFile = Callable[[QWidget, str, str, str], str]
"""Asks (parent, title, suggested name, filter) for a file to write; empty if cancelled."""


def ask_for_file(parent: QWidget, title: str, suggested: str, pattern: str) -> str:
    """Ask with the system's own dialogue."""
    return file_to_save(parent, title, suggested, pattern)[0]


class Sharing(QObject):
    """Copies and exports outlooks on behalf of a page."""

    said = Signal(str, str)
    """Emitted with a notice: its kind and its sentence."""

    def __init__(self, page: QWidget, exporter: ForecastExporter, choose_file: AskForFile) -> None:
        super().__init__(page)
        self._page = page
        self._exporter = exporter
        self._choose_file = choose_file

    def copy(self, name: str, outlook: Outlook) -> None:
        """Put sentence and table on the clipboard."""
        QGuiApplication.clipboard().setText(report_text(name, outlook))
        self.said.emit("success", _("Copied the forecast as text."))

    def picture(self, name: str, outlook: Outlook) -> None:
        """Write the charts as a picture, twice as fine as on the screen."""
        title, pattern = _("Export picture"), _("PNG picture (*.png)")
        path = self._ask(title, name, ".png", pattern)
        if path is not None:
            image = forecast_picture(outlook, current_theme())
            self._exporter.picture(path, image, self._written(path), failed=self._failed)

    def table(self, name: str, outlook: Outlook) -> None:
        """Write stages and distribution as a table."""
        path = self._ask(_("Export table"), name, ".csv", _("CSV table (*.csv)"))
        if path is not None:
            rows = report_rows(outlook)
            self._exporter.table(path, rows, self._written(path), failed=self._failed)

    def _ask(self, title: str, name: str, suffix: str, pattern: str) -> Path | None:
        stem = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
        suggested = " ".join(stem.split()) or _("Forecast")
        chosen = self._choose_file(self._page, title, suggested + suffix, pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(suffix)

    def _written(self, path: Path) -> Callable[[], None]:
        return lambda: self.said.emit("success", _("Wrote {file}.").format(file=path.name))

    def _failed(self, error: Exception) -> None:
        self.said.emit("error", sentence_of(error))
