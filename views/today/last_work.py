"""What was worked last: its line of the queue, and the change that an undo may take back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from views.runner import Runner

if TYPE_CHECKING:
    from models.ids import ChangeId, MemberId

Key = tuple[str, int]


class LastWork:
    """Knows the line that was worked last, and hears whether just that was undone."""

    def __init__(self, runner: Runner, on_duty: "Callable[[], MemberId | None]") -> None:
        self._runner = runner
        self._on_duty = on_duty
        self._change_id: ChangeId | None = None
        self.key: Key | None = None
        """The line that was worked last."""

    def note(self, key: Key | None) -> None:
        """Remember a line whose work has just been saved."""
        self.key, self._change_id = key, None
        actor = self._on_duty()

        def query(session: Any) -> "ChangeId | None":
            from models.history.undo.steps import next_undo

            step = next_undo(session, actor)
            return None if step is None else step.change_id

        self._runner.read(query, self._know, lane="worked last")

    def forget(self) -> None:
        """Know of nothing: it was undone, or somebody else has taken over."""
        self.key, self._change_id = None, None

    def if_undone(self, then: Callable[[], None]) -> None:
        """Call `then` if this is what was undone last, and not something before or after it."""
        actor = self._on_duty()

        def query(session: Any) -> "ChangeId | None":
            from models.history.undo.steps import next_redo

            step = next_redo(session, actor)
            return None if step is None else step.change_id

        def compare(undone: "ChangeId | None") -> None:
            if undone is not None and undone == self._change_id:
                then()

        self._runner.read(query, compare, lane="undone last")

    def _know(self, change_id: "ChangeId | None") -> None:
        self._change_id = change_id
