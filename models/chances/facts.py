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
from models.chances.own_fields import own_fields_then
from models.chances.population import Population, Pursuit, population_of
from models.chances.rule_points import (
    RulePoints,
    events_of,
    fit_as_then,
    fit_of_all,
    interest_at,
    scoring_known_before,
)
from models.chances.traits import TraitColumn, Value, event_code
from models.definitions.current import StageRow
from models.entities.leads.external_keys import OF_A_ROW, ExternalKey
from models.entities.leads.leads import Lead
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.contacts import Company, Contact
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
_UNCHANGED = "unchanged"


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
    company_of = {lead_id: row.company_id for lead_id, row in raw.items()}
    own = own_fields_then(session, pursuits, company_of, past)
    for field in own:
        for lead_id, value in field.changed.items():
            changed[lead_id][field.code] = value
    scoring = scoring_known_before(session)
    events = events_of(session, scoring)
    fit = {**fit_of_all(session, scoring), **fit_as_then(session, scoring, changed)}
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
    traits += [field.trait for field in own if after_conversation or field.is_known_at_capture]
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
) -> tuple[list[dict[str, Any]], defaultdict[int, dict[str, Any]]]:
    """Return each lead's values at its entry, and which fields of the catalogue were others."""
    names, ids = _named_rows(session)
    changed: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    then = []
    for one in pursuits:
        row = raw[one.lead_id]
        values = dict(row.values)
        if past.entries and one.entered_at is not None:
            rows = {"lead": row.uuid, "contact": row.contact, "company": row.company}
            for name, now in row.values.items():
                table, _dot, column = name.partition(".")
                values[name] = past.before(rows[table], column, one.entered_at, now)
            for table in ("contact", "company"):
                # Nobody knew of a person or company that was added to the lead afterwards.
                held = past.before(row.uuid, f"{table}_id", one.entered_at, _UNCHANGED)
                if held is None:
                    values.update({f"{table}.{column}": None for column in _ROWS[table]})
            for name in _IN_LEAD:
                values[f"lead.{name}"] = ids.get(values[f"lead.{name}"], values[f"lead.{name}"])
            now_asked, then_asked = _asked(row.values), _asked(values)
            others = {code: value for code, value in then_asked.items() if value != now_asked[code]}
            if others:
                changed[one.lead_id] = others
        for name in _IN_LEAD:
            values[f"lead.{name}"] = names.get((name, values[f"lead.{name}"]))
        then.append(values)
    return then, changed


def _asked(values: dict[str, Any]) -> dict[str, Any]:
    """Return values by the fields of the catalogue that rules ask for."""
    return {
        "channel": values["lead.channel_id"],
        "campaign": values["lead.campaign_id"],
        "job_title": values["contact.job_title"],
        "email": values["contact.email"],
        "country": values["contact.country"] or values["company.country"],
        "city": values["contact.city"] or values["company.city"],
        "company": values["company.name"],
        "industry": values["company.industry"],
        "employees": values["company.employees"],
    }


def _named_rows(
    session: Session,
) -> tuple[dict[tuple[str, int | None], str], dict[str | int | None, int]]:
    """Return the names of channels and campaigns by id, and their ids by UUID as in the log."""
    names: dict[tuple[str, int | None], str] = {}
    ids: dict[str | int | None, int] = {}
    rows = {
        "channel_id": select(Channel.id, Channel.uuid, Channel.name),
        "campaign_id": select(Campaign.id, Campaign.uuid, Campaign.name),
    }
    for column, named in rows.items():
        for row_id, uuid, name in session.execute(named):
            names[column, row_id] = name
            ids[uuid.hex] = row_id
    return names, ids


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
    newest_first = (
        select(ExternalKey.lead_id, ExternalKey.key)
        .where(ExternalKey.source != OF_A_ROW)
        .order_by(ExternalKey.id.desc())
    )
    elsewhere = dict(iter(session.execute(newest_first)))
    return tuple(elsewhere.get(one.lead_id, raw[one.lead_id].uuid.hex) for one in pursuits)
