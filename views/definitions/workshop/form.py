"""The review workshop: five steps from what was won to what is agreed, over the own data."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.definitions.versions.draft import DefinitionsDraft
from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from views.definitions.desk import DraftDesk
from views.definitions.effect_panel import refill, shown_in, sign_line
from views.definitions.forms.part import PartForm, heading
from views.definitions.workshop.content import read_steps
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceTable
from views.definitions.workshop.steps import Step, StepTable
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, SegmentedControl, make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from collections.abc import Sequence


class WorkshopForm(PartForm):
    """One step at a time; Alt+Left and Alt+Right walk them."""

    part_asked = Signal(str)
    """Emitted with the part of the page in which a step is settled by hand."""

    def __init__(self, desk: DraftDesk, runner: Runner, *, clock: Clock = utc_now) -> None:
        super().__init__(
            desk,
            _("Review workshop"),
            _("Five steps, every quarter: what your own won and lost leads say to the agreement."),
        )
        theme = current_theme()
        self._runner = runner
        self._clock = clock
        self._steps: tuple[Step, ...] = ()
        self._at = 0
        self._allowed = True
        self.steps = SegmentedControl(
            [(str(at), str(at + 1)) for at in range(5)], name=_("Step of the workshop")
        )
        self.steps.changed.connect(lambda code: self.show_step(int(code)))
        self.back_button = make_button(
            _("Back"), lambda: self.show_step(self._at - 1), kind="quiet", keys="Alt+Left"
        )
        self.next_button = make_button(
            _("Next step"), lambda: self.show_step(self._at + 1), keys="Alt+Right"
        )
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Reading won and lost leads"))
        self._body = QVBoxLayout()
        self._body.setSpacing(theme.space(1.5))
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        row.addWidget(self.steps)
        row.addStretch(1)
        row.addWidget(self.back_button)
        row.addWidget(self.next_button)
        self.column.addLayout(row)
        self.column.addWidget(self.progress)
        self.column.addLayout(self._body)
        self.load()

    @property
    def at(self) -> int:
        """The step that is shown, from 0."""
        return self._at

    def load(self) -> None:
        """Read the steps anew."""
        self.progress.show()
        self._draft = self.desk.draft
        query = partial(read_steps, draft=self._draft, at=self._clock())
        self._runner.read(query, self._take, failed=self._refused, lane="review workshop")

    def show_draft(self, draft: DefinitionsDraft) -> None:
        """Propose anew what another draft lacks, as soon as the workshop is looked at."""
        if self.isVisible() and draft != self._draft:
            self.load()

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew where the draft was edited elsewhere."""
        super().showEvent(event)
        self.show_draft(self.desk.draft)

    def set_allowed(self, allowed: bool) -> None:
        """Let the steps be walked by everybody, and taken over by those who may edit."""
        self._allowed = allowed
        for block in self.blocks():
            block.set_allowed(allowed)

    def focus_in(self) -> None:
        """Focus what goes on."""
        (self.next_button if self.next_button.isEnabled() else self.back_button).setFocus()

    def blocks(self) -> "Sequence[TableBlock]":
        """Return the tables that are shown."""
        return [one for one in shown_in(self._body) if isinstance(one, TableBlock)]

    def show_step(self, at: int) -> None:
        """Show a step."""
        if not 0 <= at < len(self._steps):
            return
        self._at = at
        self.steps.set_value(str(at))
        step = self._steps[at]
        widgets: list[QWidget] = [heading(step.title, step.question)]
        widgets += [sign_line("info", "muted", words) for words in step.findings]
        for table in step.tables:
            block = TableBlock(table)
            block.set_allowed(self._allowed)
            block.taken.connect(partial(self._take_over, table))
            widgets.append(block)
        if step.part:
            widgets.append(
                make_button(
                    step.part_text,
                    partial(self.part_asked.emit, step.part),
                    kind="leading",
                    icon_name="arrow-right",
                )
            )
        focused = QApplication.focusWidget()
        gives_way = any(one.isAncestorOf(focused) for one in shown_in(self._body) if focused)
        refill(self._body, widgets)
        self.back_button.setEnabled(at > 0)
        self.next_button.setEnabled(at + 1 < len(self._steps))
        if gives_way:
            # What had the keys is built anew, and the review goes on.
            self.focus_in()

    def _take(self, steps: tuple[Step, ...]) -> None:
        self.progress.hide()
        self._steps = steps
        self.show_step(self._at)

    def _refused(self, error: Exception) -> None:
        self.progress.hide()
        if not isinstance(error, KnownError):
            raise error
        refill(self._body, [sign_line("warning", "warning.text", str(error))])

    def _take_over(self, table: StepTable, ticked: tuple[int, ...]) -> None:
        if table.take is None or not self._allowed:
            return
        before = self.desk.draft
        self.desk.begin_visit()
        self.desk.edit(table.take(before, ticked), "take over")
        if self.desk.draft == before:
            self.said.emit("info", _("The draft says so already."))
        else:
            words = ngettext(
                "{count} row was taken into the draft.",
                "{count} rows were taken into the draft.",
                len(ticked),
            )
            self.said.emit("success", words.format(count=len(ticked)))


class TableBlock(QWidget):
    """A table under its name, with the button that takes its ticked rows over."""

    taken = Signal(tuple)
    """Emitted with the ticked rows."""

    def __init__(self, table: StepTable) -> None:
        super().__init__()
        theme = current_theme()
        self.model = EvidenceModel(table.headers, self)
        self.view = EvidenceTable(self.model, table.name)
        self.button = make_button(table.take_text, self._take, icon_name="plus")
        set_tip(self.button, _("Put the ticked rows into the draft"))
        self._takes = table.take is not None
        self._allowed = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        column.addWidget(PlainLabel(table.name, weight="medium"))
        self.empty = PlainLabel(table.empty, tone="muted", wrap=True)
        column.addWidget(self.empty)
        column.addWidget(self.view)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column.addLayout(line)
        self.model.ticked_changed.connect(self._show_button)
        self.model.show_rows(table.rows, table.proposed, ticked=not table.tentative)
        self.empty.setVisible(not table.rows)
        self.view.setVisible(bool(table.rows))

    def set_allowed(self, allowed: bool) -> None:
        """Let rows be taken over, or not."""
        self._allowed = allowed
        self._show_button()

    def _show_button(self) -> None:
        self.button.setVisible(self._takes and self.model.rowCount() > 0)
        self.button.setEnabled(self._allowed and bool(self.model.ticked))

    def _take(self) -> None:
        self.taken.emit(self.model.ticked)
