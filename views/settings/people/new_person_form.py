"""The form that adds a person to the team."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from models.errors import InvalidValueError, KnownError
from models.language import gettext as _
from views.runner import Runner
from views.settings.fields import SearchedLine, two_columns
from views.settings.people.person_card import zone_choices
from views.theme import current_theme
from views.widgets import Card, FormRow, PlainLabel, empty_layout, make_button, without_mnemonic

if TYPE_CHECKING:
    from models.definitions.roles import RoleRow


_COLUMNS: Final = 3


class NewPersonForm(QWidget):
    """Name, address, zone and roles; Enter adds, Escape leaves."""

    added = Signal(str)
    """Emitted with the code of the person who was added."""
    left = Signal()

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        theme = current_theme()
        self._runner = runner
        self.name = QLineEdit()
        self.email = QLineEdit()
        self.email.setPlaceholderText(_("None"))
        self.zone = SearchedLine(_("A city, for example Berlin"))
        self.zone.offer(zone_choices())
        self.name_row = FormRow(_("Name"), self.name)
        self.email_row = FormRow(_("E-mail"), self.email, _("Invitations go out with it."))
        self.zone_row = FormRow(_("Time zone"), self.zone)
        self.boxes: dict[str, QCheckBox] = {}
        self._roles = QGridLayout()
        self._roles.setSpacing(theme.space())
        self.refusal = PlainLabel(tone="danger", wrap=True)
        self.refusal.hide()
        self.add_button = make_button(_("Add"), self.add, kind="primary")
        self.leave_button = make_button(_("Leave it"), self.left.emit, tip=_("Leave it (Esc)"))
        card = Card(_("Add a person"), _("Hours, calendar and time off can be said afterwards."))
        card.column.addLayout(two_columns(self.name_row, self.email_row, self.zone_row))
        card.column.addWidget(PlainLabel(_("Roles"), weight="medium"))
        card.column.addLayout(self._roles)
        card.column.addWidget(self.refusal)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        foot.addWidget(self.add_button)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        card.column.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(), 0)
        column.addWidget(card)
        column.addStretch(1)

    def begin(self, roles: "tuple[RoleRow, ...]", zone: str) -> None:
        """Ask, with what was typed and not added yet; `zone` is what most of the team has."""
        checked = {code for code, box in self.boxes.items() if box.isChecked()}
        empty_layout(self._roles)
        self.boxes = {role.code: QCheckBox(without_mnemonic(role.name)) for role in roles}
        for at, (code, box) in enumerate(self.boxes.items()):
            box.setChecked(code in checked)
            self._roles.addWidget(box, at // _COLUMNS, at % _COLUMNS)
        if not self.name.text() and not self.email.text():
            self.zone.show_code(zone)
        self._forget_errors()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self) -> None:
        """Add the person, or say what is wrong."""
        self._forget_errors()
        zone = self.zone.code_of(self.zone.text())
        if not zone:
            self.zone_row.set_error(_("Choose a time zone by its city, for example Berlin."))
            self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        name, email = self.name.text(), self.email.text()
        roles = tuple(code for code, box in self.boxes.items() if box.isChecked())

        def operation(session: Any) -> int:
            from models.team.joining import add_member

            return add_member(session, name, zone, roles, email)

        def done(member_id: int) -> None:
            self.name.clear()
            self.email.clear()
            for box in self.boxes.values():
                box.setChecked(False)
            self.added.emit(str(member_id))

        self._runner.change(operation, done, failed=self._refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Add on Enter, leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.add()
        else:
            super().keyPressEvent(event)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        rows = {"name": self.name_row, "email": self.email_row, "zone": self.zone_row}
        field = error.field if isinstance(error, InvalidValueError) else ""
        row = rows.get(field)
        if row is None:
            self.refusal.setText(str(error))
            self.refusal.show()
            return
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_errors(self) -> None:
        self.refusal.hide()
        for row in (self.name_row, self.email_row, self.zone_row):
            row.set_error("")
