"""Inputs of the definitions' forms: they grow with their text and leave the wheel to the page."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from views.theme import current_theme
from views.widgets.labels import set_tip

_EDGES: Final = 14
_LEAST_PIXELS: Final = 72
_BESIDE_TEXT: Final = 2
"""What the style keeps free to the left and right of a choice's name."""


class QuietLine(QLineEdit):
    """One line of text whose edge is faint until it is looked at."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def show_text(self, text: str) -> None:
        """Show `text`; the cursor stays where it is when that is what is there."""
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)


class GrowingText(QPlainTextEdit):
    """A text of some lines that is as high as its text. Tab leaves it."""

    edited = Signal(str)
    """Emitted with the text when a person changed it."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        # Undo belongs to the page, where one step is one visit to a field.
        self.setUndoRedoEnabled(False)
        self._showing = False
        self.textChanged.connect(self._tell)

    def show_text(self, text: str) -> None:
        """Show `text`; the cursor stays where it is when that is what is there."""
        if self.toPlainText() != text:
            self._showing = True
            self.setPlainText(text)
            self._showing = False
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the lines to letters of another size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def minimumSizeHint(self) -> QSize:
        """Accept lines of a word."""
        return QSize(current_theme().scaled(_LEAST_PIXELS), super().minimumSizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def _tell(self) -> None:
        self._fit()
        if not self._showing:
            self.edited.emit(self.toPlainText())

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + _EDGES
        if self.height() != height:
            self.setFixedHeight(height)


class QuietChoice(QComboBox):
    """One of some choices. Turns with the wheel only when it has the focus."""

    chosen = Signal(object)
    """Emitted with the key that a person chose."""

    def __init__(self, name: str, choices: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(20)
        self._choices: tuple[tuple[object, str], ...] = ()
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer these (key, name) choices; an empty name is a line between groups."""
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        blocked = self.blockSignals(True)
        self.clear()
        for key, name in choices:
            if name:
                self.addItem(name, key)
            else:
                self.insertSeparator(self.count())
        self.blockSignals(blocked)

    def show_key(self, key: object, unknown: str = "") -> None:
        """Show the choice of this key; one that is not offered is shown as it is called."""
        at = next((one for one in range(self.count()) if self.itemData(one) == key), -1)
        if at < 0 and unknown:
            self.addItem(unknown, key)
            self._choices = (*self._choices, (key, unknown))
            at = self.count() - 1
        if at != self.currentIndex():
            blocked = self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(blocked)
        set_tip(self, self.currentText())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shorten a name that does not fit, which the style would cut off."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - _BESIDE_TEXT
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn only with the focus; otherwise the page scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def minimumSizeHint(self) -> QSize:
        """Accept being shortened; the whole name is in the tooltip."""
        return QSize(current_theme().scaled(_LEAST_PIXELS), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Ask for the longest name, up to a sentence's length."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for _key, name in self._choices), default=0)
        room = min(widest, current_theme().scaled(260)) + current_theme().scaled(44)
        return QSize(room, super().sizeHint().height())


def takes_focus(widget: QWidget) -> bool:
    """Return whether Tab stops at a widget while it is shown."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def focusable(within: QWidget) -> list[QWidget]:
    """Return the widgets of `within` that Tab reaches, in the order they were made."""
    return [one for one in within.findChildren(QWidget) if takes_focus(one) and not one.isHidden()]
