"""Fields: a labelled row that says what is wrong, and the search field."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from views.theme import current_theme
from views.widgets.labels import KeyHint, PlainLabel, set_look, shortened
from views.widgets.signs import Sign

# What Qt leaves free at either end of a line.
_LINE_MARGIN: Final = 2
_SIGN_LEFT: Final = 8


class FormRow(QWidget):
    """A label above its field; below it a hint, or what is wrong and what to do."""

    def __init__(self, label: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(0.5))
        self.label = PlainLabel(label, weight="medium")
        self.label.setBuddy(field)
        field.setAccessibleName(label)
        self.note = PlainLabel(hint, size="small", tone="muted", wrap=True)
        for widget in (self.label, field, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        self.note.setVisible(bool(hint))

    @property
    def error(self) -> str:
        """What is wrong, or nothing."""
        return self.note.text() if self.field.property("wrong") == "true" else ""

    def set_hint(self, hint: str) -> None:
        """Show another hint; where something is wrong, once it is right."""
        self._hint = hint
        self.set_error(self.error)

    def set_error(self, sentence: str) -> None:
        """Say what is wrong with the field; an empty sentence takes it back."""
        sentence = shortened(sentence)
        set_look(self.field, "wrong", "true" if sentence else "false")
        self.note.setText(sentence or self._hint)
        self.note.set_tone("danger" if sentence else "muted")
        self.note.setVisible(bool(sentence or self._hint))
        self.field.setAccessibleDescription(sentence or self._hint)


class SignedField(QLineEdit):
    """A field to look for something in, with the sign for it; Qt's icons in lines do not grow."""

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._sign = Sign("magnifying-glass")
        self._sign.setParent(self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what stands in the line at its ends."""
        super().resizeEvent(event)
        self.place_beside()

    def event(self, event: QEvent) -> bool:
        """Place what stands in the line anew when the text grows."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.place_beside()
        return super().event(event)

    def place_beside(self) -> None:
        """Put the sign before the text, in the middle of the height."""
        side = self._sign.sizeHint().width()
        self._sign.setGeometry(_SIGN_LEFT, (self.height() - side) // 2, side, side)
        self.setTextMargins(side + _SIGN_LEFT + _LINE_MARGIN, 0, 0, 0)


class HintedField(SignedField):
    """A field to look for something in, with its keys shown at the right end while it is empty."""

    def __init__(self, placeholder: str, *, keys: str) -> None:
        super().__init__(placeholder)
        self._hint = KeyHint(keys)
        self._hint.setParent(self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.textChanged.connect(lambda text: self._hint.setVisible(not text))

    def place_beside(self) -> None:
        """Put the hint at the right end as well."""
        super().place_beside()
        size = self._hint.sizeHint()
        left = self.width() - size.width() - 8
        self._hint.setGeometry(
            left, (self.height() - size.height()) // 2, size.width(), size.height()
        )


class SearchField(HintedField):
    """A line to search in. Its key goes to it from anywhere on the page; Escape clears it."""

    def __init__(self, placeholder: str, *, keys: str = "/") -> None:
        super().__init__(placeholder, keys=keys)
        self._shortcut = QShortcut(QKeySequence(keys), self)
        self._shortcut.activated.connect(self._take_focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Escape; with nothing to clear the key goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _take_focus(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


class ElidedField(QLineEdit):
    """A line to write in that says, while nobody writes in it, that it goes on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is too long with an ellipsis at its end; whoever writes sees their own end."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        room = (
            self.style()
            .subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
            .adjusted(_LINE_MARGIN, 0, -_LINE_MARGIN, 0)
        )
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        if self.hasFocus() or shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def fill_choices(box: QComboBox, choices: tuple[tuple[str, str], ...], chosen: str = "") -> None:
    """Fill `box` with (code, text) choices and choose one, without signals."""
    blocked = box.blockSignals(True)
    box.clear()
    for code, text in choices:
        box.addItem(text, code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(blocked)
