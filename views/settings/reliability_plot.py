"""Chances held against what came: a dot a group of leads, its 90 % range, and the diagonal."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.language import gettext as _
from views.theme import current_theme

Point = tuple[float, float, float, float, int]
"""What was said, what came, the low and high end of its 90 % range, and how many leads."""
_SIDE: Final = 220
_DOT: Final = 4.0
_ENDS: Final = (0.1, 0.25, 0.5, 1.0)
"""Where the axes end: small chances would all lie in one corner."""


class ReliabilityPlot(QWidget):
    """Dots on the diagonal held what they said; its words tell the same to a screen reader."""

    def __init__(self, points: Sequence[Point]) -> None:
        super().__init__()
        self._points = tuple(points)
        farthest = max((max(said, high) for said, _came, _low, high, _leads in points), default=1.0)
        self._end = next(end for end in _ENDS if end >= min(farthest, 1.0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Chances held against what came"))
        self.setAccessibleDescription(" ".join(self.sentences()))

    def sizeHint(self) -> QSize:
        """Ask for a square that grows with the text."""
        side = round(current_theme().scaled(_SIDE))
        return QSize(side, side)

    def sentences(self) -> tuple[str, ...]:
        """Return the same as sentences, a group of leads each."""
        return tuple(
            _("Said {said:.0f} %, came {came:.0f} % ({low:.0f}-{high:.0f} %) of {leads}.").format(
                said=100 * said, came=100 * came, low=100 * low, high=100 * high, leads=leads
            )
            for said, came, low, high, leads in self._points
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, diagonal, ranges and dots."""
        theme = current_theme()
        foot = float(self.fontMetrics().height() + 4)
        frame = QRectF(foot, 4.0, self.width() - foot - 8.0, self.height() - 2 * foot)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawRect(frame)
        painter.setPen(QPen(theme.colour("muted"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(frame.bottomLeft(), frame.topRight())
        for place in self._points:
            said, came, low, high = (share / self._end for share in place[:4])
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawLine(_at(frame, said, low), _at(frame, said, high))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(_at(frame, said, came), _DOT, _DOT)
        painter.setPen(theme.colour("muted"))
        below = QRectF(frame.left(), frame.bottom() + 2, frame.width(), foot)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0 %")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, _("said"))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{100 * self._end:.0f} %")
        painter.translate(0.0, frame.bottom())
        painter.rotate(-90.0)
        beside = QRectF(0.0, 0.0, frame.height(), foot)
        painter.drawText(beside, Qt.AlignmentFlag.AlignHCenter, _("came"))
        painter.end()


def _at(frame: QRectF, along: float, up: float) -> QPointF:
    return QPointF(frame.left() + along * frame.width(), frame.bottom() - up * frame.height())
