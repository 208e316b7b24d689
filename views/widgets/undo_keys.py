"""Undo and redo within a page, by the window's own keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

Step = Callable[[], object]


def takes_step(event: QEvent, *, undo: Step | None, redo: Step | None) -> bool:
    """Undo or redo where the event asks for it and there is such a step; say whether it did.

    Without a step the keys stay the window's, which undoes what was saved.
    """
    if not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        step = undo
    elif QKeySequence(event.keyCombination()) in _redo_keys():
        step = redo
    else:
        return False
    if step is None:
        return False
    if event.type() == QEvent.Type.ShortcutOverride:
        event.accept()
    elif event.type() == QEvent.Type.KeyPress:
        step()
    return True


def _redo_keys() -> tuple[QKeySequence, QKeySequence]:
    # Both keys of the window's redo, whatever the platform calls standard.
    return QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")
