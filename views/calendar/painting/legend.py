"""The signs that the shown days use, with their words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.appointments.calendar_page import CalendarWeek
from models.language import gettext as _
from views.calendar.words import LOOKS
from views.charts.drawing import pen, text_width, write
from views.icons import icon
from views.theme import current_theme, theme_changed

_BUSY = "busy"
_UNKNOWN = "unknown"
_HOLD = "hold"


class Legend(QWidget):
    """One line that explains what is in sight; what does not fit is left out."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_changed.connect(self.updateGeometry)

    @property
    def codes(self) -> tuple[str, ...]:
        """What is explained, in order."""
        return self._codes

    def show_week(self, week: CalendarWeek) -> None:
        """Explain what these days show."""
        states = {one.state for one in week.meetings}
        codes = [code for code in LOOKS if code in states]
        if week.holds:
            codes.append(_HOLD)
        if any(one.busy for one in week.closers):
            codes.append(_BUSY)
        if any(not day.is_known for one in week.closers for day in one.known):
            codes.append(_UNKNOWN)
        self._codes = tuple(codes)
        self.setAccessibleName(", ".join(_words(code) for code in codes))
        self.setVisible(bool(codes))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        theme = current_theme()
        return QSize(theme.scaled(200), theme.scaled(20))

    def minimumSizeHint(self) -> QSize:
        """Accept what there is."""
        return QSize(0, current_theme().scaled(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a sign and its words for each."""
        theme = current_theme()
        painter = QPainter(self)
        side, gap = theme.scaled(16), theme.space(0.75)
        font = theme.font("small")
        left = 0.0
        for code in self._codes:
            words = _words(code)
            width = side + gap + text_width(font, words) + theme.space(2)
            if left + width > self.width():
                break
            box = QRectF(left + 0.5, (self.height() - side) / 2 + 0.5, side - 1, side - 1)
            _paint_sign(painter, box, code)
            line = QRectF(left + side + gap, 0, width, self.height())
            write(painter, line, words, font, theme.colour("muted"))
            left += width
        painter.end()


def _words(code: str) -> str:
    if code in LOOKS:
        return LOOKS[code].words()
    other = {
        _BUSY: _("Busy by an imported calendar"),
        _UNKNOWN: _("Not known to be free"),
        _HOLD: _("On hold"),
    }
    return other[code]


def _paint_sign(painter: QPainter, box: QRectF, code: str) -> None:
    theme = current_theme()
    look = LOOKS.get(code)
    if look is not None:
        painter.setPen(pen(theme.colour(look.edge), dashed=look.dashed))
        painter.setBrush(theme.colour(look.ground))
        painter.drawRoundedRect(box, 3, 3)
        icon(look.icon, look.ink).paint(painter, box.adjusted(2, 2, -2, -2).toRect())
        return
    painter.setPen(pen(theme.colour("control"), dashed=code == _HOLD))
    painter.setBrush(theme.colour("surface" if code == _HOLD else "pressed"))
    painter.drawRect(box)
    if code == _BUSY:
        painter.fillRect(box, QBrush(theme.colour("control"), Qt.BrushStyle.BDiagPattern))
    if code == _UNKNOWN:
        painter.setFont(theme.font("small", "medium"))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
