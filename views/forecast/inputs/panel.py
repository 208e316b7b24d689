"""The inputs of a forecast: the batch, the rates, and how sure they are."""

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.language import gettext as _
from views.charts.numbers import whole
from views.forecast.content import ScenarioContent, StageContent, house_content
from views.forecast.inputs.row import BatchRow, InputRow, RateRow
from views.forecast.outlook import Outlook
from views.theme import current_theme
from views.widgets import PlainLabel, SegmentedControl, make_button, make_line

_GIVEN, _SAMPLED = "given", "sampled"


class InputsPanel(QWidget):
    """Shows the inputs of a scenario, and tells when a person changes one."""

    edited = Signal(object, str)
    """Emitted with the changed `ScenarioContent` and the name of the input that changed."""
    gesture = Signal()
    """Emitted when a new movement begins."""
    reset = Signal()
    """Emitted when the house example is asked for."""
    rows_made = Signal()
    """Emitted when the inputs of another set of stages stand there."""

    def __init__(self, content: ScenarioContent) -> None:
        super().__init__()
        self._content = content
        self._named: tuple[StageContent, ...] = ()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(1.5))
        self.batch = BatchRow()
        self.batch.moved.connect(self._batch_moved)
        column.addWidget(self.batch)
        column.addWidget(make_line())
        self._rates = QVBoxLayout()
        self._rates.setSpacing(theme.space(1.5))
        column.addLayout(self._rates)
        column.addWidget(make_line())
        certainty = QHBoxLayout()
        certainty.setSpacing(theme.space(1.5))
        certainty.addWidget(PlainLabel(_("Rates"), weight="medium"))
        self.certainty = SegmentedControl(
            [(_GIVEN, _("As given")), (_SAMPLED, _("Uncertain"))], name=_("Rates")
        )
        self.certainty.changed.connect(self._certainty_chosen)
        certainty.addStretch(1)
        certainty.addWidget(self.certainty)
        column.addLayout(certainty)
        self.details = PlainLabel(size="small", tone="muted", wrap=True)
        column.addWidget(self.details)
        column.addStretch(1)
        foot = QHBoxLayout()
        # A link has room for its focus ring; its words stand in line with those above.
        foot.setContentsMargins(-theme.space(0.5), 0, 0, 0)
        self.reset_button = make_button(
            _("Reset to house example"),
            self.reset.emit,
            kind="link",
            tip=_("200 MQLs, 60 respond, 30 interested, 15 SQLs, 8 appointments, 3 clients"),
        )
        foot.addWidget(self.reset_button)
        foot.addStretch(1)
        column.addLayout(foot)
        self.rows: tuple[RateRow, ...] = ()
        self._shortcuts: list[QShortcut] = []
        self._connect_row(self.batch, 0)
        self.show_content(content)

    def show_content(self, content: ScenarioContent) -> None:
        """Show a scenario without telling anyone."""
        if len(self.rows) != len(content.rates):
            self._make_rows(content)
        if content.stages != self._named:
            self._show_names(content)
        self._content = content
        self.batch.show_mqls(content.mqls)
        for row, rate in zip(self.rows, content.rates, strict=True):
            row.show_rate(rate)
        self.certainty.set_value(_SAMPLED if content.uncertain else _GIVEN)
        self.certainty.setEnabled(content.sample is not None)
        self.details.setText(self._details(content))
        self.reset_button.setEnabled(content != replace(house_content(), target=content.target))

    def _show_names(self, content: ScenarioContent) -> None:
        self._named = content.stages
        self.batch.show_name(
            content.stages[0].name,
            _("How many leads there are at the start. A batch, not a number per week."),
            _keys(0),
        )
        for number, row in enumerate(self.rows):
            before, stage = content.stages[number].name, content.stages[number + 1].name
            tip = _("The share of {before} that get to {stage}").format(before=before, stage=stage)
            row.show_name(stage, tip, _keys(number + 1))

    def show_outlook(self, outlook: Outlook) -> None:
        """Show how far each rate is known; like the charts, at most one step behind the slider."""
        if outlook.content.stages != self._content.stages:
            return
        for row, rate, interval in zip(
            self.rows, outlook.content.rates, outlook.intervals, strict=True
        ):
            row.show_evidence(rate, interval)

    def _make_rows(self, content: ScenarioContent) -> None:
        for old in self.rows:
            self._rates.removeWidget(old)
            old.deleteLater()
        for shortcut in self._shortcuts[1:]:
            shortcut.deleteLater()
        del self._shortcuts[1:]
        rows = []
        for index in range(len(content.rates)):
            row = RateRow()
            row.moved.connect(lambda rate, index=index: self._rate_moved(index, rate))
            self._rates.addWidget(row)
            self._connect_row(row, index + 1)
            rows.append(row)
        self.rows = tuple(rows)
        self._order_tabs()
        self.rows_made.emit()

    def _order_tabs(self) -> None:
        """Let Tab go down the page, though the rates were made last."""
        chain: list[QWidget] = []
        for row in (self.batch, *self.rows):
            chain += (row.slider, row.field)
        chain += (*self.certainty.findChildren(QPushButton), self.reset_button)
        for before, after in pairwise(chain):
            self.setTabOrder(before, after)

    def _connect_row(self, row: InputRow, number: int) -> None:
        row.gesture.connect(self.gesture)
        shortcut = QShortcut(QKeySequence(_keys(number)), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: row.slider.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self._shortcuts.append(shortcut)

    def _batch_moved(self, mqls: int) -> None:
        self._tell(replace(self._content, mqls=mqls), "mqls")

    def _rate_moved(self, index: int, rate: float) -> None:
        self._tell(self._content.with_rate(index, rate), f"rate {index}")

    def _certainty_chosen(self, code: str) -> None:
        self._tell(replace(self._content, uncertain=code == _SAMPLED), "uncertain")

    def _tell(self, content: ScenarioContent, what: str) -> None:
        if content != self._content:
            self.edited.emit(content, what)

    def _details(self, content: ScenarioContent) -> str:
        cases = _("{trials} simulated batches, seed {seed}").format(
            trials=whole(content.trials), seed=content.seed
        )
        if content.sample is None:
            return cases
        if content.uncertain:
            how = _("each batch draws its rates as one sample of {size} leaves them open")
        else:
            how = _("every batch has exactly these rates")
        return f"{cases}; {how.format(size=whole(content.sample))}"


def _keys(number: int) -> str:
    return f"Alt+{number}" if number < 10 else ""
