"""Sees to it that chances are learned anew: once a day after opening, and when somebody asks."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.running.jobs import Job
from models.language import gettext as _
from models.language import ngettext
from models.topics import Topic

if TYPE_CHECKING:
    from app.desk.window import Desk

_AFTER_MILLISECONDS: Final = 60_000
"""The day begins with people's own work; learning can wait a minute."""


class ChanceLearning(QObject):
    """Learns in the background; a window that is closed meanwhile leaves the last chances."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._is_learning = False
        desk.opened.connect(lambda: QTimer.singleShot(_AFTER_MILLISECONDS, self, self.look))

    def look(self) -> None:
        """Learn where something is to be learned from and nothing was learned today."""
        runner, at = self._desk.runner, self._desk.clock()
        if not runner.is_open:
            return

        def query(session: Any) -> bool:
            from models.chances.due import is_learning_due

            return is_learning_due(session, at)

        runner.read(query, lambda due: self._learn(told=False) if due else None, lane="chances due")

    def learn_now(self) -> None:
        """Learn at once, and say when it is done."""
        self._learn(told=True)

    def _learn(self, *, told: bool) -> None:
        runner = self._desk.runner
        if self._is_learning or not runner.is_open:
            return
        workspace = runner.workspace

        def work(_job: Job) -> int:
            from app.chances.keeping import refresh_chances

            return refresh_chances(workspace)

        def done(kept: int) -> None:
            self._is_learning = False
            # No move, deal or setting is another one, so no plan is out of date by it.
            runner.changed.emit(frozenset((Topic.LEADS,)))
            if told:
                sentence = ngettext(
                    "Learned anew: the chances of {count} lead are kept.",
                    "Learned anew: the chances of {count} leads are kept.",
                    kept,
                )
                self._desk.say("info", sentence.format(count=f"{kept:,}"))

        def missed(error: Exception) -> None:
            self._is_learning = False
            self._desk.say_error(error)

        self._is_learning = True
        runner.run_job(_("Learning chances"), work, done, failed=missed, silent=not told)
