"""The columns of the list of leads: their titles, widths, and what they write of a lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from models.language import gettext as _
from models.leads.lists.wanted import LeadColumn
from models.vocabulary import FieldKind, label
from views.charts.numbers import whole
from views.leads.wording import short_day, short_moment

if TYPE_CHECKING:
    from models.leads.lists.listing import LeadRow
    from models.leads.lists.showing import ColumnRow

Writer = Callable[["LeadRow", datetime], str]

USUAL: Final = ("name", "company", "stage", "grade", "status", "owner", "channel", "moved_at")
"""What a list shows until somebody chooses."""
_MORE_PIXELS: Final = 112


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column. Where the room is short, those with the highest `gives_way` are hidden first.

    `order` is what the list is sorted by there; None where it cannot be.
    """

    code: str
    title: str
    write: Writer
    value: Callable[["LeadRow"], Any]
    pixels: int
    share: int
    gives_way: int
    at_right: bool = False
    order: LeadColumn | None = None
    figures: bool = False


def list_columns(
    codes: Sequence[str] = (), known: "Mapping[str, ColumnRow] | None" = None
) -> tuple[ListColumn, ...]:
    """Return the columns of these codes in their order, or the usual ones.

    A code that means nothing (any more) is left out; the name is always there.
    """
    own = _house_columns()
    others = known or {}
    found = [
        own[code] if code in own else _further(others[code], place)
        for place, code in enumerate(codes or USUAL)
        if code in own or code in others
    ]
    if not any(column.code == LeadColumn.NAME for column in found):
        found.insert(0, own[LeadColumn.NAME])
    return tuple(found)


def _house_columns() -> dict[str, ListColumn]:
    key = LeadColumn
    columns = (
        ListColumn(
            key.NAME, _("Name"), lambda row, _now: row.name, lambda row: row.name, 150, 4, 0,
            order=key.NAME,
        ),
        ListColumn(
            key.COMPANY, _("Company"), lambda row, _now: row.company, lambda row: row.company,
            130, 4, 1, order=key.COMPANY,
        ),
        ListColumn(
            key.STAGE, _("Stage"), lambda row, _now: row.stage, lambda row: row.stage, 104, 1, 0,
            order=key.STAGE,
        ),
        ListColumn(
            key.GRADE, _("Grade"), _write_grade, lambda row: row.grade, 76, 0, 2,
            order=key.GRADE,
        ),
        ListColumn(
            key.STATUS, _("Status"), lambda row, _now: label(row.status), lambda row: row.status,
            112, 1, 5, order=key.STATUS,
        ),
        ListColumn(
            key.OWNER, _("Owner"), lambda row, _now: row.owner or "", lambda row: row.owner,
            110, 2, 4, order=key.OWNER,
        ),
        ListColumn(
            key.CHANNEL, _("Channel"), lambda row, _now: row.channel or "",
            lambda row: row.channel, 100, 2, 6, order=key.CHANNEL,
        ),
        ListColumn(
            key.CAPTURED_AT, _("Captured"), lambda row, now: short_moment(row.captured_at, now),
            lambda row: row.captured_at, 112, 0, 7, True, key.CAPTURED_AT, True,
        ),
        ListColumn(
            key.MOVED_AT, _("Last move"), _write_moved, lambda row: row.moved_at, 112, 0, 3,
            True, key.MOVED_AT, True,
        ),
        ListColumn(
            "stage_age", _("In stage, days"), _write_age, lambda row: row.moved_at, 112, 0, 3,
            True, None, True,
        ),
        ListColumn(
            "fit", _("Fit, points"), lambda row, _now: _number(row.fit), lambda row: row.fit,
            96, 0, 4, True, None, True,
        ),
        ListColumn(
            "interest", _("Interest, points"), lambda row, _now: _number(row.interest),
            lambda row: row.interest, 128, 0, 4, True, None, True,
        ),
    )  # fmt: skip
    return {str(column.code): column for column in columns}


def _further(row: "ColumnRow", place: int) -> ListColumn:
    """Return the column of a field of the catalogue, further ones giving way first."""
    at_right = row.kind in {FieldKind.NUMBER, FieldKind.DATE}

    def value(lead: "LeadRow") -> Any:
        return lead.more.get(row.code)

    def write(lead: "LeadRow", now: datetime) -> str:
        return _written(value(lead), now)

    share = 0 if at_right else 2
    return ListColumn(
        row.code, row.title, write, value, _MORE_PIXELS, share, place + 8, at_right, None, at_right
    )


def _written(value: Any, now: datetime) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return short_moment(value, now)
        case date():
            return short_day(value, now.astimezone().date())
        case int():
            return whole(value)
        case float():
            return whole(int(value)) if value.is_integer() else f"{value:.2f}".rstrip("0")
        case _:
            return str(value)


def _number(value: int | None) -> str:
    return "" if value is None else whole(value)


def _write_grade(row: "LeadRow", _now: datetime) -> str:
    if row.grade is None:
        return ""
    # A person's own grade is marked, so that nobody looks for the rule that gave it.
    return f"{row.grade} *" if row.grade_overridden else row.grade


def _write_moved(row: "LeadRow", now: datetime) -> str:
    return "" if row.moved_at is None else short_moment(row.moved_at, now)


def _write_age(row: "LeadRow", now: datetime) -> str:
    return "" if row.moved_at is None else whole(max(0, (now - row.moved_at).days))
