"""The list of the Today page: two lines an entry, worked by keys."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from models.language import gettext as _
from views.icons import icon
from views.theme import Theme, current_theme, theme_changed
from views.today.entries import Entry, Section
from views.today.list_model import LINE_ROLE, TodayModel

Index = QModelIndex | QPersistentModelIndex

_ENTRY_PIXELS: Final = 52
_SECTION_PIXELS: Final = 40
_SIDE: Final = 16
_SIGN_PIXELS: Final = 16
_TIME_PIXELS: Final = 128
_ONE_LINE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_AT_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_AT_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | _ONE_LINE)


class TodayList(QListView):
    """Shows a `TodayModel`. Arrow keys and J/K move, Enter opens; other keys ask for an act."""

    went_to = Signal()
    """Emitted when another entry is the current one."""
    opened = Signal()
    """Emitted when a person wants to see all of the current lead."""
    asked = Signal(str)
    """Emitted with the letter of an act on the current entry."""

    def __init__(self, model: TodayModel, letters: str) -> None:
        super().__init__()
        self.work = model
        self._letters = letters
        self.setModel(model)
        self.setAccessibleName(_("Today"))
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.went_to.emit())
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def current_entry(self) -> Entry | None:
        """Return the entry that the keys act on."""
        return self.work.entry_at(self.currentIndex().row())

    def choose_row(self, row: int | None) -> None:
        """Make a row the current one, or the nearest entry."""
        if row is None or self.work.entry_at(row) is None:
            start = -1 if row is None else row
            row = self.work.next_entry(start, 1)
            if row is None:
                row = self.work.next_entry(max(start, 0), -1)
        if row is not None:
            self.setCurrentIndex(self.work.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by J and K as by the arrows, open on Enter, and hand letters on."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        letter = event.text().upper()
        match event.key():
            case Qt.Key.Key_J | Qt.Key.Key_Down if plain:
                self._step(1)
            case Qt.Key.Key_K | Qt.Key.Key_Up if plain:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain and self.current_entry():
                self.opened.emit()
            case _ if plain and letter and letter in self._letters and self.current_entry():
                self.asked.emit(letter)
            case _:
                super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        row = self.work.next_entry(self.currentIndex().row(), by)
        if row is not None:
            self.setCurrentIndex(self.work.index(row))
        elif by < 0:
            self.scrollToTop()


class _LineDelegate(QStyledItemDelegate):
    """Paints headings and entries."""

    def __init__(self, view: TodayList) -> None:
        super().__init__(view)
        self._view = view
        self._inks = _Inks(current_theme())
        theme_changed.connect(self._take_theme)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give headings less room than entries."""
        line = index.data(LINE_ROLE)
        high = _SECTION_PIXELS if isinstance(line, Section) else _ENTRY_PIXELS
        return QSize(self._view.viewport().width(), current_theme().scaled(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        line = index.data(LINE_ROLE)
        if isinstance(line, Section):
            self._paint_section(painter, option.rect, line)
        elif isinstance(line, Entry):
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            if selected:
                painter.fillRect(option.rect, self._inks.chosen)
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(option.rect, self._inks.pointed)
            self._paint_entry(painter, option.rect, line, selected=selected)

    def _paint_section(self, painter: QPainter, rect: QRect, section: Section) -> None:
        inks = self._inks
        room = rect.adjusted(_SIDE, inks.gap, -_SIDE, 0)
        title = f"{section.title}  {len(section.entries)}"
        font, metrics = inks.title
        painter.setFont(font)
        painter.setPen(inks.text)
        painter.drawText(room, _AT_LEFT, title)
        beside = room.adjusted(metrics.horizontalAdvance(title) + _SIDE, 0, 0, 0)
        font, metrics = inks.small
        painter.setFont(font)
        painter.setPen(inks.muted)
        hint = metrics.elidedText(section.hint, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, _AT_RIGHT, hint)

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: Entry, *, selected: bool) -> None:
        inks, theme, now = self._inks, current_theme(), self._view.work.now
        half = rect.height() // 2
        pad = theme.scaled(5)
        upper = QRect(rect.left() + _SIDE, rect.top() + pad, rect.width() - 2 * _SIDE, half - pad)
        lower = QRect(upper.left(), rect.top() + half, upper.width(), half - pad)
        side = theme.scaled(_SIGN_PIXELS)
        icon(*entry.sign).paint(
            painter,
            QRect(upper.left(), upper.top() + (upper.height() - side) // 2, side, side),
        )
        for room in (upper, lower):
            room.setLeft(room.left() + side + 8)
        words = entry.time_words(now)
        text, muted = (inks.on_chosen, inks.on_chosen) if selected else (inks.text, inks.muted)
        if words:
            late = inks.danger if entry.is_overdue(now) else muted
            self._write(painter, upper, words, inks.figures, late, at_right=True)
            upper.setRight(upper.right() - theme.scaled(_TIME_PIXELS))
        if entry.grade:
            self._write(painter, lower, entry.grade, inks.figures, muted, at_right=True)
            lower.setRight(lower.right() - theme.scaled(36))
        used = self._write(painter, upper, entry.name, inks.name, text)
        if entry.company:
            upper.setLeft(upper.left() + used + 8)
            self._write(painter, upper, entry.company, inks.other, muted)
        self._write(painter, lower, entry.why, inks.small, muted)

    @staticmethod
    def _write(
        painter: QPainter,
        room: QRect,
        words: str,
        look: tuple[QFont, QFontMetrics],
        ink: QColor,
        *,
        at_right: bool = False,
    ) -> int:
        """Write one line into its room and return how wide it became."""
        font, metrics = look
        painter.setFont(font)
        painter.setPen(ink)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, _AT_RIGHT if at_right else _AT_LEFT, shown)
        return metrics.horizontalAdvance(shown)

    def _take_theme(self, theme: Theme) -> None:
        self._inks = _Inks(theme)
        self._view.doItemsLayout()


class _Inks:
    """Colours and fonts of one theme, looked up once."""

    def __init__(self, theme: Theme) -> None:
        self.chosen = theme.colour("accent_soft")
        self.on_chosen = theme.colour("on_accent_soft")
        self.pointed = theme.colour("hover")
        self.text = theme.colour("text")
        self.muted = theme.colour("muted")
        self.danger = theme.colour("danger.text")
        self.gap = theme.scaled(8)
        self.title = _with_metrics(theme.font(weight="semibold"))
        self.name = _with_metrics(theme.font(weight="medium"))
        self.other = _with_metrics(theme.font())
        self.small = _with_metrics(theme.font("small"))
        self.figures = _with_metrics(theme.font(tabular=True))


def _with_metrics(font: QFont) -> tuple[QFont, QFontMetrics]:
    return font, QFontMetrics(font)
