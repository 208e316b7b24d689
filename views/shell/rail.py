"""The navigation rail: one entry per page, an icon and a word."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from models.language import gettext as _
from views.icons import icon
from views.theme import current_theme, theme_changed
from views.widgets.labels import set_tip

RAIL_PIXELS: Final = 176
_FOLDED_PIXELS: Final = 48
_ROOM_PIXELS: Final = 900
"""A narrower window, in the size of its text, has more use for the room than for the words."""
_ENTRY_PIXELS: Final = 32
_ICON_PIXELS: Final = 18


class RailEntry(QAbstractButton):
    """One page's entry. The keys are shown while the pointer or the focus is on it."""

    def __init__(self, title: str, icon_name: str, keys: str) -> None:
        super().__init__()
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setIcon(icon(icon_name, "muted", on="accent"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_folded = False
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        set_tip(self, title, keys)

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        theme = current_theme()
        words = theme.font("body", "medium")
        self.ensurePolished()
        words_width = self.fontMetrics().horizontalAdvance(self.text()) + theme.space(3)
        return QSize(
            theme.scaled(_ICON_PIXELS) + theme.space() + (0 if self._is_folded else words_width),
            max(theme.scaled(_ENTRY_PIXELS), words.pixelSize() + theme.space(2)),
        )

    def fold(self, *, folded: bool) -> None:
        """Show the icon alone, or with its word."""
        self._is_folded = folded
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the rail; a button of a group would press the next one."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, the icon, the word and, when it is looked at, the keys."""
        theme = current_theme()
        looked_at = self.underMouse() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("pressed" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        side = theme.scaled(_ICON_PIXELS)
        left = (self.width() - side) // 2 if self._is_folded else theme.space(1.25)
        at = QRect(left, (self.height() - side) // 2, side, side)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, at, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal, state)
        if not self._is_folded:
            self._paint_words(painter, at.right(), looked_at=looked_at)
        painter.end()

    def _paint_words(self, painter: QPainter, left: int, *, looked_at: bool) -> None:
        theme = current_theme()
        painter.setPen(theme.colour("text" if self.isChecked() or looked_at else "muted"))
        painter.setFont(theme.font("body", "medium" if self.isChecked() else "regular"))
        words = self.rect().adjusted(left + theme.space(1.25), 0, -theme.space(), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if looked_at and self._keys:
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font("small"))
            vertical = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, vertical | Qt.AlignmentFlag.AlignRight, self._keys)


class NavigationRail(QWidget):
    """The pages that exist, top to bottom; the arrow keys move between them."""

    chosen = Signal(str)
    """Emitted with the code of the page that a person chose, to work there."""
    walked = Signal(str)
    """Emitted with the code of the page that the arrow keys came by; they stay in the rail."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(), theme.space(1.5), theme.space(), theme.space())
        column.setSpacing(2)
        self._mark = _WordMark()
        column.addWidget(self._mark)
        column.addSpacing(theme.space())
        self._top = QVBoxLayout()
        self._top.setSpacing(2)
        self._foot = QVBoxLayout()
        self._foot.setSpacing(2)
        column.addLayout(self._top)
        column.addStretch(1)
        column.addLayout(self._foot)
        self._room = 0
        self._entries: dict[str, RailEntry] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        theme_changed.connect(self._resize)

    def add_entry(self, code: str, title: str, icon_name: str, keys: str, *, at_foot: bool) -> None:
        """Add a page's entry at the end, or at the foot."""
        entry = RailEntry(title, icon_name, keys)
        entry.fold(folded=self._is_folded())
        entry.clicked.connect(lambda _checked=False: self.chosen.emit(code))
        self._group.addButton(entry)
        (self._foot if at_foot else self._top).addWidget(entry)
        self._entries[code] = entry

    def entry(self, code: str) -> RailEntry:
        """Return the entry of a page."""
        return self._entries[code]

    def mark(self, code: str) -> None:
        """Mark a page as the one that is shown; nothing is marked for any other code."""
        if code in self._entries:
            self._entries[code].setChecked(True)
            return
        self._group.setExclusive(False)
        for entry in self._entries.values():
            entry.setChecked(False)
        self._group.setExclusive(True)

    def fit(self, room: int) -> None:
        """Show nothing but the signs of the pages where the window is not wide enough for more."""
        self._room = room
        self._resize()

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        width = current_theme().scaled(_FOLDED_PIXELS if self._is_folded() else RAIL_PIXELS)
        return QSize(width, super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, Home and End, across the gap above the foot."""
        codes, entries = list(self._entries), list(self._entries.values())
        at = next((i for i, entry in enumerate(entries) if entry.hasFocus()), -1)
        to = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(entries) - 1,
        }.get(Qt.Key(event.key()))
        if to is None or not 0 <= to < len(entries):
            super().keyPressEvent(event)
            return
        entries[to].setFocus(Qt.FocusReason.TabFocusReason)
        self.walked.emit(codes[to])

    def _is_folded(self) -> bool:
        return 0 < self._room < current_theme().scaled(_ROOM_PIXELS)

    def _resize(self) -> None:
        folded = self._is_folded()
        self._mark.fold(folded=folded)
        for entry in self._entries.values():
            entry.fold(folded=folded)
        self.updateGeometry()


class _WordMark(QWidget):
    """The name of the program, with its funnel."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_folded = False

    def fold(self, *, folded: bool) -> None:
        """Show the funnel alone, or with the name."""
        self._is_folded = folded
        self.update()

    def sizeHint(self) -> QSize:
        """Grow with the text."""
        return QSize(current_theme().scaled(120), current_theme().scaled(_ENTRY_PIXELS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint three bars that grow narrower, and the name."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        unit, middle = theme.scale, self.height() / 2
        left = (self.width() - 16 * unit) / 2 if self._is_folded else theme.space(1.25)
        for step, (width, strength) in enumerate(((16.0, 0.35), (11.0, 0.65), (6.0, 1.0))):
            painter.setBrush(theme.colour("accent", strength))
            top = QPointF(left + (16 - width) * unit / 2, middle + (step * 5 - 7) * unit)
            painter.drawRoundedRect(QRectF(top.x(), top.y(), width * unit, 3.5 * unit), 1.5, 1.5)
        if not self._is_folded:
            painter.setPen(theme.colour("text"))
            painter.setFont(theme.font("body", "semibold"))
            words = self.rect().adjusted(round(left + 18 * unit + theme.space(1.25)), 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "Funneldesk")
        painter.end()
