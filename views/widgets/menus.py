"""Menus and choices that have the keys to themselves.

To Qt a page whose list had the keys before a menu or a list of choices opened has them still: a
figure that was to choose a line of the menu logged a call.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QMenu, QWidget

_CONTROL = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Menu(QMenu):
    """A menu whose letters and figures reach no key of the page behind it."""

    def event(self, event: QEvent) -> bool:
        """Keep keys without Ctrl, Alt or Meta."""
        if _is_plain_key(event):
            event.accept()
            return True
        return super().event(event)


class OpenChoices(QObject):
    """Leaves letters and figures to what is open over a page, and to a choice that has the keys.

    Lists of choices, calendars and the menus of fields are Qt's own, so whatever gets the keys is
    looked after for as long as it has them.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._look_after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys without Ctrl, Alt or Meta; of a closed choice, those that type something."""
        if event.type() == QEvent.Type.ContextMenu:
            QTimer.singleShot(0, self, self._look_after_menu)
        elif _is_plain_key(event):
            typed = event.text() if isinstance(event, QKeyEvent) else ""
            types = bool(typed) and typed.isprintable()
            if _is_open(watched) or (isinstance(watched, QComboBox) and types):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _look_after(self, before: QWidget | None, now: QWidget | None) -> None:
        for widget in _with_viewport(before):
            widget.removeEventFilter(self)
        for widget in _with_viewport(now):
            widget.installEventFilter(self)

    def _look_after_menu(self) -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            menu.installEventFilter(self)


def _with_viewport(widget: QWidget | None) -> tuple[QWidget, ...]:
    """Return a widget and what shows its content, which is asked for menus in its place."""
    if isinstance(widget, QAbstractScrollArea):
        return widget, widget.viewport()
    return () if widget is None else (widget,)


def _is_plain_key(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and not event.modifiers() & _CONTROL
    )


def _is_open(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.window().windowType() == Qt.WindowType.Popup
