"""What an outcome still needs to know, asked in place of the outcomes and by few keys."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.clock import Clock
from models.language import gettext as _
from models.vocabulary import Medium, NextStep, label
from views.theme import current_theme
from views.today.call.recording import Told
from views.today.call.time_field import TimeField
from views.widgets import FormRow, KeyHint, PlainLabel, make_button, without_mnemonic

ASKED: Final = frozenset(
    {
        NextStep.CALL_BACK.value,
        NextStep.RECYCLE.value,
        NextStep.DISQUALIFY.value,
        NextStep.FIX_NUMBER.value,
        NextStep.ASK_CONTACT.value,
        NextStep.BLOCK.value,
    }
)
"""The next steps that cannot be taken without asking something."""
_DIGITS: Final = 9
_REASON_COLUMNS: Final = 2


class AskForm(QFrame):
    """Asks for one outcome at a time; Enter records it, Escape goes back to the outcomes."""

    told = Signal(object)
    """Emitted with the `Told`."""
    left = Signal()
    """Emitted when a person goes back."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = current_theme()
        self._clock = clock
        self._next_step = NextStep.NONE.value
        self._codes: list[str] = []
        self.title = PlainLabel(weight="semibold")
        self.sentence = PlainLabel(size="small", tone="muted", wrap=True)
        self.time = TimeField(clock)
        self.time.entered.connect(self.send)
        self._reasons = QButtonGroup(self)
        self._reason_part = QWidget()
        self._choices = QGridLayout(self._reason_part)
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setVerticalSpacing(theme.space(0.25))
        self.day = QDateEdit()
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self._day_part = FormRow(_("Look again on"), self.day)
        self.media: dict[str, QCheckBox] = {}
        self._media_part = self._make_media()
        self.person, self._person_part = self._make_person()
        self.number = QLineEdit()
        self.number.returnPressed.connect(self.send)
        self._number_part = FormRow(
            _("The right number"), self.number, _("Where nobody knows it, leave it empty")
        )
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        self.send_button = make_button(_("Log it"), self.send, kind="primary")
        self.leave_button = make_button(_("Back"), self.left.emit)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        for widget, keys in ((self.send_button, "Return"), (self.leave_button, "Esc")):
            foot.addWidget(widget)
            foot.addWidget(KeyHint(keys), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        for part in (
            self.title,
            self.sentence,
            self.time,
            self._reason_part,
            self._day_part,
            self._media_part,
            self._person_part,
            self._number_part,
            self.refusal,
        ):
            column.addWidget(part)
        column.addLayout(foot)
        self.day.installEventFilter(self)
        self.hide()

    def begin(
        self,
        words: str,
        sentence: str,
        next_step: str,
        *,
        zone: str,
        reasons: Sequence[tuple[str, str]],
        look_again_days: int,
    ) -> None:
        """Ask what one outcome needs, with nothing chosen yet."""
        self._next_step = next_step
        self.title.setText(words)
        self.sentence.say(sentence)
        asks_why = next_step in {NextStep.RECYCLE, NextStep.DISQUALIFY}
        self.time.setVisible(next_step == NextStep.CALL_BACK)
        self._reason_part.setVisible(asks_why)
        self._day_part.setVisible(next_step == NextStep.RECYCLE)
        self._media_part.setVisible(next_step == NextStep.BLOCK)
        self._person_part.setVisible(next_step == NextStep.ASK_CONTACT)
        self._number_part.setVisible(next_step == NextStep.FIX_NUMBER)
        self.number.clear()
        self.time.begin(zone)
        self._offer_reasons(reasons if asks_why else ())
        self._offer_day(look_again_days)
        for box in self.media.values():
            box.setChecked(True)
        for field in self.person.values():
            field.clear()
        self.show_refusal("")
        self.show()
        self._focus_first()

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not recorded as it stands."""
        self.refusal.say(sentence)

    def send(self) -> None:
        """Record it, or say what is missing."""
        told, missing = self._answer()
        self.show_refusal(missing)
        if not missing:
            self.told.emit(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit or arrow, record on Enter, leave on Escape."""
        typed = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.send()
        elif typed.isdecimal() and self._press(int(typed) - 1):
            return
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._codes:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            at = max(self._reasons.checkedId(), -1) + step
            self._reasons.button(at % len(self._codes)).setChecked(True)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Record on Enter from the fields that would keep it for themselves."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self.send()
            return True
        return super().eventFilter(watched, event)

    # Inside

    def _answer(self) -> tuple[Told, str]:
        match self._next_step:
            case NextStep.CALL_BACK:
                return Told(call_back_at=self.time.moment), self.time.refusal
            case NextStep.RECYCLE | NextStep.DISQUALIFY:
                place = self._reasons.checkedId()
                if place < 0:
                    return Told(), _("Choose a reason first; its digit does it.")
                day = self.day.date()
                again = None
                if self._next_step == NextStep.RECYCLE:
                    again = date(day.year(), day.month(), day.day())
                return Told(reason=self._codes[place], look_again_on=again), ""
            case NextStep.BLOCK:
                media = tuple(code for code, box in self.media.items() if box.isChecked())
                missing = "" if media else _("Choose at least one way; its digit does it.")
                return Told(block_media=media), missing
            case NextStep.FIX_NUMBER:
                return Told(right_number=self.number.text().strip() or None), ""
            case NextStep.ASK_CONTACT:
                name, job, phone, email = (one.text().strip() for one in self.person.values())
                if not name:
                    return Told(), _("Type the name of whom they named.")
                return Told(referred=(name, job, phone, email)), ""
            case _:
                return Told(), ""

    def _press(self, place: int) -> bool:
        if 0 <= place < len(self._codes):
            self._reasons.button(place).setChecked(True)
            return True
        boxes = list(self.media.values())
        if self._next_step == NextStep.BLOCK and 0 <= place < len(boxes):
            boxes[place].toggle()
            return True
        return False

    def _focus_first(self) -> None:
        first: QWidget = self
        if self._next_step == NextStep.CALL_BACK:
            first = self.time.field
        elif self._next_step == NextStep.ASK_CONTACT:
            first = next(iter(self.person.values()))
        elif self._next_step == NextStep.FIX_NUMBER:
            first = self.number
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_reasons(self, reasons: Sequence[tuple[str, str]]) -> None:
        for button in self._reasons.buttons():
            self._reasons.removeButton(button)
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._codes = [code for code, _name in reasons]
        half = -(-len(reasons) // _REASON_COLUMNS)
        for place, (_code, name) in enumerate(reasons):
            words = f"{place + 1}  {name}" if place < _DIGITS else name
            button = QRadioButton(without_mnemonic(words))
            # The digits choose; the keys stay with the form.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._reasons.addButton(button, place)
            self._choices.addWidget(button, place % half, place // half)

    def _offer_day(self, look_again_days: int) -> None:
        today = self._clock().astimezone().date()
        first, again = today + timedelta(days=1), today + timedelta(days=look_again_days)
        self.day.setMinimumDate(QDate(first.year, first.month, first.day))
        self.day.setDate(QDate(again.year, again.month, again.day))

    def _make_media(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        for place, medium in enumerate(Medium):
            box = QCheckBox(without_mnemonic(f"{place + 1}  {label(medium)}"))
            box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.media[medium.value] = box
            row.addWidget(box)
        row.addStretch(1)
        return part

    def _make_person(self) -> tuple[dict[str, QLineEdit], QWidget]:
        part = QWidget()
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        fields: dict[str, QLineEdit] = {}
        names = (
            ("name", _("Name")),
            ("job_title", _("Role")),
            ("phone", _("Phone")),
            ("email", _("E-mail")),
        )
        for place, (code, words) in enumerate(names):
            field = QLineEdit()
            field.returnPressed.connect(self.send)
            fields[code] = field
            grid.addWidget(FormRow(words, field), place // 2, place % 2)
        return fields, part
