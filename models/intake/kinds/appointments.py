"""Taking in meetings of the past: booked when, for when, and what became of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.base import new_uuid
from models.entities.definitions.fields import CustomValue
from models.entities.leads.leads import Lead
from models.entities.meetings.appointments import Appointment
from models.entities.people.team import MemberRole, TeamMember
from models.intake.kinds.lead_rows import RowMaker
from models.intake.known import Known, recognise_own_keys
from models.intake.loading.batch import Batch
from models.intake.loading.kept import KeptField
from models.intake.records import AppointmentRecord, Moment
from models.intake.tally import NothingCollected, Refusal, Tally
from models.language import gettext as _
from models.vocabulary import AppointmentState, MissedBy, Role

USUAL_MINUTES = 30
_LONGEST_MINUTES = 1440


class AppointmentIntake(NothingCollected):
    """Takes meetings of known leads in; the same start of the same lead is taken once.

    A meeting that follows a rescheduled one of its lead is the other time of that one, so both are
    one meeting in the show rates. Fields of the team's own are filled where they are blank.
    """

    def __init__(
        self, batch: Batch, known: Known, maker: RowMaker, *, zone: str, actor_id: int | None
    ) -> None:
        self._batch = batch
        self._known = known
        self._maker = maker
        self._zone_name = zone
        self._zone = ZoneInfo(zone)
        self._actor_id = actor_id
        self._owners: dict[int, int | None] = {}
        self._usual_closer: int | None = None
        self._seen: set[tuple[int, datetime]] = set()
        self._moved: dict[int, tuple[int, datetime]] = {}
        self._filled: set[tuple[int, int]] = set()
        self.tally = Tally()
        self.kept: Sequence[KeptField] = ()

    def take_chunk(self, session: Session, records: Sequence[AppointmentRecord]) -> None:
        """Turn records into meetings of the leads they name.

        Refuses rows that name no known lead, and those of which nobody could have been the closer.
        """
        recognise_own_keys(session, self._known, (record.external_key for record in records))
        found = [
            (record, self._known.lead_of(record.external_key, record.email)) for record in records
        ]
        self._read(session, {lead_id for _record, lead_id in found if lead_id is not None})
        for record, lead_id in found:
            if lead_id is None:
                named = record.external_key or record.email or ""
                sentence = _("No lead is known by “{named}”; import the leads first.")
                self._refuse(record, "unknown_lead", named, sentence.format(named=named))
            else:
                self._take(record, lead_id)

    def _read(self, session: Session, lead_ids: set[int]) -> None:
        wanted = sorted(lead_ids)
        self._owners |= dict(
            iter(session.execute(select(Lead.id, Lead.owner_id).where(Lead.id.in_(wanted))))
        )
        rows = session.execute(
            select(Appointment.lead_id, Appointment.starts_at).where(
                Appointment.lead_id.in_(wanted)
            )
        )
        self._seen |= {(row.lead_id, row.starts_at) for row in rows}
        values = session.execute(
            select(CustomValue.lead_id, CustomValue.field_id).where(CustomValue.lead_id.in_(wanted))
        )
        self._filled |= {(row.lead_id, row.field_id) for row in values}
        if self._usual_closer is None:
            self._usual_closer = session.scalar(
                select(TeamMember.id)
                .join(MemberRole, MemberRole.member_id == TeamMember.id)
                .where(MemberRole.role == Role.CLOSER)
                .order_by(TeamMember.id)
                .limit(1)
            )

    def _take(self, record: AppointmentRecord, lead_id: int) -> None:
        starts_at = self._instant(record.starts_at)
        closer_id = (
            self._maker.member(record.closer)
            or self._owners.get(lead_id)
            or self._actor_id
            or self._usual_closer
        )
        if closer_id is None:
            self._refuse(
                record,
                "missing_closer",
                "",
                _("Nobody is named who held the meeting. Map the column of the closer."),
            )
            return
        if (lead_id, starts_at) in self._seen:
            self.tally.skipped += 1
            return
        self._seen.add((lead_id, starts_at))
        before = self._moved.pop(lead_id, None)
        original = starts_at if before is None else before[1]
        row_id = self._batch.add(
            "appointment",
            {
                **_NOTHING_MORE,
                "lead_id": lead_id,
                "closer_id": closer_id,
                "setter_id": self._maker.member(record.setter),
                "state": record.outcome,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=_minutes(record.minutes)),
                "wall_start": starts_at.astimezone(self._zone).strftime("%Y-%m-%dT%H:%M"),
                "zone": self._zone_name,
                "original_starts_at": original,
                "booked_at": self._instant(record.booked_at),
                "purpose": record.purpose,
                "place": record.place,
                "video_link": record.video_link,
                "end_reason": record.end_reason,
                "invitation_uid": f"{new_uuid()}@funneldesk",
                "outcome_note": record.notes,
                "previous_id": None if before is None else before[0],
                "missed_by": MissedBy.GUEST.value
                if record.outcome == AppointmentState.NO_SHOW
                else None,
                "ended_at": starts_at
                if record.ended_at is None
                else self._instant(record.ended_at),
            },
        )
        self._fill(lead_id, record)
        if record.outcome == AppointmentState.RESCHEDULED:
            self._moved[lead_id] = (row_id, original)
        self.tally.created += 1

    def _fill(self, lead_id: int, record: AppointmentRecord) -> None:
        for value in record.custom:
            field_id, kind = self._maker.custom.field(value)
            if (lead_id, field_id) not in self._filled:
                self._filled.add((lead_id, field_id))
                self._maker.custom.add_value(field_id, kind, value.value, lead_id=lead_id)

    def _instant(self, moment: Moment) -> datetime:
        """Return the instant of a moment; a day alone begins at its midnight here."""
        if isinstance(moment, datetime):
            return moment
        return self._midnight(moment)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def _refuse(self, record: AppointmentRecord, code: str, value: str, sentence: str) -> None:
        self.tally.refused.append(Refusal(record.line, code, value, sentence))


# What nobody tells of a meeting of the past.
_NOTHING_MORE: dict[str, Any] = {
    "invitation_sequence": 0,
    "invited_at": None,
    "overlap_reason": None,
    "kind_id": None,
    "buffer_before_minutes": None,
    "buffer_after_minutes": None,
    "dial_in": None,
    "tentative_reason": None,
    "outcome": None,
}


def _minutes(told: int | None) -> int:
    return told if told is not None and 0 < told <= _LONGEST_MINUTES else USUAL_MINUTES
