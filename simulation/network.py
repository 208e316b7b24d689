"""The whole funnel as a network: who arrives when, who works what, how long things take.

A `Network` is everything that the engine needs for a run over weeks. The parts are frozen and
checked when they are made; the network checks that they fit each other. The batch funnel of
`simulation.assumptions` is the smallest case: one channel, one week, nobody busy.
"""

from __future__ import annotations

import math
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulation.assumptions import (
    LEADS_LIMIT,
    STAGES_LIMIT,
    AssumptionError,
    Conversion,
    Stage,
    require_kind,
    require_real,
    require_whole,
)

WEEKS_LIMIT: Final = 260
CHANNELS_LIMIT: Final = 24
ROLES_LIMIT: Final = 12
GROUPS_LIMIT: Final = 200
TRIES_LIMIT: Final = 20
RETURNS_LIMIT: Final = 3
DELAY_LIMIT: Final = 260
AGE_LIMIT: Final = 260
MONEY_LIMIT: Final = 1e12
SEASON_WEEKS: Final = 52
WEEKLY_LIMIT: Final = 100_000.0
UNITS_LIMIT: Final = 1_000_000.0


def _require_tuple(name: str, value: object, kind: type, lowest: int, highest: int) -> None:
    allowed = f"a tuple of {lowest} to {highest} of {kind.__name__}"
    if not isinstance(value, tuple) or not lowest <= len(value) <= highest:
        raise AssumptionError(name, value, allowed)
    for item in value:
        require_kind(name, item, kind, allowed)


def _require_reals(
    name: str, values: tuple[float, ...], lowest: float, highest: float, most: int
) -> None:
    require_kind(name, values, tuple, f"a tuple of up to {most} numbers")
    if len(values) > most:
        raise AssumptionError(name, f"{len(values)} numbers", f"a tuple of up to {most} numbers")
    for place, value in enumerate(values):
        require_real(f"{name}[{place}]", value, lowest, highest)


# ---------------------------------------------------------------- arrivals


@dataclass(frozen=True, slots=True)
class ExactVolume:
    """Exactly so many leads week by week; none after the last one named.

    Parameters
    ----------
    weekly
        Leads of week 0, 1, ...; each in [0, 10,000,000].
    """

    weekly: tuple[int, ...]

    def __post_init__(self) -> None:
        _require_tuple("ExactVolume.weekly", self.weekly, int, 1, WEEKS_LIMIT)
        for week, count in enumerate(self.weekly):
            require_whole(f"ExactVolume.weekly[{week}]", count, 0, LEADS_LIMIT)


@dataclass(frozen=True, slots=True)
class Bump:
    """A campaign: from ``week`` on, for ``weeks`` weeks, so many more leads a week on average."""

    week: int
    weeks: int
    leads_per_week: float

    def __post_init__(self) -> None:
        require_whole("Bump.week", self.week, 0, WEEKS_LIMIT - 1)
        require_whole("Bump.weeks", self.weeks, 1, WEEKS_LIMIT)
        require_real("Bump.leads_per_week", self.leads_per_week, 0.0, WEEKLY_LIMIT)


