"""What a person does with the line of the queue that they are on: one verb each, and then the next.

The page shows and reads; what is done and what is said about it is here.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from models.clock import Clock
from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import NextStep
from models.wall_time import local_day
from models.written_days import day_text
from views.runner import Runner
from views.today.acts import (
    ASIDE,
    OPEN,
    REJECT,
    operation_of,
    postponing_review,
    putting_aside,
    rejecting,
    said_of,
)
from views.today.call.aside import REVIEW, SKIP, SNOOZE
from views.today.call.panel import BOOK_KEY
from views.today.last_work import LastWork
from views.today.middle import Middle
from views.today.queue.wording import moment_words
from views.today.reading import TodayShown
from views.today.reject_form import Rejection

if TYPE_CHECKING:
    from models.activity.calling import CallResult
    from models.ids import MemberId
    from models.queue.rows import QueueItem

Key = tuple[str, int]

MEETING_KINDS: Final = frozenset({"open_outcome", "meeting_soon", "meeting"})
"""Lines of the queue that are about a meeting and not about a call."""


class DeskWork(QObject):
    """Does what keys and buttons ask for, on the line that `current` says."""

    finished = Signal(object)
    """Emitted with the key of a line that is done with for now."""
    page_asked = Signal(str)
    """Emitted with the code of another page that a person wants to see."""
    lead_asked = Signal(object)
    """Emitted with the id of a lead whose own page is wanted."""

    def __init__(
        self,
        runner: Runner,
        middle: Middle,
        current: "Callable[[], QueueItem | None]",
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._middle = middle
        self._call = middle.call
        self._current = current
        self._on_duty = on_duty
        self._clock = clock
        self._shown: TodayShown | None = None
        self._logged_before_booking: object = None
        self.form_key: Key | None = None
        """The line that a form was begun about."""
        self.last = LastWork(runner, on_duty)
        middle.acted.connect(self.act)
        middle.booked.connect(self.booked)
        middle.reject.sent.connect(self._reject)
        middle.aside.skipped.connect(lambda reason: self._put_aside(reason=reason))
        middle.aside.snoozed.connect(lambda until: self._put_aside(until=until))
        self._call.logged.connect(self.logged)
        self._call.book_asked.connect(self.book)
        self._call.head.page_asked.connect(self.open_page)
        self._call.head.meeting_asked.connect(self.open_meeting)

    def offer(self, shown: TodayShown) -> None:
        """Say what the forms may offer."""
        self._shown = shown
        self._call.offer(shown.reasons, shown.look_again_days)

    def works(self) -> dict[str, Callable[[], object]]:
        """Return what each code of the keys does with the current line."""
        call = self._call
        found: dict[str, Callable[[], object]] = {
            "dial": call.reaching.dial,
            "begin": self.begin,
            "copy": call.reaching.copy_number,
            "question": call.questions.ask_next,
            "note": call.write_note,
            "book": partial(call.press_key, BOOK_KEY),
            "mail": call.reaching.write_mail,
            "linkedin": call.reaching.open_linkedin,
            "meeting": self.open_meeting,
            "package": call.toggle_package,
            "skip": partial(self.ask_aside, SKIP),
            "snooze": partial(self.ask_aside, SNOOZE),
            "page": self.open_page,
        }
        found |= {f"act {letter}": partial(self.act, letter) for letter in "AXRL"}
        found |= {f"outcome {key}": partial(call.press_key, key) for key in "1234567890FD"}
        return found

    def drop_forms(self) -> None:
        """Close what was asked about a line."""
        self.form_key = None
        self._middle.drop_forms()

    def begin(self) -> None:
        """Do what the current line is about."""
        item = self._current()
        if item is None:
            return
        if item.kind.value == "review":
            self.page_asked.emit("definitions")
        elif item.kind.value in MEETING_KINDS:
            self.open_meeting()
        elif item.lead_id is not None:
            self._call.reaching.dial()

    def open_meeting(self) -> None:
        """Open the meeting of the line, with its keys."""
        item = self._current()
        if item is not None and item.appointment_id is not None:
            self._middle.show_meeting(item.appointment_id, take_keys=True)

    def open_page(self) -> None:
        """Ask for the lead's own page."""
        item = self._current()
        if item is not None and item.lead_id is not None:
            self.lead_asked.emit(item.lead_id)

    def book(self) -> None:
        """Open booking in place."""
        item = self._current()
        if item is not None and item.lead_id is not None:
            is_logged = item.lead_id == self._logged_before_booking
            self._middle.book(item.lead_id, None if is_logged else self._call.made)

    def booked(self, _appointment_id: object) -> None:
        """Say that the meeting is booked, with the call unless that was logged before it."""
        item = self._call.item
        if item is None:
            return
        words = _("{name}: meeting booked")
        if item.lead_id != self._logged_before_booking:
            self._call.take_logged()
            words = _("{name}: meeting booked, call logged")
        self._done(item.key, words.format(name=item.title))

    def logged(self, name: str, result: "CallResult") -> None:
        """Say what happens next; where that is a booking, begin it, else go on."""
        item = self._call.item
        words = _("{name}: {sentence}").format(name=name, sentence=result.sentence)
        if result.next_kind == NextStep.BOOK and item is not None:
            # Its outcome was that a meeting is to be booked now, while they are on the phone.
            self._logged_before_booking = item.lead_id
            self._middle.result.say(words)
            self.last.note(item.key)
            if item.lead_id is not None:
                self._middle.book(item.lead_id)
            return
        self._done(None if item is None else item.key, words)

    def _done(self, key: Key | None, words: str) -> None:
        """Say what happens next with what was just worked, and go on to what comes after it."""
        self._middle.result.say(words)
        self._logged_before_booking = None
        self.last.note(key)
        self.finished.emit(key)

    def act(self, letter: str) -> None:
        """Do what a letter stands for on the current line, or ask what it needs first."""
        item = self._current()
        if item is None:
            return
        if letter == REJECT:
            self._ask_why(item)
            return
        if letter == ASIDE:
            self.ask_aside(SNOOZE)
            return
        if letter == OPEN:
            self.begin()
            return
        operation = operation_of(letter, item, self._on_duty())
        if operation is not None:
            self._runner.change(operation, partial(self._acted, item, letter))

    def _acted(self, item: "QueueItem", letter: str, result: object) -> None:
        """Say what was done; who put a lead out of sight goes on, all others stay on their line."""
        if isinstance(result, date):
            words = _("{name}: look again on {day}")
            self._done(item.key, words.format(name=item.title, day=day_text(result)))
        else:
            self._middle.result.say(said_of(letter, item))
            self.last.note(item.key)

    def _ask_why(self, item: "QueueItem") -> None:
        if item.handoff_id is None or self._shown is None or item.kind.value == "rejected":
            return
        self.form_key = item.key
        self._middle.acts.hide()
        self._middle.reject.begin(
            self._shown.reasons, self._clock().astimezone().date(), self._shown.look_again_days
        )

    def _reject(self, rejection: Rejection) -> None:
        item = self._current()
        if item is None or item.handoff_id is None or item.key != self.form_key:
            return
        self._runner.change(
            rejecting(item.handoff_id, rejection),
            lambda _done: self._rejected(item, rejection),
            failed=partial(self._refused_in, self._middle.reject.show_refusal),
        )

    def _rejected(self, item: "QueueItem", rejection: Rejection) -> None:
        again = rejection.look_again_on
        words, day = _("{name}: rejected and disqualified"), ""
        if again is not None:
            words, day = _("{name}: rejected, look again on {day}"), day_text(again)
        self.drop_forms()
        self._done(item.key, words.format(name=item.title, day=day))

    def ask_aside(self, kind: str) -> None:
        """Ask why to skip the lead, or until when to snooze it; the review is put off to a day."""
        item = self._current()
        if item is None or self._shown is None:
            return
        if item.kind.value == REVIEW and kind == SNOOZE:
            kind = REVIEW
        elif item.lead_id is None:
            return
        self.form_key = item.key
        self._middle.acts.hide()
        self._middle.aside.begin(kind, self._shown.own_zone)

    def _put_aside(self, *, reason: str = "", until: datetime | None = None) -> None:
        item = self._current()
        if item is None:
            return
        if item.kind.value == REVIEW and until is not None and self._shown is not None:
            day = local_day(until, self._shown.own_zone)
            operation = postponing_review(day)
        elif item.lead_id is not None:
            operation = putting_aside(item.lead_id, reason=reason, until=until)
        else:
            return

        def done(back_at: object) -> None:
            moment = back_at if isinstance(back_at, datetime) else until
            if moment is not None:
                words = _("{name}: out of sight until {moment}").format(
                    name=item.title, moment=moment_words(moment, self._clock())
                )
                self.drop_forms()
                self._done(item.key, words)

        self._runner.change(
            operation,
            done,
            failed=partial(self._refused_in, self._middle.aside.show_refusal),
        )

    @staticmethod
    def _refused_in(show: Callable[[str], None], error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        show(str(error))
