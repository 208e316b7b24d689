"""What a funnel is assumed to be: stages, arrivals, and the rates between them.

Everything here is frozen and checked when it is made, so the engine never meets an impossible
number and refuses a huge one before it allocates anything. Each rate knows where it came from
and how many leads stand behind it.
"""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import UnionType

STAGES_LIMIT: Final = (2, 40)
LEADS_LIMIT: Final = 10_000_000
EVIDENCE_LIMIT: Final = 1_000_000_000
SHAPE_LIMIT: Final = (0.001, 1_000_000_000.0)


class AssumptionError(ValueError):
    """An assumption that cannot be: which field, which value, and what is allowed.

    Parameters
    ----------
    field
        Dotted name of the field, such as ``BetaRate.alpha``.
    value
        What was given.
    allowed
        The allowed range in words.
    message
        A sentence for the person; made from the other three when it is left out.
    """

    def __init__(self, field: str, value: object, allowed: str, message: str = "") -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        self.message = message or f"{field} is {value!r}; it must be {allowed}."
        super().__init__(self.message)

    def __reduce__(self) -> tuple[type[AssumptionError], tuple[str, object, str, str]]:
        return type(self), (self.field, self.value, self.allowed, self.message)


class Origin(StrEnum):
    """Where a number came from; the codes are stored with scenarios."""

    TYPED = "typed"
    BENCHMARK = "benchmark"
    LEARNED = "learned"


def require_whole(field: str, value: object, lowest: int, highest: int) -> None:
    """Refuse anything but a whole number in ``lowest..highest``."""
    allowed = f"a whole number from {lowest:,} to {highest:,}"
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise AssumptionError(field, value, allowed)


def require_real(field: str, value: object, lowest: float, highest: float) -> None:
    """Refuse anything but a finite number in ``lowest..highest``."""
    allowed = f"a number from {lowest:,.10g} to {highest:,.10g}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AssumptionError(field, value, allowed)
    if not (math.isfinite(value) and lowest <= value <= highest):
        raise AssumptionError(field, value, allowed)


def require_kind(field: str, value: object, kind: type | UnionType, allowed: str) -> None:
    """Refuse a value of another kind."""
    if not isinstance(value, kind):
        raise AssumptionError(field, value, allowed)


def require_tuple(name: str, value: object, kind: type, lowest: int, highest: int) -> None:
    """Refuse anything but a tuple of so many values of one kind."""
    allowed = f"a tuple of {lowest} to {highest} of {kind.__name__}"
    if not isinstance(value, tuple) or not lowest <= len(value) <= highest:
        raise AssumptionError(name, value, allowed)
    for item in value:
        require_kind(name, item, kind, allowed)


def require_reals(
    name: str, values: tuple[float, ...], lowest: float, highest: float, most: int
) -> None:
    """Refuse anything but a tuple of up to so many numbers, each in ``lowest..highest``."""
    require_kind(name, values, tuple, f"a tuple of up to {most} numbers")
    if len(values) > most:
        raise AssumptionError(name, f"{len(values)} numbers", f"a tuple of up to {most} numbers")
    for place, value in enumerate(values):
        require_real(f"{name}[{place}]", value, lowest, highest)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the funnel. Draws are keyed by ``key``, so renaming changes no result."""

    key: uuid.UUID
    name: str

    def __post_init__(self) -> None:
        require_kind("Stage.key", self.key, uuid.UUID, "a UUID")
        require_kind("Stage.name", self.name, str, "a text that is not blank")
        if not self.name.strip():
            raise AssumptionError("Stage.name", self.name, "a text that is not blank")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many leads stand behind a rate: ``converted`` of ``entered``."""

    converted: int
    entered: int

    def __post_init__(self) -> None:
        require_whole("Evidence.entered", self.entered, 0, EVIDENCE_LIMIT)
        require_whole("Evidence.converted", self.converted, 0, self.entered)


@dataclass(frozen=True, slots=True)
class FixedRate:
    """A conversion rate taken as known, in [0, 1]."""

    value: float

    def __post_init__(self) -> None:
        require_real("FixedRate.value", self.value, 0.0, 1.0)

    @property
    def mean(self) -> float:
        """The rate itself."""
        return self.value


