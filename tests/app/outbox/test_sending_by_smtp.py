"""Sending by SMTP against a real server: protected, at most once, and telling how far it came."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from app.calendars.letters import composed
from app.outbox.keystore import KeyStoreError
from app.outbox.sending import send_due
from app.outbox.smtp import Fate, Outcome, deliver, try_account
from models.outbox.handing import Letter, ask_to_send
from models.outbox.rows import outbox_row
from models.settings.changing import change_setting
from models.workspace import Workspace
from tests.app.calendars.contents import NOW, letter
from tests.app.outbox.servers import PASSWORD, Mailbox, account, certificate, knows, serving
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld

TO = ("cara@our.example", "ann@acme.example")
LOGIN = {"authenticator": knows("desk", PASSWORD), "auth_require_tls": False}


def sent(port: int, *, to: tuple[str, ...] = TO, **other: Any) -> Outcome:
    given = {"password": None, "timeout": 5.0} | other
    how = {key: given.pop(key) for key in ("security", "user") if key in given}
    return deliver(account(port, **how), message=composed(letter(), NOW), recipients=to, **given)


def test_a_mail_arrives_whole(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        assert sent(port) == Outcome(Fate.SENT)
    (data,) = mailbox.taken
    assert mailbox.to == [list(TO)]
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert message["Subject"] == "Demo: Acme Ltd and Cara Closer"
    kinds = [part.get_content_type() for part in message.walk()]
    assert "text/calendar" in kinds


def test_starttls_and_password_with_a_certificate_that_is_checked(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    mailbox = Mailbox()
    options = {"authenticator": knows("desk", PASSWORD), "auth_required": True}
    with serving(mailbox, tls=server, **options) as port:
        how: dict[str, Any] = {"security": "starttls", "user": "desk"}
        assert sent(port, password=PASSWORD, context=trusting, **how).fate == Fate.SENT
        stranger = sent(port, password=PASSWORD, **how)
        wrong = sent(port, password=PASSWORD[::-1], context=trusting, **how)
        tried = try_account(account(port, "starttls", "desk"), PASSWORD, context=trusting)
    assert (stranger.fate, wrong.fate) == (Fate.FAILED, Fate.FAILED)
    assert "cannot show that it is who it says" in stranger.sentence
    assert "does not accept the user desk" in wrong.sentence
    assert PASSWORD not in wrong.sentence
    assert tried == Outcome(Fate.SENT, "127.0.0.1 answers and lets desk@our.example send.")
    assert len(mailbox.taken) == 1


def test_nothing_is_said_to_a_server_that_offers_no_protection_where_it_is_wanted() -> None:
    mailbox = Mailbox()
    with serving(mailbox, **LOGIN) as port:
        outcome = sent(port, password=PASSWORD, security="starttls", user="desk")
        tried = try_account(account(port, "starttls", "desk"), PASSWORD)
    assert outcome.fate == tried.fate == Fate.FAILED
    assert "offers no STARTTLS" in outcome.sentence
    assert mailbox.taken == []


def test_a_server_that_speaks_tls_from_the_start(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    mailbox = Mailbox()
    with serving(mailbox, ssl_context=server) as port:
        assert sent(port, security="tls", context=trusting).fate == Fate.SENT
        assert sent(port, security="tls").fate == Fate.FAILED
    assert len(mailbox.taken) == 1


def test_a_refused_recipient_is_told_and_the_others_get_it() -> None:
    mailbox = Mailbox(refused={"ann@acme.example": "550 No such user"})
    with serving(mailbox) as port:
        some = sent(port)
        none = sent(port, to=("ann@acme.example",))
        mailbox.refused["ann@acme.example"] = "450 Come back later"
        later = sent(port, to=("ann@acme.example",))
    assert some == Outcome(Fate.SENT, "Sent, but not to all: ann@acme.example: 550 No such user")
    assert mailbox.to == [["cara@our.example"]]
    assert (none.fate, later.fate) == (Fate.FAILED, Fate.AGAIN)


def test_a_mail_that_the_server_does_not_take_has_not_gone_out() -> None:
    mailbox = Mailbox(answer="452 Full")
    with serving(mailbox) as port:
        full = sent(port)
        mailbox.answer = "554 Looks like spam"
        spam = sent(port)
    assert (full.fate, spam.fate) == (Fate.AGAIN, Fate.FAILED)
    assert "452 Full" in full.sentence


def test_a_connection_that_dies_before_the_answer_leaves_a_doubt() -> None:
    mailbox = Mailbox(hangs_up=True)
    with serving(mailbox) as port:
        outcome = sent(port)
    assert outcome.fate == Fate.DOUBT
    assert "may have gone out" in outcome.sentence
    assert len(mailbox.taken) == 1


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = sent(taken.getsockname()[1])
    assert outcome.fate == Fate.AGAIN
    assert "refuses the connection" in outcome.sentence


def test_a_connection_that_dies_before_the_last_line_has_not_gone_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = smtplib.SMTP.send

    def cut(self: smtplib.SMTP, s: Any) -> None:
        if isinstance(s, bytes) and b"VCALENDAR" not in s and len(s) > 1000:
            raise ConnectionResetError
        real(self, s)

    monkeypatch.setattr(smtplib.SMTP, "send", cut)
    mailbox = Mailbox()
    with serving(mailbox) as port:
        assert sent(port).fate == Fate.AGAIN
    assert mailbox.taken == []


# The rounds


@pytest.fixture
def asked(filled: Workspace, world: SmallWorld) -> Workspace:
    with filled.write(world.leader) as session:
        change_setting(session, "send_after_minutes", "")
        ask_to_send(session, (world.outbox,))
    return filled


def carried(outcome: Outcome, seen: list[str]) -> Callable[..., Outcome]:
    def carry(account: Any, password: str | None, letter: Letter) -> Outcome:
        seen.append(letter.message_key)
        return outcome

    return carry


def test_a_round_sends_each_message_once(asked: Workspace, world: SmallWorld) -> None:
    seen: list[str] = []
    first = send_due(asked, send=carried(Outcome(Fate.SENT), seen))
    second = send_due(asked, send=carried(Outcome(Fate.SENT), seen))
    assert (first.sent, second.sent, len(seen)) == (1, 0, 1)
    with asked.read() as session:
        row = outbox_row(session, world.outbox)
    assert (row.state, row.handed_over_how) == ("handed_over", "smtp")


def test_a_doubt_is_never_sent_again_by_itself(
    asked: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    seen: list[str] = []
    done = send_due(asked, send=carried(Outcome(Fate.DOUBT, "Lost"), seen))
    clock.advance(days=3)
    send_due(asked, send=carried(Outcome(Fate.SENT), seen))
    assert (done.in_doubt, len(seen)) == (1, 1)
    with asked.read() as session:
        row = outbox_row(session, world.outbox)
    assert row.in_doubt(clock())
    assert row.last_error == "Lost"


def test_a_try_that_failed_is_made_again_with_the_same_message_id(
    asked: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    seen: list[str] = []
    for outcome in (Outcome(Fate.AGAIN, "No network"), Outcome(Fate.SENT)):
        send_due(asked, send=carried(outcome, seen))
        send_due(asked, send=carried(outcome, seen))
        clock.advance(minutes=1)
    assert len(seen) == 2
    assert seen[0] == seen[1]


def test_without_a_password_nothing_is_begun_and_it_is_told(
    asked: Workspace, world: SmallWorld
) -> None:
    from models.outbox.accounts import edit_mail_account

    with asked.write(world.leader) as session:
        edit_mail_account(
            session, world.account, "Desk", "desk@our.example", "smtp.our.example", user="desk"
        )

    def none(_key: str, _address: str) -> str:
        raise KeyStoreError("No key store here.")

    seen: list[str] = []
    done = send_due(asked, send=carried(Outcome(Fate.SENT), seen), password_for=none)
    assert (done.sent, done.sentences, seen) == (0, ("No key store here.",), [])
    with asked.read() as session:
        assert outbox_row(session, world.outbox).state == "waiting"


def test_a_round_against_a_real_server(
    asked: Workspace, world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.outbox.accounts import edit_mail_account

    mailbox = Mailbox()
    with serving(mailbox) as port:
        with asked.write(world.leader) as session:
            edit_mail_account(
                session,
                world.account,
                "Desk",
                "desk@our.example",
                "127.0.0.1",
                port=port,
                security="none",
            )
        assert send_due(asked).sent == 1
    assert mailbox.to == [["ann@acme.example"]]
    message = BytesParser(policy=policy.default).parsebytes(mailbox.taken[0])
    assert message["From"] == "Desk <desk@our.example>"


def test_the_trusted_certificates_are_those_of_the_system() -> None:
    context = ssl.create_default_context()
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
