"""Invitations as calendar objects and mails: by the standards, and safe whatever was typed."""

from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus
from icalendar import Calendar

from app.calendars.drawing import appointments_file, drawn_up, plain
from app.calendars.letters import mail_of
from models.calendars.persons_meetings import PersonsMeeting
from models.ids import AppointmentId
from models.outbox.content import Guest, Mailbox
from tests.app.calendars.contents import NOW, TEN, content, letter

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=120
).filter(lambda text: bool(plain(text).strip()))
LOCALS = st.from_regex(r"\A[a-z][a-z0-9.+_-]{0,20}[a-z0-9]\Z").filter(lambda one: ".." not in one)


def parsed(data: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    return message


def event_of(data: bytes) -> tuple[Calendar, dict[str, object]]:
    (calendar,) = Calendar.from_ical(data, multiple=True)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize(
    ("kind", "method", "status"),
    [
        ("invitation", "REQUEST", "CONFIRMED"),
        ("update", "REQUEST", "CONFIRMED"),
        ("cancellation", "CANCEL", "CANCELLED"),
        ("counter_declined", "DECLINECOUNTER", "CONFIRMED"),
    ],
)
def test_each_kind_of_message_has_its_method_and_status(
    kind: str, method: str, status: str
) -> None:
    calendar, event = event_of(drawn_up(kind, content(), NOW))
    assert calendar["METHOD"] == method
    assert event["STATUS"] == status
    mail = parsed(mail_of(letter(kind), NOW))
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_param("method") == method
    assert part.get_param("charset") == "utf-8"


def test_an_invitation_is_what_the_standard_asks_for() -> None:
    text = drawn_up("invitation", content(), NOW).decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    assert "UID:0193-meeting@funneldesk" in lines
    assert "SEQUENCE:2" in lines
    assert "DTSTAMP:20261102T093015Z" in lines
    assert "DTSTART:20261103T100000Z" in lines
    assert "DTEND:20261103T104500Z" in lines
    assert 'ORGANIZER;CN="Our desk":mailto:desk@our.example' in lines
    attendees = [line for line in lines if line.startswith("ATTENDEE")]
    assert [line.partition(":")[2] for line in attendees] == [
        "mailto:cara@our.example",
        "mailto:ann@acme.example",
        "mailto:bo@acme.example",
    ]
    assert "ROLE=REQ-PARTICIPANT" in attendees[0]
    assert "PARTSTAT=ACCEPTED" in attendees[0]
    assert "PARTSTAT=NEEDS-ACTION" in attendees[1]
    assert "RSVP=TRUE" in attendees[1]
    assert "ROLE=OPT-PARTICIPANT" in attendees[2]
    assert "PARTSTAT=TENTATIVE" in attendees[2]
    assert "TRIGGER:-PT15M" in lines
    assert "VTIMEZONE" not in text
    (described,) = [line for line in lines if line.startswith("DESCRIPTION:Purpose")]
    for told in ("See whether it fits", "https://meet.example/acme", "+44 20 7946 0958"):
        assert told in described


def test_a_time_that_is_not_sure_is_said_to_be_tentative() -> None:
    _calendar, event = event_of(drawn_up("invitation", content(tentative=True), NOW))
    assert event["STATUS"] == "TENTATIVE"


def test_a_guest_without_an_address_is_named_but_not_invited() -> None:
    told = content(guests=(Guest("Cara Closer", "cara@our.example"), Guest("Gert", None)))
    text = drawn_up("invitation", told, NOW).decode()
    assert text.count("ATTENDEE") == 1
    assert "Gert" in text


def test_a_mail_holds_text_page_calendar_and_the_same_as_a_file_in_this_order() -> None:
    mail = parsed(mail_of(letter(), NOW))
    assert mail.get_content_type() == "multipart/mixed"
    alternative, attachment = mail.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert isinstance(alternative, EmailMessage)
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert attachment.get_filename() == "invite.ics"
    calendar = list(alternative.iter_parts())[-1]
    assert calendar.get_payload(decode=True) == attachment.get_payload(decode=True)
    assert mail["From"] == "Our desk <desk@our.example>"
    assert mail["To"] == (
        "Cara Closer <cara@our.example>, Ann Lee <ann@acme.example>, Bo Bold <bo@acme.example>"
    )
    assert mail["Message-ID"] == "<key@funneldesk>"
    assert mail["Date"].datetime == NOW


def test_a_draft_says_that_it_is_unsent_and_leaves_date_and_id_to_who_sends_it() -> None:
    mail = parsed(mail_of(letter(), NOW, unsent=True))
    assert mail["X-Unsent"] == "1"
    assert mail["Date"] is None
    assert mail["Message-ID"] is None


def test_addresses_with_other_letters_are_written_as_the_net_knows_them() -> None:
    told = (Guest("Cara Closer", "cara@our.example"), Guest("Änn", "ann@müller.example"))
    data = mail_of(letter(guests=told), NOW)
    assert b"ann@xn--mller-kva.example" in data
    assert b"mailto:ann@xn--mller-kva.example" in drawn_up("invitation", content(guests=told), NOW)


def test_markup_that_was_typed_is_shown_as_text() -> None:
    mail = parsed(mail_of(letter(purpose="<script>alert(1)</script> & <b>more</b>"), NOW))
    (page,) = [one for one in mail.walk() if one.get_content_type() == "text/html"]
    text = page.get_content()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@settings(max_examples=25)
@given(title=TEXTS, name=TEXTS, purpose=TEXTS, place=TEXTS, reason=TEXTS)
def test_nothing_that_is_typed_breaks_headers_or_lines(
    title: str, name: str, purpose: str, place: str, reason: str
) -> None:
    guests = (Guest("Cara Closer", "cara@our.example"), Guest(name, "ann@acme.example"))
    told = letter(
        "update",
        title=title,
        purpose=purpose,
        place=place,
        reason=reason,
        guests=guests,
        organizer=Mailbox(name, "desk@our.example"),
    )
    data = mail_of(told, NOW)
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    # A line with an encoded name in it may have 76 (RFC 2047).
    assert max(len(line) for line in data.split(b"\r\n")) <= 76
    mail = parsed(data)
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"),
    }
    assert [one.addr_spec for one in mail["To"].addresses] == [
        "cara@our.example",
        "ann@acme.example",
    ]
    file = drawn_up("update", told.content, NOW)
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert file.count(b"BEGIN:VEVENT") == 1
    assert file.count(b"\n") == file.count(b"\r\n")


