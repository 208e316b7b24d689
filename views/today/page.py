"""The Today page: the queue, the lead that is worked on, and the day, side by side."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from models.clock import Clock, utc_now
from views.drafts import DraftStore, PassingDrafts
from views.runner import Runner
from views.today.acts import acts_for
from views.today.call.outside import NothingOutside, Outside
from views.today.claims import Claims
from views.today.day.panel import DayPanel
from views.today.keys import make_day_actions
from views.today.lead_at_desk import LeadReading
from views.today.middle import Middle
from views.today.queue.column import QueueColumn
from views.today.reading import TodayShown, read_today
from views.today.rereading import Rereading
from views.today.standing import DeskOrNothing
from views.today.work import MEETING_KINDS, DeskWork

if TYPE_CHECKING:
    from models.ids import MemberId
    from models.queue.rows import QueueItem

Key = tuple[str, int]

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
    handing_asked = Signal(object, str)
    """Emitted with the id of a message in the outbox, and how it is to be handed over."""
    undo_asked = Signal()
    """Emitted when the last change is to be undone."""
    shown = Signal()
    """Emitted when rows, or what stands in their place, are shown."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        *,
        outside: Outside | None = None,
        drafts: DraftStore | None = None,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._is_leader = False
        self._person = on_duty()
        self._shown: TodayShown | None = None
        self._return_to: Key | None = None
        self._left_at: dict[MemberId | None, Key | None] = {}
        self.queue = QueueColumn(clock)
        self.list = self.queue.list
        self.model = self.queue.model
        self.middle = Middle(
            runner, outside or NothingOutside(), drafts or PassingDrafts(), on_duty, clock=clock
        )
        self.call = self.middle.call
        self.work = DeskWork(runner, self.middle, self.list.current_item, on_duty, clock)
        self.day = DayPanel(runner)
        self.reading = LeadReading(runner, self.call, self.day, on_duty, clock)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(_FOLLOW_MILLISECONDS)
        self._follow.timeout.connect(self._show_current)
        self.claims = Claims(runner, on_duty, clock)
        self.rereading = Rereading(self, runner, self.claims.is_own_news)
        self.claims.refused.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.actions_by_key = make_day_actions(self, self.list, self._works())
        self.refresh()

    def set_leader(self, is_leader: bool) -> None:
        """Say whether the person on duty leads the team; whose work it is may be news as well."""
        self._is_leader = is_leader
        if self._on_duty() != self._person:
            self._hand_over()
        else:
            self._read_if_shown()

    def _hand_over(self) -> None:
        """Show who takes over their own work, from the line on which they left it."""
        before, item = self._person, self.list.current_item()
        self._person = self._on_duty()
        if self._is_busy_beside():
            self._enter_list()
        self.work.drop_forms()
        self.work.last.forget()
        self.middle.result.hide()
        self.middle.show_call()
        self.call.forget()
        self.reading.forget()
        if before is not None:
            # The line before was another one's: a letter must not reach it in this one's name.
            self._left_at[before] = None if item is None else item.key
            self.list.forget()
        self._return_to = self._left_at.get(self._person)
        self.claims.let_go(before, self._read_if_shown)

    def show_first(self, shown: TodayShown) -> None:
        """Show lines that were read before the workspace was open here, unless it is by now."""
        if self._shown is None:
            # What stands beside the list imports more; keys that need it bring it at once.
            self._show(shown, beside=self._follow.start)

    def refresh(self) -> None:
        """Read what waits; the first time without reckoning working time, so it is here at once."""
        self._read(reckon=self._shown is not None)

    def note_step(self, kind: str, _label: str) -> None:
        """Hear of an undo or redo; an undo of the last work here leads back to its lead."""
        if kind == "undo":
            self.work.last.if_undone(self.go_back)

    def go_back(self) -> None:
        """After an undo, go back to the lead that was worked last, with its note as it was."""
        if self.isVisible():
            self._return_to = self.work.last.key
        self.work.last.forget()
        self.middle.result.hide()
        self.call.bring_back_note()
        self.reading.forget()
        if self._return_to is not None:
            self.refresh()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Escape, first closing what was opened in its place."""
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self._back_to_list()
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Need room for the queue and the work; the day gives way."""
        return QSize(self.split.least_width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for three columns, the day gives way."""
        super().resizeEvent(event)
        self.split.fit(self.width())

    # Laying out

    def _lay_out(self) -> None:
        self.whole = DeskOrNothing(self.queue, self.middle, self.day, self)
        self.split = self.whole.desk
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.whole)
        around.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setFocusProxy(self.whole.waiting)

    def _toggle_day(self) -> None:
        self.split.toggle_day(self.width())

    def _connect(self) -> None:
        self.whole.leads_asked.connect(partial(self.page_asked.emit, "leads"))
        self.whole.import_asked.connect(self.import_asked)
        self.list.went_to.connect(self._follow.start)
        self.list.opened.connect(partial(self._on_current, self.work.begin))
        self.work.finished.connect(self._go_on)
        self.work.page_asked.connect(self.page_asked)
        self.work.lead_asked.connect(self.lead_asked)
        self.queue.scope_changed.connect(self.refresh)
        self.queue.day_asked.connect(self._toggle_day)
        self.middle.stack.currentChanged.connect(lambda _index: self._point_keys())
        self.middle.left.connect(self._back_to_list)
        self.middle.said.connect(self.notice)
        self.middle.lead_asked.connect(self.lead_asked)
        self.middle.undo_asked.connect(self.undo_asked)
        self.middle.handing_asked.connect(self.handing_asked)
        self.middle.reject.left.connect(self._back_to_list)
        self.middle.aside.left.connect(self._back_to_list)
        for asked in (self.day.meeting_asked, self.day.item_asked):
            asked.connect(lambda _what: self.split.show_work())
        self.day.meeting_asked.connect(
            lambda appointment_id: self.middle.show_meeting(appointment_id, take_keys=True)
        )
        self.day.item_asked.connect(self._go_to)
        self.rereading.ticked.connect(self._show_time)
        self.rereading.minute_passed.connect(self.claims.renew)
        self.rereading.changed.connect(self.reading.forget)
        self.rereading.due.connect(self.refresh)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._give_letters)

    def _works(self) -> dict[str, Callable[[], object]]:
        """Return what each code of the keys does."""
        own: dict[str, Callable[[], object]] = {
            "next": partial(self._step, 1),
            "previous": partial(self._step, -1),
            "scope": self.queue.toggle_scope,
            "day": self._toggle_day,
        }
        on_line = self.work.works().items()
        return own | {code: partial(self._on_current, work) for code, work in on_line}

    def _on_current(self, work: Callable[[], object]) -> None:
        """Do something with the current line, which may not be shown yet while keys move fast."""
        self.split.show_work()
        self._follow_now()
        work()

    def _give_letters(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Leave the letters to a form or a panel that has the keys."""
        if now is not None and self.isAncestorOf(now):
            taken = self.middle.takes_letters
            for action in self.actions_by_key:
                action.setEnabled(not taken)

    # Reading

    def _read_if_shown(self) -> None:
        """Read again what is shown; what is still on its way is asked for already."""
        if self._shown is not None:
            self.refresh()

    def _read(self, *, reckon: bool) -> None:
        now, everybody, is_leader = self._clock(), self.queue.everybody, self._is_leader

        def query(session: Any) -> TodayShown:
            return read_today(
                session,
                self._on_duty(),
                now,
                everybody=everybody,
                is_leader=is_leader,
                reckon=reckon,
            )

        def then(found: TodayShown) -> None:
            self._show(found)
            if not reckon:
                self._read(reckon=True)

        self._runner.read(query, then, lane="today")

    def _show_time(self) -> None:
        """Let the time run on the screen."""
        now = self.model.tick()
        self.list.viewport().update()
        self.call.facts.show_time(now)
        if self._shown is not None:
            self.queue.show_counts(self._shown.items, now)

    def _show(self, shown: TodayShown, beside: Callable[[], None] | None = None) -> None:
        before, row = self.list.current_item(), self.list.currentIndex().row()
        held_keys = self._has_focus()
        self._shown = shown
        now = self._clock()
        self.work.offer(shown)
        self.queue.show_items(shown.items)
        self.day.show_day(shown, now)
        if not (self.model.lines or shown.meetings or self.middle.is_typed_in):
            self.whole.show_nothing(has_leads=shown.has_leads)
        else:
            self.whole.show_desk()
            self._point_keys()
            if not self.middle.is_typed_in:
                self._choose(before, row)
                (beside or self._show_current)()
                if held_keys and not self._is_busy_beside():
                    self._enter_list()
            else:
                if before is not None and self.model.row_of(before.key) is not None:
                    self._choose(before, row)
                self.reading.read()
        self.shown.emit()

    def _choose(self, before: "QueueItem | None", row: int) -> None:
        """Stay on the same line; where it is gone, the next one takes its place."""
        place = None if before is None else self.model.row_of(before.key)
        if self._return_to is not None:
            # Once only: a line that comes back later must not call somebody away from another.
            back, self._return_to = self.model.row_of(self._return_to), None
            place = place if back is None else back
        self.list.choose_row(max(row, 0) if place is None else place)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring up what was left out while another page was in front."""
        super().showEvent(event)
        self.rereading.come_forward()
        if self._shown is not None:
            self._show_current()

    def _show_current(self) -> None:
        if self.rereading.is_behind:
            # Nobody looks, and what stands beside the list takes long to put together.
            return
        item, now = self.list.current_item(), self.model.now
        if self.middle.is_typed_in:
            return
        self.middle.setEnabled(item is not None)
        if item is None or item.key != self.work.form_key:
            self.work.drop_forms()
        if item is None:
            return
        another = self.call.item is None or self.call.item.key != item.key
        self.middle.show_item(item, acts_for(item, self._on_duty()), now)
        if item.kind.value in MEETING_KINDS and item.appointment_id is not None:
            if another:
                self.middle.show_meeting(item.appointment_id, take_keys=False)
        elif another:
            self.middle.show_call()
        self.reading.read()
        self.claims.stay_on(item)

    # Moving on

    def _step(self, by: int) -> None:
        self.list.step(by)
        self._enter_list()

    def _follow_now(self) -> None:
        if self._follow.isActive():
            self._follow.stop()
            self._show_current()

    def _go_on(self, key: Key | None) -> None:
        """Go to what is to be done next besides what was just worked."""
        following = self.list.following(key)
        if following is not None:
            self._go_to(following)
        self._enter_list()

    def _go_to(self, key: Key) -> None:
        row = self.model.row_of(key)
        if row is not None:
            self.list.choose_row(row)

    # Where the keys are

    def _point_keys(self) -> None:
        """Say where the keys go when somebody comes to the page: into a booking that is open."""
        booking = self.middle.booking
        self.setFocusProxy(booking if booking and self.middle.is_booking else self.list)

    def _is_busy_beside(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.middle.isAncestorOf(focused)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is None or focused is self or self.isAncestorOf(focused)

    def _back_to_list(self) -> None:
        self.work.drop_forms()
        item = self.list.current_item()
        self._enter_list()
        if item is None:
            self.list.choose_row(0)
        self._show_current()

    def _enter_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
