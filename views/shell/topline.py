"""The top line: the workspace, the command field, and who is on duty."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from models.language import gettext as _
from views.shell.commands import Command, CommandField
from views.shell.glance import Glance
from views.shell.people_menu import PeopleMenu, Person
from views.theme import current_theme
from views.widgets.buttons import make_button
from views.widgets.labels import ElidedLabel, set_tip, without_mnemonic


class TopLine(QWidget):
    """One line over the page."""

    person_chosen = Signal(str)
    """Emitted with the code of the person who takes over."""

    def __init__(self, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(), theme.space(2), theme.space())
        row.setSpacing(theme.space(2))
        self.workspace = ElidedLabel(weight="medium")
        row.addWidget(self.workspace, 3)
        self.field = CommandField(commands)
        self.field.setMinimumWidth(theme.scaled(160))
        row.addWidget(self.field, 4)
        self.duty = make_button(
            _("Nobody on duty"), self.open_duty_menu, kind="quiet", icon_name="user-circle"
        )
        self.duty.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        side = QHBoxLayout()
        side.addStretch(1)
        self.glance = Glance()
        side.addWidget(self.glance)
        side.addWidget(self.duty)
        row.addLayout(side, 3)
        self._people: tuple[Person, ...] = ()
        self._on_duty = ""
        self._menu = PeopleMenu(self)
        self._menu.chosen.connect(self.person_chosen)
        self.set_people((), "")

    def set_workspace(self, name: str) -> None:
        """Show the name of the open workspace."""
        self.workspace.setText(name)

    def set_people(self, people: Sequence[Person], on_duty: str) -> None:
        """Show who may be on duty and who is, by code."""
        self._people = tuple(people)
        self._on_duty = on_duty
        name = next((person.name for person in people if person.code == on_duty), "")
        self.duty.setText(without_mnemonic(name or _("Nobody on duty")))
        self.duty.setVisible(bool(people))
        set_tip(self.duty, _("On duty: {name}. Switch").format(name=name or "–"), "Ctrl+D")

    def open_duty_menu(self) -> None:
        """Open the menu of people; arrows, the letters of a name or a figure choose."""
        if self._people:
            self.fill_duty_menu().popup(self.duty.mapToGlobal(QPoint(0, self.duty.height() + 4)))

    def fill_duty_menu(self) -> PeopleMenu:
        """Return the menu with one line per person."""
        self._menu.fill(self._people, self._on_duty)
        return self._menu

    def minimumSizeHint(self) -> QSize:
        """Keep the height of one line."""
        return QSize(current_theme().scaled(480), super().minimumSizeHint().height())
