"""The history of a workspace as arrays, read once and looked at from any moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from models.definitions.current import StageRow
from models.learning.reading import ChannelRow, DealColumns, StageHistory, stage_history
from models.vocabulary import Meaning
from simulation.learning.exits import Prior
from simulation.learning.history import (
    MISSING,
    Records,
    Visits,
    known_by,
    stages_in_use,
    visits_of,
    week_of,
    without_brief_entries,
)
from simulation.learning.learned import Learned, learn
from simulation.learning.sources import together

_HOUSE_RATES = {
    "responded": 0.3,
    Meaning.SAL: 0.5,
    Meaning.SQL: 0.5,
    Meaning.APPOINTMENT: 8 / 15,
    Meaning.HELD: 0.8,
    Meaning.CLIENT: 3 / 8,
}
"""What the prior expects of the step into a stage: the house example's, worth two leads."""


@dataclass(frozen=True, slots=True)
class LearnedHistory:
    """Everything that was ever recorded, for looking at it from several moments."""

    stages: tuple[StageRow, ...]
    channels: tuple[ChannelRow, ...]
    renamed: dict[int, int]
    records: Records
    deals: DealColumns

    def leads_with_open_deals(self, at: datetime) -> NDArray[np.int64]:
        """Return the leads that had an open deal at a moment, rising."""
        then = int(at.timestamp())
        lead, opened, closed = (
            np.frombuffer(column, np.int64) if column else np.empty(0, np.int64)
            for column in (self.deals.lead, self.deals.opened, self.deals.closed)
        )
        still = (opened <= then) & ((closed == MISSING) | (closed > then))
        return np.unique(lead[still])

    def arrivals_since(
        self, then: "HistoryAt", starts: int, weeks: int
    ) -> dict[tuple[int, int], Sequence[int]]:
        """Return the leads that really came, by week from a week on, channel and stage of entry."""
        visits = _visits(self, self.records, then.kept)
        some = visits.first & (visits.entered != MISSING)
        week = week_of(visits.entered[some]) - starts
        stage = visits.stage[some]
        channel = together(visits.channel[some], stage)
        inside = (week >= 0) & (week < weeks) & (stage < len(then.stages) - 1)
        found: dict[tuple[int, int], Sequence[int]] = {}
        rows = np.stack([channel[inside], stage[inside]])
        for pair in np.unique(rows, axis=1).T.tolist():
            mine = inside & (channel == pair[0]) & (stage == pair[1])
            found[pair[0], pair[1]] = np.bincount(week[mine], minlength=weeks).tolist()
        return found


@dataclass(frozen=True, slots=True)
class HistoryAt:
    """The history as it was known at a moment, and what it teaches.

    `stages` are those in use, at the places `kept` of all.
    """

    at: datetime
    stages: tuple[StageRow, ...]
    kept: tuple[int, ...]
    visits: Visits
    learned: Learned


def history_of(session: Session) -> LearnedHistory:
    """Read the whole history of a workspace."""
    history = stage_history(session)
    return LearnedHistory(
        stages=history.stages,
        channels=history.channels,
        renamed=dict(history.renamed),
        records=_records(history),
        deals=history.deals,
    )


def learned_history(history: LearnedHistory, at: datetime, *, weeks: int = 52) -> HistoryAt:
    """Return what was known at a moment, and what it teaches."""
    then = int(at.timestamp())
    records = known_by(history.records, then)
    every = _visits(history, records, tuple(range(len(history.stages))))
    kept = stages_in_use(every, len(history.stages))
    visits = _visits(history, records, kept)
    used = tuple(history.stages[place] for place in kept)
    learned = learn(
        visits,
        steps=len(used) - 1,
        at=then,
        priors=[_prior(stage) for stage in used[1:]],
        weeks=weeks,
    )
    return HistoryAt(at, used, kept, visits, learned)


def _visits(history: LearnedHistory, records: Records, kept: tuple[int, ...]) -> Visits:
    ids = [int(stage.id) for stage in history.stages]
    over = frozenset(one for place, one in enumerate(ids) if place not in kept)
    found = visits_of(records, [ids[place] for place in kept], history.renamed, over)
    return without_brief_entries(found)


def _prior(into: StageRow) -> Prior:
    known = _HOUSE_RATES.get(into.meaning) or _HOUSE_RATES.get(into.name.lower(), 0.5)
    return Prior(mean=known)


def _records(history: StageHistory) -> Records:
    moves, leads = history.moves, history.leads
    return Records(
        *(
            np.frombuffer(column, np.int64) if column else np.empty(0, np.int64)
            for column in (
                moves.lead,
                moves.stage,
                moves.occurred,
                moves.recorded,
                moves.written,
                leads.lead,
                leads.stage,
                leads.channel,
                leads.status,
                leads.since,
                leads.captured,
            )
        )
    )
