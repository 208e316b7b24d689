"""Leads as cases to learn from: traits known before the conversation, rules, and outcomes.

A trait's values are as they stood when the lead entered the qualification; those of a lead that
has not entered are today's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.chances.as_known import Past, past_of
from models.chances.conversation import conversation_traits
from models.chances.own_fields import own_traits
from models.chances.population import Population, Pursuit, population_of
from models.chances.rule_points import (
    RulePoints,
    events_of,
    fit_of_all,
    fit_without,
    interest_at,
    scoring_known_before,
)
from models.chances.traits import TraitColumn, Value, event_code
from models.definitions.current import StageRow
from models.entities import Campaign, Channel, Company, Contact, ExternalKey, Lead
from models.scoring.rules import scoring_in_force

_MOST_EVENT_KINDS = 40


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """All leads with what is known of them, in the order in which they entered.

    `keys` are their names in other systems, else their UUIDs; `rules` the log odds by fit and by
    interest that the scoring rules give each.
    """

    outcome: StageRow
    after_conversation: bool
    population: Population
    keys: tuple[str, ...]
    traits: tuple[TraitColumn, ...]
    rules: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Raw:
    """The columns that a lead's own traits stand in, and the rows that hold them."""

    uuid: UUID
    contact: UUID | None
    company: UUID | None
    company_id: int | None
    values: dict[str, Any]


_IN_LEAD = ("channel_id", "campaign_id")
_IN_CONTACT = ("country", "job_title", "email", "city")
_IN_COMPANY = ("name", "industry", "employees", "country", "city")
_ROWS = {"lead": _IN_LEAD, "contact": _IN_CONTACT, "company": _IN_COMPANY}
# A rule asks for a field of the catalogue; these stand in the rows that a change is logged of.
_ASKED_AS = {
    "lead.channel_id": "channel",
    "lead.campaign_id": "campaign",
    "contact.job_title": "job_title",
    "contact.email": "email",
    "contact.country": "country",
    "company.country": "country",
    "contact.city": "city",
    "company.city": "city",
    "company.name": "company",
    "company.industry": "industry",
    "company.employees": "employees",
}


def lead_facts(
    session: Session, outcome: StageRow, at: datetime, *, after_conversation: bool = False
) -> LeadFacts:
    """Return what chances of reaching a stage are learned from, and predicted by.

    With `after_conversation` also what is learned in the conversation and later: answers, the part
    in the decision, the owner, all fields of the team's own.
    """
    population = population_of(session, outcome, at)
    pursuits = population.pursuits
    entered = [one.entered_at for one in pursuits if one.entered_at is not None]
    past = past_of(session, min(entered, default=None))
    raw = _raw_rows(session)
    then, changed = _as_they_stood(session, pursuits, raw, past)
    scoring = scoring_known_before(session)
    events = events_of(session, scoring)
    fit = {**fit_of_all(session, scoring), **fit_without(session, scoring, changed)}
    grading = scoring_in_force(session).grading
    rules = []
    counted: list[Counter[str]] = []
    for one in pursuits:
        cut = one.entered_at or at
        known = [event for event in events.get(one.lead_id, ()) if event.occurred_at <= cut]
        counted.append(Counter(event.kind for event in known))
        points = RulePoints(fit.get(one.lead_id, 0), interest_at(known, cut, grading))
        rules.append(points.log_odds(grading))
    traits = [*_house_traits(then), *_event_traits(counted)]
    company_of = {lead_id: row.company_id for lead_id, row in raw.items()}
    traits += own_traits(session, pursuits, company_of, past, with_later=after_conversation)
    if after_conversation:
        traits += conversation_traits(session, pursuits)
    return LeadFacts(
        outcome,
        after_conversation,
        population,
        _keys(session, pursuits, raw),
        tuple(trait for trait in traits if trait.tells_apart),
        tuple(rules),
    )


