"""Undo within the page: every movement of an input is one step."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QUndoCommand

from models.language import gettext as _


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
