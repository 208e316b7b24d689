"""A lead's history: who did what and when, what was there before, and what was undone since."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import label
from views.leads.wording import long_moment, short_day
from views.theme import current_theme
from views.widgets import PlainLabel

if TYPE_CHECKING:
    from models.history.telling.timeline import DetailRow, HistoryRow

_LINES: Final = 6
_MOMENT: Final = timedelta(minutes=1)
_UNTOLD: Final = ("precision", "origin", "status_since", "asked_by", "asked_at", "criterion")
_MOVES: Final = frozenset({"move_stage", "correct_move"})
_TOLD_BY_MOVES: Final = ("stage", "from_stage", "to_stage", "occurred_at", "voided")


class HistoryEntry(QWidget):
    """One change: what was done, when and by whom, and what it wrote."""

    def __init__(self, row: "HistoryRow", today: date) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.25))
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        what = PlainLabel(row.label, tone="muted" if row.undone else "text", wrap=True)
        if row.undone:
            struck = QFont(what.font())
            struck.setStrikeOut(True)
            what.setFont(struck)
        head.addWidget(what, 1)
        if row.undone:
            head.addWidget(
                PlainLabel(_("Undone"), size="small", tone="warning"),
                0,
                Qt.AlignmentFlag.AlignTop,
            )
        column.addLayout(head)
        # What the terminal does without --member, and the program by itself, is nobody's.
        when = f"{long_moment(row.at)} · {row.actor or _('nobody named')}"
        column.addWidget(PlainLabel(when, size="small", tone="muted"))
        words = "\n".join(_news(row, today))
        if words and not row.undone:
            column.addWidget(PlainLabel(words, size="small", tone="muted", wrap=True))


def _news(row: "HistoryRow", today: date) -> list[str]:
    """Return what a change wrote, without what its label says already."""
    untold = {label(code) for code in _UNTOLD}
    if row.verb in _MOVES:
        untold |= {label(code) for code in _TOLD_BY_MOVES}
    changed = [
        detail_words(detail, today)
        for detail in row.details
        if detail.field not in untold
        and not _is_the_moment(detail, row)
        and (detail.before is not None or detail.after != row.actor)
    ]
    news = [text for text in changed if text]
    if len(news) > _LINES:
        rest = len(news) - _LINES + 1
        news[_LINES - 1 :] = [_("and {count} more").format(count=rest)]
    return news


def _is_the_moment(detail: "DetailRow", row: "HistoryRow") -> bool:
    """Say whether a detail only repeats when the change was made."""
    return isinstance(detail.after, datetime) and abs(detail.after - row.at) < _MOMENT


def detail_words(detail: "DetailRow", today: date) -> str:
    """Return what a change wrote into one field; nothing where it wrote nothing."""
    before, after = _shown(detail.before, today), _shown(detail.after, today)
    if before and after:
        return _("{field}: {before} → {after}").format(
            field=detail.field, before=before, after=after
        )
    if before:
        return _("{field}: {before} removed").format(field=detail.field, before=before)
    return _("{field}: {after}").format(field=detail.field, after=after) if after else ""


def _shown(value: str | datetime | date | None, today: date) -> str:
    if isinstance(value, datetime):
        return long_moment(value)
    if isinstance(value, date):
        return short_day(value, today)
    return value or ""
