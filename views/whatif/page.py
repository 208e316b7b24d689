"""The what-if page: inputs on the left, the result in words, as a fan, as people on the right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.charts.widget import ChartWidget
from views.forecast.inputs.undo import InputSteps
from views.forecast.refusals import sentence_of
from views.runner import Runner
from views.theme import current_theme, theme_changed
from views.whatif.content import Plan, StartCode
from views.whatif.dock import ROOM_KEYS
from views.whatif.drawings import Actuals, funnel_drawing
from views.whatif.inputs.fields import take_typed
from views.whatif.inputs.panel import InputsPanel
from views.whatif.inputs.shown import Group, brought_up_to, noted
from views.whatif.live import LivePlan
from views.whatif.outlook import PlanResult
from views.whatif.page_head import PlanHead, start_switch
from views.whatif.people.card import FunnelAndPeople, PeopleCard
from views.whatif.people.more import AskingOneMore
from views.whatif.result_side import ResultSide
from views.whatif.sentences import with_target
from views.widgets import PlainLabel, make_button, make_frame, scrolled

PEOPLE: Final = "people"
_PEOPLE_KEYS: Final = "Alt+0"
_INPUTS_PIXELS: Final = 344
_LARGE: Final = 1.25
_GROUP_KEYS: Final[tuple[tuple[str, Group], ...]] = (
    ("Alt+1", "volume"),
    ("Alt+2", "rates"),
    ("Alt+3", "waits"),
    ("Alt+4", "people"),
    ("Alt+5", "money"),
)

Starts = Callable[[StartCode, Callable[[Plan], None], Callable[[Exception], None]], None]
"""Makes a plan from a start and hands it over; the second is told why there is none."""
AskActuals = Callable[[Plan, Callable[[Actuals], None]], None]
"""Reads what happened since a plan began and hands it over."""


class WhatIfPage(QWidget):
    """A plan over weeks, what it comes to, and the panels that ask more of it."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    planned = Signal(object)
    """Emitted with the `Plan` whenever it is another one."""
    settled = Signal(object)
    """Emitted with the `PlanResult` in full precision once the plan rests."""

    def __init__(
        self,
        runner: Runner,
        plan: Plan,
        *,
        starts: Starts | None = None,
        begin: StartCode | None = None,
        actuals: AskActuals | None = None,
    ) -> None:
        """Show `plan`, or what `begin` starts from as soon as it is there, with `plan` in need."""
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._plan = noted(plan)
        self._starts = starts
        self._ask_actuals = actuals
        self._actuals: Actuals = {}
        self._actuals_of: tuple[object, ...] = ()
        self._newer_data = False
        self._shown: PlanResult | None = None
        self._held: tuple[QWidget, ...] = ()
        self.steps = InputSteps(self, self._show_plan)
        self.live = LivePlan(runner, self)
        self.more = AskingOneMore(runner, self)
        self.head = PlanHead()
        self.start = start_switch()
        self.update_button = make_button(
            _("Newer data: update"),
            self.bring_up_to_date,
            kind="link",
            keys="Ctrl+Shift+U",
            tip=_("Read the data again; what you typed over stays"),
        )
        self.update_button.hide()
        self.head.add(self.update_button)
        self.inputs = InputsPanel(self._plan)
        self._side = ResultSide(self._plan)
        self.result_card, self.charts = self._side.result_card, self._side.charts
        self.dock = self._side.dock
        self.funnel = ChartWidget(QSize(160, 172))
        self.people = PeopleCard(self._plan)
        self._lay_out()
        self._connect()
        if begin is None or starts is None:
            self._show_plan(self._plan)
        else:
            # Another plan's numbers would be taken for those of today; so would its answers.
            for widget in (self.inputs, self._proof):
                widget.hide()
            self._held = (self.dock.stack, self.result_card.target)
            self._hold(held=True)
            self.result_card.show_waiting(_("Reading your data\u2026"))
            starts(begin, self._show_first, self._begin_without)

    # What other parts of the program use

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self._plan

    @property
    def actuals(self) -> Actuals:
        """What happened so far in the weeks of the plan."""
        return self._actuals

    @property
    def result(self) -> PlanResult | None:
        """What the plan comes to, in full precision; None while it is not known."""
        shown = self._shown
        current = shown is not None and not shown.preview and shown.plan == self._plan
        return shown if current else None

    def take(self, plan: Plan, what: str = "") -> None:
        """Put a plan in place of the present one, as one step that can be undone."""
        self.steps.begin()
        self._edit(noted(plan), what or _("Take a plan"))
        self.steps.begin()

    def add_panel(self, code: str, title: str, shortcut: str, widget: QWidget) -> None:
        """Dock a panel below the charts; its shortcut shows it."""
        self.dock.add(code, title, shortcut, widget, fits=False)
        if shortcut:
            self._key(shortcut, title, partial(self.show_panel, code))

    def show_panel(self, code: str) -> None:
        """Show a docked panel and go to its first input."""
        self._side.show_panel(code)

    def add_head_action(self, widget: QWidget) -> None:
        """Put something that can be done with the plan at the right end of the head."""
        self.head.add(widget)
        if self._held:
            self._held = (*self._held, widget)
            self._hold(held=True)

    def begin_from(self, code: StartCode) -> None:
        """Begin a plan from today, the house example, benchmarks or own numbers."""
        if self._starts is not None:
            self._starts(code, self._begin, self._no_start)

    # Undo

    def event(self, event: QEvent) -> bool:
        """Claim undo and redo while there is something to undo; take what is typed for others."""
        if event.type() == QEvent.Type.ShortcutOverride:
            if self.steps.takes(event):
                return True
            take_typed(self)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo the movements of inputs; Escape goes back to funnel and people."""
        if self.steps.takes(event):
            return
        if event.key() == Qt.Key.Key_Escape and self.dock.code != PEOPLE:
            self.dock.show_panel(PEOPLE)
            return
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
        """What was changed on the page, step by step."""
        return self.steps.stack

    def _edit(self, plan: Plan, what: str) -> None:
        self.steps.edit(self._plan, plan, what)

    # What is shown

    def _show_plan(self, plan: Plan) -> None:
        self._plan = plan
        self.head.show_plan(plan)
        self.start.set_value(plan.start)
        self.inputs.show_plan(plan)
        self.result_card.show_plan(plan)
        self.charts.show_plan(plan)
        self.people.show_plan(plan)
        self.more.forget()
        self.live.follow(plan)
        self._look_back(plan)
        self._offer_update()
        self.planned.emit(plan)

    def _look_back(self, plan: Plan) -> None:
        """Ask what happened since the plan began, if that is not what is shown."""
        network = plan.network
        asked = (network.starts_on, *(stage.key for stage in network.stages))
        if self._ask_actuals is None or (asked == self._actuals_of and self._actuals):
            return
        if asked != self._actuals_of:
            # What happened in the weeks or stages of another plan would be taken for this one's.
            self._actuals_of = asked
            self._show_actuals(asked, {})
        self._ask_actuals(plan, partial(self._show_actuals, asked))

    def _show_actuals(self, asked: tuple[object, ...], actuals: Actuals) -> None:
        if asked == self._actuals_of and actuals != self._actuals:
            self._actuals = actuals
            self.charts.show_actuals(actuals)

    def show_result(self, result: PlanResult) -> None:
        """Show what a plan comes to: sentence, fan, funnel and people."""
        self._shown = result
        self.result_card.show_result(result)
        self.charts.show_result(result)
        if self.dock.code == PEOPLE:
            self._show_proof(result)

    def _show_proof(self, result: PlanResult) -> None:
        self.funnel.show_drawing(funnel_drawing(result))
        self.people.show_result(result)

    def _settle(self, result: PlanResult) -> None:
        self.settled.emit(result)
        self.more.ask(result.plan, self.people.board.chosen_week)

    def _show_panel(self, code: str) -> None:
        # Escape from a panel leads here; what moved meanwhile has to be caught up with.
        if code == PEOPLE and self._shown is not None:
            self._show_proof(self._shown)

    def _show_late(self, late: bool) -> None:
        self.result_card.show_late(late=late, first=self._shown is None)

    def bring_up_to_date(self) -> None:
        """Read the data again; what was typed over stays, what follows the data moves with them."""
        if self._starts is not None and self._plan.start == "today":
            self._starts("today", self._bring_up_to, self._no_start)

    def note_newer_data(self) -> None:
        """Offer to read the data again, where the plan follows them."""
        self._newer_data = True
        self._offer_update()

    def _offer_update(self) -> None:
        follows = self._plan.start == "today" and self._starts is not None
        self.update_button.setVisible(self._newer_data and follows)

    def _bring_up_to(self, fresh: Plan) -> None:
        if self._plan.start != "today":
            # Another plan was begun or opened while the data were read.
            return
        self._newer_data = False
        self.take(brought_up_to(self._plan, noted(fresh)), _("Bring up to date"))
        self._offer_update()

    def _show_first(self, plan: Plan) -> None:
        self.undo_stack.clear()
        self._hold(held=False)
        self._held = ()
        self.inputs.show()
        # Whoever went on to another panel meanwhile finds nothing laid over it.
        self._proof.setVisible(self.dock.code == PEOPLE)
        self._show_plan(noted(plan))

    def _hold(self, *, held: bool) -> None:
        for widget in self._held:
            widget.setEnabled(not held)

    def _begin_without(self, error: Exception) -> None:
        """Show the plan in need; that there is no history yet is no news, a bug is raised on."""
        self._show_first(self._plan)
        sentence_of(error)

    def _begin(self, plan: Plan) -> None:
        if self._held:
            # Whoever begins from something else while the data are read waits for them no more.
            self._show_first(plan)
            return
        self._newer_data = self._newer_data and plan.start != "today"
        self.take(replace(plan, targets=plan.targets or self._plan.targets))

    def _no_start(self, error: Exception) -> None:
        if self._held:
            self._show_first(self._plan)
        self.start.set_value(self._plan.start)
        self.notice.emit("error", sentence_of(error))

    def _move_target(self, measure: str, amount: int) -> None:
        plan = with_target(self._plan, amount, self.result_card.horizon, measure)
        self._edit(plan, f"target:{measure}")

    # Inside

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space(3), edge, theme.space(3), edge)
        column.setSpacing(theme.space(1.5))
        halves = QHBoxLayout()
        halves.setSpacing(edge)
        self._left_card = make_frame("card")
        left = QVBoxLayout(self._left_card)
        left.setContentsMargins(edge, theme.space(1.5), theme.space(1), theme.space(1))
        left.setSpacing(theme.space(1))
        begin = QHBoxLayout()
        begin.setSpacing(theme.space(1))
        self._from = PlainLabel(_("From"), tone="muted")
        begin.addWidget(self._from)
        begin.addWidget(self.start)
        begin.addStretch(1)
        left.addLayout(begin)
        left.addWidget(scrolled(self.inputs), 1)
        halves.addWidget(self._left_card)
        self._proof = FunnelAndPeople(self.funnel, self.people)
        self.dock.add(PEOPLE, _("People"), _PEOPLE_KEYS, self._proof, fits=True)
        halves.addWidget(scrolled(self._side), 1)
        column.addWidget(self.head)
        column.addLayout(halves, 1)
        self._restyle()

    def _connect(self) -> None:
        theme_changed.connect(self._restyle)
        for made in (self.inputs, self.people.board):
            made.edited.connect(self._edit)
            made.gesture.connect(self.steps.begin)
        self.inputs.rows_made.connect(self._watch_inputs)
        self._watch_inputs()
        self.result_card.target.installEventFilter(self)
        self.result_card.target_moved.connect(self._move_target)
        self.start.changed.connect(self.begin_from)
        self.charts.chosen.connect(self._choose_chart)
        self.people.week_chosen.connect(lambda week: self.more.ask(self._plan, week))
        self.dock.shown.connect(self._show_panel)
        self.live.shown = ((self.charts.measure, self.charts.cumulative),)
        self.live.arrived.connect(self.show_result)
        self.live.settled.connect(self._settle)
        self.live.late.connect(self._show_late)
        self.live.refused.connect(lambda sentence: self.notice.emit("error", sentence))
        self.more.answered.connect(self.people.show_more)
        for keys, group in _GROUP_KEYS:
            words = _("Input: {group}").format(group=self.inputs.groups[group].title)
            self._key(keys, words, partial(self.inputs.open_group, group))
        self._key("Alt+T", _("Target"), self._go_to_target)
        self._key("Alt+Right", _("Next chart"), lambda: self.charts.step(1))
        self._key("Alt+Left", _("Chart before"), lambda: self.charts.step(-1))
        self._key("Alt+W", _("Weekly or so far"), self.charts.turn)
        self._key(_PEOPLE_KEYS, _("People"), self._go_to_people)
        self._key(ROOM_KEYS, _("More room for the panels, or less"), self._side.turn_room)

    def _key(self, keys: str, words: str, act: Callable[[], object]) -> None:
        """Let keys do something from anywhere on the page, and tell the keyboard map of it."""
        action = QAction(words, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)

    def _go_to_target(self) -> None:
        self.result_card.target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_people(self) -> None:
        self.show_panel(PEOPLE)
        self.people.board.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose_chart(self, measure: str, cumulative: bool) -> None:
        self.live.shown = ((measure, cumulative),)
        self.result_card.show_measure(measure)

    def _watch_inputs(self) -> None:
        for widget in self.inputs.fields():
            widget.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the charts the larger part."""
        super().resizeEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        # Large text needs the room for the words that can be pressed.
        self._from.setVisible(current_theme().scale < _LARGE)
        wanted = current_theme().scaled(_INPUTS_PIXELS)
        self._left_card.setFixedWidth(min(wanted, max(_INPUTS_PIXELS, round(self.width() * 0.38))))
