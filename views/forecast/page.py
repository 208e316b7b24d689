"""The Forecast page: inputs on the left, the result in words and as charts on the right."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from models.topics import Topic
from views.charts.widget import ChartWidget
from views.forecast.content import ScenarioContent, house_content
from views.forecast.drawings import clients_drawing, funnel_drawing
from views.forecast.inputs.panel import InputsPanel
from views.forecast.inputs.undo import InputSteps
from views.forecast.live import LiveForecast
from views.forecast.outlook import Outlook
from views.forecast.page_head import PageHead, scenario_name
from views.forecast.result_card import ResultCard
from views.forecast.scenarios.desk import ScenarioDesk
from views.forecast.scenarios.panel import ScenariosPanel
from views.forecast.scenarios.save_form import SaveForm
from views.forecast.scenarios.store import ForecastExporter, ScenarioRow, ScenarioStore
from views.forecast.sharing import AskForFile, Sharing, ask_for_file
from views.news import News
from views.runner import Runner
from views.theme import current_theme, theme_changed
from views.widgets import make_frame, scrolled

_INPUTS_PIXELS: Final = 336


class ForecastPage(QWidget):
    """What a batch of MQLs may become, as a range, while a slider is dragged."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        scenarios: ScenarioStore,
        exporter: ForecastExporter,
        *,
        choose_file: AskForFile = ask_for_file,
        content: ScenarioContent | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.content = content or house_content()
        self.outlook: Outlook | None = None
        self.steps = InputSteps(self, self._show_content)
        self.live = LiveForecast(runner, self)
        self.desk = ScenarioDesk(scenarios, self)
        self.sharing = Sharing(self, exporter, choose_file)
        self.head = PageHead()
        self.inputs = InputsPanel(self.content)
        self.scenarios_panel = ScenariosPanel()
        self._news = News(self.scenarios_panel, runner, frozenset({Topic.SCENARIOS}))
        self.save_form = SaveForm()
        self.result = ResultCard()
        self.funnel = ChartWidget(QSize(400, 196))
        self.clients = ChartWidget(QSize(400, 232))
        self._lay_out()
        self._connect_inputs()
        self._connect_scenarios()
        self.result.show_target(self.content.target)
        self.live.follow(self.content)
        self.live.settle()

    def save(self) -> None:
        """Save in place, or ask for a name where there is none yet."""
        row = self.desk.row
        if self.left.currentWidget() is self.save_form:
            self.save_form.submit()
        elif row is None:
            self.save_as()
        else:
            self.desk.save(row.name, row.notes, self.content, as_new=False)

    def save_as(self) -> None:
        """Ask for a name and notes in place of the inputs."""
        row = self.desk.row
        self.save_form.ask("" if row is None else row.name, "" if row is None else row.notes)
        self.left.setCurrentWidget(self.save_form)
        self.save_form.name.setFocus()

    def show_scenarios(self) -> None:
        """Show the stored scenarios in place of the inputs, or put the inputs back."""
        if self.left.currentWidget() is self.scenarios_panel:
            self.show_inputs()
        else:
            self.desk.list()

    def show_inputs(self) -> None:
        """Show the inputs."""
        self.left.setCurrentIndex(0)
        self.inputs.batch.slider.setFocus()

    def event(self, event: QEvent) -> bool:
        """Claim undo and redo while there is something to undo on the page."""
        if event.type() == QEvent.Type.ShortcutOverride and self.steps.takes(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo the movements of inputs."""
        if not self.steps.takes(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a number field leave undo to the page; a visit to an input is one undo step."""
        if event.type() == QEvent.Type.FocusIn:
            self.steps.begin()
        elif self.steps.takes(event):
            return True
        return super().eventFilter(watched, event)

    @property
    def undo_stack(self) -> QUndoStack:
        """What can be undone here."""
        return self.steps.stack

    def _edit(self, content: ScenarioContent, what: str) -> None:
        self.steps.edit(self.content, content, what)

    def _show_content(self, content: ScenarioContent) -> None:
        self.content = content
        self.inputs.show_content(content)
        self.result.show_target(content.target)
        self._show_head()
        self.live.follow(content)

    def _show_outlook(self, outlook: Outlook) -> None:
        self.outlook = outlook
        self.result.show_outlook(outlook)
        self.inputs.show_outlook(outlook)
        self.funnel.show_drawing(funnel_drawing(outlook))
        self.clients.show_drawing(clients_drawing(outlook))

    def _show_preparing(self, preparing: bool) -> None:
        if preparing:
            self.result.show_waiting(_("Preparing the simulator, once: about half a minute\u2026"))

    def _show_head(self) -> None:
        changed = self.content != self.desk.saved
        self.head.show_scenario(self.desk.row, changed=changed)

    def _open(self, content: ScenarioContent) -> None:
        self.undo_stack.clear()
        self._show_content(content)
        self.show_inputs()

    def _list(self, rows: tuple[ScenarioRow, ...]) -> None:
        row = self.desk.row
        self.scenarios_panel.show_rows(rows, None if row is None else row.id)
        self.left.setCurrentWidget(self.scenarios_panel)
        self.scenarios_panel.items.setFocus()

    def _submit(self, name: str, notes: str) -> None:
        row = self.desk.row
        self.desk.save(name, notes, self.content, as_new=row is None or row.name != name)

    def _saved(self) -> None:
        self._show_head()
        if self.left.currentWidget() is self.save_form:
            self.show_inputs()

    def _save_refused(self, sentence: str) -> None:
        if self.left.currentWidget() is self.save_form:
            self.save_form.show_error(sentence)
        else:
            self.notice.emit("error", sentence)

    def _share(self, how: str) -> None:
        if self.outlook is not None:
            getattr(self.sharing, how)(scenario_name(self.desk.row), self.outlook)

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), edge, theme.space(3), edge)
        column.setSpacing(theme.space(1.5))
        halves = QHBoxLayout()
        halves.setSpacing(edge)
        column.addLayout(halves, 1)
        self.left = QStackedWidget()
        for panel in (scrolled(self.inputs), self.scenarios_panel, self.save_form):
            self.left.addWidget(panel)
        self._left_card = make_frame("card")
        inner = QVBoxLayout(self._left_card)
        inner.setContentsMargins(edge, edge, theme.space(1), theme.space(1))
        inner.addWidget(self.left)
        halves.addWidget(self._left_card)
        proof = QWidget()
        right = QVBoxLayout(proof)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(edge)
        right.addWidget(self.result)
        for chart, stretch in ((self.funnel, 2), (self.clients, 3)):
            frame = make_frame("card")
            around = QVBoxLayout(frame)
            around.setContentsMargins(0, 0, 0, 0)
            around.addWidget(chart)
            right.addWidget(frame, stretch)
        halves.addWidget(scrolled(proof), 1)
        # Last, so that Tab begins with the first input and ends with what is done with it all.
        column.insertWidget(0, self.head)
        self._restyle()

    def _connect_inputs(self) -> None:
        theme_changed.connect(self._restyle)
        self.inputs.edited.connect(self._edit)
        self.inputs.gesture.connect(self.steps.begin)
        self.inputs.reset.connect(
            lambda: self._edit(replace(house_content(), target=self.content.target), "reset")
        )
        self.inputs.rows_made.connect(self._watch_inputs)
        self._watch_inputs()
        self.result.target.installEventFilter(self)
        self.result.target_moved.connect(
            lambda target: self._edit(replace(self.content, target=target), "target")
        )
        self.live.arrived.connect(self._show_outlook)
        self.live.preparing.connect(self._show_preparing)
        self.live.refused.connect(lambda sentence: self.notice.emit("error", sentence))

    def _connect_scenarios(self) -> None:
        desk, panel, head = self.desk, self.scenarios_panel, self.head
        desk.changed.connect(self._saved)
        desk.opened.connect(self._open)
        desk.listed.connect(self._list)
        desk.save_refused.connect(self._save_refused)
        desk.said.connect(self.notice)
        self.sharing.said.connect(self.notice)
        head.save_asked.connect(self.save)
        head.save_as_asked.connect(self.save_as)
        head.scenarios_asked.connect(self.show_scenarios)
        head.copy_asked.connect(lambda: self._share("copy"))
        head.picture_asked.connect(lambda: self._share("picture"))
        head.table_asked.connect(lambda: self._share("table"))
        panel.opened.connect(desk.open)
        panel.renamed.connect(desk.rename)
        panel.deleted.connect(desk.delete)
        panel.closed.connect(self.show_inputs)
        self._news.came.connect(desk.list)
        self.save_form.submitted.connect(self._submit)
        self.save_form.closed.connect(self.show_inputs)

    def _watch_inputs(self) -> None:
        for row in (self.inputs.batch, *self.inputs.rows):
            row.slider.installEventFilter(self)
            row.field.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the charts the larger part."""
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        wanted = current_theme().scaled(_INPUTS_PIXELS)
        self._left_card.setFixedWidth(min(wanted, max(_INPUTS_PIXELS, round(self.width() * 0.38))))
