"""What a column may become: the target fields of each kind of import."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from models.language import gettext as _
from models.vocabulary import FieldKind, Status

IGNORE = "ignore"
CUSTOM = "custom:"
COMPANY_CUSTOM = "custom/company:"
ANSWER = "answer:"
REACHED = "reached:"
NEW_STAGE = "new:"

# A stage's meaning, or the house's two named stages that carry none; the workspace resolves them.
STAGE_MEANINGS = ("mql", "responded", "interested", "sal", "sql", "appointment", "held", "client")
STATUSES = tuple(status.value for status in Status)
# The kinds of custom fields that a workspace knows.
CUSTOM_KINDS = tuple(kind.value for kind in FieldKind)
_CRITERIA = ("budget", "authority", "need", "timeline", "genuine_interest")


class ImportKind(StrEnum):
    """What one row of a file stands for."""

    LEADS = "leads"
    STAGE_HISTORY = "stage_history"
    APPOINTMENTS = "appointments"
    INTEREST_EVENTS = "interest_events"
    CAMPAIGN_SPEND = "campaign_spend"


class CellKind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    KEY = "key"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    DATE = "date"
    MOMENT = "moment"
    MONTH = "month"
    MONEY = "money"
    CURRENCY = "currency"
    INTEGER = "integer"
    NUMBER = "number"
    HEADCOUNT = "headcount"
    COUNTRY = "country"
    CHOICE = "choice"
    YES_NO = "yes_no"
    ANSWER = "answer"


_K = CellKind
_OF_LEADS = {
    # The lead itself.
    "external_key": _K.KEY, "lead_title": _K.TEXT, "stage": _K.CHOICE, "status": _K.CHOICE,
    "status_reason": _K.CHOICE, "owner": _K.CHOICE, "owner_region": _K.TEXT,
    "channel": _K.CHOICE, "campaign": _K.TEXT, "created_at": _K.MOMENT,
    "stage_entered_at": _K.MOMENT, "closed_at": _K.MOMENT, "look_again_on": _K.DATE,
    "notes": _K.LONG_TEXT, "deleted": _K.YES_NO,
    # Its contact.
    "first_name": _K.TEXT, "middle_name": _K.TEXT, "last_name": _K.TEXT, "full_name": _K.TEXT,
    "job_title": _K.TEXT, "email": _K.EMAIL, "email_2": _K.EMAIL, "phone": _K.PHONE,
    "mobile": _K.PHONE, "linkedin_url": _K.URL, "country": _K.COUNTRY, "city": _K.TEXT,
    "contact_notes": _K.LONG_TEXT, "do_not_contact": _K.YES_NO, "do_not_call": _K.YES_NO,
    "do_not_email": _K.YES_NO, "do_not_linkedin": _K.YES_NO,
    # The company of both.
    "company_name": _K.TEXT, "company_website": _K.URL, "company_industry": _K.TEXT,
    "company_employees": _K.HEADCOUNT, "company_country": _K.COUNTRY, "company_city": _K.TEXT,
    # Its deal.
    "deal_name": _K.TEXT, "amount": _K.MONEY, "currency": _K.CURRENCY,
    "expected_close": _K.DATE,
    # What is known of it, and when it came how far.
    **{f"{ANSWER}{code}": _K.ANSWER for code in _CRITERIA},
    **{f"{REACHED}{meaning}": _K.MOMENT for meaning in STAGE_MEANINGS},
}  # fmt: skip
_OF_STAGE_HISTORY = {
    "external_key": _K.KEY, "history_key": _K.KEY, "stage": _K.CHOICE, "moved_at": _K.MOMENT,
    "amount": _K.MONEY, "currency": _K.CURRENCY, "expected_close": _K.DATE, "owner": _K.CHOICE,
    "deleted": _K.YES_NO,
}  # fmt: skip
_OF_APPOINTMENTS = {
    "external_key": _K.KEY, "email": _K.EMAIL, "booked_at": _K.MOMENT, "starts_at": _K.MOMENT,
    "minutes": _K.INTEGER, "meeting_outcome": _K.CHOICE, "ended_at": _K.MOMENT,
    "owner": _K.CHOICE, "setter": _K.CHOICE, "purpose": _K.TEXT, "place": _K.TEXT,
    "video_link": _K.URL, "end_reason": _K.TEXT, "notes": _K.LONG_TEXT, "deleted": _K.YES_NO,
}  # fmt: skip
_OF_INTEREST_EVENTS = {
    "external_key": _K.KEY, "email": _K.EMAIL, "event_kind": _K.CHOICE, "event_topic": _K.TEXT,
    "occurred_at": _K.MOMENT, "channel": _K.CHOICE, "campaign": _K.TEXT,
}  # fmt: skip
_OF_CAMPAIGN_SPEND = {
    "channel": _K.CHOICE, "campaign": _K.TEXT, "period_start": _K.DATE, "period_end": _K.DATE,
    "period_month": _K.MONTH, "amount": _K.MONEY, "currency": _K.CURRENCY,
}  # fmt: skip

FIELDS: dict[ImportKind, dict[str, CellKind]] = {
    ImportKind.LEADS: _OF_LEADS,
    ImportKind.STAGE_HISTORY: _OF_STAGE_HISTORY,
    ImportKind.APPOINTMENTS: _OF_APPOINTMENTS,
    ImportKind.INTEREST_EVENTS: _OF_INTEREST_EVENTS,
    ImportKind.CAMPAIGN_SPEND: _OF_CAMPAIGN_SPEND,
}
"""How the cells of each field are read, by what the rows of a file stand for."""

# Rows of which columns may go into fields of the team's own; meetings fill those of their lead.
WITH_OWN_FIELDS = frozenset({ImportKind.LEADS, ImportKind.APPOINTMENTS})

# A field here may stand for several columns of one file; their texts are joined.
JOINED_FIELDS = frozenset({"notes", "contact_notes"})


def is_target(kind: ImportKind, target: str) -> bool:
    """Say whether a column of such a file may become `target`."""
    if target == IGNORE or target in FIELDS[kind]:
        return True
    if kind is ImportKind.APPOINTMENTS:
        return custom_name(target) is not None and owner_of(target) == "lead"
    return kind is ImportKind.LEADS and bool(custom_name(target) or stage_reached(target))


def cell_kind(kind: ImportKind, target: str) -> CellKind | None:
    """Return how the cells of a target are read, None for fields of the team's own and none."""
    return FIELDS[kind].get(target) or (CellKind.MOMENT if stage_reached(target) else None)


