"""Sees to it, once the rows of a workspace are shown, that what could wait until then is done."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.running.jobs import Job
from models.language import gettext as _

if TYPE_CHECKING:
    from app.desk.window import Desk

_AFTER_MILLISECONDS: Final = 1_000


class Tidying(QObject):
    """Begins the log file, clears old imports away and makes the copy of the day."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        desk.opened.connect(lambda: QTimer.singleShot(_AFTER_MILLISECONDS, self, self.tidy))

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
