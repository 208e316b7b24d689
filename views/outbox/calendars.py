"""Calendars of closers: how current each is, and importing one by button or by dropping a file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import utc_now
from models.language import gettext as _
from models.language import ngettext
from models.topics import Topic
from models.vocabulary import CalendarState
from views.outbox.desk import OutboxDesk
from views.outbox.dropping import calendar_files
from views.outbox.words import age_words
from views.runner import Runner
from views.theme import current_theme
from views.widgets import Card, PlainLabel, Sign, make_button, set_tip

if TYPE_CHECKING:
    from models.calendars.busy import BusyCalendarRow, ClosersCalendar
    from models.team.rows import MemberRow

_SIGNS = {
    CalendarState.KNOWN: ("check-circle", "success.text"),
    CalendarState.STALE: ("warning", "warning.text"),
    CalendarState.UNREADABLE: ("question", "warning.text"),
    CalendarState.ASK_FIRST: ("question", "muted"),
}


class CalendarsSection(QWidget):
    """One card for each person who closes; files may be dropped on it."""

    def __init__(self, runner: Runner, desk: OutboxDesk) -> None:
        super().__init__()
        self._runner = runner
        self._desk = desk
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space(2))
        self._column.addStretch(1)
        self.cards: list[MemberCalendarCard] = []
        runner.changed.connect(self._hear)
        self._read()

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & {Topic.CALENDARS, Topic.TEAM}:
            self._read()

    def _read(self) -> None:
        self._runner.read(read_calendars, self._take, lane="calendars")

    def _take(self, found: "tuple[PersonsCalendar, ...]") -> None:
        for old in self.cards:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = [MemberCalendarCard(self._runner, self._desk, one) for one in found]
        for at, card in enumerate(self.cards):
            self._column.insertWidget(at, card)


PersonsCalendar = tuple["MemberRow", "ClosersCalendar", "tuple[BusyCalendarRow, ...]"]


def read_calendars(session: Any) -> tuple[PersonsCalendar, ...]:
    """Return those who close, what is known of their time today, and the files it is from."""
    from datetime import timedelta

    from models.calendars.busy import busy_calendars, busy_of
    from models.team.rows import team
    from models.vocabulary import Role

    now = utc_now()
    files = busy_calendars(session)
    people = [row for row in team(session, active_only=True) if Role.CLOSER in row.duties]
    known = busy_of(session, [row.id for row in people], now, now + timedelta(days=1), now)
    return tuple(
        (row, known[row.id], tuple(one for one in files if one.member_id == row.id))
        for row in people
    )


class MemberCalendarCard(Card):
    """How current one person's calendar is; importing another is a button or a drop away."""

    def __init__(self, runner: Runner, desk: OutboxDesk, found: PersonsCalendar) -> None:
        member, known, files = found
        super().__init__()
        self._runner = runner
        self._desk = desk
        self.member_id = member.id
        self.setAcceptDrops(True)
        theme = current_theme()
        self.column.setSpacing(theme.space())
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(Sign(*_SIGNS[known.state]))
        head.addWidget(PlainLabel(member.name, weight="semibold"), 1)
        self.import_button = make_button(
            _("Import a calendar…"),
            lambda: desk.choose_calendar(self.member_id),
            icon_name="download-simple",
            tip=_("Read when {name} is busy from an .ics file; or drop it here").format(
                name=member.name
            ),
        )
        head.addWidget(self.import_button)
        self.column.addLayout(head)
        self.sentence = PlainLabel(known.sentence, tone="muted", wrap=True)
        self.column.addWidget(self.sentence)
        for row in files:
            self.column.addWidget(self._line(row))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept calendar files."""
        if calendar_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the files as this person's calendars."""
        files = calendar_files(event)
        event.acceptProposedAction()
        for path in files:
            self._desk.read_calendar(self.member_id, path)

    def _line(self, row: "BusyCalendarRow") -> QWidget:
        theme = current_theme()
        widget = QWidget()
        line = QHBoxLayout(widget)
        line.setContentsMargins(theme.space(3), 0, 0, 0)
        line.setSpacing(theme.space())
        busy = ngettext("{count} busy time", "{count} busy times", row.busy_times)
        words = _("{file} · {age} · {busy}").format(
            file=row.source,
            age=age_words(row.as_of, utc_now()),
            busy=busy.format(count=row.busy_times),
        )
        told = PlainLabel(words, wrap=True)
        line.addWidget(told, 1)
        problems = ([row.unreadable] if row.unreadable else []) + list(row.problems)
        if problems:
            count = ngettext("{count} problem", "{count} problems", len(problems))
            sign = PlainLabel(count.format(count=len(problems)), tone="warning")
            set_tip(sign, "\n".join(problems))
            sign.setCursor(Qt.CursorShape.WhatsThisCursor)
            line.addWidget(sign)

        def forget() -> None:
            def operation(session: Any) -> None:
                from models.calendars.busy import forget_busy_calendar

                forget_busy_calendar(session, row.id)

            self._runner.change(operation)

        line.addWidget(
            make_button(
                "", forget, kind="quiet", icon_name="trash", tip=_("Let go of this calendar")
            )
        )
        return widget
