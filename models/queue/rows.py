"""What a queue is made of: what was found to be waiting, and the lines that people work through."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from models.ids import AppointmentId, CadenceRunId, HandoffId, LeadId, MemberId, StageId, TaskId
from models.team.countdown import Countdown


class Kind(StrEnum):
    """Why something is in the queue; in the order in which it is done."""

    OPEN_OUTCOME = "open_outcome"
    MEETING_SOON = "meeting_soon"
    REQUEST = "request"
    SLA = "sla"
    CALL_BACK = "call_back"
    STEP = "step"
    CALL_AGAIN = "call_again"
    TASK = "task"
    CONFIRM = "confirm"
    NO_SHOW = "no_show"
    MEETING = "meeting"
    NEW = "new"
    INBOX = "inbox"
    BACK = "back"
    AGAIN = "again"
    ESCALATED = "escalated"
    IDLE = "idle"
    REJECTED = "rejected"
    REVIEW = "review"
    ASIDE = "aside"


class PutAside(NamedTuple):
    """A lead that somebody snoozed or skipped, until when, and why."""

    put_aside_at: datetime
    until: datetime
    reason: str | None = None


class Claimed(NamedTuple):
    """Who is working on a lead right now, until the claim frees itself."""

    member_id: MemberId
    member: str
    until: datetime


class LeadFacts(NamedTuple):
    """What the order needs to know of a lead; `zone_guessed` says that nobody stated the zone.

    `reachable` are the media there is an address for, `blocked` those the contact asked us not to
    use. `clients_per_minute` are expected of its first touch, where the team orders by them.
    """

    lead_id: LeadId
    name: str
    company: str
    stage_id: StageId
    owner_id: MemberId | None
    grade: str | None
    zone: str
    zone_guessed: bool
    reachable: frozenset[str]
    blocked: frozenset[str]
    put_aside: PutAside | None = None
    claim: Claimed | None = None
    clients_per_minute: float | None = None


class Found(NamedTuple):
    """Something that waits for a person, before it is put in order.

    `since` is when it arose and `due_at` when it is to be done; `about` names what it is about in
    words or as a code of its kind; `step` and `steps` count those of a cadence. `weight` orders
    kinds that come with an order of their own, the highest first.
    """

    kind: Kind
    since: datetime
    lead: LeadFacts | None = None
    due_at: datetime | None = None
    about: str = ""
    detail: str = ""
    medium: str | None = None
    countdown: Countdown | None = None
    minutes_left: int | None = None
    step: int = 0
    steps: int = 0
    weight: int = 0
    appointment_id: AppointmentId | None = None
    task_id: TaskId | None = None
    handoff_id: HandoffId | None = None
    run_id: CadenceRunId | None = None


class QueueItem(NamedTuple):
    """One line of a person's queue, with its reason in words.

    `waits` says that now is not the time; then `ready_at` says when it is, and `reason` why.
    `callable_from` is there where the lead's own hours are what it waits for, `next_on` where a
    cadence's step was put on a later day. `also` are further reasons for the same lead.
    `zone` is the lead's, an assumption where `zone_guessed`. Somebody else's claim has their name
    in `claimed_by`: nobody else gets the lead while it stands.
    """

    kind: Kind
    title: str
    company: str
    reason: str
    sign: str
    lead_id: LeadId | None = None
    appointment_id: AppointmentId | None = None
    task_id: TaskId | None = None
    handoff_id: HandoffId | None = None
    run_id: CadenceRunId | None = None
    stage_id: StageId | None = None
    owner_id: MemberId | None = None
    medium: str | None = None
    grade: str | None = None
    due_at: datetime | None = None
    countdown: Countdown | None = None
    zone: str | None = None
    zone_guessed: bool = False
    callable_now: bool = True
    callable_from: datetime | None = None
    next_on: date | None = None
    waits: bool = False
    ready_at: datetime | None = None
    claimed_by: str | None = None
    also: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What tells a line from the others, also after the queue was read again."""
        if self.lead_id is not None:
            return "lead", int(self.lead_id)
        if self.task_id is not None:
            return "task", int(self.task_id)
        return self.kind.value, 0

    @property
    def is_takeable(self) -> bool:
        """Whether it can be done now, by this person."""
        return not self.waits and self.claimed_by is None


class DayCounters(NamedTuple):
    """What was done today; a plan is None where nobody made one."""

    touches: int
    planned_touches: int | None
    calls: int
    connected: int
    bookings: int
    planned_bookings: int | None
