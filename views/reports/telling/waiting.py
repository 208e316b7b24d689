"""Where open leads wait, and which of them have waited too long."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.language import ngettext
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.charts.numbers import whole
from views.reports.content import (
    NOTHING,
    Cell,
    Chart,
    Column,
    Line,
    Question,
    Told,
    count_bar,
    count_cell,
    word_cell,
)

if TYPE_CHECKING:
    from models.reporting.questions.waiting import WaitingRow

QUESTION: Final = "waiting"
_BY: Final = "stage"
AGEING_DAYS: Final = 30


def question() -> Question:
    """Return the question."""
    return Question(
        QUESTION,
        _("Waiting"),
        _("Where do leads wait?"),
        _read,
        tell,
        topics=frozenset({Topic.LEADS, Topic.STAGE_MOVES, Topic.DEFINITIONS}),
        icon_name="hourglass",
    )


def _read(session: Any, asked: Asked, at: datetime, _by: str) -> "tuple[WaitingRow, ...]":
    from models.reporting.questions.waiting import waiting

    return waiting(session, asked, at)


def tell(rows: "tuple[WaitingRow, ...]", _by: str) -> Told:
    """Tell how many stand in each stage, since when, and how long it usually takes."""
    total = sum(row.open for row in rows)
    if not total and not any(row.moved_on for row in rows):
        return Told(_("No lead is open. Import leads, or enter the first by hand."))
    columns = (
        Column("stage", _("Stage"), is_number=False),
        Column("open", _("Open now")),
        Column("ageing", _("Over {days} days").format(days=AGEING_DAYS)),
        Column("median_days", _("Half wait at least")),
        Column("moved_on", _("Went on")),
        Column("usual_days", _("Half stayed at most")),
        Column("longest_usual_days", _("9 of 10 at most")),
    )
    return Told(
        _sentence(rows, total),
        columns,
        tuple(_line(row) for row in rows),
        Chart(
            _("Open leads that have stood in their stage for over {days} days").format(
                days=AGEING_DAYS
            ),
            _("now"),
            tuple(
                count_bar(row.name, row.ageing, Behind(QUESTION, _BY, str(row.stage_id), "ageing"))
                for row in rows
            ),
        ),
        _(
            "Open leads are those of now, whenever they came. Who went on left the stage for "
            "another within the period."
        ),
    )


def _sentence(rows: "tuple[WaitingRow, ...]", total: int) -> str:
    old = sum(row.ageing for row in rows)
    said = ngettext(
        "{old} of {total} open lead has stood in its stage for over {days} days.",
        "{old} of {total} open leads have stood in their stage for over {days} days.",
        total,
    ).format(old=whole(old), total=whole(total), days=AGEING_DAYS)
    worst = max(rows, key=lambda row: row.ageing)
    if worst.ageing:
        said += " " + _("Most of them are in {stage}: {count}.").format(
            stage=worst.name, count=whole(worst.ageing)
        )
    undated = sum(row.undated for row in rows)
    if undated:
        said += " " + _("Of {count} nobody knows since when.").format(count=whole(undated))
    return said


def _line(row: "WaitingRow") -> Line:
    is_open, ageing, moved_on = (
        Behind(QUESTION, _BY, str(row.stage_id), measure)
        for measure in ("open", "ageing", "moved_on")
    )
    return Line(
        (
            word_cell(row.name),
            count_cell(row.open, is_open),
            count_cell(row.ageing, ageing),
            _days_cell(row.median_days, is_open),
            count_cell(row.moved_on, moved_on),
            _days_cell(row.usual_days, moved_on),
            _days_cell(row.longest_usual_days, moved_on),
        )
    )


def _days_cell(days: float | None, behind: Behind) -> Cell:
    if days is None:
        return Cell(NOTHING)
    shown = f"{days:.1f}" if round(days, 1) < 10 else whole(days)
    return Cell(_("{count} days").format(count=shown), round(days, 3), behind)
