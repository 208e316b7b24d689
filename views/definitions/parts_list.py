"""What the definitions are made of, down the left: the stages in their order, then the rest."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from models.definitions.versions.draft import DefinitionsDraft, StageDraft
from models.language import gettext as _
from views.definitions.forms.role_editing import role_names
from views.definitions.places import STAGES, part_names
from views.theme import current_theme, theme_changed

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
ENTRY: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a heading, a stage with its place and owner, or another part."""

    part: str
    title: str
    detail: str = ""
    stage: int = -1

    @property
    def is_heading(self) -> bool:
        """Whether the line only names what follows."""
        return not self.part


def entries_of(draft: DefinitionsDraft) -> tuple[Entry, ...]:
    """Return the lines for a draft."""
    roles = role_names(draft)
    stages = (
        Entry(STAGES, one.name or _("A stage without a name"), _detail(one, roles), at)
        for at, one in enumerate(draft.stages)
    )
    others = (Entry(code, name) for code, name in part_names().items())
    return (*stages, Entry("", _("Agreement")), *others)


def _detail(stage: StageDraft, roles: dict[str, str]) -> str:
    owner = roles.get(stage.owner_role) or stage.owner_role
    return f"{owner} · {stage.trigger}" if stage.trigger else owner


class PartsModel(QAbstractListModel):
    """The lines as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these lines; where only words changed, the choice stays as it is."""
        if [one.part for one in entries] == [one.part for one in self._entries]:
            self._entries = entries
            last = self.index(len(entries) - 1)
            self.dataChanged.emit(self.index(0), last)
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """Return a line."""
        return self._entries[row]

    def row_of(self, part: str, stage: int = -1) -> int:
        """Return the row of a part, or of a stage by its place; -1 where there is none."""
        for row, entry in enumerate(self._entries):
            if entry.part == part and (stage < 0 or entry.stage == stage):
                return row
        return -1

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, or the line itself for the painter."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return entry.detail
        return entry if role == ENTRY else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let headings be read and nothing else."""
        if not index.isValid() or index.row() >= len(self._entries):
            return Qt.ItemFlag.NoItemFlags
        if self._entries[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class PartsList(QListView):
    """The list. Alt+Up and Alt+Down move the chosen stage, Insert adds one, Delete removes it."""

    chosen = Signal(object)
    """Emitted with the `Entry` that is chosen now."""
    move_asked = Signal(int)
    """Emitted with -1 or 1 when the chosen stage is to move up or down."""
    add_asked = Signal()
    remove_asked = Signal()
    entered = Signal()
    """Emitted when the form of the chosen line is to be gone to."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = PartsModel(self)
        self.setModel(self.parts)
        self.setItemDelegate(EntryPainter(self))
        self.setAccessibleName(_("Parts of the definitions"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setProperty("ground", "clear")
        self.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        self.activated.connect(lambda _index: self.entered.emit())
        theme_changed.connect(self.scheduleDelayedItemsLayout)

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Show the parts of a draft; what was chosen stays chosen."""
        current = self.current()
        self.parts.show_entries(entries_of(draft))
        if self.current() is None and current is not None:
            last = len(draft.stages) - 1
            self.choose(current.part, min(current.stage, last) if current.part == STAGES else -1)

    def current(self) -> Entry | None:
        """Return the chosen line."""
        index = self.currentIndex()
        entry = index.data(ENTRY) if index.isValid() else None
        return entry if isinstance(entry, Entry) and not entry.is_heading else None

    def choose(self, part: str, stage: int = -1) -> None:
        """Choose a part, or a stage by its place."""
        row = self.parts.row_of(part, stage)
        if row >= 0:
            self.setCurrentIndex(self.parts.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, add and remove stages; go to the form on Right."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.move_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_F2}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and not entry.is_heading:
            self.chosen.emit(entry)


class EntryPainter(QStyledItemDelegate):
    """Paints a heading, a stage in two lines, or a part in one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Grow with the text."""
        theme = current_theme()
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.stage >= 0:
            return QSize(0, theme.scaled(40))
        heading = isinstance(entry, Entry) and entry.is_heading
        return QSize(0, theme.scaled(32 if heading else 26))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line in the colours of the theme."""
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        theme = current_theme()
        rect, state = option.rect, option.state
        edge = theme.space()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver) and not entry.is_heading
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        if entry.is_heading:
            painter.setFont(theme.font("small", "medium"))
            painter.setPen(theme.colour("muted"))
            place = rect.adjusted(edge, 0, -edge, -theme.scaled(4))
            bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, bottom, entry.title)
        else:
            self._paint_entry(painter, rect.adjusted(edge, 0, -edge, 0), entry, selected=selected)
        painter.restore()

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry, *, selected: bool) -> None:
        theme = current_theme()
        ink, quiet = ("on_accent_soft", "on_accent_soft") if selected else ("text", "muted")
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if entry.stage < 0:
            painter.setFont(theme.font("body", "medium" if selected else "regular"))
            painter.setPen(theme.colour(ink))
            painter.drawText(rect, left, self._short(painter, entry.title, rect.width()))
            return
        number = theme.scaled(20)
        painter.setFont(theme.font("body", tabular=True))
        painter.setPen(theme.colour(quiet))
        upper = QRect(rect.left(), rect.top() + theme.scaled(3), rect.width(), theme.scaled(18))
        painter.drawText(upper, left, str(entry.stage + 1))
        words = upper.adjusted(number, 0, 0, 0)
        painter.setFont(theme.font("body", "medium"))
        painter.setPen(theme.colour(ink))
        painter.drawText(words, left, self._short(painter, entry.title, words.width()))
        lower = words.translated(0, theme.scaled(17))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(quiet))
        painter.drawText(lower, left, self._short(painter, entry.detail, lower.width()))

    @staticmethod
    def _short(painter: QPainter, text: str, width: int) -> str:
        shown = " ".join(text.split())
        return painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, width)
