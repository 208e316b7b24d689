"""One mail account as a form; nothing holds before it is saved."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import MailSecurity
from views.theme import current_theme
from views.widgets import FormRow, PlainLabel, fill_choices, make_button

if TYPE_CHECKING:
    from models.outbox.accounts import MailAccountRow
    from models.team.rows import MemberRow
    from views.outbox.accounts import MailAccountsSection

_INSET: Final = 6
_PORTS: Final = {
    MailSecurity.STARTTLS.value: 587,
    MailSecurity.TLS.value: 465,
    MailSecurity.NONE.value: 25,
}


class AccountForm(QWidget):
    """One account; nothing holds before it is saved, since a half-typed server would be tried."""

    def __init__(self, section: "MailAccountsSection") -> None:
        super().__init__()
        self._section = section
        self._row: MailAccountRow | None = None
        self._shown: object = ()
        self._known: dict[str, str] = {}
        self._typed: dict[object, dict[str, str]] = {}
        self.name, self.address, self.host = QLineEdit(), QLineEdit(), QLineEdit()
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.security, self.member = QComboBox(), QComboBox()
        self.port = QSpinBox()
        self.port.setRange(1, 65_535)
        self.port.lineEdit().setTextMargins(_INSET, 0, 0, 0)
        kinds = (
            (MailSecurity.STARTTLS.value, _("STARTTLS (usual, port 587)")),
            (MailSecurity.TLS.value, _("TLS from the start (port 465)")),
            (MailSecurity.NONE.value, _("None (only inside a house)")),
        )
        fill_choices(self.security, kinds, MailSecurity.STARTTLS.value)
        self.security.activated.connect(self._follow_security)
        self.rows = {
            "name": FormRow(_("Name"), self.name, _("Guests see it as the sender.")),
            "address": FormRow(_("E-mail address"), self.address, _("Replies go to it.")),
            "member": FormRow(_("Whose it is"), self.member),
            "host": FormRow(_("Server"), self.host, _("For example smtp.example.com")),
            "security": FormRow(_("Security"), self.security),
            "port": FormRow(_("Port"), self.port),
            "user": FormRow(_("User"), self.user, _("Empty where the server asks for none.")),
            "password": FormRow(
                _("Password"),
                self.password,
                _("Kept in the system's key store, never in the workspace."),
            ),
        }
        self.said = PlainLabel(wrap=True, selectable=True)
        self.save_button = make_button(_("Save"), self.save, kind="primary", keys="Ctrl+S")
        self.test_button = make_button(_("Test the connection"), self.test, icon_name="check")
        self.remove_button = make_button(_("Remove"), self.remove, kind="quiet", icon_name="trash")
        self._lay_out()

    def offer_people(self, people: "tuple[MemberRow, ...]") -> None:
        """Offer the team, and the team itself."""
        chosen = self.member.currentData()
        own = tuple((str(one.id), one.name) for one in people)
        fill_choices(self.member, (("", _("The whole team")), *own), chosen or "")

    def show_row(self, row: "MailAccountRow | None") -> None:
        """Show an account, with what was typed into it and is not saved yet."""
        if self._shown == (row,):
            return
        self._keep_typed()
        self._shown = (row,)
        self._row = row
        for field in self.rows.values():
            field.set_error("")
        texts = ("name", "address", "host", "user")
        self._known = {name: (getattr(row, name) or "") if row else "" for name in texts}
        typed = self._typed.pop(self._code, {})
        for name, line in self._lines().items():
            line.setText(typed.get(name, self._known.get(name, "")))
        again = _("What you typed here before stands here again; it is not saved yet.")
        self.say(again if typed else "", wrong=False)
        lacking = row is not None and self._section.lacks_password(row)
        self.password.setPlaceholderText(_("unchanged") if row and row.user and not lacking else "")
        if lacking:
            self.rows["password"].set_error(
                _("It was forgotten when the account was removed. Enter it again.")
            )
        security = row.security if row else MailSecurity.STARTTLS.value
        self.security.setCurrentIndex(self.security.findData(security))
        self.port.setValue(row.port if row else _PORTS[security])
        member = str(row.member_id) if row and row.member_id is not None else ""
        self.member.setCurrentIndex(max(0, self.member.findData(member)))
        self.test_button.setVisible(row is not None)
        self.remove_button.setVisible(row is not None)

    def forget_typed(self, saved: dict[str, Any]) -> None:
        """Let go of what was saved; what was typed since stays."""
        self._known |= {
            name: line.text()
            for name, line in self._lines().items()
            if line.text() == (saved.get(name) or "")
        }

    def _lines(self) -> dict[str, QLineEdit]:
        fields = {name: row.field for name, row in self.rows.items()}
        return {name: field for name, field in fields.items() if isinstance(field, QLineEdit)}

    @property
    def _code(self) -> object:
        return None if self._row is None else self._row.id

    def _keep_typed(self) -> None:
        """Remember what is typed: another account may be looked at, and this one change."""
        words = {name: line.text() for name, line in self._lines().items()}
        typed = {name: text for name, text in words.items() if text != self._known.get(name, "")}
        if typed and self._shown:
            self._typed[self._code] = typed

    def save(self) -> None:
        """Save what was typed."""
        for line in self.rows.values():
            line.set_error("")
        member = str(self.member.currentData() or "")
        values = {
            "name": self.name.text(),
            "address": self.address.text(),
            "host": self.host.text(),
            "port": self.port.value(),
            "security": str(self.security.currentData()),
            "user": self.user.text() or None,
            "member_id": int(member) if member else None,
        }
        self._section.save(self._row, values, self.password.text())

    def test(self) -> None:
        """Connect and log in without sending anything."""
        if self._row is not None:
            self._section.test(self._row)

    def remove(self) -> None:
        """Remove the account; undo brings it back, but not its password."""
        if self._row is not None:
            self._section.remove(self._row)

    def say(self, sentence: str, *, wrong: bool) -> None:
        """Say below the buttons what came of it."""
        self.said.setText(sentence)
        self.said.set_tone("danger" if wrong else "success" if sentence else "muted")
        self.said.setVisible(bool(sentence))

    def refuse(self, error: Exception) -> None:
        """Say what was refused, at the field that it is about where there is one."""
        if not isinstance(error, KnownError):
            raise error
        field = getattr(error, "field", "")
        # What reads any e-mail address calls it so.
        row = self.rows.get("address" if field == "email" else field)
        if row is None:
            self.say(str(error), wrong=True)
            return
        self.say("", wrong=False)
        row.set_error(str(error))
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_security(self) -> None:
        if self.port.value() in _PORTS.values():
            self.port.setValue(_PORTS[str(self.security.currentData())])

    def _lay_out(self) -> None:
        theme = current_theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space(2), theme.space(2))
        column.setSpacing(theme.space(1.5))
        pairs = (("name", "address"), ("host", "member"), ("security", "port"))
        for left, right in (*pairs, ("user", "password")):
            line = QHBoxLayout()
            line.setSpacing(theme.space(2))
            line.addWidget(self.rows[left], 1)
            line.addWidget(self.rows[right], 1)
            column.addLayout(line)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space())
        for button in (self.save_button, self.test_button, self.remove_button):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addWidget(self.said)
        column.addStretch(1)
