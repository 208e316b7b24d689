"""What a plan of the what-if workspace holds: plain values, ready to be computed and stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from simulation.network import Network

if TYPE_CHECKING:
    from simulation.pipeline import OpenDeal

OriginKind = Literal["typed", "benchmark", "learned"]
StartCode = Literal["today", "house", "benchmarks", "own"]
TargetMeasure = Literal["clients", "revenue"]
"""What questions can be asked of."""

TRIALS: Final = 10_000
SEED: Final = 1


@dataclass(frozen=True, slots=True)
class OriginNote:
    """Where an input's number came from, and how much stands behind it."""

    kind: OriginKind
    evidence: str = ""
    """In words: 31 of 104, or the source of a benchmark."""
    interval: tuple[float, float] | None = None
    """Where the true number lies with 90 %, in the input's own unit."""
    value: float | None = None
    """The number itself, which the input goes back to; None where there is none to go back to."""
    warning: str = ""
    """What to beware of, such as that the rate drifts."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """What is to be reached in a period; `reached` of it is there before the plan begins.

    What is measured is clients, revenue, cash, or the leads that enter a stage, by the stage's
    key: a stage keeps its targets under another name and in another place.
    """

    measure: str
    amount: float
    first_day: date
    last_day: date
    reached: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a forecast over weeks is made from.

    Inputs are named as `funneldesk ask` names them: volume:Ads, rate:SQL, delay:SQL,
    people:Setter, units:Setter, value.
    """

    network: Network
    name: str = ""
    notes: str = ""
    seed: int = SEED
    trials: int = TRIALS
    start: StartCode = "own"
    """What the plan was begun from."""
    origins: Mapping[str, OriginNote] = field(default_factory=dict)
    """By the name of the input; one that is not there was typed."""
    locked: frozenset[str] = frozenset()
    """Names of the inputs that follow the data."""
    deals: "tuple[OpenDeal, ...]" = ()
    """Open deals, whose revenue is added to the funnel's."""
    targets: tuple[PlanTarget, ...] = ()
    data_until: date | None = None
    """The last day of the data that learned numbers come from."""
    fiscal_month: int = 1
    """The month in which the fiscal year begins."""
    currency: str = ""
    """What money is counted in; empty where nobody says."""
    parent_id: int | None = None
    """The stored scenario that this one was changed from."""

    def with_network(self, network: Network) -> "Plan":
        """Return the plan with another network; all else stays."""
        return replace(self, network=network)

    def day_of(self, week: int) -> date | None:
        """Return the Monday of a week, if the plan says when it begins."""
        begins = self.network.starts_on
        return None if begins is None else begins + timedelta(weeks=week)

    def week_of(self, day: date) -> int | None:
        """Return the week that a day lies in, below 0 before the plan; None without dates."""
        begins = self.network.starts_on
        return None if begins is None else (day - begins).days // 7

    def weeks_until(self, day: date) -> int:
        """Return how many weeks are counted up to a day; all where there are no dates."""
        begins, weeks = self.network.starts_on, self.network.weeks
        return weeks if begins is None else weeks_between(begins, weeks, begins, day).stop

    def targets_of(self, measure: str) -> tuple[PlanTarget, ...]:
        """Return the targets of a target's measure that end within the plan, in order."""
        found = [one for one in self.targets if one.measure == measure]
        weeks = range(self.network.weeks)
        return tuple(
            sorted(
                (one for one in found if self.week_of(one.last_day) in weeks),
                key=lambda one: one.last_day,
            )
        )


def weeks_between(begins: date, weeks: int, first_day: date, last_day: date) -> range:
    """Return the weeks of a run from a day to another, both included.

    A week belongs to the days that hold its Thursday, so that periods share no week.
    """
    thursday = begins + timedelta(days=3)
    first, after = (
        min(max(-((thursday - day).days // 7), 0), weeks)
        for day in (first_day, last_day + timedelta(days=1))
    )
    return range(first, after)
