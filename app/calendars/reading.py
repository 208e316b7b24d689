"""Replies and other calendar messages that come in, as data; what is odd is told, never guessed."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from icalendar import Calendar, Component

from app.calendars.decoding import CalendarFileError, CalendarText, calendar_texts, texts_in
from app.calendars.parsing import moment_of, parsed
from models.calendars.addresses import address_key
from models.calendars.incoming import REPLY_METHODS, IncomingMessage
from models.language import gettext as _
from models.vocabulary import Reply

_TEXT_LIMIT: Final = 2_000
_ADDRESS_LIMIT: Final = 320
_REPLIES: Final = {
    "ACCEPTED": Reply.ACCEPTED.value,
    "TENTATIVE": Reply.TENTATIVE.value,
    "DECLINED": Reply.DECLINED.value,
    "DELEGATED": Reply.DELEGATED.value,
}


def read_messages(path: Path) -> tuple[IncomingMessage, ...]:
    """Return what a file or mail says, one message a meeting.

    What can't be read comes back as a message with its problem; nothing is refused.
    """
    try:
        return _messages(calendar_texts(path), path.name)
    except CalendarFileError as error:
        return (_unreadable(path.name, str(error), _digest_of_file(path)),)


def read_pasted(text: str) -> tuple[IncomingMessage, ...]:
    """Return what pasted text says; what can't be read comes back with its problem."""
    source = _("What was pasted")
    data = text.encode("utf-8", "replace")
    try:
        return _messages(texts_in(data, source), source)
    except CalendarFileError as error:
        return (_unreadable(source, str(error), hashlib.sha256(data).hexdigest()),)


def _digest_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(str(path).encode()).hexdigest()


def _unreadable(source: str, problem: str, digest: str) -> IncomingMessage:
    return IncomingMessage(source=source, digest=digest, problem=problem)


def _messages(texts: Sequence[CalendarText], source: str) -> tuple[IncomingMessage, ...]:
    found: dict[str, IncomingMessage] = {}
    for text in texts:
        digest = hashlib.sha256(text.text.encode("utf-8", "replace")).hexdigest()
        try:
            content = parsed(text.text)
        except CalendarFileError as error:
            found[digest] = _unreadable(source, str(error), digest)
            continue
        problem = "; ".join(content.problems) or None
        events = list(content.events())
        if not events:
            empty = problem or _("{name} holds no meeting.").format(name=source)
            found[digest] = _unreadable(source, empty, digest)
        for calendar, event in events:
            message = _message(calendar, event, text, source, problem)
            found[message.digest] = message
    return tuple(found.values())


def _message(
    calendar: Calendar, event: Component, text: CalendarText, source: str, problem: str | None
) -> IncomingMessage:
    method = (_text(calendar.get("METHOD")) or text.method or "").upper() or None
    who = _who(event, text.sender)
    parameters: dict[str, Any] = {} if who is None else dict(who.params)
    reply = _REPLIES.get(str(parameters.get("PARTSTAT", "")).upper())
    counters = method == "COUNTER"
    fields: dict[str, Any] = {
        "method": method,
        "uid": _text(event.get("UID")),
        "sequence": _number(event.get("SEQUENCE")),
        "stamped_at": _instant(event, "DTSTAMP"),
        "attendee_email": text.sender if who is None else _address(who),
        "reply": reply,
        "delegated_to": _delegate(parameters.get("DELEGATED-TO")),
        "delegated_from": _delegate(parameters.get("DELEGATED-FROM")),
        "comment": _comment(event),
        "proposed_starts_at": _instant(event, "DTSTART") if counters else None,
        "proposed_ends_at": _instant(event, "DTEND") if counters else None,
    }
    if method is None and problem is None:
        problem = _("It is a calendar entry and no reply: it names no method.")
    if method in REPLY_METHODS and who is None:
        problem = _("It does not say who answers.")
    return IncomingMessage(
        source=source,
        digest=_digest(fields),
        # What goes wrong elsewhere in a file that could be read is no fault of a reply.
        problem=problem if method is None or who is None else None,
        **fields,
    )


def _digest(fields: dict[str, Any]) -> str:
    said = "\x1f".join(f"{name}={fields[name]}" for name in sorted(fields))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _who(event: Component, sender: str | None) -> Any:
    """Return who answers: the one attendee, who sent the mail, or the one who says something."""
    found = event.get("ATTENDEE")
    attendees = found if isinstance(found, list) else [] if found is None else [found]
    attendees = [one for one in attendees if hasattr(one, "params")]
    if len(attendees) <= 1:
        return attendees[0] if attendees else None
    if sender is not None:
        for one in attendees:
            if address_key(_address(one) or "") == address_key(sender):
                return one
    answered = [one for one in attendees if str(one.params.get("PARTSTAT", "")).upper() in _REPLIES]
    return answered[0] if len(answered) == 1 else None


def _address(value: object) -> str | None:
    text = unquote(str(value)).strip().strip("<>\"'")
    if text[:7].casefold() == "mailto:":
        text = text[7:].strip()
    return text[:_ADDRESS_LIMIT] if "@" in text else None


def _delegate(value: object) -> str | None:
    first = value[0] if isinstance(value, list | tuple) and value else value
    return None if first is None else _address(first)


def _text(value: object) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    return None if first is None else str(first).strip()[:_TEXT_LIMIT] or None


def _comment(event: Component) -> str | None:
    found = event.get("COMMENT")
    several = found if isinstance(found, list) else [] if found is None else [found]
    return "\n".join(str(one).strip() for one in several).strip()[:_TEXT_LIMIT] or None


def _number(value: object) -> int | None:
    text = _text(value)
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return int(text)


def _instant(event: Component, name: str) -> datetime | None:
    """Return a time that stands for one instant; days and floating times do not."""
    value = moment_of(event.get(name))
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        # A stamp has to be in UTC; some forget to say so.
        return value.replace(tzinfo=UTC) if name == "DTSTAMP" else None
    try:
        return value.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