def stage_reached(target: str) -> str | None:
    """Return the stage that a column of dates tells of: a meaning, a name, or one to be added.

    >>> stage_reached("reached:sql"), stage_reached("reached:new:Trial"), stage_reached("email")
    ('sql', 'new:Trial', None)
    """
    return target.removeprefix(REACHED) or None if target.startswith(REACHED) else None


def new_stage_name(stage: str) -> str | None:
    """Return the name of a stage that is to be added, None where the stage is known.

    >>> new_stage_name("new:Trial"), new_stage_name("sql")
    ('Trial', None)
    """
    return stage.removeprefix(NEW_STAGE).strip() or None if stage.startswith(NEW_STAGE) else None


def custom_name(target: str) -> str | None:
    """Return the name of the field of the team's own that a target is, None where it is another.

    >>> custom_name("custom:Fleet"), custom_name("custom/company:Segment"), custom_name("email")
    ('Fleet', 'Segment', None)
    """
    for prefix in (CUSTOM, COMPANY_CUSTOM):
        if target.startswith(prefix):
            return target.removeprefix(prefix)
    return None


def owner_of(target: str) -> str:
    """Return whose field of the team's own a target is: the lead's or the company's."""
    return "company" if target.startswith(COMPANY_CUSTOM) else "lead"


