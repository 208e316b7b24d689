"""The booking panel: from a lead to a held slot to a booked meeting, by keyboard alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from views.booking.content import (
    BookingShown,
    Moving,
    Wanted,
    read_booking,
    read_moving,
    wanted_again,
)
from views.booking.details_step import DetailsStep
from views.booking.errand import Errand, PointedAt
from views.booking.headed import HeadedPanel
from views.booking.keeping import KeptTime
from views.booking.lead_finder import LeadFinder
from views.booking.lines import TimeLine, line_at
from views.booking.slot_step import SlotStep
from views.booking.typed import Key, TypedMeetings
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.activity.booked_calls import CallMade
    from models.ids import AppointmentId, LeadId, MemberId

_TOPICS: Final = frozenset({Topic.APPOINTMENTS, Topic.CALENDARS, Topic.TEAM, Topic.LEADS})
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class BookingPanel(HeadedPanel):
    """Books a meeting with one lead, in place; Escape goes back a step, then leaves."""

    booked = Signal(object)
    """Emitted with the `AppointmentId` that was booked, or moved to."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock = utc_now,
        headed: bool = True,
        typed: TypedMeetings | None = None,
    ) -> None:
        super().__init__(runner, on_duty, clock=clock, headed=headed, way_out=_("Leave it (Esc)"))
        self._errand = Errand()
        self._another = True
        self._details_begun = False
        self._typed = typed or TypedMeetings()
        self._typed_about: Key | None = None
        self._line: TimeLine | None = None
        self._sending = False
        self.shown: BookingShown | None = None
        self.waiting = PlainLabel(_("Looking for free times…"), tone="muted")
        self.finder = LeadFinder(runner)
        self.slots = SlotStep()
        self.details = DetailsStep()
        self._name(_("Book a meeting"))
        self._lay_out()
        self._kept = KeptTime(runner, on_duty, clock, self)
        self._connect()
        self._show_step(self.waiting)

    # What it is asked for

    def show_lead(
        self,
        lead_id: "LeadId",
        *,
        follows: "AppointmentId | None" = None,
        call: "Callable[[], CallMade | None] | None" = None,
    ) -> None:
        """Begin to book a meeting with a lead: kind, closer and slots, best first.

        `follows` names the held meeting that this one is the outcome of, `call` tells of the touch
        that is to be logged with it.
        """
        self._begin(Errand(Wanted(lead_id), follows=follows, call=call))
        self._read()

    def book_at(
        self,
        closer_id: "MemberId",
        starts_at: datetime,
        minutes: int | None = None,
        lead_id: "LeadId | None" = None,
    ) -> None:
        """Begin with a time of a closer that was pointed at; without a lead, ask for it first."""
        self._begin(Errand(pointed=PointedAt(closer_id, starts_at, minutes)))
        if lead_id is not None:
            self._want(self._errand.with_lead(lead_id))
            return
        self._name(_("Book a meeting"))
        self._show_step(self.finder)
        self.finder.begin()

    def reschedule(self, appointment_id: "AppointmentId") -> None:
        """Begin to move a meeting to another time, with its closer first."""
        self._begin(Errand())
        self._name(_("Another time"))

        def then(moves: Moving) -> None:
            if isValid(self):
                self._errand = Errand(moves=moves)
                self._want(Wanted(moves.lead_id, moves=moves.appointment_id))

        self._runner.read(
            lambda session: read_moving(session, appointment_id),
            then,
            failed=self._fail,
            lane=f"meeting to move {id(self)}",
        )

    def take_keys(self) -> None:
        """Put the keys where typing narrows the slots, or where the step begins."""
        for step in (self.slots, self.details, self.finder):
            if not step.isHidden():
                step.take_keys()
                return
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Book on Ctrl+Enter, note a yes on Ctrl+Shift+Y, go back a step on Escape."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        in_form = not self.details.isHidden()
        if control and event.key() in _ENTER:
            self._send()
        elif control and shift and event.key() == Qt.Key.Key_Y and in_form:
            self.details.guests.toggle_yes()
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event.key() in _ENTER and in_form:
            # Enter in a field of the form goes on to the next one; only Ctrl+Enter books.
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what is free by now, and keep the chosen time again if nobody was faster."""
        super().showEvent(event)
        if event.spontaneous() or self._sending:
            return
        self._read()
        if self._line is not None:
            self.details.refuse("")
            self._keep(self._line)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing from others while nobody looks."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._let_go()
            self._keep_typed()

    # What is offered

    def _begin(self, errand: Errand) -> None:
        self._let_go()
        self._end_details()
        self._errand = errand
        self._another = True
        self._line, self._sending = None, False
        self.shown = None
        self._say("")
        self._show_step(self.waiting)

    def _want(self, wanted: Wanted) -> None:
        self._errand = replace(self._errand, wanted=wanted)
        self._read()

    def _read(self) -> None:
        wanted, now = self._errand.wanted, self._clock()
        if wanted is None:
            return
        on_duty = self._on_duty()
        self._runner.read(
            lambda session: read_booking(session, wanted, on_duty, now),
            self._show,
            failed=self._fail,
            lane=f"times to book {id(self)}",
        )

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if self.isVisible() and topics & _TOPICS and not self._sending:
            self._read()

    def _show(self, shown: BookingShown) -> None:
        if not isValid(self) or shown.wanted != self._errand.wanted or self._sending:
            return
        another, self._another = self._another, False
        self.shown = shown
        who = ", ".join(part for part in (shown.lead, shown.company) if part)
        self._name(self._errand.title.format(lead=who))
        self.slots.show_booking(shown, self._clock(), another=another)
        if another and self._errand.pointed is not None:
            self._take_pointed(shown, self._errand.pointed)
        elif self.details.isHidden():
            held_keys = self.waiting.isVisible() or self.finder.isVisible()
            self._show_step(self.slots)
            if another or held_keys:
                order_tabs(self.slots)
                self.take_keys()

    def _take_pointed(self, shown: BookingShown, pointed: PointedAt) -> None:
        """Go on with a time that was pointed at, offered or not; the rule speaks later."""
        closer_id = int(pointed.closer_id)
        self.slots.choose_closer(closer_id)
        if self.slots.list.choose_time(pointed.starts_at):
            line = self.slots.current()
        else:
            line = line_at(shown, closer_id, pointed.starts_at)
        if line is not None:
            self._take(line)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if isValid(self):
            self.said.emit("error", str(error))
            self._leave()

    # Keeping a time

    def _take_current(self) -> None:
        line = self.slots.current()
        if line is not None:
            self._take(line)

    def _take(self, line: TimeLine) -> None:
        """Hold a time and go on; the form is there at once, the hold a moment later."""
        if self.shown is None:
            return
        self._line = line
        self._say("")
        self._begin_details(self.shown, line)
        self._show_step(self.details)
        self.details.take_keys()
        self._keep(line)

    def _begin_details(self, shown: BookingShown, line: TimeLine) -> None:
        about = (self._on_duty(), shown.wanted.lead_id)
        another, self._details_begun = not self._details_begun, True
        self._typed_about = None if self._errand.moves else about
        typed = None if self._errand.moves else self._typed.of(about)
        self.details.begin(shown, line, self._clock(), another=another, typed=typed)

    def _keep_typed(self) -> None:
        """Keep what was typed about a meeting that is not booked: its form may be opened again."""
        if self._typed_about is not None:
            self._typed.keep(self._typed_about, self.details.typed())

    def _end_details(self) -> None:
        self._keep_typed()
        self._details_begun, self._typed_about = False, None

    def _keep(self, line: TimeLine) -> None:
        self.details.show_hold(None)
        if self.shown is not None:
            self._kept.take(self.shown, line, lambda: self._line is line)

    def _let_go(self) -> None:
        if self._sending:
            self._kept.forget()
        else:
            self._kept.let_go()

    # Booking it

    def _send(self) -> None:
        shown = self.shown
        if shown is None or self._sending:
            return
        line = self._line if not self.details.isHidden() else self.slots.current()
        if line is None:
            return
        if not self._details_begun and self._typed.of((self._on_duty(), shown.wanted.lead_id)):
            # What was typed another day is not sent to guests before it was seen again.
            self._take(line)
            return
        if self.details.isHidden():
            # Straight from the list: the form says what is booked, should the rules refuse it.
            self._line = line
            self._begin_details(shown, line)
        draft, override = self.details.draft(), self.details.override()
        self._sending, about = True, self._typed_about

        def done(appointment_id: "AppointmentId") -> None:
            if about is not None:
                self._typed.forget(about)
            if about == self._typed_about:
                self._typed_about = None
            self._kept.forget()
            if isValid(self):
                # What was booked is not offered again.
                self._sending, self._line = False, None
                self._errand = replace(self._errand, wanted=None)
                self.booked.emit(appointment_id)

        def refused(error: Exception) -> None:
            self._sending = False
            if not isinstance(error, KnownError):
                raise error
            if isValid(self):
                self._refuse(error)

        change = self._errand.change(shown, line, draft, override)
        self._runner.change(change, done, failed=refused)

    def _refuse(self, error: KnownError) -> None:
        """Say why, where it can be mended."""
        self._show_step(self.details)
        self.details.show_refusal(error)

    # One step after the other

    def _back(self) -> None:
        if self.details.isVisible() and self.shown is not None:
            self._let_go()
            self._line = None
            self._errand = replace(self._errand, pointed=None)
            self._show_step(self.slots)
            self._read()
            self.take_keys()
        else:
            self._leave()

    def _leave(self) -> None:
        self._let_go()
        self._errand, self._line = Errand(), None
        super()._leave()

    def _ask_again(self) -> None:
        """Read the times for another kind of meeting or another zone."""
        wanted, shown = self._errand.wanted, self.shown
        if wanted is None or shown is None:
            return
        again = wanted_again(
            wanted, shown, str(self.slots.kind.currentData()), self.slots.zone.currentText()
        )
        if again is None:
            return
        self._end_details()
        self._want(again)

    def _take_lead(self, lead_id: "LeadId") -> None:
        self._show_step(self.waiting)
        self._want(self._errand.with_lead(lead_id))

    def _show_step(self, step: QWidget) -> None:
        for one in (self.waiting, self.finder, self.slots, self.details):
            one.setVisible(one is step)
        self.setFocusProxy(step)

    def _lay_out(self) -> None:
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(0.5), 0)
        column.setSpacing(theme.space(1.5))
        column.addLayout(self._head())
        column.addWidget(self.refusal)
        column.addWidget(self.waiting)
        column.addWidget(self.finder)
        column.addWidget(self.slots, 1)
        column.addWidget(self.details, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self._kept.ran.connect(self.details.show_hold)
        self._kept.refused.connect(self._refuse)
        self.slots.taken.connect(self._take_current)
        self.slots.asked.connect(self._ask_again)
        self.details.sent.connect(self._send)
        self.details.back_asked.connect(self._back)
        self.finder.chosen.connect(self._take_lead)
        self.finder.left.connect(self._leave)
        self._runner.changed.connect(self._on_change)
