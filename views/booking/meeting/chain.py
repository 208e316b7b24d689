"""The times a meeting had and has, and the times that guests propose."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import label
from views.booking.meeting import acts
from views.booking.wording import both_times
from views.leads.wording import long_moment
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, empty_layout, make_button, make_line

if TYPE_CHECKING:
    from models.appointments.meeting_row import MeetingRow
    from views.booking.meeting.content import MeetingShown


class CounterLines(QFrame):
    """The latest time that a guest proposes, to be taken or declined; hidden without any."""

    asked = Signal(str)
    """Emitted with the letter of the answer."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("ground", "warning")
        self.words = PlainLabel(wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(0.5))
        words = acts.words_of()
        for letter in (acts.TAKE, acts.KEEP):
            buttons.addWidget(make_button(words[letter], partial(self.asked.emit, letter)))
            buttons.addWidget(KeyHint(letter), 0, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.hide()

    def show_counters(self, shown: "MeetingShown") -> None:
        """Show what is proposed and waits for an answer."""
        self.setVisible(bool(shown.counters))
        if not shown.counters:
            return
        row = shown.counters[0]
        today = shown.now.astimezone().date()
        when = both_times(row.starts_at, row.ends_at, row.zone, shown.our_zone, today)
        words = _("{guest} proposes {when}.").format(guest=row.guest, when=when)
        if row.comment:
            words += f" “{row.comment}”"
        if len(shown.counters) > 1:
            words += " " + _("{count} more wait after it.").format(count=len(shown.counters) - 1)
        self.words.setText(words)


class ChainLines(QWidget):
    """Earlier and later times of a meeting and the messages about it; hidden without any."""

    asked = Signal(object)
    """Emitted with the id of another appointment of the chain."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space(0.5))

    def show_chain(self, shown: "MeetingShown") -> None:
        """Show what came before and after."""
        empty_layout(self._column)
        others = [one for one in shown.page.chain if one.id != shown.page.meeting.id]
        if others:
            self._column.addWidget(make_line())
            self._column.addWidget(PlainLabel(_("Other times of this meeting"), weight="semibold"))
        for one in others:
            self._column.addWidget(self._time(one))
        if shown.page.replies:
            self._column.addWidget(make_line())
            self._column.addWidget(PlainLabel(_("Calendar messages"), weight="semibold"))
        for reply in shown.page.replies:
            words = _("{moment}: {what}").format(
                moment=long_moment(reply.received_at), what=reply.explanation
            )
            self._column.addWidget(PlainLabel(words, tone="muted", wrap=True, selectable=True))
        self.setVisible(bool(others or shown.page.replies))

    def _time(self, one: "MeetingRow") -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space())
        parts = (long_moment(one.starts_at), one.closer, label(one.state), one.end_reason or "")
        words = ", ".join(part for part in parts if part)
        row.addWidget(PlainLabel(words, tone="muted", wrap=True), 1)
        button = make_button(_("Open"), partial(self.asked.emit, one.id), kind="link")
        button.setAccessibleName(_("Open {meeting}").format(meeting=words))
        row.addWidget(button)
        return line
