"""What happened with a lead and who else may be it: meetings, events, touches, duplicates."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.lead_page.parts.deals import Deals
from views.lead_page.parts.meetings import Meetings
from views.lead_page.parts.section import Section
from views.lead_page.words import (
    day_of,
    interest_words,
    move_words,
    touch_words,
)
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, Sign, empty_layout, make_button

if TYPE_CHECKING:
    from models.duplicates.scanning import DuplicateRow
    from views.lead_page.reading import LeadShown

_AT_FIRST: Final = 4
_DAY_PIXELS: Final = 64
Line = tuple[str, str]


class Lines(Section):
    """Rows of a day and words, the newest first; the older ones when they are asked for."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(current_theme().space(0.5))
        self.column.addLayout(self._rows)
        self.lines: Sequence[Line] = ()
        """All rows, those that are folded away too."""
        self._all = False
        self.more_button = make_button("", self._show_all, kind="leading")
        self.column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows; none hides the section."""
        if lines != self.lines or not lines:
            self.lines = lines
            self._fill()
        self.setVisible(bool(lines))

    def fold(self) -> None:
        """Show the newest only."""
        self._all = False
        self.lines = ()

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        theme = current_theme()
        empty_layout(self._rows)
        shown = self.lines if self._all else self.lines[:_AT_FIRST]
        for day, words in shown:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.space())
            if day:
                when = PlainLabel(day, tone="muted")
                when.setMinimumWidth(theme.scaled(_DAY_PIXELS))
                row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
            said = PlainLabel(words, wrap=True, selectable=True)
            said.setMinimumWidth(1)
            row.addWidget(said, 1)
            self._rows.addWidget(line)
        rest = len(self.lines) - len(shown)
        self.more_button.setText(_("{count} earlier").format(count=rest))
        self.more_button.setVisible(rest > 0)


class Stages(Lines):
    """The stages a lead went through; the latest move can be corrected."""

    correct_asked = Signal()
    """Emitted when the latest move was a mistake."""

    def __init__(self) -> None:
        super().__init__(_("Stages"))
        self.correct_button = make_button(
            _("Correct the latest move"), self.correct_asked.emit, kind="link"
        )
        self.key = KeyHint("Z")
        self.head.addWidget(self.correct_button)
        self.head.addWidget(self.key, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_moves(self, lines: Sequence[Line], *, is_correctable: bool) -> None:
        """Show the moves; how a lead came in is not for correcting."""
        self.show_lines(lines)
        self.correct_button.setVisible(is_correctable)
        self.key.setVisible(is_correctable)


class Happened(QWidget):
    """Meetings, deals, stages, interest, touches, and who may be the same person."""

    lead_asked = Signal(object)
    """Emitted with the id of a lead that a person wants to see."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space(1.5))
        self.duplicates = _Duplicates()
        self.duplicates.lead_asked.connect(self.lead_asked)
        self.appointments = Meetings()
        self.deals = Deals()
        self.stages = Stages()
        self.interest = Lines(_("Interest"))
        self.touches = Lines(_("Touches"))
        self._sections = (
            self.duplicates,
            self.appointments,
            self.deals,
            self.stages,
            self.interest,
            self.touches,
        )
        for section in self._sections:
            column.addWidget(section)

    def show_lead(self, shown: "LeadShown", today: date, *, another: bool) -> None:
        """Show what happened with a lead; `another` one begins with its newest."""
        detail, page = shown.detail, shown.page
        if page is None:
            return
        if another:
            for section in self._sections:
                if isinstance(section, Lines):
                    section.fold()
        self.duplicates.show_rows(page.duplicates)
        self.appointments.show_meetings(page.appointments, page.members)
        self.deals.show_deals(detail.deals, page.currency_digits, today)
        self.stages.show_moves(
            [
                (
                    "" if move.occurred_at is None else day_of(move.occurred_at, today),
                    move_words(move, page.stage_names, page.members),
                )
                for move in page.moves
            ],
            is_correctable=page.correctable is not None,
        )
        self.interest.show_lines(
            [(day_of(row.occurred_at, today), interest_words(row)) for row in detail.interest]
        )
        self.touches.show_lines(
            [(day_of(row.occurred_at, today), touch_words(row)) for row in detail.touches]
        )


class _Duplicates(Section):
    """Who may be the same person, with the reasons; hidden while there is nobody."""

    lead_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("")
        self._rows = QVBoxLayout()
        self.column.addLayout(self._rows)
        self.hide()

    def show_rows(self, rows: "Sequence[DuplicateRow]") -> None:
        """Show the likeliest first."""
        empty_layout(self._rows)
        self.title.setText(
            _("Maybe here {count} times").format(count=len(rows) + 1)
            if len(rows) > 1
            else _("Maybe here twice")
        )
        for one in rows[:_AT_FIRST]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(current_theme().space())
            row.addWidget(Sign("users", "warning.text"))
            person = one.contact
            who = ", ".join(
                part for part in (person.name, person.job_title, person.company) if part
            )
            why = ", ".join(reason.words for reason in one.reasons)
            row.addWidget(PlainLabel(f"{who} – {why}", wrap=True), 1)
            if one.lead_id is not None:
                lead_id = one.lead_id
                button = make_button(_("Open"), partial(self.lead_asked.emit, lead_id))
                button.setAccessibleName(_("Open {name}").format(name=person.name))
                row.addWidget(button)
            self._rows.addWidget(line)
        self.setVisible(bool(rows))
