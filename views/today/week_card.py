"""How well the agreement was kept this week, in a few figures for leaders."""

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.charts.numbers import whole
from views.theme import current_theme
from views.widgets import ElidedLabel, PlainLabel, empty_layout

if TYPE_CHECKING:
    from models.handoff.report import SlaWeek

_COLUMNS: Final = 2


class WeekCard(QFrame):
    """Figures side by side, and below them what sales rejected for."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addWidget(PlainLabel(_("Handed to sales this week"), weight="semibold"))
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(theme.space(2))
        column.addLayout(self._figures)
        self.words = PlainLabel(tone="muted", wrap=True)
        column.addWidget(self.words)

    def show_week(self, week: "SlaWeek") -> None:
        """Show a week."""
        empty_layout(self._figures)
        figures = (
            (_("handed over"), week.handed),
            (_("accepted"), week.accepted),
            (_("rejected"), week.rejected),
            (_("waiting"), week.waiting),
            (_("reminded"), week.reminded),
            (_("escalated"), week.escalated),
            (_("reassigned"), week.reassigned),
        )
        for place, (name, number) in enumerate(figures):
            figure = _figure(whole(number), name)
            self._figures.addWidget(figure, place // _COLUMNS, place % _COLUMNS)
        self.words.setText(week_words(week))
        self.words.setVisible(bool(self.words.text()))


def week_words(week: "SlaWeek") -> str:
    """Return how fast sales answered, and what it rejected for."""
    parts = []
    if week.median_minutes is not None:
        parts.append(
            _("Median answer after {count} working minutes.").format(
                count=whole(week.median_minutes)
            )
        )
    if week.late:
        parts.append(_("{count} answered late.").format(count=whole(week.late)))
    if week.rejected_by:
        reasons = ", ".join(f"{reason} {whole(count)}" for reason, count in week.rejected_by)
        parts.append(_("Rejected for: {reasons}.").format(reasons=reasons))
    return " ".join(parts)


def _figure(number: str, name: str) -> QWidget:
    figure = QWidget()
    row = QHBoxLayout(figure)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().space(0.5))
    row.addWidget(PlainLabel(number, weight="semibold", tabular=True))
    row.addWidget(ElidedLabel(name, tone="muted"), 1)
    return figure