def _raw_rows(session: Session) -> dict[int, _Raw]:
    found = session.execute(
        select(
            Lead.id,
            Lead.uuid,
            Contact.uuid,
            Company.uuid,
            Lead.company_id,
            Lead.channel_id,
            Lead.campaign_id,
            *(getattr(Contact, name) for name in _IN_CONTACT),
            *(getattr(Company, name) for name in _IN_COMPANY),
        )
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
    )
    names = [f"{table}.{name}" for table, columns in _ROWS.items() for name in columns]
    return {
        row[0]: _Raw(row[1], row[2], row[3], row[4], dict(zip(names, row[5:], strict=True)))
        for row in found
    }


def _as_they_stood(
    session: Session, pursuits: Sequence[Pursuit], raw: dict[int, _Raw], past: Past
) -> tuple[list[dict[str, Any]], dict[int, set[str]]]:
    """Return each lead's values at its entry, and the fields that were changed after it."""
    names = _named_rows(session)
    changed: defaultdict[int, set[str]] = defaultdict(set)
    then = []
    for one in pursuits:
        row = raw[one.lead_id]
        values = dict(row.values)
        rows = {"lead": row.uuid, "contact": row.contact, "company": row.company}
        if past.entries and one.entered_at is not None:
            for name, now in row.values.items():
                table, _dot, column = name.partition(".")
                values[name] = past.before(rows[table], column, one.entered_at, now)
            for table in ("contact", "company"):
                # Nobody knew of a person or company that was added to the lead afterwards.
                held = past.before(row.uuid, f"{table}_id", one.entered_at, "now")
                if held is None:
                    values.update({f"{table}.{column}": None for column in _ROWS[table]})
            changed[one.lead_id] |= {
                _ASKED_AS[name] for name, now in row.values.items() if values[name] != now
            }
        for name in _IN_LEAD:
            values[f"lead.{name}"] = names.get((name, values[f"lead.{name}"]))
        then.append(values)
    return then, {lead_id: fields for lead_id, fields in changed.items() if fields}


def _named_rows(session: Session) -> dict[tuple[str, int | str | None], str]:
    """Return the names of channels and campaigns by id, and by UUID as the log writes it."""
    found: dict[tuple[str, int | str | None], str] = {}
    rows = {
        "channel_id": select(Channel.id, Channel.uuid, Channel.name),
        "campaign_id": select(Campaign.id, Campaign.uuid, Campaign.name),
    }
    for column, named in rows.items():
        for row_id, uuid, name in session.execute(named):
            found[column, row_id] = found[column, uuid.hex] = name
    return found


def _house_traits(then: Sequence[dict[str, Any]]) -> list[TraitColumn]:
    def column(code: str, kind: str, take: Callable[[dict[str, Any]], Value]) -> TraitColumn:
        return TraitColumn(code, kind, [take(values) for values in then])

    return [
        column("channel", "category", lambda held: held["lead.channel_id"]),
        column("campaign", "category", lambda held: held["lead.campaign_id"]),
        column("job_title", "words", lambda held: held["contact.job_title"]),
        column("company", "category", lambda held: held["company.name"]),
        column("industry", "category", lambda held: held["company.industry"]),
        column("employees", "number", lambda held: _number(held["company.employees"])),
        column(
            "country", "category", lambda held: held["contact.country"] or held["company.country"]
        ),
    ]


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)


def _event_traits(counted: Sequence[Counter[str]]) -> list[TraitColumn]:
    kinds: Counter[str] = Counter()
    for one in counted:
        kinds.update(one.keys())
    return [
        TraitColumn(event_code(kind), "count", [float(one[kind]) for one in counted])
        for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind))[:_MOST_EVENT_KINDS]
    ]


def _keys(session: Session, pursuits: Sequence[Pursuit], raw: dict[int, _Raw]) -> tuple[str, ...]:
    newest_first = select(ExternalKey.lead_id, ExternalKey.key).order_by(ExternalKey.id.desc())
    elsewhere = dict(iter(session.execute(newest_first)))
    return tuple(elsewhere.get(one.lead_id, raw[one.lead_id].uuid.hex) for one in pursuits)
