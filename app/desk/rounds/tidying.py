"""Sees to it, once the rows of a workspace are shown, that what could wait until then is done."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.running.jobs import Job
from models.language import gettext as _

if TYPE_CHECKING:
    from app.desk.window import Desk

_AFTER_MILLISECONDS: Final = 1_000
_LOOK_MILLISECONDS: Final = 2_000


class Tidying(QObject):
    """Begins the log file, clears old imports away and makes the copy of the day.

    An import of another process that is killed meanwhile is cleared away as well: until then nobody
    could merge, and nobody else would do it.
    """

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._clearing = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(self._begin)

    def _begin(self) -> None:
        self._clearing = False
        self._timer.start()
        QTimer.singleShot(_AFTER_MILLISECONDS, self, self.tidy)

    def look(self) -> None:
        """Clear away what a killed import left; one that is running is left alone."""
        runner = self._desk.runner
        if self._clearing or not runner.is_open:
            return
        workspace = runner.workspace

        def query(session: Any) -> bool:
            from models.intake.loading.batch import waits_to_be_cleared

            return waits_to_be_cleared(session)

        def work(_job: Job) -> int:
            from models.intake.loading.batch import clear_away

            return clear_away(workspace)

        def ended(_rows: int) -> None:
            self._clearing = False

        def failed(_error: Exception) -> None:
            # The file is busy, or the disk is full: nobody asked for this, and the next look
            # comes soon.
            self._clearing = False

        def then(waits: bool) -> None:
            if waits and not self._clearing:
                self._clearing = True
                runner.run_job(_("Clearing away"), work, ended, failed=failed, silent=True)

        runner.read(query, then, failed=failed, lane="what waits to be cleared away")

    def tidy(self) -> None:
        """Tidy up in the background; tell how it ended last time, if that was a fault."""
        runner = self._desk.runner
        if not runner.is_open:
            return
        workspace = runner.workspace

        def work(_job: Job) -> str:
            from app.backups import make_daily_copy
            from app.bugs import keep_last_words, log_to_file
            from app.local_time import local_now
            from models.intake.loading.batch import clear_away

            log_to_file()
            last_words = keep_last_words()
            clear_away(workspace)
            make_daily_copy(workspace.path, local_now().date())
            return last_words

        def then(last_words: str) -> None:
            if last_words:
                sentence = _("Funneldesk ended by itself last time. What was saved is safe.")
                self._desk.offer_report("warning", sentence, lambda: last_words)

        runner.run_job(_("Daily copy"), work, then, failed=self._desk.say_error, silent=True)
