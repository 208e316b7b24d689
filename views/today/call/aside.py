"""Putting something aside in place: a lead with a reason or until a time, the review to a day."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from views.leads.wording import short_day
from views.theme import current_theme
from views.today.call.time_field import TimeField
from views.today.queue.wording import moment_words
from views.widgets import KeyHint, PlainLabel, empty_layout, make_button

SKIP, SNOOZE, REVIEW = "skip", "snooze", "review"
_COLUMNS: Final = 2
_MORNING: Final = time(9)
_AFTERNOON: Final = time(14)
_REVIEW_DAYS: Final = (7, 14, 28, 91)
_SATURDAY: Final = 5


def snooze_choices(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return the usual times to look at something again, by our own clock and all to come."""
    here = now.astimezone()
    day = here.date()
    tomorrow = day + timedelta(days=1)
    while tomorrow.weekday() >= _SATURDAY:
        tomorrow += timedelta(days=1)
    monday = day + timedelta(days=7 - day.weekday())
    found = [
        (_("In an hour"), here + timedelta(hours=1)),
        (_("This afternoon"), datetime.combine(day, _AFTERNOON).astimezone()),
        (_("Next working day"), datetime.combine(tomorrow, _MORNING).astimezone()),
        (_("Next week"), datetime.combine(monday, _MORNING).astimezone()),
        (
            _("In two weeks"),
            datetime.combine(monday + timedelta(days=7), _MORNING).astimezone(),
        ),
    ]
    return tuple((words, moment.astimezone(UTC)) for words, moment in found if moment > here)


def review_choices(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return the usual days to put the review off to, in the mornings by our own clock."""
    words = (_("In a week"), _("In two weeks"), _("In four weeks"), _("In a quarter"))
    today = now.astimezone().date()
    return tuple(
        (said, datetime.combine(today + timedelta(days=days), _MORNING).astimezone(UTC))
        for said, days in zip(words, _REVIEW_DAYS, strict=True)
    )


def skip_reasons() -> tuple[str, ...]:
    """Return the usual reasons to pass a lead over for the day."""
    return (
        _("Not the right moment to call"),
        _("Has to be looked up first"),
        _("A colleague knows them better"),
        _("Waiting for something of ours"),
    )


class AsideForm(QFrame):
    """A digit chooses and does it; any other letter goes on into the field; Escape leaves."""

    skipped = Signal(str)
    """Emitted with the reason."""
    snoozed = Signal(object)
    """Emitted with the instant until which it is out of sight."""
    left = Signal()
    """Emitted when it is given up."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = current_theme()
        self._clock = clock
        self._kind = SKIP
        self._moments: tuple[datetime, ...] = ()
        self.title = PlainLabel(weight="semibold")
        self.choices = QWidget()
        self._grid = QGridLayout(self.choices)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(theme.space(0.25))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Or type another reason"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.returnPressed.connect(self._send)
        self.time = TimeField(clock)
        # A digit chooses at once: an example that begins with one would choose and go on.
        self.time.field.setPlaceholderText(_("tue 10, in 2h, or Tab and 24 nov 9"))
        self.time.entered.connect(self._send)
        for field in (self.reason, self.time.field):
            field.installEventFilter(self)
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(make_button(_("Back"), self.left.emit))
        foot.addWidget(KeyHint("Esc"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        for part in (self.title, self.choices, self.reason, self.time, self.refusal):
            column.addWidget(part)
        column.addLayout(foot)
        self.hide()

    def begin(self, kind: str, own_zone: str) -> None:
        """Ask why to skip, until when to snooze, or to which day to put the review off."""
        self._kind = kind
        now = self._clock()
        self.reason.clear()
        self.time.begin(own_zone, is_ours=True)
        self.reason.setVisible(kind == SKIP)
        self.time.setVisible(kind != SKIP)
        if kind == SKIP:
            self.title.setText(_("Skip until the next working day. Why?"))
            self._offer([(words, "") for words in skip_reasons()])
        elif kind == REVIEW:
            self.title.setText(_("Put the review off to which day?"))
            days = review_choices(now)
            self._moments = tuple(moment for _words, moment in days)
            today = now.astimezone().date()
            self._offer(
                [(words, short_day(moment.astimezone().date(), today)) for words, moment in days]
            )
        else:
            self.title.setText(_("Out of sight until when?"))
            offered = snooze_choices(now)
            self._moments = tuple(moment for _words, moment in offered)
            self._offer([(words, moment_words(moment, now)) for words, moment in offered])
        self.show_refusal("")
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not put aside."""
        self.refusal.say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, leave on Escape; what else is typed goes into the field."""
        typed = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif typed.isdecimal():
            self._choose(int(typed) - 1)
        elif typed.isprintable() and typed:
            field = self.reason if self._kind == SKIP else self.time.field
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            field.insert(typed)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come back from the field on Escape; what was typed stays."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    # Inside

    def _offer(self, lines: list[tuple[str, str]]) -> None:
        empty_layout(self._grid)
        for place, (words, aside) in enumerate(lines):
            text = f"{place + 1}  {words}" + (f"  ({aside})" if aside else "")
            button = make_button(text, partial(self._choose, place), kind="link")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)

    def _choose(self, place: int) -> None:
        if self._kind == SKIP and 0 <= place < len(skip_reasons()):
            self.skipped.emit(skip_reasons()[place])
        elif self._kind != SKIP and 0 <= place < len(self._moments):
            self.snoozed.emit(self._moments[place])

    def _send(self) -> None:
        if self._kind == SKIP:
            reason = self.reason.text().strip()
            if reason:
                self.skipped.emit(reason)
            else:
                self.show_refusal(_("Say why in a few words, or choose a digit."))
            return
        moment = self.time.moment
        self.show_refusal(self.time.refusal)
        if moment is not None:
            self.snoozed.emit(moment)
