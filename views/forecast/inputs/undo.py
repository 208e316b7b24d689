"""Undo within a page of inputs: a gesture is one step, whatever it moved through."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from models.language import gettext as _
from views.widgets.undo_keys import takes_step


class InputChange(QUndoCommand):
    """One input of some immutable content moved. The steps of one gesture are one change."""

    def __init__(
        self,
        before: Any,
        after: Any,
        gesture: tuple[str, int],
        show: Callable[[Any], None],
    ) -> None:
        super().__init__(_("Change an input"))
        self._before = before
        self._after = after
        self.gesture = gesture
        self._show = show

    def go_on(self, after: Any) -> None:
        """Take in a later step of the same gesture."""
        self._after = after
        self.redo()

    def undo(self) -> None:
        """Show the inputs as they were."""
        self._show(self._before)

    def redo(self) -> None:
        """Show the changed inputs."""
        self._show(self._after)


class InputSteps:
    """Remembers what each gesture changed, and takes it back at the window's own keys."""

    def __init__(self, owner: QObject, show: Callable[[Any], None]) -> None:
        self.stack = QUndoStack(owner)
        self._show = show
        self._gesture = 0

    def begin(self) -> None:
        """Begin a new gesture: the next undo goes back to before it."""
        self._gesture += 1

    def edit(self, before: Any, after: Any, what: str) -> None:
        """Show other content; within a gesture that moves the same, it is the same step."""
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
        stack = self.stack
        return takes_step(
            event,
            undo=partial(self._step, stack.undo) if stack.canUndo() else None,
            redo=partial(self._step, stack.redo) if stack.canRedo() else None,
        )

    def _step(self, step: Callable[[], object]) -> None:
        step()
        self.begin()
