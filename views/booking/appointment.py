"""The appointment panel: five parts with their state, what is missing, and what can be done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from views.runner import Runner
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.ids import AppointmentId, MemberId


class AppointmentPanel(QWidget):
    """Shows one appointment at a time; letters do what their buttons do, Escape leaves."""

    left = Signal()
    """Emitted when a person goes back to where the appointment was opened from."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    lead_asked = Signal(object)
    """Emitted with the id of the lead whose own page is wanted."""
    reschedule_asked = Signal(object)
    """Emitted with the `AppointmentId` for which the booking panel is to be opened."""

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
        self._appointment_id: AppointmentId | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.title = PlainLabel(size="heading", weight="semibold")
        column.addWidget(self.title)

    def show_appointment(self, appointment_id: "AppointmentId") -> None:
        """Show an appointment; another one that was shown gives way when this one is here."""
        self._appointment_id = appointment_id

    def take_keys(self) -> None:
        """Take the keys, so that letters do what their buttons do."""
        self.setFocus()
