"""The people board with its acts, what is read on it, and what one more person would buy."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.theme import current_theme
from views.whatif.content import Plan
from views.whatif.outlook import PlanResult
from views.whatif.people.board import PeopleBoard
from views.whatif.people.more import OneMore
from views.whatif.sentences import bottleneck, more_sentence
from views.widgets import ElidedLabel, PlainLabel, make_button, scrolled

_SIDE_BY_SIDE_PIXELS = 480
_PEOPLE_PIXELS = 164
"""Height in which three roles are read without scrolling."""


class PeopleCard(QWidget):
    """Shows who is there, how busy they are, and what one more of them would bring."""

    week_chosen = Signal(int)
    """Emitted with the week from which one more person is asked about."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        theme = current_theme()
        self._plan = plan
        self._more: tuple[OneMore, ...] = ()
        self._week = 0
        self._asked = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        head = QHBoxLayout()
        head.setSpacing(theme.space(0.5))
        title = PlainLabel(_("People"), weight="semibold")
        self._hint = hint = ElidedLabel(_("strong: busy; line: waits"), size="small", tone="muted")
        head.addWidget(title)
        head.addSpacing(theme.space(1))
        head.addWidget(hint, 1)
        self.board = PeopleBoard(plan)
        self.hire_button = make_button(
            _("Hire"),
            self.board.hire,
            kind="quiet",
            icon_name="plus",
            tip=_("One more of the chosen role; + on the board"),
        )
        self.leave_button = make_button(
            _("Leave"),
            self.board.let_one_leave,
            kind="quiet",
            tip=_("Let one of the chosen people leave; L on the board"),
        )
        self.remove_button = make_button(
            "",
            self.board.remove,
            kind="quiet",
            icon_name="trash",
            tip=_("Take the chosen hire or leaver out; Delete on the board"),
        )
        self._acts = (self.hire_button, self.leave_button, self.remove_button)
        for button in self._acts:
            head.addWidget(button)
        column.addLayout(head)
        self.nobody = PlainLabel(
            _(
                "No role works on the stages of this plan, so people hold nothing up. Who has "
                "which role is kept in the settings, under People."
            ),
            tone="muted",
            wrap=True,
        )
        column.addWidget(self.nobody)
        column.addWidget(scrolled(self.board), 1)
        self.more = PlainLabel(size="small", wrap=True, selectable=True)
        self.more.setAccessibleName(_("One more person"))
        column.addWidget(self.more)
        self.board.read.connect(self._read)
        self.board.role_chosen.connect(lambda _role: self._read(self.board.reading))
        self._show_nobody()
        self._show_more()

    def show_plan(self, plan: Plan) -> None:
        """Show other people; what one more of them buys is not known yet."""
        self._plan = plan
        self.board.show_plan(plan)
        self._show_nobody()
        self._more = ()
        self._read(self.board.reading)

    def show_result(self, result: PlanResult) -> None:
        """Show how busy everyone is; begin with the role that holds things up."""
        self.board.show_staffing(result.staffing)
        worst = bottleneck(result.staffing)
        if worst is not None and not self._asked:
            self._asked = True
            self.board.choose_role(worst.role)

    def show_more(self, found: tuple[OneMore, ...]) -> None:
        """Show what one more person of each role would bring."""
        self._more = found
        self._read(self.board.reading)

    def _read(self, words: str) -> None:
        """Show what is read in place of what one more would buy, as long as it is."""
        if words:
            self.more.setText(words)
            self.more.set_tone("text")
        else:
            self._show_more()
        week = self.board.chosen_week
        if self.board.hasFocus() and week != self._week:
            self._week = week
            self.week_chosen.emit(week)

    def _show_nobody(self) -> None:
        """Say why the board is empty where no role works on the plan."""
        roles = bool(self._plan.network.roles)
        self.nobody.setHidden(roles)
        for widget in (self._hint, self.board, *self._acts):
            widget.setVisible(roles)

    def _show_more(self) -> None:
        role = self.board.chosen_role
        found = next((one for one in self._more if one.role == role), None)
        roles = self._plan.network.roles
        if found is None:
            words = _("What one more {role} would buy is being worked out\u2026")
            self.more.setText(words.format(role=roles[role].name) if roles else "")
            self.more.set_tone("faint")
            return
        self.more.setText(more_sentence(roles[role].name, found.week, found.gain, found.cost))
        self.more.set_tone("text")


class FunnelAndPeople(QWidget):
    """What comes through beside who works on it, or below them where large words need the width."""

    def __init__(self, funnel: QWidget, people: PeopleCard) -> None:
        super().__init__()
        theme = current_theme()
        self._people = people
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, theme.space(1), 0)
        self._row.setSpacing(theme.space(1))
        self._row.addWidget(funnel, 4)
        self._row.addWidget(people, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the funnel below the people where both side by side would be too narrow."""
        super().resizeEvent(event)
        theme = current_theme()
        narrow = self.width() < theme.scaled(_SIDE_BY_SIDE_PIXELS)
        self._people.setMinimumHeight(theme.scaled(_PEOPLE_PIXELS) if narrow else 0)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.BottomToTop if narrow else directions.LeftToRight)
