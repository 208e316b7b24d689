"""The network once more, lead by lead and hour by hour in SimPy: written apart from the engine.

A week is 1,000 units of time. Stage ``n`` of a week has its leads join at ``10 n`` and its people
serve at ``10 n + 5``; a lead is a process that sleeps, queues and is told how its try went.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Any

import simpy

from simulation.assumptions import FixedRate
from simulation.delays import GeometricDelay
from simulation.volumes import ExactVolume

if TYPE_CHECKING:
    from collections.abc import Generator

    from simulation.delays import (
        Delay,
    )
    from simulation.network import (
        Channel,
        Network,
        Step,
    )

WEEK, STAGE = 1_000, 10


class Funnel:
    """One trial of a network: `clients` came of it, and `queued` waited after each week."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network = network
        self.random = Random(seed)
        self.env = simpy.Environment()
        self.clients = 0
        self.queued = [0] * network.weeks
        self.rates = [self._rate(step) for step in network.steps]
        self.levels = [self._level(channel) for channel in network.channels]
        self.units: dict[Any, int] = {}
        self.left_over = {role.key: 0.0 for role in network.roles}
        self.waiting: list[list[tuple[int, int, float, Any]]] = [[] for _ in network.steps]
        self.env.process(self._weeks())
        for number, step in enumerate(network.steps):
            if step.places:
                self.env.process(self._people(number, step))
        self.env.run(network.weeks * WEEK)

    def _rate(self, step: Step) -> float:
        rate = step.conversion.rate
        if isinstance(rate, FixedRate):
            return rate.value
        return self.random.betavariate(rate.alpha, rate.beta)

    def _level(self, channel: Channel) -> float:
        if isinstance(channel.volume, ExactVolume) or channel.volume.level_variation == 0.0:
            return 1.0
        variance = math.log(1.0 + channel.volume.level_variation**2)
        return self.random.lognormvariate(-variance / 2.0, math.sqrt(variance))

    def _poisson(self, mean: float) -> int:
        """Count the arrivals of a unit of time by their distances."""
        count, time = -1, 0.0
        while time < mean:
            time += self.random.expovariate(1.0)
            count += 1
        return count

    def _weeks(self) -> Generator[Any, Any, None]:
        for week in range(self.network.weeks):
            for role in self.network.roles:
                whole = self.left_over[role.key] + sum(
                    group.people * group.units_per_week * group.share_of_week(week)
                    for group in role.staff
                )
                milli = math.floor(whole * 1_000 + 1e-6)
                self.units[role.key] = self.units.get(role.key, 0) % 1_000 + milli
                self.left_over[role.key] = whole - milli / 1_000
            for channel, level in zip(self.network.channels, self.levels, strict=True):
                if isinstance(channel.volume, ExactVolume):
                    weekly = channel.volume.weekly
                    count = weekly[week] if week < len(weekly) else 0
                else:
                    mean = channel.volume.means(self.network.weeks)[week]
                    count = self._poisson(mean * level) if mean > 0 else 0
                for _lead in range(count):
                    self.env.process(self._lead(channel))
            yield self.env.timeout(WEEK)

    def _delay(self, delay: Delay) -> int:
        if isinstance(delay, GeometricDelay):
            weeks = delay.shortest
            while self.random.random() >= delay.weekly_exit:
                weeks += 1
            return weeks
        return self.random.choices(range(len(delay.weights)), delay.weights)[0]

    def _at(self, week: int, stage: int) -> Any:
        return self.env.timeout(week * WEEK + stage * STAGE - self.env.now)

    def _lead(self, channel: Channel) -> Generator[Any, Any, None]:
        stage, week, returned = channel.enters, int(self.env.now) // WEEK, 0
        last = len(self.network.steps)
        while True:
            yield self._at(week, stage)
            if stage == last:
                self.clients += 1
                return
            step = self.network.steps[stage]
            won = False
            for tried in range(step.tries.most):
                waited = 0
                if step.places:
                    told: Any = self.env.event()
                    self.waiting[stage].append((tried, week, self.random.random(), told))
                    served = yield told
                    waited = served - week
                    week = served
                if self.random.random() < self._chance(stage, channel, waited):
                    won = True
                    break
                if tried + 1 < step.tries.most and step.tries.wait_weeks > 0:
                    week += step.tries.wait_weeks
                    yield self._at(week, stage)
            nurture = step.nurture
            if won:
                week += self._delay(step.delay)
                stage += 1
            elif (
                nurture is not None
                and returned < self.network.returns
                and self.random.random() < nurture.share
            ):
                returned += 1
                week += self._delay(nurture.delay)
                stage = nurture.returns_to
            else:
                return

    def _chance(self, stage: int, channel: Channel, waited: int) -> float:
        step, rate = self.network.steps[stage], self.rates[stage]
        odds = channel.odds[stage] if channel.odds else 1.0
        rate = rate * odds / (1.0 - rate + rate * odds)
        each: float = 1.0 - (1.0 - rate) ** (1.0 / step.tries.most)
        return each * (step.work.weekly_decay**waited if step.work is not None else 1.0)

    def _people(self, stage: int, step: Step) -> Generator[Any, Any, None]:
        queue = self.waiting[stage]
        yield self.env.timeout(stage * STAGE + STAGE // 2)
        for week in range(self.network.weeks):
            if step.work is not None and step.work.weekly_abandonment > 0.0:
                share = step.work.weekly_abandonment
                queue[:] = [
                    entry for entry in queue if entry[1] == week or self.random.random() >= share
                ]
            tries = range(step.tries.most)
            # Those that fail at once and may try again in the same week come in a later round.
            rounds = [*reversed(tries[1:])] if step.tries.retries_first else []
            for tried in (*rounds, *tries):
                yield from self._serve(stage, step, tried, week)
            self.queued[week] += len(queue)
            yield self.env.timeout((week + 1) * WEEK + stage * STAGE + STAGE // 2 - self.env.now)

    def _serve(self, stage: int, step: Step, tried: int, week: int) -> Generator[Any, Any, None]:
        queue = self.waiting[stage]
        newest = step.work is not None and step.work.newest_first
        # Of those who joined in the same week, chance decides who is served first.
        due = sorted(
            (entry for entry in queue if entry[0] == tried),
            key=lambda entry: (-entry[1] if newest else entry[1], entry[2]),
        )
        for entry in due:
            if step.work is not None:
                each = round(1_000 * step.work.units)
                if self.units[step.work.role] < each:
                    break
                self.units[step.work.role] -= each
            queue.remove(entry)
            entry[3].succeed(week)
        # Let those who were told act on it before the next are served.
        yield self.env.timeout(0)
        yield self.env.timeout(0)
