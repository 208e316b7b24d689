"""What each column of a file becomes: its name, some cells, a choice, a remark."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from models.language import gettext as _
from views.importing.choices import ChoiceBox
from views.importing.content import ColumnPreview, Labelled
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, empty_layout, make_line

_SAMPLES: Final = 3
_TOP: Final = Qt.AlignmentFlag.AlignVCenter


class ColumnList(QWidget):
    """One row a column of the file."""

    changed = Signal()
    """Emitted when a person chose what a column becomes."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.boxes: dict[str, ChoiceBox] = {}
        self._notes: dict[str, PlainLabel] = {}
        self._fields: tuple[Labelled, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space(2))
        self._grid.setVerticalSpacing(theme.space(0.5))
        for column, share in enumerate((3, 4, 4, 3)):
            self._grid.setColumnStretch(column, share)

    def show_columns(self, columns: Sequence[ColumnPreview], fields: Sequence[Labelled]) -> None:
        """Show the columns; rows that are there already keep their boxes, and so the focus."""
        if [column.name for column in columns] != list(self.boxes) or self._fields != tuple(fields):
            self._build(columns, fields)
        for column in columns:
            self.boxes[column.name].choose(column.becomes)
            note = self._notes[column.name]
            note.setText(column.note)

    def chosen(self) -> dict[str, str]:
        """Return what each column becomes."""
        return {name: box.code() for name, box in self.boxes.items()}

    def _build(self, columns: Sequence[ColumnPreview], fields: Sequence[Labelled]) -> None:
        self._clear()
        self._fields = tuple(fields)
        titles = (_("Column"), _("In the file"), _("Becomes"), "")
        for place, title in enumerate(titles):
            label = PlainLabel(title, size="small", tone="muted", weight="medium")
            self._grid.addWidget(label, 0, place)
        for row, column in enumerate(columns, start=1):
            self._grid.addWidget(make_line(), 2 * row - 1, 0, 1, 4)
            self._grid.addWidget(ElidedLabel(column.name, weight="medium"), 2 * row, 0, _TOP)
            samples = "  ·  ".join(column.samples[:_SAMPLES]) or _("(empty)")
            self._grid.addWidget(ElidedLabel(samples, tone="muted"), 2 * row, 1, _TOP)
            box = ChoiceBox(fields)
            box.setAccessibleName(_("What {column} becomes").format(column=column.name))
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
            self._grid.addWidget(box, 2 * row, 2)
            note = PlainLabel(size="small", tone="muted", wrap=True)
            self._grid.addWidget(note, 2 * row, 3, _TOP)
            self.boxes[column.name] = box
            self._notes[column.name] = note

    def _clear(self) -> None:
        empty_layout(self._grid)
        self.boxes.clear()
        self._notes.clear()
