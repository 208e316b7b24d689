"""From stage moves to visits: who was in which stage, from when until when, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

MISSING: Final = -(2**62)
DAY: Final = 86_400
WEEK: Final = 7 * DAY
_MONDAY: Final = 3 * DAY
"""From the Monday before 1970 began to its first day."""

OPEN, ADVANCED, LOST, NURTURED = 0, 1, 2, 3
"""How a visit stands; a lead that was moved back ended its visit as one in nurture does."""


@overload
def week_of(seconds: int) -> int: ...


@overload
def week_of(seconds: Whole) -> Whole: ...


def week_of(seconds: Whole | int) -> Whole | int:
    """Return the week in which a time lies, counted from the Monday before 1970; in UTC."""
    return (seconds + _MONDAY) // WEEK


def seconds_of_week(week: int) -> int:
    """Return when a week begins, in seconds since 1970."""
    return week * WEEK - _MONDAY


@dataclass(frozen=True, slots=True)
class Reopenings:
    """Leads that were worked on again, each field an int64 array of shape (times,).

    Parameters
    ----------
    lead
        Whose.
    gone, back
        Since when the lead was closed or in nurture, and when it was open again; seconds.
    """

    lead: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    gone: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    back: Whole = field(default_factory=lambda: np.empty(0, np.int64))

    def known_by(self, at: int) -> Reopenings:
        """Return those that came back by a moment."""
        there = self.back <= at
        return Reopenings(self.lead[there], self.gone[there], self.back[there])


@dataclass(frozen=True, slots=True)
class Records:
    """Moves and leads as they were written down, each field an int64 array.

    Parameters
    ----------
    move_lead, move_stage, occurred, recorded, written
        Shape (moves,), in the order of writing; times in seconds since 1970, or `MISSING`.
        ``recorded`` is since when the move counts as known, ``written`` when it was written down.
    lead, channel, status, since, captured
        Shape (leads,), by rising lead; ``status`` is open 0, won 1, lost 2 or nurture 3.
    again
        When leads were worked on again.
    """

    move_lead: Whole
    move_stage: Whole
    occurred: Whole
    recorded: Whole
    written: Whole
    lead: Whole
    channel: Whole
    status: Whole
    since: Whole
    captured: Whole
    again: Reopenings = field(default_factory=Reopenings)


@dataclass(frozen=True, slots=True)
class Visits:
    """Stays of leads in stages of a funnel, each field an array of shape (visits,).

    Parameters
    ----------
    lead
        Whose, int64.
    stage
        Place of the stage in the funnel, int64.
    channel
        Number of the channel, 0 for none, int64.
    entered, ended
        Seconds since 1970, or `MISSING`, int64; an open visit has not ended.
    how
        `OPEN`, `ADVANCED`, `LOST` or `NURTURED`, int64.
    to_stage
        The stage it advanced to, -1 where it did not, int64.
    first
        Whether the lead entered the funnel with it, bool.
    known
        Since when it was known, in seconds, int64: what was written down late was not seen before.
    problems
        How many leads or moves could not be read as they stand, by code.
    """

    lead: Whole
    stage: Whole
    channel: Whole
    entered: Whole
    ended: Whole
    how: Whole
    to_stage: Whole
    first: NDArray[np.bool_]
    known: Whole
    problems: Mapping[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many visits there are."""
        return int(self.lead.size)

    def some(self, which: NDArray[np.bool_] | Whole) -> Visits:
        """Return some of the visits, by place or by yes and no."""
        return Visits(
            self.lead[which],
            self.stage[which],
            self.channel[which],
            self.entered[which],
            self.ended[which],
            self.how[which],
            self.to_stage[which],
            self.first[which],
            self.known[which],
            self.problems,
        )


