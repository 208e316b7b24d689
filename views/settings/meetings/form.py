"""One kind of meeting as a form: its rules, what it is about, and what has to be ready."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from views.settings.duration_text import duration_text, minutes_in
from views.settings.fields import (
    NumberLine,
    SavedLine,
    Saver,
    forget_typed,
    number_row,
    two_columns,
)
from views.settings.meetings.preparation_editor import PreparationEditor
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, make_button

if TYPE_CHECKING:
    from models.appointments.kinds import MeetingKindRow, Preparation


class MeetingForm(QWidget):
    """Every field holds as soon as it is left; meetings that are booked stay as they are."""

    def __init__(self, saver: Saver) -> None:
        super().__init__()
        self._saver = saver
        self._kind: MeetingKindRow | None = None
        self.name = SavedLine()
        self.place = SavedLine(_("Said with each meeting"))
        self.purpose = SavedLine(_("The need that was confirmed"))
        self.name_row = FormRow(_("Name"), self.name)
        self.place_row = FormRow(_("Place"), self.place)
        self.purpose_row = FormRow(
            _("Purpose"), self.purpose, _("Prefilled; what the lead needs is put before it.")
        )
        self.lines: dict[str, SavedLine] = {}
        self.rows: dict[str, FormRow] = {}
        for code, label, hint in (
            ("minutes", _("Length"), _("For example 30 min")),
            ("notice_minutes", _("Notice"), _("Nothing is offered sooner than this from now.")),
            ("buffer_before_minutes", _("Free before"), ""),
            ("buffer_after_minutes", _("Free after"), ""),
            ("grid_minutes", _("Slots begin every"), _("By the clock of the closer.")),
        ):
            self._add_duration(code, label, hint)
        self._add_number("horizon_days", _("Days ahead"), _("How far slots are offered."))
        self._add_number("daily_cap", _("A day at most"), _("Of this kind, for each closer."))
        self.summary = PlainLabel(tone="muted", wrap=True)
        self.preparation = PreparationEditor()
        self.preparation.changed.connect(self._set_preparation)
        self.remove_button = make_button("", self.toggle_active)
        self.remove_words = PlainLabel(tone="muted", wrap=True)
        self.remove_row = FormRow("", self.remove_button)
        self.remove_row.label.hide()
        self._connect()
        self._lay_out()

    def show_kind(self, kind: "MeetingKindRow") -> None:
        """Show a kind of meeting."""
        if self._kind is None or self._kind.id != kind.id:
            forget_typed(self)
        self._kind = kind
        self.name.show_text(kind.name)
        self.place.show_text(kind.place or "")
        self.purpose.show_text(kind.purpose or "")
        for code, line in self.lines.items():
            value = getattr(kind, code)
            if isinstance(line, NumberLine):
                line.show_number(value)
            else:
                line.show_text(duration_text(value))
        self.summary.setText(_summary(kind))
        self.preparation.show_items(kind.id, kind.preparation)
        self.remove_button.setText(_("Remove this kind") if kind.active else _("Bring back"))
        self.remove_words.setText(
            _("It would be offered no more. Meetings of this kind stay.")
            if kind.active
            else _("This kind is not offered any more.")
        )

    def toggle_active(self) -> None:
        """Offer the kind no more, or again."""
        if self._kind is None:
            return
        kind = self._kind

        def operation(session: Any) -> None:
            from models.appointments.kinds import remove_meeting_kind, restore_meeting_kind

            (remove_meeting_kind if kind.active else restore_meeting_kind)(session, kind.id)

        self._saver.save(operation, self.remove_row)

    def _add_duration(self, code: str, label: str, hint: str) -> None:
        line = SavedLine()
        row = FormRow(label, line, hint)

        def take(text: str) -> None:
            minutes = minutes_in(text)
            if minutes is None:
                row.set_error(_("Write a length such as 45 min, 4 h or 1 day."))
                return
            self._write(row, code, minutes)

        line.saved.connect(take)
        self.lines[code], self.rows[code] = line, row

    def _add_number(self, code: str, label: str, hint: str) -> None:
        row, line = number_row(label, hint, _("No limit") if code == "daily_cap" else "")
        line.setMaximumWidth(16_777_215)

        def take(number: int | None) -> None:
            if number is None and code != "daily_cap":
                row.set_error(_("Type a whole number."))
                return
            self._write(row, code, number)

        line.saved_number.connect(take)
        self.lines[code], self.rows[code] = line, row

    def _connect(self) -> None:
        for code, row, line in (
            ("name", self.name_row, self.name),
            ("place", self.place_row, self.place),
            ("purpose", self.purpose_row, self.purpose),
        ):
            self._connect_words(code, row, line)

    def _connect_words(self, code: str, row: FormRow, line: SavedLine) -> None:
        line.saved.connect(lambda text: self._write(row, code, text))

    def _write(self, row: FormRow, code: str, value: Any) -> None:
        if self._kind is not None:
            self._saver.save(_edit(self._kind, code, value), row)

    def _set_preparation(self, items: "tuple[Preparation, ...]") -> None:
        if self._kind is None:
            return
        kind_id = self._kind.id

        def operation(session: Any) -> None:
            from models.appointments.kinds import set_meeting_preparation

            set_meeting_preparation(session, kind_id, items)

        self._saver.save(operation, self.preparation)

    def _lay_out(self) -> None:
        theme = current_theme()
        about = Card(_("What it is"))
        about.column.addLayout(two_columns(self.name_row, self.place_row))
        about.column.addWidget(self.purpose_row)
        rules = Card(_("When it may be"))
        rules.column.addLayout(two_columns(*self.rows.values()))
        rules.column.addWidget(self.summary)
        ready = Card(_("What has to be ready"), _("Each meeting gets this as its checklist."))
        ready.column.addWidget(self.preparation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(), theme.space(2))
        column.setSpacing(theme.space(2))
        for card in (about, rules, ready):
            column.addWidget(card)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.remove_words, 1)
        foot.addWidget(self.remove_row)
        column.addLayout(foot)
        column.addStretch(1)


def _edit(kind: "MeetingKindRow", code: str, value: Any) -> Callable[[Any], None]:
    def operation(session: Any) -> None:
        from models.appointments.kinds import MeetingRules, edit_meeting_kind

        rules = MeetingRules(
            minutes=kind.minutes,
            grid_minutes=kind.grid_minutes,
            buffer_before_minutes=kind.buffer_before_minutes,
            buffer_after_minutes=kind.buffer_after_minutes,
            notice_minutes=kind.notice_minutes,
            horizon_days=kind.horizon_days,
            daily_cap=kind.daily_cap,
        )
        words = {"name": kind.name, "purpose": kind.purpose or "", "place": kind.place or ""}
        if code in words:
            words[code] = value
        else:
            rules = replace(rules, **{code: value})
        edit_meeting_kind(
            session,
            kind.id,
            words["name"],
            rules,
            purpose=words["purpose"],
            place=words["place"],
        )

    return operation


def _summary(kind: "MeetingKindRow") -> str:
    return _(
        "{length} every {grid}, at least {notice} and at most {days} days from now; {before} "
        "before and {after} after stay free."
    ).format(
        length=duration_text(kind.minutes),
        grid=duration_text(kind.grid_minutes),
        notice=duration_text(kind.notice_minutes),
        days=kind.horizon_days,
        before=duration_text(kind.buffer_before_minutes),
        after=duration_text(kind.buffer_after_minutes),
    )
