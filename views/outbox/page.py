"""The outbox: what waits down the left, as the guests will see it on the right."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.clock import utc_now
from models.language import gettext as _
from models.language import ngettext
from models.topics import Topic
from models.vocabulary import OutboxState
from views.outbox.content import OutboxContent, read_outbox
from views.outbox.desk import OutboxDesk
from views.outbox.detail import CounterDetail, MessageDetail, ReceivedDetail
from views.outbox.words import entries
from views.runner import Runner
from views.settings.choice_list import ChoiceList
from views.theme import Theme, current_theme, theme_changed
from views.widgets import (
    EmptyState,
    KeyHint,
    SectionHeader,
    make_button,
    make_line,
    scrolled,
    set_tip,
)
from views.widgets.labels import keys_here

_LIST_PIXELS: Final = 340
_TOPICS: Final = frozenset({Topic.OUTBOX, Topic.APPOINTMENTS, Topic.CALENDARS, Topic.TEAM})


class OutboxPage(QWidget):
    """Arrows choose, Enter goes to what was chosen, Escape back to the list."""

    lead_asked = Signal(object)
    """Emitted with the id of a lead whose page is to be shown."""
    settings_asked = Signal()
    notice = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""

    def __init__(
        self, runner: Runner, desk: OutboxDesk, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._runner = runner
        self._desk = desk
        self._clock = clock
        self.content: OutboxContent | None = None
        self.list = ChoiceList(_("Messages"))
        self.message = MessageDetail(self)
        self.counter = CounterDetail(self)
        self.received = ReceivedDetail(self)
        self.empty = EmptyState(
            _("Nothing waits. What you book is put here until it is handed over."),
            icon_name="paper-plane-tilt",
        )
        self.forms = QStackedWidget()
        for widget in (self.message, self.counter, self.received):
            self.forms.addWidget(scrolled(widget))
        self.forms.addWidget(self.empty)
        self.send_button = make_button(
            _("Send all"),
            self.send_all,
            kind="primary",
            icon_name="paper-plane-tilt",
            keys="Ctrl+Return",
        )
        self.header = SectionHeader(_("Outbox"), top=True)
        self._lay_out()
        self._fit(current_theme())
        theme_changed.connect(self._fit)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(lambda _code: self._show())
        self.list.entered.connect(self._go_in)
        self.list.remove_asked.connect(self.message.withdraw)
        runner.changed.connect(self._hear)
        self._make_actions()
        self._read()

    # What can be done

    def send_all(self) -> None:
        """Send all that waits and can be sent; what can't be is told."""
        content = self.content
        waiting = () if content is None else content.messages
        ids = tuple(
            row.id
            for row in waiting
            if row.state in {OutboxState.WAITING, OutboxState.FAILED} and row.may_be_sent
        )
        if content is not None and not content.accounts:
            self.settings_asked.emit()
        elif ids:
            self.ask_to_send(ids)

    def ask_to_send(self, ids: tuple[Any, ...]) -> None:
        """Have messages sent now."""

        def operation(session: Any) -> None:
            from models.outbox.handing import ask_to_send

            ask_to_send(session, ids)

        self._runner.change(operation, lambda _done: self._desk.send_now())

    def change(
        self, operation: Callable[[Any], Any], then: Callable[[Any], None] | None = None
    ) -> None:
        """Carry out one domain verb; `then` gets what it returned."""
        self._runner.change(operation, then)

    def say_not_told(self, why: str | None) -> None:
        """Say that guests are not told of a new time yet, where there is a reason."""
        if why is not None:
            self.notice.emit(
                "warning",
                _("Moved, but guests are not told before the time is sure. {why}").format(why=why),
            )

    @property
    def desk(self) -> OutboxDesk:
        """What hands messages over."""
        return self._desk

    def now(self) -> datetime:
        """Return the present instant."""
        return self._clock()

    def paste(self) -> None:
        """Take in a reply that was copied elsewhere: files, or its text."""
        clipboard = QGuiApplication.clipboard()
        mime = clipboard.mimeData()
        from pathlib import Path

        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self._desk.take_in(files)
        elif mime.hasText():
            self._desk.take_in_text(mime.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Escape; take in what is pasted."""
        if event.key() == Qt.Key.Key_Escape and not self.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    # What is shown

    def _hear(self, topics: object) -> None:
        if isinstance(topics, frozenset) and topics & _TOPICS:
            self._read()

    def _read(self) -> None:
        self._runner.read(read_outbox, self._take, lane="outbox")

    def _take(self, content: OutboxContent) -> None:
        self.content = content
        self.list.show_entries(entries(content, self._clock()))
        waiting = sum(row.state != OutboxState.HANDED_OVER for row in content.messages)
        self.send_button.setEnabled(bool(waiting) or not content.accounts)
        self.send_button.setText(_("Send all") if content.accounts else _("Set up a mail account"))
        self.header.set_caption(_caption(content))
        self._show()

    def _show(self) -> None:
        kind, _sign, number = self.list.current_code().partition(":")
        content = self.content
        self.message.forget()
        if content is None or not kind:
            self.forms.setCurrentIndex(3)
            return
        if kind == "out":
            message = next(row for row in content.messages if str(row.id) == number)
            self.message.show_row(message, has_account=bool(content.accounts))
            self.forms.setCurrentIndex(0)
        elif kind == "counter":
            self.counter.show_row(next(row for row in content.counters if str(row.id) == number))
            self.forms.setCurrentIndex(1)
        else:
            self.received.show_row(next(row for row in content.received if str(row.id) == number))
            self.forms.setCurrentIndex(2)

    def _go_in(self) -> None:
        details = (self.message, self.counter, self.received)
        at = self.forms.currentIndex()
        if at < len(details):
            details[at].take_focus()

    def _make_actions(self) -> None:
        lines = (
            (_("Send this message"), "S", self.message.send),
            (_("Open as a draft"), "D", self.message.open_draft),
            (_("Save as a file…"), "Ctrl+S", self.message.save),
            (_("Open a reply…"), "Ctrl+R", self._desk.choose_replies),
        )
        for words, keys, act in lines:
            action = QAction(words, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, run=act: run())
            self.addAction(action)

    def _fit(self, theme: Theme) -> None:
        # With larger text the message needs the room; the list shortens its lines.
        self._side.setFixedWidth(round(_LIST_PIXELS * min(theme.scale, 1.0)))

    def _lay_out(self) -> None:
        theme = current_theme()
        self.replies_button = make_button(
            _("Open a reply…"), self._desk.choose_replies, icon_name="folder-open"
        )
        set_tip(
            self.replies_button,
            _(
                "Open .ics or .eml files with replies ({keys}), paste one, or drop it on the window"
            ).format(keys=keys_here("Ctrl+R")),
        )
        head = QHBoxLayout()
        head.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        head.setSpacing(theme.space())
        head.addWidget(self.header, 1)
        for button, keys in ((self.replies_button, "Ctrl+R"), (self.send_button, "Ctrl+Return")):
            head.addWidget(button)
            head.addWidget(KeyHint(keys), 0, Qt.AlignmentFlag.AlignVCenter)
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(theme.space(2), theme.space(2), theme.space(), theme.space(2))
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(make_line(vertical=True))
        row.addWidget(self.forms, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(make_line())
        whole.addLayout(row, 1)


def _caption(content: OutboxContent) -> str:
    if not content.accounts:
        return _(
            "Without a mail account, open messages as drafts in your mail program, or save them."
        )
    minutes = content.send_after_minutes
    if minutes is None:
        return _("Messages are sent when you say so.")
    if minutes == 0:
        return _("Messages are sent by themselves, at once.")
    return ngettext(
        "Messages are sent by themselves {minutes} minute after they were written.",
        "Messages are sent by themselves {minutes} minutes after they were written.",
        minutes,
    ).format(minutes=minutes)