def known_by(records: Records, at: int) -> Records:
    """Return what was known at a moment: nothing that was recorded or that happened after it.

    A lead that has ended since was still open; one that came since was not there; one that was gone
    then and came back since was gone.
    """
    moves = (records.recorded <= at) & (records.occurred <= at)
    there = records.captured <= at
    # What is moved by then was there, whenever it was captured.
    there |= _among(records.lead, records.move_lead[moves])
    ended = records.since <= at
    status = np.where(ended, records.status, OPEN)
    since = np.where(ended, records.since, records.captured)
    gone = _gone_at(records, at)
    status = np.where(gone != MISSING, NURTURED, status)
    since = np.where(gone != MISSING, gone, since)
    return Records(
        records.move_lead[moves],
        records.move_stage[moves],
        records.occurred[moves],
        records.recorded[moves],
        records.written[moves],
        records.lead[there],
        records.channel[there],
        status[there],
        since[there],
        records.captured[there],
        records.again.known_by(at),
    )


def _gone_at(records: Records, at: int) -> Whole:
    """Return since when each lead was gone at a moment that came back later, `MISSING` for none."""
    gone = np.full(records.lead.size, MISSING, np.int64)
    away = (records.again.gone <= at) & (records.again.back > at)
    if away.any():
        row = np.searchsorted(records.lead, records.again.lead[away])
        row = np.minimum(row, records.lead.size - 1)
        mine = records.lead[row] == records.again.lead[away]
        gone[row[mine]] = records.again.gone[away][mine]
    return gone


def _among(values: Whole, some: Whole) -> NDArray[np.bool_]:
    """Say which ids are among some: a table for ids as databases give them, no sorting."""
    if values.size == 0 or some.size == 0:
        return np.zeros(values.size, np.bool_)
    most = int(max(values.max(), some.max()))
    if most > 20 * (values.size + some.size) + 1_000:
        return np.isin(values, some)
    table = np.zeros(most + 1, np.bool_)
    table[some] = True
    found: NDArray[np.bool_] = table[values]
    return found


def distinct(values: Whole) -> Whole:
    """Return the different ids among values from 0 up, rising."""
    if values.size == 0 or int(values.max()) > 20 * values.size + 1_000:
        return np.unique(values)
    return np.flatnonzero(np.bincount(values))


def _order(lead: Whole, at: Whole, stage: Whole) -> Whole:
    """Return the order by lead, then time, then stage, then as it was.

    One number for all three where they fit: sorting what is nearly sorted takes a tenth.
    """
    if lead.size == 0:
        return np.empty(0, np.int64)
    base = int(at.min())
    width = int(at.max()) - base + 1
    if int(lead.max()) >= 2**62 // (64 * width) or int(stage.max()) >= 64:
        return np.lexsort((stage, at, lead))
    return np.argsort((lead * width + (at - base)) * 64 + stage, kind="stable")


def visits_of(
    records: Records,
    stages: Sequence[int],
    renamed: Mapping[int, int],
    passed_over: frozenset[int] = frozenset(),
) -> Visits:
    """Return the visits to the stages of a funnel.

    A lead's moves are put in the order of their times, those of one time in the order of the
    funnel; where a lead has moves without a date, all of its moves go by the order of the funnel.
    A move to a stage that is passed over or unknown is left out: the lead stays where it was. A
    lead that comes back to a stage makes a new visit.

    Parameters
    ----------
    records
        What was written down.
    stages
        Ids of the stages in funnel order.
    renamed
        Where the leads of stages went that are no more.
    passed_over
        Ids of stages that are in force and no part of this funnel.

    Returns
    -------
    Visits
        With problems ``unknown_stage``, ``future``, ``undated``, ``out_of_order``,
        ``ended_before``, ``no_moves``.
    """
    problems: dict[str, int] = {}
    place = _places(records, stages, renamed, passed_over)
    known = place >= 0
    problems["unknown_stage"] = int(np.count_nonzero(place == _UNKNOWN))
    # A day alone is noted at its beginning in UTC, so the next day may have begun elsewhere.
    future = known & (records.occurred > records.written + DAY)
    problems["future"] = int(np.count_nonzero(future))
    kept = known & ~future
    lead, at, known_since = (
        column[kept] for column in (records.move_lead, records.occurred, records.recorded)
    )
    stage, number = place[kept], np.flatnonzero(kept)

    undated = np.unique(lead[at == MISSING])
    problems["undated"] = int(undated.size)
    when = np.where(_among(lead, undated), stage, at) if undated.size else at
    order = _order(lead, when, stage)
    lead, at, stage, number = lead[order], at[order], stage[order], number[order]
    known_since = known_since[order]
    backward = (
        (lead[1:] == lead[:-1])
        & (stage[1:] < stage[:-1])
        & (number[1:] < number[:-1])
        & (at[:-1] != MISSING)
    )
    wrong = np.unique(lead[1:][backward])
    problems["out_of_order"] = int(wrong.size)
    if wrong.size:
        right = ~_among(lead, wrong)
        lead, at, stage, known_since = lead[right], at[right], stage[right], known_since[right]
    changes = np.ones(lead.size, np.bool_)
    changes[1:] = (lead[1:] != lead[:-1]) | (stage[1:] != stage[:-1])
    lead, at, stage, known_since = (column[changes] for column in (lead, at, stage, known_since))
    moved = np.concatenate([lead, wrong])
    problems["no_moves"] = int(np.count_nonzero(~_among(records.lead, moved)))
    return _visits(records, (lead, at, stage, known_since), len(stages) - 1, problems)


