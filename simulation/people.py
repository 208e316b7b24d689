"""Who works: people of a role, when they are there, and what they cost."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from simulation.assumptions import (
    require_kind,
    require_real,
    require_reals,
    require_tuple,
    require_whole,
)
from simulation.volumes import VARIATION_LIMIT, WEEKS_LIMIT

GROUPS_LIMIT: Final = 200
AGE_LIMIT: Final = 260
MONEY_LIMIT: Final = 1e12
UNITS_LIMIT: Final = 1_000_000.0


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """People of one role who start and leave together, as far as it is known beforehand.

    Parameters
    ----------
    people
        How many, 0 to 10,000.
    units_per_week
        Units of work of one full week of one of them.
    from_week
        First week of work; below 0 where they were there before, which counts for the ramp.
    until_week
        First week without them, or None.
    ramp
        Share of a full week in the first, second ... week of work; full after the last.
    weekly_leaving
        Chance that one of them leaves in a week, in [0, 1).
    availability
        Share of each week of the run that is neither holiday nor time off; empty for 1, the last
        one goes on.
    """

    people: int
    units_per_week: float
    from_week: int = -AGE_LIMIT
    until_week: int | None = None
    ramp: tuple[float, ...] = ()
    weekly_leaving: float = 0.0
    availability: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        require_whole("StaffGroup.people", self.people, 0, 10_000)
        require_real("StaffGroup.units_per_week", self.units_per_week, 0.0, UNITS_LIMIT)
        require_whole("StaffGroup.from_week", self.from_week, -AGE_LIMIT, WEEKS_LIMIT)
        if self.until_week is not None:
            require_whole("StaffGroup.until_week", self.until_week, self.from_week, 2 * WEEKS_LIMIT)
        require_reals("StaffGroup.ramp", self.ramp, 0.0, 10.0, WEEKS_LIMIT)
        require_real("StaffGroup.weekly_leaving", self.weekly_leaving, 0.0, 0.999999)
        require_reals("StaffGroup.availability", self.availability, 0.0, 10.0, WEEKS_LIMIT)

    def is_paid_in(self, week: int) -> bool:
        """Return whether they are there in a week, working or not."""
        return self.from_week <= week and (self.until_week is None or week < self.until_week)

    def share_of_week(self, week: int) -> float:
        """Return how much of a full week one of them works, ramp and absence counted."""
        if not self.is_paid_in(week):
            return 0.0
        worked = week - self.from_week
        share = self.ramp[worked] if worked < len(self.ramp) else 1.0
        if self.availability:
            share *= self.availability[min(week, len(self.availability) - 1)]
        return share


@dataclass(frozen=True, slots=True)
class Role:
    """Who does the work of some stages.

    A role's units of a week are spent on its stages in funnel order. What is left is lost; only
    the fraction of a unit goes on, so that half a person is half a person.

    Parameters
    ----------
    key
        Draws are keyed by it.
    name
        What people call it.
    staff
        Its people.
    weekly_cost
        Money for one person and week, from the first week of work.
    hiring_cost
        Money for one person in the week that they start, where that is in the run.
    capacity_variation
        How unsure it is what its people can do: coefficient of variation of a factor on all of
        their units, log-normal with mean 1, drawn once for each trial. 0 for as given.
    """

    key: uuid.UUID
    name: str
    staff: tuple[StaffGroup, ...]
    weekly_cost: float = 0.0
    hiring_cost: float = 0.0
    capacity_variation: float = 0.0

    def __post_init__(self) -> None:
        require_kind("Role.key", self.key, uuid.UUID, "a UUID")
        require_kind("Role.name", self.name, str, "a text")
        require_tuple("Role.staff", self.staff, StaffGroup, 0, GROUPS_LIMIT)
        require_real("Role.weekly_cost", self.weekly_cost, 0.0, MONEY_LIMIT)
        require_real("Role.hiring_cost", self.hiring_cost, 0.0, MONEY_LIMIT)
        require_real("Role.capacity_variation", self.capacity_variation, 0.0, VARIATION_LIMIT)

    @property
    def units_each(self) -> float:
        """Units a week of one of its people, the mean over its groups; 0 where there is nobody."""
        if not self.staff:
            return 0.0
        # One number that all share stays that number, to the last bit.
        first = self.staff[0].units_per_week
        above = sum(group.units_per_week - first for group in self.staff)
        return first + above / len(self.staff)
