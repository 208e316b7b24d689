"""The Rates tab: what history teaches, looked over with its evidence, then used in a scenario."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from models.topics import Topic
from views.forecast.refusals import sentence_of
from views.news import News
from views.rates.content import RateLine, RatesContent, RatesDesk
from views.rates.table import RatesModel, RatesTable
from views.runner import Runner
from views.theme import current_theme
from views.widgets import Card, EmptyState, KeyHint, PlainLabel, make_button

USE_KEYS = "Ctrl+Return"
_ABOUT = frozenset(
    {Topic.STAGE_MOVES, Topic.LEADS, Topic.TOUCHES, Topic.APPOINTMENTS, Topic.TEAM}
    | {Topic.DEFINITIONS, Topic.CHANNELS}
)


class RatesPage(QWidget):
    """Learned numbers with evidence and range; one button makes a scenario of them."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    import_asked = Signal()
    """Emitted when a file with the history of leads is to be chosen."""
    used = Signal(object)
    """Emitted with the `Plan` that begins with these numbers."""

    def __init__(self, runner: Runner, desk: RatesDesk) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._content: RatesContent | None = None
        theme = current_theme()
        self.sentence = PlainLabel("", size="heading", wrap=True)
        self.remarks = PlainLabel("", size="small", tone="muted", wrap=True)
        self.use_button = make_button(
            _("Use these in a scenario"), self.use, kind="primary", keys=USE_KEYS
        )
        self.model = RatesModel()
        self.table = RatesTable(self.model)
        self.detail = PlainLabel("", wrap=True)
        self.detail.setMinimumHeight(theme.scaled(52))
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.problems = PlainLabel("", size="small", wrap=True)
        self.empty = EmptyState(
            _("Reading what the leads of the past did…"),
            _("Import a file…"),
            self.import_asked.emit,
            icon_name="hourglass",
        )
        self.empty.button.hide()
        self._full = QWidget()
        self._lay_out()
        self.states = QStackedWidget()
        self.states.addWidget(self.empty)
        self.states.addWidget(self._full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.states)
        self.setFocusProxy(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._show_detail)
        self._news = News(self, runner, _ABOUT)
        self._news.came.connect(self._read)
        self._news.miss()

    def _lay_out(self) -> None:
        theme = current_theme()
        words = QVBoxLayout()
        words.setSpacing(theme.space(0.5))
        words.addWidget(self.sentence)
        words.addWidget(self.remarks)
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addLayout(words, 1)
        head.addWidget(self.use_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(KeyHint(USE_KEYS), 0, Qt.AlignmentFlag.AlignTop)
        numbers = Card()
        numbers.column.setSpacing(theme.space())
        numbers.column.addWidget(self.table, 1)
        numbers.column.addWidget(self.detail)
        column = QVBoxLayout(self._full)
        column.setContentsMargins(*(theme.space(3),) * 4)
        column.setSpacing(theme.space(2))
        column.addLayout(head)
        column.addWidget(numbers, 1)
        column.addWidget(self.problems)

    @property
    def content(self) -> RatesContent | None:
        """What is shown, once it was read."""
        return self._content

    def use(self) -> None:
        """Make a scenario that begins with these numbers."""
        if self._content is None or not self._content.is_learned:
            return
        self.use_button.setEnabled(False)
        self._desk.plan(self._give, self._refused)

    def show_content(self, content: RatesContent) -> None:
        """Show what was learned."""
        self._content = content
        if not content.is_learned:
            self.empty.sentence.setText(
                _(
                    "No lead has moved from one stage to the next yet, so there is nothing to "
                    "learn from. Import leads with their history, or work some."
                )
            )
            self.empty.button.show()
            self.states.setCurrentWidget(self.empty)
            return
        chosen = self.table.currentIndex().row()
        self.sentence.setText(content.sentence)
        self.remarks.setText(" ".join(content.remarks))
        self.problems.setText("\n".join(content.problems))
        self.problems.setVisible(bool(content.problems))
        self.model.show_lines(content.lines)
        self.table.selectRow(chosen if self.model.line_at(chosen) is not None else 1)
        self.states.setCurrentWidget(self._full)

    def _read(self) -> None:
        self._desk.review(self.show_content, self._failed)

    def _show_detail(self, current: QModelIndex, _before: QModelIndex) -> None:
        line = self.model.line_at(current.row())
        self.detail.setText("" if line is None else detail_of(line))

    def _give(self, plan: object) -> None:
        self.use_button.setEnabled(True)
        self.used.emit(plan)

    def _refused(self, error: Exception) -> None:
        self.use_button.setEnabled(True)
        self.notice.emit("danger", sentence_of(error))

    def _failed(self, error: Exception) -> None:
        self._news.miss()
        self.empty.button.hide()
        self.empty.sentence.setText(sentence_of(error))
        self.states.setCurrentWidget(self.empty)


def detail_of(line: RateLine) -> str:
    """Return all that is known of a number, in sentences."""
    parts = [f"{line.label}: {line.value}."]
    if line.range:
        parts.append(_("It lies in {range} with 90\u202f%.").format(range=line.range))
    if line.evidence:
        parts.append(_("Evidence: {evidence}.").format(evidence=line.evidence.rstrip(".")))
    if line.prior:
        parts.append(_("Before any lead: {prior}.").format(prior=line.prior))
    if line.warning:
        parts.append(line.warning)
    return " ".join(parts)
