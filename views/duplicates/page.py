"""Duplicates, in place of the list of leads: pairs on the left, the two side by side on the right.

M merges, D says that they are different people, J and K go to the next and the last pair. After a
merge two leads that may be one pursuit are offered in the same way.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.topics import Topic
from views.charts.numbers import whole
from views.duplicates import asking
from views.duplicates.comparison import ComparisonView
from views.duplicates.decision import DecisionArea
from views.duplicates.desk import DuplicatesDesk
from views.duplicates.pair_list import (
    PairList,
    PairModel,
    asked_words,
    pairs_in_words,
    person_words,
    place_of,
    reason_words,
)
from views.runner import Runner
from views.theme import current_theme
from views.widgets import (
    EmptyState,
    SectionHeader,
    make_button,
)
from views.widgets.long_work import LongWork

if TYPE_CHECKING:
    from models.duplicates.comparing import Comparison
    from models.duplicates.following_up import FollowUp
    from models.duplicates.scanning import DuplicatePair

_LANE: Final = "duplicates"


class DuplicatesPage(QWidget):
    """Takes a person from pair to pair."""

    closed = Signal()
    """Emitted when a person goes back to the leads."""
    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(self, runner: Runner, desk: DuplicatesDesk) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._desk = desk
        self._found: tuple[DuplicatePair, ...] = ()
        self._asked: tuple[FollowUp, ...] = ()
        self._stamp = 0
        self._busy = False
        self.is_scanning = False
        self.model = PairModel(self)
        self.list = PairList(self.model)
        self.comparison = ComparisonView()
        self._lay_out()
        self.list.chosen.connect(lambda _row: self._look_at_pair())
        runner.changed.connect(self._on_change)

    # What a person does

    def begin_or_go_on(self) -> None:
        """Look through the workspace, or go on with the pairs that were found."""
        if self._found:
            self.comparison.setFocus(Qt.FocusReason.OtherFocusReason)
            self._follow()
        else:
            self.scan()

    def scan(self) -> None:
        """Look through the workspace, unless that is going on."""
        if self.is_scanning:
            return
        self.is_scanning = True
        self.work.show_progress(0, 0)
        self._show(self.work)
        self.work.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.scan(self.work.show_progress, self._take_found, self._fail_scan)

    def merge(self) -> None:
        """Make one of the two, as chosen."""
        pair, choices = self.current_pair(), self.comparison.choices()
        if self._asked:
            asked = self._asked[0]
            self._change(lambda session: asking.merge_both(session, asked, choices), self._go_on)
        elif pair is not None:
            one = pair
            self._change(lambda session: asking.merge_people(session, one, choices), self._ask)

    def keep_apart(self) -> None:
        """Say that these are two people, or two companies or pursuits."""
        pair = self.current_pair()
        if self._asked:
            self._go_on(None)
        elif pair is not None:
            one = pair
            self._change(lambda session: asking.say_distinct(session, one), self._go_on)

    def step(self, by: int) -> None:
        """Go to another pair."""
        if self._asked:
            self._ask(())
            return
        self.list.go_to(self.list.currentIndex().row() + by)

    def current_pair(self) -> "DuplicatePair | None":
        """Return the pair that is looked at."""
        row = self.list.currentIndex().row()
        return self.model.pairs[row] if 0 <= row < len(self.model.pairs) else None

    def _stop(self) -> None:
        self.work.show_stopping(_("Stopping…"))
        self._desk.cancel()

    # What comes back

    def _take_found(self, found: "tuple[DuplicatePair, ...] | None") -> None:
        self.is_scanning = False
        if found is None:
            self._show(self.begin)
            self._focus_if_here(self.begin.button)
            return
        self._found = found
        self._asked = ()
        self._show_pairs(found)
        self._focus_if_here(self.comparison if found else self.nothing.button)

    def _fail_scan(self, error: Exception) -> None:
        self.is_scanning = False
        self._show(self.begin)
        self.notice.emit("error", str(error))

    def _show_pairs(self, pairs: "tuple[DuplicatePair, ...]") -> None:
        row = max(0, self.list.currentIndex().row())
        before = self.current_pair()
        self.model.show_pairs(pairs)
        self.header.set_caption(pairs_in_words(pairs))
        self._show(self.content if pairs else self.nothing)
        if pairs:
            self.list.go_to(place_of(before, pairs, row))

    def _look_at_pair(self) -> None:
        """Compare the pair that is current now; what was asked about the last one is let go."""
        if self._asked:
            self._ask(())
        else:
            self._compare()

    def _compare(self) -> None:
        pair = self.current_pair()
        self._stamp += 1
        stamp = self._stamp
        if pair is None:
            return
        asked = self._asked[0] if self._asked else None
        self.merge_button.setEnabled(False)

        def show(found: "Comparison") -> None:
            if stamp != self._stamp:
                return
            self.comparison.show_comparison(found)
            self.merge_button.setEnabled(True)
            self._say_what_is_asked(pair)

        def query(session: Any) -> "Comparison":
            if asked is None:
                return asking.contacts_compared(session, pair)
            return asking.compared(session, asked)

        self._runner.read(query, show, failed=self._lose, lane=_LANE)

    def _say_what_is_asked(self, pair: "DuplicatePair") -> None:
        kept = pair.kept
        self.content.say(
            asked_words(
                self._asked[0].what if self._asked else None,
                person_words(kept.name, kept.email, kept.phone),
                _("{score}\u202f%: {why}").format(score=pair.score, why=reason_words(pair)),
            )
        )

    def _lose(self, error: Exception) -> None:
        """Look again: one of the two is gone, perhaps merged in another window."""
        self._ask(())
        self.notice.emit("info", str(error))

    def _change(self, operation: Callable[[Any], Any], then: Callable[[Any], None]) -> None:
        if self._busy:
            return
        self._busy = True
        self.merge_button.setEnabled(False)

        def done(result: Any) -> None:
            self._busy = False
            then(result)

        def refused(error: Exception) -> None:
            self._busy = False
            self.merge_button.setEnabled(True)
            self.notice.emit("error", str(error))

        self._runner.change(operation, done, failed=refused)

    def _ask(self, asked: "tuple[FollowUp, ...]") -> None:
        """Ask what follows a merge, or go on to the next pair."""
        self._asked = asked
        if asked:
            self._compare()
        else:
            self._follow()

    def _go_on(self, _result: object) -> None:
        self._ask(self._asked[1:])

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if Topic.LEADS not in topics or not self._found or self._busy:
            return
        if not self._asked:
            self._follow()
            return
        asked = self._asked[0]

        def check(stands: bool) -> None:
            if not stands and self._asked and self._asked[0] == asked:
                self._ask(())

        self._runner.read(
            lambda session: asking.still_stands(session, asked), check, lane="what is asked"
        )

    def _follow(self) -> None:
        """Ask which of the pairs are left; what is being offered stays until it is answered."""
        if self._asked:
            return
        found = self._found
        self._runner.read(
            lambda session: asking.pairs_left(session, found),
            self._show_left,
            lane="pairs that are left",
        )

    def _show_left(self, pairs: "tuple[DuplicatePair, ...]") -> None:
        if self._asked or self.is_scanning:
            return
        if pairs != self.model.pairs:
            self._show_pairs(pairs)
            if not pairs:
                self._focus_if_here(self.nothing.button)
        else:
            self._compare()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Merge, keep apart, go on, or go back."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        on_pairs = plain and self.stack.currentWidget() is self.content
        match event.key():
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case Qt.Key.Key_M if on_pairs and self.merge_button.isEnabled():
                self.merge()
            case Qt.Key.Key_D if on_pairs:
                self.keep_apart()
            case Qt.Key.Key_J if on_pairs:
                self.step(1)
            case Qt.Key.Key_K if on_pairs:
                self.step(-1)
            case _:
                super().keyPressEvent(event)

    # Inside

    def _focus_if_here(self, widget: QWidget) -> None:
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or self.isAncestorOf(focused)):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, widget: QWidget) -> None:
        self.stack.setCurrentWidget(widget)
        self.again_button.setVisible(widget in {self.content, self.nothing})
        if widget is not self.content:
            self.header.set_caption(" ")

    def _lay_out(self) -> None:
        theme = current_theme()
        self.header = SectionHeader(_("Duplicates"), " ", top=True)
        self.again_button = make_button(_("Look again"), self.scan, kind="quiet")
        self.back_button = make_button(_("Back to the leads"), self.closed.emit, kind="quiet")
        self.header.add(self.again_button)
        self.header.add(self.back_button)
        self.begin = EmptyState(
            _("Look for people who are in this workspace twice."),
            _("Find duplicates"),
            self.scan,
            icon_name="users",
        )
        self.nothing = EmptyState(
            _("Nobody is here twice, as far as can be told."),
            _("Back to the leads"),
            self.closed.emit,
            icon_name="check-circle",
        )
        self.work = LongWork(_progress_words, _("Stop looking"), self._stop)
        self.content = DecisionArea(self.list, self.comparison, self.merge, self.keep_apart)
        self.merge_button = self.content.merge_button
        self.stack = QStackedWidget()
        for widget in (self.begin, self.work, self.nothing, self.content):
            self.stack.addWidget(widget)
        edge = theme.space(3)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.header)
        column.addWidget(self.stack, 1)
        self._show(self.begin)


def _progress_words(done: int, total: int) -> str:
    if not total:
        return _("Reading who is here…")
    return _("{done} of {total} groups compared").format(done=whole(done), total=whole(total))
