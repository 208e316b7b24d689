"""The call panel: one lead from dialling to its outcome, everything in place and by key."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from models.clock import Clock
from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import Medium, label
from views.drafts import DraftStore, LeadDrafts
from views.runner import Runner
from views.theme import current_theme
from views.today.call.asking import ASKED, AskForm
from views.today.call.facts import CallFacts
from views.today.call.head import CallHead
from views.today.call.note import CallNote
from views.today.call.outcomes import OutcomeGrid, choices_for
from views.today.call.outside import Outside
from views.today.call.questions import Questions
from views.today.call.reaching import Reaching
from views.today.call.recording import Told, TouchDraft, made, recording
from views.today.package_card import PackageCard
from views.widgets import KeyHint, PlainLabel, SegmentedControl, make_button, make_line, scrolled

if TYPE_CHECKING:
    from models.activity.booked_calls import CallMade
    from models.activity.calling import CallResult
    from models.ids import MemberId
    from models.queue.rows import QueueItem
    from views.today.reading import LeadAtDesk

BOOKED: Final = "booked"
BOOK_KEY: Final = "B"
_ROOMY_PIXELS: Final = 820
_TIGHT_PIXELS: Final = 520


class CallPanel(QWidget):
    """Shows one lead of the queue; what was typed about it is kept when another one comes."""

    logged = Signal(str, object)
    """Emitted with the lead's name and the `CallResult` once a touch was recorded."""
    book_asked = Signal()
    """Emitted when a meeting is to be booked with the lead."""
    left = Signal()
    """Emitted when the keys go back to the list."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self,
        runner: Runner,
        outside: Outside,
        drafts: DraftStore,
        on_duty: "Callable[[], MemberId | None]",
        *,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._clock = clock
        self._item: QueueItem | None = None
        self._shown: LeadAtDesk | None = None
        self._reasons: tuple[tuple[str, str], ...] = ()
        self._look_again_days = 0
        self._asked_for = ""
        """The outcome that is about to be logged."""
        self._books_soon = False
        """Whether booking was asked for while the lead was on its way."""
        self._package_wanted: bool | None = None
        self.head = CallHead(clock)
        self.facts = CallFacts()
        self.reaching = Reaching(outside, self.head, lambda: self._shown, self._why_no_lead, self)
        self.reaching.chosen.connect(lambda code: self.choose_medium(Medium(code)))
        self.reaching.said.connect(self.said)
        self.reaching.refused.connect(self._say)
        self.package = PackageCard()
        self.package_button = make_button(_("Handoff package"), self.toggle_package, kind="link")
        self.questions = Questions(runner)
        self.questions.left.connect(self.left)
        self.note = CallNote(drafts, on_duty)
        self.note.left.connect(self.left)
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        self.medium = SegmentedControl(
            [(one.value, label(one)) for one in Medium], name=_("What was done")
        )
        self.medium.changed.connect(lambda _code: self._show_outcomes())
        self.outcomes = OutcomeGrid()
        self.outcomes.chosen.connect(self.press)
        self.ask = AskForm(clock)
        self.ask.told.connect(self._record)
        self.ask.left.connect(self.drop_form)
        self._lay_out()

    @property
    def shown(self) -> "LeadAtDesk | None":
        """The lead as it was read; None while it is on its way."""
        return self._shown

    @property
    def item(self) -> "QueueItem | None":
        """The line of the queue that is shown."""
        return self._item

    def offer(self, reasons: tuple[tuple[str, str], ...], look_again_days: int) -> None:
        """Say what the forms may offer."""
        self._reasons, self._look_again_days = reasons, look_again_days

    def show_item(self, item: "QueueItem", now: datetime) -> None:
        """Show a line of the queue at once; what is known beyond it follows when it was read."""
        another = self._item is None or self._item.key != item.key
        if another:
            self.drop_form()
            self.head.timer.stop()
            self._say("")
            self._shown = None
            self._books_soon = False
            self.medium.set_value(item.medium or Medium.CALL.value)
            self.body.hide()
            self.outcomes.setEnabled(False)
            self.note.show_lead(item.lead_id)
            for part in (self.notes, self.foot):
                part.setVisible(item.lead_id is not None)
        self._item = item
        self.head.show_item(item, another=another)
        self.facts.show_item(item, now, another=another)

    def show_lead(self, shown: "LeadAtDesk") -> None:
        """Show a lead that was read; what is being typed about the same one stays."""
        if self._item is None or self._item.lead_id != shown.detail.id:
            return
        another = self._shown is None
        self._shown = shown
        if another:
            self._say("")
        self.note.take_over(shown.detail.id, shown.detail.merged)
        self.note.show_lead(shown.detail.id)
        self.head.show_lead(shown)
        self.facts.show_lead(shown)
        self.package.show_package(shown.package, self._clock())
        if self.note.drafts is not None:
            self.questions.show_lead(shown, self.note.drafts, another=another)
        self.body.show()
        self._show_outcomes()
        books, self._books_soon = self._books_soon, False
        if books and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.press(BOOKED)

    # What a person does

    def choose_medium(self, medium: Medium) -> None:
        """Say how the lead is being reached; the outcomes follow."""
        self.medium.set_value(medium.value)
        self._show_outcomes()

    def toggle_package(self) -> None:
        """Show what marketing gave with the lead, or hide it, from now on."""
        self._package_wanted = self.package.isHidden()
        self._fit_package()

    def write_note(self) -> None:
        """Put the keys into the notes."""
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_key(self, key: str) -> None:
        """Choose the outcome behind a key."""
        choice = self.outcomes.offered(key)
        if self._shown is None:
            self._come_too_early(books=key == BOOK_KEY)
        elif choice is not None:
            self.press(choice.outcome)
        else:
            self._say(_("That comes of a call only; choose Call first, or press C to dial."))

    def press(self, outcome: str) -> None:
        """Record an outcome, first asking for what it needs; a booking opens its own panel."""
        choice, shown = self.outcomes.choice(outcome), self._shown
        if choice is None or self._item is None:
            return
        if shown is None:
            self._come_too_early(books=outcome == BOOKED)
            return
        claimed = self._item.claimed_by
        if claimed is not None:
            words = _("{name} is working on this lead. Take the next one.")
            self._say(words.format(name=claimed))
        elif choice.why_not:
            self._say(choice.why_not)
        elif outcome == BOOKED:
            self._say("")
            self.book_asked.emit()
        else:
            self._say("")
            self._asked_for = outcome
            rule = shown.rules.get(outcome)
            if rule is not None and rule.next_step in ASKED:
                self._ask(choice.words, choice.sentence, rule.next_step)
            else:
                self._record(Told())

    def made(self) -> "CallMade | None":
        """Return the touch as it stands, to be logged with the meeting that is booked in it."""
        draft = self._draft(BOOKED)
        return None if draft is None else made(draft)

    def take_logged(self) -> None:
        """Clear what was typed about a touch that was logged with its meeting."""
        draft = self._draft(BOOKED)
        if draft is not None:
            self._clear(draft)

    def drop_form(self) -> None:
        """Show the outcomes again."""
        had_keys = self.ask.isVisible()
        self.ask.hide()
        self.foot.show()
        if had_keys:
            self.left.emit()

    def forget(self) -> None:
        """Read drafts and lead anew: somebody else has taken over."""
        self._item = None
        self._shown = None
        self.note.forget()

    def bring_back_note(self) -> None:
        """Bring the note of the touch back that was logged last and undone."""
        if self.note.bring_back():
            self._shown = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room to spare, the handoff package stands in it."""
        super().resizeEvent(event)
        self.outcomes.fit(event.size().height())
        self._fit_package()
        self.note.set_short(short=self.height() < current_theme().scaled(_TIGHT_PIXELS))

    # Inside

    def _fit_package(self) -> None:
        roomy = self.height() >= current_theme().scaled(_ROOMY_PIXELS)
        wanted = self._package_wanted
        self.package.setVisible(roomy if wanted is None else wanted)

    def _ask(self, words: str, sentence: str, next_step: str) -> None:
        zone = "UTC" if self._item is None or self._item.zone is None else self._item.zone
        self.foot.hide()
        self.ask.begin(
            words,
            sentence,
            next_step,
            zone=zone,
            reasons=self._reasons,
            look_again_days=self._look_again_days,
        )

    def _draft(self, outcome: str) -> TouchDraft | None:
        """Return what stands on the screen about the touch."""
        shown = self._shown
        if shown is None:
            return None
        return TouchDraft(
            lead_id=shown.detail.id,
            medium=self.medium.value(),
            outcome=outcome,
            note=self.note.words,
            seconds=self.head.timer.seconds,
            answers=self.questions.unsent(),
        )

    def _record(self, told: Told) -> None:
        draft, drafts, shown = self._draft(self._asked_for), self.note.drafts, self._shown
        if draft is None or drafts is None or shown is None or not self._asked_for:
            return
        name = shown.detail.name
        # A second Enter while it is on its way must not log it twice.
        self._asked_for = ""

        def done(result: "CallResult") -> None:
            self._clear(draft, drafts)
            self.logged.emit(name, result)

        self._runner.change(
            recording(draft, told), done, failed=partial(self._refused, draft.outcome)
        )

    def _clear(self, draft: TouchDraft, drafts: LeadDrafts | None = None) -> None:
        """Forget what was typed about a touch that is logged, but for undo."""
        since = self.note.put_away(drafts, draft.note)
        if self._shown is not None and self._shown.detail.id == draft.lead_id:
            self.questions.forget_unsent(draft.answers)
            self.note.setPlainText(since)
            self.head.timer.stop()
            self.ask.hide()
            self.foot.show()

    def _refused(self, outcome: str, error: Exception) -> None:
        self._asked_for = outcome
        if not isinstance(error, KnownError):
            raise error
        if self.ask.isVisible():
            self.ask.show_refusal(str(error))
        else:
            self._say(str(error))

    def _show_outcomes(self) -> None:
        shown = self._shown
        if shown is None:
            return
        medium = self.medium.value()
        self.outcomes.show_choices(
            choices_for(medium, shown.rules, blocked=medium in shown.blocked)
        )
        self.outcomes.setEnabled(self._item is not None and self._item.claimed_by is None)

    def _come_too_early(self, *, books: bool) -> None:
        """Wait with booking for a lead that is being read; say of all else to press it again.

        What logs at once must not reach a lead that nobody saw; booking asks before it does.
        """
        self._books_soon = books and self._item is not None and self._item.lead_id is not None
        self._say("" if self._books_soon else self._why_no_lead())

    def _why_no_lead(self) -> str:
        """Return what is said to a key that needs a lead, and comes before one was read."""
        if self._item is not None and self._item.lead_id is None:
            return _("This line is about no lead. Enter begins with it, Z puts it off.")
        return _("One moment: what is known of this lead is still being read. Press the key again.")

    def _say(self, sentence: str) -> None:
        self.refusal.say(sentence)

    def _lay_out(self) -> None:
        theme = current_theme()
        told = QWidget()
        all_told = QVBoxLayout(told)
        self.body = QWidget()
        for holder, parts in (
            (all_told, (self.facts, make_line(), self.body)),
            (QVBoxLayout(self.body), (self.questions, self.package)),
        ):
            holder.setContentsMargins(0, 0, 0, 0)
            holder.setSpacing(theme.space())
            for part in parts:
                holder.addWidget(part)
        self.package.hide()
        all_told.addStretch(1)
        all_told.setContentsMargins(0, 0, theme.space(0.5), 0)
        self.area = scrolled(told, self)
        self.questions.asked.connect(self.area.ensureWidgetVisible)
        self.notes = QWidget()
        notes = QHBoxLayout(self.notes)
        notes.setContentsMargins(0, 0, 0, 0)
        notes.setSpacing(theme.space())
        notes.addWidget(KeyHint("N"), 0, Qt.AlignmentFlag.AlignTop)
        notes.addWidget(self.note, 1)
        self.foot = QWidget()
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.space(0.5))
        how = QHBoxLayout()
        how.setSpacing(theme.space())
        how.addWidget(self.medium)
        how.addStretch(1)
        how.addWidget(self.package_button)
        how.addWidget(KeyHint("H"))
        foot.addLayout(how)
        foot.addWidget(self.outcomes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.head)
        column.addWidget(self.area, 1)
        column.addWidget(self.notes)
        column.addWidget(self.note.kept)
        column.addWidget(self.refusal)
        column.addWidget(self.ask)
        column.addWidget(self.foot)
