"""The first step of booking: kind, closer and a time, narrowed by typing and moved by arrows."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.language import ngettext
from models.wall_time import local_day
from views.booking.lines import TimeLine, Zones, lines_of
from views.booking.narrowing import Narrowing, narrowed, weeks_from
from views.booking.slot_list import SlotList
from views.booking.wording import both_times
from views.theme import current_theme
from views.widgets import (
    FormRow,
    KeyHint,
    PlainLabel,
    SegmentedControl,
    Sign,
    fill_choices,
    make_button,
    make_frame,
)
from views.widgets.fields import SignedField

if TYPE_CHECKING:
    from views.booking.content import BookingShown

_ANYBODY: Final = "anybody"
_UNSURE: Final = frozenset({"stale", "unreadable", "ask_first"})


class NarrowField(SignedField):
    """Typing narrows; arrows and Enter are the list's."""

    keyed = Signal(QKeyEvent)
    """Emitted with a key that is not for typing."""

    def __init__(self) -> None:
        super().__init__(_("Type to narrow: thu 10, next week, a closer"))
        self.setAccessibleName(_("Narrow the times"))
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on what moves or takes; Escape clears first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        moves = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        takes = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() in moves or (event.key() in takes and not control):
            self.keyed.emit(event)
            return
        super().keyPressEvent(event)


