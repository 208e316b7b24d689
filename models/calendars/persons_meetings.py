"""A person's own appointments, for calendars elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.entities.meetings.appointments import Appointment
from models.entities.people.team import TeamMember
from models.finding import existing
from models.ids import AppointmentId, MemberId
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class PersonsMeeting:
    """One appointment of a person, without what the prospect said: the file may travel."""

    id: AppointmentId
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    state: str
    title: str
    place: str | None
    video_link: str | None
    dial_in: str | None
    purpose: str | None


def meetings_of_person(
    session: Session, member_id: MemberId, since: datetime | None = None
) -> tuple[PersonsMeeting, ...]:
    """Return the appointments that somebody closes or booked, from an instant on, in order.

    Of one that was moved only where it is now; cancelled ones are included, so that a calendar that
    has them already can strike them out. Refuses a person who does not exist.
    """
    existing(session, TeamMember, member_id)
    wanted = (
        select(Appointment, TeamMember.name, LeadCard.name, LeadCard.company)
        .join(TeamMember, TeamMember.id == Appointment.closer_id)
        .outerjoin(LeadCard, LeadCard.id == Appointment.lead_id)
        .where(or_(Appointment.closer_id == member_id, Appointment.setter_id == member_id))
        .order_by(Appointment.starts_at, Appointment.id)
    )
    if since is not None:
        wanted = wanted.where(Appointment.ends_at >= since)
    # A meeting keeps its UID when it is moved; the last of its appointments is where it is.
    newest: dict[str, PersonsMeeting] = {}
    for row, closer, lead, company in session.execute(wanted):
        known = newest.get(row.invitation_uid)
        if known is not None and known.id > row.id:
            continue
        newest[row.invitation_uid] = PersonsMeeting(
            id=AppointmentId(row.id),
            uid=row.invitation_uid,
            sequence=row.invitation_sequence,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            state=row.state,
            title=_("{prospect} and {closer}").format(prospect=company or lead, closer=closer),
            place=row.place,
            video_link=row.video_link,
            dial_in=row.dial_in,
            purpose=row.purpose,
        )
    return tuple(sorted(newest.values(), key=lambda one: (one.starts_at, one.id)))
