"""The calendar of some days as a sheet: what the page shows, placed by the same geometry."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.documents.typesetting import Manuscript
from models.language import gettext as _
from views.calendar.painting.heads import head_of
from views.calendar.placing.layout import Block, Box, Column, Layout, Measures, lay_out
from views.calendar.words import (
    days_words,
    look_of,
    offset_words,
    span_words,
    summary,
    their_time,
)
from views.theme import make_theme

if TYPE_CHECKING:
    from models.appointments.calendar_page import CalendarWeek

_WIDTH: Final = 277.0
_BODY: Final = 160.0
_HEAD: Final = 10.0
_RULER: Final = 11.0
_LINE: Final = 2.9
_FIRST_HOUR: Final = 7
_LAST_HOUR: Final = 19


def manuscript_of(week: "CalendarWeek", workspace: str, at: datetime) -> Manuscript:
    """Return the days as a sheet, ready to be set; hours in which nothing is are left out."""
    first, last = _hours(week)
    hour = _BODY / (last - first)
    room = _WIDTH - _RULER
    layout = lay_out(week, room, Measures(hour, room / max(1, _count(week)), 0.4))
    cut = first * hour
    shown = days_words([one.day for one in week.days])
    side_by_side = len(week.days) == 1
    whose = ", ".join(one.name for one in week.closers)
    words = {
        "title": _("Calendar"),
        "subtitle": shown if side_by_side else f"{whose}, {shown}",
        "footer": f"{workspace}, {offset_words(week.zone, week.days[0].starts_at)}",
        "authors": [],
        "note": summary(week, at),
        "size": (_WIDTH, _HEAD + _BODY),
        "ruler": _RULER,
        "columns": [_column(one, at, cut, side_by_side=side_by_side) for one in layout.columns],
        "hours": _lines(layout, cut),
        "labels": _labels(layout, cut),
        "busy": [
            placed
            for column in layout.columns
            for box in column.busy
            if (placed := _placed(box, cut)) is not None
        ],
        "blocks": [
            words for block in layout.blocks if (words := _block(block, week.zone, cut)) is not None
        ],
    }
    return Manuscript("calendar", words, at)


def _count(week: "CalendarWeek") -> int:
    return len(week.days) * len(week.closers)


def _hours(week: "CalendarWeek") -> tuple[int, int]:
    """Return the first and the last hour of the day that the sheet has to show."""
    first, last = float(_FIRST_HOUR), float(_LAST_HOUR)
    hour = timedelta(hours=1)
    spans = [(one.starts_at, one.ends_at) for one in week.meetings]
    spans += [span for closer in week.closers for span in closer.working]
    for day in week.days:
        for start, end in spans:
            begin, finish = max(start, day.starts_at), min(end, day.ends_at)
            if begin < finish:
                first = min(first, (begin - day.starts_at) / hour)
                last = max(last, (finish - day.starts_at) / hour)
    return int(first), -int(-last // 1)


def _placed(box: Box, cut: float) -> tuple[float, float, float, float] | None:
    """Return a box on the sheet, cut to the hours that are shown; None outside of them."""
    top, bottom = max(0.0, box.top - cut), min(_BODY, box.bottom - cut)
    if bottom <= top:
        return None
    return (
        round(_RULER + box.left, 2),
        round(_HEAD + top, 2),
        round(box.width, 2),
        round(bottom - top, 2),
    )


def _all_placed(boxes: Sequence[Box], cut: float) -> list[tuple[float, float, float, float]]:
    return [placed for box in boxes if (placed := _placed(box, cut)) is not None]


def _column(column: Column, at: datetime, cut: float, *, side_by_side: bool) -> dict[str, object]:
    head = head_of(column, at, side_by_side=side_by_side)
    return {
        "box": _placed(Box(column.left, cut, column.width, _BODY), cut),
        "title": head.title,
        "note": head.note,
        "today": head.is_today,
        "unknown": not column.known,
        "working": _all_placed(column.working, cut),
        "away": [
            {"box": placed, "words": words}
            for box, words in column.away
            if (placed := _placed(box, cut)) is not None
        ],
    }


def _lines(layout: Layout, cut: float) -> list[dict[str, float]]:
    if not layout.columns:
        return []
    heights = [one.y - cut for one in layout.columns[0].hours]
    return [{"y": round(_HEAD + y, 2)} for y in heights if 0 <= y <= _BODY]


def _labels(layout: Layout, cut: float) -> list[dict[str, object]]:
    """Return the hours beside the columns, and in those days whose hours are others."""
    found: list[dict[str, object]] = []
    for column in layout.columns:
        is_first = column.index == 0
        if not is_first and column.hours == layout.columns[0].hours:
            continue
        left, width = (0.0, _RULER) if is_first else (_RULER + column.left, column.width)
        for one in column.hours:
            y = one.y - cut
            if 0 <= y < _BODY:
                words = _("{time} again").format(time=one.words) if one.repeated else one.words
                y = round(_HEAD + y, 2)
                found.append({"x": left, "y": y, "width": width - 1, "words": words})
    return found


def _block(block: Block, zone: str, cut: float) -> dict[str, object] | None:
    placed = _placed(block.box, cut)
    if placed is None:
        return None
    meeting, look = block.meeting, look_of(block.meeting.state)
    theme = make_theme("light")
    when = span_words(meeting.starts_at, meeting.ends_at, zone)
    theirs = their_time(meeting.starts_at, meeting.zone, zone)
    lines = [
        f"{when} ({theirs})" if theirs else when,
        look.words(),
        meeting.company,
        meeting.purpose,
    ]
    room = max(0, int(placed[3] / _LINE) - 1)
    who = meeting.who if room else f"{meeting.who}, {when[:5]}, {look.words()}"
    return {
        "box": placed,
        "who": who,
        "lines": [one for one in lines if one][:room],
        "ground": theme.value(look.ground),
        "edge": theme.value(look.edge),
        "ink": theme.value("text" if look.ink != "faint" else "faint"),
        "dashed": look.dashed,
        "off": meeting.is_off,
    }
