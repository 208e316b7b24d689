"""The question under the calendar while a meeting is given another time, in place."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.language import gettext as _
from models.wall_time import local_day
from views.calendar.placing.proposals import Proposal
from views.calendar.words import day_words, span_words, their_time
from views.theme import current_theme
from views.widgets import PlainLabel, Sign, make_button, set_look

if TYPE_CHECKING:
    from models.appointments.times.trying import Tried

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class MoveBar(QFrame):
    """Says what would change and what is in the way; once let go of, asks whether to tell guests.

    A refusal that a reason can override shows a field for it; the reason is kept with the meeting.
    """

    answered = Signal(bool, str)
    """Emitted with whether guests get an update, and the reason for overriding a rule."""
    left = Signal()
    """Emitted when the meeting is to stay where it was."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "info")
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(1.5), theme.space(), theme.space(), theme.space())
        column.setSpacing(theme.space(0.75))
        line = QHBoxLayout()
        line.setSpacing(theme.space())
        self.sign = Sign("clock", "muted")
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self.sentence = PlainLabel(wrap=True, weight="medium")
        line.addWidget(self.sentence, 1)
        column.addLayout(line)
        self.verdict = PlainLabel(wrap=True)
        column.addWidget(self.verdict)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why all the same?"))
        self.reason.setAccessibleName(_("Why this time is taken all the same"))
        self.reason.textChanged.connect(lambda _text: self._settle())
        foot.addWidget(self.reason, 1)
        foot.addStretch(0)
        self.back_button = make_button(
            _("Back"), self.left.emit, kind="quiet", tip=_("Leave it where it was (Esc)")
        )
        self.quiet_button = make_button(
            _("Keep quiet"),
            lambda: self._answer(tell=False),
            tip=_("Move it here only; the guests keep the time they know"),
        )
        self.send_button = make_button(
            "", lambda: self._answer(tell=True), kind="primary", tip=_("Enter")
        )
        for button in (self.back_button, self.quiet_button, self.send_button):
            foot.addWidget(button)
        column.addLayout(foot)
        self._proposal: Proposal | None = None
        self._tried: Tried | None = None
        self._asks = False
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether an answer is waited for."""
        return self._asks

    def show_proposal(self, proposal: Proposal, mine: str) -> None:
        """Say which time a meeting would get; what the rules say comes later."""
        self._proposal, self._tried = proposal, None
        self.sentence.setText(_proposal_words(proposal, mine))
        self._settle()
        self.show()

    def show_tried(self, tried: "Tried") -> None:
        """Say what the rules say of that time."""
        self._tried = tried
        self._settle()
        if self._asks:
            self._focus()

    def ask(self) -> None:
        """Wait for an answer; the focus stands on what is usual."""
        self._asks = True
        self.reason.clear()
        self._settle()
        self._focus()

    def close_bar(self) -> None:
        """Take the question away."""
        self._asks = False
        self._proposal = self._tried = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave it on Escape; Enter presses the button that has the focus, else the usual one."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.key() in _ENTER and self._asks:
            quiet = self.quiet_button.hasFocus()
            if self.back_button.hasFocus():
                self.left.emit()
            elif self.send_button.isEnabled():
                self._answer(tell=not quiet)
            return
        super().keyPressEvent(event)

    def _answer(self, *, tell: bool) -> None:
        reason = self.reason.text().strip() if self._needs_reason else ""
        self.answered.emit(tell, reason)

    def _focus(self) -> None:
        wanted: QWidget = self.send_button if self.send_button.isEnabled() else self.back_button
        if self._needs_reason:
            wanted = self.reason
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _needs_reason(self) -> bool:
        tried = self._tried
        return tried is not None and tried.is_refused and not tried.is_final

    def _settle(self) -> None:
        tried, proposal = self._tried, self._proposal
        refused = tried is not None and tried.is_refused
        told = proposal is not None and proposal.meeting is not None and proposal.meeting.is_told
        set_look(self, "ground", "danger" if refused else "info")
        self.sign.set_sign("warning" if refused else "clock", "danger.text" if refused else "muted")
        if tried is None:
            words = _("Looking whether that is free\N{HORIZONTAL ELLIPSIS}")
        elif tried.sentence:
            words = tried.sentence
        else:
            words = _("Nothing is in the way.")
        if not self._asks:
            words = f"{words} {_('Enter takes it, Esc leaves it.')}"
        self.verdict.setText(words)
        free = tried is not None and (
            not refused or (self._needs_reason and bool(self.reason.text().strip()))
        )
        self.reason.setVisible(self._asks and self._needs_reason)
        self.send_button.setText(_("Send update") if told else _("Move it"))
        self.send_button.setEnabled(free)
        self.quiet_button.setEnabled(free)
        self.quiet_button.setVisible(self._asks and told)
        self.send_button.setVisible(self._asks)
        self.back_button.setVisible(self._asks)


def _proposal_words(proposal: Proposal, mine: str) -> str:
    when = span_words(proposal.starts_at, proposal.ends_at, mine)
    day = day_words(local_day(proposal.starts_at, mine))
    if proposal.meeting is None:
        return _("{day} {time}: book here").format(day=day, time=when)
    theirs = their_time(proposal.starts_at, proposal.meeting.zone, mine)
    words = _("{who} to {day} {time}, {minutes} minutes").format(
        who=proposal.meeting.who, day=day, time=when, minutes=proposal.minutes
    )
    return f"{words} ({theirs})" if theirs else words
