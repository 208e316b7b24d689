"""What stands beside the list of the day: the chosen lead, what can be done, and its package."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from views.runner import Runner
from views.theme import current_theme
from views.today.acts import Act
from views.today.entries import Entry
from views.today.package_card import PackageCard
from views.today.reject_form import RejectForm
from views.widgets import ElidedLabel, KeyHint, PlainLabel, make_button, make_frame, scrolled

if TYPE_CHECKING:
    from models.handoff.package import PackageRow
    from models.ids import LeadId
    from views.leads.panel import LeadPanel


class TodayDetail(QWidget):
    """One lead at a time; all of it is shown when it is opened."""

    acted = Signal(str)
    """Emitted with the letter of an act whose button was pressed."""
    page_asked = Signal(object)
    """Emitted with the id of the lead whose page is wanted."""
    let_go = Signal()
    """Emitted when the keys cannot stay here."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, runner: Runner, *, clock: Clock) -> None:
        super().__init__()
        self._runner = runner
        self._clock = clock
        self.setMinimumWidth(current_theme().scaled(300))
        self.name = ElidedLabel(size="heading", weight="semibold")
        self.company = ElidedLabel(tone="muted")
        self.time = PlainLabel(tone="muted", tabular=True)
        self.acts = QWidget()
        self._acts = QHBoxLayout(self.acts)
        self.form = RejectForm()
        self.form.hide()
        self.card = PackageCard()
        self.card.hide()
        self.panel: LeadPanel | None = None
        self.open_button = make_button(
            _("Show all of it"), lambda: self.acted.emit(""), kind="link", tip=_("Enter")
        )
        self._lay_out()

    def show_entry(self, entry: Entry | None, acts: tuple[Act, ...], now: datetime) -> None:
        """Show an entry; a form that is begun about the same one stays."""
        self.setVisible(entry is not None)
        if entry is None:
            return
        self.name.setText(entry.name)
        self.company.setText(entry.company)
        self.company.setVisible(bool(entry.company))
        self.show_time(entry, now)
        self._show_acts(acts)
        self.open_button.setVisible(entry.lead_id is not None and self.panel is None)
        if entry.lead_id is None:
            self.card.hide()

    def show_time(self, entry: Entry, now: datetime) -> None:
        """Show how much time is left."""
        self.time.setText(entry.time_words(now))
        self.time.set_tone("danger" if entry.is_overdue(now) else "muted")
        self.time.setVisible(bool(self.time.text()))

    def show_package(self, package: "PackageRow") -> None:
        """Show what marketing gives with the lead."""
        self.card.show_package(package, self._clock())
        self.card.show()

    def open_lead(self, lead_id: "LeadId", *, is_leader: bool, back: Callable[[], None]) -> None:
        """Show all that is known of the lead."""
        if self.panel is None:
            # It brings much along that the list of the day does without.
            from views.leads.panel import LeadPanel

            self.panel = LeadPanel(self._runner, clock=self._clock)
            self.panel.said.connect(self.said)
            self.panel.page_asked.connect(self.page_asked)
            self.panel.gone.connect(back)
            self.panel.mover.let_go.connect(self.let_go)
            self._body.insertWidget(self._body.count() - 1, self.panel)
        self.open_button.hide()
        self.panel.set_leader(is_leader)
        self.panel.show_lead(lead_id)

    def ask_why(self, reasons: Sequence[tuple[str, str]], look_again_days: int) -> None:
        """Ask why the lead is rejected, in place of what else can be done."""
        self.acts.hide()
        self.form.begin(reasons, self._clock().astimezone().date(), look_again_days)

    def drop_form(self) -> None:
        """Show what can be done again."""
        self.form.hide()
        self.acts.show()

    def focus_lead(self) -> None:
        """Move the keys to the lead that is open, where there is something to do with it."""
        if self.panel is not None and self.panel.mover.button.isEnabled():
            self.panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_lead(self) -> None:
        """Show the package alone again."""
        if self.panel is not None:
            self._body.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None

    def _lay_out(self) -> None:
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.space())
        head.addWidget(self.name, 1)
        head.addWidget(self.time, 0, Qt.AlignmentFlag.AlignVCenter)
        inside = QWidget()
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(0, 0, theme.space(0.5), 0)
        self._body.setSpacing(theme.space(1.5))
        self._body.addWidget(self.form)
        self._body.addWidget(self.card)
        self._body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._body.addStretch(1)
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setSpacing(theme.space())
        frame = make_frame("canvas")
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addLayout(head)
        column.addWidget(self.company)
        column.addWidget(self.acts)
        column.addWidget(scrolled(inside), 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def _show_acts(self, acts: tuple[Act, ...]) -> None:
        while (item := self._acts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, act in enumerate(acts):
            button = make_button(
                act.text,
                partial(self.acted.emit, act.letter),
                kind="secondary" if place else "primary",
            )
            self._acts.addWidget(button)
            self._acts.addWidget(KeyHint(act.letter), 0, Qt.AlignmentFlag.AlignVCenter)
        self._acts.addStretch(1)
