"""The scan for duplicates in a process of its own, so that the window stays as quick as without."""

import gc
import multiprocessing
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.running.ended import why_ended
from app.running.one_job import OneJob
from models.errors import KnownError
from models.language import gettext as _

if TYPE_CHECKING:
    from app.running.jobs import Job
    from app.running.runner import WorkspaceRunner
    from models.duplicates.scanning import DuplicatePair

_LOOK_SECONDS = 0.05

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class WorkspaceDuplicates:
    """Scans the runner's workspace; keeps `views.duplicates.desk.DuplicatesDesk`."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner
        self._job = OneJob(runner)

    def scan(
        self,
        progress: Progress,
        then: "Callable[[tuple[DuplicatePair, ...] | None], None]",
        failed: Callable[[Exception], None],
    ) -> None:
        """Look through the workspace; None is what comes of it after a cancel."""
        path = self._runner.workspace.path

        def work(job: "Job") -> "tuple[DuplicatePair, ...] | None":
            return scan_in_child(path, job.report, job.is_cancelled)

        self._job.run(_("Looking for duplicates"), work, progress, then, failed)

    def cancel(self) -> None:
        """Stop the scan."""
        self._job.cancel()


def scan_in_child(
    workspace_path: Path, progress: Progress, cancelled: Cancelled
) -> "tuple[DuplicatePair, ...] | None":
    """Scan a workspace in a child process; None after a cancel. What it raises is raised here.

    Call it from a thread that may wait, never from the one that paints. Refuses with
    `ProcessEndedError` where the process is ended from outside.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_work, args=(workspace_path, there), name="duplicates")
    child.start()
    there.close()
    try:
        with closing(here):
            while True:
                if cancelled():
                    child.terminate()
                    return None
                if not here.poll(_LOOK_SECONDS):
                    continue
                kind, content = here.recv()
                if kind == "found":
                    return tuple(content)
                if kind == "failed":
                    raise content
                progress(*content)
    except (EOFError, OSError) as error:
        child.join()
        raise why_ended(_("Looking for duplicates"), child.exitcode) from error
    finally:
        child.join()
        child.close()


def _work(workspace_path: Path, pipe: Connection) -> None:
    from models.duplicates.scanning import find_duplicates
    from models.workspace import open_workspace

    # The keys of everybody are hundreds of thousands of lasting objects without cycles.
    gc.disable()
    with closing(pipe):
        message: tuple[str, Any]
        try:
            with closing(open_workspace(workspace_path)) as workspace, workspace.read() as session:
                found = find_duplicates(
                    session, lambda done, total: pipe.send(("progress", (done, total)))
                )
            message = ("found", found)
        except KnownError as error:
            message = ("failed", error)
        pipe.send(message)
