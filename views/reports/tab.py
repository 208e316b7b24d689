"""The reports: questions down the left, the answer on the right, what is asked about at the top."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from models.queue.sight import has_leads
from models.reporting.asked import Asked, Behind
from models.topics import Topic
from views.copied_tables import as_clipboard
from views.documents.panel import (
    AskForPdf,
    AskForPrinter,
    DocumentPanel,
    Documents,
    ask_for_pdf,
    ask_for_printer,
)
from views.forecast.sharing import AskForFile, ask_for_file
from views.news import News
from views.reports.answer import AnswerCard
from views.reports.behind import CountedList
from views.reports.content import Question, Told
from views.reports.desk import USUAL_DAYS, TableWriter, WantedReport
from views.reports.head import ReportsHead
from views.reports.keys import report_keys
from views.reports.listing import Listing, list_behind
from views.reports.periods import USUAL, period_words
from views.reports.questions import questions
from views.reports.side import QuestionSide, document_titles
from views.reports.words import table_of
from views.runner import Runner
from views.settings.limiting import Limited
from views.theme import current_theme
from views.widgets import make_line

_LONGEST: Final = "weeks_52"
_ANSWER_PIXELS: Final = 1160


class ReportsTab(QWidget):
    """Up and Down choose a question, Enter goes to its numbers, Escape back."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose page is to be shown."""
    import_asked = Signal()

    def __init__(
        self,
        runner: Runner,
        writer: TableWriter,
        documents: Documents[WantedReport],
        *,
        zone: Callable[[], str],
        clock: Clock = utc_now,
        choose_file: AskForFile = ask_for_file,
        ask_where: AskForPdf = ask_for_pdf,
        ask_printer: AskForPrinter = ask_for_printer,
    ) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._runner = runner
        self._writer = writer
        self._clock = clock
        self._zone = zone
        self._choose_file = choose_file
        self._questions = {one.code: one for one in questions()}
        self._by = {code: one.usual for code, one in self._questions.items()}
        topics = frozenset[Topic]().union(*(one.topics for one in self._questions.values()))
        self._news = News(self, runner, topics)
        self._listed: tuple[Asked, Behind] | None = None
        self.told: Told | None = None
        self._has_leads = True
        self.head = ReportsHead(runner, self._today, zone)
        self.side = QuestionSide(tuple(self._questions.values()))
        self.list = self.side.list
        self.answer = AnswerCard()
        self.counted = CountedList()
        self.document = DocumentPanel(
            documents,
            runner,
            _("Back to the reports (Esc)"),
            ask_where=ask_where,
            ask_printer=ask_printer,
        )
        self._lay_out()
        self._connect()
        self._offer_commands()
        self._ask()

    @property
    def question(self) -> Question:
        """The question that is shown."""
        return self._questions.get(self.list.current_code()) or next(iter(self._questions.values()))

    def show_question(self, code: str, by: str | None = None) -> None:
        """Show a question, divided by something else where told so."""
        if by is not None:
            self._by[code] = by
        if self.list.current_code() == code:
            self._ask()
        else:
            self.list.choose(code)

    def open_list(self, behind: Behind, words: str) -> None:
        """Show the list behind a number, under the words for it."""
        asked = self._asked()
        if asked is None:
            return
        self._listed = asked, behind

        def then(listing: Listing) -> None:
            self.counted.show_listing(listing, f"{words}, {period_words(asked.first, asked.last)}")
            self._show(self.counted)

        self._read_list(then)

    def show_document(self, kind: str) -> None:
        """Show a document over the period that was chosen, or over the one that is usual for it."""
        asked = self._asked()
        if asked is None:
            return
        if self.head.period.currentData() == USUAL:
            asked = replace(asked, first=asked.last - timedelta(days=USUAL_DAYS[kind] - 1))
        title = document_titles()[kind]
        days = period_words(asked.first, asked.last)
        name = f"{kind}-{asked.first:%Y-%m-%d}-{asked.last:%Y-%m-%d}.pdf"
        self._show(self.document)
        self.document.show_document(WantedReport(kind, asked), title, days, name)

    def copy(self) -> None:
        """Copy the answer as a table."""
        if self.told is not None and self.told.lines:
            QGuiApplication.clipboard().setMimeData(as_clipboard(table_of(self.told)))
            self.notice.emit("success", _("Copied the answer as a table."))

    def export(self) -> None:
        """Ask where the answer goes as CSV, and write it."""
        told = self.told
        if told is None or not told.lines:
            return
        name = f"{self.question.code}.csv"
        chosen = self._choose_file(self, _("Save as CSV"), name, _("CSV table (*.csv)"))
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(".csv")
        said = _("Saved as {name}.").format(name=path.name)
        self._writer.table(
            path,
            table_of(told),
            lambda: self.notice.emit("success", said),
            failed=self._refuse,
        )

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list of questions on Escape."""
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    # Inside

    def _today(self) -> date:
        return self._clock().astimezone(ZoneInfo(self._zone())).date()

    def _asked(self) -> Asked | None:
        try:
            return self.head.asked()
        except InvalidValueError:
            return None

    def _ask(self, *, quietly: bool = False) -> None:
        """Read the answer to the chosen question; quietly, what is shown stays until then."""
        asked, question = self._asked(), self.question
        if asked is None:
            return
        by, at = self._by[question.code], self._clock()
        if not quietly:
            self.answer.ask(question, by)
        self._runner.read(
            lambda session: (
                question.tell(question.read(session, asked, at, by), by),
                has_leads(session),
            ),
            lambda found: self._take(question, *found),
            failed=self._cannot_answer,
            lane="answer of the reports",
        )

    def _take(self, question: Question, told: Told, has_leads: bool) -> None:
        if question is self.question:
            self._has_leads = has_leads
            nothing = _("No leads yet. Import some first; then this has an answer.")
            self.told = told if has_leads else replace(told, sentence=nothing, lines=())
            self.answer.show_answer(question, self.told, self._first_step())

    def _first_step(self) -> str:
        if not self._has_leads:
            return _("Import a file…")
        if self.head.is_narrowed():
            return _("Ask about all leads")
        if self.head.period.currentData() != _LONGEST:
            return _("Show the last 52 weeks")
        return _("Import a file…")

    def _take_first_step(self) -> None:
        if not self._has_leads:
            self.import_asked.emit()
        elif self.head.is_narrowed():
            self.head.forget_segment()
        elif self.head.period.currentData() != _LONGEST:
            self.head.choose_period(_LONGEST)
        else:
            self.import_asked.emit()

    def _cannot_answer(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.told = None
        self.answer.refuse(str(error))

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.notice.emit("error", str(error))
        elif isinstance(error, OSError):
            reason = _("The file could not be written: {reason}.").format(reason=error.strerror)
            self.notice.emit("error", reason)
        else:
            raise error

    def _read_again(self, topics: frozenset[Topic]) -> None:
        # Which leads belong to a segment may change with anything about them.
        if topics & self.question.topics or self.head.is_narrowed():
            self._ask(quietly=True)
        if self.stack.currentWidget() is self.counted:
            self._read_list(self.counted.show_again)

    def _read_list(self, then: Callable[[Listing], None]) -> None:
        if self._listed is None:
            return
        (asked, behind), at = self._listed, self._clock()
        self._runner.read(
            lambda session: list_behind(session, asked, at, behind),
            then,
            failed=self._refuse,
            lane="list behind a number",
        )

    def _divide(self, by: str) -> None:
        self._by[self.question.code] = by
        self._ask()

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        # Whoever comes back from a lead's page goes on where they were.
        self.setFocusProxy(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self.stack.setCurrentWidget(self._main)
        self.setFocusProxy(self.list)
        self.answer.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_in(self) -> None:
        if self.answer.table.isVisible():
            self.answer.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.answer.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _code: self._ask())
        self.list.entered.connect(self._go_in)
        self.head.changed.connect(self._ask)
        self.head.left.connect(self._go_in)
        self.answer.opened.connect(self.open_list)
        self.answer.divided.connect(self._divide)
        self.answer.copy_asked.connect(self.copy)
        self.answer.export_asked.connect(self.export)
        self.answer.first_step_asked.connect(self._take_first_step)
        self.counted.closed.connect(self._back)
        self.counted.lead_asked.connect(self.lead_asked)
        self.counted.said.connect(self.notice)
        self.side.document_asked.connect(self.show_document)
        self.document.closed.connect(self._back)
        self.document.said.connect(self.notice)
        self._news.came.connect(self._read_again)

    def _offer_commands(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "period": self.head.period.showPopup,
            "condition": self.head.conditions.begin,
            "less": self.head.conditions.take_last_away,
            "division": self.answer.division.showPopup,
            "copy": self.copy,
            "export": self.export,
            **{kind: partial(self.show_document, kind) for kind in document_titles()},
        }
        for one in report_keys():
            action = QAction(one.words, self)
            action.setShortcut(QKeySequence(one.keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(
                lambda _checked=False, code=one.code: self._act(code, acts[code])
            )
            self.addAction(action)

    def _act(self, code: str, act: Callable[[], object]) -> None:
        """Do what a key stands for: it is a key of the answer, and a list has only its copy."""
        if self.stack.currentWidget() is self._main:
            act()
        elif code == "copy" and self.stack.currentWidget() is self.counted:
            self.counted.copy()

    def _lay_out(self) -> None:
        theme = current_theme()
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.side)
        body.addWidget(make_line(vertical=True))
        # Further apart a name and its number are not read as one line.
        body.addWidget(Limited(self.answer, _ANSWER_PIXELS), 1)
        self._main = QWidget()
        main = QVBoxLayout(self._main)
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(theme.space(3), theme.space(), theme.space(3), theme.space())
        top.addWidget(self.head)
        main.addLayout(top)
        main.addWidget(make_line())
        main.addLayout(body, 1)
        self.stack = QStackedWidget()
        for widget in (self._main, self.counted, self.document):
            self.stack.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.setFocusProxy(self.list)
