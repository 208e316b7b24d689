"""Reaching a lead from the call panel: by phone, mail or LinkedIn, each in its own program."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.language import gettext as _
from models.vocabulary import Medium
from views.today.call.head import CallHead
from views.today.call.outside import (
    Outside,
    copy_text,
    no_browser,
    no_mail_program,
    not_dialled,
)
from views.today.call.wording import dial_url

if TYPE_CHECKING:
    from views.today.reading import LeadAtDesk


class Reaching(QObject):
    """Opens the program that a lead is reached with; what cannot be opened is copied instead."""

    chosen = Signal(str)
    """Emitted with the code of the medium that the lead is being reached by."""
    said = Signal(str, str)
    """Emitted with the kind and the sentence of something the window should say."""
    refused = Signal(str)
    """Emitted with the reason why the lead is not to be reached so."""

    def __init__(
        self,
        outside: Outside,
        head: CallHead,
        shown: "Callable[[], LeadAtDesk | None]",
        why_not: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._outside = outside
        self._head = head
        self._shown = shown
        self._why_not = why_not
        head.dial_asked.connect(self.dial)
        head.copy_asked.connect(self.copy_number)
        head.mail_asked.connect(self.write_mail)
        head.linkedin_asked.connect(self.open_linkedin)

    def dial(self) -> None:
        """Dial the first number through the system, and let the timer run."""
        shown = self._shown()
        if shown is None or not self._head.dial.isEnabled():
            self.refused.emit(self._why_not() if shown is None else self._head.reach.text())
            return
        number = shown.numbers[0]
        self.chosen.emit(Medium.CALL.value)
        self._head.timer.start()
        if not self._outside.open_url(dial_url(number)):
            copy_text(number)
            self.said.emit("info", not_dialled(number))

    def copy_number(self) -> None:
        """Put the first number on the clipboard."""
        shown = self._shown()
        numbers = () if shown is None else shown.numbers
        if numbers:
            copy_text(numbers[0])
            self.said.emit("info", _("{number} is copied.").format(number=numbers[0]))

    def write_mail(self) -> None:
        """Open the mail program with the step's text filled in."""
        shown = self._shown()
        if shown is None:
            self.refused.emit(self._why_not())
            return
        contact = shown.detail.contact
        if contact is None or not self._head.mail.isEnabled():
            self.refused.emit(_("No e-mail address is known, or they asked not to be written to."))
            return
        self.chosen.emit(Medium.EMAIL.value)
        text = shown.messages.get(Medium.EMAIL.value)
        url = text.mailto_url if text is not None and text.mailto_url else f"mailto:{contact.email}"
        if not self._outside.open_url(url):
            body = "" if text is None else text.body
            copy_text("\n\n".join(part for part in (contact.email, body) if part))
            self.said.emit("warning", no_mail_program())
        elif text is not None and text.missing:
            words = _("Not known and left open in the text: {names}.")
            self.said.emit("info", words.format(names=", ".join(text.missing)))

    def open_linkedin(self) -> None:
        """Open the profile; the step's text is on the clipboard, ready to be pasted."""
        shown = self._shown()
        if shown is None:
            self.refused.emit(self._why_not())
            return
        contact = shown.detail.contact
        if contact is None or not self._head.linkedin.isEnabled():
            self.refused.emit(
                _("No LinkedIn profile is known, or they asked not to be reached there.")
            )
            return
        self.chosen.emit(Medium.LINKEDIN.value)
        text = shown.messages.get(Medium.LINKEDIN.value)
        address = contact.linkedin_url or ""
        if not self._outside.open_url(address):
            copy_text(address)
            self.said.emit("warning", no_browser(address))
        elif text is not None:
            copy_text(text.body)
            self.said.emit("info", _("The text is copied; paste it there."))
