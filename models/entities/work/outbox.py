"""What must leave the machine, and the mailboxes it leaves from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.storage.columns import JsonObject
from models.topics import Topic


class OutboxMessage(Recorded):
    """A calendar message or mail that waits until it is handed over.

    `content` is what it says, fixed when it was written, so that a later change of the meeting
    makes a message of its own. `state` is waiting, sending, handed_over, failed or withdrawn;
    handing over (`smtp`, `draft` or `saved`) is recorded and never undone.
    """

    __tablename__ = "outbox_message"
    constraints = (
        Index(None, "state", "next_try_at"),
        Index(None, "invitation_uid", "sequence"),
    )
    topic = Topic.OUTBOX

    kind: Mapped[str]
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("mail_account.id"))
    invitation_uid: Mapped[str | None]
    sequence: Mapped[int | None]
    message_key: Mapped[str]
    subject: Mapped[str]
    recipients: Mapped[JsonObject]
    content: Mapped[JsonObject]
    written_at: Mapped[datetime]
    state: Mapped[str]
    attempts: Mapped[int]
    next_try_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    handed_over_at: Mapped[datetime | None]
    handed_over_how: Mapped[str | None]


class MailAccount(Recorded):
    """A mailbox that invitations are sent from; its address is their organiser.

    The password is in the system's key store, under this row's UUID, and never in this file.
    """

    __tablename__ = "mail_account"
    constraints = (UniqueConstraint("address"),)
    topic = Topic.OUTBOX

    name: Mapped[str]
    address: Mapped[str]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("team_member.id"))
    host: Mapped[str]
    port: Mapped[int]
    security: Mapped[str]
    user: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
