"""The list behind a number as rows of words: things of leads, spends, or days that were worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from models.ids import LeadId
from models.language import gettext as _
from models.reporting.asked import Asked, Behind
from models.vocabulary import label
from models.written_days import day_text
from views.charts.numbers import out_of, whole
from views.reports.content import NOTHING
from views.reports.periods import period_words
from views.reports.telling.costing import money
from views.reports.words import note_words

if TYPE_CHECKING:
    from models.reporting.behind import CountedRow
    from models.reporting.questions.working import WorkingDay
    from models.reporting.spending import SpendRow


@dataclass(frozen=True, slots=True)
class Listing:
    """Headings with the shares of the room that they get, lines of words, and each line's lead."""

    heads: tuple[str, ...]
    shares: tuple[int, ...]
    lines: tuple[tuple[str, ...], ...]
    leads: tuple[LeadId, ...] = ()


def list_behind(session: Any, asked: Asked, at: datetime, behind: Behind) -> Listing:
    """Return the list behind a number; refuses a number that no report has."""
    from models.reporting import behind as things
    from models.reporting import spending
    from models.reporting.questions import working
    from models.settings import setting

    if behind.question == spending.QUESTION:
        spent, _problems = spending.spending(session, asked, behind.by, behind.group)
        return _spends(spent, setting(session, "base_currency"))
    if behind.question == working.QUESTION and behind.measure == working.DAYS:
        return _days(working.working_days(session, asked, at, int(behind.group or 0)))
    return _things(things.counted(session, asked, at, behind), ZoneInfo(asked.zone))


def _things(rows: "Sequence[CountedRow]", zone: ZoneInfo) -> Listing:
    return Listing(
        (
            _("When"),
            _("Lead"),
            _("Company"),
            _("What"),
            _("Stage now"),
            _("Status"),
            _("Owner"),
        ),
        (3, 4, 4, 3, 2, 2, 3),
        tuple(
            (
                "" if row.at is None else _moment(row.at.astimezone(zone)),
                row.name,
                row.company,
                note_words(row.note),
                row.stage,
                label(row.status),
                row.owner,
            )
            for row in rows
        ),
        tuple(row.lead_id for row in rows),
    )


def _spends(rows: "Sequence[SpendRow]", currency: str) -> Listing:
    return Listing(
        (
            _("Stated for"),
            _("Campaign"),
            _("Channel"),
            _("Amount"),
            _("Days in the period"),
            _("Counted"),
        ),
        (4, 4, 3, 3, 3, 3),
        tuple(
            (
                period_words(row.first, row.last),
                row.campaign,
                row.channel,
                money(row.amount_minor, row.currency),
                out_of(row.days_within, row.days),
                money(row.counted_minor, currency),
            )
            for row in rows
        ),
    )


def _days(rows: "Sequence[WorkingDay]") -> Listing:
    return Listing(
        (_("Day"), _("Working hours")),
        (3, 5),
        tuple((f"{row.day:%a} {day_text(row.day)}", _hours(row.time)) for row in rows),
    )


def _moment(at: datetime) -> str:
    return f"{day_text(at.date())}, {at:%H:%M}"


def _hours(time: timedelta) -> str:
    minutes = time // timedelta(minutes=1)
    if not minutes:
        return NOTHING
    hours, rest = divmod(minutes, 60)
    return (
        _("{hours} h {minutes} min").format(hours=whole(hours), minutes=rest)
        if rest
        else _("{hours} h").format(hours=whole(hours))
    )
