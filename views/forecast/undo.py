"""Undo within the page: every movement of an input is one step."""

from collections.abc import Callable
from gettext import gettext as _

from PySide6.QtGui import QUndoCommand

from views.forecast.content import ScenarioContent

_COMMAND = 1


class InputChange(QUndoCommand):
    """One input moved. The steps of one gesture are one change."""

    def __init__(
        self,
        before: ScenarioContent,
        after: ScenarioContent,
        what: str,
        gesture: int,
        show: Callable[[ScenarioContent], None],
    ) -> None:
        super().__init__(_("Change an input"))
        self._before = before
        self.after = after
        self.kind = (what, gesture)
        self._show = show

    def id(self) -> int:
        """Let Qt ask whether two changes belong together."""
        return _COMMAND

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        """Take in a later step of the same gesture."""
        if not isinstance(other, InputChange) or other.kind != self.kind:
            return False
        self.after = other.after
        return True

    def undo(self) -> None:
        """Show the inputs as they were."""
        self._show(self._before)

    def redo(self) -> None:
        """Show the changed inputs."""
        self._show(self.after)
