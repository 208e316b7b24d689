"""The head of the call panel: who it is, and how to reach them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from models.clock import Clock
from models.language import gettext as _
from views.theme import current_theme
from views.today.call.timer import CallTimer
from views.today.call.wording import block_words, who_words
from views.widgets import ElidedLabel, KeyHint, PlainLabel, make_button, set_tip, without_mnemonic

if TYPE_CHECKING:
    from models.queue.rows import QueueItem
    from views.today.reading import LeadAtDesk

# Room for a long number, so that nothing jumps when the number comes.
_NUMBER_PIXELS: Final = 208


class CallHead(QWidget):
    """One lead at a time; its line of the queue is enough to begin with."""

    dial_asked = Signal()
    copy_asked = Signal()
    mail_asked = Signal()
    linkedin_asked = Signal()
    page_asked = Signal()
    meeting_asked = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        theme = current_theme()
        self.name = ElidedLabel(size="heading", weight="semibold")
        self.grade = PlainLabel(tone="muted", weight="medium", tabular=True)
        self.timer = CallTimer(clock)
        self.who = ElidedLabel(tone="muted")
        self.stage = PlainLabel(tone="muted")
        self.dial = make_button(
            _("Call"), self.dial_asked.emit, kind="primary", icon_name="phone-call"
        )
        self.dial.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._dial_key = KeyHint("C")
        self.copy = make_button(
            "", self.copy_asked.emit, kind="quiet", icon_name="copy", tip=_("Copy the number (P)")
        )
        self.mail = _link(_("E-mail"), self.mail_asked.emit)
        self.linkedin = _link(_("LinkedIn"), self.linkedin_asked.emit)
        self.page = _link(_("Page"), self.page_asked.emit)
        self.meeting = _link(_("Meeting"), self.meeting_asked.emit)
        self.reach = PlainLabel(tone="warning", wrap=True)
        self._beside, self._below = QHBoxLayout(), QHBoxLayout()
        self._acts: QWidget | None = None
        top = QHBoxLayout()
        top.setSpacing(theme.space())
        top.addWidget(self.name, 1)
        top.addWidget(self.timer)
        top.addWidget(self.stage)
        top.addWidget(self.grade)
        under = QHBoxLayout()
        under.setSpacing(theme.space())
        under.addWidget(self.who, 1)
        self._meeting_parts = (self.meeting, KeyHint("M"))
        written = (self.mail, KeyHint("E"), self.linkedin, KeyHint("I"))
        page = (self.page, KeyHint("O"))
        for widget in (*written, *self._meeting_parts, *page):
            under.addWidget(widget)
        self._lead_parts = (self.dial, self._dial_key, self.copy, *written, *page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(0.75))
        column.addLayout(top)
        column.addLayout(under)
        column.addLayout(self._reach_line())
        column.addLayout(self._below)
        column.addWidget(self.reach)

    def hold(self, acts: QWidget) -> None:
        """Give room to what else can be done with the lead."""
        self._acts = acts
        self._below.addWidget(acts)
        self.fit()

    def fit(self) -> None:
        """Put what else can be done beside the number, or below it where it would be cut."""
        acts = self._acts
        if acts is None:
            return
        theme = current_theme()
        reaching = [part for part in (self.dial, self._dial_key, self.copy) if not part.isHidden()]
        used = sum(part.sizeHint().width() + theme.space(0.5) for part in reaching)
        if reaching:
            used += max(0, theme.scaled(_NUMBER_PIXELS) - self.dial.sizeHint().width())
        fits = used + acts.sizeHint().width() <= self.width()
        here, there = (self._beside, self._below) if fits else (self._below, self._beside)
        if here.indexOf(acts) < 0:
            there.removeWidget(acts)
            here.addWidget(acts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again at what fits beside the number."""
        super().resizeEvent(event)
        self.fit()

    def show_item(self, item: "QueueItem", *, another: bool) -> None:
        """Show what the line of the queue knows, at once; of the same lead, what may be news."""
        if another:
            self.name.setText(item.title)
            self.who.setText("" if item.company == item.title else item.company)
            self._forget_lead()
        self.grade.setText(item.grade or "")
        set_tip(self.grade, _("Grade: fit by letter, interest by figure") if item.grade else "")
        for part in self._meeting_parts:
            part.setVisible(item.appointment_id is not None)
        for part in self._lead_parts:
            part.setVisible(item.lead_id is not None)
        self.fit()

    def _forget_lead(self) -> None:
        """Say nothing more of the lead before: another one's number must not be read off here."""
        self.dial.setText(_("Call"))
        for button in (self.dial, self.copy, self.mail, self.linkedin):
            button.setEnabled(False)
        self.stage.setText("")
        # Its line keeps its room, so that nothing jumps for the moment until the lead is read.
        self.reach.setText("")

    def show_lead(self, shown: "LeadAtDesk") -> None:
        """Show the rest, now that it was read."""
        detail = shown.detail
        numbers = shown.numbers
        blocked = block_words(shown, "call")
        self.name.setText(detail.name)
        self.who.setText(who_words(detail))
        self.stage.setText(detail.stage)
        self.dial.setText(
            without_mnemonic(_("Call {number}").format(number=numbers[0])) if numbers else _("Call")
        )
        self.dial.setEnabled(bool(numbers) and not blocked)
        self.copy.setEnabled(bool(numbers))
        email = None if detail.contact is None else detail.contact.email
        profile = None if detail.contact is None else detail.contact.linkedin_url
        self.mail.setEnabled(bool(email) and "email" not in shown.blocked)
        set_tip(self.mail, email or _("No e-mail address is known"), "E")
        self.linkedin.setEnabled(bool(profile) and "linkedin" not in shown.blocked)
        set_tip(self.linkedin, profile or _("No profile is known"), "I")
        trouble = blocked
        if not numbers:
            trouble = _("No phone number. O opens the page, where one can be added.")
        self.reach.say(trouble)
        self.fit()

    def _reach_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(current_theme().space(0.5))
        line.addWidget(self.dial)
        line.addWidget(self._dial_key)
        line.addWidget(self.copy)
        line.addStretch(1)
        line.addLayout(self._beside)
        return line


def _link(words: str, on_click: Callable[[], object]) -> QWidget:
    return make_button(words, on_click, kind="link")
