"""The inputs of a plan in groups that fold, and what the plan was begun from."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.language import gettext as _
from views.icons import icon
from views.theme import current_theme
from views.whatif.content import Plan
from views.whatif.inputs.row import PlanInputRow, TriesLine
from views.whatif.inputs.shown import (
    ALL_VOLUMES,
    GROUPS,
    Group,
    PlanInput,
    all_volumes,
    as_it_came,
    inputs_of,
    set_locked,
    tries_of,
    with_chance_of_each,
    with_input,
    with_tries,
)
from views.widgets import empty_layout, make_button, set_tip
from views.widgets.scrolling import bring_into_view

_OPEN_AT_FIRST: tuple[Group, ...] = ("volume", "rates")
_AT_ONCE = 6


class InputsPanel(QWidget):
    """Shows the inputs of a plan, and tells when a person changes one."""

    edited = Signal(object, str)
    """Emitted with the changed `Plan` and the name of the input that changed."""
    gesture = Signal()
    """Emitted when a new movement begins."""
    rows_made = Signal()
    """Emitted when other inputs stand there."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self._plan = plan
        self._made: tuple[tuple[str, str, float], ...] = ()
        self._inputs: dict[str, PlanInput] = {}
        self._rows: dict[str, PlanInputRow] = {}
        self._tries: dict[str, TriesLine] = {}
        self._pending: list[str] = []
        """Inputs that are put away and have no row yet."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._make_more)
        self._tries_shown = False
        self._several = False
        """Whether there are several channels."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, current_theme().space(1), 0)
        column.setSpacing(current_theme().space(0.5))
        self.groups = {group: FoldingGroup(_group_name(group)) for group in GROUPS}
        self.channels = FoldingGroup(_("Channels, leads a week"))
        for code, group in self.groups.items():
            group.set_open(code in _OPEN_AT_FIRST)
            column.addWidget(group)
            if code == "volume":
                # Many small numbers, which would push the rates out of sight.
                self.channels.set_open(False)
                column.addWidget(self.channels)
        column.addStretch(1)
        self.show_plan(plan)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan without telling anyone."""
        self._plan = plan
        money = _group_name("money")
        self.groups["money"].rename(f"{money}, {plan.currency}" if plan.currency else money)
        found = inputs_of(plan)
        together = all_volumes(plan, found)
        self._several = together is not None
        if together is not None:
            found = (together, *found)
        # Rows are made anew only where there are others, so that a drag never loses its slider.
        made = tuple((one.name, one.words, one.most) for one in found)
        self._inputs = {one.name: one for one in found}
        if made != self._made:
            self._made = made
            self._make_rows()
        for name, row in self._rows.items():
            row.show_input(self._inputs[name])
        self._show_tries()

    @property
    def rows(self) -> dict[str, PlanInputRow]:
        """The row of every input by its name; those that nobody has seen yet are made first."""
        self._make_more(len(self._pending))
        return self._rows

    @property
    def tries(self) -> dict[str, TriesLine]:
        """The tries of every stage that somebody works, by its name."""
        self._make_more(len(self._pending))
        return self._tries

    def show_tries(self) -> None:
        """Show how often each stage is tried, also where that is once."""
        self._tries_shown = not self._tries_shown
        self.show_plan(self._plan)

    def fields(self) -> list[QWidget]:
        """Return every slider and field that there is; `rows_made` tells of more."""
        found: list[QWidget] = []
        for name, row in self._rows.items():
            found += [row.slider, row.field]
            stage = name.removeprefix("rate:")
            if name.startswith("rate:") and stage in self._tries:
                found += [self._tries[stage].most, self._tries[stage].chance]
        return found

    def open_group(self, group: Group) -> None:
        """Open a group and go to its first input; go on to the next where it has the focus."""
        self.groups[group].set_open(True)
        folder = self.groups[group]
        rows = [row for row in self.rows.values() if self._folder_of(row.shown) is folder]
        if not rows:
            return
        focused = next((at for at, row in enumerate(rows) if row.slider.hasFocus()), -1)
        row = rows[(focused + 1) % len(rows)]
        row.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # A group that was closed a moment ago has no places yet that could be scrolled to.
        bring_into_view(folder)
        bring_into_view(row)

    @property
    def _folders(self) -> tuple["FoldingGroup", ...]:
        """All headings with inputs under them, from the top down."""
        first, *rest = self.groups.values()
        return first, self.channels, *rest

    def _folder_of(self, one: PlanInput) -> "FoldingGroup":
        """Return where an input stands: channels by themselves where there are several."""
        several = one.group == "volume" and self._several
        return self.channels if several and one.name != ALL_VOLUMES else self.groups[one.group]

    def _make_rows(self) -> None:
        """Make the rows that are seen; the others follow bit by bit, while the window paints."""
        for folder in self._folders:
            folder.clear()
        self._rows, self._tries = {}, {}
        self._pending = list(self._inputs)
        for name in self._inputs:
            if self._folder_of(self._inputs[name]).is_open:
                self._make_row(name)
        filled = {self._folder_of(one) for one in self._inputs.values()}
        for folder in self._folders:
            folder.setVisible(folder in filled)
        self._tell_of_rows()

    def _make_more(self, count: int = _AT_ONCE) -> None:
        """Make some of the rows that are still missing, in their order."""
        if not self._pending:
            return
        for name in self._pending[:count]:
            self._make_row(name)
        self._tell_of_rows()

    def _tell_of_rows(self) -> None:
        if self._pending:
            self._pause.start()
        else:
            if self._tries:
                self._add_tries_button()
            self._show_tries()
            self._order_tabs()
        self.rows_made.emit()

    def _make_row(self, name: str) -> None:
        one = self._inputs[name]
        row = PlanInputRow(one)
        row.moved.connect(self._moved)
        row.back_asked.connect(lambda name: self._tell(as_it_came(self._plan, name), name))
        row.lock_asked.connect(self._lock)
        row.gesture.connect(self.gesture)
        self._rows[name] = row
        self._pending.remove(name)
        self._folder_of(one).add(row)
        stage = name.removeprefix("rate:")
        if one.group == "rates" and stage in self._worked():
            self._add_tries(stage)

    def _worked(self) -> set[str]:
        """Return the stages that somebody works to get leads into."""
        stages, steps = self._plan.network.stages[1:], self._plan.network.steps
        return {
            stage.name for stage, step in zip(stages, steps, strict=True) if step.work is not None
        }

    def _show_tries(self) -> None:
        for stage, line in self._tries.items():
            tries, chance = tries_of(self._plan.network, stage)
            line.show_tries(tries, chance)
            # One try is the rate itself, and a line for each would push the others away.
            line.setVisible(self._tries_shown or tries.most > 1)

    def _add_tries_button(self) -> None:
        self.groups["rates"].add(
            make_button(
                _("Tries per lead"),
                self.show_tries,
                kind="link",
                tip=_("How often a lead is tried at each stage; a no-show is one of two tries"),
            )
        )

    def _add_tries(self, stage: str) -> None:
        line = TriesLine(stage)
        line.tries_moved.connect(
            lambda stage, most: self._tell(with_tries(self._plan, stage, most), f"tries:{stage}")
        )
        line.chance_moved.connect(
            lambda stage, chance: self._tell(
                with_chance_of_each(self._plan, stage, chance), f"chance:{stage}"
            )
        )
        self._tries[stage] = line
        self.groups["rates"].add(line)

    def _order_tabs(self) -> None:
        stops: list[QWidget] = []
        for folder in self._folders:
            stops += [folder.head, *(one for line in folder.lines for one in _stops(line))]
        policies = [widget.focusPolicy() for widget in stops]
        # Qt leaves out what takes no focus now, such as a way back while nothing has moved.
        for widget in stops:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        for widget, policy in zip(stops, policies, strict=True):
            widget.setFocusPolicy(policy)

    def _moved(self, name: str, value: float) -> None:
        self._tell(with_input(self._plan, name, value), name)

    def _lock(self, name: str, locked: bool) -> None:
        self._tell(set_locked(self._plan, name, locked=locked), name)

    def _tell(self, plan: Plan, what: str) -> None:
        if plan != self._plan:
            self.edited.emit(plan, what)


def _stops(line: QWidget) -> tuple[QWidget, ...]:
    """Return where Tab stops in a line of a group, from left to right."""
    if isinstance(line, PlanInputRow):
        return line.slider, line.field, line.back
    if isinstance(line, TriesLine):
        return line.most, line.chance
    return (line,)


class FoldingGroup(QWidget):
    """Inputs under a heading that opens and closes them."""

    def __init__(self, title: str) -> None:
        super().__init__()
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.5))
        self.head = make_button(title, self.toggle, kind="quiet", icon_name="caret-down")
        self.head.setProperty("heading", "true")
        self.title = title
        column.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(theme.space(1), 0, 0, theme.space(1))
        self._rows.setSpacing(theme.space(1))
        column.addWidget(self._inside)
        self.set_open(True)

    @property
    def is_open(self) -> bool:
        """Whether its inputs can be seen."""
        return not self._inside.isHidden()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self._rows.count() == 0

    @property
    def lines(self) -> list[QWidget]:
        """What stands in it, from the top down."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        widgets = (None if item is None else item.widget() for item in items)
        return [widget for widget in widgets if widget is not None]

    def add(self, widget: QWidget) -> None:
        """Put an input at its end."""
        self._rows.addWidget(widget)

    def clear(self) -> None:
        """Take everything out."""
        empty_layout(self._rows)

    def rename(self, title: str) -> None:
        """Give it another heading."""
        if title != self.title:
            self.title = title
            self.head.setText(title)
            self.set_open(self.is_open)

    def toggle(self) -> None:
        """Open it where it is closed, and close it where it is open."""
        self.set_open(not self.is_open)

    def set_open(self, is_open: bool) -> None:
        """Show its inputs or put them away."""
        self._inside.setVisible(is_open)
        self.head.setIcon(icon("caret-down" if is_open else "caret-right", "muted"))
        said = _("{group}, open") if is_open else _("{group}, closed")
        self.head.setAccessibleName(said.format(group=self.title))
        set_tip(self.head, _("Put these inputs away") if is_open else _("Show these inputs"))


_NAMES: dict[Group, Callable[[], str]] = {
    "volume": lambda: _("Volume, leads a week"),
    "rates": lambda: _("Rates"),
    "waits": lambda: _("Waits, weeks on average"),
    "people": lambda: _("People"),
    "money": lambda: _("Money"),
}


def _group_name(group: Group) -> str:
    return _NAMES[group]()
