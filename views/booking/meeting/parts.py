"""The five parts of an appointment, each with its sign, its state and what mends it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.vocabulary import MeetingGate, Reply, label
from views.booking.guests import part_words
from views.booking.meeting import acts
from views.booking.wording import both_times
from views.leads.wording import as_sentence, long_moment, short_moment
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, Sign, empty_layout, make_button, make_line

if TYPE_CHECKING:
    from models.appointments.rows import AttendeeRow, PreparationRow
    from views.booking.meeting.content import MeetingShown

_SIGN_PIXELS: Final = 16
_DIGITS: Final = 9


class MeetingParts(QWidget):
    """Shows the parts of one meeting, then the gates with what each lacks."""

    asked = Signal(str)
    """Emitted with the letter of an act that mends something."""
    ticked = Signal(object, bool)
    """Emitted with the id of something to prepare, and whether it is ready now."""
    preparing_asked = Signal(object)
    """Emitted with the row of something to prepare that is to be changed."""
    preparation_removed = Signal(object)
    """Emitted with the id of something that need not be ready."""
    yes_said = Signal(object, bool)
    """Emitted with the id of an attendee, and whether they said yes."""
    guest_asked = Signal(object)
    """Emitted with the row of an attendee that is to be changed."""
    guest_removed = Signal(object)
    """Emitted with the id of an attendee who does not come."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current_theme().space())
        self.ticks: list[QCheckBox] = []

    def show_meeting(self, shown: "MeetingShown", letters: frozenset[str]) -> None:
        """Show a meeting; `letters` are what can be done with it now."""
        empty_layout(self._column)
        self.ticks = []
        titles = {
            "time": _("Date and time"),
            "invitation": _("Invitation"),
            "purpose": _("Purpose"),
            "stakeholders": _("Who comes"),
            "preparation": _("Preparation"),
        }
        mends = {
            "time": (acts.SETTLE, acts.AGAIN),
            "invitation": (acts.SEND, acts.INVITE),
            "purpose": (acts.EDIT,),
            "stakeholders": (acts.SAID_YES, acts.GUEST),
            "preparation": (acts.PREPARE,),
        }
        below: dict[str, Callable[[MeetingShown], list[QWidget]]] = {
            "time": _about_time,
            "invitation": _about_invitation,
            "purpose": _about_place,
            "stakeholders": self._people,
            "preparation": self._preparation,
        }
        words = acts.words_of()
        for part in shown.page.parts:
            mend = next((one for one in mends[part.code] if one in letters), "")
            button = None
            if mend and not part.complete:
                button = make_button(words[mend], partial(self.asked.emit, mend), kind="link")
            title, sentence = titles[part.code], _sentence(part.code, part.sentence, shown)
            self._column.addWidget(
                _part(title, sentence, button, complete=part.complete, standing=_stands(shown))
            )
            for widget in below[part.code](shown):
                self._column.addWidget(_indented(widget))
        self._column.addWidget(make_line())
        for gate in shown.page.gates if _stands(shown) else ():
            self._column.addWidget(_gate(gate.gate, gate.missing))

    def tick(self, number: int) -> None:
        """Tick or untick what stands at a place of the preparation."""
        if 0 <= number < len(self.ticks) and self.ticks[number].isEnabled():
            self.ticks[number].click()

    def _people(self, shown: "MeetingShown") -> list[QWidget]:
        return [self._person(one, shown) for one in shown.page.attendees]

    def _person(self, one: "AttendeeRow", shown: "MeetingShown") -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PlainLabel(_who_comes(one), wrap=True, selectable=True))
        row = QHBoxLayout()
        row.setSpacing(current_theme().space(0.5))
        said_words = _said_words(one, shown.now)
        row.addWidget(PlainLabel(said_words, tone="muted", wrap=True, selectable=True), 1)
        column.addLayout(row)
        if _stands(shown):
            said = one.said_yes_at is not None
            words = _("Take the yes back") if said else _("Said yes")
            yes = make_button(words, partial(self.yes_said.emit, one.id, not said), kind="link")
            yes.setAccessibleName(f"{words}: {one.name}")
            change = make_button(_("Change"), partial(self.guest_asked.emit, one), kind="link")
            change.setAccessibleName(_("Change {name}").format(name=one.name))
            off = make_button(
                "",
                partial(self.guest_removed.emit, one.id),
                kind="quiet",
                icon_name="x",
                tip=_("{name} does not come").format(name=one.name),
            )
            for button in (yes, change, off):
                row.addWidget(button)
        return line

    def _preparation(self, shown: "MeetingShown") -> list[QWidget]:
        rows: list[QWidget] = []
        for number, one in enumerate(shown.page.preparation, start=1):
            words = _item_words(one, shown)
            box = QCheckBox()
            box.setAccessibleName(words)
            box.setChecked(one.done_at is not None)
            box.setEnabled(_stands(shown))
            box.clicked.connect(lambda ready, key=one.id: self.ticked.emit(key, ready))
            self.ticks.append(box)
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(current_theme().space(0.5))
            row.addWidget(box)
            if number <= _DIGITS:
                row.addWidget(KeyHint(str(number)))
            row.addWidget(PlainLabel(words, wrap=True), 1)
            if _stands(shown):
                change = make_button(
                    _("Change"), partial(self.preparing_asked.emit, one), kind="link"
                )
                change.setAccessibleName(_("Change {name}").format(name=one.text))
                off = make_button(
                    "",
                    partial(self.preparation_removed.emit, one.id),
                    kind="quiet",
                    icon_name="x",
                    tip=_("“{text}” need not be ready").format(text=one.text),
                )
                for button in (change, off):
                    row.addWidget(button)
            rows.append(line)
        return rows


