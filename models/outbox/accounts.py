"""Mail accounts: the mailboxes that invitations come from.

The password of an account is in the system's key store, never in the workspace.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.checks import one_of, optional_text, required_text
from models.contact_values import email_address
from models.entities.people.team import TeamMember
from models.entities.work.outbox import MailAccount, OutboxMessage
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import MailAccountId, MemberId
from models.language import gettext as _
from models.vocabulary import MailSecurity, OutboxState

_HIGHEST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class MailAccountRow:
    """A mailbox that invitations are sent from; `key` is what its password is stored under."""

    id: MailAccountId
    key: str
    name: str
    address: str
    member_id: MemberId | None
    member: str | None
    host: str
    port: int
    security: str
    user: str | None
    active: bool


def mail_accounts(session: Session, *, active_only: bool = True) -> tuple[MailAccountRow, ...]:
    """Return the mail accounts in the order in which they were added."""
    wanted = select(MailAccount, TeamMember.name).outerjoin(
        TeamMember, TeamMember.id == MailAccount.member_id
    )
    if active_only:
        wanted = wanted.where(MailAccount.active.is_(True))
    return tuple(
        MailAccountRow(
            id=MailAccountId(row.id),
            key=row.uuid.hex,
            name=row.name,
            address=row.address,
            member_id=None if row.member_id is None else MemberId(row.member_id),
            member=member,
            host=row.host,
            port=row.port,
            security=row.security,
            user=row.user,
            active=row.active,
        )
        for row, member in session.execute(wanted.order_by(MailAccount.id))
    )


def mail_account(session: Session, account_id: MailAccountId) -> MailAccountRow:
    """Return one account; refuses one that does not exist."""
    existing(session, MailAccount, account_id)
    rows = mail_accounts(session, active_only=False)
    return next(row for row in rows if row.id == account_id)


@verb
def add_mail_account(
    session: Session,
    name: str,
    address: str,
    host: str,
    *,
    port: int = 587,
    security: str = MailSecurity.STARTTLS.value,
    user: str | None = None,
    member_id: MemberId | None = None,
) -> MailAccountId:
    """Add a mailbox to send invitations from, a person's own or the team's.

    An account of this address that was taken off comes back with what is given. Refuses a blank
    name or server, what is no address, a port outside of 1 to 65535, an unknown kind of security,
    a user that would be sent unprotected, and an address that an account has already.
    """
    values = _checked(session, name, address, host, port, security, user, member_id)
    account = session.scalar(select(MailAccount).where(MailAccount.address == values["address"]))
    if account is not None and account.active:
        raise _taken(address)
    if account is None:
        account = MailAccount(active=True, **values)
        session.add(account)
    else:
        _write(account, values)
        account.active = True
    session.flush()
    return MailAccountId(account.id)


@verb
def edit_mail_account(
    session: Session,
    account_id: MailAccountId,
    name: str,
    address: str,
    host: str,
    *,
    port: int = 587,
    security: str = MailSecurity.STARTTLS.value,
    user: str | None = None,
    member_id: MemberId | None = None,
) -> None:
    """Write an account anew; refuses what `add_mail_account` refuses."""
    account = existing(session, MailAccount, account_id)
    values = _checked(session, name, address, host, port, security, user, member_id)
    same = select(MailAccount.id).where(
        MailAccount.address == values["address"], MailAccount.id != account_id
    )
    if session.scalar(same) is not None:
        raise _taken(address)
    _write(account, values)


@verb
def remove_mail_account(session: Session, account_id: MailAccountId) -> None:
    """Send nothing from an account any more; what it sent keeps its name.

    Refuses an account through which a message is on its way.
    """
    account = existing(session, MailAccount, account_id)
    under_way = select(OutboxMessage.id).where(
        OutboxMessage.account_id == account_id, OutboxMessage.state == OutboxState.SENDING
    )
    if session.scalar(under_way.limit(1)) is not None:
        raise InvalidValueError(
            "account",
            account.address,
            _("A message is on its way through this account. See to that first."),
        )
    account.active = False


def _write(account: MailAccount, values: dict[str, str | int | None]) -> None:
    for name, value in values.items():
        setattr(account, name, value)


def _taken(address: str) -> InvalidValueError:
    return InvalidValueError(
        "address",
        address,
        _("There is an account for {address} already. Edit that one.").format(address=address),
    )


def _checked(
    session: Session,
    name: str,
    address: str,
    host: str,
    port: int,
    security: str,
    user: str | None,
    member_id: MemberId | None,
) -> dict[str, str | int | None]:
    mailbox = email_address(required_text("address", address))
    server = required_text("host", host)
    if any(sign.isspace() or ord(sign) < 33 for sign in server) or "/" in server:
        raise InvalidValueError(
            "host",
            host,
            _("“{host}” is no server name, such as smtp.example.com.").format(host=server),
        )
    if not 1 <= port <= _HIGHEST_PORT:
        raise InvalidValueError("port", port, _("A port is a number from 1 to 65535."))
    kind = one_of("security", security, tuple(MailSecurity))
    login = optional_text("user", user)
    if kind == MailSecurity.NONE and login is not None:
        raise InvalidValueError(
            "user",
            user,
            _(
                "Without TLS the password would be readable on the way. Choose STARTTLS or TLS, or "
                "leave the user empty."
            ),
        )
    if member_id is not None:
        existing(session, TeamMember, member_id)
    return {
        "name": required_text("name", name),
        "address": mailbox,
        "host": server,
        "port": port,
        "security": str(kind),
        "user": login,
        "member_id": member_id,
    }
