"""What the calendar prints, for the window: sheets of days, agendas, preparation."""

from typing import TYPE_CHECKING, Any

from app.desk.documents.typeset import TypesetDocuments
from models.clock import Clock, utc_now
from views.calendar.papers import AgendaPaper, Paper, PreparationPaper

if TYPE_CHECKING:
    from app.documents.typesetting import Manuscript
    from app.running.runner import WorkspaceRunner


def calendar_documents(
    runner: "WorkspaceRunner", clock: Clock = utc_now
) -> TypesetDocuments[Paper]:
    """Return what sets the papers of the calendar on pages."""

    def read(session: Any, workspace: str, paper: Paper) -> "Manuscript":
        at = clock()
        if isinstance(paper, AgendaPaper):
            from app.documents import agenda

            days = (paper.first_day, paper.day_count)
            found = agenda.read_agenda(session, workspace, paper.member_id, *days, at)
            return agenda.manuscript_of(found)
        if isinstance(paper, PreparationPaper):
            from app.documents import preparation_sheet

            sheet = preparation_sheet.read_preparation(session, workspace, paper.appointment_id, at)
            return preparation_sheet.manuscript_of(sheet)
        from app.documents import calendar_sheet
        from models.appointments.calendar_page import calendar_week

        week = calendar_week(
            session, paper.viewer_id, paper.first_day, paper.day_count, paper.closer_ids, at
        )
        return calendar_sheet.manuscript_of(week, workspace, at)

    return TypesetDocuments(runner, read)
