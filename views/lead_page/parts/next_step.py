"""What comes next for a lead: what is promised, what the gate lacks, what to ask."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import Status, label
from views.leads.wording import as_sentence, long_moment, short_day, short_moment
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, empty_layout, make_button

if TYPE_CHECKING:
    from models.activity.tasks import TaskRow
    from models.appointments.coming import NextMeeting
    from models.ids import TaskId
    from views.lead_page.reading import LeadShown


class NextStep(QWidget):
    """Open tasks with a button each, then what is missing for the next stage, then a question."""

    refused = Signal(object)
    """Emitted with the error of a task that could not be ticked off."""
    meeting_asked = Signal(object)
    """Emitted with the id of the meeting that comes next."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space(0.75))

    def show_lead(self, shown: "LeadShown", now: datetime) -> None:
        """Show what comes next for a lead."""
        empty_layout(self._column)
        if shown.meeting is not None:
            self._column.addWidget(self._meeting(shown.meeting, now))
        for task in shown.tasks:
            self._column.addWidget(self._task(task, now))
        for sign, colour, words in _lines(shown, now):
            self._column.addWidget(_line(sign, colour, words))

    def _meeting(self, coming: "NextMeeting", now: datetime) -> QWidget:
        row = coming.meeting
        when = long_moment(row.starts_at)
        sign, colour = "check-circle", "success.text"
        if not row.is_standing:
            words = _("No-show at the meeting of {moment} with {closer}: book it again")
            sign, colour = "warning", "warning.text"
        elif row.ends_at <= now:
            words = _("Meeting of {moment} with {closer}: say what came of it")
            sign, colour = "warning", "warning.text"
        elif coming.missing:
            words = _("Meeting {moment} with {closer}: not confirmed before {missing}")
            sign, colour = "calendar-blank", "accent"
        else:
            words = _("Meeting {moment} with {closer}, {state}")
        said = words.format(
            moment=when,
            closer=row.closer,
            missing="; ".join(coming.missing),
            state=label(row.state).lower(),
        )
        button = make_button(_("Open"), lambda: self.meeting_asked.emit(row.id))
        button.setAccessibleName(_("Open the meeting of {moment}").format(moment=when))
        return _line(sign, colour, said, button)

    def _task(self, task: "TaskRow", now: datetime) -> QWidget:
        late = task.due_at is not None and task.due_at < now
        words = task.text
        if task.due_at is not None:
            words = _("{task} – due {moment}").format(
                task=task.text, moment=short_moment(task.due_at, now)
            )
        if late:
            words = _("{words}, late").format(words=words)
        sign, colour = ("warning", "warning.text") if late else ("clock", "muted")
        done = make_button(_("Done"), lambda: self._complete(task.id))
        done.setAccessibleName(_("Done: {task}").format(task=task.text))
        return _line(sign, colour, words, done)

    def _complete(self, task_id: "TaskId") -> None:
        def operation(session: Any) -> object:
            from models.activity.tasks import complete_task

            return complete_task(session, task_id)

        self._runner.change(operation, failed=self.refused.emit)


def _lines(shown: "LeadShown", now: datetime) -> list[tuple[str, str, str]]:
    """Return sign, colour and words of what follows the tasks."""
    detail = shown.detail
    found: list[tuple[str, str, str]] = []
    if detail.status == Status.NURTURE and detail.look_again_on is not None:
        day = short_day(detail.look_again_on, now.astimezone().date())
        found.append(("clock", "muted", _("Look at it again on {day}").format(day=day)))
    gate = shown.gate
    if gate is not None:
        words = _("Ready for {stage}").format(stage=gate.stage.name)
        sign, colour = "check-circle", "success.text"
        if gate.missing:
            sign, colour = "arrow-right", "muted"
            words = _("{stage} still needs: {missing}").format(
                stage=gate.stage.name, missing="; ".join(gate.missing)
            )
        found.append((sign, colour, words))
    if shown.questions and detail.status == Status.OPEN:
        question = as_sentence(shown.questions[0].words)
        found.append(("info", "accent", _("Ask: {question}").format(question=question)))
    if not found and not shown.tasks and shown.meeting is None:
        found.append(("info", "muted", _("Nothing is open for this lead.")))
    return found


def _line(sign: str, colour: str, words: str, button: QWidget | None = None) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().space())
    # Beside a button, the middle is where the eye expects the sign.
    middle = Qt.AlignmentFlag.AlignVCenter if button is not None else Qt.AlignmentFlag.AlignTop
    row.addWidget(Sign(sign, colour), 0, middle)
    row.addWidget(PlainLabel(words, wrap=True, selectable=True), 1)
    if button is not None:
        row.addWidget(button)
    return line
