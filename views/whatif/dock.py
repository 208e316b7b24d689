"""The lower half of the page: funnel and people, and the panels that ask more of the plan."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from models.language import gettext as _
from views.icons import icon
from views.theme import current_theme
from views.widgets import make_button, make_frame, scrolled, set_tip, without_mnemonic
from views.widgets.focusing import focus_first
from views.widgets.labels import keys_here, plain_tip

ROOM_KEYS: Final = "Alt+Up"


class Dock(QWidget):
    """Panels under tabs; the tip of each names the key that shows it."""

    shown = Signal(str)
    """Emitted with the code of the panel that is shown now."""
    room_asked = Signal()
    """Emitted when the panels should have the room of the chart as well, or give it back."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = make_frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(theme.space(1), 0, theme.space(1), theme.space(0.5))
        column.setSpacing(theme.space(0.5))
        self.tabs = QTabBar()
        self.tabs.setProperty("kind", "dense")
        self.tabs.setAccessibleName(_("Panels"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.stack = QStackedWidget()
        self._codes: list[str] = []
        self.room = make_button("", self.room_asked.emit, kind="quiet", icon_name="arrow-up")
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.room)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turn)
        self.show_alone(alone=False)

    @property
    def code(self) -> str:
        """The code of the panel that is shown."""
        return self._codes[self.tabs.currentIndex()] if self._codes else ""

    def add(self, code: str, title: str, shortcut: str, panel: QWidget, *, fits: bool) -> None:
        """Put a panel at the end. One that does not fit itself into its room is scrolled."""
        self._codes.append(code)
        self.stack.addWidget(panel if fits else scrolled(panel))
        # The first tab is current at once, and nobody has asked for it.
        blocked = self.tabs.blockSignals(True)
        place = self.tabs.addTab(without_mnemonic(title))
        self.tabs.blockSignals(blocked)
        self.tabs.setTabToolTip(place, plain_tip(f"{title}  {keys_here(shortcut)}".strip()))

    def show_panel(self, code: str) -> None:
        """Show a panel and go to its first input."""
        self.tabs.setCurrentIndex(self._codes.index(code))
        panel = self.stack.currentWidget()
        if panel is not None:
            focus_first(panel)

    def show_alone(self, *, alone: bool) -> None:
        """Say what the button does: take the room of the chart, or give it back."""
        words = _("Show the chart again") if alone else _("More room for the panels, no chart")
        self.room.setIcon(icon("arrow-down" if alone else "arrow-up"))
        self.room.setAccessibleName(words)
        set_tip(self.room, words, ROOM_KEYS)

    def _turn(self, place: int) -> None:
        if 0 <= place < self.stack.count():
            self.stack.setCurrentIndex(place)
            self.shown.emit(self._codes[place])
