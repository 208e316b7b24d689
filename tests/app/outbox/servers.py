"""A real mail server on loopback that does what a test wants of it."""

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from models.ids import MailAccountId
from models.outbox.accounts import MailAccountRow

HOST = "127.0.0.1"
PASSWORD = " ".join(("correct", "horse"))


@dataclass
class Mailbox:
    """What a server took, whom it refuses, and whether it hangs up once it has the mail."""

    taken: list[bytes] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    hangs_up: bool = False
    answer: str = "250 Taken"

    async def rcpt(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Refuse whom a test refuses."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 Known"

    async def data(self, server: Any, _session: Any, envelope: Any) -> str:
        """Take the mail; the line may go dead before the answer."""
        if self.answer.startswith("250"):
            self.taken.append(envelope.content)
            self.to.append(list(envelope.rcpt_tos))
        if self.hangs_up:
            server.transport.abort()
        return self.answer


class OnAnyPort(Controller):
    """Takes whichever port is free: one that is looked up beforehand may be another's by then."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        go_on: Any = super()._trigger_server
        go_on()


@contextmanager
def serving(
    mailbox: Mailbox, *, tls: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """Serve a mailbox on a free port of this machine; with `tls` it asks for STARTTLS."""
    handler = SimpleNamespace(handle_RCPT=mailbox.rcpt, handle_DATA=mailbox.data)
    if tls is not None:
        options |= {"tls_context": tls, "require_starttls": True}
    # Only what fails waits this long for the server.
    controller = OnAnyPort(handler, hostname=HOST, port=0, ready_timeout=60.0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def knows(user: str, password: str) -> Any:
    """Return an authenticator that knows one user."""

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and (
            (data.login, data.password) == (user.encode(), password.encode())
        )
        return AuthResult(success=known, handled=known)

    return check


def account(port: int, security: str = "none", user: str | None = None) -> MailAccountRow:
    """Return an account at the server."""
    return MailAccountRow(
        MailAccountId(1), "key", "Our desk", "desk@our.example", None, None,
        HOST, port, security, user, active=True,
    )  # fmt: skip


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server shows, and what a client trusts that knows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Funneldesk tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
