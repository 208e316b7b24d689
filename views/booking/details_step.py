"""The second step of booking: what the meeting is for, where, who comes, what is prepared."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from models.vocabulary import Role
from models.wall_time import local_day
from views.booking.guests import GuestsForm
from views.booking.invitation import invitation_lines
from views.booking.lines import TimeLine
from views.booking.missing import MeetingDraft, missing_of
from views.booking.typed import MeetingTyped
from views.booking.wording import both_times, left_words
from views.leads.wording import short_moment
from views.theme import current_theme
from views.widgets import (
    Card,
    FormRow,
    KeyHint,
    PlainLabel,
    Sign,
    empty_layout,
    make_button,
    make_line,
    make_typed_again,
    scrolled,
)
from views.widgets.labels import keys_here
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from views.booking.content import BookingShown

_LEAST_PIXELS: Final = 160


class DetailsStep(QWidget):
    """Shows the held time with all that belongs to the meeting; what is missing stands below."""

    sent = Signal()
    """Emitted when it is to be booked as it stands."""
    back_asked = Signal()
    """Emitted when another time is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: BookingShown | None = None
        self._line: TimeLine | None = None
        self._now: datetime | None = None
        self._starts: dict[str, str] = {}
        self.time = PlainLabel(size="heading", weight="semibold", wrap=True)
        self.hold = PlainLabel(tone="muted", tabular=True, wrap=True)
        self.tentative = PlainLabel(tone="warning", wrap=True)
        self.purpose = QLineEdit()
        self.place = QLineEdit()
        self.video_link = QLineEdit()
        self.video_link.setPlaceholderText("https://")
        self.dial_in = QLineEdit()
        self.purpose_row = FormRow(_("Purpose"), self.purpose)
        self.place_row = FormRow(_("Place"), self.place)
        self.link_row = FormRow(_("Video link"), self.video_link)
        self.dial_row = FormRow(_("Dial-in"), self.dial_in)
        self.guests = GuestsForm()
        self._preparation = QVBoxLayout()
        self._preparation.setSpacing(current_theme().space(0.5))
        self.preparation = QWidget()
        self.again = make_typed_again()
        self.preview = PlainLabel(wrap=True, selectable=True)
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.overlap = QLineEdit()
        self.overlap_row = FormRow(
            _("Why is it booked all the same?"),
            self.overlap,
            _("The reason is kept with the meeting. {keys} books it.").format(
                keys=keys_here("Ctrl+Return")
            ),
        )
        self.missing = PlainLabel(wrap=True)
        self._missing_sign = Sign("warning", "warning.text")
        self.send_button = make_button(_("Book it"), self.sent.emit, kind="primary")
        self.back_button = make_button(_("Another time"), self.back_asked.emit)
        self._lay_out()
        self._fields = {
            "purpose": self.purpose,
            "place": self.place,
            "video_link": self.video_link,
            "dial_in": self.dial_in,
        }
        for field in self._fields.values():
            field.textChanged.connect(lambda _text: self._tell())
        self.guests.changed.connect(self._tell)
        self.guests.added.connect(self._reveal)
        self.setFocusProxy(self.purpose)

    def begin(
        self,
        shown: "BookingShown",
        line: TimeLine,
        now: datetime,
        *,
        another: bool,
        typed: MeetingTyped | None = None,
    ) -> None:
        """Show a time; what was typed stays unless it is `another` meeting, which has its own."""
        self._shown, self._line, self._now = shown, line, now
        moving = shown.moved_from is not None
        if another:
            self.purpose.setText(shown.purpose)
            self.place.setText("" if shown.kind is None else shown.kind.place or "")
            self.video_link.clear()
            self.dial_in.clear()
            self._starts = self._words()
            kept = typed or MeetingTyped({}, ())
            for code, text in kept.words.items():
                self._fields[code].setText(text)
            self.guests.show_people(shown.people, kept.guests)
            self.again.setVisible(bool(kept))
            for field in (self.purpose, self.place):
                # What begins out of sight reads as if it were cut.
                field.setCursorPosition(0)
        for widget in (self.purpose_row, self.place_row, self.link_row, self.dial_row):
            widget.set_error("")
            widget.setVisible(not moving)
        self.guests.setVisible(not moving)
        self._preview_card.setVisible(not moving)
        self.send_button.setText(_("Move it here") if moving else _("Book it"))
        today = local_day(now, shown.zone)
        when = both_times(line.starts_at, line.first.ends_at, shown.zone, shown.our_zone, today)
        self.time.setText(_("{when}, with {closer}").format(when=when, closer=line.first.closer))
        self.tentative.setVisible(line.first.tentative)
        self.tentative.setText(
            _(
                "Tentative only: {why} The invitation waits until {closer} has said that it fits."
            ).format(why=line.first.why, closer=line.first.closer)
        )
        self.refuse("")
        self.overlap_row.hide()
        self.overlap.clear()
        self._show_preparation(shown, line)
        self._tell()
        order_tabs(self)

    def take_keys(self) -> None:
        """Begin where something is still to be said."""
        moving = self._shown is not None and self._shown.moved_from is not None
        target = self.send_button if moving else self.purpose
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hold(self, seconds: float | None) -> None:
        """Say how long the time is kept; None while it is not."""
        if seconds is None:
            self.hold.setText("")
        elif seconds > 0:
            self.hold.setText(_("Held for you: {left}").format(left=left_words(seconds)))
        else:
            self.hold.setText(
                _("The hold is over. {keys} still books it, if nobody was faster.").format(
                    keys=keys_here("Ctrl+Return")
                )
            )
        self.hold.set_tone("warning" if seconds is not None and seconds <= 60 else "muted")

    def refuse(self, sentence: str, *, may_override: bool = False) -> None:
        """Say why it cannot be booked as it stands; only then, ask for a reason to override."""
        self.refusal.say(sentence)
        self.overlap_row.setVisible(may_override)
        if may_override:
            self.overlap.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_refusal(self, error: KnownError) -> None:
        """Say why, where it can be mended; a reason to override is asked for only now."""
        from models.appointments.times.refusing import SlotRefusedError
        from models.appointments.times.rules import FINAL

        slot = isinstance(error, SlotRefusedError)
        may = isinstance(error, SlotRefusedError) and error.refusal not in FINAL
        fields = {"purpose": self.purpose_row, "place": self.place_row}
        fields["web_address"] = fields["video_link"] = self.link_row
        row = fields.get(error.field) if isinstance(error, InvalidValueError) else None
        for one in fields.values():
            one.set_error("")
        if row is not None and not row.isHidden():
            row.set_error(str(error))
            row.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reveal(row)
            return
        self.refuse(str(error), may_override=may)
        if slot and not may:
            self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self, part: QWidget) -> None:
        """Bring a part into sight, once it has its place."""

        def reveal() -> None:
            if isValid(part):
                self.area.ensureWidgetVisible(part)

        QTimer.singleShot(0, self, reveal)

    def draft(self) -> MeetingDraft:
        """Return the meeting as it stands in the form."""
        line = self._line
        return MeetingDraft(
            purpose=self.purpose.text().strip(),
            place=self.place.text().strip(),
            video_link=self.video_link.text().strip(),
            dial_in=self.dial_in.text().strip(),
            guests=self.guests.guests(),
            tentative=line is not None and line.first.tentative,
        )

    def typed(self) -> MeetingTyped:
        """Return what stands in the form and did not when it began."""
        words = {code: text for code, text in self._words().items() if text != self._starts[code]}
        return MeetingTyped(words, self.guests.typed())

    def override(self) -> str | None:
        """Return why a refused time is booked all the same."""
        return self.overlap.text().strip() or None if self.overlap_row.isVisible() else None

    # Inside

    def _words(self) -> dict[str, str]:
        return {code: field.text() for code, field in self._fields.items()}

    def _tell(self) -> None:
        shown, line = self._shown, self._line
        if shown is None or line is None:
            return
        draft = self.draft()
        self.preview.setText("\n".join(invitation_lines(draft, shown, line)))
        moving = shown.moved_from is not None
        missing = () if moving else missing_of(draft, shown.gate)
        sign = ("warning", "warning.text") if missing else ("check-circle", "success.text")
        self._missing_sign.set_sign(*sign)
        if moving:
            self.missing.setText(
                _("The guests get the new time with the next message from the outbox.")
            )
        elif missing:
            words = _("It does not count as confirmed before {missing}.")
            self.missing.setText(words.format(missing="; ".join(missing)))
        else:
            self.missing.setText(_("It counts as confirmed once it is booked."))

    def _show_preparation(self, shown: "BookingShown", line: TimeLine) -> None:
        empty_layout(self._preparation)
        kind, now = shown.kind, self._now
        if now is None:
            return
        rows = () if kind is None or shown.moved_from is not None else kind.preparation
        for one in rows:
            due = line.starts_at - timedelta(hours=one.hours_before)
            who = shown.me if one.owner_role == Role.SETTER else line.first.closer
            when = _("at once") if due <= now else short_moment(due, now)
            words = _("{task} – {person}, due {moment}").format(
                task=one.text, person=who or _("who books"), moment=when
            )
            self._preparation.addWidget(PlainLabel(words, wrap=True))
        self.preparation.setVisible(bool(rows))

    def _lay_out(self) -> None:
        theme = current_theme()
        self.refusal.hide()
        self.overlap_row.hide()
        where = QGridLayout()
        where.setHorizontalSpacing(theme.space())
        where.setVerticalSpacing(theme.space())
        where.addWidget(self.purpose_row, 0, 0, 1, 2)
        where.addWidget(self.place_row, 1, 0, 1, 2)
        where.addWidget(self.link_row, 2, 0)
        where.addWidget(self.dial_row, 2, 1)
        for side in (0, 1):
            where.setColumnStretch(side, 1)
        prepared = QVBoxLayout(self.preparation)
        prepared.setContentsMargins(0, 0, 0, 0)
        prepared.setSpacing(theme.space(0.5))
        prepared.addWidget(PlainLabel(_("To prepare"), weight="semibold"))
        prepared.addLayout(self._preparation)
        self._preview_card = Card()
        self._preview_card.column.setSpacing(theme.space(0.5))
        self._preview_card.column.addWidget(
            PlainLabel(_("The invitation as they will see it"), size="small", tone="muted")
        )
        self._preview_card.column.addWidget(self.preview)
        lacking = QHBoxLayout()
        lacking.setSpacing(theme.space())
        lacking.addWidget(self._missing_sign, 0, Qt.AlignmentFlag.AlignTop)
        lacking.addWidget(self.missing, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.send_button)
        foot.addWidget(KeyHint("Ctrl+Return"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self.back_button)
        foot.addWidget(KeyHint("Esc"), 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addStretch(1)
        body = QWidget()
        inside = QVBoxLayout(body)
        inside.setContentsMargins(0, 0, theme.space(), 0)
        inside.setSpacing(theme.space(1.5))
        inside.addWidget(self.tentative)
        inside.addWidget(self.again)
        inside.addLayout(where)
        inside.addWidget(self.guests)
        inside.addWidget(self.preparation)
        inside.addWidget(self._preview_card)
        inside.addStretch(1)
        self.area = scrolled(body)
        self.area.setMinimumHeight(theme.scaled(_LEAST_PIXELS))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.time)
        column.addWidget(self.hold)
        column.addWidget(self.area, 1)
        column.addWidget(make_line())
        column.addLayout(lacking)
        column.addWidget(self.refusal)
        column.addWidget(self.overlap_row)
        column.addLayout(foot)
