"""Sees to it, each minute, that silence has its effect on leads that sales has not answered."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from models.clock import utc_now
from models.language import gettext as _

if TYPE_CHECKING:
    from app.desk.window import Desk
    from models.handoff.silence import Advanced

_FIRST_MILLISECONDS: Final = 3_000
_ROUND_MILLISECONDS: Final = 60_000


class HandoffRounds(QObject):
    """Looks first, on a reader; only where something is due is it written, by nobody."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(_ROUND_MILLISECONDS)
        self._timer.timeout.connect(self.go)
        # The first rows are worth more than a few seconds; calendars take a moment to read.
        desk.opened.connect(lambda: QTimer.singleShot(_FIRST_MILLISECONDS, self, self.begin))

    def begin(self) -> None:
        """Go round now and each minute from now on."""
        self._timer.start()
        self.go()

    def go(self) -> None:
        """Go round once; missed days are made up for in one round."""
        runner = self._desk.runner
        if not runner.is_open:
            return

        def query(session: Any) -> bool:
            from models.handoff.silence import is_silence_due

            return is_silence_due(session, utc_now())

        def then(due: bool) -> None:
            if due and runner.is_open:
                runner.change_by_nobody(_advance, self._say)

        runner.read(query, then, lane="handoff rounds")

    def _say(self, done: "Advanced") -> None:
        parts = []
        if done.escalated:
            parts.append(_("{count} escalated").format(count=done.escalated))
        if done.reassigned:
            parts.append(_("{count} given to somebody else").format(count=done.reassigned))
        if parts:
            words = _("Leads that nobody answered in time: {what}.")
            self._desk.say("warning", words.format(what=", ".join(parts)))


def _advance(session: Any) -> "Advanced":
    from models.handoff.silence import advance_handoffs

    return advance_handoffs(session)
