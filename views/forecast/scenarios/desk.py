"""Saving, opening, renaming and deleting scenarios from the Forecast page."""

from PySide6.QtCore import QObject, Signal

from models.language import gettext as _
from views.forecast.content import ScenarioContent
from views.forecast.refusals import sentence_of
from views.forecast.scenarios.store import ScenarioRow, ScenarioStore


class ScenarioDesk(QObject):
    """Knows which scenario is open and as what it was saved."""

    changed = Signal()
    """Emitted when another scenario is open, or the open one was saved, renamed or deleted."""
    opened = Signal(object)
    """Emitted with the `ScenarioContent` that was asked for."""
    listed = Signal(object)
    """Emitted with the stored rows."""
    save_refused = Signal(str)
    said = Signal(str, str)
    """Emitted with a notice: its kind and its sentence."""

    def __init__(self, store: ScenarioStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.row: ScenarioRow | None = None
        self.saved: ScenarioContent | None = None

    def save(self, name: str, notes: str, content: ScenarioContent, *, as_new: bool) -> None:
        """Save the scenario: in place of the open one, or as a new one."""
        replaces = None if self.row is None or as_new else self.row.id

        def then(row: ScenarioRow) -> None:
            self.row, self.saved = row, content
            self.said.emit("success", _("Saved “{name}”.").format(name=row.name))
            self.changed.emit()

        def failed(error: Exception) -> None:
            self.save_refused.emit(sentence_of(error))

        self._store.save(name, notes, content, then, failed=failed, replaces=replaces)

    def open(self, scenario_id: int) -> None:
        """Open a stored scenario."""

        def then(row: ScenarioRow, content: ScenarioContent) -> None:
            self.row, self.saved = row, content
            self.opened.emit(content)
            self.changed.emit()

        self._store.open(scenario_id, then, failed=self._failed)

    def list(self) -> None:
        """Ask for the stored scenarios."""
        self._store.list(self.listed.emit, failed=self._failed)

    def rename(self, scenario_id: int, name: str) -> None:
        """Give a stored scenario another name."""

        def then(row: ScenarioRow) -> None:
            if self.row is not None and self.row.id == row.id:
                self.row = row
            self._stored()

        self._store.rename(scenario_id, name, then, failed=self._failed)

    def delete(self, scenario_id: int) -> None:
        """Delete a stored scenario; what is on the page stays there, unsaved."""

        def then() -> None:
            if self.row is not None and self.row.id == scenario_id:
                self.row, self.saved = None, None
            self.said.emit("info", _("Scenario deleted. Undo brings it back."))
            self._stored()

        self._store.delete(scenario_id, then, failed=self._failed)

    def let_go(self) -> None:
        """Start a new scenario."""
        self.row, self.saved = None, None
        self.changed.emit()

    def _stored(self) -> None:
        self.changed.emit()
        self.list()

    def _failed(self, error: Exception) -> None:
        self.said.emit("error", sentence_of(error))
