"""All that the booking panel shows, read at once in the background."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import available_timezones

from models.vocabulary import CriterionState, Part

if TYPE_CHECKING:
    from models.appointments.kinds import MeetingKindRow
    from models.appointments.times.choosing import CloserRank
    from models.appointments.times.slots import Offer
    from models.definitions.gates.meeting_gates import MeetingRuleRow
    from models.ids import AppointmentId, ContactId, LeadId, MeetingKindId, MemberId
    from models.outbox.content import Mailbox

_NEEDS: Final = ("need", "pain", "identify_pain", "challenges")
"""Criteria that say what the meeting is for, whatever the framework calls them."""
_AUTHORITY: Final = "authority"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who may be invited: the lead's own contact first, then others of the company."""

    contact_id: "ContactId | None"
    name: str
    email: str | None
    part: str
    invited: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to see; what is empty is filled with what fits best."""

    lead_id: "LeadId"
    kind_id: "MeetingKindId | None" = None
    zone: str | None = None
    moves: "AppointmentId | None" = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Moving:
    """A meeting that is to get another time, and what stays of it."""

    appointment_id: "AppointmentId"
    lead_id: "LeadId"
    closer_id: "MemberId"
    kind_id: "MeetingKindId | None"
    starts_at: datetime
    ends_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class BookingShown:
    """A lead, the kinds of meetings, and the times that closers have for one of them."""

    wanted: Wanted
    lead: str
    company: str
    is_open: bool
    kinds: "tuple[MeetingKindRow, ...]"
    kind: "MeetingKindRow | None"
    minutes: int
    zone: str
    zone_is_known: bool
    our_zone: str
    closers: "tuple[CloserRank, ...]"
    zones: dict[int, str]
    offer: "Offer"
    purpose: str
    people: tuple[KnownPerson, ...]
    gate: "tuple[MeetingRuleRow, ...]"
    members: dict[int, str]
    me: str
    zone_names: tuple[str, ...] = ()
    addresses: "Mapping[int, str | None]" = field(default_factory=dict)
    organizers: "Mapping[int, Mailbox | None]" = field(default_factory=dict)
    """From whose mailbox the invitation would come, by closer."""
    original_closer: "MemberId | None" = None
    moved_from: datetime | None = None


def read_booking(
    session: Any, wanted: Wanted, on_duty: "MemberId | None", at: datetime
) -> BookingShown:
    """Read what the booking panel shows for a lead; all closers' times, to be narrowed there."""
    from models.appointments.kinds import meeting_kinds
    from models.appointments.times.choosing import suggest_closers
    from models.appointments.times.slots import offer_slots
    from models.definitions.gates.meeting_gates import meeting_gate
    from models.leads.detail import lead_detail
    from models.outbox.organizer import new_organizer
    from models.team.rows import team
    from models.vocabulary import MeetingGate, Status
    from models.wall_time import local_day

    detail = lead_detail(session, wanted.lead_id)
    moved = None if wanted.moves is None else read_moving(session, wanted.moves)
    kinds = meeting_kinds(session)
    kind_id = wanted.kind_id
    if kind_id is None and moved is not None:
        kind_id = moved.kind_id
    kind = next((one for one in kinds if one.id == kind_id), kinds[0] if kinds else None)
    members = team(session)
    zones = {int(row.id): row.zone for row in members}
    closers = suggest_closers(session, wanted.lead_id, at)
    ours = zones.get(int(on_duty)) if on_duty is not None else None
    our_zone = ours or (zones[int(closers[0].member_id)] if closers else "UTC")
    theirs = None if detail.contact is None else detail.contact.zone
    if moved is not None:
        theirs = moved.zone
    zone = wanted.zone or theirs or our_zone
    minutes = wanted.minutes or _minutes(kind, moved)
    offer = offer_slots(
        session,
        kind_id=None if kind is None else kind.id,
        minutes=minutes,
        closer_ids=tuple(one.member_id for one in closers),
        prospect_zone=zone,
        first_day=local_day(at, zone),
        days=(28 if kind is None else kind.horizon_days) + 1,
        at=at,
        member_id=on_duty,
        moving=wanted.moves,
    )
    return BookingShown(
        wanted=wanted,
        lead=detail.name,
        company="" if detail.company is None else detail.company.name,
        is_open=detail.status == Status.OPEN,
        kinds=kinds,
        kind=kind,
        minutes=minutes,
        zone=zone,
        zone_is_known=bool(wanted.zone or theirs),
        our_zone=our_zone,
        closers=closers,
        zones=zones,
        offer=offer,
        purpose=_purpose(detail, kind),
        people=people_of(session, detail),
        gate=meeting_gate(session, MeetingGate.CONFIRMED),
        members={int(row.id): row.name for row in members},
        me=next((row.name for row in members if row.id == on_duty), ""),
        zone_names=_zone_names(),
        addresses={int(row.id): row.email for row in members},
        organizers={
            int(one.member_id): new_organizer(session, on_duty, one.member_id)[1] for one in closers
        },
        original_closer=None if moved is None else moved.closer_id,
        moved_from=None if moved is None else moved.starts_at,
    )


