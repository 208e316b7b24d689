"""Moving a lead to another stage, with what its gate still asks for said in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.errors import KnownError
from models.language import gettext as _
from views.leads.stage_path import StagePath
from views.leads.wording import as_sentence
from views.runner import Runner
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, Sign, make_button, without_mnemonic
from views.widgets.menus import Menu

if TYPE_CHECKING:
    from models.ids import LeadId, StageId

_EVIDENCE: Final = "evidence_stated"


@dataclass(frozen=True, slots=True)
class StageOption:
    """A stage that a lead may be moved to."""

    id: "StageId"
    name: str


class StageMover(QWidget):
    """Where a lead stands, a menu of the other stages, and a form when a move needs words."""

    let_go = Signal()
    """Emitted when the keys cannot stay here, since this lead moves no further."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self._lead_id: LeadId | None = None
        self._stages: tuple[StageOption, ...] = ()
        self._place = -1
        self._is_leader = False
        self._busy = False
        self.path = StagePath()
        self.menu = Menu(self)
        self.button = make_button(_("Move to…"), tip=_("Move to another stage (M)"))
        self.button.setMenu(self.menu)
        self.form = MoveForm()
        self.form.sent.connect(self._send)
        self.form.left.connect(self._leave)
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        self.words = PlainLabel(tone="muted", wrap=True)
        head.addWidget(self.words, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.path)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addStretch(1)
        self.form.hide()

    def show_lead(
        self,
        lead_id: "LeadId",
        stage_id: "StageId",
        stages: Sequence[StageOption],
        *,
        words: str,
        movable: bool,
        is_leader: bool,
    ) -> None:
        """Show where a lead stands; an unfinished form about the same lead stays."""
        if lead_id != self._lead_id:
            self.form.forget()
            self._leave()
        self._lead_id = lead_id
        self._stages = tuple(stages)
        self._is_leader = is_leader
        ids = [stage.id for stage in stages]
        self._place = ids.index(stage_id) if stage_id in ids else -1
        self.path.show_place([stage.name for stage in stages], self._place)
        self.words.setText(words)
        # Qt would hand the keys of a disabled button to whatever comes next in the window.
        held_keys = self.button.hasFocus()
        self.button.setEnabled(movable)
        if held_keys and not movable:
            self.let_go.emit()
        self.menu.clear()
        for place, stage in enumerate(self._stages):
            action = self.menu.addAction(without_mnemonic(stage.name))
            action.setEnabled(place != self._place)
            action.triggered.connect(lambda _checked=False, to=stage: self.move_to(to))

    def open_menu(self) -> None:
        """Open the menu of stages."""
        if self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.button.showMenu()

    def move_to(self, stage: StageOption) -> None:
        """Move the lead, or ask for the words that a move back needs."""
        if self._stages.index(stage) < self._place:
            self.form.ask_why_back(stage)
        else:
            self._send(MoveWords(stage))

    def _send(self, words: "MoveWords") -> None:
        lead_id = self._lead_id
        if lead_id is None or self._busy:
            return
        self._busy = True

        def operation(session: Any) -> object:
            from models.leads.stages.moving import move_stage

            return move_stage(
                session,
                lead_id,
                words.stage.id,
                evidence=words.evidence or None,
                reason=words.reason or None,
                override_reason=words.override_reason or None,
            )

        self._runner.change(
            operation,
            lambda _move: self._done(lead_id),
            failed=lambda error: self._refused(lead_id, words, error),
        )

    def _done(self, lead_id: "LeadId") -> None:
        self._busy = False
        if lead_id == self._lead_id:
            self.form.forget()
            self._leave()

    def _refused(self, lead_id: "LeadId", words: "MoveWords", error: Exception) -> None:
        self._busy = False
        if not isinstance(error, KnownError):
            raise error
        if lead_id != self._lead_id:
            return
        missing = tuple(getattr(error, "missing", ()))
        self.form.show_refusal(
            words,
            str(error),
            tuple(one.sentence for one in missing),
            asks_evidence=any(one.requirement == _EVIDENCE for one in missing),
            may_override=self._is_leader and bool(missing),
        )

    def _leave(self) -> None:
        if not self.form.isHidden():
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.form.hide()


