"""Who is to attend: their part in the decision, address, and whether they said yes already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.vocabulary import Part, label
from views.booking.content import KnownPerson
from views.theme import current_theme
from views.widgets import PlainLabel, fill_choices, make_button, set_tip, without_mnemonic
from views.widgets.tab_order import order_tabs

if TYPE_CHECKING:
    from models.ids import ContactId


@dataclass(frozen=True, slots=True)
class GuestDraft:
    """Somebody as they stand in the form."""

    name: str
    email: str | None
    part: str
    contact_id: "ContactId | None"
    said_yes: bool


@dataclass(frozen=True, slots=True)
class GuestTyped:
    """What stands in the line of a person, who is known or, without a name, added by hand."""

    person: KnownPerson
    invited: bool
    name: str
    part: str
    email: str
    said_yes: bool


class GuestRow(QWidget):
    """One person: invited or not, who they are, and what they said."""

    changed = Signal()

    def __init__(self, person: KnownPerson) -> None:
        super().__init__()
        self.person = person
        theme = current_theme()
        self.invited = QCheckBox(without_mnemonic(person.name))
        self.invited.setChecked(person.invited)
        self.name = QLineEdit(person.name)
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        self.is_new = not person.name
        # Hidden before they have a parent; shown then, either would flash up as a window.
        (self.invited if self.is_new else self.name).hide()
        who = person.name or _("new guest")
        self.part = QComboBox()
        fill_choices(self.part, tuple((part.value, part_words(part)) for part in Part), person.part)
        self.part.setAccessibleName(_("Part of {name} in the decision").format(name=who))
        self.email = QLineEdit(person.email or "")
        self.email.setPlaceholderText(_("E-mail"))
        self.email.setAccessibleName(_("E-mail of {name}").format(name=who))
        self.said_yes = QCheckBox(_("Said yes"))
        self.said_yes.setAccessibleName(_("{name} said yes on the phone").format(name=who))
        set_tip(self.said_yes, _("Said yes on the phone"), "Ctrl+Shift+Y")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space())
        grid.setVerticalSpacing(theme.space(0.5))
        grid.addWidget(self.invited, 0, 0)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.part, 0, 1)
        grid.addWidget(self.email, 1, 0)
        grid.addWidget(self.said_yes, 1, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.invited.toggled.connect(self._show_more)
        for signal in (self.name.textChanged, self.email.textChanged):
            signal.connect(lambda _text: self.changed.emit())
        self.part.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.said_yes.toggled.connect(lambda _on: self.changed.emit())
        self._show_more(on=person.invited or self.is_new)
        self._start = self.typed()

    @property
    def comes(self) -> bool:
        """Whether this person is to be invited."""
        return bool(self.name.text().strip()) if self.is_new else self.invited.isChecked()

    def draft(self) -> GuestDraft:
        """Return the person as they stand in the form."""
        return GuestDraft(
            name=self.name.text().strip(),
            email=self.email.text().strip() or None,
            part=str(self.part.currentData()),
            contact_id=self.person.contact_id,
            said_yes=self.said_yes.isChecked(),
        )

    def typed(self) -> GuestTyped:
        """Return all that stands in the line."""
        return GuestTyped(
            self.person,
            self.invited.isChecked(),
            self.name.text(),
            str(self.part.currentData()),
            self.email.text(),
            self.said_yes.isChecked(),
        )

    @property
    def is_typed_in(self) -> bool:
        """Whether something stands here that the line did not begin with."""
        return self.typed() != self._start

    def write(self, typed: GuestTyped) -> None:
        """Write into the line what was typed there before."""
        self.invited.setChecked(typed.invited)
        self.name.setText(typed.name)
        self.part.setCurrentIndex(self.part.findData(typed.part))
        self.email.setText(typed.email)
        self.said_yes.setChecked(typed.said_yes)

    def _show_more(self, on: bool) -> None:
        for widget in (self.part, self.email, self.said_yes):
            widget.setVisible(on)
        self.changed.emit()


class GuestsForm(QWidget):
    """The known people of the company, and whom a person adds."""

    changed = Signal()
    added = Signal(QWidget)
    """Emitted with the line of whom a person adds, which has the keys."""

    def __init__(self) -> None:
        super().__init__()
        theme = current_theme()
        self.rows: list[GuestRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space())
        self.add_button = make_button(
            _("Add somebody"), self.add_person, icon_name="plus", keys="Ctrl+G"
        )
        self.alone = PlainLabel(
            _("Nobody is invited yet. Tick somebody, or add who will come."),
            tone="muted",
            wrap=True,
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space())
        whole.addWidget(PlainLabel(_("Who comes"), weight="semibold"))
        whole.addWidget(self.alone)
        whole.addLayout(self._column)
        whole.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_people(self, people: Sequence[KnownPerson], typed: Sequence[GuestTyped] = ()) -> None:
        """Begin with these people, and with what was typed about them and about others."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        known = {one.person: one for one in typed if one.person.name}
        for person in people:
            row = self._add(person)
            if person in known:
                row.write(known[person])
        for one in typed:
            if not one.person.name:
                self._add(one.person).write(one)
        self._tell()

    def add_person(self) -> None:
        """Ask who else comes, at the end of the list."""
        row = self._add(KnownPerson(None, "", None, Part.UNKNOWN.value, invited=True))
        order_tabs(self)
        row.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.added.emit(row)

    def toggle_yes(self) -> None:
        """Note or take back that somebody said yes: who has the keys, else who decides."""
        focused = QApplication.focusWidget()
        coming = [row for row in self.rows if row.comes]
        held = [row for row in coming if focused is not None and row.isAncestorOf(focused)]
        deciding = [row for row in coming if row.part.currentData() == Part.DECIDES]
        for row in (*held, *deciding, *coming):
            row.said_yes.toggle()
            return

    def guests(self) -> tuple[GuestDraft, ...]:
        """Return who is to be invited."""
        return tuple(row.draft() for row in self.rows if row.comes)

    def typed(self) -> tuple[GuestTyped, ...]:
        """Return the lines in which something was typed or chosen."""
        return tuple(row.typed() for row in self.rows if row.is_typed_in)

    def _add(self, person: KnownPerson) -> GuestRow:
        row = GuestRow(person)
        row.changed.connect(self._tell)
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _tell(self) -> None:
        self.alone.setVisible(not self.guests())
        self.changed.emit()


def part_words(part: str) -> str:
    """Return a part in the decision as it is said of a person."""
    words = {
        Part.DECIDES.value: _("Decides"),
        Part.INFLUENCES.value: _("Influences"),
        Part.USES.value: _("Will use it"),
        Part.UNKNOWN.value: _("Part not known"),
    }
    return words.get(str(part), label(part))
