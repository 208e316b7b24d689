"""The menu of who may be on duty: a figure chooses, letters and arrows lead to a name."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from views.widgets.labels import without_mnemonic
from views.widgets.menus import Menu


class Person(NamedTuple):
    """Someone who may be on duty: how they are named and what they do here."""

    code: str
    name: str
    roles: str = ""


class PeopleMenu(Menu):
    """One line per person; who is on duty is marked, and the keys begin there."""

    chosen = Signal(str)
    """Emitted with the code of the person who takes over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = QActionGroup(self)
        self._people: tuple[Person, ...] = ()
        self._typed = ""

    def fill(self, people: Sequence[Person], on_duty: str) -> None:
        """List these people."""
        self.clear()
        self._people = tuple(people)
        for at, person in enumerate(people, start=1):
            words = without_mnemonic(
                f"{person.name}  ·  {person.roles}" if person.roles else person.name
            )
            action = self.addAction(f"&{at}  {words}" if at < 10 else words)
            action.setCheckable(True)
            action.setChecked(person.code == on_duty)
            self._group.addAction(action)
            action.triggered.connect(
                lambda _checked=False, code=person.code: self.chosen.emit(code)
            )

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at who is on duty."""
        super().showEvent(event)
        self._typed = ""
        on_duty = self._group.checkedAction()
        if on_duty is not None:
            self.setActiveAction(on_duty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the name that begins with what is typed; Qt looks for the figures alone."""
        letter = event.text().casefold()
        if letter.isalpha() and self._go_to(letter):
            return
        super().keyPressEvent(event)

    def _go_to(self, letter: str) -> bool:
        for typed in (self._typed + letter, letter):
            for action, person in zip(self.actions(), self._people, strict=True):
                names = (person.name, *person.name.split())
                if any(name.casefold().startswith(typed) for name in names):
                    self._typed = typed
                    self.setActiveAction(action)
                    return True
        return False
