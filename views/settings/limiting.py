"""Forms no wider than their lines can be read."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from views.theme import Theme, current_theme, theme_changed

_PIXELS: Final = 720


class Limited(QWidget):
    """Holds a form at its left; the room that is over stays free.

    The layout and not the form knows the width, so that the height follows from it.
    """

    def __init__(self, form: QWidget, pixels: int = _PIXELS) -> None:
        super().__init__()
        self._form = form
        self._pixels = pixels
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(form, 100)
        row.addStretch(1)
        self._fit(current_theme())
        theme_changed.connect(self._fit)

    def _fit(self, theme: Theme) -> None:
        self._form.setMaximumWidth(theme.scaled(self._pixels))
