"""The grades of one past: the sentence, the charts of a horizon, the table, and what is wrong."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text
from views.charts.widget import ChartWidget
from views.grading.content import GradedContent
from views.grading.drawings import coverage_drawing, ranges_drawing, tenths_drawing
from views.grading.sentences import reasons, verdict
from views.grading.tables import RowsTable, horizon_headers, horizon_rows
from views.theme import current_theme
from views.widgets import Card, PlainLabel, SegmentedControl

_RANGES = QSize(420, 232)
_CALIBRATION = QSize(232, 184)


class GradedView(QWidget):
    """Shows grades; a person chooses the horizon."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self._content: GradedContent | None = None
        self._weeks = 0
        self.sentence = PlainLabel(size="title", weight="semibold", wrap=True, selectable=True)
        self.caption = PlainLabel(tone="muted", wrap=True)
        self.ranges = ChartWidget(_RANGES)
        self.coverage = ChartWidget(_CALIBRATION)
        self.tenths = ChartWidget(_CALIBRATION)
        self.reasons = PlainLabel(wrap=True, selectable=True)
        self.table = RowsTable(_("Grades by how far ahead"), words=frozenset())
        self._horizons = QHBoxLayout()
        self.horizon = SegmentedControl(())
        self._horizons.addWidget(self.horizon)
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.5))
        words.addWidget(self.sentence)
        words.addWidget(self.caption)
        words.addWidget(self.reasons)
        head = QHBoxLayout()
        head.setSpacing(theme.space(2))
        head.addLayout(words, 1)
        head.addLayout(self._horizons)
        head.setAlignment(self._horizons, Qt.AlignmentFlag.AlignTop)
        top = Card()
        top.column.addWidget(self.ranges)
        calibration = Card()
        pair = QHBoxLayout()
        pair.setSpacing(theme.space(2))
        pair.addWidget(self.coverage)
        pair.addWidget(self.tenths)
        calibration.column.addLayout(pair)
        for card in (top, calibration):
            # Charts keep a distance of their own.
            card.column.setContentsMargins(0, 0, 0, 0)
        told = Card()
        told.column.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        for card in (top, calibration, told):
            column.addWidget(card)

    @property
    def content(self) -> GradedContent | None:
        """What is shown."""
        return self._content

    @property
    def weeks(self) -> int:
        """The horizon that is shown."""
        return self._weeks

    def show_content(self, content: GradedContent) -> None:
        """Show other grades; the horizon stays where it has one."""
        self._content = content
        horizons = list(content.past.by_horizon)
        if self._weeks not in horizons:
            self._weeks = horizons[0]
        codes = [
            (str(weeks), ngettext("{weeks} week", "{weeks} weeks", weeks).format(weeks=weeks))
            for weeks in horizons
        ]
        control = SegmentedControl(codes, name=_("Looking ahead"))
        control.set_value(str(self._weeks))
        control.changed.connect(lambda code: self.show_horizon(int(code)))
        self._horizons.replaceWidget(self.horizon, control)
        self.horizon.hide()
        self.horizon.deleteLater()
        self.horizon = control
        self.table.show_rows(horizon_headers(), horizon_rows(content.past))
        self.show_horizon(self._weeks)

    def show_horizon(self, weeks: int) -> None:
        """Show the charts of another horizon."""
        content = self._content
        if content is None:
            return
        self._weeks = weeks
        cases = content.past.of(weeks)
        self.sentence.setText(verdict(content.past.by_horizon[weeks]))
        self.caption.setText(
            _(
                "{stage} in the {weeks} weeks from each origin, {first} to {last}; leads that came "
                "{arrivals}. Held counts both ends of a range."
            ).format(
                stage=content.target,
                weeks=weeks,
                first=day_text(cases[0].origin),
                last=day_text(cases[-1].origin),
                arrivals=_("as they really came") if content.given else _("forecast too"),
            )
        )
        self.reasons.setText(
            "\n".join(
                reasons(content.past, weeks, weeks_apart=content.weeks_apart, given=content.given)
            )
        )
        self.ranges.show_drawing(ranges_drawing(content, weeks))
        self.coverage.show_drawing(coverage_drawing(content, weeks))
        self.tenths.show_drawing(tenths_drawing(content, weeks))
