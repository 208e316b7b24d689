"""The Today page: what waits for who is on duty, and the lead that it is about beside it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from views.runner import Runner
from views.theme import current_theme
from views.today.acts import LETTERS, REJECT, acts_for, operation_of, rejecting
from views.today.content import TodayShown, read_package, read_today
from views.today.detail import TodayDetail
from views.today.entries import Entry, caption_of, sections_of
from views.today.list import TodayList
from views.today.list_model import TodayModel
from views.today.reject_form import Rejection
from views.today.week_card import WeekCard
from views.widgets import EmptyState, SectionHeader, TablePlaceholder, make_frame

if TYPE_CHECKING:
    from models.handoff.package import PackageRow
    from models.ids import MemberId

_TOPICS: Final = frozenset(
    {
        Topic.LEADS,
        Topic.STAGE_MOVES,
        Topic.TOUCHES,
        Topic.TEAM,
        Topic.DEFINITIONS,
        Topic.HANDOFFS,
    }
)
_TICK_MILLISECONDS: Final = 15_000
_READ_AGAIN_TICKS: Final = 20
_FOLLOW_MILLISECONDS: Final = 60


class TodayPage(QWidget):
    """Shows the work of the day; `on_duty` says whose it is, whenever the page is read."""

    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    page_asked = Signal(str)
    """Emitted with the code of another page that a person wants to see."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose own page a person wants to see."""
    import_asked = Signal()
    """Emitted when a person wants to import the first leads."""
    shown = Signal()
    """Emitted when rows, or what stands in their place, are shown."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._is_leader = False
        self._shown: TodayShown | None = None
        self._ticks = 0
        self._form_key: tuple[str, int] | None = None
        self.model = TodayModel(clock=clock, parent=self)
        self.list = TodayList(self.model, LETTERS)
        self.header = SectionHeader(_("Today"), " ", top=True)
        self.week = WeekCard()
        self.week.hide()
        self.detail = TodayDetail(runner, clock=clock)
        self.nothing = EmptyState(
            _("Nothing waits for you. Leads that are handed to you, requests, and leads that come "
              "back from nurture stand here."),
            _("Go to the leads"),
            lambda: self.page_asked.emit("leads"),
            icon_name="check-circle",
        )  # fmt: skip
        self.first = EmptyState(
            _("No leads yet. Import some first; what waits for you will stand here."),
            _("Import a file of leads"),
            self.import_asked.emit,
            icon_name="address-book",
        )
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(self._show_current)
        self._lay_out()
        self._connect()
        self._offer_commands()
        self.refresh()

    def set_leader(self, is_leader: bool) -> None:
        """Say whether the person on duty leads the team; whose work it is may be news as well."""
        self._is_leader = is_leader
        self._drop_form()
        if self._shown is not None:
            self.refresh()

    def refresh(self) -> None:
        """Read what waits; the first time without reckoning working time, so it is here at once."""
        self._read(reckon=self._shown is not None)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Escape, first closing what was opened beside it."""
        if event.key() == Qt.Key.Key_Escape and (
            self.detail.panel is not None or not self.list.hasFocus()
        ):
            self._back_to_list()
            return
        super().keyPressEvent(event)

    # Inside

    def _lay_out(self) -> None:
        theme = current_theme()
        edge = theme.space(3)
        card = make_frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(edge, theme.space(2), edge, theme.space(2))
        column.setSpacing(theme.space(1.5))
        column.addWidget(self.header)
        column.addWidget(self.week)
        column.addWidget(card, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setObjectName("today")
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(content)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([620, 420])
        self.detail.hide()
        self.waiting = TablePlaceholder((5, 2))
        self.whole = QStackedWidget()
        for widget in (self.waiting, self.split, self.nothing, self.first):
            self.whole.addWidget(widget)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        self.setFocusProxy(self.list)

    def _connect(self) -> None:
        self.list.went_to.connect(self._follow.start)
        self.list.opened.connect(self._open_current)
        self.list.asked.connect(self._act)
        self.detail.acted.connect(self._act)
        self.detail.said.connect(self.notice)
        self.detail.page_asked.connect(self.lead_asked)
        self.detail.let_go.connect(self._enter_list)
        self.detail.form.sent.connect(self._reject)
        self.detail.form.left.connect(self._back_to_list)
        self._runner.changed.connect(self._on_change)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _offer_commands(self) -> None:
        """Make what the page can do findable by its words."""
        for words, letter in (
            (_("Accept the lead"), "A"),
            (_("Reject the lead"), REJECT),
            (_("Work on the lead again"), "R"),
            (_("Look at the lead again later"), "L"),
            (_("Show all of the lead"), ""),
        ):
            action = QAction(words, self)
            action.triggered.connect(lambda _checked=False, letter=letter: self._act(letter))
            self.addAction(action)

    def _read(self, *, reckon: bool) -> None:
        now = self._clock()

        def query(session: Any) -> TodayShown:
            return read_today(session, self._on_duty(), now, reckon=reckon)

        def then(found: TodayShown) -> None:
            self._show(found)
            if not reckon:
                self._read(reckon=True)

        self._runner.read(query, then, lane="today")

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if topics & _TOPICS:
            self.refresh()

    def _tick(self) -> None:
        """Let the time run on the screen; every few minutes, look for what has come due."""
        self._ticks += 1
        now = self.model.tick()
        self.list.viewport().update()
        entry = self.list.current_entry()
        if entry is not None:
            self.detail.show_time(entry, now)
        self._caption()
        if self._ticks % _READ_AGAIN_TICKS == 0:
            self.refresh()

    def _show(self, shown: TodayShown) -> None:
        before, row = self.list.current_entry(), self.list.currentIndex().row()
        self._shown = shown
        now = self._clock()
        self.model.show_sections(sections_of(shown.today, dict(shown.reasons), now))
        week = shown.today.week
        if week is not None:
            self.week.show_week(week)
        self.week.setVisible(week is not None and week.handed > 0)
        self._caption()
        held_keys = self._has_focus()
        if not self.model.lines:
            self.whole.setCurrentWidget(self.nothing if shown.today.has_leads else self.first)
            self.detail.show_entry(None, (), now)
        else:
            self.whole.setCurrentWidget(self.split)
            place = None if before is None else self.model.row_of(before.key)
            # What was done is gone from the list; the next one takes its place.
            self.list.choose_row(max(row, 0) if place is None else place)
            self._show_current()
            if held_keys and self.list.isVisible() and not self._is_busy_beside():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _is_busy_beside(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.detail.isAncestorOf(focused)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is None or focused is self or self.isAncestorOf(focused)

    def _caption(self) -> None:
        if self._shown is not None:
            sections = sections_of(self._shown.today, dict(self._shown.reasons), self.model.now)
            self.header.set_caption(caption_of(sections, self.model.now))

    def _show_current(self) -> None:
        entry = self.list.current_entry()
        acts = () if entry is None else acts_for(entry, self._on_duty())
        if entry is None or entry.key != self._form_key:
            self._drop_form()
        self.detail.show_entry(entry, acts, self.model.now)
        if entry is None or entry.lead_id is None:
            self.detail.close_lead()
            return
        lead_id, key, now = entry.lead_id, entry.key, self._clock()
        if self.detail.panel is not None:
            self.detail.panel.show_lead(lead_id)

        def then(package: "PackageRow") -> None:
            current = self.list.current_entry()
            if current is not None and current.key == key:
                self.detail.show_package(package)

        self._runner.read(
            lambda session: read_package(session, lead_id, now),
            then,
            failed=self._unless_gone,
            lane="package of a lead",
        )

    @staticmethod
    def _unless_gone(error: Exception) -> None:
        # A lead that was undone a moment ago is told by the list itself.
        if not isinstance(error, KnownError):
            raise error

    # Acts

    def _act(self, letter: str) -> None:
        entry = self.list.current_entry()
        if entry is None:
            return
        if not letter:
            self._open_current()
        elif letter == REJECT:
            self._ask_why(entry)
        else:
            operation = operation_of(letter, entry, self._on_duty())
            if operation is not None:
                self._runner.change(operation)

    def _ask_why(self, entry: Entry) -> None:
        if entry.handoff_id is None or self._shown is None:
            return
        self._form_key = entry.key
        self.detail.ask_why(self._shown.reasons, self._shown.look_again_days)

    def _reject(self, rejection: Rejection) -> None:
        entry = self.list.current_entry()
        if entry is None or entry.handoff_id is None or entry.key != self._form_key:
            return

        def refused(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            self.detail.form.show_refusal(str(error))

        self._runner.change(
            rejecting(entry.handoff_id, rejection),
            lambda _done: self._back_to_list(),
            failed=refused,
        )

    def _open_current(self) -> None:
        entry = self.list.current_entry()
        if entry is None:
            return
        if entry.kind == "review":
            self.page_asked.emit("definitions")
        elif entry.lead_id is not None:
            self.detail.open_lead(entry.lead_id, is_leader=self._is_leader, back=self._back_to_list)
            self.detail.focus_lead()

    def _back_to_list(self) -> None:
        self._drop_form()
        self.detail.close_lead()
        entry = self.list.current_entry()
        if entry is not None:
            acts = acts_for(entry, self._on_duty())
            self.detail.show_entry(entry, acts, self.model.now)
        self._enter_list()

    def _enter_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_form(self) -> None:
        self._form_key = None
        self.detail.drop_form()