@dataclass(frozen=True, slots=True)
class RandomVolume:
    """A random number of leads each week: Poisson, or negative binomial where it varies more.

    Parameters
    ----------
    per_week
        Mean of week 0, in leads, before season and campaigns.
    dispersion
        None for Poisson. Else the variance is ``mean + mean**2 / dispersion``: the smaller the
        number, the wilder the weeks. In [0.01, 1e6].
    growth
        Factor from one week to the next, in [0.5, 2].
    season
        52 factors by week from the start of the run, repeated; empty for none.
    bumps
        Campaigns on top, which season and growth do not scale.
    """

    per_week: float
    dispersion: float | None = None
    growth: float = 1.0
    season: tuple[float, ...] = ()
    bumps: tuple[Bump, ...] = ()

    def __post_init__(self) -> None:
        require_real("RandomVolume.per_week", self.per_week, 0.0, float(LEADS_LIMIT))
        if self.dispersion is not None:
            require_real("RandomVolume.dispersion", self.dispersion, 0.01, 1e6)
        require_real("RandomVolume.growth", self.growth, 0.5, 2.0)
        _require_reals("RandomVolume.season", self.season, 0.0, 100.0, SEASON_WEEKS)
        if self.season and len(self.season) != SEASON_WEEKS:
            raise AssumptionError(
                "RandomVolume.season", f"{len(self.season)} factors", "52 factors or none"
            )
        _require_tuple("RandomVolume.bumps", self.bumps, Bump, 0, 100)

    def means(self, weeks: int) -> tuple[float, ...]:
        """Return the mean number of leads of each week.

        Raises
        ------
        AssumptionError
            Growth carries a week beyond 10,000,000 leads.
        """
        found = []
        level = self.per_week
        for week in range(weeks):
            mean = level * (self.season[week % SEASON_WEEKS] if self.season else 1.0)
            mean += sum(
                bump.leads_per_week
                for bump in self.bumps
                if bump.week <= week < bump.week + bump.weeks
            )
            if not mean <= LEADS_LIMIT:
                raise AssumptionError(
                    "RandomVolume.growth",
                    self.growth,
                    f"small enough for at most {LEADS_LIMIT:,} leads in week {week}",
                )
            found.append(mean)
            level *= self.growth
        return tuple(found)


Volume = ExactVolume | RandomVolume


@dataclass(frozen=True, slots=True)
class Channel:
    """Where leads come from, and what is different about them.

    Parameters
    ----------
    key
        Draws are keyed by it. None stands for all channels together.
    name
        What people call it.
    volume
        How many leads come each week.
    enters
        Index of the stage at which they enter; demo requests enter late.
    odds
        Factor on the odds of each conversion, one for each, or empty for none: 2 turns a rate of
        0.5 into 0.667.
    cost_per_lead
        Money spent for each lead.
    """

    key: uuid.UUID | None
    name: str
    volume: Volume
    enters: int = 0
    odds: tuple[float, ...] = ()
    cost_per_lead: float = 0.0

    def __post_init__(self) -> None:
        require_kind("Channel.key", self.key, uuid.UUID | None, "a UUID or None")
        require_kind("Channel.name", self.name, str, "a text")
        require_kind("Channel.volume", self.volume, Volume, "an ExactVolume or a RandomVolume")
        require_whole("Channel.enters", self.enters, 0, STAGES_LIMIT[1])
        _require_reals("Channel.odds", self.odds, 0.001, 1000.0, STAGES_LIMIT[1])
        require_real("Channel.cost_per_lead", self.cost_per_lead, 0.0, MONEY_LIMIT)


# ---------------------------------------------------------------- delays


@dataclass(frozen=True, slots=True)
class GeometricDelay:
    """Each week the same chance of moving on: memoryless.

    Parameters
    ----------
    weekly_exit
        Chance of leaving in a week, in (0, 1].
    shortest
        0 where a lead may pass on in the week it came, else 1.
    """

    weekly_exit: float
    shortest: int = 0

    def __post_init__(self) -> None:
        require_real("GeometricDelay.weekly_exit", self.weekly_exit, 1e-6, 1.0)
        require_whole("GeometricDelay.shortest", self.shortest, 0, 1)

    @property
    def mean(self) -> float:
        """Mean delay in weeks."""
        return 1.0 / self.weekly_exit - 1.0 + self.shortest


@dataclass(frozen=True, slots=True)
class DelayTable:
    """A delay of ``d`` weeks has the weight ``weights[d]``.

    Parameters
    ----------
    weights
        1 to 261 numbers from 0 up, not all 0; they are scaled to sum to 1.
    """

    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        require_kind("DelayTable.weights", self.weights, tuple, "a tuple of weights")
        _require_reals("DelayTable.weights", self.weights, 0.0, 1e9, DELAY_LIMIT + 1)
        if not self.weights or math.fsum(self.weights) <= 0.0:
            raise AssumptionError("DelayTable.weights", self.weights, "not all zero")

    @property
    def mean(self) -> float:
        """Mean delay in weeks."""
        whole = math.fsum(self.weights)
        return math.fsum(weeks * part for weeks, part in enumerate(self.weights)) / whole

    def hazards(self) -> tuple[float, ...]:
        """Return the chance of ending after d weeks for those that lasted so long."""
        left = math.fsum(self.weights)
        found = []
        for place, part in enumerate(self.weights):
            left = math.fsum(self.weights[place:])
            found.append(min(part / left, 1.0) if left > 0.0 else 1.0)
        return tuple(found)


