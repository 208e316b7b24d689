"""Undo within the what-if page: a gesture is one step, whatever it moved through."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence, QUndoStack

from views.forecast.undo import InputChange
from views.whatif.content import Plan


class PlanSteps:
    """Remembers what each gesture changed, and takes it back at the window's own keys."""

    def __init__(self, owner: QObject, show: Callable[[Plan], None]) -> None:
        self.stack = QUndoStack(owner)
        self._show = show
        self._gesture = 0

    def begin(self) -> None:
        """Begin a new gesture: the next undo goes back to before it."""
        self._gesture += 1

    def edit(self, before: Plan, after: Plan, what: str) -> None:
        """Show another plan; within a gesture that moves the same, it is the same step."""
        if after == before:
            return
        gesture, stack = (what, self._gesture), self.stack
        last = stack.command(stack.index() - 1) if stack.canUndo() else None
        if isinstance(last, InputChange) and last.gesture == gesture and not stack.canRedo():
            last.go_on(after)
        else:
            stack.push(InputChange(before, after, gesture, self._show))

    def takes(self, event: QEvent) -> bool:
        """Undo or redo where the event asks for it and there is something; say whether it did."""
        if not isinstance(event, QKeyEvent):
            return False
        stack = self.stack
        # Both keys of the window's redo, whatever the platform calls standard.
        redo = [QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")]
        if event.matches(QKeySequence.StandardKey.Undo):
            step = stack.undo if stack.canUndo() else None
        elif QKeySequence(event.keyCombination()) in redo:
            step = stack.redo if stack.canRedo() else None
        else:
            return False
        if step is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            step()
            self.begin()
        return True
