"""The stored scenarios, in place of the inputs: open one, rename it, delete it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from views.charts.numbers import whole
from views.forecast.scenarios.store import ScenarioRow
from views.leads.wording import long_moment
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, SectionHeader, make_button
from views.widgets.labels import keys_here

ROW = Qt.ItemDataRole.UserRole


class ScenariosPanel(QWidget):
    """A list of scenarios. Enter opens, F2 renames, Delete deletes, Escape goes back."""

    opened = Signal(int)
    renamed = Signal(int, str)
    deleted = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        header = SectionHeader(_("Scenarios"))
        header.add(
            make_button("", self.closed.emit, kind="quiet", icon_name="x", tip=_("Back (Esc)"))
        )
        column.addWidget(header)
        self.empty = PlainLabel(
            _("No scenario is saved yet. {keys} saves the one you see.").format(
                keys=keys_here("Ctrl+S")
            ),
            tone="muted",
            wrap=True,
        )
        column.addWidget(self.empty)
        self.items = QListWidget()
        self.items.setAccessibleName(_("Scenarios"))
        self.items.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setUniformItemSizes(True)
        self.items.itemActivated.connect(lambda _item: self._open())
        self.items.currentItemChanged.connect(lambda _now, _before: self._show_actions())
        self.items.installEventFilter(self)
        column.addWidget(self.items, 1)
        self.notes = PlainLabel(size="small", tone="muted", wrap=True)
        column.addWidget(self.notes)
        self.name = QLineEdit()
        self.name.returnPressed.connect(self._rename)
        self.name_row = FormRow(_("New name (Enter keeps it)"), self.name)
        self.name_row.hide()
        column.addWidget(self.name_row)
        actions = QHBoxLayout()
        actions.setSpacing(theme.space(1))
        self.open_button = make_button(_("Open"), self._open, kind="primary", tip=_("Enter"))
        self.rename_button = make_button(_("Rename"), self._ask_name, tip=_("F2"))
        self.delete_button = make_button(_("Delete"), self._delete, kind="danger", tip=_("Delete"))
        for button in (self.open_button, self.rename_button, self.delete_button):
            actions.addWidget(button)
        actions.addStretch(1)
        column.addLayout(actions)
        self._show_actions()

    def show_rows(self, rows: tuple[ScenarioRow, ...], current: int | None) -> None:
        """Show the stored scenarios; the one that is open is chosen."""
        self.items.clear()
        theme = current_theme()
        for row in rows:
            saved = long_moment(row.saved_at)
            batch = "" if row.mqls is None else _(", {count} MQLs").format(count=whole(row.mqls))
            # A list item shows its text as it is; a line break within a name would hide the rest.
            item = QListWidgetItem(f"{' '.join(row.name.split())}\n{saved}{batch}")
            item.setData(ROW, row)
            item.setSizeHint(QSize(0, theme.scaled(48)))
            self.items.addItem(item)
            if row.id == current:
                self.items.setCurrentItem(item)
        if rows and self.items.currentItem() is None:
            self.items.setCurrentRow(0)
        self.empty.setVisible(not rows)
        self.items.setVisible(bool(rows))
        self.name_row.hide()
        self._show_actions()

    def chosen(self) -> ScenarioRow | None:
        """Return the chosen scenario."""
        items = self.items.selectedItems()
        row = items[0].data(ROW) if items else None
        return row if isinstance(row, ScenarioRow) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape: from renaming to the list, from the list to the inputs."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.name_row.isVisible():
            self.name_row.hide()
            self.items.setFocus()
        else:
            self.closed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Rename on F2 and delete on Delete while the list has the focus."""
        if watched is self.items and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F2:
                self._ask_name()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
                self._delete()
                return True
        return False

    def _show_actions(self) -> None:
        row = self.chosen()
        for button in (self.open_button, self.rename_button, self.delete_button):
            button.setEnabled(row is not None)
        self.notes.setText("" if row is None else row.notes)
        self.notes.setVisible(row is not None and bool(row.notes))

    def _open(self) -> None:
        row = self.chosen()
        if row is not None:
            self.opened.emit(row.id)

    def _ask_name(self) -> None:
        row = self.chosen()
        if row is not None:
            self.name.setText(row.name)
            self.name_row.set_error("")
            self.name_row.show()
            self.name.setFocus()
            self.name.selectAll()

    def _rename(self) -> None:
        row, name = self.chosen(), self.name.text().strip()
        if row is None:
            return
        if not name:
            self.name_row.set_error(_("A scenario needs a name. Type one, or press Esc."))
            return
        self.renamed.emit(row.id, name)

    def _delete(self) -> None:
        row = self.chosen()
        if row is not None:
            self.deleted.emit(row.id)
