"""Where a lead stands, handed to the widget that moves it."""

from datetime import datetime
from typing import TYPE_CHECKING

from models.language import gettext as _
from models.vocabulary import Status, label
from views.leads.wording import short_moment

if TYPE_CHECKING:
    from views.lead_page.reading import LeadShown
    from views.leads.stage_mover import StageMover


def show_stage(mover: "StageMover", shown: "LeadShown", now: datetime, *, is_leader: bool) -> None:
    """Show a lead's stage, since when, and whether it can move."""
    detail = shown.detail
    words = detail.stage
    if detail.moved_at is not None:
        since = short_moment(detail.moved_at, now)
        words = _("{stage} since {day}").format(stage=detail.stage, day=since)
    is_open = detail.status == Status.OPEN
    if not is_open:
        words = _("{stage}. {status}, so it moves no further.").format(
            stage=words, status=label(detail.status)
        )
    mover.show_lead(
        detail.id,
        detail.stage_id,
        shown.stages,
        words=words,
        movable=is_open,
        is_leader=is_leader,
    )
