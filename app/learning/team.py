"""The real team as roles of a network: who works which stage, and how much a week."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.learning.records import HistoryAt
from models.ids import MemberId
from models.learning.working import (
    HELD,
    WorkerRow,
    meeting_columns,
    touch_columns,
    workers,
    working_roles,
)
from models.queue.order import USUAL_TOUCHES
from models.vocabulary import Role as Duty
from simulation.learning.working import Amount, busy_week, times_of, touches_per_lead, work_in
from simulation.learning.working import Work as LoggedWork
from simulation.network import Work
from simulation.people import Role, StaffGroup

_LEAST_UNITS: Final = 0.01
_USUAL_MEETINGS: Final = 2
"""Meetings that a closer holds in a usual day."""


class Basis(IntEnum):
    """How the capacity of a role is known, the weakest last; that of several is the weakest."""

    SET = 0
    PLANNED = 1
    USUAL = 2


@dataclass(frozen=True, slots=True)
class Capacity:
    """What stands behind the capacity of a role: `logged` pieces of work in `weeks` of work."""

    basis: Basis
    busy: float
    logged: int
    weeks: int


@dataclass(frozen=True, slots=True)
class TeamAt:
    """The roles, who works each step, and the evidence for what they do.

    `units` says by step what a lead costs, `capacity` by the role's name what its people can do.
    """

    roles: tuple[Role, ...] = ()
    work: tuple[Work | None, ...] = ()
    units: dict[int, Amount] = field(default_factory=dict)
    capacity: dict[str, Capacity] = field(default_factory=dict)


def team_at(session: Session, then: HistoryAt, monday: date, weeks: int) -> TeamAt:
    """Return the team that works from a Monday on, as far as it is known what its work takes.

    A stage is worked where touches tell what a lead costs there, or where it is the closers', who
    hold one meeting for each lead. Everywhere else nobody's time is a limit beyond what the
    measured delays hold.
    """
    touches = touch_columns(session)
    lead, member, at = (_whole(one) for one in (touches.lead, touches.member, touches.at))
    past = at <= int(then.at.timestamp())
    work = work_in(then.visits, lead[past], member[past], at[past])
    staff = workers(session, monday, weeks)
    roles: list[Role] = []
    works: dict[int, Work] = {}
    units: dict[int, Amount] = {}
    capacity: dict[str, Capacity] = {}
    for role in working_roles(session):
        steps = [
            step for step, stage in enumerate(then.stages[:-1]) if stage.owner_role == role.code
        ]
        held = role.duty == Duty.CLOSER
        if held:
            steps = steps[:1]
        costs = {step: _cost(then, work, step, held=held) for step in steps}
        known = {step: cost for step, cost in costs.items() if cost is not None}
        if not known:
            continue
        mine = [row for row in staff if any(one.role == role.code for one in row.held)]
        if held:
            times = _meetings(session, then, mine)
        else:
            stages = then.visits.stage
            times = {row.id: times_of(work, stages, row.id, tuple(known)) for row in mine}
        groups, shown = _groups(mine, role.code, times, int(then.at.timestamp()))
        if not groups:
            continue
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"role:{role.code}")
        roles.append(Role(key, role.name, groups))
        units |= known
        capacity[role.name] = shown
        works |= {step: Work(key, max(cost.mean, _LEAST_UNITS)) for step, cost in known.items()}
    return TeamAt(
        roles=tuple(roles),
        work=tuple(works.get(step) for step in range(len(then.stages) - 1)),
        units=units,
        capacity=capacity,
    )


def _cost(then: HistoryAt, work: LoggedWork, step: int, *, held: bool) -> Amount | None:
    if held:
        return Amount(1.0, 0, 0)
    cost = touches_per_lead(then.visits, work, step)
    return None if cost is None or cost.units == 0 else cost


def _meetings(
    session: Session, then: HistoryAt, staff: list[WorkerRow]
) -> dict[MemberId, NDArray[np.int64]]:
    """Return when each closer held a meeting."""
    rows = meeting_columns(session)
    held = (_whole(rows.ended) == HELD) & (_whole(rows.due) <= int(then.at.timestamp()))
    closer, due = _whole(rows.closer)[held], _whole(rows.due)[held]
    return {row.id: due[closer == row.id] for row in staff}


def _groups(
    staff: list[WorkerRow], role: str, times: Mapping[MemberId, NDArray[np.int64]], at: int
) -> tuple[tuple[StaffGroup, ...], Capacity]:
    """Return a role's people, one group each, with what is known of a full week of theirs."""
    weeks = [busy_week(times[row.id], at) for row in staff]
    said = [capacity_of(row, role) for row in staff]
    groups = tuple(
        StaffGroup(
            people=1,
            # Nobody who was busier than a plan is held to it.
            units_per_week=round(max(units, busy.mean), 3),
            from_week=-260 if row.from_week is None else row.from_week,
            until_week=row.until_week,
            availability=row.availability,
        )
        for row, busy, (units, _basis) in zip(staff, weeks, said, strict=True)
        if row.from_week is None or row.until_week is None or row.from_week < row.until_week
    )
    return groups, Capacity(
        basis=max((basis for _units, basis in said), default=Basis.USUAL),
        busy=max((one.mean for one in weeks), default=0.0),
        logged=sum(one.units for one in weeks),
        weeks=sum(one.over for one in weeks),
    )


def capacity_of(row: WorkerRow, role: str) -> tuple[float, Basis]:
    """Return what somebody can do of a role in a full week, and how that is known.

    What is planned for a day is shared by all roles whose work is touches.
    """
    held = next(one for one in row.held if one.role == role)
    if held.weekly_capacity is not None:
        return float(held.weekly_capacity), Basis.SET
    if held.duty == Duty.CLOSER:
        if row.daily_meeting_cap is not None:
            return float(row.daily_meeting_cap * row.days_a_week), Basis.PLANNED
        return float(_USUAL_MEETINGS * row.days_a_week), Basis.USUAL
    sharing = sum(one.duty in (Duty.SDR, Duty.SETTER) for one in row.held) or 1
    touches = USUAL_TOUCHES if row.planned_touches is None else row.planned_touches
    basis = Basis.USUAL if row.planned_touches is None else Basis.PLANNED
    return touches * row.days_a_week / sharing, basis


def _whole(column: object) -> NDArray[np.int64]:
    return np.array(column, np.int64)
