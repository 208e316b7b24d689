"""Whom of a role one could hire, when, and what that costs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Final

from simulation.assumptions import AssumptionError, require_kind, require_tuple, require_whole
from simulation.people import StaffGroup
from simulation.questions.staffing import with_group
from simulation.volumes import WEEKS_LIMIT

if TYPE_CHECKING:
    from simulation.network import Network
    from simulation.questions.ruling import Plan, Weeks

HIRES_MOST: Final = 12
PLANS_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Hiring:
    """Whom of one role could be hired, and when.

    Parameters
    ----------
    role
        Index of the role.
    newcomer
        One person as hired: units a week, ramp and leaving count, ``from_week`` does not.
    weeks
        Weeks in which somebody may start, in order.
    most
        How many may be hired in all, 0 to 12.
    most_at_once
        How many may start in the same week, from 1 up.
    """

    role: int
    newcomer: StaffGroup
    weeks: Weeks
    most: int = 3
    most_at_once: int = HIRES_MOST

    def __post_init__(self) -> None:
        require_whole("Hiring.role", self.role, 0, 63)
        require_kind("Hiring.newcomer", self.newcomer, StaffGroup, "a StaffGroup of one")
        require_whole("Hiring.newcomer.people", self.newcomer.people, 1, 1)
        require_tuple("Hiring.weeks", self.weeks, int, 1, WEEKS_LIMIT)
        for number, week in enumerate(self.weeks):
            require_whole(f"Hiring.weeks[{number}]", week, 0, WEEKS_LIMIT - 1)
        if list(self.weeks) != sorted(set(self.weeks)):
            raise AssumptionError("Hiring.weeks", self.weeks, "weeks in order, each once")
        require_whole("Hiring.most", self.most, 0, HIRES_MOST)
        require_whole("Hiring.most_at_once", self.most_at_once, 1, HIRES_MOST)


def options_of(hiring: Hiring, number: int) -> list[Weeks]:
    """Return what may be done about one role, the fullest last."""
    ways = math.comb(len(hiring.weeks) + hiring.most, hiring.most)
    if ways > PLANS_MOST:
        raise AssumptionError(
            f"hirings[{number}]",
            f"{ways:,} ways to hire",
            f"at most {PLANS_MOST:,}; allow fewer weeks or people",
        )
    found = [
        weeks
        for count in range(hiring.most + 1)
        for weeks in combinations_with_replacement(hiring.weeks, count)
        if all(weeks.count(week) <= hiring.most_at_once for week in set(weeks))
    ]
    # The fullest has the most people, and has them earliest.
    return sorted(found, key=lambda weeks: (len(weeks), [-week for week in weeks]))


def cost_of(network: Network, hiring: Hiring, weeks: Weeks) -> float:
    """Return the money of hires in some weeks until the end of the run, if they do not leave."""
    role, until = network.roles[hiring.role], network.weeks
    if hiring.newcomer.until_week is not None:
        until = min(until, hiring.newcomer.until_week)
    return sum(role.hiring_cost + role.weekly_cost * (until - week) for week in weeks)


def with_hires(network: Network, hirings: tuple[Hiring, ...], plan: Plan) -> Network:
    """Return the network with the people of a plan."""
    for hiring, weeks in zip(hirings, plan, strict=True):
        for week in weeks:
            newcomer = replace(hiring.newcomer, from_week=week)
            network = with_group(network, hiring.role, newcomer)
    return network
