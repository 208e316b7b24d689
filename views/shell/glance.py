"""The part of the top line that tells what waits to leave and how current the calendars are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.icons import icon
from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.outbox.glance import OutboxGlance


class Glance(QWidget):
    """Two quiet buttons; each is there only while it has something to tell."""

    outbox_asked = Signal()
    calendars_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space(0.5))
        self.calendars = make_button(
            "", self.calendars_asked.emit, kind="quiet", icon_name="calendar-blank", tip="-"
        )
        self.outbox = make_button(
            "", self.outbox_asked.emit, kind="quiet", icon_name="paper-plane-tilt", tip="-"
        )
        for button in (self.calendars, self.outbox):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        self.calendars.hide()
        self.outbox.hide()

    def show_glance(self, seen: "OutboxGlance") -> None:
        """Show how much waits and how many calendars are not known."""
        count = seen.waiting + seen.proposals
        self.outbox.setVisible(count > 0)
        self.outbox.setText(_("{count} in the outbox").format(count=count))
        waits = ngettext("{count} message waits", "{count} messages wait", seen.waiting)
        parts = [waits.format(count=seen.waiting)]
        if seen.in_trouble:
            parts.append(_("{count} of them need you").format(count=seen.in_trouble))
        if seen.proposals:
            other = ngettext("{count} guest proposes", "{count} guests propose", seen.proposals)
            parts.append(
                _("{guests} another time").format(guests=other.format(count=seen.proposals))
            )
        said = _("Outbox: {what}").format(what=", ".join(parts))
        set_tip(self.outbox, said, "Ctrl+M")
        self.outbox.setAccessibleName(said)
        troubled = seen.in_trouble > 0
        self.outbox.setIcon(icon("paper-plane-tilt", "warning.text" if troubled else "muted"))
        self.calendars.setVisible(bool(seen.unknown))
        unknown = ngettext(
            "{count} calendar unknown", "{count} calendars unknown", len(seen.unknown)
        )
        self.calendars.setText(unknown.format(count=len(seen.unknown)))
        self.calendars.setIcon(icon("calendar-blank", "warning.text"))
        known = _("Calendars not known: {sentences}").format(sentences=" ".join(seen.unknown))
        set_tip(self.calendars, known)
        self.calendars.setAccessibleName(known)

    def clear(self) -> None:
        """Tell nothing: another workspace is being opened."""
        self.calendars.hide()
        self.outbox.hide()
