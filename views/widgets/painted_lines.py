"""Lists of lines that are painted by hand, since hundreds of widgets would be slow."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

Look = tuple[QFont, QFontMetrics]

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
