"""Questions to a plan as long jobs: progress comes back to the panel, and to the window's foot."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from app.kernels import provide_kernels
from views.asking.asked import Cancelled, Progress, UnanswerableError
from views.asking.ports import Failed

if TYPE_CHECKING:
    from app.running.jobs import Job
    from app.running.runner import WorkspaceRunner

T = TypeVar("T")


class QuestionJobs(QObject):
    """Runs questions one at a time; this is `views.asking.ports.Questions`."""

    def __init__(
        self,
        runner: "WorkspaceRunner",
        parent: QObject | None = None,
        *,
        prepare: Callable[[], None] = provide_kernels,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._prepare = prepare
        self._progress: dict[str, Progress] = {}
        runner.progressed.connect(self._told)
        runner.ended.connect(self._ended)

    def ask(
        self,
        label: str,
        work: Callable[[Progress, Cancelled], T],
        then: Callable[[T | None], None],
        *,
        failed: Failed,
        progress: Progress,
    ) -> str:
        """Run a question on the pool of long jobs; return the code to cancel it by."""

        def run(job: "Job") -> T | None:
            from simulation.assumptions import AssumptionError
            from simulation.engine import RunCancelledError

            self._prepare()
            try:
                return None if job.is_cancelled() else work(job.report, job.is_cancelled)
            except RunCancelledError:
                return None
            except AssumptionError as error:
                raise UnanswerableError(str(error)) from error

        code = self._runner.run_job(label, run, then, failed=failed)
        self._progress[code] = progress
        return code

    def cancel(self, code: str) -> None:
        """Break a question off at its next safe moment."""
        self._runner.cancel_job(code)

    def _told(self, code: str, _label: str, done: int, wanted: int) -> None:
        progress = self._progress.get(code)
        if progress is not None:
            progress(done, wanted)

    def _ended(self, code: str) -> None:
        self._progress.pop(code, None)
