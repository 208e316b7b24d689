"""What the window does for the outbox: mail, drafts, files, replies and calendars."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from app.running.jobs import Job
from models.language import gettext as _
from models.language import ngettext
from views.widgets.file_dialogs import file_to_save, files_to_open

if TYPE_CHECKING:
    from app.desk.window import Desk
    from models.calendars.busy import BusyTimes
    from models.calendars.replies import Verdict
    from models.outbox.handing import Letter


class WindowOutbox(QObject):
    """Keeps `views.outbox.desk.OutboxDesk` for a window; a test replaces the dialogues."""

    def __init__(self, desk: "Desk", send_now: Callable[[], None]) -> None:
        super().__init__(desk)
        self._desk = desk
        self._send_now = send_now
        self._opens_mail = True

    # Handing over

    def send_now(self) -> None:
        """Send by SMTP what is due."""
        self._send_now()

    def open_draft(self, outbox_id: int) -> None:
        """Open a message as a draft in the mail program, and record it as handed over."""

        def opened(path: Path) -> None:
            if not self.open_with_system(path):
                self._desk.say(
                    "warning",
                    _(
                        "No program opens mails on this computer. The draft lies at {path}; it "
                        "still waits in the outbox."
                    ).format(path=path),
                )
                return
            self._record(
                outbox_id,
                "draft",
                _("The draft is open in your mail program. Send it from there."),
            )

        def write(letter: "Letter") -> Path:
            from app.desk.machine.outside import is_taken
            from app.outbox.files import write_draft

            # A draft that nobody sees must not count as handed over.
            self._opens_mail = is_taken("message/rfc822")
            return write_draft(letter, self._now())

        self._write(outbox_id, write, opened)

    def save(self, outbox_id: int) -> None:
        """Ask where a message is to be saved, save it, and record it as handed over."""

        def ask(letter: "Letter") -> None:
            from app.outbox.files import file_stem, write_file

            patterns = ";;".join((_("Mail (*.eml)"), _("Calendar file (*.ics)")))
            path = self.ask_to_save(_("Save the message"), f"{file_stem(letter)}.eml", patterns)
            if path is None:
                return
            target = path
            self._write(
                outbox_id,
                lambda given: write_file(given, target, self._now()),
                lambda written: self._record(
                    outbox_id, "saved", _("Saved as {name}.").format(name=written.name)
                ),
            )

        self._desk.runner.read(_read_letter(outbox_id), ask, failed=self._desk.say_error)

    def _write(
        self, outbox_id: int, write: "Callable[[Letter], Path]", then: Callable[[Path], None]
    ) -> None:
        runner = self._desk.runner

        def draw_up(letter: "Letter") -> None:
            runner.compute(lambda: write(letter), then, failed=self._desk.say_error)

        runner.read(_read_letter(outbox_id), draw_up, failed=self._desk.say_error)

    def _record(self, outbox_id: int, how: str, sentence: str) -> None:
        def operation(session: Any) -> None:
            from models.ids import OutboxId
            from models.outbox.handing import record_handed_over

            record_handed_over(session, OutboxId(outbox_id), how)

        self._desk.runner.change(operation, lambda _done: self._desk.say("success", sentence))

    # Taking in

    def choose_replies(self) -> None:
        """Ask for files with replies, and take them in."""
        pattern = _("Replies (*.ics *.eml);;All files (*)")
        files = self.ask_for_files(_("Open replies"), pattern)
        if files:
            self.take_in(files)

    def take_in(self, files: Sequence[Path]) -> None:
        """Take in replies from files."""
        given = tuple(files)

        def read() -> tuple[Any, ...]:
            from app.calendars.reading import read_messages

            return tuple(message for path in given for message in read_messages(path))

        self._take(read)

    def take_in_text(self, text: str) -> None:
        """Take in a reply that was pasted."""

        def read() -> tuple[Any, ...]:
            from app.calendars.reading import read_pasted

            return read_pasted(text)

        self._take(read)

    def _take(self, read: Callable[[], tuple[Any, ...]]) -> None:
        runner = self._desk.runner
        if not runner.is_open:
            return
        workspace, actor = runner.workspace, runner.actor

        def work(_job: Job) -> "tuple[Verdict, ...]":
            from app.calendars.taking_in import take_in

            return take_in(workspace, actor, read())

        runner.run_job(_("Reading replies"), work, self._tell, failed=self._desk.say_error)

    def _tell(self, verdicts: "tuple[Verdict, ...]") -> None:
        if not verdicts:
            return
        kinds = {"applied": "success", "countered": "info", "repeated": "info"}
        kind = kinds.get(verdicts[0].code, "warning")
        if len(verdicts) == 1:
            self._desk.say(kind, verdicts[0].sentence)
            return
        applied = sum(one.code in {"applied", "countered"} for one in verdicts)
        others = len(verdicts) - applied
        words = ngettext("{count} reply was taken in", "{count} replies were taken in", applied)
        said = words.format(count=applied)
        if others:
            rest = ngettext("{count} changed nothing", "{count} changed nothing", others)
            said = _("{taken}; {rest}: see the outbox.").format(
                taken=said, rest=rest.format(count=others)
            )
        self._desk.say("success" if applied else "warning", said)

    # Calendars of closers

    def choose_calendar(self, member_id: int) -> None:
        """Ask for a calendar file of somebody, and read when they are busy."""
        pattern = _("Calendars (*.ics *.ifb);;All files (*)")
        files = self.ask_for_files(_("Import a calendar"), pattern)
        for path in files:
            self.read_calendar(member_id, path)

    def read_calendar(self, member_id: int, file: Path) -> None:
        """Read when somebody is busy from a calendar file."""
        runner = self._desk.runner
        workspace, actor = runner.workspace, runner.actor

        def work(job: Job) -> "BusyTimes | None":
            from app.calendars.process import busy_file_in_child
            from app.calendars.taking_in import import_calendar
            from models.ids import MemberId

            at = workspace.clock()
            return import_calendar(
                workspace,
                actor,
                MemberId(member_id),
                file,
                lambda path, whose: busy_file_in_child(path, whose, at, job.is_cancelled),
            )

        def done(times: "BusyTimes | None") -> None:
            if times is None:
                self._desk.say("info", _("The calendar was not read; nothing was changed."))
            elif times.unreadable:
                self._desk.say(
                    "warning",
                    _("{name} could not be read: {why} The time counts as unknown.").format(
                        name=file.name, why=times.unreadable
                    ),
                )
            else:
                words = ngettext(
                    "{name}: {count} busy time.", "{name}: {count} busy times.", len(times.spans)
                )
                said = words.format(name=file.name, count=len(times.spans))
                problems = len(times.problems)
                if problems:
                    more = ngettext(
                        "{count} entry could not be read.",
                        "{count} entries could not be read.",
                        problems,
                    )
                    said = f"{said} {more.format(count=problems)}"
                self._desk.say("warning" if problems else "success", said)

        runner.run_job(_("Reading a calendar"), work, done, failed=self._desk.say_error)

    # What a test puts its own in place of

    def ask_for_files(self, title: str, pattern: str) -> tuple[Path, ...]:
        """Ask with the system's dialogue for files that exist."""
        chosen = files_to_open(self._desk.window, title, "", pattern)
        return tuple(Path(one) for one in chosen)

    def ask_to_save(self, title: str, suggested: str, pattern: str) -> Path | None:
        """Ask with the system's dialogue for a file to write."""
        chosen, used = file_to_save(self._desk.window, title, suggested, pattern)
        if not chosen:
            return None
        path = Path(chosen)
        return path.with_suffix(".ics") if "*.ics" in used and path.suffix == ".eml" else path

    def open_with_system(self, path: Path) -> bool:
        """Open a file with the program that the system opens it with; say whether there is one."""
        return self._opens_mail and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _now(self) -> Any:
        return self._desk.runner.workspace.clock()


