"""The panel of frozen forecasts: freeze the plan, and see how earlier ones did."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.scenarios.freezing import REVENUE
from models.topics import Topic
from models.written_days import day_text
from views.charts.widget import ChartWidget
from views.forecast.refusals import sentence_of
from views.money.frozen_drawings import frozen_drawing, measures_of
from views.money.frozen_store import FrozenRow, FrozenStore, FrozenView
from views.money.tracking import standing_words, track_of, track_sentence
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.whatif.outlook import PlanResult
from views.widgets import EmptyState, PlainLabel, SegmentedControl, fill_choices, make_button

FREEZE_KEYS: Final = "Ctrl+Shift+F"
_ROW: Final = Qt.ItemDataRole.UserRole
_LIST_PIXELS: Final = 256
_CHART_PIXELS: Final = 250
_TOPICS: Final = frozenset({Topic.SCENARIOS, Topic.STAGE_MOVES, Topic.DEALS})


class FrozenPanel(QWidget):
    """Freezes the plan, and draws what was frozen before against what happened since."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self, runner: Runner, store: FrozenStore, result: Callable[[], PlanResult | None]
    ) -> None:
        super().__init__()
        theme = current_theme()
        self._store = store
        self._result = result
        self._wanted: int | None = None
        self.view: FrozenView | None = None
        self.freeze_button = make_button(
            _("Freeze this forecast"),
            self.freeze,
            kind="primary",
            icon_name="snowflake",
            tip=_("Keep what the plan says today, to hold it against what happens"),
        )
        self.items = QListWidget()
        self.items.setAccessibleName(_("Frozen forecasts"))
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setUniformItemSizes(True)
        self.items.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.items.currentItemChanged.connect(lambda now, _before: self._open(now))
        self.empty = EmptyState(
            _("Nothing is frozen yet. A frozen forecast is graded by what happens."),
            _("Freeze this forecast"),
            self.freeze,
        )
        self.sentence = PlainLabel(wrap=True, selectable=True)
        self.measure = QComboBox()
        self.measure.setAccessibleName(_("Measure"))
        self.measure.currentIndexChanged.connect(lambda _at: self._draw())
        self.weekly = SegmentedControl(
            [("sum", _("So far")), ("week", _("Each week"))], name=_("Shown")
        )
        self.weekly.changed.connect(lambda _code: self._draw())
        self.chart = ChartWidget(QSize(240, 152))
        left = QVBoxLayout()
        left.setSpacing(theme.space(1))
        left.addWidget(self.freeze_button)
        left.addWidget(self.items, 1)
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        head.addWidget(self.measure)
        head.addWidget(self.weekly)
        head.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.space(1))
        right.addWidget(self.sentence)
        right.addLayout(head)
        right.addWidget(self.chart, 1)
        self._left, self._right = QWidget(), QWidget()
        self._left.setLayout(left)
        # Text grows, the room does not: the chart needs its part of it.
        self._left.setFixedWidth(_LIST_PIXELS)
        self._right.setLayout(right)
        for part in (left, right):
            part.setContentsMargins(0, 0, 0, 0)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(*(theme.space(1),) * 4)
        row.setSpacing(theme.space(2))
        row.addWidget(self._left)
        row.addWidget(self._right, 1)
        row.addWidget(self.empty, 1)
        self._show_rows(())
        # What happened since grows with the days.
        self._news = News(self, runner, _TOPICS, at_each_look=True)
        self._news.came.connect(self.refresh)

    def freeze(self) -> None:
        """Freeze what the plan comes to; while it is being computed there is nothing to freeze."""
        result = self._result()
        if result is None or result.preview:
            self.notice.emit("info", _("The plan is still being computed. Freeze it in a moment."))
            return
        self.freeze_button.setEnabled(False)

        def then(row: FrozenRow) -> None:
            self.freeze_button.setEnabled(True)
            self._wanted = row.id
            self.notice.emit(
                "success",
                _("Frozen: {name}, {weeks} weeks.").format(name=row.scenario, weeks=row.weeks),
            )
            self.refresh()

        def failed(error: Exception) -> None:
            self.freeze_button.setEnabled(True)
            self._refused(error)

        self._store.freeze(result, then, failed=failed)

    def refresh(self) -> None:
        """Ask for the list anew."""
        self._store.list(self._show_rows, failed=self._refused)

    def minimumSizeHint(self) -> QSize:
        """Accept the width of one column: what stands side by side can stand below each other."""
        return QSize(_LIST_PIXELS, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the chart below the list where both side by side would be too narrow."""
        super().resizeEvent(event)
        narrow = self.width() < _LIST_PIXELS + current_theme().scaled(_CHART_PIXELS)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _show_rows(self, rows: tuple[FrozenRow, ...]) -> None:
        theme = current_theme()
        wanted = self._wanted if self._wanted is not None else self._chosen_id()
        # What says that there is nothing goes away, and the keys must not go with it.
        keys_left = bool(rows) and self.empty.button.hasFocus()
        self.items.blockSignals(True)
        self.items.clear()
        for row in rows:
            item = QListWidgetItem(f"{' '.join(row.scenario.split())}\n{_row_words(row)}")
            item.setData(_ROW, row)
            item.setSizeHint(QSize(0, theme.scaled(48)))
            self.items.addItem(item)
        self.items.blockSignals(False)
        self.empty.setVisible(not rows)
        self._left.setVisible(bool(rows))
        self._right.setVisible(bool(rows))
        fresh, self._wanted = self._wanted is not None, None
        ids = [row.id for row in rows]
        if rows:
            self.items.setCurrentRow(ids.index(wanted) if wanted in ids else 0)
        # The button that froze had to let go of the keys; they go on with what came of it.
        if keys_left or (fresh and self.isVisible()):
            self.items.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_id(self) -> int | None:
        row = None if self.view is None else self.view.row
        return None if row is None else row.id

    def _open(self, item: QListWidgetItem | None) -> None:
        row = None if item is None else item.data(_ROW)
        if isinstance(row, FrozenRow):
            self._store.open(row.id, self._show_view, failed=self._refused)

    def _show_view(self, view: FrozenView) -> None:
        self.view = view
        fill_choices(self.measure, measures_of(view), self.measure.currentData() or "")
        self._draw()

    def _draw(self) -> None:
        view, measure = self.view, self.measure.currentData()
        if view is None or not isinstance(measure, str):
            return
        said = view.summary.measures[measure]
        track = track_of(said, view.actuals.get(measure, ()))
        what = _("of revenue") if measure == REVENUE else self.measure.currentText().lower()
        self.sentence.setText(track_sentence(track, what, money=measure == REVENUE))
        cumulative = self.weekly.value() == "sum"
        self.chart.show_drawing(frozen_drawing(view, measure, cumulative=cumulative))

    def _refused(self, error: Exception) -> None:
        self.notice.emit("error", sentence_of(error))


def _row_words(row: FrozenRow) -> str:
    day = day_text(row.frozen_at.astimezone().date())
    standing = standing_words(row.clients.standing)
    over = _("{over} of {weeks} weeks").format(over=row.weeks_over, weeks=row.weeks)
    return f"{standing} \u00b7 {over} \u00b7 {day}"
