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
    require_reals,
    require_tuple,
    require_whole,
)
from simulation.delays import NO_DELAY, Delay, DelayTable
from simulation.people import AGE_LIMIT, MONEY_LIMIT, Role
from simulation.volumes import WEEKS_LIMIT, RandomVolume, Volume

CHANNELS_LIMIT: Final = 24
ROLES_LIMIT: Final = 12
TRIES_LIMIT: Final = 20
RETURNS_LIMIT: Final = 3
RUN_LIMIT: Final = 2_000_000_000
"""Leads of a whole run, which its 32-bit counts hold."""


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
        require_reals("Channel.odds", self.odds, 0.001, 1000.0, STAGES_LIMIT[1])
        require_real("Channel.cost_per_lead", self.cost_per_lead, 0.0, MONEY_LIMIT)


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
    odds
        Factor on the odds of their open conversion, which is what having stayed so long tells
        of them, in [0.001, 1000]. Only 1 at a stage that somebody works or tries several times:
        there they wait for their first try, and nothing is known of it.
    """

    stage: int
    channel: int
    weeks: int
    count: int
    odds: float = 1.0

    def __post_init__(self) -> None:
        require_whole("OpenLeads.stage", self.stage, 0, STAGES_LIMIT[1])
        require_whole("OpenLeads.channel", self.channel, 0, CHANNELS_LIMIT)
        require_whole("OpenLeads.weeks", self.weeks, 0, AGE_LIMIT)
        require_whole("OpenLeads.count", self.count, 0, LEADS_LIMIT)
        require_real("OpenLeads.odds", self.odds, 0.001, 1000.0)


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
        require_tuple("Network.stages", self.stages, Stage, *STAGES_LIMIT)
        last = len(self.stages) - 1
        require_tuple("Network.steps", self.steps, Step, last, last)
        require_tuple("Network.channels", self.channels, Channel, 1, CHANNELS_LIMIT)
        require_whole("Network.weeks", self.weeks, 1, WEEKS_LIMIT)
        require_tuple("Network.roles", self.roles, Role, 0, ROLES_LIMIT)
        require_whole("Network.returns", self.returns, 0, RETURNS_LIMIT)
        require_kind("Network.value", self.value, DealValue, "a DealValue")
        require_tuple("Network.opening", self.opening, OpenLeads, 0, 100_000)
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
            if leads.odds != 1.0 and self.steps[leads.stage].places:
                raise AssumptionError(
                    f"{name}.odds",
                    leads.odds,
                    "1 at a stage that somebody works or tries several times, since these leads "
                    "wait for their first try",
                )

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
        self._check_leads()

    def _check_leads(self) -> None:
        whole = float(sum(leads.count for leads in self.opening))
        for channel in self.channels:
            if isinstance(channel.volume, RandomVolume):
                channel.volume.refuse_wild(self.weeks)
                level = channel.volume.largest_level
                whole += level * math.fsum(channel.volume.means(self.weeks))
            else:
                whole += sum(channel.volume.weekly[: self.weeks])
        if whole > RUN_LIMIT:
            raise AssumptionError(
                "Network.channels",
                f"{whole:,.0f} leads",
                f"at most {RUN_LIMIT:,} leads in all weeks, at the highest level that may be "
                "drawn; take fewer leads or weeks, or a smaller level_variation",
            )
