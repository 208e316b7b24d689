"""The head of the Forecast page: which scenario this is, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.forecast.scenarios.store import ScenarioRow
from views.leads.wording import long_moment
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, make_button
from views.widgets.menus import Menu


class PageHead(QWidget):
    """The scenario's name and state on the left, what can be done with it on the right."""

    save_asked = Signal()
    save_as_asked = Signal()
    scenarios_asked = Signal()
    copy_asked = Signal()
    picture_asked = Signal()
    table_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(1))
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        self.name = ElidedLabel(size="title", weight="semibold")
        self.state = PlainLabel(tone="muted")
        words.addWidget(self.name)
        words.addWidget(self.state)
        row.addLayout(words, 1)
        self.scenarios_button = make_button(
            _("Scenarios"),
            self.scenarios_asked.emit,
            icon_name="folder-open",
            keys="Ctrl+Shift+O",
            tip=_("Open, rename or delete a saved scenario"),
        )
        self.save_button = make_button(
            _("Save"),
            self.save_asked.emit,
            kind="primary",
            icon_name="floppy-disk",
            keys="Ctrl+S",
            tip=_("Save this scenario"),
        )
        self.save_as_button = make_button(
            _("Save as…"),
            self.save_as_asked.emit,
            keys="Ctrl+Shift+S",
            tip=_("Save under another name"),
        )
        self.copy_button = make_button(
            _("Copy as text"),
            self.copy_asked.emit,
            icon_name="copy",
            keys="Ctrl+Shift+C",
            tip=_("Copy sentence and table"),
        )
        self.export_button = make_button(_("Export"), icon_name="export", tip=_("Export to a file"))
        menu = Menu(self.export_button)
        menu.addAction(_("Picture of the charts (PNG)…"), self.picture_asked.emit)
        menu.addAction(_("Table of stages and clients (CSV)…"), self.table_asked.emit)
        self.export_button.setMenu(menu)
        for button in (
            self.copy_button,
            self.export_button,
            self.scenarios_button,
            self.save_as_button,
            self.save_button,
        ):
            row.addWidget(button)
        self._row = row
        self.show_scenario(None, changed=False)

    def add(self, widget: QWidget) -> None:
        """Put something at the right end."""
        self._row.addWidget(widget)

    def show_scenario(self, row: ScenarioRow | None, *, changed: bool) -> None:
        """Show which scenario is open and whether it differs from what was saved."""
        if row is None:
            self.name.setText(scenario_name(row))
            self.state.setText(_("not saved"))
            return
        saved = _("saved {when}").format(when=long_moment(row.saved_at))
        self.name.setText(scenario_name(row))
        self.state.setText(_("{saved}, changed since").format(saved=saved) if changed else saved)


def scenario_name(row: ScenarioRow | None) -> str:
    """Return the name of a scenario on one line; without one it is a new scenario."""
    return _("New scenario") if row is None else " ".join(row.name.split())
