"""What a scenario file may say; `funneldesk forecast --schema` prints it as a JSON schema.

Stages, channels and roles are named, not numbered. Everything has a default but the stages and the
steps between them.
"""

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from simulation.assumptions import EVIDENCE_LIMIT, LEADS_LIMIT
from simulation.engine import TRIALS_LIMIT
from simulation.randomness import SEED_LIMIT

FORMAT: Final = "funneldesk-scenario-1"

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Share = Annotated[float, Meta(ge=0, le=1)]
Count = Annotated[int, Meta(ge=0, le=LEADS_LIMIT)]
Amount = Annotated[float, Meta(ge=0)]
Words = Annotated[str, Meta(max_length=2000)]


class Part(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the file; a field that it does not have is refused and not passed over."""


class StagePart(Part):
    """A stage. Draws are keyed by `key`; without, by its name."""

    name: Name
    key: str | None = None


class Counted(Part):
    """A rate as it was counted: `converted` of `entered`.

    Where it is believed to be another one than counted, `alpha` and `beta` say so, or `share` where
    it is taken as given; the counts are then what is known beside it, and may be left out.
    """

    converted: Annotated[int, Meta(ge=0, le=EVIDENCE_LIMIT)] | None = None
    entered: Annotated[int, Meta(ge=0, le=EVIDENCE_LIMIT)] | None = None
    uncertain: bool = True
    """Whether the rate is as uncertain as its counts, or taken as given."""
    alpha: Amount | None = None
    beta: Amount | None = None
    share: Share | None = None


class Geometric(Part, tag_field="kind", tag="geometric"):
    """Each week the same chance of moving on, told by the mean delay or by that chance."""

    mean_weeks: Amount | None = None
    weekly_exit: Share | None = None
    shortest: Annotated[int, Meta(ge=0, le=1)] = 0


class LogNormal(Part, tag_field="kind", tag="lognormal"):
    """Log-normal, rounded up to whole weeks; all beyond `longest` at its end."""

    median_weeks: Amount
    sigma: Amount
    longest: int = 16
    shortest: int = 0


class Table(Part, tag_field="kind", tag="table"):
    """A delay of d weeks has the weight `weights[d]`."""

    weights: list[float]


DelayPart = Geometric | LogNormal | Table


class TriesPart(Part):
    """How often a lead is tried."""

    most: int
    wait_weeks: int = 1
    retries_first: bool = True


class WorkPart(Part):
    """Whose time a try takes, and what waiting does."""

    role: Name
    units: Amount = 1.0
    newest_first: bool = False
    weekly_decay: float = 1.0
    weekly_abandonment: float = 0.0


class NurturePart(Part):
    """What becomes of those that do not convert."""

    share: Share
    returns_to: Name
    weights: list[float]


class StepPart(Part):
    """The passage to the next stage."""

    rate: Share | Counted
    origin: Literal["typed", "benchmark", "learned"] = "typed"
    delay: DelayPart | None = None
    tries: TriesPart | None = None
    work: WorkPart | None = None
    nurture: NurturePart | None = None


class CampaignPart(Part):
    """So many more leads a week, from a week on, for some weeks."""

    week: int
    weeks: int
    leads_per_week: Amount


class ChannelPart(Part):
    """Where leads come from: a random number each week, or exactly so many.

    Draws are keyed by `key`; without, by the name; an empty one stands for all channels together.
    """

    name: Name
    leads_per_week: Amount | None = None
    exactly: list[Count] | None = None
    dispersion: float | None = None
    level_variation: Amount = 0.0
    growth: float = 1.0
    season: list[float] = []
    campaigns: list[CampaignPart] = []
    enters: Name | None = None
    odds: list[float] = []
    cost_per_lead: Amount = 0.0
    key: str | None = None


class PeoplePart(Part):
    """People of a role who start and leave together."""

    people: int
    units_per_week: Amount
    from_week: int | None = None
    until_week: int | None = None
    ramp: list[float] = []
    weekly_leaving: float = 0.0
    availability: list[float] = []


class RolePart(Part):
    """Who works."""

    name: Name
    people: list[PeoplePart] = []
    weekly_cost: Amount = 0.0
    hiring_cost: Amount = 0.0
    capacity_variation: Amount = 0.0
    key: str | None = None


class ValuePart(Part):
    """What a client is worth."""

    mean: Amount
    variation: Amount = 0.0
    margin: Share = 1.0


class OpenPart(Part):
    """Leads that are in a stage already."""

    stage: Name
    count: Count
    weeks: int = 0
    channel: Name | None = None
    odds: Amount = 1.0


class OriginPart(Part):
    """Where the value of an input came from; `input` as `funneldesk ask` names it."""

    input: Name
    kind: Literal["typed", "benchmark", "learned"]
    evidence: Words = ""
    interval: tuple[float, float] | None = None
    value: float | None = None
    """What the input goes back to."""
    warning: Words = ""


class SlipPart(Part):
    """How many weeks after the expected one deals close: `weights[d]` for `d - early_weeks`."""

    weights: list[float]
    early_weeks: int = 0


class DealPart(Part):
    """An open deal: what it brings, when it is expected to close, and the chance that it is won."""

    stage: Name
    amount: Amount
    expected_week: int
    chance: Share | Counted
    slip: SlipPart | None = None
    key: str | None = None
    lead: str | None = None
    """UUID of the lead; several deals of one lead make one client."""
    makes_client: bool = True
    """False where its lead is a client already."""


class TargetPart(Part):
    """What is to be reached from a day to a day, both included; money in the base currency."""

    measure: Annotated[str, Meta(pattern="^(clients|revenue|cash|stage:.+)$")]
    """Clients, revenue, cash, or the leads that enter a stage: stage:SQL."""
    amount: Amount
    first_day: str
    last_day: str
    reached: Amount = 0.0
    """How much of it is there before the run begins."""


class ScenarioFile(Part):
    """A whole scenario."""

    format: Literal["funneldesk-scenario-1"]
    stages: Annotated[list[StagePart | Name], Meta(min_length=2, max_length=40)]
    steps: Annotated[list[StepPart], Meta(min_length=1, max_length=39)]
    channels: Annotated[list[ChannelPart], Meta(min_length=1, max_length=24)]
    name: str = ""
    notes: str = ""
    weeks: int = 52
    starts_on: str | None = None
    roles: list[RolePart] = []
    returns: int = 0
    value: ValuePart | None = None
    opening: list[OpenPart] = []
    trials: Annotated[int, Meta(ge=1, le=TRIALS_LIMIT)] = 10_000
    seed: Annotated[int, Meta(ge=0, le=SEED_LIMIT)] = 1
    target: Amount | None = None
    """How many clients are wanted, for the chance of reaching it."""
    targets: list[TargetPart] = []
    deals: list[DealPart] = []
    origins: list[OriginPart] = []
    locked: list[Name] = []
    """Inputs that follow the data, as `funneldesk ask` names them."""
    data_until: str | None = None
    fiscal_year_first_month: Annotated[int, Meta(ge=1, le=12)] = 1
    currency: Annotated[str, Meta(pattern="^([A-Z]{3})?$")] = ""
    """What money is counted in, such as EUR."""
    start: Literal["today", "house", "benchmarks", "own"] = "own"
    """What the scenario was begun from."""


def schema() -> dict[str, Any]:
    """Return the JSON schema of scenario files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Funneldesk scenario",
        **msgspec.json.schema(ScenarioFile),
    }
