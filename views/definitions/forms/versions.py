"""The versions that were written: look at one, or begin a draft from it."""

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHBoxLayout, QListView

from models.definitions.versions.draft import DefinitionsDraft
from models.language import gettext as _
from views.definitions.desk import DraftDesk
from views.definitions.forms.part import PartForm
from views.leads.wording import short_day
from views.theme import current_theme
from views.widgets import PlainLabel, make_button

if TYPE_CHECKING:
    from models.definitions.versions.written import VersionRow

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


def whole_day(day: date) -> str:
    """Return a day with its year, which an agreement always has."""
    return short_day(day, date.min)


def written_day(row: "VersionRow") -> str:
    """Return the day on which a version was written, by the clock of this machine."""
    return whole_day(row.written_at.astimezone().date())


def version_words(row: "VersionRow") -> str:
    """Return a version in one line: number, day, author, note."""
    parts = [
        _("Version {number}").format(number=row.number),
        written_day(row),
        row.author or _("Funneldesk"),
    ]
    if row.note:
        parts.append(row.note)
    words = " · ".join(parts)
    return _("{version} (in force)").format(version=words) if row.in_force else words


class VersionsModel(QAbstractListModel):
    """Versions as rows, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[VersionRow, ...] = ()

    def show_rows(self, rows: "tuple[VersionRow, ...]") -> None:
        """Show these versions."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many versions there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a version in words."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return version_words(self.rows[index.row()])
        return None


class VersionsForm(PartForm):
    """A list of versions. Enter looks at the chosen one as it was printed."""

    look_asked = Signal(object)
    """Emitted with the `VersionRow` to look at."""
    take_asked = Signal(int)
    """Emitted with the number of the version to begin a draft from."""

    def __init__(self, desk: DraftDesk) -> None:
        super().__init__(
            desk,
            _("Versions"),
            _("No version is ever rewritten, and past moves keep the one they were made under."),
        )
        theme = current_theme()
        self.model = VersionsModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Versions"))
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSpacing(2)
        self.view.activated.connect(lambda _index: self._look())
        self.view.selectionModel().currentChanged.connect(lambda _now, _old: self._show_actions())
        self.look_button = make_button(_("Look at it"), self._look, icon_name="file-text")
        self.take_button = make_button(
            _("Take as a draft"), self._take, icon_name="copy", keys="Alt+T"
        )
        self.hint = PlainLabel(tone="muted", wrap=True)
        actions = QHBoxLayout()
        actions.setSpacing(theme.space())
        actions.addWidget(self.look_button)
        actions.addWidget(self.take_button)
        actions.addStretch(1)
        self.column.addWidget(self.view)
        self.column.addLayout(actions)
        self.column.addWidget(self.hint)
        self._allowed = True

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show every version; what is chosen stays chosen."""
        chosen = self.view.currentIndex().row()
        self.model.show_rows(self.desk.content.versions)
        self.view.setCurrentIndex(self.model.index(max(0, chosen)))
        rows = min(max(4, self.model.rowCount()), 12)
        self.view.setFixedHeight(rows * current_theme().scaled(26) + 8)
        self._show_actions()

    def set_allowed(self, allowed: bool) -> None:
        """Let versions be looked at by everybody, and taken by those who may edit."""
        self._allowed = allowed
        self._show_actions()

    def focus_in(self) -> None:
        """Focus the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self) -> "VersionRow | None":
        at = self.view.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _show_actions(self) -> None:
        row = self._row()
        self.look_button.setEnabled(row is not None)
        taken = row is not None and self._allowed and not row.in_force
        self.take_button.setEnabled(taken)
        words = ""
        if row is not None and row.in_force:
            words = _("This version is in force; every draft begins from it.")
        elif taken:
            words = _(
                "A draft from this version is saved as a new one. Leads of stages that it does "
                "not have go to its first stage, unless you choose another."
            )
        self.hint.setText(words)

    def _look(self) -> None:
        row = self._row()
        if row is not None:
            self.look_asked.emit(row)

    def _take(self) -> None:
        row = self._row()
        if row is not None and self.take_button.isEnabled():
            self.take_asked.emit(row.number)
