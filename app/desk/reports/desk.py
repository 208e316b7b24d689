"""The Reports page: its first tab, put together with the workspace behind it."""

from typing import TYPE_CHECKING, Any

from app.desk.documents.typeset import TypesetDocuments
from app.local_time import local_zone
from views.reports.desk import WantedReport

if TYPE_CHECKING:
    from app.desk.window import Desk
    from app.documents.typesetting import Manuscript
    from app.running.runner import WorkspaceRunner
    from models.clock import Clock
    from views.reports.tab import ReportsTab


def reports_tab(desk: "Desk") -> "ReportsTab":
    """Return the tab of questions; days are those of this machine's zone."""
    from app.desk.plans.scenarios import FileExporter
    from views.reports.tab import ReportsTab

    tab = ReportsTab(
        desk.runner,
        FileExporter(desk.runner),
        report_documents(desk.runner, desk.clock),
        zone=local_zone,
        clock=desk.clock,
    )
    tab.notice.connect(desk.say)
    tab.lead_asked.connect(desk.show_lead)
    tab.import_asked.connect(desk.begin_import)
    return tab


def report_documents(runner: "WorkspaceRunner", clock: "Clock") -> TypesetDocuments[WantedReport]:
    """Return what sets the reports of meetings on pages."""

    def read(session: Any, workspace: str, wanted: WantedReport) -> "Manuscript":
        from app.documents.report_kinds import manuscript_of

        return manuscript_of(wanted.kind, session, workspace, wanted.asked, clock())

    return TypesetDocuments(runner, read)