@dataclass(frozen=True, slots=True)
class BetaRate:
    """An uncertain conversion rate, Beta(alpha, beta); drawn once per trial, never per week.

    Parameters
    ----------
    alpha, beta
        Shape parameters, each in [0.001, 1e9].
    """

    alpha: float
    beta: float

    def __post_init__(self) -> None:
        require_real("BetaRate.alpha", self.alpha, *SHAPE_LIMIT)
        require_real("BetaRate.beta", self.beta, *SHAPE_LIMIT)

    @property
    def mean(self) -> float:
        """Expected rate, alpha / (alpha + beta)."""
        return self.alpha / (self.alpha + self.beta)

    @classmethod
    def from_evidence(
        cls, converted: int, entered: int, prior: tuple[float, float] = (0.0, 0.0)
    ) -> BetaRate:
        """Return the posterior after ``converted`` of ``entered`` leads.

        The default prior is (0, 0): the mean stays what was observed, and the rates of
        successive stages of one sample multiply to exactly the Beta of the whole sample.
        The flat prior (1, 1) pulls each stage towards one half, and a funnel of low rates
        upwards: it raises the house example by 6.6 % (3.20 clients instead of 3). It is the
        one to use where no lead or every lead converted, for which (0, 0) has no answer.

        Parameters
        ----------
        converted, entered
            Counts, ``0 <= converted <= entered``.
        prior
            Pseudo-counts (converted, lost) added to the evidence.

        Raises
        ------
        AssumptionError
            The counts are impossible, or the prior leaves a shape parameter at zero.

        Examples
        --------
        >>> BetaRate.from_evidence(3, 8)
        BetaRate(alpha=3.0, beta=5.0)
        >>> BetaRate.from_evidence(0, 8, prior=(1, 1)).mean
        0.1
        """
        evidence = Evidence(converted, entered)
        for pseudo_count in prior:
            require_real("prior", pseudo_count, 0.0, float(EVIDENCE_LIMIT))
        alpha = evidence.converted + float(prior[0])
        beta = evidence.entered - evidence.converted + float(prior[1])
        if alpha <= 0 or beta <= 0:
            raise AssumptionError(
                "prior",
                prior,
                "above zero where no lead or every lead converted",
                f"{converted} of {entered} with the prior {prior} leaves no uncertain rate; "
                "use the flat prior (1, 1) or a fixed rate.",
            )
        return cls(alpha, beta)


Rate = FixedRate | BetaRate


