"""The middle of the page: the call panel, and what opens in its place for booking and meetings."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.clock import Clock
from views.drafts import DraftStore
from views.runner import Runner
from views.theme import current_theme, theme_changed
from views.today.acts import Act
from views.today.call.aside import AsideForm
from views.today.call.outcomes import ResultBar
from views.today.call.outside import Outside
from views.today.call.panel import CallPanel
from views.today.reject_form import RejectForm
from views.widgets import KeyHint, empty_layout, make_button, make_frame

if TYPE_CHECKING:
    from models.activity.booked_calls import CallMade
    from models.ids import AppointmentId, LeadId, MemberId
    from models.queue.rows import QueueItem
    from views.booking.meeting.panel import AppointmentPanel
    from views.booking.panel import BookingPanel

_LEAST_PIXELS: Final = 416


class Middle(QWidget):
    """One piece of work at a time; Escape goes back to it from what was opened in its place."""

    acted = Signal(str)
    """Emitted with the letter of an act whose button was pressed."""
    undo_asked = Signal()
    """Emitted when the last outcome is to be taken back."""
    booked = Signal(object)
    """Emitted with the id of an appointment that was booked here."""
    left = Signal()
    """Emitted when the keys go back to the list."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose own page is wanted."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and how it is to be handed over."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        outside: Outside,
        drafts: DraftStore,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._measure()
        theme_changed.connect(self._measure)
        self.result = ResultBar()
        self.result.undo_asked.connect(self.undo_asked)
        self.acts = QWidget()
        self._acts = QHBoxLayout(self.acts)
        self._offered: tuple[Act, ...] = ()
        self.reject = RejectForm()
        self.reject.hide()
        self.aside = AsideForm(clock)
        self.call = CallPanel(runner, outside, drafts, on_duty, clock=clock)
        self.call.said.connect(self.said)
        self.call.left.connect(self.left)
        self.booking: BookingPanel | None = None
        self.meeting: AppointmentPanel | None = None
        self.stack = QStackedWidget()
        self._lay_out()

    @property
    def takes_letters(self) -> bool:
        """Whether what has the keys now needs the letters for itself."""
        focused = QApplication.focusWidget()
        if focused is None:
            return False
        parts = (self.reject, self.aside, self.call.ask, self.booking, self.meeting)
        return any(
            part is not None and (part is focused or part.isAncestorOf(focused)) for part in parts
        )

    @property
    def is_typed_in(self) -> bool:
        """Whether somebody is writing here, or works in what opened here: nothing may move."""
        focused = QApplication.focusWidget()
        writes = isinstance(focused, (QLineEdit, QPlainTextEdit)) and self.isAncestorOf(focused)
        return writes or self.takes_letters or self.is_booking

    def show_item(self, item: "QueueItem", acts: tuple[Act, ...], now: datetime) -> None:
        """Show a line of the queue; forms that were begun about another one are closed."""
        self.call.show_item(item, now)
        self._show_acts(acts)

    def drop_forms(self) -> None:
        """Close what was asked about the lead."""
        self.reject.hide()
        self.aside.hide()
        self.acts.setVisible(self._acts.count() > 0)

    def show_call(self) -> None:
        """Show the call panel again."""
        self.stack.setCurrentWidget(self.call)

    def book(self, lead_id: "LeadId", call: "Callable[[], CallMade | None] | None" = None) -> None:
        """Open booking in place; `call` tells of the touch that is to be logged with it."""
        panel = self._booking_panel()
        panel.show_lead(lead_id, call=call)
        self.stack.setCurrentWidget(panel)
        panel.take_keys()

    def show_meeting(self, appointment_id: "AppointmentId", *, take_keys: bool) -> None:
        """Show a meeting in place of the call."""
        if self.meeting is None:
            # Meetings bring much along that a call does without.
            from views.booking.meeting.panel import AppointmentPanel

            self.meeting = AppointmentPanel(self._runner, self._on_duty, clock=self._clock)
            self.meeting.said.connect(self.said)
            self.meeting.left.connect(self._leave_meeting)
            self.meeting.lead_asked.connect(self.lead_asked)
            self.meeting.handing_asked.connect(self.handing_asked)
            self.stack.addWidget(self.meeting)
        self.meeting.show_appointment(appointment_id)
        self.stack.setCurrentWidget(self.meeting)
        if take_keys:
            self.meeting.take_keys()

    @property
    def is_booking(self) -> bool:
        """Whether a meeting is being booked."""
        return self.booking is not None and self.stack.currentWidget() is self.booking

    # Inside

    def _booking_panel(self) -> "BookingPanel":
        if self.booking is None:
            from views.booking.panel import BookingPanel

            self.booking = BookingPanel(self._runner, self._on_duty, clock=self._clock)
            self.booking.said.connect(self.said)
            self.booking.booked.connect(self._booked)
            self.booking.left.connect(self._leave_booking)
            self.stack.addWidget(self.booking)
        return self.booking

    def _booked(self, appointment_id: object) -> None:
        self.show_call()
        self.booked.emit(appointment_id)

    def _leave_booking(self) -> None:
        self.show_call()
        self.left.emit()

    def _leave_meeting(self) -> None:
        self.show_call()
        self.left.emit()

    def _show_acts(self, acts: tuple[Act, ...]) -> None:
        if acts != self._offered:
            # The same ones stay: one of them may have the keys.
            self._offered = acts
            self._fill_acts(acts)
        self.acts.setVisible(bool(acts) and self.reject.isHidden() and self.aside.isHidden())
        self.call.head.fit()

    def _fill_acts(self, acts: tuple[Act, ...]) -> None:
        empty_layout(self._acts)
        for act in acts:
            button = make_button(
                act.text,
                partial(self.acted.emit, act.letter),
                kind="secondary",
            )
            self._acts.addWidget(button)
            self._acts.addWidget(KeyHint(act.letter), 0, Qt.AlignmentFlag.AlignVCenter)
        if acts:
            self._acts.addStretch(1)

    def _lay_out(self) -> None:
        theme = current_theme()
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setSpacing(theme.space())
        frame = make_frame("canvas")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(1.5))
        column.setSpacing(theme.space())
        self.call.head.hold(self.acts)
        for part in (self.result, self.reject, self.aside):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        # It holds most, and whatever is put into another widget is styled anew.
        self.stack.addWidget(self.call)

    def _measure(self) -> None:
        self.setMinimumWidth(current_theme().scaled(_LEAST_PIXELS))
