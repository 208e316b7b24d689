"""Whose turn it is among the closers, and the credits of one of them."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from models.language import gettext as _
from models.written_days import day_text
from views.lead_page.facts.values import UnreadableError
from views.settings.fields import NumberLine, SavedLine, Saver, whole_in
from views.settings.people.content import PersonContent, TurnLine
from views.settings.people.typed_about import TypedAbout
from views.theme import TextWeight, current_theme
from views.widgets import Card, FormRow, NumberLabel, PlainLabel, empty_layout, make_button

if TYPE_CHECKING:
    from models.team.credits import CreditRow


class TurnsCard(Card):
    """The turns as a table, and below what is credited to the person."""

    def __init__(self, saver: Saver) -> None:
        super().__init__(
            _("Turns"),
            _(
                "A meeting goes to the owner of the lead, else to whoever is shortest of their "
                "share. Credits count as meetings had."
            ),
        )
        theme = current_theme()
        self._saver = saver
        self._person: PersonContent | None = None
        self.table = QGridLayout()
        self.table.setHorizontalSpacing(theme.space(2))
        self.table.setVerticalSpacing(theme.space(0.5))
        self.table.setColumnStretch(0, 1)
        self.credits = QVBoxLayout()
        self.credits.setSpacing(theme.space(0.5))
        self.amount = NumberLine(_("2 or -1"))
        self.reason = SavedLine(_("For example covered for a colleague"))
        self.amount_row = FormRow(_("Credit"), self.amount)
        self.reason_row = FormRow(_("Reason"), self.reason)
        self.amount.returnPressed.connect(self.add)
        self.reason.returnPressed.connect(self.add)
        self.amount.wrong.connect(self.amount_row.set_error)
        self.add_button = make_button(_("Add"), self.add, icon_name="plus")
        self._typed = TypedAbout(
            saver,
            {"amount": self.amount_row, "reason": self.reason_row},
            self._read_line,
            self._write_line,
        )
        self.level_button = make_button(
            _("Begin the turns anew"),
            self._level,
            tip=_("Count nothing of what was dealt before; undo takes it back"),
        )
        self.column.addLayout(self.table)
        self.column.addLayout(self.credits)
        new = QHBoxLayout()
        new.setSpacing(theme.space())
        new.addWidget(self.amount_row)
        new.addWidget(self.reason_row, 1)
        held = QVBoxLayout()
        held.setSpacing(theme.space(0.5))
        held.addWidget(PlainLabel(" "))
        held.addWidget(self.add_button)
        held.addStretch(1)
        new.addLayout(held)
        self.column.addLayout(new)
        self.column.addWidget(self.level_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_person(self, person: PersonContent, turns: tuple[TurnLine, ...]) -> None:
        """Show the turns and a person's credits."""
        self._person = person
        self._typed.show_person(person.row, ("", ""))
        empty_layout(self.table)
        heads = (_("Next first"), _("Weight"), _("Meetings"), _("Credit"), _("Short of share"))
        for column, words in enumerate(heads):
            kind = PlainLabel if column == 0 else NumberLabel
            self.table.addWidget(kind(words, size="small", tone="muted"), 0, column)
        for at, line in enumerate(turns, start=1):
            weight: TextWeight = "semibold" if line.member_id == person.row.id else "regular"
            self.table.addWidget(PlainLabel(line.name, weight=weight), at, 0)
            figures = (line.weight, line.meetings, line.credit or "")
            for column, figure in enumerate(
                (*figures, f"{line.shortfall:.1f}".replace("-", "−")), start=1
            ):
                self.table.addWidget(NumberLabel(str(figure), weight=weight), at, column)
        empty_layout(self.credits)
        for row in person.credits:
            self.credits.addWidget(self._line(row))

    def add(self) -> None:
        """Give the credit that stands in the fields."""
        if self._person is None:
            return
        complaint = _("Type a whole number of meetings, for example 2 or -1.")
        try:
            amount = whole_in(self.amount.text(), complaint)
        except UnreadableError as error:
            amount, complaint = None, str(error)
        if amount is None:
            self.reason_row.set_error("")
            self.amount_row.set_error(complaint)
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        member_id, reason = self._person.row.id, self.reason.text()

        def operation(session: Any) -> None:
            from models.team.credits import give_credit

            give_credit(session, member_id, amount, reason)

        self._typed.add(operation)

    def _read_line(self) -> tuple[str, str]:
        return self.amount.text(), self.reason.text()

    def _write_line(self, typed: tuple[str, str]) -> None:
        for line, text in zip((self.amount, self.reason), typed, strict=True):
            # Nothing holds here, whatever was typed: Escape empties the line.
            line.forget()
            line.show_text("")
            line.setText(text)

    def _line(self, row: "CreditRow") -> QWidget:
        line = QWidget()
        inside = QHBoxLayout(line)
        inside.setContentsMargins(0, 0, 0, 0)
        amount = NumberLine()
        amount.setMaximumWidth(current_theme().scaled(64))
        amount.setAccessibleName(_("Credit: {reason}").format(reason=row.reason))
        amount.show_number(row.amount)
        amount.saved_number.connect(lambda number: self._edit(row, number))
        inside.addWidget(amount)
        inside.addWidget(PlainLabel(row.reason, wrap=True), 1)
        inside.addWidget(PlainLabel(day_text(row.given_at.date()), tone="muted"))
        remove = make_button("", lambda: self._remove(row), kind="quiet", icon_name="x")
        remove.setToolTip(_("Remove"))
        remove.setAccessibleName(_("Remove the credit: {reason}").format(reason=row.reason))
        inside.addWidget(remove)
        return line

    def _edit(self, row: "CreditRow", amount: int | None) -> None:
        if not amount:
            self._remove(row)
            return

        def operation(session: Any) -> None:
            from models.team.credits import edit_credit

            edit_credit(session, row.id, amount)

        self._saver.save(operation)

    def _remove(self, row: "CreditRow") -> None:
        def operation(session: Any) -> None:
            from models.team.credits import remove_credit

            remove_credit(session, row.id)

        self._saver.save(operation)

    def _level(self) -> None:
        def operation(session: Any) -> None:
            from models.team.credits import level_turns

            level_turns(session)

        self._saver.save(operation)
