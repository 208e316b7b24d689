"""What the Rates tab shows: learned numbers in words, and where their ranges lie on a chart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from models.language import gettext as _
from views.whatif.content import Plan

Group = Literal["rate", "delay", "volume", "team", "meetings", "waiting"]


@dataclass(frozen=True, slots=True)
class RateLine:
    """One learned number.

    `bar` is low end, value and high end as shares of the chart's width, where it has a range.
    `learned` is False where only the prior speaks.
    """

    group: Group
    label: str
    value: str
    range: str
    evidence: str
    prior: str = ""
    warning: str = ""
    bar: tuple[float, float, float] | None = None
    learned: bool = True


@dataclass(frozen=True, slots=True)
class RatesContent:
    """Everything that was learned, the sentence on top, and what could not be counted."""

    sentence: str
    remarks: tuple[str, ...]
    lines: tuple[RateLine, ...]
    problems: tuple[str, ...] = ()

    @property
    def is_learned(self) -> bool:
        """Whether any rate comes from leads; else only priors are there."""
        return any(line.learned for line in self.lines if line.group == "rate")


def group_name(group: Group) -> str:
    """Return the heading of a group of lines."""
    return {
        "rate": _("Who moves on, in the end"),
        "delay": _("How long it takes"),
        "volume": _("How many come"),
        "team": _("Who works, and what a lead takes"),
        "meetings": _("Meetings"),
        "waiting": _("Waiting for the first touch"),
    }[group]


class RatesDesk(Protocol):
    """Where the tab gets its content and a plan from."""

    def review(
        self, then: Callable[[RatesContent], None], failed: Callable[[Exception], None]
    ) -> None:
        """Give what the history teaches as of now."""

    def plan(self, then: Callable[[Plan], None], failed: Callable[[Exception], None]) -> None:
        """Give the plan that begins with these numbers."""