def kind_of_import(targets: Iterable[str]) -> ImportKind:
    """Return what kind of rows fields such as these describe."""
    found = set(targets)
    if "event_kind" in found and found & {"external_key", "email"}:
        return ImportKind.INTEREST_EVENTS
    if "amount" in found and found & {"period_start", "period_month"}:
        return ImportKind.CAMPAIGN_SPEND
    if {"starts_at", "meeting_outcome"} <= found and found & {"external_key", "email"}:
        return ImportKind.APPOINTMENTS
    if {"external_key", "moved_at", "stage"} <= found:
        return ImportKind.STAGE_HISTORY
    return ImportKind.LEADS


def field_label(target: str) -> str:
    """Return the name of a target on the screen; a custom field is called by its own."""
    stage = stage_reached(target)
    if stage is not None and target not in _labels():
        return _("{stage} reached on").format(stage=new_stage_name(stage) or stage)
    return custom_name(target) or _labels()[target]


@cache
def _labels() -> dict[str, str]:
    return {
        IGNORE: _("(leave out)"),
        "external_key": _("Record number in the other system"),
        "history_key": _("Number of the history entry"),
        "lead_title": _("Lead name"),
        "stage": _("Stage"),
        "status": _("Status"),
        "status_reason": _("Reason"),
        "owner": _("Owner"),
        "owner_region": _("Owner's region"),
        "channel": _("Channel"),
        "campaign": _("Campaign"),
        "created_at": _("Created"),
        "stage_entered_at": _("In this stage since"),
        "closed_at": _("Closed"),
        "look_again_on": _("Look again on"),
        "notes": _("Notes"),
        "deleted": _("Deleted there"),
        "first_name": _("First name"),
        "middle_name": _("Middle name"),
        "last_name": _("Last name"),
        "full_name": _("Full name"),
        "job_title": _("Job title"),
        "email": _("E-mail"),
        "email_2": _("Second e-mail"),
        "phone": _("Phone"),
        "mobile": _("Mobile"),
        "linkedin_url": _("LinkedIn page"),
        "country": _("Country"),
        "city": _("City"),
        "contact_notes": _("Notes on the person"),
        "do_not_contact": _("Do not contact"),
        "do_not_call": _("Do not call"),
        "do_not_email": _("Do not e-mail"),
        "do_not_linkedin": _("Do not write on LinkedIn"),
        "company_name": _("Company"),
        "company_website": _("Company website"),
        "company_industry": _("Industry"),
        "company_employees": _("Employees"),
        "company_country": _("Company country"),
        "company_city": _("Company city"),
        "deal_name": _("Deal name"),
        "amount": _("Amount"),
        "currency": _("Currency"),
        "expected_close": _("Expected close"),
        "answer:budget": _("Budget"),
        "answer:authority": _("Authority"),
        "answer:need": _("Need"),
        "answer:timeline": _("Timeline"),
        "answer:genuine_interest": _("Genuine interest"),
        "reached:mql": _("Became MQL on"),
        "reached:responded": _("Responded on"),
        "reached:interested": _("Interested on"),
        "reached:sal": _("Became SAL on"),
        "reached:sql": _("Became SQL on"),
        "reached:appointment": _("Appointment agreed on"),
        "reached:held": _("Meeting held on"),
        "reached:client": _("Became client on"),
        "moved_at": _("Moved on"),
        "booked_at": _("Booked on"),
        "starts_at": _("Start of the meeting"),
        "minutes": _("Minutes"),
        "meeting_outcome": _("Outcome of the meeting"),
        "ended_at": _("Called off on"),
        "setter": _("Booked by"),
        "purpose": _("Purpose"),
        "place": _("Place"),
        "video_link": _("Video link"),
        "end_reason": _("Why it did not take place"),
        "event_kind": _("What happened"),
        "event_topic": _("Topic"),
        "occurred_at": _("When"),
        "period_start": _("First day"),
        "period_end": _("Last day"),
        "period_month": _("Month"),
    }
