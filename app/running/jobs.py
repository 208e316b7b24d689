"""Long jobs: one at a time, each with a code to cancel it by, told of as it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import TypeVar

from app.running.background import Background, Pool

T = TypeVar("T")

_REPORT_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Job:
    """A long job's side of the conversation: it reports, and asks whether it should stop."""

    code: str
    report: Callable[[int, int], None]
    is_cancelled: Callable[[], bool]


class LongJobs:
    """The long jobs that are under way; what is told of them comes on the window thread."""

    def __init__(
        self,
        background: Background,
        progressed: Callable[[str, str, int, int], None],
        ended: Callable[[str], None],
    ) -> None:
        self._background = background
        self._progressed = progressed
        self._ended = ended
        self._stops: dict[str, Event] = {}
        self._count = 0

    def run(
        self,
        label: str,
        work: Callable[[Job], T],
        succeeded: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        silent: bool,
    ) -> str:
        """Run a job; return the code to cancel it by. A silent one shows no progress."""
        self._count += 1
        code = f"job-{self._count}"
        stop = self._stops[code] = Event()

        said = 0.0

        def report(done: int, total: int) -> None:
            nonlocal said
            if not silent and (done >= total or monotonic() - said > _REPORT_SECONDS):
                said = monotonic()
                self._background.hand_over(lambda: self._progress(code, label, done, total))

        def is_cancelled() -> bool:
            return stop.is_set() or self._background.ending.is_set()

        def finish() -> None:
            self._stops.pop(code, None)
            self._ended(code)

        def then(result: T) -> None:
            finish()
            succeeded(result)

        def missed(error: Exception) -> None:
            finish()
            failed(error)

        if not silent:
            self._progress(code, label, 0, 0)
        job = Job(code, report, is_cancelled)
        self._background.submit(Pool.LONG, lambda: work(job), then, missed)
        return code

    def cancel(self, code: str) -> None:
        """Ask a job to stop; it ends at its next safe moment."""
        if code in self._stops:
            self._stops[code].set()

    def stop_all(self) -> None:
        """Ask all jobs to stop."""
        for stop in self._stops.values():
            stop.set()

    def forget(self) -> None:
        """Ask all jobs to stop, and tell of each that it has ended."""
        for code, stop in self._stops.items():
            stop.set()
            self._ended(code)
        self._stops.clear()

    def _progress(self, code: str, label: str, done: int, total: int) -> None:
        if code in self._stops:
            self._progressed(code, label, done, total)
