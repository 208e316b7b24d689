"""The list behind each number of a report: the things that were counted, with whose they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.errors import InvalidValueError
from models.ids import LeadId
from models.language import gettext as _
from models.leads.lists.choices import owner_choices, stage_choices
from models.reporting.asked import Asked, Behind
from models.reporting.facts import Facts, WeighedFacts
from models.reporting.questions import (
    answering,
    departing,
    funnel,
    handed,
    showing,
    touching,
    waiting,
    working,
)
from models.reporting.questions.symptoms import halves
from models.storage.sqlite.queries import listed

Find = Callable[[Session, Asked, datetime, str], Facts | WeighedFacts]


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One counted thing with its lead as it stands now; `note` is a code or number of the thing."""

    lead_id: LeadId
    name: str
    company: str
    stage: str
    status: str
    owner: str
    at: datetime | None
    note: str


def _half(place: int) -> Find:
    def find(session: Session, asked: Asked, at: datetime, _by: str) -> Facts:
        return funnel.facts(session, halves(asked)[place], at, funnel.HAPPENED)

    return find


_FACTS: Final[Mapping[str, Find]] = MappingProxyType(
    {
        answering.QUESTION: answering.facts,
        departing.QUESTION: departing.facts,
        funnel.QUESTION: funnel.facts,
        handed.QUESTION: handed.facts,
        showing.QUESTION: showing.facts,
        touching.QUESTION: touching.facts,
        waiting.QUESTION: waiting.facts,
        working.QUESTION: working.facts,
        "half_1": _half(0),
        "half_2": _half(1),
    }
)


def facts_of(behind: Behind) -> Find:
    """Return what finds the things of a question; refuses a question that no report asks."""
    find = _FACTS.get(behind.question)
    if find is None:
        raise _no_such_number(behind)
    return find


def _no_such_number(behind: Behind) -> InvalidValueError:
    return InvalidValueError(
        "behind", behind.measure, _("No report counts that. Open the number again.")
    )


def counted(session: Session, asked: Asked, at: datetime, behind: Behind) -> tuple[CountedRow, ...]:
    """Return what a number counted, the newest first; refuses a number that no report has."""
    found = facts_of(behind)(session, asked, at, behind.by)
    if behind.measure not in found.measures:
        raise _no_such_number(behind)
    things = found.things(session, behind.group, behind.measure)
    stages = {choice.key: choice.name for choice in stage_choices(session)}
    owners = {choice.key: choice.name for choice in owner_choices(session)}
    cards = {
        row.id: row
        for row in session.execute(
            select(
                LeadCard.id,
                LeadCard.name,
                LeadCard.company,
                LeadCard.stage_id,
                LeadCard.status,
                LeadCard.owner_id,
            ).where(LeadCard.id.in_(listed([thing.lead_id for thing in things])))
        )
    }
    return tuple(
        CountedRow(
            lead_id=thing.lead_id,
            name=card.name,
            company=card.company,
            stage=stages.get(card.stage_id, ""),
            status=card.status,
            owner="" if card.owner_id is None else owners.get(card.owner_id, ""),
            at=thing.at,
            note=thing.note,
        )
        for thing in things
        if (card := cards.get(thing.lead_id)) is not None
    )
