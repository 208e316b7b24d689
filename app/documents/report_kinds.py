"""Which report is which document."""

from datetime import datetime
from typing import Any

from app.documents.funnel_report import funnel_manuscript
from app.documents.handoff_report import handoff_manuscript
from app.documents.review_report import review_manuscript
from app.documents.typesetting import Manuscript
from models.reporting.asked import Asked
from views.reports.desk import FUNNEL, HANDOFF, REVIEW


def manuscript_of(
    kind: str, session: Any, workspace: str, asked: Asked, at: datetime
) -> Manuscript:
    """Return a report of a period, ready to be set."""
    made = {HANDOFF: handoff_manuscript, REVIEW: review_manuscript, FUNNEL: funnel_manuscript}
    return made[kind](session, workspace, asked, at)