def read_moving(session: Any, appointment_id: "AppointmentId") -> Moving:
    """Read what stays of a meeting that is to get another time."""
    from models.appointments.reading import meeting_page

    row = meeting_page(session, appointment_id).meeting
    return Moving(
        appointment_id,
        row.lead_id,
        row.closer_id,
        row.kind_id,
        row.starts_at,
        row.ends_at,
        row.zone,
    )


def wanted_again(wanted: Wanted, shown: BookingShown, kind_code: str, zone: str) -> Wanted | None:
    """Return what is wanted once another kind or zone was chosen; nothing in an unknown zone."""
    if zone not in shown.zone_names:
        return None
    kind = next((one for one in shown.kinds if str(one.id) == kind_code), None)
    return Wanted(
        wanted.lead_id,
        None if kind is None else kind.id,
        zone if zone != shown.zone else wanted.zone,
        wanted.moves,
        None if shown.kind is not kind else wanted.minutes,
    )


@cache
def _zone_names() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"))


def _minutes(kind: "MeetingKindRow | None", moved: Moving | None) -> int:
    if moved is not None:
        return int((moved.ends_at - moved.starts_at).total_seconds() // 60)
    return 30 if kind is None else kind.minutes


def _purpose(detail: Any, kind: "MeetingKindRow | None") -> str:
    """Return what they need in their words where that was confirmed, else what the kind is for."""
    for answer in detail.answers:
        confirmed = answer.state == CriterionState.CONFIRMED and answer.answer
        if answer.code in _NEEDS and confirmed:
            return str(answer.answer)
    return "" if kind is None or kind.purpose is None else kind.purpose


def people_of(session: Any, detail: Any) -> tuple[KnownPerson, ...]:
    """Return who may be invited to a meeting with a lead, its own contact first."""
    from models.companies.account import company_detail

    found = []
    contact = detail.contact
    if contact is not None:
        part = contact.part_in_decision or Part.UNKNOWN.value
        if part == Part.UNKNOWN:
            part = _part_told(detail) or part
        found.append(KnownPerson(contact.id, contact.name, contact.email, part, invited=True))
    if detail.company is not None:
        others = company_detail(session, detail.company.id).contacts
        found += [
            KnownPerson(
                one.id,
                one.name,
                one.email,
                one.part_in_decision or Part.UNKNOWN.value,
                invited=False,
            )
            for one in others
            if contact is None or one.id != contact.id
        ]
    return tuple(found)


def _part_told(detail: Any) -> str | None:
    """Return the part that the qualification tells of the lead's own contact."""
    for answer in detail.answers:
        if answer.code == _AUTHORITY and answer.state == CriterionState.CONFIRMED:
            told = answer.degree
            return told if told in tuple(Part) else None
    return None
