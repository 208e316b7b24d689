"""The values that a choice among the fields may have, with their names."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.conditions.fields import FieldChoice
from models.definitions.criteria import criteria
from models.definitions.current import reasons
from models.entities.leads.external_keys import ExternalKey
from models.entities.marketing.channels import Channel
from models.entities.marketing.spending import Campaign
from models.entities.people.team import TeamMember
from models.leads.lists.choices import stage_choices
from models.scoring.grading import GRADES, LETTERS
from models.text_keys import fold
from models.vocabulary import (
    CriterionState,
    HandoffState,
    Medium,
    NurtureTrack,
    Part,
    Status,
    label,
)

Choices = Callable[[Session], tuple[FieldChoice, ...]]


def coded(*codes: str) -> Choices:
    """Return a list of stored codes with their words."""
    return lambda _session: tuple(FieldChoice(str(code), label(str(code))) for code in codes)


def stages_to_choose(session: Session) -> tuple[FieldChoice, ...]:
    """Return the stages in funnel order."""
    return tuple(FieldChoice(str(one.key), one.name) for one in stage_choices(session))


def reasons_to_choose(session: Session) -> tuple[FieldChoice, ...]:
    """Return the reasons for which leads are closed or recycled."""
    return tuple(FieldChoice(one.code, one.name) for one in reasons(session))


def named_rows(key: InstrumentedAttribute[int], name: InstrumentedAttribute[str]) -> Choices:
    """Return rows to choose from, by name."""

    def found(session: Session) -> tuple[FieldChoice, ...]:
        rows = [(row[0], row[1]) for row in session.execute(select(key, name))]
        ordered = sorted(rows, key=lambda row: (fold(row[1]), row[0]))
        return tuple(FieldChoice(str(row_id), text) for row_id, text in ordered)

    return found


members_to_choose = named_rows(TeamMember.id, TeamMember.name)
channels_to_choose = named_rows(Channel.id, Channel.name)
campaigns_to_choose = named_rows(Campaign.id, Campaign.name)
statuses_to_choose = coded(*Status)
tracks_to_choose = coded(*NurtureTrack)
media_to_choose = coded(*Medium)
parts_to_choose = coded(*Part)
criterion_states = coded(*CriterionState)
handoffs_to_choose = coded(*HandoffState)


def grades_to_choose(_session: Session) -> tuple[FieldChoice, ...]:
    """Return the letters, each for its four grades, and the grades."""
    return tuple(FieldChoice(grade, grade) for grade in (*LETTERS, *GRADES))


def countries_to_choose(_session: Session) -> tuple[FieldChoice, ...]:
    """Return the countries of the world by name."""
    from babel import Locale

    from models.iso_codes import countries

    names = Locale("en").territories
    found = [FieldChoice(code, str(names[code])) for code in countries()]
    return tuple(sorted(found, key=lambda one: fold(one.name)))


def sources_to_choose(session: Session) -> tuple[FieldChoice, ...]:
    """Return the other systems that leads are known in."""
    found = session.scalars(select(ExternalKey.source).distinct().order_by(ExternalKey.source))
    return tuple(FieldChoice(source, source) for source in found)


def criteria_named(session: Session) -> dict[str, str]:
    """Return the names of the criteria in force by code."""
    return {one.code: one.name for one in criteria(session)}
