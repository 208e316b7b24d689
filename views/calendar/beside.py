"""What opens beside the calendar: a meeting, or the booking of a new one."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.clock import Clock
from models.language import gettext as _
from views.booking.meeting.panel import AppointmentPanel
from views.booking.panel import BookingPanel
from views.booking.typed import TypedMeetings
from views.runner import Runner
from views.theme import current_theme
from views.widgets import SidePanel

if TYPE_CHECKING:
    from models.ids import AppointmentId, MemberId


_CONTENT_PIXELS: Final = 640
_PANEL_PIXELS: Final = 460


class MeetingBeside(SidePanel):
    """The calendar with one panel at its right; Escape closes it."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose own page is wanted."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""
    booked = Signal(object)
    """Emitted with the `AppointmentId` that was booked, or moved to."""

    def __init__(
        self,
        content: QWidget,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock,
    ) -> None:
        super().__init__(content, name="calendar")
        self.setSizes([_CONTENT_PIXELS, current_theme().scaled(_PANEL_PIXELS)])
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._typed = TypedMeetings()

    @property
    def panel(self) -> AppointmentPanel | None:
        """The panel of the meeting that is open, if any."""
        return self.shown if isinstance(self.shown, AppointmentPanel) else None

    def open_appointment(self, appointment_id: "AppointmentId") -> None:
        """Open a meeting and give it the keys."""
        panel = AppointmentPanel(self._runner, self._on_duty, clock=self._clock, headed=False)
        panel.named.connect(self.title.setText)
        panel.handing_asked.connect(self.handing_asked)
        panel.left.connect(self.close_panel)
        panel.said.connect(self.said)
        panel.lead_asked.connect(self.lead_asked)
        self.open_panel(_("Meeting"), panel)
        panel.show_appointment(appointment_id)
        panel.take_keys()

    def show_appointment(self, appointment_id: "AppointmentId") -> None:
        """Show another meeting in the panel that is open; the keys stay where they are."""
        if self.panel is not None:
            self.panel.show_appointment(appointment_id)

    def book_at(self, closer_id: "MemberId", starts_at: datetime, minutes: int | None) -> None:
        """Begin to book at a time of a closer; whom with is asked first."""
        panel = BookingPanel(
            self._runner, self._on_duty, clock=self._clock, headed=False, typed=self._typed
        )
        panel.named.connect(self.title.setText)
        panel.left.connect(self.close_panel)
        panel.said.connect(self.said)
        panel.booked.connect(self._hear_booked)
        self.open_panel(_("Book a meeting"), panel)
        panel.book_at(closer_id, starts_at, minutes)
        panel.take_keys()

    def _hear_booked(self, appointment_id: "AppointmentId") -> None:
        self.close_panel()
        self.booked.emit(appointment_id)
