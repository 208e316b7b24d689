"""Sending one mail by SMTP, and saying exactly how far it came.

A mail goes out when the server has taken the line that ends it. Where the connection is lost after
that line was sent and before the server answered, nobody can know: that is `Fate.DOUBT`, and such
a mail is never sent again by itself.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import Final

from app.calendars.letters import needs_utf8, written
from models.calendars.addresses import ascii_address
from models.language import gettext as _
from models.outbox.accounts import MailAccountRow
from models.vocabulary import MailSecurity

TIMEOUT_SECONDS: Final = 30.0
# What the other side would learn of this machine otherwise is its name.
_HELLO: Final = "[127.0.0.1]"
_OK: Final = (250, 251)
_GO_AHEAD: Final = 354
_FOR_GOOD: Final = 500


class Fate(StrEnum):
    """How far a mail came."""

    SENT = "sent"
    AGAIN = "again"
    FAILED = "failed"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail, with what to tell; empty where all went well."""

    fate: Fate
    sentence: str = ""


class _StoppedError(Exception):
    """The mail did not go out; `for_good` where trying again would not help."""

    def __init__(self, sentence: str, *, for_good: bool) -> None:
        super().__init__(sentence)
        self.for_good = for_good


def deliver(
    account: MailAccountRow,
    password: str | None,
    message: EmailMessage,
    recipients: tuple[str, ...],
    *,
    context: ssl.SSLContext | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Outcome:
    """Send a mail and say how far it came. Call it from a thread that may wait."""

    def send(server: smtplib.SMTP) -> Outcome:
        refused = _address(server, account.address, recipients)
        _begin_data(server)
        return _hand_over(server, written(message), refused)

    return _logged_in(account, password, send, context, timeout)


def try_account(
    account: MailAccountRow,
    password: str | None,
    *,
    context: ssl.SSLContext | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> Outcome:
    """Connect and log in without sending anything, and say what came of it."""

    def ask(server: smtplib.SMTP) -> Outcome:
        server.noop()
        words = _("{host} answers and lets {address} send.")
        return Outcome(Fate.SENT, words.format(host=account.host, address=account.address))

    return _logged_in(account, password, ask, context, timeout)


def _logged_in(
    account: MailAccountRow,
    password: str | None,
    work: Callable[[smtplib.SMTP], Outcome],
    context: ssl.SSLContext | None,
    timeout: float,
) -> Outcome:
    """Do something at the server as the account's user; say what stopped it, where it was."""
    try:
        server = _connected(account, context, timeout)
    except _StoppedError as error:
        return _stopped(error)
    try:
        _log_in(server, account, password)
        return work(server)
    except _StoppedError as error:
        return _stopped(error)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Fate.AGAIN, _lost(account, error))
    finally:
        _part(server)


def _stopped(error: _StoppedError) -> Outcome:
    return Outcome(Fate.FAILED if error.for_good else Fate.AGAIN, str(error))


def _connected(
    account: MailAccountRow, context: ssl.SSLContext | None, timeout: float
) -> smtplib.SMTP:
    safe = context or ssl.create_default_context()
    try:
        if account.security == MailSecurity.TLS:
            return smtplib.SMTP_SSL(
                account.host, account.port, _HELLO, timeout=timeout, context=safe
            )
        server = smtplib.SMTP(account.host, account.port, _HELLO, timeout=timeout)
    except ssl.SSLCertVerificationError as error:
        raise _not_who_it_says(account, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _StoppedError(_lost(account, error), for_good=False) from error
    if account.security == MailSecurity.STARTTLS:
        try:
            _protect(server, account, safe)
        except _StoppedError:
            _part(server)
            raise
    return server


def _protect(server: smtplib.SMTP, account: MailAccountRow, context: ssl.SSLContext) -> None:
    try:
        server.ehlo_or_helo_if_needed()
        if not server.has_extn("starttls"):
            raise _StoppedError(
                _(
                    "{host} offers no STARTTLS on port {port}, so the password would be readable. "
                    "Check port and security of the account; TLS is often on port 465."
                ).format(host=account.host, port=account.port),
                for_good=True,
            )
        server.starttls(context=context)
        server.ehlo()
    except ssl.SSLCertVerificationError as error:
        raise _not_who_it_says(account, error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise _StoppedError(_lost(account, error), for_good=False) from error


def _not_who_it_says(account: MailAccountRow, error: ssl.SSLCertVerificationError) -> _StoppedError:
    return _StoppedError(
        _(
            "{host} cannot show that it is who it says ({cause}). Nothing was sent. Check the "
            "server name of the account."
        ).format(host=account.host, cause=error.verify_message),
        for_good=True,
    )


def _log_in(server: smtplib.SMTP, account: MailAccountRow, password: str | None) -> None:
    if account.user is None:
        server.ehlo_or_helo_if_needed()
        return
    try:
        server.login(account.user, password or "")
    except smtplib.SMTPAuthenticationError as error:
        raise _StoppedError(
            _(
                "{host} does not accept the user {user} with the stored password. Enter it anew in "
                "Settings; some providers want a password made for programs."
            ).format(host=account.host, user=account.user),
            for_good=error.smtp_code >= _FOR_GOOD,
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise _StoppedError(
            _("{host} takes no user name. Leave the user of the account empty.").format(
                host=account.host
            ),
            for_good=True,
        ) from error


def _address(server: smtplib.SMTP, sender: str, recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Name sender and recipients; return whom the server refused, with its words."""
    options = []
    if needs_utf8((sender, *recipients)):
        if not server.has_extn("smtputf8"):
            raise _StoppedError(
                _("The server takes no addresses outside of A to Z: {addresses}.").format(
                    addresses=", ".join(one for one in (sender, *recipients) if needs_utf8((one,)))
                ),
                for_good=True,
            )
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    code, words = server.mail(ascii_address(sender), options)
    if code != _OK[0]:
        raise _StoppedError(
            _("The server does not send for {address}: {words}").format(
                address=sender, words=_words(code, words)
            ),
            for_good=code >= _FOR_GOOD,
        )
    refused = []
    codes = []
    for recipient in recipients:
        code, words = server.rcpt(ascii_address(recipient))
        if code not in _OK:
            refused.append(f"{recipient}: {_words(code, words)}")
            codes.append(code)
    if len(refused) == len(recipients):
        raise _StoppedError(
            _("The server refuses every recipient. {refused}").format(refused="; ".join(refused)),
            for_good=all(code >= _FOR_GOOD for code in codes),
        )
    return tuple(refused)


def _begin_data(server: smtplib.SMTP) -> None:
    code, words = server.docmd("DATA")
    if code != _GO_AHEAD:
        raise _StoppedError(
            _("The server does not take the mail: {words}").format(words=_words(code, words)),
            for_good=code >= _FOR_GOOD,
        )


def _hand_over(server: smtplib.SMTP, data: bytes, refused: tuple[str, ...]) -> Outcome:
    quoted = re.sub(rb"(?m)^\.", b"..", data)
    if not quoted.endswith(b"\r\n"):
        quoted += b"\r\n"
    # Up to here nothing can have gone out: a server keeps no mail without its last line.
    server.send(quoted)
    try:
        server.send(b".\r\n")
        code, words = server.getreply()
    except (OSError, smtplib.SMTPException):
        return Outcome(
            Fate.DOUBT,
            _(
                "The connection was lost while the server took the mail: it may have gone out. "
                "Look into the mailbox, or ask a guest, before you send it again."
            ),
        )
    if code != _OK[0]:
        sentence = _("The server does not take the mail: {words}").format(words=_words(code, words))
        return Outcome(Fate.FAILED if code >= _FOR_GOOD else Fate.AGAIN, sentence)
    if refused:
        sentence = _("Sent, but not to all: {refused}").format(refused="; ".join(refused))
        return Outcome(Fate.SENT, sentence)
    return Outcome(Fate.SENT)


def _part(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:300]


def _lost(account: MailAccountRow, error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        cause = _("its name was not found; is there a network?")
    elif isinstance(error, TimeoutError):
        cause = _("it does not answer")
    elif isinstance(error, ConnectionRefusedError):
        cause = _("it refuses the connection")
    elif isinstance(error, smtplib.SMTPResponseException):
        cause = _words(error.smtp_code, error.smtp_error)
    elif isinstance(error, smtplib.SMTPServerDisconnected):
        cause = _("it hung up")
    else:
        cause = str(error.strerror) if isinstance(error, OSError) and error.strerror else str(error)
    return _(
        "{host} could not be used ({cause}). Check the network, and server and port in "
        "Settings, Mail."
    ).format(host=account.host, cause=cause)
