"""Grading for the window: the past as a long job, and frozen forecasts as they stand today."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from app.running.one_job import OneJob
from models.clock import Clock
from models.language import gettext as _
from simulation.engine import RunCancelledError
from views.grading.content import (
    Failed,
    FrozenGrade,
    GradedContent,
    GradingWish,
    Progress,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.running.jobs import Job
    from app.running.runner import WorkspaceRunner


class WorkspaceGrading:
    """Grades the runner's workspace; keeps `views.grading.content.GradingDesk`."""

    def __init__(self, runner: "WorkspaceRunner", clock: Clock) -> None:
        self._runner = runner
        self._clock = clock
        self._job = OneJob(runner)

    def stages(self, then: Callable[[tuple[str, ...]], None]) -> None:
        """Give the names of the stages that can be forecast, the clients' first."""

        def query(session: "Session") -> tuple[str, ...]:
            from models.definitions.current import stages
            from models.vocabulary import Meaning

            later = stages(session)[1:]
            ordered = sorted(later, key=lambda stage: stage.meaning != Meaning.CLIENT)
            return tuple(stage.name for stage in ordered)

        self._runner.read(query, then, lane="stages to grade")

    def grade(
        self,
        wish: GradingWish,
        progress: Progress,
        then: Callable[[GradedContent | None], None],
        failed: Failed,
    ) -> None:
        """Forecast the past again; None is what comes of it after a cancel."""
        workspace, today = self._runner.workspace, self._clock().astimezone(UTC).date()

        def work(job: "Job") -> GradedContent | None:
            from app.grading.backtest import BacktestWish
            from app.grading.standing import backtest_of
            from app.kernels import provide_kernels

            provide_kernels()
            asked = BacktestWish(horizons=wish.horizons, every=wish.every, given=wish.given)
            try:
                with workspace.read() as session:
                    found = backtest_of(
                        session,
                        wish.target,
                        asked,
                        today,
                        progress=job.report,
                        cancelled=job.is_cancelled,
                    )
            except RunCancelledError:
                return None
            return GradedContent(
                target=found.target,
                every=asked.every,
                given=asked.given,
                weeks_apart=asked.weeks_apart,
                records_begin=found.records_begin,
                records_end=found.records_end,
                past=found.past,
            )

        self._job.run(_("Grading the past"), work, progress, then, failed)

    def cancel(self) -> None:
        """Stop grading."""
        self._job.cancel()

    def frozen(self, then: Callable[[tuple[FrozenGrade, ...]], None], failed: Failed) -> None:
        """Give the frozen forecasts with what happened since, the newest first."""
        today = self._clock().astimezone(UTC).date()

        def query(session: "Session") -> tuple[FrozenGrade, ...]:
            from app.grading.frozen import frozen_grades

            return frozen_grades(session, today)

        self._runner.read(query, then, failed=failed, lane="frozen grades")

    def export(
        self, content: GradedContent, path: Path, then: Callable[[], None], failed: Failed
    ) -> None:
        """Write every forecast with its grade as CSV."""

        def work(_job: object) -> None:
            from app.grading.telling import write_cases

            write_cases(content.past.cases, path)

        self._runner.run_job(
            _("Writing a table"), work, lambda _none: then(), failed=failed, silent=True
        )
