"""Which plans of hires need no run, since what others came to says enough.

Nobody who is there more, or earlier, does harm to clients, revenue or leads that enter a stage: a
plan that misses such a goal rules out every plan that has nowhere more people than it. With the
share that is served at once in a stage it is so for the people of that stage; those of the stages
before send it more work, so of them fewer, or later ones, do no harm. Of people who may leave an
earlier one may be gone when a later one is there: they are alike only in the same week.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulation.measures import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulation.network import Network
    from simulation.questions.seeking import Goal

Weeks = tuple[int, ...]
"""Weeks in which people of one role start, in order."""
Plan = tuple[Weeks, ...]
"""The weeks of each role that may grow."""
Harmed = frozenset[int]
"""Places, among the roles that may grow, of those whose people harm a goal."""


def harmed_by(network: Network, goal: Goal, roles: Sequence[int]) -> Harmed:
    """Return the places of those roles whose people send work to the stage of a goal, and do none.

    Parameters
    ----------
    network
        Whose stages they work.
    goal
        What is to be reached.
    roles
        Indices of the roles that may grow.
    """
    if goal.measure.quantity is not Quantity.SERVED_AT_ONCE:
        return frozenset()
    places = {role.key: number for number, role in enumerate(network.roles)}
    worked = [None if step.work is None else places[step.work.role] for step in network.steps]
    stage = goal.measure.stage
    before = set(worked[:stage]) - {worked[stage]}
    return frozenset(place for place, role in enumerate(roles) if role in before)


def as_good(one: Weeks, other: Weeks, harms: bool, *, may_leave: bool = False) -> bool:
    """Say whether hires of one role are at least as good for a goal as others.

    Parameters
    ----------
    one, other
        In which weeks they start.
    harms
        Whether the role harms the goal.
    may_leave
        Whether its people may leave.
    """
    more, less = (other, one) if harms else (one, other)
    if may_leave:
        return not Counter(less) - Counter(more)
    return len(more) >= len(less) and all(
        early <= late for early, late in zip(more, less, strict=False)
    )


@dataclass(slots=True)
class Missed:
    """Plans that missed a goal, and what that says of others.

    Parameters
    ----------
    may_leave
        Of each role that may grow, whether its people may leave.
    """

    may_leave: tuple[bool, ...]
    _plans: list[tuple[Plan, Harmed]] = field(default_factory=list, init=False)

    def note(self, plan: Plan, harmed: Harmed) -> None:
        """Note that a plan missed a goal which these roles harm."""
        self._plans.append((plan, harmed))

    def rule_out(self, plan: Plan) -> bool:
        """Say whether a plan that missed a goal is everywhere at least as good for it as this."""
        return any(
            all(
                as_good(missed[place], weeks, place in harmed, may_leave=self.may_leave[place])
                for place, weeks in enumerate(plan)
            )
            for missed, harmed in self._plans
        )
