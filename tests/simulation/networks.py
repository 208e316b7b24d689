"""Networks that several tests run: the reference model, and small ones that are drawn."""

from __future__ import annotations

import random
import uuid

from simulation.assumptions import BetaRate, Conversion, FixedRate, Stage
from simulation.delays import (
    NO_DELAY,
    Delay,
    DelayTable,
    GeometricDelay,
    lognormal_delay,
)
from simulation.network import (
    Channel,
    Network,
    Nurture,
    Step,
    Tries,
    Work,
)
from simulation.people import (
    Role,
    StaffGroup,
)
from simulation.volumes import RandomVolume

BASE, TIGHT, FREE = (240, 20, 24), (192, 14, 9), (None, None, None)
SDR, SETTER, CLOSER = (uuid.UUID(int=100 + number) for number in range(3))
CLIENTS = 6

_NAMES = ("MQL", "Responded", "Interested", "SQL", "Appointment", "Held", "Client")
_RATES = (0.3, 0.5, 0.5, 8 / 15, 0.96, 3 / 8)
_EVIDENCE = ((60, 200), (30, 60), (15, 30), (8, 15), None, (3, 8))


def stages_of(*names: str) -> tuple[Stage, ...]:
    """Return stages with keys by their place."""
    return tuple(Stage(uuid.UUID(int=place), name) for place, name in enumerate(names, 1))


def reference(
    capacity: tuple[int | None, ...] = BASE,
    *,
    general: bool = False,
    uncertain: bool = False,
    volume: float = 200.0,
) -> Network:
    """Return the reference model: capacities of SDRs, setters, closers; geometric or general."""
    delays: list[Delay]
    if general:
        medians = (1.0, 1.5, 1.0, 1.5, 3.0)
        delays = [lognormal_delay(median, 0.6, longest=16, shortest=1) for median in medians]
    else:
        delays = [GeometricDelay(chance, 1) for chance in (2 / 3, 1 / 2, 2 / 3, 1 / 2, 1 / 4)]
    works: list[Work | None] = [None] * 6
    roles = []
    for key, stage, units in zip((SDR, SETTER, CLOSER), (0, 3, 4), capacity, strict=True):
        if units is not None:
            roles.append(Role(key, str(stage), (StaffGroup(1, float(units)),)))
            works[stage] = Work(key)
    steps = []
    for stage, rate in enumerate(_RATES):
        evidence = _EVIDENCE[stage] if uncertain else None
        steps.append(
            Step(
                Conversion(BetaRate.from_evidence(*evidence) if evidence else FixedRate(rate)),
                (*delays, NO_DELAY)[stage],
                Tries(2, 1, retries_first=True) if stage == 4 else Tries(),
                works[stage],
            )
        )
    channels = (Channel(None, "all", RandomVolume(volume)),)
    return Network(stages_of(*_NAMES), tuple(steps), channels, 52, tuple(roles))


def chain(stages: int, weeks: int = 52) -> Network:
    """Return so many stages that nobody works, nine of ten going on after two weeks on average."""
    step = Step(Conversion(FixedRate(0.9)), GeometricDelay(0.5, 1))
    names = (str(place) for place in range(stages))
    channels = (Channel(None, "all", RandomVolume(200.0)),)
    return Network(stages_of(*names), (step,) * (stages - 1), channels, weeks)


def everything(seed: int, *, unsure: bool = False) -> Network:
    """Draw a network with late entry, recycling, ramp, tries, queues, decay and two channels."""
    rng = random.Random(seed)

    def work(role: uuid.UUID) -> Work:
        kind = rng.randrange(3)
        return Work(
            role,
            units=rng.choice((0.5, 0.7, 1.0, 1.5)),
            newest_first=rng.random() < 0.3,
            weekly_decay=rng.uniform(0.7, 0.95) if kind == 1 else 1.0,
            weekly_abandonment=rng.uniform(0.05, 0.25) if kind == 2 else 0.0,
        )

    def tries() -> Tries:
        return Tries(rng.randrange(1, 5), rng.randrange(3), retries_first=rng.random() < 0.5)

    def delay() -> Delay:
        table = DelayTable(tuple(rng.random() for _week in range(4)))
        return rng.choice(
            (NO_DELAY, table, GeometricDelay(rng.uniform(0.3, 0.9), rng.randrange(2)))
        )

    def nurture(highest: int) -> Nurture:
        weights = (0.0, *(rng.random() for _week in range(rng.randrange(1, 4))))
        return Nurture(rng.uniform(0.1, 0.5), DelayTable(weights), rng.randrange(highest + 1))

    def rate() -> Conversion:
        return Conversion(FixedRate(rng.uniform(0.35, 0.85)))

    steps = (
        Step(rate(), delay(), tries(), work(SDR), nurture(0)),
        Step(rate(), delay()),
        Step(rate(), delay(), tries(), work(rng.choice((SDR, SETTER))), nurture(2)),
        Step(Conversion(BetaRate(rng.uniform(2.0, 9.0), rng.uniform(2.0, 9.0))), delay()),
    )
    odds = tuple(rng.uniform(0.6, 1.6) for _step in steps)
    channels = (
        Channel(uuid.UUID(int=50), "fairs", RandomVolume(rng.uniform(8.0, 14.0), growth=1.02)),
        Channel(
            uuid.UUID(int=51),
            "demos",
            RandomVolume(4.0, level_variation=0.4 if unsure else 0.0),
            rng.randrange(1, 3),
            odds,
        ),
    )
    newcomers = StaffGroup(1, rng.uniform(6.0, 14.0), 4, ramp=(0.25, 0.5, 0.75))
    roles = (
        Role(SDR, "SDR", (StaffGroup(2, rng.uniform(5.0, 9.0)), newcomers)),
        Role(
            SETTER,
            "Setter",
            (StaffGroup(1, rng.uniform(3.0, 8.0), availability=(1.0, 0.6)),),
        ),
    )
    stages = stages_of("MQL", "Responded", "Meeting", "Held", "Client")
    return Network(stages, steps, channels, 14, roles, rng.randrange(1, 3))
