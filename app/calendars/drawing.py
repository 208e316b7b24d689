"""Calendar objects of our own: invitations, updates, cancellations, and a person's appointments.

As RFC 5545 and 5546 have them. Times are written in UTC: every calendar reads those alike.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from models.calendars.addresses import ascii_address
from models.calendars.persons_meetings import PersonsMeeting
from models.outbox.content import Guest, Mailbox, MeetingContent
from models.outbox.wording import message_text
from models.vocabulary import AppointmentState, OutboxKind, Reply

PRODUCT: Final = "-//Funneldesk//Funneldesk//EN"
REMINDER: Final = timedelta(minutes=15)
# Line ends, and what joins and turns letters in scripts and emoji.
_KEPT: Final = "\n\u200c\u200d\u200e\u200f"
_PARTSTAT: Final = {
    Reply.NONE.value: "NEEDS-ACTION",
    Reply.ACCEPTED.value: "ACCEPTED",
    Reply.TENTATIVE.value: "TENTATIVE",
    Reply.DECLINED.value: "DECLINED",
}


def method_of(kind: str) -> str:
    """Return the iTIP method of a kind of message."""
    methods = {
        OutboxKind.CANCELLATION.value: "CANCEL",
        OutboxKind.COUNTER_DECLINED.value: "DECLINECOUNTER",
    }
    return methods.get(kind, "REQUEST")


def drawn_up(kind: str, content: MeetingContent, stamped_at: datetime) -> bytes:
    """Return a calendar message as the bytes of an .ics file, stamped at an instant.

    The content needs an organiser; guests without an address can't be named in it and are left out.
    """
    if content.organizer is None:
        raise ValueError("a calendar message needs an organiser")
    calendar = _calendar()
    calendar.add("method", method_of(kind))
    event = Event()
    event.add("uid", content.uid)
    event.add("sequence", content.sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", content.starts_at)
    event.add("dtend", content.ends_at)
    event.add("summary", plain(content.title))
    event.add("description", description(kind, content))
    location = content.place or content.video_link or content.dial_in
    if location:
        event.add("location", plain(location))
    if content.video_link:
        event.add("url", content.video_link)
    event.add("organizer", _organizer(content.organizer))
    for guest in content.guests:
        if guest.address:
            event.add("attendee", _attendee(guest, is_closer=guest.name == content.closer))
    if kind == OutboxKind.CANCELLATION:
        event.add("status", "CANCELLED")
    else:
        event.add("status", "TENTATIVE" if content.tentative else "CONFIRMED")
        event.add("transp", "OPAQUE")
        event.add_component(_reminder(content.title))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def appointments_file(name: str, meetings: Iterable[PersonsMeeting], stamped_at: datetime) -> bytes:
    """Return a person's appointments as the bytes of an .ics file to be read elsewhere."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(name))
    for meeting in meetings:
        event = Event()
        event.add("uid", meeting.uid)
        event.add("sequence", meeting.sequence)
        event.add("dtstamp", stamped_at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", plain(meeting.title))
        event.add("status", _status(meeting.state))
        location = meeting.place or meeting.video_link or meeting.dial_in
        if location:
            event.add("location", plain(location))
        if meeting.purpose:
            event.add("description", plain(meeting.purpose))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def description(kind: str, content: MeetingContent) -> str:
    """Return what a meeting is about, for the calendar of whoever reads it."""
    text = message_text(kind, content)
    parts = [content.reason or ""] if kind != OutboxKind.INVITATION else []
    parts += [f"{label}: {value}" for label, value in text.facts]
    return plain("\n".join(part for part in parts if part))


def plain(text: str) -> str:
    r"""Return a text without signs that a calendar may not hold; line ends stay.

    >>> plain("Tab\tand\x07bell\r\nnext")
    'Tab and bell\nnext'
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign if sign.isprintable() or sign in _KEPT else " " for sign in unified)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plain(title))
    alarm.add("trigger", -REMINDER)
    return alarm


def _organizer(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(_mailto(mailbox.address))
    address.params["CN"] = vText(_parameter(mailbox.name))
    return address


def _attendee(guest: Guest, *, is_closer: bool) -> vCalAddress:
    address = vCalAddress(_mailto(guest.address or ""))
    address.params["CN"] = vText(_parameter(guest.name))
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("OPT-PARTICIPANT" if guest.optional else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(_PARTSTAT.get(guest.reply, "NEEDS-ACTION"))
    address.params["RSVP"] = vText("FALSE" if is_closer else "TRUE")
    return address


def _mailto(address: str) -> str:
    return "mailto:" + quote(ascii_address(address), safe="@!$&'*+-/=?^_`{|}~.")


def _parameter(name: str) -> str:
    """Return a name as a parameter may hold it: no quotes, no line ends."""
    return " ".join(plain(name).replace('"', "'").split())


def _status(state: str) -> str:
    if state in {AppointmentState.CANCELLED, "rescheduled"}:
        return "CANCELLED"
    tentative = (AppointmentState.PROPOSED, AppointmentState.TENTATIVE)
    return "TENTATIVE" if state in tentative else "CONFIRMED"
