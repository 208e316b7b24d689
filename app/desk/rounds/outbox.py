"""Sends what is due, a moment after it is, and keeps the top line's count of what waits."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from app.running.jobs import Job
from models.clock import utc_now
from models.language import gettext as _
from models.language import ngettext
from models.topics import Topic

if TYPE_CHECKING:
    from app.desk.window import Desk
    from app.outbox.sending import Round
    from models.outbox.glance import OutboxGlance

_FIRST_MILLISECONDS: Final = 4_000
_ROUND_MILLISECONDS: Final = 30_000
_TOPICS: Final = frozenset({Topic.OUTBOX, Topic.CALENDARS, Topic.TEAM, Topic.APPOINTMENTS})


class OutboxRounds(QObject):
    """Looks on a reader, half-minutely; connects to a server only where something is due."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._sending = False
        self._said: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_ROUND_MILLISECONDS)
        self._timer.timeout.connect(self.go)
        desk.opened.connect(lambda: QTimer.singleShot(_FIRST_MILLISECONDS, self, self.begin))
        desk.opened.connect(self.look)
        desk.runner.changed.connect(self._hear)

    def begin(self) -> None:
        """Go round now and every half minute from now on."""
        self._timer.start()
        self.go()

    def go(self) -> None:
        """Look once, and send what is due."""
        if not self._desk.runner.is_open:
            return
        self.look()

        def query(session: Any) -> bool:
            from models.outbox.handing import due_to_send

            return bool(due_to_send(session, utc_now()))

        self._desk.runner.read(query, lambda due: self.send() if due else None, lane="outbox due")

    def send(self) -> None:
        """Send what is due; one round at a time."""
        runner = self._desk.runner
        if self._sending or not runner.is_open:
            return
        self._sending = True
        workspace = runner.workspace

        def work(job: Job) -> "Round":
            from app.outbox.sending import send_due

            return send_due(workspace, is_cancelled=job.is_cancelled)

        runner.run_job(_("Sending mail"), work, self._done, failed=self._failed)

    def look(self) -> None:
        """Ask how many messages wait and how current the calendars are."""

        def query(session: Any) -> "OutboxGlance":
            from models.outbox.glance import glance

            return glance(session, utc_now())

        if self._desk.runner.is_open:
            self._desk.runner.read(query, self._show, lane="outbox glance")

    def _show(self, seen: "OutboxGlance") -> None:
        self._desk.window.top.glance.show_glance(seen)

    def _hear(self, topics: frozenset[Topic]) -> None:
        if topics & _TOPICS:
            self.look()

    def _done(self, found: "Round") -> None:
        self._sending = False
        if found.sent:
            words = ngettext("{count} message was sent.", "{count} messages were sent.", found.sent)
            self._desk.say("success", words.format(count=found.sent))
        # The same silence is told once, not every half minute.
        if found.sentences and found.sentences != self._said:
            self._desk.say("warning", " ".join(found.sentences))
        self._said = found.sentences

    def _failed(self, error: Exception) -> None:
        self._sending = False
        self._desk.say_error(error)
