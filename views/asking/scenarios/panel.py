"""The stored plans: look for one, open it, see what was changed from what, keep or pass it on."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.text_keys import fold
from views.asking.scenarios.keeping import Keeping
from views.asking.scenarios.store import PlanRow
from views.forecast.sharing import AskForFile, ask_for_file
from views.leads.wording import long_moment
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, SearchField, make_button
from views.widgets.file_dialogs import file_to_open
from views.widgets.labels import keys_here

ROW: Final = Qt.ItemDataRole.UserRole
LONGEST_NAME: Final = 120
_LIST_PIXELS: Final = 176


def ask_to_open(parent: QWidget, title: str, folder: str, pattern: str) -> str:
    """Ask which file to open."""
    return file_to_open(parent, title, folder, pattern)[0]


class ScenariosPanel(QWidget):
    """A list with its search on the left, the chosen scenario on the right.

    Enter opens, F2 renames, Insert copies, Delete deletes; Ctrl+S saves the plan on the page.
    """

    asked_for_name = Signal()
    """Emitted when a name is asked for, so that the panel has to be seen."""

    def __init__(
        self,
        keeping: Keeping,
        *,
        choose_save: AskForFile = ask_for_file,
        choose_open: AskForFile = ask_to_open,
    ) -> None:
        super().__init__()
        self._keeping = keeping
        self._choose_save, self._choose_open = choose_save, choose_open
        self._rows: tuple[PlanRow, ...] = ()
        self._renamed: int | None = None
        self._asked: tuple[int | None, str, str | None] | None = None
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(1),) * 4)
        row.setSpacing(theme.space(3))
        left = QVBoxLayout()
        left.setSpacing(theme.space(1))
        self.search = SearchField(_("Search scenarios"))
        self.search.textChanged.connect(lambda _text: self._fill())
        self.items = QListWidget()
        self.items.setAccessibleName(_("Scenarios"))
        self.items.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setUniformItemSizes(True)
        self.items.itemActivated.connect(lambda _item: self.open_chosen())
        self.items.currentItemChanged.connect(lambda _now, _before: self._show_chosen())
        self.items.installEventFilter(self)
        self.search.installEventFilter(self)
        self.empty = PlainLabel(tone="muted", wrap=True)
        self.items.setMinimumWidth(theme.scaled(_LIST_PIXELS))
        for widget in (self.search, self.items, self.empty):
            left.addWidget(widget)
        files = QHBoxLayout()
        self.import_button = make_button(
            _("Import\u2026"), self._import, keys="Ctrl+Shift+I", tip=_("Read a JSON file")
        )
        self.export_button = make_button(
            _("Export\u2026"), self._export, keys="Ctrl+Shift+E", tip=_("Write as JSON")
        )
        files.addWidget(self.import_button)
        files.addWidget(self.export_button)
        files.addStretch(1)
        left.addLayout(files)
        left.addStretch(0)
        row.addLayout(left, 2)
        row.addLayout(self._make_right(), 3)
        keeping.listed.connect(self.show_rows)
        keeping.refused.connect(self._refuse)
        keeping.kept.connect(self._end_form)
        keeping.name_wanted.connect(self._ask_new_name)
        self._show_chosen()
        keeping.list()

    def _make_right(self) -> QVBoxLayout:
        theme = current_theme()
        right = QVBoxLayout()
        right.setSpacing(theme.space(1))
        self.lineage = PlainLabel(wrap=True, selectable=True)
        self.notes = PlainLabel(size="small", tone="muted", wrap=True, selectable=True)
        self.form = QWidget()
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.returnPressed.connect(self._submit)
        self.name_row = FormRow(_("Name (Enter keeps it)"), self.name)
        self.notes_field = QPlainTextEdit()
        self.notes_field.setTabChangesFocus(True)
        self.notes_field.setFixedHeight(theme.scaled(56))
        self.notes_row = FormRow(_("Notes"), self.notes_field)
        save = QHBoxLayout()
        save.addWidget(make_button(_("Keep"), self._submit, kind="primary"))
        save.addWidget(make_button(_("Cancel"), self._cancel, tip=_("Nothing typed stays")))
        save.addStretch(1)
        for widget in (self.name_row, self.notes_row):
            column.addWidget(widget)
        column.addLayout(save)
        self.form.hide()
        act = QHBoxLayout()
        act.setSpacing(theme.space(1))
        self.open_button = make_button(_("Open"), self.open_chosen, tip=_("Enter"))
        self.copy_button = make_button(_("Duplicate"), self._duplicate, tip=_("Insert"))
        self.rename_button = make_button(_("Rename"), self._ask_rename, tip=_("F2"))
        self.delete_button = make_button(_("Delete"), self._delete, kind="danger", tip=_("Delete"))
        for button in (
            self.open_button,
            self.copy_button,
            self.rename_button,
            self.delete_button,
        ):
            act.addWidget(button)
        act.addStretch(1)
        right.addLayout(act)
        right.addWidget(self.form)
        right.addWidget(self.lineage)
        right.addWidget(self.notes)
        right.addStretch(1)
        return right

    # What is shown

    def show_rows(self, rows: tuple[PlanRow, ...]) -> None:
        """Show the stored plans."""
        self._rows = rows
        self._fill()

    def chosen(self) -> PlanRow | None:
        """Return the chosen scenario."""
        items = self.items.selectedItems()
        row = items[0].data(ROW) if items else None
        return row if isinstance(row, PlanRow) else None

    def _fill(self) -> None:
        wanted = fold(self.search.text())
        before = self.chosen()
        kept = before.id if before is not None else self._keeping.current
        # What was just saved, copied or read is what the next key is about.
        kept = self._keeping.fresh or kept
        blocked = self.items.blockSignals(True)
        self.items.clear()
        theme = current_theme()
        for row in self._rows:
            if wanted and wanted not in fold(f"{row.name} {row.notes} {' '.join(row.changes)}"):
                continue
            saved = long_moment(row.saved_at)
            told = _(", from {parent}").format(parent=row.parent_name) if row.parent_name else ""
            item = QListWidgetItem(f"{' '.join(row.name.split())}\n{saved}{told}")
            item.setData(ROW, row)
            item.setSizeHint(QSize(0, theme.scaled(44)))
            self.items.addItem(item)
            if row.id == kept:
                self.items.setCurrentItem(item)
        if self.items.count() and self.items.currentItem() is None:
            self.items.setCurrentRow(0)
        self.items.blockSignals(blocked)
        self.items.setVisible(self.items.count() > 0)
        self.empty.setVisible(self.items.count() == 0)
        self.empty.setText(
            _("No scenario has that in its name, notes or changes.")
            if self._rows
            else _("No scenario is saved yet. {keys} saves the plan you see.").format(
                keys=keys_here("Ctrl+S")
            )
        )
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen()
        readable = row is not None and not row.problem
        for button in (self.open_button, self.copy_button, self.export_button):
            button.setEnabled(readable)
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(row is not None)
        self.lineage.setText("" if row is None else lineage_words(row))
        self.notes.setText("" if row is None else row.notes)
        self.notes.setVisible(bool(self.notes.text()))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the form on Escape; without one the key goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.form.isVisible():
            if self._renamed is None:
                self._end_form()
            else:
                self._cancel()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Rename, delete and copy by key in the list; go down from the search to the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        acts = {
            Qt.Key.Key_F2: self._ask_rename,
            Qt.Key.Key_Delete: self._delete,
            Qt.Key.Key_Insert: self._duplicate,
        }
        if watched is self.items and event.key() in acts:
            acts[Qt.Key(event.key())]()
            return True
        if watched is self.search and event.key() == Qt.Key.Key_Down:
            self.items.setFocus()
            return True
        return False

    # Acts

    def open_chosen(self) -> None:
        """Put the chosen scenario on the page."""
        row = self.chosen()
        if row is not None and not row.problem:
            self._keeping.open(row.id)

    def _ask_new_name(self, name: str, notes: str) -> None:
        if self.form.isVisible() and self._asked == (None, name, notes):
            # Asked to save once more, with the answer on the screen.
            self._submit()
            return
        self._renamed = None
        self._show_form(name, notes)
        self.asked_for_name.emit()
        self.name.setFocus()

    def _ask_rename(self) -> None:
        row = self.chosen()
        if row is not None:
            self._renamed = row.id
            self._show_form(row.name, None)
            self.name.setFocus()

    def _show_form(self, name: str, notes: str | None) -> None:
        self.name_row.set_error("")
        asked = (self._renamed, name, notes)
        if self._asked != asked:
            # What was typed into the same question before it was left stays.
            self._asked = asked
            self.name.setText(name)
            self.notes_field.setPlainText(notes or "")
        self.name.selectAll()
        self.notes_row.setVisible(notes is not None)
        self.form.show()

    def _submit(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.name_row.set_error(_("A scenario needs a name, so that you find it again."))
        elif self._renamed is not None:
            self._keeping.rename(self._renamed, name)
        else:
            self._keeping.save_as(name, self.notes_field.toPlainText().strip())

    def _refuse(self, sentence: str) -> None:
        # Said at the field it goes away with the field; a notice would outlive what it is about.
        if self.form.isVisible():
            self.name_row.set_error(sentence)
        else:
            self._keeping.said.emit("error", sentence)

    def _cancel(self) -> None:
        self._asked = None
        self._end_form()

    def _end_form(self) -> None:
        if self.form.isVisible():
            self.form.hide()
            self.items.setFocus()

    def _duplicate(self) -> None:
        row = self.chosen()
        if row is not None:
            self._keeping.duplicate(row.id)

    def _delete(self) -> None:
        row = self.chosen()
        if row is not None:
            self._keeping.delete(row.id)

    def _export(self) -> None:
        row = self.chosen()
        if row is None:
            return
        path = self._choose_save(self, _("Export scenario"), f"{row.name}.json", "JSON (*.json)")
        if path:
            self._keeping.write_file(row.id, Path(path))

    def _import(self) -> None:
        path = self._choose_open(self, _("Import scenario"), "", "JSON (*.json)")
        if path:
            self._keeping.read_file(Path(path))


def lineage_words(row: PlanRow) -> str:
    """Return what was changed from what, or why a scenario cannot be read."""
    if row.problem:
        return row.problem
    if not row.parent_name:
        return _("{weeks} weeks. Not changed from another scenario.").format(weeks=row.weeks)
    changes = "; ".join(row.changes) or _("nothing")
    return _("Changed from “{parent}”: {changes}.").format(parent=row.parent_name, changes=changes)
