"""The Forecast page of the rail: plans over weeks, or one batch."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QVBoxLayout, QWidget

from models.language import gettext as _
from views.documents.panel import DocumentPanel
from views.forecast.page import ForecastPage
from views.whatif.page import WhatIfPage
from views.widgets import SegmentedControl, set_tip
from views.widgets.focusing import focus_first

WEEKS: Final = "weeks"
BATCH: Final = "batch"


class ForecastModes(QWidget):
    """Shows plans or the batch; a switch in the head of each changes to the other.

    The batch is made when it is first asked for. The pages of a plan's report are looked at in
    place of it.
    """

    def __init__(
        self,
        weeks: WhatIfPage,
        make_batch: Callable[[], ForecastPage],
        say: Callable[[str, str], object],
    ) -> None:
        super().__init__()
        self.weeks = weeks
        self.batch: ForecastPage | None = None
        self.document: DocumentPanel[Any] | None = None
        self._make_batch = make_batch
        self._say = say
        self._switches: dict[str, SegmentedControl] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self.setFocusProxy(self._stack)
        self._take_in(WEEKS, weeks)
        self._turning = QAction(_("Weeks or batch"), self)
        self._turning.setShortcut(QKeySequence("Alt+B"))
        self._turning.triggered.connect(self._turn)
        self.addAction(self._turning)

    @property
    def mode(self) -> str:
        """Which of the two is shown."""
        return BATCH if self._stack.currentWidget() is self.batch else WEEKS

    def show_mode(self, mode: str) -> None:
        """Show plans over weeks, or the batch."""
        if mode == BATCH and self.batch is None:
            self.batch = self._make_batch()
            self._take_in(BATCH, self.batch)
        page: QWidget = self.weeks
        if mode == BATCH and self.batch is not None:
            page = self.batch
        self._stack.setCurrentWidget(page)
        for switch in self._switches.values():
            switch.set_value(mode)
        focus_first(page)

    def take_document(self, document: DocumentPanel[Any], looked_at: SignalInstance) -> None:
        """Show the pages of a report in place of the plan when told so; Escape goes back."""
        self.document = document
        looked_at.connect(self._show_document)
        document.closed.connect(self._leave_document)
        document.said.connect(self._say)
        self._stack.addWidget(document)

    def actions(self) -> list[QAction]:
        """Return what keys do on the page that is shown, for the keyboard map."""
        page = self._stack.currentWidget()
        if page is None:
            return [self._turning]
        return [*page.actions(), *_of_buttons(page), self._turning]

    def _show_document(self) -> None:
        if self.document is not None:
            self._stack.setCurrentWidget(self.document)
            self.document.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_document(self) -> None:
        self._stack.setCurrentWidget(self.weeks)
        self.weeks.show_panel(self.weeks.dock.code)

    def _turn(self) -> None:
        self.show_mode(WEEKS if self.mode == BATCH else BATCH)

    def _take_in(self, mode: str, page: WhatIfPage | ForecastPage) -> None:
        switch = SegmentedControl([(WEEKS, _("Weeks")), (BATCH, _("Batch"))], name=_("Forecast of"))
        set_tip(switch, _("Weeks with people, waits and money, or one batch of leads"), "Alt+B")
        switch.set_value(mode)
        switch.changed.connect(self.show_mode)
        self._switches[mode] = switch
        page.head.add(switch)
        page.notice.connect(self._say)
        self._stack.addWidget(page)


def _of_buttons(page: QWidget) -> list[QAction]:
    """Return what the buttons that can be seen on a page do by keys of their own."""
    found = []
    for shortcut in page.findChildren(QShortcut):
        button = shortcut.parent()
        if isinstance(button, QAbstractButton) and button.isVisibleTo(page):
            # It belongs to no widget: the button answers to the keys already.
            action = QAction(button.text() or button.accessibleName())
            action.setShortcut(shortcut.key())
            action.triggered.connect(button.click)
            found.append(action)
    return found
