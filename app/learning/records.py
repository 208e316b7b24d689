"""The history of a workspace as arrays, read once and looked at from any moment."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from models.definitions.current import StageRow
from models.learning.reading import (
    LEAD_SHIFT,
    STAGE_MASK,
    STATUS_BITS,
    ChannelRow,
    DealColumns,
    StageHistory,
    stage_history,
)
from models.vocabulary import Meaning
from simulation.learning.chain import stages_in_use, without_brief_entries
from simulation.learning.exits import Prior
from simulation.learning.history import (
    MISSING,
    Records,
    Reopenings,
    Visits,
    known_by,
    visits_of,
    week_of,
)
from simulation.learning.learned import Learned, learn
from simulation.learning.returning import with_reopenings
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
            _whole(column) for column in (self.deals.lead, self.deals.opened, self.deals.closed)
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
    visits = every if len(kept) == len(history.stages) else _visits(history, records, kept)
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
    return with_reopenings(without_brief_entries(found), records.again)


def _prior(into: StageRow) -> Prior:
    known = _HOUSE_RATES.get(into.meaning) or _HOUSE_RATES.get(into.name.lower(), 0.5)
    return Prior(mean=known)


def _records(history: StageHistory) -> Records:
    moves, leads = history.moves, history.leads
    packed, occurred, later = (
        _whole(column) for column in (moves.packed, moves.occurred, moves.later)
    )
    dated = occurred != MISSING
    written = np.where(dated, occurred, 0) + later
    lead, of_lead, since, captured = (
        _whole(column) for column in (leads.lead, leads.packed, leads.since, leads.captured)
    )
    return Records(
        move_lead=packed >> LEAD_SHIFT,
        move_stage=(packed >> 1) & STAGE_MASK,
        occurred=occurred,
        # Whoever stands in the past knew what was imported later: it was known to happen then.
        recorded=np.where(dated & (packed & 1 == 1), occurred, written),
        written=written,
        lead=lead,
        channel=of_lead >> STATUS_BITS,
        status=of_lead & (2**STATUS_BITS - 1),
        since=since,
        captured=captured,
        again=Reopenings(
            *(_whole(one) for one in (history.again.lead, history.again.gone, history.again.back))
        ),
    )


def _whole(column: "array[int]") -> NDArray[np.int64]:
    return np.frombuffer(column, np.int64) if column else np.empty(0, np.int64)
