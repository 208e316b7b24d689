"""The list of the queue: two lines an item, painted by hand, worked by keys."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from models.language import gettext as _
from views.icons import icon
from views.theme import Theme, current_theme
from views.today.queue.model import Heading, QueueModel
from views.today.queue.wording import is_late, sign_of, when_words
from views.widgets.painted_lines import LineDelegate, LineList, look_of, write_line

if TYPE_CHECKING:
    from models.queue.rows import QueueItem

_ITEM_PIXELS: Final = 52
_HEADING_PIXELS: Final = 32
_SIDE: Final = 12
_SIGN_PIXELS: Final = 16
_GAP: Final = 8


class QueueList(LineList):
    """Shows a `QueueModel`; the arrow keys move past headings."""

    went_to = Signal()
    """Emitted when another item is the current one."""
    opened = Signal()
    """Emitted when a person wants to begin with the current item."""

    def __init__(self, model: QueueModel) -> None:
        super().__init__()
        self.work = model
        self.setModel(model)
        self.setAccessibleName(_("What to do next"))
        self.setItemDelegate(_LineDelegate(self))
        self.setMinimumWidth(1)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.went_to.emit())
        self.clicked.connect(lambda _index: self._pass_over())
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self._passed_over: frozenset[object] = frozenset()

    def current_item(self) -> "QueueItem | None":
        """Return the item that the keys act on."""
        return self.work.item_at(self.currentIndex().row())

    def choose_row(self, row: int | None) -> None:
        """Make a row the current one, or the nearest item."""
        if row is None or self.work.item_at(row) is None:
            start = -1 if row is None else row
            row = self.work.next_line(start, 1)
            if row is None:
                row = self.work.next_line(max(start, 0), -1)
        if row is not None:
            self.setCurrentIndex(self.work.index(row))

    def step(self, by: int) -> None:
        """Go to the next item in a direction."""
        row = self.work.next_line(self.currentIndex().row(), by)
        if row is not None:
            self.setCurrentIndex(self.work.index(row))
        elif by < 0:
            self.scrollToTop()
        self._pass_over()

    def following(self, key: tuple[str, int] | None) -> tuple[str, int] | None:
        """Return what is to be done next besides what was just worked; None where nothing is.

        What a person went past comes back as news only, or when there is nothing else.
        """
        items = (self.work.item_at(row) for row in range(len(self.work.lines)))
        others = [one for one in items if one is not None and one.is_takeable and one.key != key]
        fresh = (one.key for one in others if _news(one) not in self._passed_over)
        return next(fresh, others[0].key if others else None)

    def forget(self) -> None:
        """Stand on no line, and remember none that was passed: somebody else has taken over."""
        self.setCurrentIndex(QModelIndex())
        self._passed_over = frozenset()

    def _leap(self, row: int) -> None:
        """Go to a row, or to the nearest item where that is a heading or beyond an end."""
        # Qt's own list would stay where it is instead.
        inside = max(0, min(row, len(self.work.lines) - 1))
        if row < self.currentIndex().row():
            inside = self.work.next_line(inside + 1, -1) or 0
        self.choose_row(inside)
        if row <= 0:
            self.scrollToTop()
        self._pass_over()

    def _page_lines(self) -> int:
        """Return how many lines a page has, one less than fit, so that the eye finds its place."""
        line = current_theme().scaled(_ITEM_PIXELS)
        return max(1, self.viewport().height() // line - 1)

    def _pass_over(self) -> None:
        """Remember what stands above the line that a person chose."""
        items = (self.work.item_at(row) for row in range(self.currentIndex().row()))
        self._passed_over = frozenset(_news(one) for one in items if one is not None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrows and begin on Enter; letters belong to the page."""
        match event.key():
            case Qt.Key.Key_Down:
                self.step(1)
            case Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current_item():
                self.opened.emit()
            case Qt.Key.Key_Home:
                self._leap(0)
            case Qt.Key.Key_End:
                self._leap(len(self.work.lines) - 1)
            case Qt.Key.Key_PageUp:
                self._leap(self.currentIndex().row() - self._page_lines())
            case Qt.Key.Key_PageDown:
                self._leap(self.currentIndex().row() + self._page_lines())
            case _:
                # The list would look for a name that begins with the letter.
                event.ignore()


def _news(item: "QueueItem") -> object:
    """Return what changes with an item when there is another reason to look at it again."""
    return item.key, item.kind, item.is_takeable


class _LineDelegate(LineDelegate):
    """Paints headings and items."""

    heading = Heading
    heading_pixels = _HEADING_PIXELS
    line_pixels = _ITEM_PIXELS

    def __init__(self, view: QueueList) -> None:
        super().__init__(view)
        self._view = view

    def take_theme(self, theme: Theme) -> None:
        """Look up the colours and fonts of a theme."""
        self._inks = _Inks(theme)

    def paint_heading(self, painter: QPainter, rect: QRect, line: Heading) -> None:
        """Paint the title of a part, and how many items it has."""
        room = rect.adjusted(_SIDE, 0, -_SIDE, 0)
        words = f"{line.title}  {line.count}"
        write_line(painter, room, words, self._inks.title, self._inks.muted)

    def paint_line(
        self, painter: QPainter, rect: QRect, item: "QueueItem", *, selected: bool
    ) -> None:
        """Paint one item: who and when above, why below."""
        inks, theme, now = self._inks, current_theme(), self._view.work.now
        half, pad = rect.height() // 2, theme.scaled(5)
        upper = QRect(rect.left() + _SIDE, rect.top() + pad, rect.width() - 2 * _SIDE, half - pad)
        lower = QRect(upper.left(), rect.top() + half, upper.width(), half - pad)
        side = theme.scaled(_SIGN_PIXELS)
        sign = QRect(upper.left(), upper.top() + (upper.height() - side) // 2, side, side)
        icon(*sign_of(item)).paint(painter, sign)
        for room in (upper, lower):
            room.setLeft(room.left() + side + _GAP)
        text, muted = (inks.on_chosen, inks.on_chosen) if selected else (inks.text, inks.muted)
        if item.waits or item.claimed_by is not None:
            text = muted
        if words := when_words(item, now):
            late = inks.danger if is_late(item, now) else muted
            used = write_line(painter, upper, words, inks.figures, late, at_right=True)
            upper.setRight(upper.right() - used - _GAP)
        if item.grade:
            used = write_line(painter, lower, item.grade, inks.figures, muted, at_right=True)
            lower.setRight(lower.right() - used - _GAP)
        used = write_line(painter, upper, item.title, inks.name, text)
        if item.company and item.company != item.title:
            upper.setLeft(upper.left() + used + _GAP)
            write_line(painter, upper, item.company, inks.other, muted)
        write_line(painter, lower, reason_of(item), inks.small, muted)


def reason_of(item: "QueueItem") -> str:
    """Return why a line is there; of somebody else's lead, who is on it."""
    if item.claimed_by is not None:
        return _("{name} is working on it").format(name=item.claimed_by)
    return item.reason


class _Inks:
    """Colours and fonts of one theme, looked up once."""

    def __init__(self, theme: Theme) -> None:
        self.on_chosen = theme.colour("on_accent_soft")
        self.text = theme.colour("text")
        self.muted = theme.colour("muted")
        self.danger = theme.colour("danger.text")
        self.title = look_of(theme.font("small", weight="semibold"))
        self.name = look_of(theme.font(weight="medium"))
        self.other = look_of(theme.font())
        self.small = look_of(theme.font("small"))
        self.figures = look_of(theme.font("small", tabular=True))
