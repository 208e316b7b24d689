"""The answer to one question: a sentence, a chart and a table, with what to do with them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from views.reports.bars import BarChart
from views.reports.content import Question, Told
from views.reports.table import AnswerTable
from views.theme import current_theme
from views.widgets import (
    EmptyState,
    KeyHint,
    PlainLabel,
    TablePlaceholder,
    fill_choices,
    make_button,
    make_frame,
    scrolled,
    set_tip,
)

DIVISION_KEY = "B"


class AnswerCard(QWidget):
    """Shows one answer; a number or a bar opens the list behind it."""

    opened = Signal(object, str)
    """Emitted with the `Behind` of a number and the words for it."""
    divided = Signal(str)
    """Emitted with the division that a person chose."""
    copy_asked = Signal()
    export_asked = Signal()
    first_step_asked = Signal()
    """Emitted when a person wants to do what comes first where there is nothing yet."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.title = PlainLabel(size="title", weight="semibold", wrap=True)
        self.division = QComboBox()
        self.division.setAccessibleName(_("Divided by"))
        set_tip(self.division, _("What the answer is divided by"), DIVISION_KEY)
        self.division_hint = KeyHint(DIVISION_KEY)
        self.copy_button = make_button(
            "", self.copy_asked.emit, kind="quiet", icon_name="copy", tip=_("Copy as table")
        )
        set_tip(self.copy_button, _("Copy as table"), "Ctrl+C")
        self.export_button = make_button(
            "", self.export_asked.emit, kind="quiet", icon_name="export", tip=_("Save as CSV…")
        )
        set_tip(self.export_button, _("Save as CSV…"), "E")
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(self.title, 1)
        head.addWidget(self.division)
        head.addWidget(self.division_hint)
        head.addWidget(self.copy_button)
        head.addWidget(self.export_button)
        self.sentence = PlainLabel(size="heading", wrap=True, selectable=True)
        self.chart, self.table = BarChart(), AnswerTable()
        self.detail = PlainLabel(wrap=True)
        self.note = PlainLabel(size="small", tone="muted", wrap=True)
        self._chart_card = _around(self.chart)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget in (
            self.sentence,
            self._chart_card,
            _around(self.table),
            self.detail,
            self.note,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.empty = EmptyState("", _("Show the last 52 weeks"), self.first_step_asked.emit)
        self.stack = QStackedWidget()
        self.stack.addWidget(TablePlaceholder())
        self._area = scrolled(shown)
        self.stack.addWidget(self._area)
        self.stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        edge = theme.space(3)
        whole.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        whole.setSpacing(theme.space(1.5))
        whole.addLayout(head)
        whole.addWidget(self.stack, 1)
        self.division.activated.connect(lambda _at: self.divided.emit(self.division.currentData()))
        self.chart.opened.connect(self.opened)
        self.table.opened.connect(self.opened)
        self.table.looked_at.connect(self._look_at)
        self.setFocusProxy(self.table)

    def ask(self, question: Question, by: str) -> None:
        """Show a question while its answer is on its way."""
        self.title.setText(question.title)
        fill_choices(self.division, question.divisions, by)
        for widget in (self.division, self.division_hint):
            widget.setVisible(len(question.divisions) > 1)
        self.table.forget_place()
        self._area.verticalScrollBar().setValue(0)
        self.stack.setCurrentIndex(0)

    def show_answer(self, question: Question, told: Told, first_step: str) -> None:
        """Show an answer; where there is nothing yet, what to do first."""
        has_lines = bool(told.lines)
        self.copy_button.setEnabled(has_lines)
        self.export_button.setEnabled(has_lines)
        if not has_lines:
            self.empty.sentence.setText(told.sentence)
            self.empty.button.setText(first_step)
            self.stack.setCurrentWidget(self.empty)
            return
        self.sentence.setText(told.sentence)
        self.note.say(told.note)
        has_chart = told.chart is not None and bool(told.chart.bars)
        self._chart_card.setVisible(has_chart)
        if told.chart is not None:
            self.chart.show_chart(told.chart)
        self.table.show_answer(told, question.title)
        self.stack.setCurrentWidget(self._area)

    def refuse(self, sentence: str) -> None:
        """Say why there is no answer."""
        self.empty.sentence.setText(sentence)
        self.empty.button.setText(_("Ask about all leads"))
        self.stack.setCurrentWidget(self.empty)

    def _look_at(self, words: str) -> None:
        self.detail.say(words)


def _around(widget: QWidget) -> QWidget:
    card = make_frame("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(widget)
    return card
