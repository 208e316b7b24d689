"""The report for the weekly meeting at which marketing hands leads to sales."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from app.documents.report_parts import (
    LISTED_AT_MOST,
    Part,
    decisions,
    enough_days,
    listed_part,
    part_of,
    told_of,
)
from app.documents.typesetting import Manuscript
from models.language import gettext as _
from models.language import ngettext
from models.reporting.asked import Asked
from models.written_days import day_text
from views.charts.numbers import whole
from views.reports.periods import period_words
from views.reports.telling.answering import minutes_words

if TYPE_CHECKING:
    from models.handoff.report import SlaWeek
    from models.reporting.meeting import TalkedOver

_DECISIONS: Final = 5


def handoff_manuscript(session: Any, workspace: str, asked: Asked, at: datetime) -> Manuscript:
    """Return the report of a period, ready to be set."""
    from models.handoff.report import sla_report
    from models.reporting.meeting import leads_without_answer, rejected_leads

    zone = ZoneInfo(asked.zone)
    weeks = sla_report(session, asked.first, asked.last, asked.zone)
    rejected = rejected_leads(session, asked, at)
    waiting = leads_without_answer(session, asked, at)
    handed = told_of(session, asked, at, "handed")
    answered = told_of(session, asked, at, "answering")
    days = period_words(asked.first, asked.last)
    title = _("Handoff report")
    words = {
        "title": title,
        "subtitle": _("For the meeting of marketing and sales, {days}").format(days=days),
        "heading": f"{workspace}: {title}",
        "version": days,
        "footer": f"{workspace}, {title}, {days}",
        "authors": [],
        "note": "",
        "facts": _facts(session, asked, at),
        "parts": [
            fault_part(session, asked, at),
            _weeks_part(weeks),
            part_of(handed, _("What came of it, by campaign"), has_chart=bool(handed.lines)),
            part_of(answered, _("How soon it was answered")),
            listed_part(
                _("Rejected: do both sides agree?"),
                _rejected_sentence(len(rejected)),
                (_("Lead"), _("Company"), _("Campaign"), _("Reason"), _("Note"), _("By")),
                (_rejected_line(one) for one in rejected),
                of=len(rejected),
            ),
            listed_part(
                _("Waiting for an answer now"),
                _waiting_sentence(len(waiting)),
                (_("Lead"), _("Company"), _("Campaign"), _("Handed over"), _("Asked")),
                (_waiting_line(one, zone) for one in reversed(waiting)),
                of=len(waiting),
            ),
        ],
        "decisions": decisions(_DECISIONS),
    }
    return Manuscript("report", words, at)


def fault_part(session: Any, asked: Asked, at: datetime) -> Part:
    """Return the check for the classic faults, with what to do about those that are there."""
    checked = enough_days(asked)
    told = told_of(session, checked, at, "symptoms")
    part = part_of(told, _("Do marketing and sales work together?"), has_chart=False)
    if checked != asked:
        days = period_words(checked.first, checked.last)
        part["note"] = _("Checked over {days}: a short period has too few cases. {note}").format(
            days=days, note=part["note"]
        )
    found = ("present", "possible")
    from models.reporting.questions.symptoms import symptoms
    from views.reports.telling.symptoms import advice, fault_words

    part["points"] = [
        f"{fault_words()[one.fault]}: {advice()[one.fault]}"
        for one in symptoms(session, checked, at)
        if one.verdict in found
    ]
    return part


def _facts(session: Any, asked: Asked, at: datetime) -> list[tuple[str, str]]:
    from models.reporting.questions.handed import handed

    rows = handed(session, asked, at, "")
    counts = {
        one: sum(row.count(one) for row in rows)
        for one in ("handed", "accepted", "rejected", "qualified")
    }
    return [
        (_("Handed over"), whole(counts["handed"])),
        (_("Accepted"), whole(counts["accepted"])),
        (_("Rejected"), whole(counts["rejected"])),
        (_("SQLs since"), whole(counts["qualified"])),
    ]


def _weeks_part(weeks: "tuple[SlaWeek, ...]") -> Part:
    heads = (
        _("Week of"),
        _("Handed"),
        _("Accepted"),
        _("Rejected"),
        _("Waiting"),
        _("Late"),
        _("Median"),
        _("Rejected for"),
    )
    shown = weeks[:LISTED_AT_MOST]
    late = sum(week.late for week in shown)
    said = ngettext("{count} answer came late.", "{count} answers came late.", late)
    said = said.format(count=whole(late)) if late else _("No answer came late.")
    part = listed_part(
        _("Kept to what was agreed, week by week"),
        said,
        heads,
        (_week_line(week) for week in shown),
        of=len(shown),
    )
    if part["table"] is not None:
        part["table"]["numbers"] = [0 < place < len(heads) - 1 for place in range(len(heads))]
    return part


def _week_line(week: "SlaWeek") -> tuple[str, ...]:
    counts = (week.handed, week.accepted, week.rejected, week.waiting, week.late)
    why = ", ".join(f"{reason} {whole(count)}" for reason, count in week.rejected_by)
    return (
        day_text(week.monday),
        *map(whole, counts),
        minutes_words(week.median_minutes),
        why,
    )


def _rejected_sentence(count: int) -> str:
    if not count:
        return _("Sales rejected nothing in these days.")
    said = ngettext(
        "Sales rejected {count} lead. Marketing says whether it would hand it over again.",
        "Sales rejected {count} leads. Marketing says which it would hand over again.",
        count,
    )
    return said.format(count=whole(count))


def _rejected_line(one: "TalkedOver") -> tuple[str, ...]:
    return one.name, one.company, one.campaign, one.reason, one.note, one.member


def _waiting_sentence(count: int) -> str:
    if not count:
        return _("No MQL waits for an answer.")
    said = ngettext(
        "{count} MQL waits; the one that waits longest comes first.",
        "{count} MQLs wait; the one that waits longest comes first.",
        count,
    )
    return said.format(count=whole(count))


def _waiting_line(one: "TalkedOver", zone: ZoneInfo) -> tuple[str, ...]:
    at = one.at.astimezone(zone)
    when = f"{day_text(at.date())}, {at:%H:%M}"
    return one.name, one.company, one.campaign, when, one.member
