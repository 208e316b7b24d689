"""One learned number, and one thing that could not be counted."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LearnedInput:
    """One number of a starting point, with all that people need to trust it or not.

    `name` is what `funneldesk ask` calls it: volume:Ads, rate:SQL, delay:SQL, units:Setter, value.
    `in_plan` are evidence and range of the number that a plan takes, where that is another one.
    """

    name: str
    label: str
    value: float
    origin: Literal["learned", "benchmark"]
    evidence: str
    interval: tuple[float, float] | None = None
    warning: str | None = None
    prior: str = ""
    in_plan: tuple[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class HistoryProblem:
    """Something in the history that could not be counted as it stands."""

    code: str
    count: int
    words: str
