"""Calendar messages as mail (RFC 6047): text to read, the calendar object, and that as a file."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Final

from app.calendars.drawing import drawn_up, method_of, plain
from models.calendars.addresses import ascii_address
from models.outbox.content import Mailbox
from models.outbox.handing import Letter
from models.outbox.wording import MessageText, message_text

FILE_NAME: Final = "invite.ics"
_LONGEST_LINE: Final = 75


def mail_of(letter: Letter, at: datetime, *, unsent: bool = False) -> bytes:
    """Return a message as the bytes of an .eml file; `unsent` lets mail programs open it as draft.

    Its calendar object stands in it twice, as the last alternative to the text and as a file: which
    of them a mail program looks at differs.
    """
    return written(composed(letter, at, unsent=unsent))


def composed(letter: Letter, at: datetime, *, unsent: bool = False) -> EmailMessage:
    """Return a message as mail, dated and stamped at an instant."""
    content = letter.content
    if content.organizer is None:
        raise ValueError("a calendar message needs an organiser")
    text = message_text(letter.kind, content)
    calendar = drawn_up(letter.kind, content, at)
    utf8 = needs_utf8((*letter.recipients, content.organizer.address))
    message = EmailMessage(policy=SMTP.clone(utf8=utf8, max_line_length=_LONGEST_LINE))
    message["From"] = _mailbox(content.organizer)
    message["To"] = tuple(
        _mailbox(Mailbox(guest.name, guest.address)) for guest in content.guests if guest.address
    )
    message["Subject"] = header(letter.subject)
    if unsent:
        message["X-Unsent"] = "1"
    else:
        message["Date"] = at
        message["Message-ID"] = f"<{letter.message_key}>"
    message.set_content(_plain_text(text), cte="quoted-printable")
    message.add_alternative(_html(text), subtype="html", cte="quoted-printable")
    message.add_alternative(calendar, "text", "calendar", cte="base64", params={"charset": "utf-8"})
    part = list(message.iter_parts())[-1]
    part.set_param("method", method_of(letter.kind))
    del part["MIME-Version"]
    message.make_mixed()
    message.add_attachment(
        calendar, "application", "ics", filename=FILE_NAME, params={"name": FILE_NAME}
    )
    return message


def written(message: EmailMessage) -> bytes:
    """Return a mail as bytes, with CRLF at the ends of its lines."""
    return message.as_bytes()


def header(text: str) -> str:
    r"""Return a text that fits into one header: no line ends, no other controls.

    >>> header("Meeting\r\nBcc: everybody@example.com")
    'Meeting Bcc: everybody@example.com'
    """
    return " ".join(plain(text).split())


def needs_utf8(addresses: tuple[str, ...]) -> bool:
    """Say whether an address can't be written in ASCII; few servers take such."""
    return not all(ascii_address(address).isascii() for address in addresses)


def _mailbox(mailbox: Mailbox) -> Address:
    return Address(display_name=header(mailbox.name), addr_spec=ascii_address(mailbox.address))


def _plain_text(text: MessageText) -> str:
    facts = "\n".join(f"{label}: {value}" for label, value in text.facts)
    return plain(f"{text.opening}\n\n{text.title}\n{text.when}\n\n{facts}\n\n{text.closing}\n")


def _html(text: MessageText) -> str:
    rows = "".join(
        "<tr>"
        f'<td style="padding:2px 16px 2px 0;vertical-align:top;color:#555555">{_safe(label)}</td>'
        f'<td style="padding:2px 0">{_safe(value)}</td>'
        "</tr>\n"
        for label, value in text.facts
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{_safe(text.title)}</title></head>\n"
        '<body style="font-family:sans-serif;font-size:14px">\n'
        f"<p>{_safe(text.opening)}</p>\n"
        f'<p style="font-size:18px;margin-bottom:4px"><strong>{_safe(text.title)}</strong></p>\n'
        f"<p>{_safe(text.when)}</p>\n"
        f"<table>\n{rows}</table>\n"
        f"<p>{_safe(text.closing)}</p>\n"
        "</body></html>\n"
    )


def _safe(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br>\n")
