"""The result in words, the chance of reaching a target, and where each number comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.language import ngettext
from views.forecast.content import MOST_MQLS
from views.forecast.inputs.fields import CountField
from views.forecast.outlook import Outlook
from views.forecast.sentences import (
    explanations,
    none_sentence,
    range_sentence,
    target_sentence,
    target_text,
)
from views.theme import current_theme, theme_changed
from views.widgets import PlainLabel, make_button, make_frame, set_tip


class ResultCard(QWidget):
    """The sentence is the result; the charts below it are its proof."""

    target_moved = Signal(int)
    """Emitted with the number of clients that a person wants to reach."""
    gesture = Signal()
    """Emitted when a new movement begins."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = make_frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(
            theme.space(2), theme.space(1.5), theme.space(2), theme.space(1.5)
        )
        column.setSpacing(theme.space(0.5))
        self.headline = PlainLabel(size="title", weight="semibold", wrap=True, selectable=True)
        self.none = PlainLabel(tone="muted", wrap=True, selectable=True)
        column.addWidget(self.headline)
        self.why = make_button(
            _("Where does this come from?"), kind="link", keys="Alt+W", tip=_("Explain each number")
        )
        self.why.setCheckable(True)
        self.why.toggled.connect(self._explain)
        second = QHBoxLayout()
        second.setSpacing(theme.space(2))
        second.addWidget(self.none, 1)
        second.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(second)
        column.addLayout(self._target_line())
        self.sources = QWidget()
        self._grid = QGridLayout(self.sources)
        self._grid.setContentsMargins(0, theme.space(0.5), 0, 0)
        self._grid.setHorizontalSpacing(theme.space(1.5))
        self._grid.setVerticalSpacing(theme.space(0.5))
        self._grid.setColumnStretch(1, 1)
        self._numbers: list[tuple[PlainLabel, PlainLabel]] = []
        self.sources.hide()
        column.addWidget(self.sources)
        self._outlook: Outlook | None = None
        self._restyle()
        theme_changed.connect(self._restyle)

    def _target_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(current_theme().space(1))
        before = PlainLabel(_("Chance of at least"))
        self.target = CountField(0, MOST_MQLS)
        self.target.setAccessibleName(_("Clients to reach"))
        set_tip(self.target, _("Clients to reach; marked in the chart below"), "Alt+T")
        self.target.valueChanged.connect(self.target_moved)
        before.setBuddy(self.target)
        shortcut = QShortcut(QKeySequence("Alt+T"), self)
        shortcut.activated.connect(lambda: self.target.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.after = PlainLabel()
        self.chance = PlainLabel(size="heading", weight="semibold", tabular=True)
        for widget in (before, self.target, self.after, self.chance):
            line.addWidget(widget)
        line.addStretch(1)
        return line

    def show_target(self, target: int) -> None:
        """Show the target without telling anyone."""
        self.target.blockSignals(True)
        self.target.setValue(target)
        self.target.blockSignals(False)
        self.after.setText(ngettext("client:", "clients:", target))

    def show_outlook(self, outlook: Outlook) -> None:
        """Say what a scenario comes to."""
        self._outlook = outlook
        self.headline.setText(range_sentence(outlook.main.clients))
        self.none.setText(none_sentence(outlook))
        self.chance.setText(target_text(outlook))
        self.chance.setAccessibleName(target_sentence(outlook))
        if self.sources.isHidden():
            return
        self._explain_numbers(outlook)

    def show_waiting(self, sentence: str) -> None:
        """Say quietly that the first result is on its way, or why there is none."""
        self.none.setText(sentence)

    def _explain(self, shown: bool) -> None:
        self.sources.setVisible(shown)
        if self._outlook is not None:
            self._explain_numbers(self._outlook)

    def _explain_numbers(self, outlook: Outlook) -> None:
        given = explanations(outlook)
        while len(self._numbers) < len(given):
            at = len(self._numbers)
            number = PlainLabel(size="small", weight="semibold", tabular=True)
            source = PlainLabel(size="small", tone="muted", wrap=True)
            self._grid.addWidget(number, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(source, at, 1)
            self._numbers.append((number, source))
        for (number, source), known in zip(self._numbers, given, strict=True):
            number.setText(known.number)
            source.setText(known.source)

    def _restyle(self) -> None:
        self.target.setFixedWidth(current_theme().scaled(88))
