"""Plans to begin with: the house example week by week, published benchmarks, own numbers."""

import uuid
from datetime import date, timedelta
from math import ceil
from typing import Final

from models.language import gettext as _
from simulation.assumptions import (
    BetaRate,
    Conversion,
    Evidence,
    FixedRate,
    Origin,
    Stage,
    house_funnel,
)
from simulation.delays import GeometricDelay
from simulation.network import Channel, DealValue, Network, Step, Tries, Work
from simulation.people import Role, StaffGroup
from simulation.rates import rate_interval
from simulation.volumes import RandomVolume
from views.charts.numbers import out_of
from views.whatif.content import OriginNote, Plan

WEEKS: Final = 52
_KEYS: Final = uuid.UUID("3f0a1c7e-58d2-4a0e-9c55-6b1de0f2a901")
_SHOW: Final = 0.96
_MEETING_TRIES: Final = Tries(2)
_SDR, _SETTER, _CLOSER = "SDR", "Setter", "Closer"
_UNITS: Final = {_SDR: 48.0, _SETTER: 9.0, _CLOSER: 10.0}
_WAGES: Final = {_SDR: 1_000.0, _SETTER: 1_000.0, _CLOSER: 1_800.0}
_BUSY: Final = 0.9


def house_plan(today: date) -> Plan:
    """Return the house example as a funnel that goes on: 200 MQLs come each week.

    Its rates are as uncertain as one sample of 200 leaves them. Its 3 of 8 clients contain the
    no-shows; where meetings are held or not, the last rate is raised so that the product stays.
    """
    house = house_funnel()
    stages = (*house.stages[:-1], _stage("Held", "held"), house.stages[-1])
    counts = [one.evidence for one in house.conversions if one.evidence is not None]
    rates = [_counted(one) for one in counts[:-1]]
    last = counts[-1]
    close = last.converted / last.entered / _SHOW
    rates += [
        Conversion(FixedRate(_SHOW), Origin.TYPED),
        Conversion(
            BetaRate(last.entered * close, last.entered * (1.0 - close)), Origin.BENCHMARK, last
        ),
    ]
    origins = {
        f"rate:{stage.name}": OriginNote(
            "benchmark",
            out_of(count.converted, count.entered),
            _interval(count.converted, count.entered),
            count.converted / count.entered,
        )
        for stage, count in zip(stages[1:-2], counts[:-1], strict=True)
    }
    origins[f"rate:{stages[-1].name}"] = OriginNote(
        "benchmark",
        out_of(last.converted, last.entered),
        _interval(last.converted, last.entered, _SHOW),
        close,
        _("Counted per agreed meeting, so no-shows are in it; raised by them here."),
    )
    means = (1.5, 2.0, 1.5, 2.0, 4.0, 0.0)
    workers = {0: _SDR, 3: _SETTER, 4: _CLOSER}
    return Plan(
        network=_network(today, stages, tuple(rates), means, workers, 200.0),
        name=_("House example, week by week"),
        start="house",
        origins=origins,
    )


def benchmarks_plan(today: date) -> Plan:
    """Return rates as they were published: wide, because definitions and teams differ."""
    stages = (
        house_funnel().stages[0],
        house_funnel().stages[3],
        house_funnel().stages[4],
        _stage("Held", "held"),
        house_funnel().stages[5],
    )
    # Shape and source of each rate. The published ranges contradict each other, and an
    # "opportunity" is not a meeting; so each prior is wider than any one of them.
    known = (
        (2.2, 5.2, _("13-22\u202f%, 30-60\u202f% published: getfairview.com, b2blead.io, 2026")),
        (4.4, 3.6, _("30-50\u202f%, 40-80\u202f% published, of opportunities: the same")),
        (8.0, 3.2, _("60-85\u202f% published, of meetings kept: leadriver.io, 2026")),
        (3.0, 10.5, _("10-35\u202f% published, of opportunities: getfairview.com, b2blead.io")),
    )
    rates = tuple(Conversion(BetaRate(a, b), Origin.BENCHMARK) for a, b, _source in known)
    origins = {
        f"rate:{stage.name}": OriginNote(
            "benchmark",
            source,
            rate_interval(a, b),
            a / (a + b),
            _("A wide guess about other companies, not a fact about yours and no cause of it."),
        )
        for stage, (a, b, source) in zip(stages[1:], known, strict=True)
    }
    workers = {0: _SDR, 1: _SETTER, 2: _CLOSER}
    return Plan(
        network=_network(today, stages, rates, (1.5, 2.0, 1.5, 4.0), workers, 100.0),
        name=_("Published benchmarks"),
        start="benchmarks",
        origins=origins,
    )


