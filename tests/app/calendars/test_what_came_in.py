"""Reading what comes in: every usual shape, whatever is broken, and every file of the corpus."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calendars.busy_reading import Whose, read_busy_file
from app.calendars.decoding import MAX_BYTES
from app.calendars.letters import mail_of
from app.calendars.process import busy_file_in_child
from app.calendars.reading import read_messages, read_pasted
from tests.app.calendars import shapes
from tests.app.calendars.contents import NOW, letter

CORPUS = Path(__file__).parents[4] / "shared" / "data" / "ics"
BERLIN = Whose("Europe/Berlin", "cara@our.example", frozenset({"ours@funneldesk"}))


def write(tmp_path: Path, data: bytes | str, name: str = "in.ics") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_google_accepts(tmp_path: Path) -> None:
    (message,) = read_messages(write(tmp_path, shapes.GOOGLE))
    assert (message.method, message.uid, message.sequence) == ("REPLY", shapes.UID, 2)
    assert (message.attendee_email, message.reply) == ("ann@acme.example", "accepted")
    assert message.stamped_at == datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert message.problem is None


def test_outlook_proposes_another_time_in_a_windows_zone(tmp_path: Path) -> None:
    data = shapes.as_mail(shapes.OUTLOOK, "COUNTER")
    (message,) = read_messages(write(tmp_path, data, "in.eml"))
    assert (message.method, message.reply) == ("COUNTER", "tentative")
    assert message.attendee_email == "Ann@ACME.example"
    assert message.proposed_starts_at == datetime(2026, 11, 3, 14, tzinfo=UTC)
    assert message.proposed_ends_at == datetime(2026, 11, 3, 14, 45, tzinfo=UTC)
    assert message.comment == "Could we do the afternoon?\nAnn"


def test_apple_declines_with_a_comment(tmp_path: Path) -> None:
    (message,) = read_messages(write(tmp_path, shapes.as_mail(shapes.APPLE), "in.eml"))
    assert (message.reply, message.comment) == ("declined", "Sorry, I am away")


def test_who_answers_is_told_by_the_sender_where_several_are_listed(tmp_path: Path) -> None:
    data = shapes.as_mail(shapes.DELEGATED)
    (message,) = read_messages(write(tmp_path, data, "in.eml"))
    assert (message.reply, message.delegated_to) == ("delegated", "bo@acme.example")
    taken = shapes.DELEGATED.replace("NEEDS-ACTION", "ACCEPTED")
    (other,) = read_messages(
        write(tmp_path, shapes.as_mail(taken, sender="bo@acme.example"), "other.eml")
    )
    assert (other.attendee_email, other.reply, other.delegated_from) == (
        "bo@acme.example",
        "accepted",
        "ann@acme.example",
    )


def test_a_reply_is_the_same_in_a_file_in_a_mail_and_pasted(tmp_path: Path) -> None:
    (file,) = read_messages(write(tmp_path, shapes.GOOGLE))
    (mail,) = read_messages(write(tmp_path, shapes.as_mail(shapes.GOOGLE), "in.eml"))
    (pasted,) = read_pasted(f"Ann wrote:\n\n{shapes.GOOGLE}")
    assert file.digest == mail.digest == pasted.digest


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1"])
def test_any_usual_encoding_is_read(encoding: str, tmp_path: Path) -> None:
    text = shapes.APPLE.replace("Sorry", "Schönen Gruß")
    (message,) = read_messages(write(tmp_path, text.encode(encoding)))
    assert message.comment == "Schönen Gruß, I am away"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xd0\xcf\x11\xe0 outlook", "is an Outlook message"),
        (b"%PDF-1.7 nothing", "holds no calendar entry"),
        (b"Subject: hello\n\nThanks, see you there", "holds no calendar entry"),
        (b"Content-Type: message/delivery-status\n\nFinal-Recipient: x", "not be delivered"),
        (b'Content-Type: application/ms-tnef; name="winmail.dat"\n\nxx', "winmail.dat"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holds no meeting"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nX\nEND:VCALENDAR\n", ""),
    ],
)
def test_what_is_no_reply_says_what_it_is(data: bytes, words: str, tmp_path: Path) -> None:
    (message,) = read_messages(write(tmp_path, data))
    assert message.reply is None
    assert words in (message.problem or "")


def test_a_file_that_is_too_big_or_gone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.ics"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "can be read" in (read_messages(path)[0].problem or "")
    assert "cannot be opened" in (read_messages(tmp_path / "none.ics")[0].problem or "")


def test_our_own_invitation_is_seen_to_be_no_reply(tmp_path: Path) -> None:
    (message,) = read_messages(write(tmp_path, mail_of(letter(), NOW), "out.eml"))
    assert (message.method, message.uid) == ("REQUEST", "0193-meeting@funneldesk")


@settings(max_examples=40)
@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR".encode())
)
def test_whatever_comes_is_read_or_refused_and_never_raises(data: bytes) -> None:
    for message in read_pasted(data.decode("latin-1")):
        assert message.digest


def test_every_file_of_the_corpus_is_read_or_refused_with_a_message() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the calendar files of other parsers are not beside this checkout")
    files = sorted(CORPUS.rglob("*.ics"))
    assert len(files) > 150
    told = 0
    for path in files:
        for message in read_messages(path):
            assert message.method or message.uid or message.problem, path.name
        found = read_busy_file(path, BERLIN, NOW).times
        assert not (found.unreadable and found.spans), path.name
        told += bool(found.problems or found.unreadable)
        assert all(start < end for start, end in found.spans), path.name
    assert told > 40


# Busy times


def spans(tmp_path: Path, text: str, whose: Whose = BERLIN) -> list[tuple[str, str]]:
    found = read_busy_file(write(tmp_path, text), whose, NOW).times
    assert found.unreadable is None
    form = "%d %H:%M"
    return [(start.strftime(form), end.strftime(form)) for start, end in found.spans]


def test_repeats_exceptions_days_and_floating_times_are_placed_and_free_ones_left_out(
    tmp_path: Path,
) -> None:
    assert spans(tmp_path, shapes.BUSY) == [
        ("02 08:00", "02 09:00"),
        ("03 11:00", "03 11:30"),
        ("03 23:00", "04 23:00"),
        ("06 08:00", "06 09:00"),
        ("06 10:00", "06 10:30"),
        ("16 13:00", "16 14:00"),
        ("23 08:00", "23 09:00"),
        ("30 08:00", "30 09:00"),
    ]
    found = read_busy_file(tmp_path / "in.ics", BERLIN, NOW)
    assert found.source == "in.ics"
    assert (found.covers_until - NOW).days == 400
    assert any("When?" in problem for problem in found.times.problems)


def test_floating_times_and_days_are_in_the_persons_own_zone(tmp_path: Path) -> None:
    found = spans(tmp_path, shapes.BUSY, Whose("Asia/Kolkata"))
    assert ("03 06:30", "03 07:00") in found
    assert ("03 18:30", "04 18:30") in found


def test_a_zone_that_nobody_knows_is_told(tmp_path: Path) -> None:
    text = shapes.BUSY.replace("W. Europe Standard Time", "Middle Earth Time")
    found = read_busy_file(write(tmp_path, text), BERLIN, NOW).times
    assert any("Middle Earth Time" in problem for problem in found.problems)


@pytest.mark.parametrize("data", ["", "no calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_a_calendar_that_tells_nothing_is_unreadable_and_never_free(
    data: str, tmp_path: Path
) -> None:
    found = read_busy_file(write(tmp_path, data), BERLIN, NOW).times
    assert found.unreadable
    assert found.spans == ()


def test_a_rule_that_goes_off_every_second_is_told_and_not_laid_out(tmp_path: Path) -> None:
    text = shapes.BUSY.replace("FREQ=WEEKLY;COUNT=5", "FREQ=SECONDLY")
    found = read_busy_file(write(tmp_path, text), BERLIN, NOW).times
    assert any("repeats every minute" in problem for problem in found.problems)


def test_a_calendar_is_read_in_a_process_of_its_own_and_can_be_cancelled(tmp_path: Path) -> None:
    path = write(tmp_path, shapes.BUSY)
    found = busy_file_in_child(path, BERLIN, NOW, lambda: False)
    assert found is not None
    assert len(found.times.spans) == 8
    assert busy_file_in_child(path, BERLIN, NOW, lambda: True) is None
