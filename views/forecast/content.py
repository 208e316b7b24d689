"""What a scenario of the Forecast page holds: plain values, ready to be stored."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from simulation.assumptions import house_funnel

OriginCode = Literal["typed", "benchmark", "learned"]

MOST_MQLS: Final = 100_000
"""What the page lets a person enter; a batch of more is not a batch anybody works."""
TRIALS: Final = 10_000
SEED: Final = 1

_TENTH: Final = 0.001
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class StageContent:
    """A stage: the UUID that its random draws are keyed by, and its name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class RateContent:
    """The rate (0..1) into a stage, and the counts that are known about it, if any."""

    rate: float
    origin: OriginCode
    """Where the counts came from, or the rate itself where there are none."""
    converted: int | None = None
    entered: int | None = None

    @property
    def as_counted(self) -> bool:
        """Whether the rate is what its counts say."""
        if self.converted is None or not self.entered:
            return False
        return abs(self.rate - self.converted / self.entered) < _SAME

    @property
    def current_origin(self) -> OriginCode:
        """Where the rate came from: typed as soon as it is not what was counted."""
        return self.origin if self.entered is None or self.as_counted else "typed"

    def moved_to(self, rate: float) -> "RateContent":
        """Return another rate with the same counts behind it."""
        moved = replace(self, rate=rate)
        if self.entered is None:
            return replace(moved, origin="typed")
        # Fields show tenths of a per cent: 53.3 is the 8 of 15 it came from, not a new number.
        if self.converted is not None and abs(rate - self.converted / self.entered) < _TENTH / 2:
            return replace(moved, rate=self.converted / self.entered)
        return moved


@dataclass(frozen=True, slots=True)
class ScenarioContent:
    """All inputs of a batch forecast. `rates[i]` leads from `stages[i]` to `stages[i + 1]`."""

    mqls: int
    stages: tuple[StageContent, ...]
    rates: tuple[RateContent, ...]
    uncertain: bool = False
    """Whether the main result draws the rates from their counts, or takes them as given."""
    target: int = 3
    trials: int = TRIALS
    seed: int = SEED

    def with_rate(self, index: int, rate: float) -> "ScenarioContent":
        """Return the same scenario with another rate into stage `index` + 1."""
        moved = self.rates[index].moved_to(rate)
        return replace(self, rates=(*self.rates[:index], moved, *self.rates[index + 1 :]))

    @property
    def sample(self) -> int | None:
        """How many leads entered the sample that the rates were counted on, if they were."""
        return self.rates[0].entered


@cache
def house_content() -> ScenarioContent:
    """Return the house example: 200 MQLs become 3 clients."""
    house = house_funnel()
    return ScenarioContent(
        mqls=round(house.arrivals.mean),
        stages=tuple(StageContent(str(stage.key), stage.name) for stage in house.stages),
        rates=tuple(
            RateContent(
                rate=conversion.rate.mean,
                origin=conversion.origin.value,
                converted=conversion.evidence.converted if conversion.evidence else None,
                entered=conversion.evidence.entered if conversion.evidence else None,
            )
            for conversion in house.conversions
        ),
    )
