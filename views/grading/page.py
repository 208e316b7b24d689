"""The Grading tab: how good the forecasts were, of the past and of those that were frozen."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.topics import Topic
from views.charts.numbers import whole
from views.forecast.refusals import sentence_of
from views.forecast.sharing import AskForFile, ask_for_file
from views.grading.content import FrozenGrade, GradedContent, GradingDesk, GradingWish
from views.grading.result import GradedView
from views.grading.sentences import frozen_sentence
from views.grading.tables import RowsTable, frozen_headers, frozen_rows
from views.news import News
from views.runner import Runner
from views.theme import current_theme
from views.widgets import (
    Card,
    EmptyState,
    KeyHint,
    PlainLabel,
    SectionHeader,
    SegmentedControl,
    fill_choices,
    make_button,
    scrolled,
)

GRADE_KEYS = "Ctrl+Return"
_TOPICS = frozenset({Topic.SCENARIOS, Topic.DEFINITIONS})


class GradingPage(QWidget):
    """Grades the past when it is asked to, and keeps the result while the page lives."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self, runner: Runner, desk: GradingDesk, *, choose_file: AskForFile = ask_for_file
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._choose_file = choose_file
        self.is_grading = False
        self._waits_for_stages = False
        self._make_controls()
        self.view = GradedView()
        self.empty = EmptyState(
            _(
                "Forecast the past again, standing on each Monday and knowing only what was known "
                "then, and see how often the ranges held."
            ),
            _("Grade the past"),
            self.grade,
            icon_name="chart-line-up",
            keys=GRADE_KEYS,
        )
        self.trouble = EmptyState("", icon_name="hourglass")
        self._shown: QWidget = self.empty
        self._make_frozen()
        self._lay_out()
        self._show_state()
        # What became of a frozen forecast grows with the days.
        self._news = News(self, runner, _TOPICS, at_each_look=True)
        self._news.came.connect(self.refresh)

    # What a person does

    def grade(self) -> None:
        """Grade the past as it is chosen, unless that is going on; once the stages are known."""
        target = self.target.currentText()
        self._waits_for_stages = not target
        if self.is_grading or not target:
            return
        self.is_grading = True
        self._show_progress(0, 0)
        self._show_state()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        wish = GradingWish(target, self.every.value(), self.arrivals.value() == "given")
        self._desk.grade(wish, self._show_progress, self._take, self._fail)

    def cancel(self) -> None:
        """Stop grading; what was shown before stays."""
        self.cancel_button.setEnabled(False)
        self.progress_words.setText(_("Stopping…"))
        self._desk.cancel()

    def export(self) -> None:
        """Write every forecast with its grade to a file."""
        content = self.view.content
        if content is None:
            return
        chosen = self._choose_file(
            self, _("Export grades"), _("Grades") + ".csv", _("CSV table (*.csv)")
        )
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".csv")

        def written() -> None:
            self.notice.emit("success", _("Wrote {file}.").format(file=path.name))

        self._desk.export(content, path, written, self._refused)

    def refresh(self) -> None:
        """Ask for the stages and for the frozen forecasts as they are now."""
        self._desk.stages(self._show_stages)
        self._desk.frozen(self._show_frozen, self._refused)

    # What comes back

    def _take(self, content: GradedContent | None) -> None:
        self.is_grading = False
        if content is not None:
            self.view.show_content(content)
            self._shown = self.view
        self._show_state()
        self._back_from_cancel()

    def _fail(self, error: Exception) -> None:
        self.is_grading = False
        self.trouble.sentence.setText(sentence_of(error))
        self._shown = self.trouble
        self._show_state()
        self._back_from_cancel()

    def _refused(self, error: Exception) -> None:
        self.notice.emit("error", sentence_of(error))

    def _back_from_cancel(self) -> None:
        if self.isVisible():
            self.grade_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_stages(self, names: tuple[str, ...]) -> None:
        chosen = self.target.currentText()
        fill_choices(self.target, tuple((name, name) for name in names), chosen)
        self._show_state()
        if self._waits_for_stages:
            self.grade()

    def _show_frozen(self, grades: tuple[FrozenGrade, ...]) -> None:
        begun = [one for one in grades if one.begun]
        held = sum(one.held for one in begun)
        if not grades:
            words = _(
                "Nothing is frozen yet. Freeze a forecast on the Forecast page, and it is graded "
                "here as its weeks pass."
            )
        elif not begun:
            words = _("No week of a frozen forecast is over yet.")
        else:
            words = frozen_sentence(held, len(begun))
        self.frozen_words.setText(words)
        self.frozen_table.setVisible(bool(grades))
        self.frozen_table.show_rows(frozen_headers(), frozen_rows(grades))

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress_words.setText(
            _("{done} of {total} forecasts made").format(done=whole(done), total=whole(total))
            if total
            else _("Reading the history…")
        )

    def _show_state(self) -> None:
        """Show what can be done now."""
        for widget in (self.bar, self.progress_words, self.cancel_button):
            widget.setVisible(self.is_grading)
        self.cancel_button.setEnabled(self.is_grading)
        ready = not self.is_grading and self.target.count() > 0
        self.grade_button.setEnabled(ready)
        self.empty.button.setEnabled(ready)
        self.export_button.setEnabled(self.view.content is not None)
        # A stack would ask for the room of its largest page even where another is shown.
        for page in (self.empty, self.trouble, self.view):
            page.setVisible(page is self._shown)
        asked = self._shown is not self.empty
        for widget in (self.grade_button, self.grade_keys, self.export_button):
            widget.setVisible(asked)

    # How it is laid out

    def _make_controls(self) -> None:
        self.target = QComboBox()
        self.target.setAccessibleName(_("Leads that enter"))
        self.every = SegmentedControl(
            [("week", _("Each Monday")), ("month", _("First of the month"))], name=_("Origins")
        )
        self.arrivals = SegmentedControl(
            [("forecast", _("Leads forecast too")), ("given", _("Leads as they came"))],
            name=_("Leads that come"),
        )
        self.grade_button = make_button(
            _("Grade the past"), self.grade, kind="primary", keys=GRADE_KEYS
        )
        self.grade_keys = KeyHint(GRADE_KEYS)
        self.export_button = make_button(
            _("Export"), self.export, icon_name="export", tip=_("Every forecast with its grade")
        )
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(current_theme().scaled(240))
        self.progress_words = PlainLabel(tone="muted")
        self.cancel_button = make_button(_("Cancel"), self.cancel)

    def _make_frozen(self) -> None:
        self.frozen_words = PlainLabel(tone="muted", wrap=True)
        self.frozen_table = RowsTable(_("Frozen forecasts"), words=frozenset({0, 1, 6}))
        self._frozen = Card()
        self._frozen.column.addWidget(SectionHeader(_("Frozen forecasts")))
        self._frozen.column.addWidget(self.frozen_words)
        self._frozen.column.addWidget(self.frozen_table)

    def _lay_out(self) -> None:
        theme = current_theme()
        row = QHBoxLayout()
        row.setSpacing(theme.space(1.5))
        row.addWidget(PlainLabel(_("Leads that enter")))
        _add(row, self.target, self.every, self.arrivals)
        row.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(theme.space(1.5))
        _add(acts, self.grade_button, self.grade_keys, self.bar, self.progress_words)
        _add(acts, self.cancel_button, self.export_button)
        acts.addStretch(1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(3))
        column.setSpacing(theme.space(2))
        column.addLayout(row)
        column.addLayout(acts)
        for page in (self.empty, self.trouble, self.view):
            column.addWidget(page, 1)
        column.addWidget(self._frozen)
        whole_page = QVBoxLayout(self)
        whole_page.setContentsMargins(0, 0, 0, 0)
        whole_page.addWidget(scrolled(inside))


def _add(row: QHBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        row.addWidget(widget)
