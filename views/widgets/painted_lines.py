"""Lists of lines that are painted by hand, since hundreds of widgets would be slow."""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from views.theme import Theme, current_theme, theme_changed

Index = QModelIndex | QPersistentModelIndex
Look = tuple[QFont, QFontMetrics]

LINE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The line of a row, as the model was given it."""
_ROOT: Final = QModelIndex()
_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_AT_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_AT_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | _ONE_LINE)


class LineList(QListView):
    """One line is the current one; each has the width of the list and a height of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)


class LineModel(QAbstractListModel):
    """Lines one below the other, and headings among them, which cannot be chosen."""

    heading: type
    """What a line is that is a heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Any, ...] = ()

    def written(self, line: Any) -> str:
        """Return what a line is called in one word."""
        raise NotImplementedError

    def spoken(self, line: Any) -> str:
        """Return all that a line says, for those who listen; headings say their word alone."""
        raise NotImplementedError

    def line_at(self, row: int) -> Any:
        """Return the line of a row; None for a heading, or where there is none."""
        line = self.lines[row] if 0 <= row < len(self.lines) else None
        return None if isinstance(line, self.heading) else line

    def next_line(self, row: int, step: int) -> int | None:
        """Return the row of the next line in a direction; None where there is none."""
        row += step
        while 0 <= row < len(self.lines):
            if self.line_at(row) is not None:
                return row
            row += step
        return None

    # Qt

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let lines be chosen, and no headings."""
        if not index.isValid() or self.line_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line says; all of it for those who listen."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return self.written(line)
        if role == Qt.ItemDataRole.AccessibleTextRole and not isinstance(line, self.heading):
            return self.spoken(line)
        return None


class LineDelegate(QStyledItemDelegate):
    """Paints headings, and lines on a ground that says which is current and which is pointed at."""

    heading: type
    """What a line is that is a heading."""
    heading_pixels: int
    line_pixels: int

    def __init__(self, view: LineList) -> None:
        super().__init__(view)
        self._list = view
        self._wear(current_theme())
        theme_changed.connect(self._take_theme)

    def take_theme(self, theme: Theme) -> None:
        """Look up the colours and fonts of a theme once, before lines are painted in them."""
        raise NotImplementedError

    def paint_heading(self, painter: QPainter, rect: QRect, line: Any) -> None:
        """Paint one heading."""
        raise NotImplementedError

    def paint_line(self, painter: QPainter, rect: QRect, line: Any, *, selected: bool) -> None:
        """Paint one line on its ground."""
        raise NotImplementedError

    # Qt

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give headings and lines a height each."""
        is_heading = isinstance(index.data(LINE_ROLE), self.heading)
        high = self.heading_pixels if is_heading else self.line_pixels
        return QSize(self._list.viewport().width(), current_theme().scaled(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = index.data(LINE_ROLE)
        if isinstance(line, self.heading):
            self.paint_heading(painter, option.rect, line)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, self._chosen)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._pointed)
        self.paint_line(painter, option.rect, line, selected=selected)

    def _wear(self, theme: Theme) -> None:
        # Painting with a bare colour would make the classes of all brushes when rows have come.
        self._chosen = QBrush(theme.colour("accent_soft"))
        self._pointed = QBrush(theme.colour("hover"))
        self.take_theme(theme)

    def _take_theme(self, theme: Theme) -> None:
        self._wear(theme)
        self._list.doItemsLayout()


def look_of(font: QFont) -> Look:
    """Return a font with its metrics, which are slow to be asked for line by line."""
    return font, QFontMetrics(font)


def write_line(
    painter: QPainter,
    room: QRect,
    words: str,
    look: Look,
    ink: QColor,
    *,
    at_right: bool = False,
) -> int:
    """Write one line into its room, cut where it is too long, and return how wide it became."""
    font, metrics = look
    painter.setFont(font)
    painter.setPen(ink)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room.width()))
    painter.drawText(room, _AT_RIGHT if at_right else _AT_LEFT, shown)
    return metrics.horizontalAdvance(shown)
