"""The background of the window: reads, changes, computing, long jobs, undo and redo.

Importing this brings Qt along but nothing heavy; the workspace's code is imported by whoever opens
one, in the background.
"""

import logging
from collections.abc import Callable
from threading import main_thread
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.known import as_known
from app.running.background import Background, Pool
from app.running.jobs import Job, LongJobs
from models.errors import KnownError
from models.language import gettext as _

if TYPE_CHECKING:
    from app.running.stepping import Stepped
    from app.running.watch import Watch
    from models.ids import MemberId
    from models.workspace import Workspace

T = TypeVar("T")
Failed = Callable[[Exception], None]

WATCH_MILLISECONDS = 1000
_log = logging.getLogger("funneldesk")


class WorkspaceRunner(QObject):
    """Runs everything that must not happen on the window thread; keeps `views.runner.Runner`.

    Works on one workspace at a time. A known error that nobody asked to be told of is emitted as
    `refused`; any other error is raised on the window thread, where the hook for bugs sees it.
    """

    changed = Signal(object)
    """Emitted with a frozenset of topics after each committed change, whoever made it."""
    refused = Signal(object)
    """Emitted with a `KnownError` that the window should say."""
    worked_since = Signal(object)
    """Emitted with the `WorkedSinceError` of an undo that may leave out the worked leads."""
    steps = Signal(str, str)
    """Emitted with the labels of what can be undone and redone next; empty where nothing can."""
    stepped = Signal(str, str)
    """Emitted with `undo` or `redo` and the label of what was undone or redone."""
    saved = Signal()
    """Emitted when a change of this window was committed."""
    progressed = Signal(str, str, int, int)
    """Emitted with code, label, done and total of a long job."""
    ended = Signal(str)
    """Emitted with the code of a long job that came to its end."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        before_computing: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._before_computing = before_computing
        self._background = Background(self)
        self._jobs = LongJobs(self._background, self.progressed.emit, self.ended.emit)
        self._workspace: Workspace | None = None
        self._watch: Watch | None = None
        self._actor: MemberId | None = None
        self._looking = False
        self._early: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(WATCH_MILLISECONDS)
        self._timer.timeout.connect(self.look_now)

    @property
    def workspace(self) -> "Workspace":
        """The open workspace; asking for one before it is open is a bug."""
        if self._workspace is None:
            raise RuntimeError("no workspace is open")
        return self._workspace

    @property
    def is_open(self) -> bool:
        """Whether a workspace is open."""
        return self._workspace is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done and nothing is on its way."""
        return self._background.is_idle and not self._early

    @property
    def actor(self) -> "MemberId | None":
        """Who is on duty."""
        return self._actor

    def attach(self, workspace: "Workspace", actor: "MemberId | None" = None) -> None:
        """Work on this workspace from now on; the one before is let go of."""
        from app.running.watch import Watch

        if self._workspace is not None:
            self.detach()
        workspace.keep_off(main_thread())
        workspace.pause_by(self._background.let_window_show)
        self._workspace = workspace
        self._actor = actor
        self._watch = Watch(workspace)
        self.look_now()
        self._timer.start()
        self.refresh_steps()
        early, self._early = self._early, []
        for ask in early:
            ask()

    def detach(self) -> None:
        """Let go of the workspace, once the work that is under way on it has ended."""
        self._timer.stop()
        self._background.forget()
        self._jobs.forget()
        self._early.clear()
        self._looking = False
        workspace, watch = self._workspace, self._watch
        # Nobody is on duty where nothing is open: what a page put off until now does nothing.
        self._workspace, self._watch, self._actor = None, None, None
        if workspace is not None and watch is not None:
            self._background.settle()
            watch.close()
            workspace.close()

    def once_saved(self, then: Callable[[bool], None]) -> bool:
        """Call `then` with whether all changes under way went well; say whether there are any."""
        return self._background.once_saved(then)

    def put_on_duty(self, actor: "MemberId | None") -> None:
        """Record the coming changes as this person's, and undo theirs."""
        self._actor = actor
        self.refresh_steps()

    def close(self) -> None:
        """End all work; every thread is gone when this returns."""
        self._timer.stop()
        self._jobs.stop_all()
        self._background.end()
        if self._watch is not None:
            self._watch.close()
        if self._workspace is not None:
            self._workspace.close()
        self._workspace, self._watch, self._actor = None, None, None

    # views.runner.Runner

    def read(
        self,
        query: Callable[[Any], T],
        then: Callable[[T], None],
        *,
        failed: Failed | None = None,
        lane: str | None = None,
    ) -> None:
        """Run `query(session)` on a reader. In a named lane only the newest request counts.

        What is asked before a workspace is open is answered when it is.
        """
        if self._workspace is None:
            self._early.append(lambda: self.read(query, then, failed=failed, lane=lane))
            return
        workspace = self._workspace

        def work() -> T:
            with workspace.read() as session:
                return query(session)

        named = None if lane is None else f"read {lane}"
        self._submit(Pool.READERS, work, then, failed, lane=named)

    def change(
        self,
        operation: Callable[[Any], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
    ) -> None:
        """Run `operation(session)`, one domain verb, in one transaction on the writer.

        What is asked before a workspace is open is done when it is, if the same person is on duty.
        """
        actor = self._actor
        if self._workspace is not None or actor is None:
            self._change(actor, operation, then, failed)
            return

        def change() -> None:
            if self._actor == actor:
                self._change(actor, operation, then, failed)

        self._early.append(change)

    def change_by_nobody(
        self, operation: Callable[[Any], T], then: Callable[[T], None] | None = None
    ) -> None:
        """Run a change that follows from the clock and is nobody's to undo."""
        self._change(None, operation, then, None)

    def _change(
        self,
        actor: "MemberId | None",
        operation: Callable[[Any], T],
        then: Callable[[T], None] | None,
        failed: Failed | None,
    ) -> None:
        workspace, watch = self.workspace, self._watch

        def work() -> tuple[T, frozenset[Any]]:
            from models.history.logged import newest_change
            from models.workspace import topics_touched

            with workspace.write(actor) as session:
                before = newest_change(session)
                result = operation(session)
                newest, topics = newest_change(session), topics_touched(session)
            if watch is not None:
                watch.note_own(before, newest)
            return result, topics

        def done(outcome: tuple[T, frozenset[Any]]) -> None:
            result, topics = outcome
            self.saved.emit()
            self._tell(topics)
            if then is not None:
                then(result)

        self._submit(Pool.WRITER, work, done, failed)

    def compute(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        *,
        failed: Failed | None = None,
        lane: str | None = None,
    ) -> None:
        """Run `work()` in the computing pool. In a named lane a stale result is dropped.

        What has to be there before anything is computed is provided first.
        """
        named = None if lane is None else f"compute {lane}"

        def provided() -> T:
            self._before_computing()
            return work()

        self._submit(Pool.COMPUTING, provided, then, failed, lane=named)

    # Long jobs

    def run_job(
        self,
        label: str,
        work: Callable[[Job], T],
        then: Callable[[T], None] | None = None,
        *,
        failed: Failed | None = None,
        silent: bool = False,
    ) -> str:
        """Run a long job that opens its own sessions; return the code to cancel it by.

        One job runs at a time. A silent one shows no progress.
        """

        def succeeded(result: T) -> None:
            self.look_now()
            if then is not None:
                then(result)

        def missed(error: Exception) -> None:
            self.look_now()
            self._fail(error, failed)

        return self._jobs.run(label, work, succeeded, missed, silent=silent)

    def cancel_job(self, code: str) -> None:
        """Ask a long job to stop; it ends at its next safe moment."""
        self._jobs.cancel(code)

    # Undo and redo

    def undo(self, *, leave_out_worked: bool = False) -> None:
        """Undo the latest change of who is on duty."""
        workspace, actor = self.workspace, self._actor

        def work() -> "Stepped":
            from app.running.stepping import undo_last

            return undo_last(workspace, actor, leave_out_worked=leave_out_worked)

        def done(stepped: "Stepped") -> None:
            self._step_done("undo", stepped)
            if stepped.leaves_rows:
                self.sweep()

        self._submit(Pool.WRITER, work, done, self._undo_refused)

    def redo(self) -> None:
        """Do again what who is on duty undid last; a big import takes a while to come back."""
        workspace, actor = self.workspace, self._actor

        def work(job: Job) -> "Stepped":
            from app.running.stepping import redo_last

            return redo_last(workspace, actor, job.report)

        self.run_job(_("Redoing"), work, lambda stepped: self._step_done("redo", stepped))

    def sweep(self) -> None:
        """Delete the rows of undone and cancelled imports, in pieces, in the background."""
        workspace = self.workspace

        def work(job: Job) -> int:
            from models.intake.loading.batch import clear_away

            return clear_away(workspace, job.report)

        self.run_job(_("Clearing away an undone import"), work)

    def refresh_steps(self) -> None:
        """Ask what can be undone and redone next."""
        if self._workspace is None:
            self.steps.emit("", "")
            return
        actor = self._actor

        def query(session: Any) -> tuple[str, str]:
            from models.history.undo.steps import next_redo, next_undo

            last, coming = next_undo(session, actor), next_redo(session, actor)
            return (last.label if last else "", coming.label if coming else "")

        self.read(query, lambda labels: self.steps.emit(*labels), lane="steps")

    def _step_done(self, kind: str, stepped: "Stepped") -> None:
        self.saved.emit()
        self._tell(stepped.topics)
        self.stepped.emit(kind, stepped.step.label)

    def _undo_refused(self, error: Exception) -> None:
        from models.history.undo.steps import WorkedSinceError

        if isinstance(error, WorkedSinceError):
            self.worked_since.emit(error)
        else:
            self._fail(error, None)

    def _tell(self, topics: frozenset[Any]) -> None:
        if topics:
            self.changed.emit(topics)
            self.refresh_steps()

    def look_now(self) -> None:
        """Ask whether somebody else changed the workspace; `changed` says so."""
        # One look at a time: a result that were dropped as stale would lose what it noticed.
        if self._watch is None or self._looking:
            return
        self._looking = True

        def seen(topics: frozenset[Any]) -> None:
            self._looking = False
            self._tell(topics)

        def missed(error: Exception) -> None:
            self._looking = False
            self._fail(error, None)

        self._background.submit(Pool.READERS, self._watch.look, seen, missed)

    def _submit(
        self,
        pool: Pool,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Failed | None,
        *,
        lane: str | None = None,
    ) -> None:
        def missed(error: Exception) -> None:
            # A full disk is said where somebody typed what could not be saved.
            known = as_known(error) if pool is Pool.WRITER else None
            self._fail(known or error, failed)

        self._background.submit(pool, work, then, missed, lane=lane)

    def _fail(self, error: Exception, failed: Failed | None) -> None:
        if failed is not None:
            if not isinstance(error, KnownError):
                _log.error("a bug, shown as a failure", exc_info=error)
            failed(error)
        elif isinstance(error, KnownError):
            self.refused.emit(error)
        else:
            raise error
