"""What opens beside the list of leads: one lead, which goes with the current line."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.clock import Clock
from views.leads.panel import LeadPanel
from views.leads.table.view import LeadTable
from views.runner import Runner
from views.widgets import SidePanel

if TYPE_CHECKING:
    from models.ids import LeadId

_FOLLOW_MILLISECONDS: Final = 60


class LeadBeside(SidePanel):
    """The list with one panel at its right; Escape closes it."""

    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    page_asked = Signal(object)
    """Emitted with the id of the lead whose page is wanted."""

    def __init__(self, content: QWidget, table: LeadTable, runner: Runner, *, clock: Clock) -> None:
        super().__init__(content, name="leads")
        self._table = table
        self._runner = runner
        self._clock = clock
        self._is_leader = False
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(self._show_current)
        table.went_to.connect(self._go_with)
        table.clicked.connect(lambda _index: self._look_into())
        table.move_asked.connect(self.ask_for_stage)

    @property
    def panel(self) -> LeadPanel | None:
        """The panel of the lead, while one is open."""
        return self.shown if isinstance(self.shown, LeadPanel) else None

    def set_leader(self, is_leader: bool) -> None:
        """Say whether the person on duty leads the team, and so may move past gates."""
        self._is_leader = is_leader
        if self.panel is not None:
            self.panel.set_leader(is_leader)

    def open_lead(self, lead_id: "LeadId") -> LeadPanel:
        """Open the panel with a lead."""
        panel = self.panel
        if panel is None:
            panel = LeadPanel(self._runner, clock=self._clock)
            panel.set_leader(self._is_leader)
            panel.named.connect(self.title.setText)
            panel.gone.connect(self.close_panel)
            panel.said.connect(self.said)
            panel.page_asked.connect(self.page_asked)
            panel.mover.let_go.connect(self._enter_list)
            self.open_panel("", panel)
        panel.show_lead(lead_id)
        return panel

    def open_current(self) -> LeadPanel | None:
        """Open the panel with the lead of the current line; the keys go there where it moves on."""
        row = self._table.current_lead()
        if row is None:
            return None
        panel = self.open_lead(row.id)
        if panel.mover.button.isEnabled():
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        return panel

    def ask_for_stage(self) -> None:
        """Open the menu of stages for the lead of the current line."""
        panel = self.open_current()
        if panel is not None:
            panel.ask_for_stage()

    def _look_into(self) -> None:
        """Open the lead that was clicked; the keys stay with the list."""
        if self._table.chosen_count() == 1:
            self.open_current()
        self._table.setFocus(Qt.FocusReason.MouseFocusReason)

    def _go_with(self) -> None:
        if self.panel is not None:
            self._follow.start()

    def _show_current(self) -> None:
        row, panel = self._table.current_lead(), self.panel
        if row is not None and panel is not None:
            panel.show_lead(row.id)

    def _enter_list(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
