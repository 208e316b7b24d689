"""What can be done, as buttons with their letters; what does not fit stands in a menu."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from models.language import gettext as _
from views.booking.meeting.acts import Act
from views.theme import current_theme
from views.widgets import KeyHint, empty_layout, make_button, set_tip, without_mnemonic
from views.widgets.menus import Menu

_BUTTONS: Final = 2


class ActBar(QWidget):
    """The first acts as buttons, the others under “More”."""

    acted = Signal(str)
    """Emitted with the letter of what a person wants to do."""

    def __init__(self) -> None:
        super().__init__()
        self._acts: tuple[Act, ...] = ()
        self._shown: list[QWidget] = []
        self._second: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(current_theme().space(0.5))

    def minimumSizeHint(self) -> QSize:
        """Ask for the first button and the menu; the second one gives way."""
        hint = super().minimumSizeHint()
        shown = [one for one in self._second if not one.isHidden()]
        return QSize(max(0, hint.width() - self._wide(shown)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the second button where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def show_acts(self, found: Sequence[Act]) -> None:
        """Offer these acts."""
        if tuple(found) == self._acts:
            return
        self._acts = tuple(found)
        empty_layout(self._row)
        self._shown, self._second = [], []
        for place, act in enumerate(self._acts[:_BUTTONS]):
            button = make_button(
                act.words,
                partial(self.acted.emit, act.letter),
                kind="primary" if act.is_next else "secondary",
            )
            set_tip(button, act.words, act.letter)
            hint = KeyHint(act.letter)
            self._row.addWidget(button)
            self._row.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)
            self._shown += [button, hint]
            if place:
                self._second = [button, hint]
        rest = self._acts[1:]
        if rest:
            more = make_button(_("More"))
            set_tip(more, _("What else can be done"))
            menu = Menu(more)
            for act in rest:
                entry = menu.addAction(f"{without_mnemonic(act.words)}\t{act.letter}")
                entry.triggered.connect(
                    lambda _checked=False, letter=act.letter: self.acted.emit(letter)
                )
            more.setMenu(menu)
            self._row.addWidget(more)
            self._shown.append(more)
        self._row.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        needed = self._wide(self._shown)
        for widget in self._second:
            widget.setVisible(needed <= self.width())

    def _wide(self, widgets: Sequence[QWidget]) -> int:
        return sum(one.sizeHint().width() + self._row.spacing() for one in widgets)
