"""The settings of reminders, which belong to this computer: how early, and whether outside too."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel

_EARLIEST_MINUTES = 120


class RemindersSection(QWidget):
    """Each field holds as soon as it is changed."""

    minutes_chosen = Signal(int)
    """Emitted with how many minutes before a meeting its closer is told; 0 for not at all."""
    desktop_chosen = Signal(bool)
    """Emitted with whether reminders are shown by the system as well."""

    def __init__(self, minutes: int, *, desktop: bool, is_supported: bool) -> None:
        super().__init__()
        theme = current_theme()
        self.minutes = QSpinBox()
        self.minutes.setRange(0, _EARLIEST_MINUTES)
        self.minutes.setSuffix(_(" min"))
        self.minutes.setSpecialValueText(_("Not at all"))
        self.minutes.setValue(minutes)
        self.desktop = QCheckBox(_("Show reminders outside the window as well"))
        self.desktop.setChecked(desktop and is_supported)
        self.desktop.setEnabled(is_supported)
        card = Card(_("Meetings"), _("Holds on this computer, at once."))
        card.column.addWidget(FormRow(_("Before a meeting begins"), self.minutes))
        card.column.addWidget(self.desktop)
        if not is_supported:
            words = _("This system has no place for them; they are shown in the window only.")
            card.column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        words = _(
            "On the working day before, the window says once what a meeting still lacks. Nobody is "
            "reminded twice of the same meeting."
        )
        card.column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(card)
        column.addStretch(1)
        self.setFocusProxy(self.minutes)
        self.minutes.valueChanged.connect(self.minutes_chosen)
        self.desktop.toggled.connect(self.desktop_chosen)
