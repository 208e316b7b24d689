"""Names beside their inputs, with a line below each for what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from views.theme import current_theme
from views.widgets import PlainLabel
from views.widgets.labels import set_look

NAME_PIXELS = 88
_BESIDE_UP_TO = 1.1
_FIELD_PIXELS = 30


class FieldsGrid(QWidget):
    """Rows of a name, an input, and what is wrong with it, as a document sets them."""

    def __init__(self, name_pixels: int = NAME_PIXELS) -> None:
        super().__init__()
        theme = current_theme()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1.5))
        self._grid.setVerticalSpacing(theme.space(0.5))
        # With larger text the names stand above, or they would push the inputs out of sight.
        self._beside = theme.scale <= _BESIDE_UP_TO
        if self._beside:
            self._grid.setColumnMinimumWidth(0, theme.scaled(name_pixels))
        self._grid.setColumnStretch(int(self._beside), 1)
        self._problems: dict[str, tuple[QWidget, PlainLabel]] = {}

    def add(self, code: str, name: str, field: QWidget, beside: str = "") -> None:
        """Add a row; `beside` stands behind the input, a unit for instance."""
        at = self._grid.rowCount()
        label = PlainLabel(name, tone="muted", wrap=True)
        label.setBuddy(field)
        field.setAccessibleName(name)
        # The first line of the name stands beside the first line of the input.
        label.setContentsMargins(0, current_theme().space(0.75), 0, 0)
        column = int(self._beside)
        self._grid.addWidget(label, at, 0, 1, 1 if self._beside else 2, Qt.AlignmentFlag.AlignTop)
        at += not self._beside
        self._grid.addWidget(field, at, column, 1, 1 if beside else 2)
        # The least height of a number's field is less than what its edges need.
        self._grid.setRowMinimumHeight(at, current_theme().scaled(_FIELD_PIXELS))
        if beside:
            self._grid.addWidget(PlainLabel(beside, tone="muted"), at, column + 1)
        problem = PlainLabel(size="small", tone="danger", wrap=True)
        problem.hide()
        self._grid.addWidget(problem, at + 1, column, 1, 2)
        self._problems[code] = (field, problem)

    def field(self, code: str) -> QWidget | None:
        """Return the input of a row."""
        found = self._problems.get(code)
        return None if found is None else found[0]

    def show_problems(self, problems: dict[str, str]) -> None:
        """Say what is wrong, row by row; rows that are not named are right."""
        for code, (field, label) in self._problems.items():
            sentence = problems.get(code, "")
            label.say(sentence)
            set_look(field, "wrong", "true" if sentence else "false")
            field.setAccessibleDescription(sentence)
