"""Networks that several tests run: the reference model, and three small ones with everything."""

from __future__ import annotations

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


def everything(number: int) -> Network:
    """Return one of three networks with late entry, recycling, ramp, tries and two channels."""
    work = (
        (Work(SDR, weekly_decay=0.9), Work(SETTER, 1.5)),
        (Work(SDR, newest_first=True), Work(SDR, 0.7, weekly_abandonment=0.1)),
        (Work(SDR, 0.5, weekly_abandonment=0.2), Work(SETTER, weekly_decay=0.8)),
    )[number]
    tries = (
        (Tries(3, 0, retries_first=True), Tries(2, 1, retries_first=False)),
        (Tries(2, 2, retries_first=True), Tries(3, 0, retries_first=False)),
        (Tries(4, 1, retries_first=False), Tries(2, 0, retries_first=True)),
    )[number]
    late = (1, 2, 1)[number]
    returns = (1, 2, 1)[number]
    back = DelayTable(((0.0, 1.0, 2.0), (0.0, 0.0, 1.0, 1.0), (0.0, 1.0))[number])
    stages = stages_of("MQL", "Responded", "Meeting", "Held", "Client")
    steps = (
        Step(
            Conversion(FixedRate((0.5, 0.6, 0.45)[number])),
            GeometricDelay(0.6, 0),
            tries[0],
            work[0],
            Nurture(0.4, back, 0),
        ),
        Step(Conversion(FixedRate(0.7)), DelayTable((0.5, 0.3, 0.0, 0.2))),
        Step(
            Conversion(FixedRate((0.6, 0.8, 0.7)[number])),
            NO_DELAY,
            tries[1],
            work[1],
            Nurture(0.3, back, (1, 2, 0)[number]),
        ),
        Step(Conversion(BetaRate(6.0, 4.0)), (NO_DELAY, GeometricDelay(0.5, 1), NO_DELAY)[number]),
    )
    channels = (
        Channel(uuid.UUID(int=50), "fairs", RandomVolume(12.0, growth=1.02)),
        Channel(uuid.UUID(int=51), "demos", RandomVolume(4.0), late, (1.5, 0.8, 1.2, 1.0)),
    )
    newcomers = StaffGroup(1, (10.0, 14.0, 8.0)[number], 4, ramp=(0.25, 0.5, 0.75))
    roles = (
        Role(SDR, "SDR", (StaffGroup(2, (9.0, 8.5, 6.3)[number]), newcomers)),
        Role(SETTER, "Setter", (StaffGroup(1, (7.5, 3.0, 6.0)[number], availability=(1.0, 0.6)),)),
    )
    return Network(stages, steps, channels, 14, roles, returns)
