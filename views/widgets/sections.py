"""What structures a page: headings, hairlines, and what stands where nothing is yet."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import KeyHint, PlainLabel
from views.widgets.signs import Sign

Ground = Literal["canvas", "rail", "card", "raised", "line", "clear"]


def empty_layout(layout: QLayout) -> None:
    """Take the widgets out of a layout, for good."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            # It goes with the next turn of the event loop; until then it would show at its place.
            widget.hide()
            widget.deleteLater()


def make_frame(ground: Ground) -> QFrame:
    """Return an empty frame on one of the grounds of the theme."""
    frame = QFrame()
    frame.setProperty("ground", ground)
    return frame


def make_line(*, vertical: bool = False) -> QFrame:
    """Return a hairline."""
    line = make_frame("line")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class SectionHeader(QWidget):
    """A heading with an optional caption; what belongs to the section goes to its right."""

    def __init__(self, title: str, caption: str = "", *, top: bool = False) -> None:
        super().__init__()
        theme = current_theme()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space())
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.25))
        self.title = PlainLabel(title, size="title" if top else "heading", weight="semibold")
        self.caption = PlainLabel(caption, tone="muted", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.caption)
        self._row.addLayout(words, 1)
        self.caption.setVisible(bool(caption))

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_caption(self, text: str) -> None:
        """Show another caption; none hides the line."""
        self.caption.say(text)


class Card(QFrame):
    """A surface for what belongs together; widgets and layouts go into `column`."""

    def __init__(self, title: str = "", caption: str = "") -> None:
        super().__init__()
        self.setProperty("ground", "card")
        theme = current_theme()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.space(2),) * 4)
        self.column.setSpacing(theme.space(2))
        if title:
            self.column.addWidget(SectionHeader(title, caption))


class EmptyState(QWidget):
    """An empty page: one sentence and one button."""

    def __init__(
        self,
        sentence: str,
        button_text: str = "",
        on_click: Callable[[], object] | None = None,
        *,
        icon_name: str = "",
        keys: str = "",
    ) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(4),) * 4)
        column.setSpacing(theme.space(2))
        column.addStretch(2)
        if icon_name:
            column.addWidget(Sign(icon_name, "faint", pixels=32), 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = PlainLabel(sentence, size="heading", tone="muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMinimumWidth(theme.space(30))
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.sentence, 4)
        line.addStretch(1)
        column.addLayout(line)
        self.button = make_button(button_text, on_click, kind="primary", keys=keys)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addStretch(1)
        foot.addWidget(self.button)
        if keys:
            foot.addWidget(KeyHint(keys), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        column.addLayout(foot)
        self.button.setVisible(bool(button_text))
        column.addStretch(3)


class PageSkeleton(QWidget):
    """The calm outline of a page that is being built."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a heading, a line of words and one large area."""
        theme = current_theme()
        edge = theme.space(3)
        wide = max(0, self.width() - 2 * edge)
        top = edge + theme.scaled(52)
        blocks = [
            QRectF(edge, edge, min(wide, theme.scaled(168)), theme.scaled(20)),
            QRectF(edge, edge + theme.scaled(28), min(wide, theme.scaled(296)), theme.scaled(12)),
            QRectF(edge, top, wide, max(0, self.height() - top - edge)),
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover", 0.6))
        for block in blocks:
            painter.drawRoundedRect(block, 6, 6)
        painter.end()


class TablePlaceholder(QWidget):
    """The outline of a table whose rows are on their way."""

    def __init__(self, columns: tuple[int, ...] = (3, 4, 2, 2)) -> None:
        super().__init__()
        self._columns = columns
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint one short bar where each cell will be."""
        theme = current_theme()
        row, bar = theme.scaled(36), theme.scaled(10)
        unit = self.width() / max(1, sum(self._columns))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in range(self.height() // row + 1):
            painter.setPen(theme.colour("line"))
            painter.drawLine(0, (line + 1) * row, self.width(), (line + 1) * row)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            left = 0.0
            for at, share in enumerate(self._columns):
                # Bars of unequal length look like words, equal ones like a pattern.
                part = 0.45 + 0.4 * ((line * 7 + at * 3) % 5) / 5
                width = max(0.0, share * unit * part - theme.space(2))
                painter.drawRoundedRect(
                    QRectF(left + theme.space(), line * row + (row - bar) / 2, width, bar), 3, 3
                )
                left += share * unit
        painter.end()