@dataclass(frozen=True, slots=True)
class Conversion:
    """The passage from one stage to the next: its rate, the rate's origin and its evidence."""

    rate: Rate
    origin: Origin = Origin.TYPED
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        require_kind("Conversion.rate", self.rate, Rate, "a FixedRate or a BetaRate")
        require_kind("Conversion.origin", self.origin, Origin, "an Origin")
        require_kind("Conversion.evidence", self.evidence, Evidence | None, "Evidence or None")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of exactly ``size`` leads entering the first stage."""

    size: int

    def __post_init__(self) -> None:
        require_whole("Batch.size", self.size, 0, LEADS_LIMIT)

    @property
    def mean(self) -> float:
        """Expected number of leads."""
        return float(self.size)


@dataclass(frozen=True, slots=True)
class PoissonArrivals:
    """A Poisson number of leads with the given mean entering the first stage."""

    mean: float

    def __post_init__(self) -> None:
        require_real("PoissonArrivals.mean", self.mean, 0.0, float(LEADS_LIMIT))


Arrivals = Batch | PoissonArrivals


@dataclass(frozen=True, slots=True)
class Assumptions:
    """A complete funnel: ``conversions[i]`` leads from ``stages[i]`` to ``stages[i + 1]``.

    Parameters
    ----------
    stages
        2 to 40 stages in order, with distinct keys.
    conversions
        One fewer than the stages.
    arrivals
        The leads that enter the first stage.

    Raises
    ------
    AssumptionError
        A part is missing, doubled, of the wrong kind or out of range.
    """

    stages: tuple[Stage, ...]
    conversions: tuple[Conversion, ...]
    arrivals: Arrivals

    def __post_init__(self) -> None:
        lowest, highest = STAGES_LIMIT
        allowed = f"a tuple of {lowest} to {highest} stages"
        require_kind("Assumptions.stages", self.stages, tuple, allowed)
        if not lowest <= len(self.stages) <= highest:
            raise AssumptionError("Assumptions.stages", self.stages, allowed)
        for stage in self.stages:
            require_kind("Assumptions.stages", stage, Stage, "stages only")
        keys = [stage.key for stage in self.stages]
        if len(set(keys)) != len(keys):
            raise AssumptionError("Assumptions.stages", keys, "stages with distinct keys")

        allowed = f"a tuple of {len(keys) - 1} conversions, one fewer than the stages"
        require_kind("Assumptions.conversions", self.conversions, tuple, allowed)
        if len(self.conversions) != len(keys) - 1:
            raise AssumptionError("Assumptions.conversions", self.conversions, allowed)
        for conversion in self.conversions:
            require_kind("Assumptions.conversions", conversion, Conversion, "conversions only")

        allowed = "a Batch or PoissonArrivals"
        require_kind("Assumptions.arrivals", self.arrivals, Arrivals, allowed)

    def with_arrivals(self, arrivals: Arrivals) -> Assumptions:
        """Return the same funnel fed by other arrivals."""
        return replace(self, arrivals=arrivals)

    def with_rate(self, index: int, rate: Rate, origin: Origin = Origin.TYPED) -> Assumptions:
        """Return the same funnel with another rate from stage ``index``; its evidence stays.

        Raises
        ------
        AssumptionError
            There is no conversion with that index.
        """
        require_whole("index", index, 0, len(self.conversions) - 1)
        changed = replace(self.conversions[index], rate=rate, origin=origin)
        conversions = (*self.conversions[:index], changed, *self.conversions[index + 1 :])
        return replace(self, conversions=conversions)


_HOUSE_STAGES: Final = (
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a01"), "MQL"),
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a02"), "Responded"),
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a03"), "Interested"),
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a04"), "SQL"),
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a05"), "Appointment"),
    Stage(uuid.UUID("6d1f0a52-7c3e-4b56-9a1d-0c8f5e2b7a06"), "Client"),
)
_HOUSE_COUNTS: Final = (200, 60, 30, 15, 8, 3)


def house_funnel() -> Assumptions:
    """Return the house example: a batch of 200 MQLs, 3 clients, each rate with its evidence.

    The last rate, 3 of 8, is per *agreed* meeting: it already contains the no-shows.

    Examples
    --------
    >>> [round(conversion.rate.mean, 3) for conversion in house_funnel().conversions]
    [0.3, 0.5, 0.5, 0.533, 0.375]
    """
    return Assumptions(
        stages=_HOUSE_STAGES,
        conversions=tuple(
            Conversion(
                FixedRate(converted / entered), Origin.BENCHMARK, Evidence(converted, entered)
            )
            for entered, converted in pairwise(_HOUSE_COUNTS)
        ),
        arrivals=Batch(_HOUSE_COUNTS[0]),
    )


def with_rates_from_one_sample(
    assumptions: Assumptions, prior: tuple[float, float] = (0.0, 0.0)
) -> Assumptions:
    """Return the funnel with each rate as uncertain as its own evidence leaves it.

    With the default prior the rates of one sample multiply to a single Beta: those of the
    house example to exactly Beta(3, 197).

    Raises
    ------
    AssumptionError
        A conversion has no evidence, or evidence that the prior cannot turn into a rate.

    Examples
    --------
    >>> with_rates_from_one_sample(house_funnel()).conversions[0].rate
    BetaRate(alpha=60.0, beta=140.0)
    """
    conversions = []
    for number, conversion in enumerate(assumptions.conversions):
        if conversion.evidence is None:
            raise AssumptionError(
                f"conversions[{number}].evidence", None, "counts of converted and entered leads"
            )
        counts = conversion.evidence
        rate = BetaRate.from_evidence(counts.converted, counts.entered, prior)
        conversions.append(replace(conversion, rate=rate))
    return replace(assumptions, conversions=tuple(conversions))
