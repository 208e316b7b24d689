"""A meeting as lists and calendars show it; importing this brings no database along."""

from datetime import datetime
from typing import NamedTuple

from models.ids import AppointmentId, LeadId, MeetingKindId, MemberId
from models.vocabulary import STANDING


class MeetingRow(NamedTuple):
    """A meeting; `who` is its lead by name. `missed_by` also says who called it off."""

    id: AppointmentId
    lead_id: LeadId
    who: str
    company: str
    closer_id: MemberId
    closer: str
    setter_id: MemberId | None
    setter: str | None
    state: str
    starts_at: datetime
    ends_at: datetime
    wall_start: str
    zone: str
    original_starts_at: datetime
    kind_id: MeetingKindId | None
    kind: str | None
    purpose: str | None
    place: str | None
    video_link: str | None
    dial_in: str | None
    invited_at: datetime | None
    tentative_reason: str | None
    overlap_reason: str | None
    missed_by: str | None
    ended_at: datetime | None
    end_reason: str | None
    outcome: str | None
    outcome_note: str | None
    previous_id: AppointmentId | None

    @property
    def is_standing(self) -> bool:
        """Whether it is still to take place, or is over without an outcome."""
        return self.state in STANDING
