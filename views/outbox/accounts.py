"""Mail accounts: list down the left, the chosen one as a form with its password and a test."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models.language import gettext as _
from models.topics import Topic
from views.outbox.account_form import AccountForm
from views.outbox.desk import MailDesk
from views.runner import Runner
from views.settings.choice_list import ChoiceList, ListEntry
from views.theme import current_theme
from views.widgets import EmptyState, PlainLabel, fill_choices, make_button, scrolled
from views.widgets.focusing import focus_first

if TYPE_CHECKING:
    from models.outbox.accounts import MailAccountRow

_NEW: Final = "new"
_LIST_PIXELS: Final = 216


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
        self.form = AccountForm(self)
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
