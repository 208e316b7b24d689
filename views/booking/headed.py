"""What the panels of booking have in common: a head, a line for refusals, and being left."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.clock import Clock, utc_now
from views.runner import Runner
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, make_button

if TYPE_CHECKING:
    from models.ids import MemberId


class HeadedPanel(QWidget):
    """A panel with its title and a way out; `headed` or not, it says what it is called."""

    left = Signal()
    """Emitted when a person leaves: back to where the panel was opened from."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    named = Signal(str)
    """Emitted with the title of what is shown now, for who shows the panel without its head."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock = utc_now,
        headed: bool = True,
        way_out: str,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._headed = headed
        self.title = ElidedLabel(size="heading", weight="semibold")
        self.close_button = make_button("", self._leave, kind="quiet", icon_name="x", tip=way_out)
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()

    def _head(self) -> QHBoxLayout:
        """Return the title and the way out beside it, hidden where others show them."""
        head = QHBoxLayout()
        head.setSpacing(current_theme().space())
        for widget, stretch in ((self.title, 1), (self.close_button, 0)):
            head.addWidget(widget, stretch)
            if not self._headed:
                widget.hide()
        return head

    def _name(self, title: str) -> None:
        self.title.setText(title)
        self.named.emit(title)

    def _say(self, sentence: str) -> None:
        """Say in place what was refused; nothing takes it away."""
        self.refusal.say(sentence)

    def _leave(self) -> None:
        self.left.emit()