@dataclass(frozen=True, slots=True)
class MoveWords:
    """A move with what was written down for it."""

    stage: StageOption
    evidence: str = ""
    reason: str = ""
    override_reason: str = ""


class MoveForm(QFrame):
    """What is missing for a move, and fields for the words that can make up for it."""

    sent = Signal(object)
    """Emitted with the `MoveWords` of another try."""
    left = Signal()
    """Emitted when the move is given up."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", "card")
        self._stage: StageOption | None = None
        self.sign = Sign("warning", "warning.text")
        self.sentence = PlainLabel(weight="medium", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sentence, 1)
        self.missing = PlainLabel(wrap=True)
        self.reason = FormRow(_("Why does it go back?"), QLineEdit())
        self.evidence = FormRow(_("What shows it?"), QLineEdit(), _("Kept with the move."))
        self.override = FormRow(
            _("Move it anyway, because"), QLineEdit(), _("Recorded under your name.")
        )
        self.send_button = make_button(_("Move"), self._send, kind="primary")
        self.leave_button = make_button(_("Leave it"), self.left.emit)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.send_button)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addLayout(head)
        for widget in (self.missing, self.reason, self.evidence, self.override):
            column.addWidget(widget)
        column.addLayout(foot)
        for field in self._fields():
            field.returnPressed.connect(self._send)
            field.textChanged.connect(self._allow)

    def forget(self) -> None:
        """Let go of what was typed: the lead moved, or another one is shown."""
        self._stage = None

    def ask_why_back(self, stage: StageOption) -> None:
        """Ask for the reason of a move back, before it is tried."""
        self._begin(stage)
        self.sentence.setText(_("Back to {stage}").format(stage=stage.name))
        self.sign.hide()
        self.missing.hide()
        self._offer(reason=True)

    def show_refusal(
        self,
        words: MoveWords,
        sentence: str,
        missing: tuple[str, ...],
        *,
        asks_evidence: bool,
        may_override: bool,
    ) -> None:
        """Say why a move was refused and what can be done; typed words stay."""
        self._begin(words.stage)
        self.sign.show()
        if missing:
            self.sentence.setText(_("{stage} still needs").format(stage=words.stage.name))
            self.missing.setText("\n".join(f"•  {as_sentence(one)}" for one in missing))
        else:
            self.sentence.setText(sentence)
        self.missing.setVisible(bool(missing))
        self._offer(
            reason=bool(words.reason),
            evidence=asks_evidence or bool(words.evidence),
            override=may_override or bool(words.override_reason),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the move up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _begin(self, stage: StageOption) -> None:
        # What was typed for the same move stays until it is made, also where the form was left.
        if stage != self._stage:
            for field in self._fields():
                field.clear()
        self._stage = stage
        self.show()

    def _offer(
        self, *, reason: bool = False, evidence: bool = False, override: bool = False
    ) -> None:
        wanted = ((self.reason, reason), (self.evidence, evidence), (self.override, override))
        for row, shown in wanted:
            row.setVisible(shown)
            row.set_error("")
        offered = any(shown for _row, shown in wanted)
        self.send_button.setVisible(offered)
        self._allow()
        first = next((row.field for row, shown in wanted if shown), self.leave_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _allow(self) -> None:
        typed = any(_text(row.field) for row in self._offered())
        self.send_button.setEnabled(typed)
        if typed:
            for row in self._rows():
                row.set_error("")

    def _send(self) -> None:
        if self._stage is None:
            return
        if not self.send_button.isEnabled():
            self._offered()[0].set_error(_("Write it here first; without it the lead stays."))
        else:
            reason, evidence, override = (
                _text(row.field) if not row.isHidden() else "" for row in self._rows()
            )
            self.sent.emit(MoveWords(self._stage, evidence, reason, override))

    def _offered(self) -> list[FormRow]:
        return [row for row in self._rows() if not row.isHidden()]

    def _rows(self) -> tuple[FormRow, ...]:
        return self.reason, self.evidence, self.override

    def _fields(self) -> tuple[QLineEdit, ...]:
        return tuple(row.field for row in self._rows() if isinstance(row.field, QLineEdit))


def _text(field: QWidget) -> str:
    return field.text().strip() if isinstance(field, QLineEdit) else ""
