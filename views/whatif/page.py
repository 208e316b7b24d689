"""The what-if page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from views.runner import Runner
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult


class WhatIfPage(QWidget):
    """A plan over weeks, what it comes to, and the panels that ask more of it."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    planned = Signal(object)
    """Emitted with the `Plan` whenever it is another one."""
    settled = Signal(object)
    """Emitted with the `PlanResult` in full precision once the plan rests."""

    def __init__(self, runner: Runner, plan: Plan) -> None:
        super().__init__()
        self._runner = runner
        self._plan = plan
        self._result: PlanResult | None = None
        self._panels = QTabWidget()
        column = QVBoxLayout(self)
        column.addWidget(self._panels)

    @property
    def plan(self) -> Plan:
        """The plan as it stands."""
        return self._plan

    @property
    def result(self) -> PlanResult | None:
        """What the plan comes to, in full precision; None while it is not known."""
        return self._result

    def take(self, plan: Plan, what: str = "") -> None:
        """Put a plan in place of the present one, as one step that can be undone."""
        self._plan = plan
        self.planned.emit(plan)

    def add_panel(self, code: str, title: str, shortcut: str, widget: QWidget) -> None:
        """Dock a panel below the charts; its shortcut shows it."""
        widget.setObjectName(code)
        self._panels.addTab(widget, title)
