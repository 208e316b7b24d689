"""The general settings: how it looks, who is on duty, what the workspace counts by."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.settings.worth import WorthBasics, WorthForm
from views.shell.menus import theme_choices
from views.shell.people_menu import Person
from views.start.basics import BasicsForm
from views.start.values import WorkspaceBasics
from views.theme import SCALES, current_mode, current_theme
from views.widgets import (
    Card,
    FormRow,
    PlainLabel,
    SegmentedControl,
    fill_choices,
    make_button,
)
from views.widgets.labels import keys_here


@dataclass(frozen=True, slots=True)
class SettingsValues:
    """What the general settings show of the workspace."""

    basics: WorkspaceBasics
    people: Sequence[Person] = ()
    on_duty: str = ""
    worth: WorthBasics = field(default_factory=WorthBasics)


class GeneralSection(QWidget):
    """Look and duty hold at once; what the workspace counts by is saved with a button."""

    theme_chosen = Signal(str)
    scale_chosen = Signal(float)
    person_chosen = Signal(str)
    """Emitted with the code of the person who takes over."""
    basics_saved = Signal(object)
    """Emitted with the `WorkspaceBasics` to be kept."""
    worth_saved = Signal(object)
    """Emitted with the `WorthBasics` to be kept."""

    def __init__(self, values: SettingsValues) -> None:
        super().__init__()
        self._values = values
        choices = [(str(mode), text) for mode, text in theme_choices()]
        self.theme = SegmentedControl(choices, name=_("Theme"))
        sizes = [(str(scale), f"{round(scale * 100)}\u202f%") for scale in SCALES]
        self.scale = SegmentedControl(sizes, name=_("Text size"))
        self.person = QComboBox()
        self.basics = BasicsForm()
        self.worth = WorthForm()
        self.worth.saved.connect(self.worth_saved)
        self.save_button = make_button(_("Save"), self._save, kind="primary", keys="Ctrl+Return")
        self.discard_button = make_button(_("Discard"), self._discard, kind="quiet")
        self._lay_out()
        self.theme.changed.connect(self.theme_chosen)
        self.scale.changed.connect(lambda code: self.scale_chosen.emit(float(code)))
        self.person.activated.connect(
            lambda at: self.person_chosen.emit(str(self.person.itemData(at)))
        )
        self.basics.edited.connect(lambda: self._mark_edited(edited=True))
        for line in (self.basics.currency, self.basics.clients, self.basics.revenue):
            line.returnPressed.connect(self.save_button.click)
        self.show_look(current_mode(), current_theme().scale)
        self._mark_edited(edited=False)
        self.show_values(values)

    def show_values(self, values: SettingsValues) -> None:
        """Show what holds now."""
        self._values = values
        people = tuple((one.code, one.name) for one in values.people)
        fill_choices(self.person, people, values.on_duty)
        self.person.setEnabled(len(people) > 1)
        self.worth.show_values(values.worth, values.basics.base_currency)
        if not self.save_button.isEnabled():
            # What is being typed outlives what others change, and a change of who is on duty.
            self._discard()

    def show_look(self, mode: str, scale: float) -> None:
        """Mark the theme and the text size that hold."""
        self.theme.set_value(mode)
        nearest = min(SCALES, key=lambda one: abs(one - scale))
        self.scale.set_value(str(nearest))

    def show_refusal(self, sentence: str) -> None:
        """Say why the new base currency cannot be taken."""
        self.basics.currency_row.set_error(sentence)
        self.basics.currency.setFocus(Qt.FocusReason.OtherFocusReason)
        self.keep_editing()

    def keep_editing(self) -> None:
        """Keep what the workspace is to count by, since it could not be saved."""
        self._mark_edited(edited=True)

    def _lay_out(self) -> None:
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        look = Card(_("Look"), _("Holds on this computer, at once."))
        look.column.addWidget(_labelled(_("Theme"), self.theme))
        look.column.addWidget(_labelled(_("Text size"), self.scale))
        column.addWidget(look)
        duty = Card(
            _("Who is on duty"),
            _("Changes are recorded under this name. {keys} anywhere.").format(
                keys=keys_here("Ctrl+D")
            ),
        )
        duty.column.addWidget(FormRow(_("Working now"), self.person))
        column.addWidget(duty)
        workspace = Card(_("This workspace"), _("Holds for everyone who works in it."))
        workspace.column.addWidget(self.basics)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space())
        buttons.addStretch(1)
        buttons.addWidget(self.discard_button)
        buttons.addWidget(self.save_button)
        workspace.column.addLayout(buttons)
        column.addWidget(workspace)
        worth = Card(_("What a client is worth"), _("Shown with every lead, with its source."))
        worth.column.addWidget(self.worth)
        column.addWidget(worth)
        column.addStretch(1)

    def _save(self) -> None:
        basics = self.basics.read_values()
        wrong = self.basics.first_wrong()
        if basics is None:
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._mark_edited(edited=False)
        self.basics_saved.emit(basics)

    def _discard(self) -> None:
        self.basics.show_values(self._values.basics)
        self._mark_edited(edited=False)

    def _mark_edited(self, *, edited: bool) -> None:
        self.save_button.setEnabled(edited)
        self.discard_button.setEnabled(edited)


def _labelled(text: str, control: SegmentedControl) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current_theme().space(0.5))
    column.addWidget(PlainLabel(text, weight="medium"))
    column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
    return box
