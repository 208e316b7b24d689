"""The chances that were learned last, beside the rule score: written, read, and put in words.

They are derived from the workspace at any time, so they stand outside of history and undo.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.chances.outcomes import outcomes_kept
from models.definitions.current import StageRow
from models.entities.leads.chances import LearnedChance, LearnedModel
from models.ids import LeadId
from models.storage.columns import JsonObject
from models.vocabulary import Meaning

_AT_ONCE = 1_000


class Reason(NamedTuple):
    """What one trait adds to the log odds of an average lead, and how others with it ended.

    `value` is the lead's own value of the trait; `leads` and `reached` count those that the model
    was learned from and that share it, both 0 where the rules alone speak.
    """

    trait: str
    value: str | float | None
    log_odds: float
    leads: int
    reached: int


@dataclass(frozen=True, slots=True)
class Chance:
    """A lead's chance to be stored, with what moves it most."""

    lead_id: int
    chance: float
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """The model of one outcome that was learned last; `card` tells how well it did."""

    outcome: StageRow
    learned_at: datetime
    data_until: datetime
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """A lead's chance of reaching an outcome, with its reasons."""

    model: ModelRow
    chance: float
    reasons: tuple[Reason, ...]


def store_chances(
    session: Session,
    outcome: StageRow,
    *,
    learned_at: datetime,
    data_until: datetime,
    card: JsonObject,
    chances: Sequence[Chance],
) -> None:
    """Put the model of an outcome, and what it says of each lead, in the place of the last one."""
    connection = session.connection()
    key = _key(outcome)
    connection.execute(delete(LearnedModel).where(LearnedModel.outcome == key))
    connection.execute(delete(LearnedChance).where(LearnedChance.outcome == key))
    connection.execute(
        insert(LearnedModel).values(
            outcome=key, learned_at=learned_at, data_until=data_until, card=card
        )
    )
    for start in range(0, len(chances), _AT_ONCE):
        connection.execute(
            insert(LearnedChance),
            [
                {
                    "lead_id": one.lead_id,
                    "outcome": key,
                    "chance": one.chance,
                    "reasons": {"reasons": [list(reason) for reason in one.reasons]},
                }
                for one in chances[start : start + _AT_ONCE]
            ],
        )


def models_stored(session: Session) -> tuple[ModelRow, ...]:
    """Return the models that were learned last, of stages in force, in the order of the funnel."""
    by_key = {row.outcome: row for row in session.scalars(select(LearnedModel))}
    return tuple(
        ModelRow(stage, row.learned_at, row.data_until, row.card)
        for stage in outcomes_kept(session)
        if (row := by_key.get(_key(stage))) is not None
    )


def chances_of_lead(session: Session, lead_id: LeadId) -> tuple[ChanceRow, ...]:
    """Return a lead's chances, in the order of the funnel; none where nothing was learned."""
    found = {
        row.outcome: row
        for row in session.scalars(select(LearnedChance).where(LearnedChance.lead_id == lead_id))
    }
    return tuple(
        ChanceRow(
            model,
            row.chance,
            tuple(Reason(*reason) for reason in row.reasons.get("reasons", ())),
        )
        for model in models_stored(session)
        if (row := found.get(_key(model.outcome))) is not None
    )


def chances_among(
    session: Session, meaning: Meaning, lead_ids: Collection[int] | None = None
) -> dict[int, float]:
    """Return the chances of leads (None: of all) to reach the stage with a meaning."""
    wanted = select(LearnedChance.lead_id, LearnedChance.chance).where(
        LearnedChance.outcome == meaning.value
    )
    if lead_ids is not None:
        wanted = wanted.where(LearnedChance.lead_id.in_(lead_ids))
    return dict(iter(session.execute(wanted)))


def _key(stage: StageRow) -> str:
    return stage.meaning
