"""What is typed about a person into a line that adds something, until it is added."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

from views.settings.fields import Operation, Saver
from views.widgets import FormRow

if TYPE_CHECKING:
    from models.ids import MemberId
    from models.team.rows import MemberRow

T = TypeVar("T")


class TypedAbout(Generic[T]):
    """Keeps apart what is typed about each person; `read` and `write` are of the line's fields."""

    def __init__(
        self,
        saver: Saver,
        rows: Mapping[str, FormRow],
        read: Callable[[], T],
        write: Callable[[T], None],
    ) -> None:
        self._saver = saver
        self._rows = rows
        self._read = read
        self._write = write
        self._typed: dict[MemberId, T] = {}
        self._shown: MemberRow | None = None
        self._blank: T | None = None

    def show_person(self, member: "MemberRow", blank: T) -> None:
        """Show what was typed about a person and is not added, else the line as it begins."""
        before, self._shown = self._shown, member
        if before is not None and before.id == member.id:
            return
        if before is not None and self._read() != self._blank:
            self._typed[before.id] = self._read()
        self._blank = blank
        self._write(self._typed.pop(member.id, blank))

    def add(self, operation: Operation) -> None:
        """Add what is typed; what was typed on since, or about somebody else, stays."""
        member, sent = self._shown, self._read()
        if member is None:
            return

        def whose() -> str:
            is_shown = self._shown is not None and self._shown.id == member.id
            return "" if is_shown else member.name

        def done(_result: object) -> None:
            if whose():
                if self._typed.get(member.id) == sent:
                    del self._typed[member.id]
            elif self._read() == sent and self._blank is not None:
                self._write(self._blank)

        self._saver.save_form(operation, self._rows, done, whose=whose)