class SlotStep(QWidget):
    """Shows what is offered and says which time was taken."""

    taken = Signal()
    """Emitted when the current time is to be held."""
    asked = Signal()
    """Emitted when another kind or zone is wanted, so that the times must be read anew."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: BookingShown | None = None
        self._now: datetime | None = None
        self._today = date.min
        self.kind = QComboBox()
        self.closer = QComboBox()
        self.zone = _zone_box()
        self.reason = PlainLabel(tone="muted", wrap=True)
        self.unsure = _UnsureLine()
        self.narrow = NarrowField()
        self.weeks = SegmentedControl(
            [("all", _("All")), ("this", _("This week")), ("next", _("Next week"))],
            name=_("Days"),
        )
        self.mornings = QCheckBox(_("Mornings for them"))
        self.list = SlotList()
        self.nothing = PlainLabel(tone="muted", wrap=True)
        self.everybody = make_button(_("Show every closer"), self._show_everybody)
        self.chosen = PlainLabel(wrap=True, weight="medium")
        self.tentative = PlainLabel(tone="warning", wrap=True)
        self.take_button = make_button(_("Hold this time"), self.taken.emit, kind="primary")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.narrow)

    def show_booking(self, shown: "BookingShown", now: datetime, *, another: bool) -> None:
        """Show what is offered; `another` lead or meeting begins with nothing narrowed."""
        self._shown, self._now = shown, now
        self._today = local_day(now, shown.zone)
        if another:
            self.narrow.clear()
            self.weeks.set_value("all")
            self.mornings.setChecked(False)
        fill_choices(
            self.kind,
            tuple((str(one.id), _kind_words(one)) for one in shown.kinds),
            "" if shown.kind is None else str(shown.kind.id),
        )
        self.kind.setEnabled(bool(shown.kinds))
        before = "" if another else str(self.closer.currentData() or "")
        suggested = next((one for one in shown.closers if one.is_suggested), None)
        if shown.original_closer is not None and any(
            one.member_id == shown.original_closer for one in shown.closers
        ):
            start = str(shown.original_closer)
        else:
            start = _ANYBODY if suggested is None else str(suggested.member_id)
        choices = tuple((str(one.member_id), one.name) for one in shown.closers)
        fill_choices(self.closer, ((_ANYBODY, _("Any closer")), *choices), before or start)
        self._choose_zone(shown.zone)
        self.refresh()

    def take_keys(self) -> None:
        """Begin to type."""
        self.narrow.setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> TimeLine | None:
        """Return the time that would be taken."""
        return self.list.current_time()

    def choose_closer(self, closer_id: int) -> None:
        """Show one closer's times."""
        at = self.closer.findData(str(closer_id))
        if at >= 0:
            self.closer.setCurrentIndex(at)

    def refresh(self) -> None:
        """Show the times that fit what is typed and chosen."""
        shown = self._shown
        if shown is None:
            return
        order = tuple((int(one.member_id), one.name) for one in shown.closers)
        typed = narrowed(self.narrow.text(), self._today, order)
        zones = Zones(shown.zone, shown.our_zone)
        chosen = self.closer.currentData()
        lines = lines_of(
            shown.offer.slots,
            order,
            zones,
            self._with_week(typed),
            closers=() if chosen in {None, _ANYBODY} else (int(chosen),),
            mornings=self.mornings.isChecked(),
        )
        self.list.show_lines(lines, zones, self._today)
        self._list_card.setVisible(bool(lines))
        self._say_nothing(shown, typed, found=bool(lines))
        self._say_reason(shown)

    # Inside

    def _with_week(self, typed: Narrowing) -> Narrowing:
        week = {"this": 0, "next": 1}.get(self.weeks.value())
        if week is None or typed.first is not None:
            return typed
        first, before = weeks_from(self._today, week)
        return Narrowing(
            typed.weekdays,
            typed.days,
            first,
            before,
            typed.hours,
            typed.minute,
            typed.closers,
            typed.nothing,
        )

    def _say_nothing(self, shown: "BookingShown", typed: Narrowing, *, found: bool) -> None:
        self.nothing.setVisible(not found)
        one = self.closer.currentData() not in {None, _ANYBODY}
        self.everybody.setVisible(not found and one and len(shown.closers) > 1)
        self.take_button.setEnabled(found)
        if found:
            return
        if not shown.closers:
            words = _("Nobody is a closer yet. Settings, People gives somebody the role.")
        elif not shown.is_open:
            words = _("This lead is not open. Reopen it first.")
        elif typed.nothing:
            words = _("Nothing fits “{word}”. Type a day, a time or a closer.").format(
                word=typed.nothing
            )
        elif one:
            words = _("{closer} has no free time that fits.").format(
                closer=self.closer.currentText()
            )
        else:
            words = _("No closer has a free time that fits.")
        self.nothing.setText(words)

    def _say_reason(self, shown: "BookingShown") -> None:
        chosen = self.closer.currentData()
        rank = next((one for one in shown.closers if str(one.member_id) == chosen), None)
        if rank is None:
            self.reason.setText(_("Each time is with who is first in turn among those free."))
        elif rank.is_suggested:
            self.reason.setText(_("Suggested: {reason}").format(reason=rank.reason))
        else:
            self.reason.setText(rank.reason)
        if rank is not None and rank.member_id == shown.original_closer:
            self.reason.setText(_("Has this meeting now"))
        wanted = {int(one.member_id) for one in shown.closers}
        if rank is not None:
            wanted = {int(rank.member_id)}
        self.unsure.show_states(
            [one.sentence for one in shown.offer.closers
             if one.calendar in _UNSURE and int(one.closer_id) in wanted]
        )  # fmt: skip

    def _say_chosen(self) -> None:
        line, shown = self.current(), self._shown
        self.tentative.setVisible(line is not None and line.first.tentative)
        self.chosen.setVisible(line is not None)
        if line is None or shown is None:
            return
        when = both_times(
            line.starts_at, line.first.ends_at, shown.zone, shown.our_zone, self._today
        )
        self.chosen.setText(_("{when}, with {closer}").format(when=when, closer=line.first.closer))
        self.tentative.setText(_("Tentative only: {why}").format(why=line.first.why))

    def _show_everybody(self) -> None:
        self.closer.setCurrentIndex(self.closer.findData(_ANYBODY))
        self.refresh()
        self.take_keys()

    def _choose_zone(self, zone: str) -> None:
        blocked = self.zone.blockSignals(True)
        if not self.zone.count() and self._shown is not None:
            self.zone.addItems(list(self._shown.zone_names))
        self.zone.setCurrentIndex(self.zone.findText(zone))
        self.zone.blockSignals(blocked)
        known = self._shown is None or self._shown.zone_is_known
        self._zone_row.set_error(
            "" if known else _("Their zone is not known; these are ours. Ask, and choose it.")
        )

    def _take_key(self, event: QKeyEvent) -> None:
        if not self.list.step(event) and self.current() is not None:
            self.taken.emit()

    def _lay_out(self) -> None:
        theme = current_theme()
        for box in (self.kind, self.closer, self.zone):
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(8)
        top = QGridLayout()
        top.setHorizontalSpacing(theme.space())
        top.setVerticalSpacing(theme.space())
        top.addWidget(FormRow(_("Meeting"), self.kind), 0, 0)
        top.addWidget(FormRow(_("With"), self.closer), 0, 1)
        self._zone_row = FormRow(_("Their time zone"), self.zone)
        top.addWidget(self._zone_row, 1, 0, 1, 2)
        top.setColumnStretch(0, 4)
        top.setColumnStretch(1, 3)
        filters = QHBoxLayout()
        filters.setSpacing(theme.space())
        filters.addWidget(self.weeks)
        filters.addWidget(self.mornings)
        filters.addStretch(1)
        self._list_card = make_frame("card")
        inside = QVBoxLayout(self._list_card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.take_button)
        foot.addWidget(KeyHint("Return"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addLayout(top)
        column.addWidget(self.reason)
        column.addWidget(self.unsure)
        column.addWidget(self.narrow)
        column.addLayout(filters)
        column.addWidget(self._list_card, 1)
        column.addWidget(self.nothing)
        column.addWidget(self.everybody, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.chosen)
        column.addWidget(self.tentative)
        column.addLayout(foot)
        column.addStretch(0)

    def _connect(self) -> None:
        self.kind.activated.connect(lambda _at: self.asked.emit())
        self.zone.activated.connect(lambda _at: self.asked.emit())
        self.closer.currentIndexChanged.connect(lambda _at: self.refresh())
        self.narrow.textChanged.connect(lambda _text: self.refresh())
        self.narrow.keyed.connect(self._take_key)
        self.weeks.changed.connect(lambda _code: self.refresh())
        self.mornings.toggled.connect(lambda _on: self.refresh())
        self.list.went_to.connect(self._say_chosen)
        self.list.taken.connect(self.taken)


class _UnsureLine(QWidget):
    """Whose calendar is not known for sure, and why."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space())
        row.addWidget(Sign("warning", "warning.text"), 0, Qt.AlignmentFlag.AlignTop)
        self.words = PlainLabel(tone="warning", wrap=True)
        row.addWidget(self.words, 1)
        self.hide()

    def show_states(self, sentences: list[str]) -> None:
        """Show the first few; nobody reads twenty."""
        rest = len(sentences) - 2
        words = "\n".join(sentences[:2])
        if rest > 0:
            more = ngettext(
                "and {count} calendar more is not known for sure",
                "and {count} calendars more are not known for sure",
                rest,
            )
            words += "\n" + more.format(count=rest)
        self.words.setText(words)
        self.setVisible(bool(sentences))


def _zone_box() -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    completer: Any = box.completer()
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setIconSize(QSize(0, 0))
    return box


def _kind_words(kind: Any) -> str:
    return _("{kind}, {minutes} min").format(kind=kind.name, minutes=kind.minutes)
