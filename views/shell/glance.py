"""The part of the top line that tells what waits to leave and how current the calendars are."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.icons import icon
from views.theme import current_theme, theme_changed
from views.widgets.buttons import make_button
from views.widgets.labels import set_tip

if TYPE_CHECKING:
    from models.outbox.glance import OutboxGlance


# With larger text the field for commands needs the room; the number and the sign remain.
_WORDS_UP_TO: Final = 1.2


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
        self._seen: OutboxGlance | None = None
        self.calendars.hide()
        self.outbox.hide()
        theme_changed.connect(self._again)

    def show_glance(self, seen: "OutboxGlance") -> None:
        """Show how much waits and how many calendars are not known."""
        self._seen = seen
        count = seen.waiting + seen.proposals
        self.outbox.setVisible(count > 0)
        wide = current_theme().scale <= _WORDS_UP_TO
        said_here = _("{count} in the outbox").format(count=count) if wide else str(count)
        self.outbox.setText(said_here)
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
        count = len(seen.unknown)
        unknown = ngettext("{count} calendar unknown", "{count} calendars unknown", count)
        self.calendars.setText(unknown.format(count=count) if wide else str(count))
        self.calendars.setIcon(icon("calendar-blank", "warning.text"))
        known = _("Calendars not known: {sentences}").format(sentences=" ".join(seen.unknown))
        set_tip(self.calendars, known)
        self.calendars.setAccessibleName(known)

    def _again(self) -> None:
        if self._seen is not None:
            self.show_glance(self._seen)

    def clear(self) -> None:
        """Tell nothing: another workspace is being opened."""
        self._seen = None
        self.calendars.hide()
        self.outbox.hide()
