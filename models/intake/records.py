"""Clean records: what rows of a file became. Plain values, so they cross to another process.

They are structs, because those are made and sent at a fraction of what dataclasses cost; a big file
makes 300,000 of them.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from msgspec import Struct

Precision = Literal["instant", "day", "unknown"]
# A day alone, or an aware instant in UTC.
Moment = date | datetime


# How many records of a file are taken in at once, in one transaction. Half as many take a tenth
# longer in all; a person's save waits about a tenth of a second for this many.
CHUNK_RECORDS = 1_000


class Duplicates(StrEnum):
    """What becomes of a row whose contact is known already; chosen once for a file."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"


class ContactRecord(Struct, frozen=True, gc=False):
    """A person; `role_mailbox` says that the e-mail address is a desk's and proves no identity."""

    first_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    job_title: str | None = None
    email: str | None = None
    email_2: str | None = None
    phone: str | None = None
    mobile: str | None = None
    linkedin_url: str | None = None
    country: str | None = None
    city: str | None = None
    notes: str | None = None
    role_mailbox: bool = False


class CompanyRecord(Struct, frozen=True, gc=False):
    """A company; without a name it is known by its website."""

    name: str | None = None
    website: str | None = None
    industry: str | None = None
    employees: int | None = None
    country: str | None = None
    city: str | None = None


class MoveRecord(Struct, frozen=True, gc=False):
    """The lead reached a stage, named by its meaning, at a moment or undated."""

    stage: str
    at: Moment | None
    precision: Precision


class AnswerRecord(Struct, frozen=True, gc=False):
    """What is known of one criterion, with the file's own text; authority has a degree."""

    criterion: str
    state: str
    text: str
    degree: str | None = None


class CustomRecord(Struct, frozen=True, gc=False):
    """A value of a field of the team's own; `kind` is text, number, choice, date or yes_no.

    It belongs to the lead or to its company; `known_when` is said of a field that is new.
    """

    name: str
    kind: str
    value: str | int | float | bool | date
    belongs_to: str = "lead"
    known_when: str = "at_capture"


class DealRecord(Struct, frozen=True, gc=False):
    """An amount that may come in; `state` is open, won or lost."""

    name: str | None
    amount_minor: int | None
    currency: str | None
    expected_close: date | None
    state: str
    closed_on: date | None


class LeadRecord(Struct, frozen=True, gc=False):
    """One pursuit. None means that the file does not say; it never means "make it empty".

    `stage` is a meaning, or `responded` or `interested`; `status_reason` is a reason code,
    `status_note` the text that is none. `do_not_contact` names the mediums. A `made_title` was
    put together from other cells. A `row_key` stands for all that the row says, where it may be
    the only way to know the row again.
    """

    line: int
    source: str
    external_key: str | None = None
    row_key: str | None = None
    title: str | None = None
    made_title: bool = False
    contact: ContactRecord | None = None
    company: CompanyRecord | None = None
    owner: str | None = None
    owner_region: str | None = None
    channel: str | None = None
    campaign: str | None = None
    created_at: Moment | None = None
    stage: str | None = None
    status: str | None = None
    status_reason: str | None = None
    status_note: str | None = None
    closed_at: Moment | None = None
    look_again_on: date | None = None
    moves: tuple[MoveRecord, ...] = ()
    answers: tuple[AnswerRecord, ...] = ()
    custom: tuple[CustomRecord, ...] = ()
    deal: DealRecord | None = None
    do_not_contact: tuple[str, ...] = ()
    notes: str | None = None


class StageHistoryRecord(Struct, frozen=True, gc=False):
    """One dated move of a lead that its external key names; several rows make a history.

    A row that only closes the lead has a `status` and no `move`.
    """

    line: int
    source: str
    external_key: str
    history_key: str | None
    moved_at: Moment
    move: MoveRecord | None
    status: str | None
    amount_minor: int | None
    currency: str | None
    expected_close: date | None
    owner: str | None


class AppointmentRecord(Struct, frozen=True, gc=False):
    """A meeting of the past with its end: `outcome` is held, no_show, cancelled or rescheduled.

    `custom` are values for fields of its lead.
    """

    line: int
    source: str
    external_key: str | None
    email: str | None
    booked_at: Moment
    starts_at: Moment
    minutes: int | None
    outcome: str
    ended_at: Moment | None
    closer: str | None
    setter: str | None
    purpose: str | None
    notes: str | None
    place: str | None = None
    video_link: str | None = None
    end_reason: str | None = None
    custom: tuple[CustomRecord, ...] = ()


class InterestRecord(Struct, frozen=True, gc=False):
    """Something that a lead did, known by its external key or its e-mail address."""

    line: int
    source: str
    external_key: str | None
    email: str | None
    kind: str
    topic: str | None
    occurred_at: Moment
    channel: str | None
    campaign: str | None


class SpendRecord(Struct, frozen=True, gc=False):
    """What a campaign cost from `period_start` to `period_end`, both days included."""

    line: int
    channel: str
    campaign: str | None
    period_start: date
    period_end: date
    amount_minor: int
    currency: str


Record = LeadRecord | StageHistoryRecord | AppointmentRecord | InterestRecord | SpendRecord


def precision_of(moment: Moment | None) -> Precision:
    """Return how exactly a moment is known."""
    if moment is None:
        return "unknown"
    return "instant" if isinstance(moment, datetime) else "day"


def day_of(moment: Moment | None) -> date | None:
    """Return the day of a moment, in UTC."""
    return moment.date() if isinstance(moment, datetime) else moment