def lognormal_delay(
    median_weeks: float, sigma: float, *, longest: int = 16, shortest: int = 0
) -> DelayTable:
    """Return a log-normal delay in whole weeks, rounded up, all beyond ``longest`` at its end.

    Weights are rounded to 12 decimals, so that they are the same on every platform.

    Parameters
    ----------
    median_weeks
        Median of the log-normal, in (0, 260].
    sigma
        Standard deviation of its logarithm, in [0.01, 5].
    longest, shortest
        Delays in weeks are held between the two.

    Examples
    --------
    >>> [round(weight, 3) for weight in lognormal_delay(1, 0.6, longest=3, shortest=1).weights]
    [0.0, 0.5, 0.376, 0.124]
    """
    require_real("median_weeks", median_weeks, 1e-3, float(DELAY_LIMIT))
    require_real("sigma", sigma, 0.01, 5.0)
    require_whole("longest", longest, 0, DELAY_LIMIT)
    require_whole("shortest", shortest, 0, longest)

    def reached(weeks: int) -> float:
        if weeks <= 0:
            return 0.0
        return 0.5 * math.erfc(-math.log(weeks / median_weeks) / sigma / math.sqrt(2.0))

    weights = [0.0] * (longest + 1)
    for weeks in range(longest + 1):
        upper = 1.0 if weeks == longest else reached(weeks)
        weights[max(weeks, shortest)] += round(upper - reached(weeks - 1), 12)
    return DelayTable(tuple(weights))


NO_DELAY: Final = DelayTable((1.0,))
Delay = GeometricDelay | DelayTable


