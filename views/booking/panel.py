"""The booking panel: from a lead to a held slot to a booked meeting, by keyboard alone."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.language import gettext as _
from views.runner import Runner
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.ids import AppointmentId, LeadId, MemberId


class BookingPanel(QWidget):
    """Books a meeting with one lead, in place; Escape goes back a step, then leaves."""

    booked = Signal(object)
    """Emitted with the `AppointmentId` that was booked, or moved to."""
    left = Signal()
    """Emitted when a person leaves without booking."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._lead_id: LeadId | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.title = PlainLabel(_("Book a meeting"), size="heading", weight="semibold")
        column.addWidget(self.title)

    def show_lead(self, lead_id: "LeadId") -> None:
        """Begin to book a meeting with a lead: kind, closer and slots, best first."""
        self._lead_id = lead_id

    def book_at(
        self,
        closer_id: "MemberId",
        starts_at: datetime,
        minutes: int | None = None,
        lead_id: "LeadId | None" = None,
    ) -> None:
        """Begin with a time of a closer that was pointed at; without a lead, ask for it first."""
        self._lead_id = lead_id

    def reschedule(self, appointment_id: "AppointmentId") -> None:
        """Begin to move a meeting to another time, with its closer first."""

    def take_keys(self) -> None:
        """Put the keys where typing narrows the slots."""
        self.setFocus()
