"""Menus that have the keys to themselves."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

_CONTROL = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Menu(QMenu):
    """A menu whose letters and figures reach no key of the page behind it.

    To Qt a page whose list had the keys before the menu opened has them still: a figure that was to
    choose a line of the menu logged a call.
    """

    def event(self, event: QEvent) -> bool:
        """Keep keys without Ctrl, Alt or Meta."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _CONTROL
        ):
            event.accept()
            return True
        return super().event(event)
