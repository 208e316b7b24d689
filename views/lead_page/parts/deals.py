"""The deals of a lead: how far each is, and winning or losing it on a day."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import DealState
from views.lead_page.parts.section import Section
from views.lead_page.words import deal_words
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, empty_layout, make_button

if TYPE_CHECKING:
    from models.deals.dealing import DealRow


class Deals(Section):
    """Open deals with their buttons first, then what became of the others."""

    asked = Signal(str, object)
    """Emitted with `open`, `edit`, `won` or `lost`, and the deal that it is about, if any."""

    def __init__(self) -> None:
        super().__init__(_("Deals"))
        theme = current_theme()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.space(0.5))
        self.column.addLayout(self._rows)
        self.open_button = make_button(
            _("Open a deal"), lambda: self.asked.emit("open", None), icon_name="plus"
        )
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(0.5))
        foot.addWidget(self.open_button)
        foot.addWidget(KeyHint("Y"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        self.column.addLayout(foot)

    def show_deals(self, deals: "Sequence[DealRow]", digits: dict[str, int], today: date) -> None:
        """Show a lead's deals."""
        empty_layout(self._rows)
        for row in sorted(deals, key=lambda one: one.state != DealState.OPEN):
            self._rows.addWidget(self._line(row, digits.get(row.currency, 2), today))

    def _line(self, row: "DealRow", digits: int, today: date) -> QWidget:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(current_theme().space(0.5))
        words = PlainLabel(deal_words(row, digits, today), wrap=True, selectable=True)
        words.setMinimumWidth(1)
        inside.addWidget(words, 1)
        if row.state == DealState.OPEN:
            for code, text in (("won", _("Won")), ("lost", _("Lost")), ("edit", _("Change"))):
                button = make_button(text, partial(self.asked.emit, code, row), kind="link")
                button.setAccessibleName(f"{text}: {row.name}")
                inside.addWidget(button)
        return line