# ---------------------------------------------------------------- what happens at a stage


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a stage is tried for one lead: the cadence, or the second meeting.

    The conversion's rate is what all tries together add up to; each try has the same chance.

    Parameters
    ----------
    most
        Tries at most, 1 to 20.
    wait_weeks
        Weeks from a try that failed to the next; 0 means that it may follow in the same week.
    retries_first
        Whether those that wait for another try since earlier weeks go before the others.
    """

    most: int = 1
    wait_weeks: int = 1
    retries_first: bool = True

    def __post_init__(self) -> None:
        require_whole("Tries.most", self.most, 1, TRIES_LIMIT)
        require_whole("Tries.wait_weeks", self.wait_weeks, 0, 52)
        require_kind("Tries.retries_first", self.retries_first, bool, "True or False")

    def chance_of_each(self, rate: float) -> float:
        """Return the chance of one try that makes the rate of all of them.

        Examples
        --------
        >>> round(Tries(2).chance_of_each(0.96), 12)
        0.8
        """
        return 1.0 - math.pow(1.0 - rate, 1.0 / self.most)

    def rate_of_all(self, chance: float) -> float:
        """Return the rate that tries of this chance add up to.

        Examples
        --------
        >>> round(Tries(2).rate_of_all(0.8), 12)
        0.96
        """
        return 1.0 - math.pow(1.0 - chance, self.most)


@dataclass(frozen=True, slots=True)
class Work:
    """Who works a stage, and what waiting does there.

    Parameters
    ----------
    role
        Key of the role whose people do it.
    units
        Units of the role's capacity that one try takes, in [0.001, 1000].
    newest_first
        Whether the newest lead is served first; else the oldest.
    weekly_decay
        Factor on the chance of a try for each week that a lead waited for it, in (0, 1].
    weekly_abandonment
        Share of those still waiting that give up in each later week, in [0, 1).
    """

    role: uuid.UUID
    units: float = 1.0
    newest_first: bool = False
    weekly_decay: float = 1.0
    weekly_abandonment: float = 0.0

    def __post_init__(self) -> None:
        require_kind("Work.role", self.role, uuid.UUID, "the key of a role")
        require_real("Work.units", self.units, 0.001, 1000.0)
        require_kind("Work.newest_first", self.newest_first, bool, "True or False")
        require_real("Work.weekly_decay", self.weekly_decay, 1e-6, 1.0)
        require_real("Work.weekly_abandonment", self.weekly_abandonment, 0.0, 0.999999)


@dataclass(frozen=True, slots=True)
class Nurture:
    """What becomes of some that did not convert: they come back later.

    Parameters
    ----------
    share
        Share of them that goes to nurture; the others are lost. In [0, 1].
    delay
        Weeks until they come back; at least 1.
    returns_to
        Index of the stage at which they come back, at or before the one they left.
    """

    share: float
    delay: DelayTable
    returns_to: int

    def __post_init__(self) -> None:
        require_real("Nurture.share", self.share, 0.0, 1.0)
        require_kind("Nurture.delay", self.delay, DelayTable, "a DelayTable")
        if self.delay.weights[0] > 0.0:
            raise AssumptionError(
                "Nurture.delay", self.delay.weights[0], "a table without a delay of 0 weeks"
            )
        require_whole("Nurture.returns_to", self.returns_to, 0, STAGES_LIMIT[1])


@dataclass(frozen=True, slots=True)
class Step:
    """The passage from one stage to the next: how many, after how long, by whose work.

    Parameters
    ----------
    conversion
        Rate of all tries together, with origin and evidence.
    delay
        Weeks from converting to entering the next stage; 0 means the same week.
    tries
        How often each lead is tried.
    work
        Who does it; None where nobody's time limits it.
    nurture
        What becomes of those that do not convert; None where all are lost.
    """

    conversion: Conversion
    delay: Delay = NO_DELAY
    tries: Tries = Tries()
    work: Work | None = None
    nurture: Nurture | None = None

    def __post_init__(self) -> None:
        require_kind("Step.conversion", self.conversion, Conversion, "a Conversion")
        require_kind("Step.delay", self.delay, Delay, "a GeometricDelay or a DelayTable")
        require_kind("Step.tries", self.tries, Tries, "Tries")
        require_kind("Step.work", self.work, Work | None, "Work or None")
        require_kind("Step.nurture", self.nurture, Nurture | None, "Nurture or None")

    @property
    def places(self) -> int:
        """Number of queues: one for each try, none where nobody waits."""
        return self.tries.most if self.work is not None or self.tries.most > 1 else 0


# ---------------------------------------------------------------- people


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
        _require_reals("StaffGroup.ramp", self.ramp, 0.0, 10.0, WEEKS_LIMIT)
        require_real("StaffGroup.weekly_leaving", self.weekly_leaving, 0.0, 0.999999)
        _require_reals("StaffGroup.availability", self.availability, 0.0, 10.0, WEEKS_LIMIT)

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
    """

    key: uuid.UUID
    name: str
    staff: tuple[StaffGroup, ...]
    weekly_cost: float = 0.0
    hiring_cost: float = 0.0

    def __post_init__(self) -> None:
        require_kind("Role.key", self.key, uuid.UUID, "a UUID")
        require_kind("Role.name", self.name, str, "a text")
        _require_tuple("Role.staff", self.staff, StaffGroup, 0, GROUPS_LIMIT)
        require_real("Role.weekly_cost", self.weekly_cost, 0.0, MONEY_LIMIT)
        require_real("Role.hiring_cost", self.hiring_cost, 0.0, MONEY_LIMIT)


# ---------------------------------------------------------------- money and the start


