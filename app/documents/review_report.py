"""The report for the quarterly review of the definitions: what the numbers say about them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from app.documents.handoff_report import fault_part
from app.documents.report_parts import (
    Part,
    decisions,
    listed_part,
    part_of,
    points_part,
    told_of,
)
from app.documents.typesetting import Manuscript
from models.language import gettext as _
from models.language import ngettext
from models.reporting.asked import Asked
from models.wall_time import local_day
from models.written_days import day_text
from views.charts.numbers import whole
from views.reports.periods import period_words
from views.reports.telling.departing import suggestion_words

if TYPE_CHECKING:
    from models.definitions.versions.written import VersionRow
    from models.reporting.meeting import Overridden

_DECISIONS: Final = 6


def review_manuscript(session: Any, workspace: str, asked: Asked, at: datetime) -> Manuscript:
    """Return the report of a period, ready to be set."""
    from models.definitions.review import review_on
    from models.definitions.versions.written import versions
    from models.reporting.meeting import moves_past_gates

    written = versions(session)
    due = review_on(session)
    overridden = moves_past_gates(session, asked, at)
    days = period_words(asked.first, asked.last)
    title = _("Definitions review")
    words = {
        "title": title,
        "subtitle": _("What the numbers say about what was agreed, {days}").format(days=days),
        "heading": f"{workspace}: {title}",
        "version": days,
        "footer": f"{workspace}, {title}, {days}",
        "authors": [],
        "note": "",
        "facts": [
            (_("In force"), _("Version {number}").format(number=written[0].number)),
            (_("Review due"), day_text(due) if due else _("no day set")),
            (_("Moves past a gate"), whole(len(overridden))),
        ],
        "parts": [
            fault_part(session, asked, at),
            part_of(
                told_of(session, asked, at, "funnel", "grade"),
                _("Do the grades tell who becomes an SQL?"),
                note=_("Better grades should stand higher; where they do not, look at the rules."),
            ),
            part_of(told_of(session, asked, at, "departing"), _("Why leads left")),
            _suggested(session, asked, at),
            part_of(
                told_of(session, asked, at, "handed", "channel"),
                _("Which channels bring leads that sales qualifies"),
            ),
            part_of(told_of(session, asked, at, "waiting"), _("Where leads wait")),
            _past_gates(overridden, asked),
            _versions(written, asked),
        ],
        "decisions": decisions(_DECISIONS),
    }
    return Manuscript("report", words, at)


def _suggested(session: Any, asked: Asked, at: datetime) -> Part:
    from models.reporting.questions.departing import suggestions

    found = suggestions(session, asked, at)
    said = ngettext(
        "{count} value goes with a reason that was there when the lead came.",
        "{count} values go with a reason that was there when the lead came.",
        len(found),
    ).format(count=whole(len(found)))
    if not found:
        said = _("No value of a field stands out: the reasons suggest no further scoring rule.")
    return points_part(
        _("Rules that the reasons suggest"), said, [suggestion_words(one) for one in found]
    )


def _past_gates(found: "tuple[Overridden, ...]", asked: Asked) -> Part:
    zone = ZoneInfo(asked.zone)
    said = ngettext(
        "A leader moved {count} lead past a gate. A gate that is often passed may ask too much.",
        "A leader moved leads past a gate {count} times. A gate that is often passed may ask too "
        "much.",
        len(found),
    ).format(count=whole(len(found)))
    if not found:
        said = _("Nobody moved a lead past a gate: what the gates ask for can be had.")
    return listed_part(
        _("Moves past a gate"),
        said,
        (_("Lead"), _("Company"), _("Into"), _("When"), _("By"), _("Reason")),
        (
            (
                one.name,
                one.company,
                one.stage,
                day_text(one.at.astimezone(zone).date()),
                one.member,
                one.reason,
            )
            for one in found
        ),
        of=len(found),
    )


def _versions(written: "tuple[VersionRow, ...]", asked: Asked) -> Part:
    within = [
        one for one in written if asked.first <= local_day(one.written_at, asked.zone) <= asked.last
    ]
    said = ngettext(
        "{count} version was written in these days.",
        "{count} versions were written in these days.",
        len(within),
    ).format(count=whole(len(within)))
    if not within:
        said = _("The definitions were not changed in these days.")
    return listed_part(
        _("What changed in the definitions"),
        said,
        (_("Version"), _("Written"), _("By"), _("Note")),
        (
            (
                str(one.number),
                day_text(local_day(one.written_at, asked.zone)),
                one.author or "",
                one.note,
            )
            for one in within
        ),
        of=len(within),
    )
