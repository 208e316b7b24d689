"""What changing many leads asks of the application."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from models.leads.bulk import BulkResult
    from models.leads.bulk_edit import BulkEdit, LeadSelection

Failed = Callable[[Exception], None]


class BulkDesk(Protocol):
    """Rehearses and carries out changes of many leads; everything comes back on the GUI thread.

    How far it is, and the way to stop it, stand at the foot of the window.
    """

    def rehearse(
        self,
        edit: "BulkEdit",
        selection: "LeadSelection",
        then: "Callable[[BulkResult], None]",
        failed: Failed,
    ) -> None:
        """Say what a change would do."""

    def carry_out(
        self,
        edit: "BulkEdit",
        number: int,
        selection: "LeadSelection",
        then: "Callable[[BulkResult], None]",
        failed: Failed,
    ) -> None:
        """Change the leads, `number` as the preview said, as one undoable change."""

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
