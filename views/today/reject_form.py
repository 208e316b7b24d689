"""Rejecting a lead in place: a reason, where it goes, and a note, by a few keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.vocabulary import NurtureTrack, Status, label
from views.theme import current_theme
from views.widgets import (
    FormRow,
    KeyHint,
    PlainLabel,
    SegmentedControl,
    fill_choices,
    make_button,
    without_mnemonic,
)

_FOR_GOOD: Final = frozenset(
    {"no_need", "outside_profile", "competitor", "existing_client", "bad_data"}
)
_DIGITS: Final = range(1, 10)


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a person says to a lead: why, where it goes, and for nurture when and how."""

    reason: str
    to: str
    note: str
    look_again_on: date | None
    track: str | None


class RejectForm(QFrame):
    """The digits choose a reason, Enter rejects, Escape leaves it."""

    sent = Signal(object)
    """Emitted with the `Rejection`."""
    left = Signal()
    """Emitted when it is given up."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = current_theme()
        self._codes: list[str] = []
        self._reasons = QButtonGroup(self)
        self._reasons.idClicked.connect(self._choose)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(theme.space(0.25))
        self.to = SegmentedControl(
            [
                (Status.NURTURE.value, _("To nurture")),
                (Status.DISQUALIFIED.value, _("Disqualify")),
            ],
            name=_("Where it goes"),
        )
        self.to.changed.connect(lambda _code: self._show_terms())
        self.day = QDateEdit()
        self.day.setDisplayFormat("d MMM yyyy")
        self.track = QComboBox()
        tracks = tuple((track.value, label(track)) for track in NurtureTrack)
        fill_choices(self.track, (("", _("The usual")), *tracks))
        self._terms = QWidget()
        terms = QHBoxLayout(self._terms)
        terms.setContentsMargins(0, 0, 0, 0)
        terms.setSpacing(theme.space())
        terms.addWidget(FormRow(_("Look again on"), self.day), 1)
        terms.addWidget(FormRow(_("Track"), self.track), 1)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Note for marketing"))
        self.note.setAccessibleName(_("Note for marketing"))
        self.note.returnPressed.connect(self._send)
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        self.send_button = make_button(_("Reject"), self._send, kind="primary")
        self.leave_button = make_button(_("Leave it"), self.left.emit)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.send_button)
        foot.addWidget(KeyHint("Return"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.leave_button)
        foot.addWidget(KeyHint("Esc"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(1.5),) * 4)
        column.setSpacing(theme.space())
        column.addWidget(PlainLabel(_("Why is it rejected?"), weight="medium"))
        column.addLayout(self._choices)
        column.addWidget(self.to)
        column.addWidget(self._terms)
        column.addWidget(self.note)
        column.addWidget(self.refusal)
        column.addLayout(foot)

    def begin(self, reasons: Sequence[tuple[str, str]], today: date, look_again_days: int) -> None:
        """Ask, with nothing chosen yet."""
        for button in self._reasons.buttons():
            self._reasons.removeButton(button)
            self._choices.removeWidget(button)
            button.deleteLater()
        self._codes = [code for code, _name in reasons]
        for place, (_code, name) in enumerate(reasons):
            button = QRadioButton(without_mnemonic(_numbered(place, name)))
            # The digits choose; the keys stay with the form.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._reasons.addButton(button, place)
            self._choices.addWidget(button)
        again = today + timedelta(days=look_again_days)
        first = today + timedelta(days=1)
        self.day.setMinimumDate(QDate(first.year, first.month, first.day))
        self.day.setDate(QDate(again.year, again.month, again.day))
        self.track.setCurrentIndex(0)
        self.note.clear()
        self.to.set_value(Status.NURTURE.value)
        self.show_refusal("")
        self.send_button.setEnabled(False)
        self._show_terms()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, sentence: str) -> None:
        """Say why it was not accepted as it stands."""
        self.refusal.say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit, send on Enter, leave on Escape."""
        typed = event.text()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._send()
        elif typed.isdigit() and 0 < int(typed) <= len(self._codes):
            self._reasons.button(int(typed) - 1).setChecked(True)
            self._choose(int(typed) - 1)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        for_good = self._codes[place] in _FOR_GOOD
        self.to.set_value((Status.DISQUALIFIED if for_good else Status.NURTURE).value)
        self._show_terms()
        self.show_refusal("")
        self.send_button.setEnabled(True)

    def _show_terms(self) -> None:
        self._terms.setVisible(self.to.value() == Status.NURTURE)

    def _send(self) -> None:
        place = self._reasons.checkedId()
        if place < 0:
            self.show_refusal(_("Choose a reason first; its digit does it."))
            return
        nurtured = self.to.value() == Status.NURTURE
        day = self.day.date()
        self.sent.emit(
            Rejection(
                reason=self._codes[place],
                to=self.to.value(),
                note=self.note.text().strip(),
                look_again_on=date(day.year(), day.month(), day.day()) if nurtured else None,
                track=(self.track.currentData() or None) if nurtured else None,
            )
        )


def _numbered(place: int, name: str) -> str:
    return f"{place + 1}  {name}" if place + 1 in _DIGITS else name