def _stands(shown: "MeetingShown") -> bool:
    return shown.page.meeting.is_standing


def _sentence(code: str, sentence: str, shown: "MeetingShown") -> str:
    meeting = shown.page.meeting
    if code == "time" and meeting.tentative_reason is None:
        return _when(shown)
    return sentence


def _when(shown: "MeetingShown") -> str:
    meeting = shown.page.meeting
    today = shown.now.astimezone().date()
    return both_times(meeting.starts_at, meeting.ends_at, meeting.zone, shown.our_zone, today)


def _about_time(shown: "MeetingShown") -> list[QWidget]:
    meeting = shown.page.meeting
    lines = []
    if meeting.tentative_reason is not None:
        lines.append(_when(shown))
    if meeting.overlap_reason:
        lines.append(_("Booked all the same: {reason}").format(reason=meeting.overlap_reason))
    return [PlainLabel(words, tone="muted", wrap=True) for words in lines]


def _about_invitation(shown: "MeetingShown") -> list[QWidget]:
    lines = []
    for one in shown.messages:
        if one.handed_over_at is not None:
            moment = long_moment(one.handed_over_at)
            lines.append(_("{subject}: handed over {moment}").format(
                subject=one.subject, moment=moment
            ))  # fmt: skip
        elif one.last_error:
            lines.append(_("{subject}: not sent. {error}").format(
                subject=one.subject, error=one.last_error
            ))  # fmt: skip
        elif one.next_try_at is not None:
            lines.append(_("{subject}: is sent as soon as it can be").format(subject=one.subject))
        else:
            lines.append(_("{subject}: waits in the outbox").format(subject=one.subject))
        if one.without_address:
            names = ", ".join(one.without_address)
            lines.append(_("No e-mail address: {names}").format(names=names))
    return [PlainLabel(words, tone="muted", wrap=True, selectable=True) for words in lines]


def _about_place(shown: "MeetingShown") -> list[QWidget]:
    meeting = shown.page.meeting
    places = [one for one in (meeting.place, meeting.video_link, meeting.dial_in) if one]
    words = ", ".join(places) or _("No place, video link or dial-in is given.")
    return [PlainLabel(words, tone="muted", wrap=True, selectable=True)]


def _who_comes(one: "AttendeeRow") -> str:
    words = _("{name} – {part}").format(name=one.name, part=part_words(one.part_in_decision))
    mail = one.email or _("no e-mail address")
    return f"{words}, {mail}"


def _said_words(one: "AttendeeRow", now: datetime) -> str:
    said = []
    if one.said_yes_at is not None:
        how = _("by calendar") if one.said_yes_how == "calendar_reply" else _("spoken")
        when = short_moment(one.said_yes_at, now)
        said.append(_("said yes, {how}, {when}").format(how=how, when=when))
    replies: dict[Any, str] = {
        Reply.ACCEPTED: _("calendar: accepted"),
        Reply.TENTATIVE: _("calendar: maybe"),
        Reply.DECLINED: _("calendar: declined"),
    }
    if one.reply in replies:
        said.append(replies[one.reply])
    if one.delegated_to:
        said.append(_("sends {name} instead").format(name=one.delegated_to))
    if one.reply_comment:
        said.append(f"“{one.reply_comment}”")
    if not said:
        said.append(_("no answer yet"))
    return as_sentence(", ".join(said))


def _item_words(one: "PreparationRow", shown: "MeetingShown") -> str:
    who = "" if one.owner_id is None else shown.members.get(int(one.owner_id), "")
    when = ""
    if one.done_at is not None:
        when = _("ready {moment}").format(moment=short_moment(one.done_at, shown.now))
    elif one.due_at is not None:
        moment = short_moment(one.due_at, shown.now)
        late = one.due_at < shown.now and _stands(shown)
        when = (_("was due {moment}") if late else _("due {moment}")).format(moment=moment)
    beside = ", ".join(part for part in (who, when) if part)
    return f"{one.text} – {beside}" if beside else one.text


def _part(
    title: str, sentence: str, button: QWidget | None, *, complete: bool, standing: bool
) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, current_theme().space(0.5), 0, 0)
    row.setSpacing(current_theme().space())
    sign, colour = ("check-circle", "success.text") if complete else ("warning", "warning.text")
    if not complete and not standing:
        sign, colour = "info", "muted"
    row.addWidget(Sign(sign, colour))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(PlainLabel(title, size="small", tone="muted"))
    words.addWidget(PlainLabel(sentence, wrap=True, selectable=True, weight="medium"))
    row.addLayout(words, 1)
    if button is not None:
        row.addWidget(button)
    return line


def _indented(widget: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    theme = current_theme()
    # Below the words of the part, which have a sign before them.
    row.setContentsMargins(theme.scaled(_SIGN_PIXELS) + theme.space(), 0, 0, 0)
    row.addWidget(widget)
    return line


def _gate(gate: str, missing: tuple[str, ...]) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current_theme().space())
    words = {
        MeetingGate.AGREED.value: _("agreed"),
        MeetingGate.CONFIRMED.value: _("confirmed"),
        MeetingGate.READY.value: _("ready"),
    }
    name = words.get(str(gate), label(gate))
    if missing:
        row.addWidget(Sign("warning", "warning.text"))
        said = _("Not {gate} before {missing}").format(gate=name, missing="; ".join(missing))
        row.addWidget(PlainLabel(said, wrap=True), 1)
    else:
        row.addWidget(Sign("check-circle", "success.text"))
        row.addWidget(PlainLabel(as_sentence(name), wrap=True), 1)
    return line
