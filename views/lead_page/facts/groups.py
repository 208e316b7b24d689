"""Facts in groups, each editable where it stands."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from models.language import gettext as _
from views.lead_page.facts.fact import FactRow, FactSpec
from views.lead_page.parts.section import Section
from views.runner import Runner
from views.theme import current_theme
from views.widgets import make_button


class Facts(Section):
    """A group of facts; those that are empty are folded away once there are many."""

    saved = Signal()
    left = Signal()
    """Emitted when Escape leaves a field."""

    def __init__(self, runner: Runner, title: str) -> None:
        super().__init__(title)
        self._runner = runner
        self.rows: list[FactRow] = []
        self._unfolded = False
        self._column = QVBoxLayout()
        self._column.setSpacing(current_theme().space(0.25))
        self.column.addLayout(self._column)
        self.more_button = make_button("", self.unfold, kind="leading")
        self.column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_facts(self, specs: Sequence[FactSpec], *, another: bool) -> None:
        """Show these facts; rows of the same facts stay, with what is being typed."""
        if [spec.key for spec in specs] == [row.spec.key for row in self.rows]:
            for row, spec in zip(self.rows, specs, strict=True):
                row.show_spec(spec)
        else:
            self._build(specs)
        if another:
            self._unfolded = False
        self._fold()
        self.setVisible(bool(specs))

    @property
    def edited(self) -> bool:
        """Whether something typed here is not stored."""
        return any(row.edited for row in self.rows)

    def row(self, field: str) -> FactRow:
        """Return the row of a fact by the last part of its key."""
        return next(row for row in self.rows if row.spec.key.rpartition(".")[2] == field)

    def unfold(self) -> None:
        """Show the empty facts as well, and begin with the first of them."""
        hidden = [row for row in self.rows if row.isHidden()]
        self._unfolded = True
        self._fold()
        if hidden:
            hidden[0].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, specs: Sequence[FactSpec]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for spec in specs:
            row = FactRow(self._runner, spec)
            row.saved.connect(self.saved)
            row.left.connect(self.left)
            self.rows.append(row)
            self._column.addWidget(row)

    def _fold(self) -> None:
        empty = 0
        for row in self.rows:
            folds = (
                not self._unfolded
                and row.spec.value in (None, "")
                and not row.edited
                and not row.field.hasFocus()
            )
            row.setVisible(not folds)
            empty += folds
        self.more_button.setText(_("{count} not known yet").format(count=empty))
        self.more_button.setVisible(empty > 0)
