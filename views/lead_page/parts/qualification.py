"""The qualification of a lead: every criterion, by keys, with the script and the progress."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import CriterionState
from views.lead_page.parts.criterion import CriterionRow
from views.lead_page.parts.section import Section
from views.leads.stage_path import StagePath
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, empty_layout, make_button, set_tip

if TYPE_CHECKING:
    from models.leads.next_step import ScriptLine
    from views.lead_page.reading import LeadShown


class Qualification(Section):
    """1 to 9 go to a criterion, C confirms, F fails, U forgets it, Enter writes the answer."""

    decider_asked = Signal()
    """Emitted when the contact who decides is to be added."""
    outdated = Signal()
    """Emitted when something newer than what is shown was found."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(_("Qualification"))
        theme = current_theme()
        self._runner = runner
        self._place = 0
        self.rows: list[CriterionRow] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Qualification"))
        self.script_button = make_button(_("Script"), self.toggle_script, kind="link")
        set_tip(self.script_button, _("Show the questions to ask"), "S")
        self.head.addWidget(self.script_button)
        self.progress = StagePath()
        self.column.addWidget(self.progress)
        self.script = QWidget()
        self._questions = QVBoxLayout(self.script)
        self._questions.setContentsMargins(0, 0, 0, theme.space(0.5))
        self._questions.setSpacing(theme.space(0.5))
        self.script.hide()
        self.column.addWidget(self.script)
        self.decider_button = make_button(
            _("Add the contact who decides"), self.decider_asked.emit, icon_name="plus"
        )
        set_tip(self.decider_button, _("Add the contact who decides"), "W")
        self._criteria = QVBoxLayout()
        self._criteria.setSpacing(theme.space(0.5))
        self.column.addLayout(self._criteria)
        self.column.addWidget(self.decider_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.decider_button.hide()
        self.keys = PlainLabel(
            _("1–9 choose, C confirms, F fails, U unknown, Enter writes the answer"),
            size="small",
            tone="faint",
            wrap=True,
        )
        self.column.addWidget(self.keys)

    @property
    def edited(self) -> bool:
        """Whether an answer that was typed is not stored."""
        return any(row.edited for row in self.rows)

    @property
    def current(self) -> CriterionRow | None:
        """The criterion that the keys act on."""
        return self.rows[self._place] if self._place < len(self.rows) else None

    def show_lead(self, shown: "LeadShown", now: datetime, *, another: bool) -> None:
        """Show what is known of a lead's criteria."""
        detail = shown.detail
        codes = [answer.code for answer in detail.answers]
        if codes != [row.code for row in self.rows]:
            self._build(codes)
        if another:
            self._place = next(
                (
                    at
                    for at, answer in enumerate(detail.answers)
                    if answer.state == CriterionState.UNKNOWN
                ),
                0,
            )
            self.script.hide()
        for row, answer in zip(self.rows, detail.answers, strict=True):
            row.show_answer(detail.id, answer, now)
        self._mark()
        states = [answer.state for answer in detail.answers]
        confirmed = states.count(CriterionState.CONFIRMED)
        self.aside.setText(_("{count} of {all}").format(count=confirmed, all=len(states)))
        self.progress.show_place([answer.name for answer in detail.answers], confirmed - 1)
        failed = any(
            one.code == "authority" and one.state == CriterionState.FAILED for one in detail.answers
        )
        self.decider_button.setVisible(failed)
        self._show_script(() if shown.page is None else shown.page.script)

    def choose(self, place: int) -> None:
        """Make a criterion the one that the keys act on."""
        if 0 <= place < len(self.rows):
            self._place = place
            self._mark()

    def toggle_script(self) -> None:
        """Show or hide the questions to ask."""
        self.script.setVisible(self.script.isHidden())

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the qualification; return whether it was one."""
        row = self.current
        match event.key():
            case key if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self.choose(key - Qt.Key.Key_1)
                self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case Qt.Key.Key_S:
                self.toggle_script()
            case Qt.Key.Key_C if row is not None:
                row.confirm()
            case Qt.Key.Key_F if row is not None:
                row.fail()
            case Qt.Key.Key_U if row is not None:
                row.set_state(CriterionState.UNKNOWN)
            case _:
                return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the criteria, and write the answer of the current one."""
        match event.key():
            case Qt.Key.Key_Down:
                self.choose(self._place + 1)
            case Qt.Key.Key_Up:
                self.choose(self._place - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.current is not None:
                self.current.answer.setFocus(Qt.FocusReason.ShortcutFocusReason)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        self._mark()

    # Inside

    def _build(self, codes: Sequence[str]) -> None:
        empty_layout(self._criteria)
        self.rows = []
        self._place = 0
        for number, code in enumerate(codes, 1):
            row = CriterionRow(self._runner, number, code)
            row.chosen.connect(self._point_at)
            row.left.connect(self._come_back)
            row.outdated.connect(self.outdated)
            self.rows.append(row)
            self._criteria.addWidget(row)

    def _point_at(self, code: str) -> None:
        self.choose(next((at for at, row in enumerate(self.rows) if row.code == code), 0))

    def _come_back(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self) -> None:
        here = self.hasFocus() or any(row.answer.hasFocus() for row in self.rows)
        for at, row in enumerate(self.rows):
            row.mark(current=here and at == self._place)

    def _show_script(self, lines: "Sequence[ScriptLine]") -> None:
        empty_layout(self._questions)
        for number, line in enumerate(lines, 1):
            known = line.criterion is not None and line.state != CriterionState.UNKNOWN
            words = f"{number}.  {line.words}"
            self._questions.addWidget(
                PlainLabel(words, tone="muted" if known else "text", wrap=True, selectable=True)
            )
