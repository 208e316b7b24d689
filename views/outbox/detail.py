"""What can be done with the chosen message, proposal or reply."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from models.language import gettext as _
from models.outbox.wording import kind_words
from models.vocabulary import OutboxState
from views.outbox.desk import OutboxDesk
from views.outbox.preview import MessagePreview
from views.outbox.words import moment
from views.theme import current_theme
from views.widgets import KeyHint, PlainLabel, SectionHeader, make_button
from views.widgets.focusing import focus_first
from views.widgets.labels import keys_here

if TYPE_CHECKING:
    from models.calendars.counters import CounterRow
    from models.calendars.received import ReceivedRow
    from models.outbox.rows import OutboxRow


class Page(Protocol):
    """What a detail asks of the page that it stands on."""

    lead_asked: Any

    @property
    def desk(self) -> OutboxDesk:
        """What hands messages over."""

    def now(self) -> datetime:
        """Return the present instant."""

    def ask_to_send(self, ids: tuple[Any, ...]) -> None:
        """Have messages sent now."""

    def change(self, operation: Any, then: Any = None) -> None:
        """Carry out one domain verb; `then` gets what it returned."""

    def say_not_told(self, why: str | None) -> None:
        """Say that guests are not told of a new time yet, where there is a reason."""


class _Detail(QWidget):
    """A heading, a row of buttons, and what belongs to them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        theme = current_theme()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(*(theme.space(2),) * 4)
        self.column.setSpacing(theme.space(2))
        self.header = SectionHeader("")
        self.column.addWidget(self.header)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.space())
        self.column.addLayout(self.buttons)
        self.lead_button = make_button(_("Open the lead"), self.open_lead, kind="link")
        self.header.add(self.lead_button)
        self._lead: object = None
        self._hints: dict[QPushButton, KeyHint] = {}

    def add_acts(self, *acts: tuple[QPushButton, str]) -> None:
        """Put buttons into the row, each with its keys beside it where it has any."""
        for button, keys in acts:
            self.buttons.addWidget(button)
            if keys:
                hint = self._hints[button] = KeyHint(keys)
                self.buttons.addWidget(hint, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons.addStretch(1)

    def offer(self, button: QPushButton, offered: bool) -> None:
        """Show a button with its keys, or neither."""
        button.setVisible(offered)
        hint = self._hints.get(button)
        if hint is not None:
            hint.setVisible(offered)

    def take_focus(self) -> None:
        """Put the focus on the first thing that can be done."""
        focus_first(self)

    def open_lead(self) -> None:
        """Show the page of the lead that this is about."""
        if self._lead is not None:
            self.page.lead_asked.emit(self._lead)

    def set_lead(self, lead_id: object) -> None:
        """Say which lead this is about, if any."""
        self._lead = lead_id
        self.lead_button.setVisible(lead_id is not None)


class MessageDetail(_Detail):
    """A message that waits or was handed over."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._row: OutboxRow | None = None
        self.send_button = make_button(
            _("Send"), self.send, icon_name="paper-plane-tilt", tip=_("Send this message (S)")
        )
        self.draft_button = make_button(
            _("Open as a draft"),
            self.open_draft,
            icon_name="envelope-simple",
            tip=_("Open it in your mail program, to be sent from there (D)"),
        )
        self.save_button = make_button(
            _("Save…"),
            self.save,
            icon_name="floppy-disk",
            tip=_("Save it as a mail or a calendar file ({keys})").format(keys=keys_here("Ctrl+S")),
        )
        self.withdraw_button = make_button(
            _("Withdraw"),
            self.withdraw,
            kind="quiet",
            tip=_("Take it out; nobody is told (Delete)"),
        )
        self.went_button = make_button(
            _("It went out"), lambda: self.settle(went_out=True), icon_name="check"
        )
        self.again_button = make_button(
            _("Send it again"), lambda: self.settle(went_out=False), icon_name="arrow-u-up-right"
        )
        self.add_acts(
            (self.send_button, "S"),
            (self.draft_button, "D"),
            (self.save_button, "Ctrl+S"),
            (self.went_button, ""),
            (self.again_button, ""),
        )
        # With larger text the row has no room for it.
        self._hints[self.withdraw_button] = KeyHint("Delete")
        for widget in (self.withdraw_button, self._hints[self.withdraw_button]):
            self.header.add(widget)
        self.preview = MessagePreview()
        self.column.addWidget(self.preview, 1)

    def show_row(self, row: "OutboxRow", *, has_account: bool) -> None:
        """Show a message and what can be done with it now."""
        self._row = row
        now = self.page.now()
        self.header.title.setText(row.lead or row.subject)
        self.header.set_caption(kind_words(row.kind))
        waits = row.state in {OutboxState.WAITING, OutboxState.FAILED}
        self.offer(self.send_button, waits and has_account)
        self.send_button.setEnabled(row.may_be_sent)
        self.offer(self.draft_button, waits)
        self.draft_button.setEnabled(row.may_be_sent)
        self.offer(self.save_button, waits)
        self.offer(self.withdraw_button, waits)
        self.offer(self.went_button, row.in_doubt(now))
        self.offer(self.again_button, row.in_doubt(now))
        self.set_lead(row.lead_id)
        self.preview.show_message(row, now)

    def forget(self) -> None:
        """Let the keys do nothing with a message that is no longer shown."""
        self._row = None

    def send(self) -> None:
        """Have the message sent now."""
        if self._row is not None and self.send_button.isVisibleTo(self):
            self.page.ask_to_send((self._row.id,))

    def open_draft(self) -> None:
        """Open the message in the mail program."""
        if self._row is not None and self.draft_button.isVisibleTo(self):
            self.page.desk.open_draft(self._row.id)

    def save(self) -> None:
        """Save the message as a file."""
        if self._row is not None and self.save_button.isVisibleTo(self):
            self.page.desk.save(self._row.id)

    def withdraw(self) -> None:
        """Take the message out of the outbox."""
        row = self._row
        if row is None or not self.withdraw_button.isVisibleTo(self):
            return

        def operation(session: Any) -> None:
            from models.outbox.handing import withdraw

            withdraw(session, row.id)

        self.page.change(operation)

    def settle(self, *, went_out: bool) -> None:
        """Say whether a message that was cut off went out."""
        row = self._row
        if row is None:
            return

        def operation(session: Any) -> None:
            from models.outbox.handing import settle_doubt

            settle_doubt(session, row.id, went_out=went_out)

        self.page.change(operation)


class CounterDetail(_Detail):
    """Another time that a guest proposes."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._row: CounterRow | None = None
        self.accept_button = make_button(_("Move the meeting"), self.accept, icon_name="check")
        self.decline_button = make_button(_("Keep the agreed time"), self.decline, icon_name="x")
        self.buttons.addWidget(self.accept_button)
        self.buttons.addWidget(self.decline_button)
        self.buttons.addStretch(1)
        self.agreed = PlainLabel(wrap=True)
        self.proposed = PlainLabel(weight="medium", wrap=True)
        self.comment = PlainLabel(tone="muted", wrap=True, selectable=True)
        for label in (self.proposed, self.agreed, self.comment):
            self.column.addWidget(label)
        self.column.addStretch(1)

    def show_row(self, row: "CounterRow") -> None:
        """Show a proposal."""
        self._row = row
        self.header.title.setText(row.lead or row.guest)
        self.header.set_caption(_("{guest} proposes another time").format(guest=row.guest))
        self.proposed.setText(
            _("Proposed: {here} ({there} in {zone})").format(
                here=moment(row.starts_at), there=_there(row, row.starts_at), zone=row.zone
            )
        )
        self.agreed.setText(
            _("Agreed: {here} ({there} in {zone})").format(
                here=moment(row.agreed_starts_at),
                there=_there(row, row.agreed_starts_at),
                zone=row.zone,
            )
        )
        self.comment.setText(f"“{row.comment}”" if row.comment else "")
        self.set_lead(row.lead_id)

    def accept(self) -> None:
        """Move the meeting to the time that is proposed."""
        row = self._row
        if row is None:
            return

        def operation(session: Any) -> str | None:
            from models.appointments.reading import meeting_page
            from models.calendars.counters import accept_counter

            return meeting_page(session, accept_counter(session, row.id)).meeting.tentative_reason

        self.page.change(operation, self.page.say_not_told)

    def decline(self) -> None:
        """Keep to the agreed time."""
        row = self._row
        if row is None:
            return

        def operation(session: Any) -> None:
            from models.calendars.counters import decline_counter

            decline_counter(session, row.id)

        self.page.change(operation)


def _there(row: "CounterRow", at: datetime) -> str:
    return at.astimezone(ZoneInfo(row.zone)).strftime("%a %H:%M")


class ReceivedDetail(_Detail):
    """A message that came in, and what was done with it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.buttons.addStretch(1)
        self.verdict = PlainLabel(wrap=True, selectable=True)
        self.source = PlainLabel(tone="muted", wrap=True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.verdict)
        self.column.addWidget(self.source)
        self.column.addStretch(1)

    def show_row(self, row: "ReceivedRow") -> None:
        """Show a message that came in."""
        self.header.title.setText(row.lead or row.sender or row.source)
        self.header.set_caption(_("Came in on {when}").format(when=moment(row.received_at)))
        self.verdict.setText(row.explanation)
        sender = _("from {who}").format(who=row.sender) if row.sender else ""
        self.source.setText(" · ".join(part for part in (row.source, sender) if part))
        self.set_lead(row.lead_id)
