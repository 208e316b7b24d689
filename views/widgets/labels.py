"""Labels. Every word on the screen goes through `PlainLabel`, so no text is ever read as markup."""

import re
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from models.language import gettext as _
from views.theme import TextSize, TextWeight, set_tabular

Tone = Literal["text", "muted", "faint", "accent", "success", "warning", "danger", "info"]
_ELIDED_MINIMUM: Final = 48
_LINE_OF_A_TIP: Final = 60
_LONG_QUOTE: Final = re.compile(r"“([^”]{80})[^”]+”")
# `html.escape` comes with the names of 2,231 characters, which hold the first paint.
_ESCAPED: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>"})


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet chooses by, and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def keys_here(keys: str) -> str:
    """Return keys as they stand on the keys of this system; a Mac's are signs."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter")


def set_tip(widget: QWidget, text: str, keys: str = "") -> None:
    """Give `widget` a tooltip that shows `text` as it is, with the shortcut beside it."""
    shown = keys_here(keys) if keys else ""
    widget.setToolTip(plain_tip(f"{text}  {shown}".strip()) if text else "")


def plain_tip(text: str) -> str:
    """Return a text as a tooltip that is shown as it is."""
    if not text:
        return ""
    # Qt guesses whether a tooltip is markup; escaped text within a tag leaves nothing to guess.
    shown = text.translate(_ESCAPED)
    if max(map(len, text.splitlines()), default=0) <= _LINE_OF_A_TIP:
        # Qt would make a block of a few words: three lines of two words each.
        shown = f"<nobr>{shown}</nobr>"
    return f"<qt>{shown}</qt>"


def without_mnemonic(text: str) -> str:
    """Return `text` for a button or menu so that its ampersands are shown."""
    return text.replace("&", "&&")


def shortened(sentence: str) -> str:
    """Return a sentence with no more than the beginning of a long text that it quotes.

    >>> len(shortened("“" + 10_000 * "x" + "” is no day. Write it as 2026-12-31."))
    118
    """
    return _LONG_QUOTE.sub(r"“\1…”", sentence)


class PlainLabel(QLabel):
    """A label whose text is shown as it is, in one of the four sizes."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = "body",
        tone: Tone = "text",
        weight: TextWeight = "regular",
        wrap: bool = False,
        tabular: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        # Not "size", which every widget has already.
        self.setProperty("textSize", size)
        self.setProperty("tone", tone)
        self.setProperty("weight", weight)
        self.setWordWrap(wrap)
        if tabular:
            font = QFont(self.font())
            set_tabular(font)
            self.setFont(font)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def say(self, text: str) -> None:
        """Show a text, or take no room where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))

    def set_tone(self, tone: Tone) -> None:
        """Show the words in another tone."""
        set_look(self, "tone", tone)


class ElidedLabel(PlainLabel):
    """One line that gives way when there is no room; the whole text is in its tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        size: TextSize = "body",
        tone: Tone = "text",
        weight: TextWeight = "regular",
    ) -> None:
        self._whole = text
        self._mode = mode
        super().__init__(text, size=size, tone=tone, weight=weight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show `text`, shortened to the room there is."""
        self._whole = text
        self.updateGeometry()
        self._fit()

    def whole_text(self) -> str:
        """Return the text as it was set."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Ask for the room of the whole text."""
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Accept being shortened."""
        return QSize(min(_ELIDED_MINIMUM, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(0, self.width())
        shown = self.fontMetrics().elidedText(self._whole, self._mode, room)
        super().setText(shown)
        set_tip(self, self._whole if shown != self._whole else "")


class NumberLabel(PlainLabel):
    """A number: figures of equal width, aligned to the right."""

    def __init__(
        self,
        text: str = "",
        *,
        size: TextSize = "body",
        tone: Tone = "text",
        weight: TextWeight = "regular",
    ) -> None:
        super().__init__(text, size=size, tone=tone, weight=weight, tabular=True)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class KeyHint(PlainLabel):
    """The keys of an action, shown beside it."""

    def __init__(self, keys: str) -> None:
        super().__init__(size="small", tone="muted")
        self.setProperty("keys", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_keys(keys)

    def set_keys(self, keys: str) -> None:
        """Show the keys as the platform writes them."""
        self.setText(keys_here(keys))


def make_typed_again() -> PlainLabel:
    """Return the line that says, while shown, that what stands in a form is not saved."""
    label = PlainLabel(
        _("What you typed here before stands here again; it is not saved yet."),
        size="small",
        tone="muted",
        wrap=True,
    )
    label.hide()
    return label