MOMENTS = st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: TEN + timedelta(minutes=minutes))


@settings(max_examples=25)
@given(
    title=TEXTS,
    purpose=TEXTS,
    place=st.none() | TEXTS,
    name=TEXTS,
    local=LOCALS,
    starts_at=MOMENTS,
    minutes=st.integers(1, 1440),
    sequence=st.integers(0, 9999),
    kind=st.sampled_from(("invitation", "update", "cancellation")),
)
def test_a_second_library_reads_the_same_out_of_our_files(
    title: str,
    purpose: str,
    place: str | None,
    name: str,
    local: str,
    starts_at: datetime,
    minutes: int,
    sequence: int,
    kind: str,
) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    told = content(
        title=title,
        purpose=purpose,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=sequence,
        guests=(Guest("Cara Closer", "cara@our.example"), Guest(name, f"{local}@acme.example")),
    )
    read = IcsCalendarStream.calendar_from_ics(drawn_up(kind, told, NOW).decode("utf-8"))
    (event,) = read.events
    assert read.method == ("CANCEL" if kind == "cancellation" else "REQUEST")
    assert (event.uid, event.sequence, event.dtstamp) == (told.uid, sequence, NOW)
    assert (event.start, event.end) == (starts_at, ends_at)
    assert event.summary == plain(title)
    assert event.location == plain(place or told.video_link or "")
    assert plain(purpose) in (event.description or "")
    wanted = EventStatus.CANCELLED if kind == "cancellation" else EventStatus.CONFIRMED
    assert event.status == wanted
    assert event.organizer is not None
    assert str(event.organizer.uri) == "mailto:desk@our.example"
    assert [str(one.uri) for one in event.attendees] == [
        "mailto:cara@our.example",
        f"mailto:{local}@acme.example",
    ]


def test_a_persons_appointments_are_written_for_calendars_elsewhere() -> None:
    meetings = [
        PersonsMeeting(
            AppointmentId(number),
            f"{number}@funneldesk",
            number,
            TEN + timedelta(days=number),
            TEN + timedelta(days=number, minutes=30),
            state,
            "Acme Ltd and Cara",
            None,
            "https://meet.example/x",
            None,
            "See whether it fits",
        )
        for number, state in enumerate(("confirmed", "tentative", "cancelled", "rescheduled"))
    ]
    read = IcsCalendarStream.calendar_from_ics(
        appointments_file("Cara", meetings, NOW).decode("utf-8")
    )
    assert read.method == "PUBLISH"
    assert [event.status for event in read.events] == [
        EventStatus.CONFIRMED,
        EventStatus.TENTATIVE,
        EventStatus.CANCELLED,
        EventStatus.CANCELLED,
    ]
    assert [event.start for event in read.events] == [one.starts_at for one in meetings]
