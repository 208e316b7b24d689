"""The real team as roles of a network: who works which stage, and how much a week."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.learning.capacity import LoggedWork, RoleCapacity, groups_of, share_of_touches
from app.learning.records import HistoryAt
from models.definitions.roles import RoleRow
from models.learning.working import (
    HELD,
    WorkerRow,
    meeting_columns,
    touch_columns,
    workers,
    working_roles,
)
from models.vocabulary import Role as Duty
from simulation.learning.capacity import WEEKS, full_weeks, touch_time
from simulation.learning.history import week_of
from simulation.learning.working import Amount, touches_per_lead, work_in
from simulation.learning.working import Work as TouchesInVisits
from simulation.network import Work
from simulation.people import Role

_LEAST_UNITS: Final = 0.01


@dataclass(frozen=True, slots=True)
class TeamAt:
    """The roles, who works each step, and the evidence for what they do.

    `units` says by step what a lead costs, `capacity` by the role's name what its people can do.
    """

    roles: tuple[Role, ...] = ()
    work: tuple[Work | None, ...] = ()
    units: dict[int, Amount] = field(default_factory=dict)
    capacity: dict[str, RoleCapacity] = field(default_factory=dict)


def team_at(session: Session, then: HistoryAt, monday: date, weeks: int) -> TeamAt:
    """Return the team that works from a Monday on, as far as it is known what its work takes.

    A stage is worked where touches tell what a lead costs there, or where it is the closers', who
    hold one meeting for each lead. Everywhere else nobody's time is a limit beyond what the
    measured delays hold.
    """
    touches = touch_columns(session)
    at = int(then.at.timestamp())
    lead, member, when, seconds = (
        _whole(one) for one in (touches.lead, touches.member, touches.at, touches.seconds)
    )
    past = when <= at
    lead, member, when, seconds = (one[past] for one in (lead, member, when, seconds))
    work = work_in(then.visits, lead, member, when)
    staff = workers(session, monday, weeks, before=WEEKS)
    roles: list[Role] = []
    works: dict[int, Work] = {}
    units: dict[int, Amount] = {}
    capacity: dict[str, RoleCapacity] = {}
    now = week_of(at)
    starts = week_of((monday - date(1970, 1, 1)).days * 86_400)
    asked = working_roles(session)
    done = {role.code: work_of(then, work, _steps(then, role)) for role in asked}
    for role in asked:
        steps = _steps(then, role)
        held = role.duty == Duty.CLOSER
        if held:
            steps = steps[:1]
        costs = {step: _cost(then, work, step, held=held) for step in steps}
        known = {step: cost for step, cost in costs.items() if cost is not None}
        if not known:
            continue
        mine = [row for row in staff if any(one.role == role.code for one in row.held)]
        shares = {int(row.id): share_of_touches(row, role.code, done) for row in mine}
        if held:
            logged = LoggedWork(_meetings(session, then, mine), np.empty(0, np.int64), None)
        else:
            each = sum(cost.mean for cost in known.values()) / len(known)
            logged = LoggedWork(
                done[role.code],
                full_weeks(then.visits, work, tuple(known), at, each),
                touch_time(seconds[_touches_in(then, work, tuple(known))]),
            )
        groups, shown = groups_of(mine, role.code, logged, shares, starts=starts, now=now)
        if not groups:
            continue
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"role:{role.code}")
        roles.append(Role(key, role.name, groups, capacity_variation=round(shown.variation, 6)))
        units |= known
        capacity[role.name] = shown
        works |= {step: Work(key, max(cost.mean, _LEAST_UNITS)) for step, cost in known.items()}
    return TeamAt(
        roles=tuple(roles),
        work=tuple(works.get(step) for step in range(len(then.stages) - 1)),
        units=units,
        capacity=capacity,
    )


def _steps(then: HistoryAt, role: RoleRow) -> tuple[int, ...]:
    return tuple(
        step for step, stage in enumerate(then.stages[:-1]) if stage.owner_role == role.code
    )


def _touches_in(
    then: HistoryAt, work: TouchesInVisits, steps: tuple[int, ...]
) -> NDArray[np.bool_]:
    """Say which touches fell into visits to some stages."""
    stages = then.visits.stage
    if not stages.size:
        return np.zeros(work.at.size, np.bool_)
    inside: NDArray[np.bool_] = (work.visit >= 0) & np.isin(
        stages[np.maximum(work.visit, 0)], steps
    )
    return inside


def work_of(
    then: HistoryAt, work: TouchesInVisits, steps: tuple[int, ...]
) -> dict[int, NDArray[np.int64]]:
    """Return when each person touched leads that were in some stages."""
    inside = _touches_in(then, work, steps)
    members = work.member[inside]
    return {number: work.at[inside][members == number] for number in np.unique(members).tolist()}


def _cost(then: HistoryAt, work: TouchesInVisits, step: int, *, held: bool) -> Amount | None:
    if held:
        return Amount(1.0, 0, 0, 1.0, 1.0)
    cost = touches_per_lead(then.visits, work, step)
    return None if cost is None or cost.units == 0 else cost


def _meetings(
    session: Session, then: HistoryAt, staff: list[WorkerRow]
) -> dict[int, NDArray[np.int64]]:
    """Return when each closer held a meeting."""
    rows = meeting_columns(session)
    held = (_whole(rows.ended) == HELD) & (_whole(rows.due) <= int(then.at.timestamp()))
    closer, due = _whole(rows.closer)[held], _whole(rows.due)[held]
    return {row.id: due[closer == row.id] for row in staff}


def _whole(column: object) -> NDArray[np.int64]:
    return np.array(column, np.int64)
