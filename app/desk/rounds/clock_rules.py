"""Sees to it, when a workspace is opened, that meetings follow the clock rules of today."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from models.clock import utc_now
from models.language import ngettext

if TYPE_CHECKING:
    from app.desk.window import Desk

_AFTER_MILLISECONDS: Final = 4_000


class ClockRules(QObject):
    """Looks once after opening: zone data change with updates of the program, not in between."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        desk.opened.connect(lambda: QTimer.singleShot(_AFTER_MILLISECONDS, self, self.look))

    def look(self) -> None:
        """Shift the meetings whose zone has other rules now, and say that they moved."""
        runner = self._desk.runner
        if not runner.is_open:
            return

        def query(session: Any) -> bool:
            from models.appointments.rescheduling import are_zones_to_be_rechecked

            return are_zones_to_be_rechecked(session, utc_now())

        def then(due: bool) -> None:
            if due and runner.is_open:
                runner.change_by_nobody(_recheck, self._say)

        runner.read(query, then, lane="clock rules")

    def _say(self, shifted: int) -> None:
        words = ngettext(
            "The clock rules of a zone changed: {count} meeting kept its time of day there, and "
            "its update waits in the outbox.",
            "The clock rules of a zone changed: {count} meetings kept their time of day there, and "
            "updates wait in the outbox.",
            shifted,
        )
        self._desk.say("warning", words.format(count=shifted))


def _recheck(session: Any) -> int:
    from models.appointments.rescheduling import recheck_zones

    return recheck_zones(session)
