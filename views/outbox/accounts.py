"""Mail accounts: list down the left, the chosen one as a form with its password and a test."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.errors import KnownError
from models.language import gettext as _
from models.topics import Topic
from models.vocabulary import MailSecurity
from views.outbox.desk import MailDesk
from views.runner import Runner
from views.settings.choice_list import ChoiceList, ListEntry
from views.theme import current_theme
from views.widgets import EmptyState, FormRow, PlainLabel, fill_choices, make_button, scrolled
from views.widgets.focusing import focus_first

if TYPE_CHECKING:
    from models.outbox.accounts import MailAccountRow
    from models.team.rows import MemberRow

_NEW: Final = "new"
_LIST_PIXELS: Final = 216
_INSET: Final = 6
_PORTS: Final = {
    MailSecurity.STARTTLS.value: 587,
    MailSecurity.TLS.value: 465,
    MailSecurity.NONE.value: 25,
}


class MailAccountsSection(QWidget):
    """Adds, edits, tests and removes mailboxes; passwords go to the key store at once."""

    def __init__(self, runner: Runner, mail: MailDesk) -> None:
        super().__init__()
        self._runner = runner
        self._mail = mail
        self._rows: dict[str, MailAccountRow] = {}
        self._delay: int | None = None
        self._awaited = ""
        self._forgotten: set[str] = set()
        self.list = ChoiceList(_("Mail accounts"))
        self.add_button = make_button(
            _("Add an account"), self.add, icon_name="plus", tip=_("Add a mailbox (Insert)")
        )
        self.form = _AccountForm(self)
        self.empty = EmptyState(
            _("No mailbox yet. Invitations are sent from one, and in its name."),
            _("Add an account"),
            self.add,
            icon_name="envelope-simple",
        )
        self.forms = QStackedWidget()
        self.forms.addWidget(scrolled(self.form))
        self.forms.addWidget(self.empty)
        self.delay = QComboBox()
        delays = (("", _("only when I say so")), ("0", _("at once")))
        minutes = tuple(
            (str(one), _("{count} minutes after they were written").format(count=one))
            for one in (2, 5, 15, 60)
        )
        fill_choices(self.delay, (*delays, *minutes), "2")
        self.delay.activated.connect(lambda _at: self._save_delay())
        self._lay_out()
        self.setFocusProxy(self.list)
        self.list.chosen.connect(lambda _code: self._show())
        self.list.add_asked.connect(self.add)
        self.list.remove_asked.connect(self.form.remove)
        self.list.entered.connect(lambda: focus_first(self.form))
        runner.changed.connect(self._hear)
        self._read()

    def add(self) -> None:
        """Begin a new account."""
        self.list.show_entries(self._entries(new=True), _NEW)
        self._show()
        focus_first(self.form)

    def save(self, row: "MailAccountRow | None", values: dict[str, Any], password: str) -> None:
        """Save an account, and its password where one was typed."""

        def operation(session: Any) -> int:
            from models.outbox.accounts import add_mail_account, edit_mail_account

            if row is None:
                return add_mail_account(session, **values)
            edit_mail_account(session, row.id, **values)
            return row.id

        def done(account_id: int) -> None:
            self._awaited = str(account_id)
            self.form.password.clear()
            self.form.forget_typed(values)
            self.form.say(_("Saved."), wrong=False)
            self._runner.read(_read_accounts, lambda found: self._keep(found, password))

        self._runner.change(operation, done, failed=self.form.refuse)

    def remove(self, row: "MailAccountRow") -> None:
        """Send nothing from an account any more, and forget its password."""

        def operation(session: Any) -> None:
            from models.outbox.accounts import remove_mail_account

            remove_mail_account(session, row.id)

        def done(_done: None) -> None:
            self._forgotten.add(row.key)
            self._mail.forget_password(row.key)

        self._runner.change(operation, done, failed=self.form.refuse)

    def lacks_password(self, row: "MailAccountRow") -> bool:
        """Whether an account came back after its password was forgotten."""
        return row.user is not None and row.key in self._forgotten

    def test(self, row: "MailAccountRow") -> None:
        """Connect and log in, and say what came of it."""
        self.form.say(_("Connecting to {host}…").format(host=row.host), wrong=False)
        self._mail.try_account(
            row.id, lambda said: self.form.say(said, wrong=False), self.form.refuse
        )

    def _keep(self, found: tuple[Any, ...], password: str) -> None:
        self._take(found)
        row = self._rows.get(self.list.current_code())
        if row is not None and password:
            self._forgotten.discard(row.key)
            self._mail.store_password(
                row.key,
                password,
                lambda said: self.form.say(said, wrong=False),
                lambda error: self._not_stored(error, password),
            )

    def _not_stored(self, error: Exception, password: str) -> None:
        """Say why, and leave what was typed to be saved once the key store is there."""
        self.form.password.setText(password)
        self.form.refuse(error)

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & {Topic.OUTBOX, Topic.TEAM, Topic.SETTINGS}:
            self._read()

    def _read(self) -> None:
        self._runner.read(_read_accounts, self._take, lane="mail accounts")

    def _take(self, found: tuple[Any, ...]) -> None:
        rows, people, self._delay = found
        self._rows = {str(row.id): row for row in rows}
        self.form.offer_people(people)
        shown = "" if self._delay is None else str(self._delay)
        if self.delay.findData(shown) < 0:
            words = _("{count} minutes after they were written").format(count=shown)
            self.delay.addItem(words, shown)
        self.delay.setCurrentIndex(self.delay.findData(shown))
        awaited, self._awaited = self._awaited, ""
        new = self.list.current_code() == _NEW and not awaited
        self.list.show_entries(self._entries(new=new), awaited)
        self._show()

    def _entries(self, *, new: bool) -> tuple[ListEntry, ...]:
        rows = tuple(
            ListEntry(code, row.name, row.address, "envelope-simple")
            for code, row in self._rows.items()
        )
        return (*rows, ListEntry(_NEW, _("New account"))) if new else rows

    def _show(self) -> None:
        code = self.list.current_code()
        self.forms.setCurrentIndex(0 if code else 1)
        # An empty page has the one button that stands in its middle.
        self.add_button.setVisible(bool(code))
        if code:
            self.form.show_row(self._rows.get(code))

    def _save_delay(self) -> None:
        value = str(self.delay.currentData())

        def operation(session: Any) -> None:
            from models.settings.changing import change_setting

            change_setting(session, "send_after_minutes", value)

        self._runner.change(operation)

    def _lay_out(self) -> None:
        theme = current_theme()
        side = QWidget()
        side.setFixedWidth(theme.scaled(_LIST_PIXELS))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.add_button)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(side)
        row.addWidget(self.forms, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.space(2))
        line = QHBoxLayout()
        line.setSpacing(theme.space())
        label = PlainLabel(_("Send what waits"), weight="medium")
        label.setBuddy(self.delay)
        line.addWidget(label)
        line.addWidget(self.delay)
        line.addStretch(1)
        whole.addLayout(line)
        whole.addLayout(row, 1)


def _read_accounts(session: Any) -> tuple[Any, ...]:
    from models.outbox.accounts import mail_accounts
    from models.settings import optional_number_setting
    from models.team.rows import team

    delay = optional_number_setting(session, "send_after_minutes")
    return mail_accounts(session), team(session, active_only=True), delay


class _AccountForm(QWidget):
    """One account; nothing holds before it is saved, since a half-typed server would be tried."""

    def __init__(self, section: MailAccountsSection) -> None:
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