def own_plan(today: date) -> Plan:
    """Return the stages with round numbers, all of them to be typed over."""
    house = house_funnel()
    stages = (*house.stages[:-1], _stage("Held", "held"), house.stages[-1])
    shares = (0.3, 0.5, 0.5, 0.5, 0.9, 0.3)
    rates = tuple(Conversion(FixedRate(share)) for share in shares)
    workers = {0: _SDR, 3: _SETTER, 4: _CLOSER}
    return Plan(
        network=_network(today, stages, rates, (1.0, 1.0, 1.0, 1.0, 2.0, 2.0), workers, 100.0),
        name=_("Own numbers"),
        start="own",
    )


def next_monday(today: date) -> date:
    """Return the Monday on which a plan begins: today's week on a Monday, else the next one."""
    return today + timedelta(days=-today.weekday() % 7)


def _network(
    today: date,
    stages: tuple[Stage, ...],
    rates: tuple[Conversion, ...],
    mean_weeks: tuple[float, ...],
    workers: dict[int, str],
    leads_per_week: float,
) -> Network:
    """Return a network of one channel and the three roles; what it costs is a round guess."""
    steps = []
    for number, (rate, mean) in enumerate(zip(rates, mean_weeks, strict=True)):
        work = Work(_key("role", workers[number])) if number in workers else None
        tries = _MEETING_TRIES if stages[number + 1].name == "Held" else Tries()
        delay = GeometricDelay.of_mean(mean, 1 if mean >= 1.0 else 0)
        steps.append(Step(rate, delay, tries, work))
    # As many people as the leads that reach them keep busy for most of their week.
    reaching, people = leads_per_week, dict.fromkeys(_UNITS, 1)
    for number, step in enumerate(steps):
        if number in workers:
            name = workers[number]
            people[name] = ceil(reaching / _UNITS[name] / _BUSY)
        reaching *= step.conversion.rate.mean
    roles = tuple(
        Role(
            key=_key("role", name),
            name=name,
            staff=(StaffGroup(people[name], units),),
            weekly_cost=_WAGES[name],
            hiring_cost=4_000.0,
        )
        for name, units in _UNITS.items()
    )
    return Network(
        stages=stages,
        steps=tuple(steps),
        channels=(
            Channel(None, _("All channels"), RandomVolume(leads_per_week), cost_per_lead=40.0),
        ),
        weeks=WEEKS,
        roles=roles,
        value=DealValue(12_000.0, 0.5, 0.7),
        starts_on=next_monday(today),
    )


def _counted(count: Evidence) -> Conversion:
    rate = BetaRate.from_evidence(count.converted, count.entered)
    return Conversion(rate, Origin.BENCHMARK, count)


def _interval(converted: int, entered: int, share: float = 1.0) -> tuple[float, float]:
    """Return where the rate lies with 90 %, given its counts and no others."""
    mean = converted / entered / share
    return rate_interval(entered * mean, entered * (1.0 - mean))


def _stage(name: str, code: str) -> Stage:
    return Stage(_key("stage", code), name)


def _key(kind: str, name: str) -> uuid.UUID:
    return uuid.uuid5(_KEYS, f"{kind} {name}")
