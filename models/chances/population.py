"""Whom chances are learned from: when each lead entered the qualification, and how it ended.

The entry is the first of: becoming an MQL or coming further, the first touch, being closed. What
a lead is or did after its entry is not known before the conversation. A lead that stands further
than its dated history says entered when it was captured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.definitions.current import StageRow, stages
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.work.activity import Touch
from models.vocabulary import Meaning, MoveOrigin, Status

LEAST_DECIDED = 50
_SHARE_OF_DELAYS = 0.9
_SHORTEST_WAIT = timedelta(days=30)
_SOME_UNDECIDED = 0.1
_CLOSED = (Status.WON, Status.LOST, Status.DISQUALIFIED, Status.NURTURE)


@dataclass(frozen=True, slots=True)
class Pursuit:
    """One lead: when it entered the qualification (None: not yet), and how it ended.

    `reached` is None while nobody knows, or where it is too early to learn from it; `came_at` is
    when the outcome was reached, where that is dated.
    """

    lead_id: int
    name: str
    status: str
    captured_at: datetime
    entered_at: datetime | None
    reached: bool | None
    has_come: bool
    came_at: datetime | None

    @property
    def since(self) -> datetime:
        """Return what leads are ordered by: their entry, before it their capture."""
        return self.captured_at if self.entered_at is None else self.entered_at


@dataclass(frozen=True, slots=True)
class Population:
    """All leads in the order of their entry, and how long one is waited for.

    `too_young` counts leads that ended but are left out, because most that entered with them are
    still open: the quick ones alone would mislead.
    """

    pursuits: tuple[Pursuit, ...]
    wait: timedelta
    data_until: datetime
    too_young: int

    def decided(self) -> tuple[Pursuit, ...]:
        """Return the leads that are learned from."""
        return tuple(one for one in self.pursuits if one.reached is not None)

    def waiting(self) -> tuple[Pursuit, ...]:
        """Return the leads that may still reach the outcome."""
        return tuple(
            one
            for one in self.pursuits
            if not one.has_come and one.status in (Status.OPEN, Status.NURTURE)
        )


@dataclass(slots=True)
class _Path:
    """What the moves and touches of a lead say."""

    entered: datetime | None = None
    came: datetime | None = None
    has_come: bool = False

    def enter(self, at: datetime) -> None:
        if self.entered is None or at < self.entered:
            self.entered = at

    def come(self, at: datetime | None) -> None:
        self.has_come = True
        if at is not None and (self.came is None or at < self.came):
            self.came = at


def population_of(session: Session, outcome: StageRow, at: datetime) -> Population:
    """Return who reached a stage or one beyond it, who did not, and of whom nobody knows yet.

    Who was closed short of it did not; who is still open did not once nine of ten that came had
    come by that age.
    """
    known = stages(session)
    positions = {int(stage.id): stage.position for stage in known}
    begins = _where_qualification_begins(known)
    paths, latest = _paths(session, positions, begins, outcome.position)
    found = [
        _pursuit(row, paths.get(row.id, _Path()), positions, begins, outcome.position)
        for row in session.execute(
            select(
                Lead.id,
                LeadCard.name,
                Lead.status,
                Lead.status_since,
                Lead.captured_at,
                Lead.stage_id,
            ).join(LeadCard, LeadCard.id == Lead.id)
        )
    ]
    found.sort(key=lambda one: (one.since, one.lead_id))
    data_until = at if latest is None else min(at, latest)
    wait = _wait(found)
    settled, too_young = _settled(found, data_until - wait)
    return Population(tuple(settled), wait, data_until, too_young)


def _where_qualification_begins(known: Sequence[StageRow]) -> int:
    for stage in known:
        if stage.meaning == Meaning.MQL:
            return stage.position
    return known[min(1, len(known) - 1)].position


def _paths(
    session: Session, positions: dict[int, int], begins: int, wanted: int
) -> tuple[dict[int, _Path], datetime | None]:
    paths: dict[int, _Path] = {}
    latest: datetime | None = None
    moves = select(StageMove.lead_id, StageMove.to_stage_id, StageMove.occurred_at).where(
        StageMove.voided.is_(False), StageMove.origin != MoveOrigin.REMAPPED
    )
    for lead_id, stage_id, at in session.execute(moves):
        position = positions.get(stage_id, -1)
        path = paths.setdefault(lead_id, _Path())
        if position >= begins and at is not None:
            path.enter(at)
        if position >= wanted:
            path.come(at)
        if at is not None and (latest is None or at > latest):
            latest = at
    touches = select(Touch.lead_id, Touch.occurred_at, Touch.seconds)
    for lead_id, at, seconds in session.execute(touches):
        # A call is logged when it ends; what was typed in during it was said in it.
        paths.setdefault(lead_id, _Path()).enter(at - timedelta(seconds=seconds or 0))
        if latest is None or at > latest:
            latest = at
    return paths, latest


def _pursuit(
    row: Row[int, str, str, datetime, datetime, int],
    path: _Path,
    positions: dict[int, int],
    begins: int,
    wanted: int,
) -> Pursuit:
    position = positions.get(row.stage_id, -1)
    is_won = row.status == Status.WON
    if position >= wanted or is_won:
        path.come(row.status_since if is_won and path.came is None else None)
    is_closed = row.status in _CLOSED
    entered = path.entered
    if entered is None and position >= begins:
        entered = row.captured_at
    elif entered is None and is_closed:
        entered = row.status_since
    reached = True if path.has_come else (False if is_closed else None)
    return Pursuit(
        row.id,
        row.name,
        row.status,
        row.captured_at,
        entered,
        reached,
        path.has_come,
        path.came,
    )


def _wait(found: Sequence[Pursuit]) -> timedelta:
    """Return by which age nine of ten that came had come."""
    delays = sorted(one.came_at - one.since for one in found if one.came_at is not None)
    if not delays:
        return _SHORTEST_WAIT
    return max(_SHORTEST_WAIT, delays[int(_SHARE_OF_DELAYS * (len(delays) - 1))])


def _settled(found: Sequence[Pursuit], young_since: datetime) -> tuple[list[Pursuit], int]:
    """Count open leads of age as not reached; leave young ones out where many are still open."""
    aged = [
        replace(one, reached=False) if one.reached is None and one.since <= young_since else one
        for one in found
    ]
    young = [one for one in aged if one.since > young_since]
    ended = sum(one.reached is not None for one in young)
    old = [one.reached for one in aged if one.since <= young_since and one.reached is not None]
    are_old_enough = len(old) >= LEAST_DECIDED and any(old) and not all(old)
    if not are_old_enough or len(young) - ended <= _SOME_UNDECIDED * len(young):
        return aged, 0
    left_out = [replace(one, reached=None) if one.since > young_since else one for one in aged]
    return left_out, ended
