"""The one long job that a part of the desk has under way."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from app.running.jobs import Job
    from app.running.runner import WorkspaceRunner

T = TypeVar("T")


class OneJob:
    """Runs a long job, passes on how far it is, and can cancel it while it runs."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner
        self._code: str | None = None
        self._tell: Callable[[int, int], None] | None = None
        runner.progressed.connect(self._follow)

    def run(
        self,
        label: str,
        work: "Callable[[Job], T]",
        progress: Callable[[int, int], None],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run it; `progress` hears of this job only."""

        def done(found: T) -> None:
            self._code = None
            then(found)

        def missed(error: Exception) -> None:
            self._code = None
            failed(error)

        self._tell = progress
        self._code = self._runner.run_job(label, work, done, failed=missed)

    def cancel(self) -> None:
        """Stop it, if it still runs."""
        if self._code is not None:
            self._runner.cancel_job(self._code)

    def _follow(self, code: str, _label: str, done: int, total: int) -> None:
        if code == self._code and self._tell is not None:
            self._tell(done, total)