def _read_letter(outbox_id: int) -> "Callable[[Any], Letter]":
    def query(session: Any) -> "Letter":
        from models.ids import OutboxId
        from models.outbox.handing import letter, refuse_unready

        given = letter(session, OutboxId(outbox_id))
        refuse_unready(given)
        return given

    return query


class WindowMail(QObject):
    """Keeps `views.outbox.desk.MailDesk` for a window."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk

    def store_password(
        self,
        key: str,
        password: str,
        done: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Keep a password in the system's key store."""

        def work() -> str:
            from app.outbox.keystore import store_password

            store_password(key, password)
            return _("The password is kept in the system's key store.")

        self._desk.runner.compute(work, done, failed=failed)

    def forget_password(self, key: str) -> None:
        """Let go of a password in the system's key store; what hinders it is said."""

        def work() -> None:
            from app.outbox.keystore import forget_password

            forget_password(key)

        self._desk.runner.compute(work, lambda _done: None, failed=self._desk.say_error)

    def try_account(
        self, account_id: int, done: Callable[[str], None], failed: Callable[[Exception], None]
    ) -> None:
        """Connect and log in without sending anything; `done` gets what came of it."""
        workspace = self._desk.runner.workspace

        def work(_job: Job) -> str:
            from app.outbox.keystore import password_of
            from app.outbox.smtp import Fate, try_account
            from models.errors import KnownError
            from models.ids import MailAccountId
            from models.outbox.accounts import mail_account

            with workspace.read() as session:
                account = mail_account(session, MailAccountId(account_id))
            password = None if account.user is None else password_of(account.key, account.address)
            outcome = try_account(account, password)
            if outcome.fate != Fate.SENT:
                raise KnownError(outcome.sentence)
            return outcome.sentence

        self._desk.runner.run_job(_("Trying the mail account"), work, done, failed=failed)
