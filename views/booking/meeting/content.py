"""All that the appointment panel shows, read at once in the background."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from views.booking.content import KnownPerson, people_of

if TYPE_CHECKING:
    from models.appointments.reading import MeetingPage
    from models.calendars.counters import CounterRow
    from models.ids import AppointmentId, MemberId
    from models.outbox.rows import OutboxRow


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """One meeting with its messages and what its forms offer."""

    page: "MeetingPage"
    messages: "tuple[OutboxRow, ...]"
    counters: "tuple[CounterRow, ...]"
    known: tuple[KnownPerson, ...]
    members: dict[int, str]
    our_zone: str
    reasons: tuple[tuple[str, str], ...]
    currency: str
    is_credited: bool
    now: datetime

    @property
    def waiting(self) -> "tuple[OutboxRow, ...]":
        """What has not been handed over yet."""
        from models.outbox.rows import OPEN_STATES

        return tuple(one for one in self.messages if one.state in OPEN_STATES)

    @property
    def is_over(self) -> bool:
        """Whether its time has come: it can be held or missed."""
        return self.page.meeting.starts_at <= self.now


def read_meeting(
    session: Any, appointment_id: "AppointmentId", on_duty: "MemberId | None", at: datetime
) -> MeetingShown:
    """Read what the appointment panel shows."""
    from models.appointments.reading import meeting_page
    from models.calendars.counters import open_counters
    from models.definitions.current import reasons
    from models.leads.detail import lead_detail
    from models.outbox.rows import messages_of
    from models.settings import setting
    from models.team.credits import is_credited
    from models.team.rows import team

    page = meeting_page(session, appointment_id)
    people = team(session)
    zones = {row.id: row.zone for row in people}
    ours = zones.get(page.meeting.closer_id) if on_duty is None else zones.get(on_duty)
    return MeetingShown(
        page=page,
        messages=messages_of(session, appointment_id),
        counters=open_counters(session, appointment_id),
        known=people_of(session, lead_detail(session, page.meeting.lead_id)),
        members={int(row.id): row.name for row in people},
        our_zone=ours or page.meeting.zone,
        reasons=tuple((one.code, one.name) for one in reasons(session)),
        currency=setting(session, "base_currency"),
        is_credited=is_credited(session, appointment_id),
        now=at,
    )
