"""From the bytes of a calendar file or mail to its calendar text, in whatever encoding it came."""

import codecs
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from models.errors import KnownError
from models.language import gettext as _

MAX_BYTES: Final = 20_000_000
_MAX_PARTS: Final = 200
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEGIN: Final = "BEGIN:VCALENDAR"
_CALENDAR_TYPES: Final = ("text/calendar", "application/ics", "text/x-vcalendar")
_OUTLOOK_FILE: Final = b"\xd0\xcf\x11\xe0"
_SAMPLE: Final = 24_000


class CalendarFileError(KnownError):
    """A file or mail that no calendar can be read from; nothing was changed."""


@dataclass(frozen=True, slots=True)
class CalendarText:
    """The text of one calendar, and what the mail around it says, if it came in one."""

    text: str
    method: str | None = None
    sender: str | None = None


def calendar_texts(path: Path) -> tuple[CalendarText, ...]:
    """Return the calendars that a file or a mail holds; nothing in it is run or looked up.

    Refuses what can't be opened, is too big, is empty, or holds no calendar.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CalendarFileError(
                _("{name} has {size} MB; a calendar of at most {limit} MB can be read.").format(
                    name=path.name, size=size // 1_000_000, limit=MAX_BYTES // 1_000_000
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise CalendarFileError(
            _("{name} cannot be opened ({cause}).").format(
                name=path.name, cause=error.strerror or error
            )
        ) from error
    return texts_in(data, path.name)


def texts_in(data: bytes, name: str) -> tuple[CalendarText, ...]:
    """Return the calendars that bytes hold, as an .ics file, a mail, or text from the clipboard."""
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise CalendarFileError(_("{name} is empty.").format(name=name))
    if data.startswith(_OUTLOOK_FILE):
        raise CalendarFileError(
            _(
                "{name} is an Outlook message. Save the mail as .eml, or its calendar entry as "
                ".ics, and open that."
            ).format(name=name)
        )
    text = decoded(data)
    start = text.lstrip("\ufeff\x00 \t\r\n")
    if start[: len(_BEGIN)].upper() == _BEGIN:
        return (CalendarText(text),)
    found = _in_mail(data)
    if found:
        return found
    if _BEGIN in text.upper():
        # Something stands before the calendar, as when text of a mail was pasted.
        return (CalendarText(text[text.upper().index(_BEGIN) :]),)
    raise CalendarFileError(_nothing_in(data, name))


def decoded(data: bytes, charset: str | None = None) -> str:
    """Return bytes as text: by its mark, as it says itself, as UTF-8, or as it reads best."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    half = max(1, len(data[:_SAMPLE]) // 2)
    if data[1:_SAMPLE:2].count(0) > 0.4 * half:
        return data.decode("utf-16-le", "replace")
    if data[0:_SAMPLE:2].count(0) > 0.4 * half:
        return data.decode("utf-16-be", "replace")
    said: tuple[str | None, ...] = ("utf-8", charset)
    for name in said:
        if name is None:
            continue
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    odd = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    best = from_bytes(odd).best()
    return data.decode("cp1252" if best is None else best.encoding, "replace")


def _in_mail(data: bytes) -> tuple[CalendarText, ...]:
    message = BytesParser(policy=policy.default).parsebytes(data)
    if not message.keys():
        return ()
    sender = parseaddr(str(message.get("From", "")))[1] or None
    found: dict[str, CalendarText] = {}
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            break
        text = _calendar_part(part)
        if text is not None and _BEGIN in text.upper():
            method = part.get_param("method")
            said = method.upper() if isinstance(method, str) else None
            key = "".join(text.split())
            if key not in found:
                found[key] = CalendarText(text, said, sender)
    return tuple(found.values())


def _calendar_part(part: Message) -> str | None:
    is_file = (part.get_filename() or "").casefold().endswith((".ics", ".vcs", ".ifb"))
    if part.is_multipart() or not (part.get_content_type() in _CALENDAR_TYPES or is_file):
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    charset = part.get_content_charset()
    return decoded(payload, charset)


def _nothing_in(data: bytes, name: str) -> str:
    head = data[:200_000].lower()
    if b"message/delivery-status" in head:
        return _(
            "{name} says that a mail could not be delivered; it holds no reply. Check the address."
        ).format(name=name)
    if b"winmail.dat" in head or b"application/ms-tnef" in head:
        return _(
            "{name} holds its calendar in Outlook's own format (winmail.dat). Ask for it as .ics."
        ).format(name=name)
    return _(
        "{name} holds no calendar entry. Open an .ics file, or the mail with the reply as .eml."
    ).format(name=name)