_UNKNOWN: Final = -1
_PASSED_OVER: Final = -2


def _places(
    records: Records,
    stages: Sequence[int],
    renamed: Mapping[int, int],
    passed_over: frozenset[int],
) -> Whole:
    """Return each move's place in the funnel; a stage that is none of the records' is unknown."""
    places = dict.fromkeys(passed_over, _PASSED_OVER)
    places |= {stage: number for number, stage in enumerate(stages)}
    seen = distinct(records.move_stage)
    found = np.full(seen.size, _UNKNOWN, np.int64)
    for number, stage in enumerate(seen.tolist()):
        followed, steps = stage, 0
        while followed not in places and followed in renamed and steps <= len(renamed):
            followed, steps = renamed[followed], steps + 1
        found[number] = places.get(followed, _UNKNOWN)
    return found[np.searchsorted(seen, records.move_stage)]


def _visits(
    records: Records,
    moves: tuple[Whole, Whole, Whole, Whole],
    last: int,
    problems: dict[str, int],
) -> Visits:
    """Return the visits that moves in their order come to; the last stage is only entered."""
    lead, at, stage, known_since = moves
    row = np.searchsorted(records.lead, lead)
    row = np.minimum(row, max(records.lead.size - 1, 0))
    if lead.size:
        there = records.lead[row] == lead if records.lead.size else np.zeros(lead.size, np.bool_)
        lead, at, stage, row = lead[there], at[there], stage[there], row[there]
        known_since = known_since[there]
    ends = np.ones(lead.size, np.bool_)
    ends[:-1] = lead[1:] != lead[:-1]
    begins = np.ones(lead.size, np.bool_)
    begins[1:] = lead[1:] != lead[:-1]
    to_stage = np.full(lead.size, -1, np.int64)
    to_stage[:-1] = np.where(ends[:-1], -1, stage[1:])
    ended = np.full(lead.size, MISSING, np.int64)
    ended[:-1] = np.where(ends[:-1], MISSING, at[1:])
    status = records.status[row]
    how = np.where(to_stage > stage, ADVANCED, np.where(to_stage >= 0, NURTURED, OPEN))
    closed = ends & (status >= LOST) & (stage < last)
    how = np.where(closed, np.where(status == LOST, LOST, NURTURED), how)
    ended = np.where(closed, records.since[row], ended)
    # Won without ever entering the last stage: it advanced, past whatever lies between.
    won = ends & (status == 1) & (stage < last)
    how, ended = np.where(won, ADVANCED, how), np.where(won, records.since[row], ended)
    to_stage = np.where(won, last, to_stage)
    early = (ended != MISSING) & (at != MISSING) & (ended < at)
    problems["ended_before"] = int(np.count_nonzero(early))
    ended = np.where(early, at, ended)
    return Visits(
        lead=lead,
        stage=stage,
        channel=records.channel[row],
        entered=at,
        ended=ended,
        how=how,
        to_stage=to_stage,
        first=begins,
        known=np.maximum(known_since, at),
        problems=dict(problems),
    )
