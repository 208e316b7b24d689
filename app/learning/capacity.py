"""What each person can do of a role in a full week: typed, or learned from plan and logged work."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.learning.working import WorkerRow
from models.queue.order import USUAL_TOUCHES
from models.vocabulary import Role as Duty
from simulation.learning.capacity import Capability, TouchTime, capability, weeks_of_work
from simulation.people import StaffGroup

_USUAL_MEETINGS: Final = 2
"""Meetings that a closer holds in a usual day."""
_SHARED: Final = 40.0
"""Until so many touches are logged, a person's roles have more of an equal share of their day."""
_DOUBTS: Final = (0.2, 0.2, 0.5)
"""How far off a typed number, a plan and a usual day may be: deviation of the logarithm."""


class Basis(IntEnum):
    """How the capacity of a role is known, the weakest last; that of several is the weakest."""

    SET = 0
    PLANNED = 1
    USUAL = 2


@dataclass(frozen=True, slots=True)
class LoggedWork:
    """What was logged of a role: when by whom, in which weeks work was left over, how long it took.

    `time` is None where nothing says how long a piece of work takes.
    """

    times: Mapping[int, NDArray[np.int64]]
    full: NDArray[np.int64]
    time: TouchTime | None


@dataclass(frozen=True, slots=True)
class RoleCapacity:
    """What stands behind the capacity of a role, for each of its people.

    `typed` is how many of them have a weekly capacity of their own, which holds as it is. `crowded`
    says that what is planned takes longer than people are there. `variation` is the coefficient of
    variation of what all of them can do together, the people's doubts taken as one.
    """

    basis: Basis
    each: tuple[Capability, ...]
    time: TouchTime | None
    typed: int
    crowded: bool
    variation: float

    @property
    def mean(self) -> float:
        """Units a week of one person by plan and log, on average."""
        return sum(one.mean for one in self.each) / len(self.each)

    @property
    def interval(self) -> tuple[float, float]:
        """Where that lies with 90 %, the people's doubts taken as one."""
        count = len(self.each)
        return sum(one.low for one in self.each) / count, sum(one.high for one in self.each) / count

    @property
    def prior(self) -> float:
        """What was held before anything was logged."""
        return sum(one.prior for one in self.each) / len(self.each)

    @property
    def units(self) -> int:
        """How much was logged."""
        return sum(one.units for one in self.each)

    @property
    def weeks(self) -> int:
        """In how many weeks of work."""
        return sum(one.weeks for one in self.each)

    @property
    def full(self) -> int:
        """How many of these were full."""
        return sum(one.full for one in self.each)


def groups_of(
    staff: list[WorkerRow],
    role: str,
    logged: LoggedWork,
    shares: Mapping[int, float],
    *,
    starts: int,
    now: int,
) -> tuple[tuple[StaffGroup, ...], RoleCapacity]:
    """Return a role's people, one group each, with what is known of a full week of theirs.

    A weekly capacity that was typed holds as it is. Otherwise what is planned, or a usual day, is
    where it begins, no more than fits into the hours; full weeks correct it, others bound it. The
    first week of the plan is number `starts`, the present one `now`.
    """
    groups, each, bases, crowded = [], [], [], False
    for row in staff:
        first, last = row.from_week, row.until_week
        if first is not None and last is not None and first >= last:
            continue
        said, basis = capacity_of(row, role, shares[row.id])
        if basis != Basis.SET and logged.time is not None and logged.time.of_all > 0.0:
            most = row.hours_a_week * 60.0 * shares[row.id] / logged.time.of_all
            crowded = crowded or said > most > 0.0
            said = min(said, most) if most > 0.0 else said
        done, weeks = weeks_of_work(
            logged.times.get(row.id, np.empty(0, np.int64)), row.there, starts=starts, now=now
        )
        known = capability(
            done, np.isin(weeks, logged.full), prior=max(said, 0.1), doubt=_DOUBTS[basis]
        )
        each.append(known)
        bases.append(basis)
        groups.append(
            StaffGroup(
                people=1,
                units_per_week=said if basis == Basis.SET else round(known.mean, 3),
                from_week=-260 if first is None else first,
                until_week=last,
                availability=row.availability,
            )
        )
    return tuple(groups), RoleCapacity(
        basis=max(bases, default=Basis.USUAL),
        each=tuple(each),
        time=logged.time,
        typed=bases.count(Basis.SET),
        crowded=crowded,
        variation=_variation(each, bases),
    )


def _variation(each: list[Capability], bases: list[Basis]) -> float:
    """Return how unsure the units of all are; those that were typed are as sure as they can be."""
    known = list(zip(each, bases, strict=True))
    unsure = sum(one.deviation for one, basis in known if basis != Basis.SET)
    units = sum(one.prior if basis == Basis.SET else one.mean for one, basis in known)
    return unsure / units if units else 0.0


def share_of_touches(
    row: WorkerRow, role: str, done: Mapping[str, Mapping[int, NDArray[np.int64]]]
) -> float:
    """Return how much of a person's day a role has, as they split it so far.

    Only roles whose work is touches share a day; those who hold one have all of it for that.
    """
    mine = [one.role for one in row.held if one.duty in (Duty.SDR, Duty.SETTER)]
    if role not in mine or len(mine) == 1:
        return 1.0
    counts = {one: float(done.get(one, {}).get(row.id, np.empty(0, np.int64)).size) for one in mine}
    return (counts[role] + _SHARED / len(mine)) / (sum(counts.values()) + _SHARED)


def capacity_of(row: WorkerRow, role: str, share: float) -> tuple[float, Basis]:
    """Return what somebody is said to do of a role in a full week, and how that is known.

    What is planned for a day is shared by all roles whose work is touches.
    """
    held = next(one for one in row.held if one.role == role)
    if held.weekly_capacity is not None:
        return float(held.weekly_capacity), Basis.SET
    if held.duty == Duty.CLOSER:
        if row.daily_meeting_cap is not None:
            return float(row.daily_meeting_cap * row.days_a_week), Basis.PLANNED
        return float(_USUAL_MEETINGS * row.days_a_week), Basis.USUAL
    touches = USUAL_TOUCHES if row.planned_touches is None else row.planned_touches
    basis = Basis.USUAL if row.planned_touches is None else Basis.PLANNED
    return touches * row.days_a_week * share, basis
