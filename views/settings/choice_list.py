"""A list down the left: what can be chosen, in one line or two, under headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from views.icons import icon
from views.theme import current_theme, theme_changed
from views.widgets.labels import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_ENTRY: Final = int(Qt.ItemDataRole.UserRole)
_NARROW_PIXELS: Final = 72
_WAYS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
"""Below this width, a line with a sign shows nothing else."""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line; without a code it is a heading."""

    code: str
    title: str
    detail: str = ""
    icon_name: str = ""
    is_faint: bool = False


class ChoiceList(QListWidget):
    """Up and Down choose, Right or Enter goes to what was chosen, Insert adds another."""

    chosen = Signal(str)
    """Emitted with the code that is chosen now."""
    entered = Signal()
    """Emitted when the form of the chosen line is to be gone to."""
    add_asked = Signal()
    remove_asked = Signal()
    moved = Signal(int)
    """Emitted with -1 or 1 when the chosen line is to be moved up or down."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._entries: tuple[ListEntry, ...] = ()
        self._gone = ""
        self.setAccessibleName(name)
        self.setProperty("ground", "clear")
        self.setItemDelegate(_EntryPainter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentItemChanged.connect(lambda now, _before: self._tell(now))
        self.itemActivated.connect(lambda _item: self.entered.emit())
        theme_changed.connect(self.scheduleDelayedItemsLayout)

    def show_entries(self, entries: Sequence[ListEntry], chosen: str = "") -> None:
        """Show these lines; `chosen`, or what was chosen before, stays chosen without a signal.

        A chosen line that is gone leaves its place to the next one, and is chosen again once it is
        brought back, unless somebody chose another one since.
        """
        before, row = self.current_code(), self.currentRow()
        codes = {entry.code for entry in entries if entry.code}
        if before and before not in codes:
            self._gone = before
        wanted = chosen or (self._gone if self._gone in codes else before)
        blocked = self.blockSignals(True)
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self.clear()
            for entry in entries:
                item = QListWidgetItem(entry.title)
                item.setData(_ENTRY, entry)
                item.setToolTip(plain_tip(entry.title))
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, entry.detail)
                if not entry.code:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(item)
        self._go_to(wanted, row)
        self.blockSignals(blocked)
        if self.current_code() == self._gone:
            self._gone = ""

    def current_code(self) -> str:
        """Return the code that is chosen; nothing where none is."""
        entry = self.currentIndex().data(_ENTRY)
        return entry.code if isinstance(entry, ListEntry) else ""

    def choose(self, code: str) -> None:
        """Choose a line, and say so."""
        if code != self.current_code():
            self._go_to(code, 0)

    def codes(self) -> tuple[str, ...]:
        """Return the codes that can be chosen."""
        return tuple(entry.code for entry in self._entries if entry.code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the form on Right and Enter; ask for another on Insert, for one less on Delete.

        Alt+Up and Alt+Down ask for another place.
        """
        way = next((by for key, by in _WAYS.items() if key == event.key()), 0)
        if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(way)
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Insert:
            self.add_asked.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    def _go_to(self, code: str, row: int) -> None:
        """Choose a line, where it is not there the one at `row`, or next to it."""
        codes = [entry.code for entry in self._entries]
        if code and code in codes:
            self.setCurrentRow(codes.index(code))
        else:
            there = [at for at, one in enumerate(codes) if one]
            if row - 1 in there and row < len(codes) and not codes[row]:
                # After the last line under a heading comes the one above: it is of the same kind.
                row -= 1
            at_or_below = (at for at in there if at >= row)
            self.setCurrentRow(next(at_or_below, there[-1] if there else -1))

    def _tell(self, item: QListWidgetItem | None) -> None:
        self._gone = ""
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, ListEntry) and entry.code:
            self.chosen.emit(entry.code)


class _EntryPainter(QStyledItemDelegate):
    """Paints a heading, or a line with its detail below."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Grow with the text."""
        entry = index.data(_ENTRY)
        if not isinstance(entry, ListEntry):
            return QSize(0, 0)
        height = 44 if entry.detail else 32
        return QSize(0, current_theme().scaled(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line in the colours of the theme."""
        entry = index.data(_ENTRY)
        if not isinstance(entry, ListEntry):
            return
        theme = current_theme()
        rect, state = option.rect, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if entry.code and (selected or state & QStyle.StateFlag.State_MouseOver):
            focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(theme.colour("accent") if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), 6, 6)
        inside = rect.adjusted(theme.space(), 0, -theme.space(), 0)
        if entry.icon_name:
            side = theme.scaled(16)
            ink = "on_accent_soft" if selected else "muted"
            is_narrow = rect.width() < theme.scaled(_NARROW_PIXELS)
            left = rect.center().x() - side // 2 if is_narrow else inside.left()
            place = QRect(left, rect.center().y() - side // 2, side, side)
            icon(entry.icon_name, ink).paint(painter, place)
            inside.adjust(side + theme.space(), 0, 0, 0)
        if not entry.icon_name or rect.width() >= theme.scaled(_NARROW_PIXELS):
            self._paint_words(painter, inside, entry, selected=selected)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, rect: QRect, entry: ListEntry, *, selected: bool
    ) -> None:
        theme = current_theme()
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        quiet = "on_accent_soft" if selected else "muted"
        if not entry.code:
            painter.setFont(theme.font("small", "medium"))
            painter.setPen(theme.colour("muted"))
            painter.drawText(rect, left, entry.title)
            return
        above = rect
        if entry.detail:
            above = QRect(rect.left(), rect.top() + theme.scaled(4), rect.width(), theme.scaled(18))
            below = above.translated(0, theme.scaled(18))
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour(quiet))
            painter.drawText(below, left, _short(painter, entry.detail, below.width()))
        painter.setFont(theme.font("body", "medium" if selected or entry.detail else "regular"))
        painter.setPen(theme.colour(quiet if entry.is_faint or selected else "text"))
        painter.drawText(above, left, _short(painter, entry.title, above.width()))


def _short(painter: QPainter, text: str, width: int) -> str:
    words = " ".join(text.split())
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)
