"""The meetings of a lead: their list, and booking or working on one beside the page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from views.lead_page.section import Section
from views.lead_page.words import appointment_words
from views.runner import Runner
from views.theme import current_theme
from views.widgets import PlainLabel, SidePanel, make_button

if TYPE_CHECKING:
    from models.appointments.rows import AppointmentRow
    from models.ids import AppointmentId, LeadId, MemberId
    from views.booking.meeting.panel import AppointmentPanel
    from views.booking.panel import BookingPanel

_PANEL_PIXELS: Final = 440
_PAGE_PIXELS: Final = 240
"""What is left of the page, which scrolls: the panel is what is worked in now."""


class Meetings(Section):
    """Each meeting with a button that opens it; hidden while there is none."""

    asked = Signal(object)
    """Emitted with the id of an appointment that a person wants to see."""

    def __init__(self) -> None:
        super().__init__(_("Appointments"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(current_theme().space(0.5))
        self.column.addLayout(self._rows)
        self.hide()

    def show_meetings(self, rows: "Sequence[AppointmentRow]", members: dict[int, str]) -> None:
        """Show a lead's meetings, the latest first."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in rows:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(current_theme().space())
            words = appointment_words(one, members)
            said = PlainLabel(words, wrap=True, selectable=True)
            said.setMinimumWidth(1)
            row.addWidget(said, 1)
            button = make_button(_("Open"), partial(self.asked.emit, one.id), kind="link")
            button.setAccessibleName(_("Open {meeting}").format(meeting=words))
            row.addWidget(button)
            self._rows.addWidget(line)
        self.setVisible(bool(rows))


class MeetingsBeside(QObject):
    """Opens booking, or one meeting, in the panel beside a lead's page."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and `draft` or `saved`."""

    def __init__(
        self,
        side: SidePanel,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
    ) -> None:
        super().__init__(side)
        self._side = side
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self.booking: BookingPanel | None = None
        self.meeting: AppointmentPanel | None = None
        side.closed.connect(self._forget)

    def book(self, lead_id: "LeadId") -> None:
        """Open booking for a lead."""
        from views.booking.panel import BookingPanel

        self._forget()
        panel = BookingPanel(self._runner, self._on_duty, clock=self._clock, headed=False)
        panel.said.connect(self.said)
        panel.left.connect(self._side.close_panel)
        panel.named.connect(self._side.title.setText)
        panel.booked.connect(self.open_meeting)
        self._open(_("Book a meeting"), panel)
        self.booking = panel
        panel.show_lead(lead_id)
        panel.take_keys()

    def open_meeting(self, appointment_id: "AppointmentId") -> None:
        """Open one meeting."""
        from views.booking.meeting.panel import AppointmentPanel

        if self.meeting is None or not self._side.is_open:
            self._forget()
            panel = AppointmentPanel(self._runner, self._on_duty, clock=self._clock, headed=False)
            panel.said.connect(self.said)
            panel.left.connect(self._side.close_panel)
            panel.named.connect(self._side.title.setText)
            panel.handing_asked.connect(self.handing_asked)
            self._open(_("Meeting"), panel)
            self.meeting = panel
        self.meeting.show_appointment(appointment_id)
        self.meeting.take_keys()

    def _open(self, title: str, panel: QWidget) -> None:
        self._side.open_panel(title, panel)
        wide = self._side.width()
        beside = current_theme().scaled(_PANEL_PIXELS)
        if wide - beside > _PAGE_PIXELS and self._side.sizes()[1] < beside:
            self._side.setSizes([wide - beside, beside])

    def _forget(self) -> None:
        self.booking, self.meeting = None, None
