"""What opens beside the page of a lead: its company, one of its meetings, or the next booking."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from models.clock import Clock
from models.language import gettext as _
from views.booking.typed import TypedMeetings
from views.lead_page.parts.company import CompanyPanel
from views.runner import Runner
from views.theme import current_theme
from views.widgets import SidePanel

if TYPE_CHECKING:
    from models.ids import AppointmentId, CompanyId, LeadId, MemberId
    from views.booking.meeting.panel import AppointmentPanel
    from views.booking.panel import BookingPanel

_PANEL_PIXELS: Final = 440
_PAGE_PIXELS: Final = 240
"""What is left of the page, which scrolls: the panel is what is worked in now."""


class Beside(SidePanel):
    """The page of a lead with one panel at its right; Escape closes it."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    lead_asked = Signal(object)
    """Emitted with the id of another lead of the company that a person wants to see."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""

    def __init__(
        self,
        content: QWidget,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
    ) -> None:
        super().__init__(content, name="lead_page")
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._typed = TypedMeetings()

    @property
    def company(self) -> CompanyPanel | None:
        """The company, while it is open."""
        return self.shown if isinstance(self.shown, CompanyPanel) else None

    @property
    def meeting(self) -> "AppointmentPanel | None":
        """The meeting, while one is open."""
        from views.booking.meeting.panel import AppointmentPanel

        return self.shown if isinstance(self.shown, AppointmentPanel) else None

    @property
    def booking(self) -> "BookingPanel | None":
        """The booking, while one is going on."""
        from views.booking.panel import BookingPanel

        return self.shown if isinstance(self.shown, BookingPanel) else None

    def open_company(self, company_id: "CompanyId", name: str) -> None:
        """Open a company."""
        panel = self.company
        if panel is None:
            panel = CompanyPanel(self._runner, self._clock)
            panel.named.connect(self.title.setText)
            panel.gone.connect(self.close_panel)
            panel.lead_asked.connect(self.lead_asked)
            self.open_panel(name, panel)
        panel.show_company(company_id)

    def book(self, lead_id: "LeadId") -> None:
        """Open booking for a lead."""
        from views.booking.panel import BookingPanel

        panel = BookingPanel(
            self._runner, self._on_duty, clock=self._clock, headed=False, typed=self._typed
        )
        panel.said.connect(self.said)
        panel.left.connect(self.close_panel)
        panel.named.connect(self.title.setText)
        panel.booked.connect(self.open_meeting)
        self._open_wide(_("Book a meeting"), panel)
        panel.show_lead(lead_id)
        panel.take_keys()

    def open_meeting(self, appointment_id: "AppointmentId") -> None:
        """Open one meeting."""
        from views.booking.meeting.panel import AppointmentPanel

        panel = self.meeting
        if panel is None:
            panel = AppointmentPanel(self._runner, self._on_duty, clock=self._clock, headed=False)
            panel.said.connect(self.said)
            panel.left.connect(self.close_panel)
            panel.named.connect(self.title.setText)
            panel.handing_asked.connect(self.handing_asked)
            self._open_wide(_("Meeting"), panel)
        panel.show_appointment(appointment_id)
        panel.take_keys()

    def _open_wide(self, title: str, panel: QWidget) -> None:
        self.open_panel(title, panel)
        wide = self.width()
        beside = current_theme().scaled(_PANEL_PIXELS)
        if wide - beside > _PAGE_PIXELS and self.sizes()[1] < beside:
            self.setSizes([wide - beside, beside])
