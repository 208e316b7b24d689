"""The Calendar page: whose time is taken by what, moved by hand or by key, printed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from models.appointments.calendar_page import CalendarWeek
from models.clock import Clock, utc_now
from models.language import gettext as _
from models.topics import Topic
from models.wall_time import local_day
from views.calendar.acts import WEEK_DAYS, Wanted, reading
from views.calendar.beside import MeetingBeside
from views.calendar.move_bar import MoveBar
from views.calendar.mover import STEPS, Mover
from views.calendar.page_head import CalendarHead
from views.calendar.painting.legend import Legend
from views.calendar.papers import Paper
from views.calendar.placing.proposals import Proposal
from views.calendar.placing.stops import Stop
from views.calendar.printing import paper_of, title_of
from views.calendar.view import CalendarView
from views.calendar.words import summary, unsure_words
from views.documents.panel import DocumentPanel, Documents
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import EmptyState, TablePlaceholder, make_frame

if TYPE_CHECKING:
    from models.ids import AppointmentId, MemberId

_TOPICS: Final = frozenset(
    {Topic.APPOINTMENTS, Topic.CALENDARS, Topic.TEAM, Topic.LEADS, Topic.DEFINITIONS}
)
_TICK_MILLISECONDS: Final = 30_000
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALT: Final = Qt.KeyboardModifier.AltModifier
_ALT_SHIFT: Final = _ALT | Qt.KeyboardModifier.ShiftModifier


class CalendarPage(QWidget):
    """Shows the week of a closer or a day of all; `on_duty` says who looks at it."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose own page a person wants to see."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""
    page_asked = Signal(str)
    """Emitted with the code of another page that a person wants to see."""
    shown = Signal()
    """Emitted when days, or what stands in their place, are shown."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        documents: Documents[Paper],
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._wanted = Wanted()
        self._week: CalendarWeek | None = None
        self._choose: AppointmentId | None = None
        self._aim: datetime | None = None
        self._news = News(self, runner, _TOPICS)
        self.head = CalendarHead()
        self.view = CalendarView()
        self.bar = MoveBar()
        self.mover = Mover(self.view, self.bar, runner, on_duty, clock)
        self.legend = Legend()
        self.document: DocumentPanel[Paper] = DocumentPanel(
            documents, runner, _("Back to the calendar (Esc)")
        )
        self.nobody = EmptyState(
            _("Nobody on the team is a closer yet. Give somebody the role to see their week."),
            _("Go to the settings"),
            lambda: self.page_asked.emit("settings"),
            icon_name="calendar-blank",
        )
        self._lay_out()
        self._connect()
        self._offer_commands()
        self.refresh()

    # What is shown

    @property
    def week(self) -> CalendarWeek | None:
        """What is shown; None before the first days are there."""
        return self._week

    def refresh(self) -> None:
        """Read the days anew."""
        self._news.forget()
        at = self._clock()
        query = reading(self._wanted, self._on_duty(), at)
        self._runner.read(query, self._show, lane="calendar")

    def show_day(self, first_day: date | None, *, is_week: bool) -> None:
        """Show a day, or the week that begins with it; without one that of today."""
        count = WEEK_DAYS if is_week else 1
        self._want(replace(self._wanted, first_day=first_day, day_count=count))

    def show_closer(self, closer_id: "MemberId") -> None:
        """Show the week of another closer."""
        self._want(replace(self._wanted, closer_id=closer_id))

    def tick(self) -> None:
        """Let the time run on the screen; holds come and go without anybody being told."""
        self.view.change_scene(now=self._clock())
        if self.isVisible() and self.view.proposal is None:
            self.refresh()
        else:
            self._news.miss()

    def open_appointment(self, appointment_id: "AppointmentId") -> None:
        """Open a meeting beside the calendar."""
        self.beside.open_appointment(appointment_id)

    def show_paper(self, code: str) -> None:
        """Show what is to be printed: days, agenda or preparation."""
        if self._week is None:
            return
        paper = paper_of(
            code, self._week, self.view.chosen_closer_id, self.view.chosen_meeting, self._on_duty()
        )
        if paper is None:
            self.notice.emit("info", _("Choose a meeting first; its preparation can be printed."))
            return
        title, caption, file_name = title_of(paper, self._week)
        self.whole.setCurrentWidget(self.document)
        self.document.show_document(paper, title, caption, file_name)
        self.document.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for, as the buttons and the menu do."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
            return
        act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the keys of the calendar first, which its area would take; fit the head."""
        if watched is self.beside.area.viewport():
            if event.type() == QEvent.Type.Resize:
                self.head.fit(self.beside.area.viewport().width())
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = self._act_of(event)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    # What it is made of

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(3)
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(1.5))
        column.setSpacing(theme.space())
        column.addWidget(self.head)
        column.addWidget(card, 1)
        column.addWidget(self.bar)
        column.addWidget(self.legend)
        self.beside = MeetingBeside(content, self._runner, self._on_duty, clock=self._clock)
        self.waiting = TablePlaceholder((1, 3, 3, 3, 3, 3))
        self.whole = QStackedWidget()
        for widget in (self.waiting, self.beside, self.nobody, self.document):
            self.whole.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.head.stepped.connect(self._step)
        self.head.today_asked.connect(self._go_to_today)
        self.head.span_chosen.connect(self._choose_span)
        self.head.closer_chosen.connect(self.show_closer)
        self.head.print_asked.connect(self.show_paper)
        self.view.opened.connect(lambda meeting: self.open_appointment(meeting.id))
        self.view.left_days.connect(self._leave_days)
        self.view.went_to.connect(self._follow)
        # What others do must not take a meeting out of somebody's hand.
        self.view.proposed.connect(lambda proposal: self._news.hold_back(proposal is not None))
        self.mover.moved.connect(self._stand_on)
        self.mover.said.connect(self.notice)
        self.mover.book_asked.connect(self._book)
        self.beside.said.connect(self.notice)
        self.beside.lead_asked.connect(self.lead_asked)
        self.beside.handing_asked.connect(self.handing_asked)
        self.beside.booked.connect(self._stand_on)
        self.document.closed.connect(self._leave_document)
        self.document.said.connect(self.notice)
        self.view.installEventFilter(self)
        self.beside.area.viewport().installEventFilter(self)
        self._news.came.connect(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def _offer_commands(self) -> None:
        """Make what the page can do findable by its words."""
        for words, act in (
            (_("Today in the calendar"), self._go_to_today),
            (_("Calendar of the week"), lambda: self._choose_span("week")),
            (_("Calendar of the day, closers side by side"), lambda: self._choose_span("day")),
            (_("Book a meeting here"), self._book_here),
            (_("Print the calendar"), lambda: self.show_paper("days")),
            (_("Agenda of the closer"), lambda: self.show_paper("agenda")),
            (_("Preparation sheet of the meeting"), lambda: self.show_paper("preparation")),
        ):
            action = QAction(words, self)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.addAction(action)

    # Which days

    def _want(self, wanted: Wanted, aim: datetime | None = None) -> None:
        """Read other days; the keys are to stand at `aim` then, else at the same time."""
        self.mover.give_up()
        stop = self.view.stop
        self._aim = aim or (None if stop is None else stop.instant)
        self._wanted = wanted
        self.refresh()

    def _show(self, week: CalendarWeek) -> None:
        if self.view.proposal is not None:
            # These days were asked for before the meeting was taken in hand.
            self._news.miss()
            return
        held_keys = self._holds_keys()
        self._week = week
        at = self._clock()
        if week.closers:
            self._wanted = replace(self._wanted, first_day=week.days[0].day)
        if self.whole.currentWidget() is not self.document:
            self.whole.setCurrentWidget(self.beside if week.everybody else self.nobody)
        self.head.show_week(week, summary(week, at))
        self.legend.show_week(week)
        self.view.show_week(week, at, self._aim)
        self._aim = None
        if self._choose is not None and self.view.choose_meeting(self._choose):
            self._choose = None
        place = self.view if week.everybody else self.nobody.button
        self.setFocusProxy(place)
        if held_keys and place.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _holds_keys(self) -> bool:
        if self.view.hasFocus() or self.nobody.button.hasFocus():
            return True
        # Before the first days are there, only what the page lies in can be given the keys.
        focused = QApplication.focusWidget()
        waits = self.whole.currentWidget() is self.waiting
        return waits and (focused in {None, self} or focused.isAncestorOf(self))

    def _step(self, steps: int) -> None:
        """Show the days before or after; the keys keep weekday and time."""
        if self._week is not None:
            away = timedelta(days=steps * self._wanted.day_count)
            self._show_from(self._week.days[0].day + away, away)

    def _leave_days(self, steps: int) -> None:
        """Go on sideways into the days before or after; closers side by side end at the edge."""
        if self._week is not None and self._wanted.is_week:
            away = timedelta(days=steps * self._wanted.day_count)
            self._show_from(self._week.days[0].day + away, timedelta(days=steps))

    def _show_from(self, first_day: date, further: timedelta) -> None:
        stop = self.view.stop
        aim = None if stop is None else stop.instant + further
        self._want(replace(self._wanted, first_day=first_day), aim)

    def _go_to_today(self) -> None:
        # At the weekend the calendar begins with the coming week; whoever asks for today gets it.
        at, first_day = self._clock(), None
        if self._week is not None:
            today = local_day(at, self._week.zone)
            first_day = today - timedelta(days=today.weekday() if self._wanted.is_week else 0)
        self._want(replace(self._wanted, first_day=first_day), at)

    def _choose_span(self, code: str) -> None:
        day = self.view.chosen_day
        closer_id = self.view.chosen_closer_id or self._wanted.closer_id
        if code == "week":
            monday = None if day is None else day - timedelta(days=day.weekday())
            self._want(Wanted(monday, WEEK_DAYS, closer_id))
        else:
            self._want(Wanted(day, 1, closer_id))

    def _stand_on(self, appointment_id: "AppointmentId") -> None:
        self._choose = appointment_id
        self.refresh()

    def _follow(self, stop: Stop) -> None:
        if self._week is not None:
            self.head.show_sureness(unsure_words(self._week, self.view.chosen_closer_id))
        if stop.meeting is not None:
            self.beside.show_appointment(stop.meeting.id)

    def _leave_document(self) -> None:
        self.whole.setCurrentWidget(self.beside)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # Keys

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.whole.currentWidget() is not self.beside:
            return None
        if key in STEPS and modifiers in (_ALT, _ALT_SHIFT):
            return lambda: self.mover.nudge(key, resize=modifiers == _ALT_SHIFT)
        if modifiers == Qt.KeyboardModifier.ControlModifier and key == Qt.Key.Key_P:
            return lambda: self.show_paper("days")
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return None
        if self.view.proposal is not None:
            return {
                Qt.Key.Key_Escape: self.mover.give_up,
                **dict.fromkeys(_ENTER, self.mover.confirm),
            }.get(key)
        return {
            Qt.Key.Key_PageUp: lambda: self._step(-1),
            Qt.Key.Key_PageDown: lambda: self._step(1),
            Qt.Key.Key_T: self._go_to_today,
            Qt.Key.Key_W: lambda: self._choose_span("week"),
            Qt.Key.Key_D: lambda: self._choose_span("day"),
            Qt.Key.Key_N: self._book_here,
            Qt.Key.Key_A: lambda: self.show_paper("agenda"),
            Qt.Key.Key_P: lambda: self.show_paper("preparation"),
            **dict.fromkeys(_ENTER, self._open_here),
            **({Qt.Key.Key_Escape: self.beside.close_panel} if self.beside.is_open else {}),
        }.get(key)

    def _open_here(self) -> None:
        meeting = self.view.chosen_meeting
        if meeting is None:
            self._book_here()
        else:
            self.open_appointment(meeting.id)

    def _book_here(self) -> None:
        closer_id, stop = self.view.chosen_closer_id, self.view.stop
        if closer_id is not None and stop is not None:
            start = stop.instant if stop.meeting is None else stop.meeting.ends_at
            self.beside.book_at(closer_id, start, None)

    def _book(self, proposal: Proposal) -> None:
        self.beside.book_at(proposal.closer_id, proposal.starts_at, proposal.minutes)
