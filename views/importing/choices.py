"""A box of choices that the wheel leaves alone while the page is being scrolled."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from views.importing.content import Labelled


class ChoiceBox(QComboBox):
    """Labelled codes of which one is chosen; `nothing` is offered first where it is given."""

    def __init__(self, choices: Sequence[Labelled], *, nothing: str = "") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        if nothing:
            self.addItem(nothing, "")
        for choice in choices:
            self.addItem(choice.label, choice.code)

    def code(self) -> str:
        """Return the code that is chosen, empty where none is."""
        return str(self.currentData() or "")

    def choose(self, code: str) -> None:
        """Choose a code without telling anyone."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(code))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()
