"""The meetings of a lead as a list, each with the way into it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.lead_page.parts.section import Section
from views.lead_page.words import appointment_words
from views.theme import current_theme
from views.widgets import PlainLabel, empty_layout, make_button

if TYPE_CHECKING:
    from models.appointments.rows import AppointmentRow


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
        empty_layout(self._rows)
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
