"""Grades as rows of words: by horizon, and of frozen forecasts."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from models.language import gettext as _
from models.written_days import day_text
from simulation.grading.grades import LEVELS
from simulation.grading.past import GradedPast
from views.charts.numbers import mean_count, out_of, span, whole
from views.grading.content import FrozenGrade
from views.grading.sentences import (
    NAIVE_NAMES,
    bias_words,
    skill_words,
    with_error,
)
from views.theme import current_theme
from views.widgets import ElidedLabel, NumberLabel, PlainLabel, empty_layout, make_line

Rows = Sequence[Sequence[str]]


def horizon_headers() -> tuple[str, ...]:
    """Return the headings of `horizon_rows`."""
    return (
        _("Weeks ahead"),
        _("Cases"),
        *(_("{level}\u202f% range held").format(level=one) for one in LEVELS),
        _("Its width (80)"),
        _("Score (CRPS)"),
        *(_("Than {naive}").format(naive=name) for name in NAIVE_NAMES.values()),
        _("Bias"),
    )


def horizon_rows(past: GradedPast) -> list[list[str]]:
    """Return a row for each horizon."""
    return [
        [
            whole(weeks),
            whole(report.number),
            *(with_error(one.held.value, one.held.error) for one in report.coverage),
            mean_count(report.at(80).mean_width),
            f"{report.crps:,.1f}",
            *(skill_words(report, name) for name in NAIVE_NAMES),
            bias_words(report),
        ]
        for weeks, report in past.by_horizon.items()
    ]


def frozen_headers() -> tuple[str, ...]:
    """Return the headings of `frozen_rows`."""
    return (
        _("Frozen"),
        _("Scenario"),
        _("Weeks over"),
        _("Clients forecast by then"),
        _("In fact"),
        _("Quantile loss"),
        _("Grade"),
    )


def frozen_rows(grades: Sequence[FrozenGrade]) -> list[list[str]]:
    """Return a row for each frozen forecast."""
    rows = []
    for one in grades:
        forecast, fact, loss = "", "", ""
        if one.begun:
            forecast = f"{mean_count(one.middle)} ({span(one.low, one.high)})"
            fact = whole(one.happened)
            loss = f"{one.pinball:,.1f}"
        rows.append(
            [
                day_text(one.frozen_at.astimezone().date()),
                one.scenario,
                out_of(one.weeks_over, one.weeks),
                forecast,
                fact,
                loss,
                grade_words(one),
            ]
        )
    return rows


def grade_words(one: FrozenGrade) -> str:
    """Return how a frozen forecast does: held, above or below, and in how many of its weeks."""
    if not one.begun:
        return _("no week is over yet")
    if one.held:
        standing = _("held") if one.over else _("holds so far")
    elif one.happened > one.high:
        standing = _("more came") if one.over else _("more so far")
    else:
        standing = _("fewer came") if one.over else _("fewer so far")
    return _("{standing}; within its range in {weeks} weeks").format(
        standing=standing, weeks=out_of(one.weeks_held, one.weeks_over)
    )


class RowsTable(QWidget):
    """Headings and rows, figures to the right, names to the left and shortened where they must."""

    def __init__(self, name: str, *, words: frozenset[int]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._words = words
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(current_theme().space(2))
        self._grid.setVerticalSpacing(current_theme().space(0.75))
        self.rows: Rows = ()

    def show_rows(self, headers: Sequence[str], rows: Rows) -> None:
        """Show other rows."""
        empty_layout(self._grid)
        self.rows = rows
        for column, header in enumerate(headers):
            label = (
                PlainLabel(header, size="small", tone="muted", wrap=True)
                if column in self._words
                else NumberLabel(header, size="small", tone="muted")
            )
            label.setWordWrap(True)
            self._grid.addWidget(label, 0, column)
            self._grid.setColumnStretch(column, 1)
        for line, row in enumerate(rows):
            self._grid.addWidget(make_line(), 2 * line + 1, 0, 1, len(headers))
            for column, text in enumerate(row):
                cell = ElidedLabel(text) if column in self._words else NumberLabel(text)
                self._grid.addWidget(cell, 2 * line + 2, column)
        self.setAccessibleDescription(
            " ".join(
                "; ".join(f"{header}: {text}" for header, text in zip(headers, row, strict=True))
                + "."
                for row in rows
            )
        )
