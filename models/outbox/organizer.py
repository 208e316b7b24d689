"""From which mailbox a meeting is organised: it sends the invitations and gets the replies."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.meetings.appointments import Appointment
from models.entities.people.team import TeamMember
from models.entities.work.outbox import MailAccount
from models.ids import MailAccountId
from models.outbox.content import Mailbox, content_of
from models.outbox.sent import last_gone


def organizer_of(
    session: Session, appointment: Appointment
) -> tuple[MailAccountId | None, Mailbox | None]:
    """Return the account and the mailbox that a meeting's messages come from.

    It stays who it was once something has gone out: calendars believe nobody else. Else it is the
    account of who booked, the team's own, or the closer's; without any, the address of who booked
    or of the closer, whose mail program then sends the draft. Nobody where none is known.
    """
    gone = last_gone(session, appointment.invitation_uid)
    organizer = None if gone is None else content_of(gone.content).organizer
    if gone is not None and organizer is not None:
        return _account_at(session, organizer.address), organizer
    return new_organizer(session, appointment.setter_id, appointment.closer_id)


def new_organizer(
    session: Session, setter_id: int | None, closer_id: int
) -> tuple[MailAccountId | None, Mailbox | None]:
    """Return who organises a meeting of which nothing has gone out yet: see `organizer_of`."""
    accounts = session.scalars(
        select(MailAccount).where(MailAccount.active.is_(True)).order_by(MailAccount.id)
    ).all()
    for owner in (setter_id, None, closer_id):
        for account in accounts:
            if account.member_id == owner:
                return MailAccountId(account.id), Mailbox(account.name, account.address)
    for member_id in (setter_id, closer_id):
        member = None if member_id is None else session.get(TeamMember, member_id)
        if member is not None and member.email:
            return None, Mailbox(member.name, member.email)
    return None, None


def _account_at(session: Session, address: str) -> MailAccountId | None:
    found = session.scalar(
        select(MailAccount.id).where(MailAccount.address == address, MailAccount.active.is_(True))
    )
    return None if found is None else MailAccountId(found)
