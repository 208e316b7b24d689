"""Time off: the days on which a person does not work, added and taken back."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.language import gettext as _
from models.written_days import day_text
from views.settings.fields import DayField, Saver
from views.settings.people.content import PersonContent
from views.settings.people.typed_about import TypedAbout
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, Tone, empty_layout, make_button

if TYPE_CHECKING:
    from models.team.time_off import TimeOffRow

_PAST_SHOWN: Final = 3

_Line = tuple[date, date, str]


class TimeOffCard(Card):
    """What is coming first, then the latest that are over; a line below adds another."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(
            _("Time off"),
            _(
                "No term runs and no meeting is booked on these days. Five working days or more of "
                "a closer are credited in the turns."
            ),
        )
        theme = current_theme()
        self._saver = saver
        self._person: PersonContent | None = None
        self.empty = PlainLabel(_("No time off is noted."), tone="muted")
        self.lines = QVBoxLayout()
        self.lines.setSpacing(theme.space(0.5))
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("For example holidays"))
        self.note.returnPressed.connect(self.add)
        self.note_row = FormRow(_("Note"), self.note)
        self.add_button = make_button(_("Add"), self.add, icon_name="plus")
        self.column.addWidget(self.empty)
        self.column.addLayout(self.lines)
        self._new = QHBoxLayout()
        self._new.setSpacing(theme.space())
        self.column.addLayout(self._new)
        self.first: DayField
        self.last: DayField
        self._typed: TypedAbout[_Line] | None = None

    def show_person(self, person: PersonContent) -> None:
        """Show a person's days off."""
        self._person = person
        today = person.now.date()
        self._line_of(today).show_person(person.row, (today, today, ""))
        coming = [one for one in person.time_off if one.ends_on >= today]
        over = [one for one in person.time_off if one.ends_on < today][-_PAST_SHOWN:]
        empty_layout(self.lines)
        for one in (*coming, *reversed(over)):
            self.lines.addWidget(self._line(one, is_over=one.ends_on < today))
        self.empty.setVisible(not coming and not over)

    def add(self) -> None:
        """Note the days that stand in the fields."""
        if self._person is None or self._typed is None:
            return
        member_id = self._person.row.id
        starts_on, ends_on, note = self._read_line()

        def operation(session: Any) -> None:
            from models.team.time_off import add_time_off

            add_time_off(session, member_id, starts_on, ends_on, note)

        self._typed.add(operation)

    def _line_of(self, today: date) -> TypedAbout[_Line]:
        """Return what is typed into the line, which is made for the first person."""
        if self._typed is None:
            self._make_line(today)
            rows = {"period": self.last_row, "note": self.note_row}
            self._typed = TypedAbout(self._saver, rows, self._read_line, self._write_line)
        return self._typed

    def _read_line(self) -> _Line:
        return self.first.day(), self.last.day(), self.note.text()

    def _write_line(self, typed: _Line) -> None:
        starts_on, ends_on, note = typed
        self.first.show_day(starts_on)
        self.last.show_day(ends_on)
        self.note.setText(note)

    def _make_line(self, today: date) -> None:
        self.first, self.last = DayField(today), DayField(today)
        self.first.dateChanged.connect(self._keep_order)
        self.last_row = FormRow(_("Last day"), self.last)
        self._new.addWidget(FormRow(_("First day"), self.first))
        self._new.addWidget(self.last_row)
        self._new.addWidget(self.note_row, 1)
        held = QVBoxLayout()
        held.setSpacing(current_theme().space(0.5))
        held.addWidget(PlainLabel(" "))
        held.addWidget(self.add_button)
        held.addStretch(1)
        self._new.addLayout(held)

    def _keep_order(self) -> None:
        self.last.show_day(max(self.first.day(), self.last.day()))

    def _line(self, row: "TimeOffRow", *, is_over: bool) -> QWidget:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        days = day_text(row.starts_on)
        if row.ends_on != row.starts_on:
            days = f"{days} – {day_text(row.ends_on)}"
        tone: Tone = "muted" if is_over else "text"
        inside.addWidget(PlainLabel(days, tone=tone, tabular=True))
        inside.addWidget(PlainLabel(row.note or "", tone="muted"), 1)
        remove = make_button("", lambda: self._remove(row), kind="quiet", icon_name="x")
        remove.setToolTip(_("Take back"))
        remove.setAccessibleName(_("Take back {days}").format(days=days))
        inside.addWidget(remove)
        return line

    def _remove(self, row: "TimeOffRow") -> None:
        def operation(session: Any) -> None:
            from models.team.time_off import remove_time_off

            remove_time_off(session, row.id)

        self._saver.save(operation)
