"""Leads as plain values, drawn at random, and what a condition says of them without any SQL."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from models.conditions.condition import Condition, Operator
from models.entities.base import new_uuid
from models.entities.every import TABLES

AT = datetime(2026, 11, 2, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))
TEXTS = ("Head of Sales", "Crème  Brûlée", "ŁÓDŹ", "head", "100 %", "a_b", "Straße", "")
PARTS = ("head", "LODZ", "creme", "%", "_", "strasse", "brulee", "100 %")
NUMBERS = (0, 1, 9, 10, 20, 250)
KINDS = ("webinar", "blog_post", "pricing_page")
DAYS = tuple(date(2026, 11, 2) + timedelta(days=one) for one in (-40, -7, -1, 0, 1, 30))
MOMENTS = tuple(AT + timedelta(minutes=one) for one in (-60 * 24 * 40, -1441, -1440, -60, -29, 0))


@dataclass
class PlainLead:
    """What is known of one lead."""

    job_title: str | None
    industry: str | None
    employees: int | None
    contact_country: str | None
    company_country: str | None
    part: str | None
    client: bool
    has_company: bool
    status: str
    owner: int | None
    captured: datetime
    look_again: date | None
    vans: float | None
    tier: str | None
    need: str | None
    events: list[tuple[str, str | None, datetime]] = field(default_factory=list)
    touches: list[datetime] = field(default_factory=list)
    tasks: list[tuple[datetime | None, bool]] = field(default_factory=list)
    blocked: frozenset[str] = frozenset()
    id: int = 0


@dataclass(frozen=True)
class Ids:
    """Rows that are there before any lead is."""

    stage: int
    members: tuple[int, ...]
    vans: int
    vans_uuid: UUID
    tier: int
    tier_uuid: UUID


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    """Draw one of the values, or nothing."""
    return st.sampled_from((None, *values))


def plain_leads(members: tuple[int, ...]) -> st.SearchStrategy[PlainLead]:
    """Draw a lead."""
    moments = st.sampled_from(MOMENTS)
    return st.builds(
        PlainLead,
        job_title=maybe(*TEXTS),
        industry=maybe(*TEXTS),
        employees=maybe(*NUMBERS),
        contact_country=maybe("DE", "AT"),
        company_country=maybe("DE", "CH"),
        part=maybe("decides", "uses"),
        client=st.booleans(),
        has_company=st.booleans(),
        status=st.sampled_from(("open", "nurture", "lost")),
        owner=maybe(*members),
        captured=moments,
        look_again=maybe(*DAYS),
        vans=maybe(0.0, 2.5, 9.0),
        tier=maybe("gold", "lead"),
        need=maybe("unknown", "confirmed", "failed"),
        events=st.lists(st.tuples(st.sampled_from(KINDS), maybe(*TEXTS), moments), max_size=2),
        touches=st.lists(moments, max_size=2),
        tasks=st.lists(st.tuples(maybe(*MOMENTS), st.booleans()), max_size=2),
        blocked=st.frozensets(st.sampled_from(("call", "email")), max_size=2),
    )


def quiet_lead(**known: Any) -> PlainLead:
    """Return an open lead of which nothing is known but what is named."""
    unknown = (
        *("job_title", "industry", "employees", "contact_country", "company_country", "part"),
        *("owner", "look_again", "vans", "tier", "need"),
    )
    nothing = dict.fromkeys(unknown)
    usual = {"client": False, "has_company": False, "status": "open", "captured": AT}
    return PlainLead(**{**nothing, **usual, **known})


def write(connection: Connection, leads: list[PlainLead], ids: Ids) -> None:
    """Put the leads into the tables; cards are not made here."""

    def add(table: str, **values: Any) -> int:
        row = connection.execute(insert(TABLES[table]).values(uuid=new_uuid(), **values))
        key = row.inserted_primary_key
        assert key is not None
        return int(key[0])

    for lead in leads:
        company = None
        if lead.has_company:
            company = add(
                "company",
                name="Bolt",
                name_key="bolt",
                industry=lead.industry,
                employees=lead.employees,
                country=lead.company_country,
                is_client=lead.client,
            )
            if lead.tier is not None:
                add("custom_value", field_id=ids.tier, company_id=company, text_value=lead.tier)
        contact = add(
            "contact",
            company_id=company,
            job_title=lead.job_title,
            country=lead.contact_country,
            part_in_decision=lead.part,
        )
        lead.id = add(
            "lead",
            contact_id=contact,
            company_id=company,
            stage_id=ids.stage,
            status=lead.status,
            status_since=lead.captured,
            owner_id=lead.owner,
            captured_at=lead.captured,
            look_again_on=lead.look_again,
        )
        for medium in lead.blocked:
            add("do_not_contact", contact_id=contact, medium=medium, stated_at=AT, source="a mail")
        if lead.vans is not None:
            add("custom_value", field_id=ids.vans, lead_id=lead.id, number_value=lead.vans)
        if lead.need is not None:
            add("qualification_answer", lead_id=lead.id, criterion="need", state=lead.need)
        for kind, topic, at in lead.events:
            values = {"topic_text": topic, "occurred_at": at, "precision": "instant"}
            add("interest_event", lead_id=lead.id, kind=kind, **values)
        for at in lead.touches:
            values = {"medium": "call", "outcome": "no_answer", "occurred_at": at}
            add("touch", lead_id=lead.id, **values)
        for due, done in lead.tasks:
            values = {"text": "Call", "due_at": due, "done_at": AT if done else None}
            add("task", lead_id=lead.id, **values)


def values_of(lead: PlainLead, code: str, ids: Ids) -> list[Any]:
    """Return what a lead holds in a field; nothing where it is not known."""
    due = [at for at, done in lead.tasks if at is not None and not done]
    held: dict[str, list[Any]] = {
        "job_title": [lead.job_title],
        "industry": [lead.industry if lead.has_company else None],
        "employees": [lead.employees if lead.has_company else None],
        "country": [lead.contact_country or (lead.company_country if lead.has_company else None)],
        "part": [lead.part],
        "client": [lead.client and lead.has_company],
        "status": [lead.status],
        "owner": [lead.owner],
        "captured": [lead.captured],
        "look_again": [lead.look_again],
        f"custom:{ids.vans_uuid.hex}": [lead.vans],
        f"custom:{ids.tier_uuid.hex}": [lead.tier if lead.has_company else None],
        "criterion:need": [lead.need or "unknown"],
        "event": [kind for kind, _topic, _at in lead.events],
        "event_topic": [topic for _kind, topic, _at in lead.events],
        "touches": [len(lead.touches)],
        "last_touch": [max(lead.touches, default=None)],
        "next_step": [min(due, default=None)],
        "do_not_contact": sorted(lead.blocked),
    }
    return [value for value in held[code] if value is not None]


def holds(lead: PlainLead, condition: Condition, ids: Ids) -> bool:
    """Say whether a lead meets a condition, by plain reading of what the operators promise."""
    opposite = {
        Operator.IS_NOT: Operator.IS,
        Operator.LACKS: Operator.CONTAINS,
        Operator.UNKNOWN: Operator.KNOWN,
    }
    if condition.operator in opposite:
        positive = Condition(condition.field, opposite[condition.operator], condition.wanted)
        return not holds(lead, positive, ids)
    return any(
        _meets(value, condition.operator, condition.wanted)
        for value in values_of(lead, condition.field, ids)
    )


def _meets(value: Any, operator: Operator, wanted: tuple[str, ...]) -> bool:
    match operator:
        case Operator.KNOWN:
            return bool(value != "")
        case Operator.CONTAINS:
            return any(_plain(text) in _plain(value) for text in wanted)
        case Operator.AT_LEAST:
            return bool(value >= float(wanted[0]))
        case Operator.AT_MOST:
            return bool(value <= float(wanted[0]))
        case Operator.IS:
            return any(_is(value, text) for text in wanted)
    if operator in (Operator.BEFORE, Operator.AFTER):
        day = value.astimezone(AT.tzinfo).date() if isinstance(value, datetime) else value
        other = date.fromisoformat(wanted[0])
        return bool(day < other if operator is Operator.BEFORE else day > other)
    today: Any = AT if isinstance(value, datetime) else AT.date()
    age = today - value
    limit = timedelta(days=int(wanted[0]))
    return bool(
        age > limit if operator is Operator.OLDER_THAN_DAYS else timedelta() <= age <= limit
    )


def _is(value: Any, text: str) -> bool:
    match value:
        case bool():
            return value == (text == "yes")
        case int() | float():
            return value == float(text)
        case datetime():
            return value.astimezone(AT.tzinfo).date().isoformat() == text
        case date():
            return value.isoformat() == text
    return _plain(value) == _plain(text)


def _plain(text: str) -> str:
    """Fold case and accents, spelled out here a second time on purpose."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("ł", "l"))
    signs = (sign for sign in bare if not unicodedata.combining(sign))
    return " ".join("".join(signs).split())
