"""Changes of many leads as long jobs of the window: with progress, cancel, and one undo."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.running.jobs import Job
from models.language import gettext as _

if TYPE_CHECKING:
    from app.running.runner import WorkspaceRunner
    from models.leads.bulk import BulkResult
    from models.leads.bulk_edit import BulkEdit, LeadSelection

Failed = Callable[[Exception], None]


class WorkspaceBulk:
    """Keeps `views.leads.bulk.desk.BulkDesk` on the workspace that is open."""

    def __init__(self, runner: "WorkspaceRunner") -> None:
        self._runner = runner
        self._code = ""

    def rehearse(
        self,
        edit: "BulkEdit",
        selection: "LeadSelection",
        then: "Callable[[BulkResult], None]",
        failed: Failed,
    ) -> None:
        """Say what a change would do."""
        workspace, actor = self._runner.workspace, self._runner.actor

        def work(job: Job) -> "BulkResult":
            from models.leads.bulk import BulkSteps, rehearse

            steps = BulkSteps(job.report, job.is_cancelled)
            return rehearse(workspace, actor, edit, selection, steps)

        self._code = self._runner.run_job(_("Preview"), work, then, failed=failed)

    def carry_out(
        self,
        edit: "BulkEdit",
        number: int,
        selection: "LeadSelection",
        then: "Callable[[BulkResult], None]",
        failed: Failed,
    ) -> None:
        """Change the leads as one undoable change."""
        workspace, actor = self._runner.workspace, self._runner.actor

        def work(job: Job) -> "BulkResult":
            from models.leads.bulk import BulkSteps, edit_leads

            steps = BulkSteps(job.report, job.is_cancelled)
            with workspace.write(actor) as session:
                return edit_leads(session, edit, number, selection, steps)

        def done(result: "BulkResult") -> None:
            self._runner.saved.emit()
            self._runner.refresh_steps()
            then(result)

        self._code = self._runner.run_job(_("Changing leads"), work, done, failed=failed)

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        self._runner.cancel_job(self._code)