@dataclass(frozen=True, slots=True)
class DealValue:
    """What a client is worth: log-normal.

    Parameters
    ----------
    mean
        Mean revenue of a client.
    variation
        Standard deviation as a share of the mean, in [0, 10].
    margin
        Share of the revenue that is left after delivery, in [0, 1].
    """

    mean: float
    variation: float = 0.0
    margin: float = 1.0

    def __post_init__(self) -> None:
        require_real("DealValue.mean", self.mean, 0.0, MONEY_LIMIT)
        require_real("DealValue.variation", self.variation, 0.0, 10.0)
        require_real("DealValue.margin", self.margin, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class OpenLeads:
    """Leads that are in a stage already when the run begins.

    At a stage that somebody works they wait for their first try since ``weeks`` weeks. At any
    other stage their conversion is still open, and their delay is one that has lasted so long:
    what is left of it is drawn from the delays that are longer.

    Parameters
    ----------
    stage
        Index of the stage, not the last.
    channel
        Index of the channel they came by.
    weeks
        How long they have been there, in whole weeks from 0 up.
    count
        How many.
    """

    stage: int
    channel: int
    weeks: int
    count: int

    def __post_init__(self) -> None:
        require_whole("OpenLeads.stage", self.stage, 0, STAGES_LIMIT[1])
        require_whole("OpenLeads.channel", self.channel, 0, CHANNELS_LIMIT)
        require_whole("OpenLeads.weeks", self.weeks, 0, AGE_LIMIT)
        require_whole("OpenLeads.count", self.count, 0, LEADS_LIMIT)


@dataclass(frozen=True, slots=True)
class Network:
    """A complete funnel over weeks.

    Parameters
    ----------
    stages
        2 to 40 stages in order, with distinct keys; leads that enter the last are clients.
    steps
        One fewer than the stages.
    channels
        1 to 24, with distinct keys.
    weeks
        Horizon, 1 to 260.
    roles
        Those that the steps name; up to 12.
    returns
        How often one lead may come back from nurture, 0 to 3.
    value
        What a client is worth.
    opening
        Today's open leads.
    starts_on
        The Monday of week 0, or None.

    Raises
    ------
    AssumptionError
        A part is missing, doubled, out of range, or names one that is not there.
    """

    stages: tuple[Stage, ...]
    steps: tuple[Step, ...]
    channels: tuple[Channel, ...]
    weeks: int
    roles: tuple[Role, ...] = ()
    returns: int = 0
    value: DealValue = field(default_factory=lambda: DealValue(0.0))
    opening: tuple[OpenLeads, ...] = ()
    starts_on: date | None = None

    def __post_init__(self) -> None:
        _require_tuple("Network.stages", self.stages, Stage, *STAGES_LIMIT)
        last = len(self.stages) - 1
        _require_tuple("Network.steps", self.steps, Step, last, last)
        _require_tuple("Network.channels", self.channels, Channel, 1, CHANNELS_LIMIT)
        require_whole("Network.weeks", self.weeks, 1, WEEKS_LIMIT)
        _require_tuple("Network.roles", self.roles, Role, 0, ROLES_LIMIT)
        require_whole("Network.returns", self.returns, 0, RETURNS_LIMIT)
        require_kind("Network.value", self.value, DealValue, "a DealValue")
        _require_tuple("Network.opening", self.opening, OpenLeads, 0, 100_000)
        require_kind("Network.starts_on", self.starts_on, date | None, "a date or None")
        if self.starts_on is not None and self.starts_on.weekday() != 0:
            raise AssumptionError("Network.starts_on", self.starts_on.isoformat(), "a Monday")
        for name, keys in (
            ("stages", [stage.key for stage in self.stages]),
            ("channels", [channel.key for channel in self.channels]),
            ("roles", [role.key for role in self.roles]),
        ):
            if len(set(keys)) != len(keys):
                raise AssumptionError(f"Network.{name}", keys, f"{name} with distinct keys")
        self._check_steps()
        self._check_channels(last)
        for number, leads in enumerate(self.opening):
            name = f"Network.opening[{number}]"
            require_whole(f"{name}.stage", leads.stage, 0, last - 1)
            require_whole(f"{name}.channel", leads.channel, 0, len(self.channels) - 1)

    def _check_steps(self) -> None:
        known = {role.key for role in self.roles}
        for number, step in enumerate(self.steps):
            name = f"Network.steps[{number}]"
            if step.work is not None and step.work.role not in known:
                raise AssumptionError(f"{name}.work.role", step.work.role, "one of the roles")
            if step.nurture is not None:
                require_whole(f"{name}.nurture.returns_to", step.nurture.returns_to, 0, number)
                if self.returns == 0 and step.nurture.share > 0.0:
                    raise AssumptionError(
                        "Network.returns", 0, "1 or more where a step sends leads to nurture"
                    )

    def _check_channels(self, last: int) -> None:
        for number, channel in enumerate(self.channels):
            name = f"Network.channels[{number}]"
            require_whole(f"{name}.enters", channel.enters, 0, last - 1)
            if channel.odds and len(channel.odds) != last:
                raise AssumptionError(
                    f"{name}.odds", f"{len(channel.odds)} factors", f"{last} factors or none"
                )
            if isinstance(channel.volume, RandomVolume):
                channel.volume.means(self.weeks)
