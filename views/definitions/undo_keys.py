"""Undo and redo of the draft by the window's own keys, from any input of the page."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

from views.definitions.desk import DraftDesk


def takes_step(event: QEvent, desk: DraftDesk) -> bool:
    """Undo or redo an edit where the event asks for it and there is one; say whether it did.

    Without an edit to take back the keys stay the window's, which undoes what was saved.
    """
    if not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        step = desk.undo if desk.can_undo else None
    elif QKeySequence(event.keyCombination()) in _redo_keys():
        step = desk.redo if desk.can_redo else None
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
    return QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")
