"""A scenario file read: every refusal names the place in the file, the value and what may stand."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from app.scenario_files.format import (
    ChannelPart,
    DelayPart,
    Geometric,
    LogNormal,
    PeoplePart,
    RolePart,
    ScenarioFile,
    StagePart,
    StepPart,
)
from app.scenario_files.places import Places, UnreadableScenarioFileError, not_valid
from app.scenario_files.plan_parts import deals_of, locked_of, origins_of, rate_of, targets_of
from app.scenario_files.repeated import repeated_key
from models.clean_text import in_lines, in_one_line
from models.language import gettext as _
from simulation.assumptions import AssumptionError, Conversion, Origin, Stage
from simulation.delays import NO_DELAY, Delay, DelayTable, GeometricDelay, lognormal_delay
from simulation.network import Channel, DealValue, Network, Nurture, OpenLeads, Step, Tries, Work
from simulation.people import Role, StaffGroup
from simulation.volumes import Bump, ExactVolume, RandomVolume, Volume
from views.whatif.content import Plan

_LARGEST_BYTES: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class FiledScenario:
    """A scenario as its file tells it: the plan, and how many clients are wanted in all."""

    plan: Plan
    target: float | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.plan.name

    @property
    def network(self) -> Network:
        """What is assumed."""
        return self.plan.network

    @property
    def trials(self) -> int:
        """How many cases it is run with."""
        return self.plan.trials

    @property
    def seed(self) -> int:
        """Where chance begins."""
        return self.plan.seed


def read_scenario(path: Path) -> FiledScenario:
    """Read a scenario file.

    Refuses with `UnreadableScenarioFileError`, which names the place, a file that is too large, no
    JSON, says something twice, or says something that cannot be.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UnreadableScenarioFileError(path.name, "", _("it is larger than 5 MB."))
        content = path.read_bytes()
        written = msgspec.convert(_cleaned(msgspec.json.decode(content)), type=ScenarioFile)
    except OSError as error:
        reason = str(error.strerror or error) + "."
        raise UnreadableScenarioFileError(path.name, "", reason) from error
    except msgspec.ValidationError as error:
        raise not_valid(path.name, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableScenarioFileError(
            path.name, "", _("it is no JSON ({error}).").format(error=error)
        ) from error
    twice = repeated_key(content.decode())
    if twice is not None:
        raise UnreadableScenarioFileError(
            path.name,
            _("line {line}").format(line=twice.line),
            _("“{key}” stands there again, first in line {first}; take one of them out.").format(
                key=twice.key, first=twice.first_line
            ),
        )
    return _Reading(path.name, written).scenario()


def kept_scenario(name: str, kept: object) -> FiledScenario:
    """Read what `app.scenario_files.writing.written` made; refuses as `read_scenario` does.

    `name` is what a refusal calls it.
    """
    try:
        written = msgspec.convert(kept, type=ScenarioFile)
    except msgspec.ValidationError as error:
        raise not_valid(name, error) from error
    return _Reading(name, written).scenario()


def _cleaned(value: Any, name: str = "") -> Any:
    """Return what a file says with its texts as they are stored; only notes have lines."""
    match value:
        case str():
            return in_lines(value) if name == "notes" else in_one_line(value)
        case dict():
            return {key: _cleaned(part, key) for key, part in value.items()}
        case list():
            return [_cleaned(part) for part in value]
    return value


class _Reading(Places):
    """One file on its way to a plan; it knows the names that its parts refer to."""

    def __init__(self, file: str, written: ScenarioFile) -> None:
        super().__init__(file)
        self._written = written
        self._stages = [
            part if isinstance(part, StagePart) else StagePart(part) for part in written.stages
        ]

    def scenario(self) -> FiledScenario:
        """Return the scenario."""
        written = self._written
        network = self._network()
        names = [one.input for one in written.origins]
        self.refuse_twice("origins", names)
        plan = Plan(
            network,
            written.name,
            written.notes,
            seed=written.seed,
            trials=written.trials,
            start=written.start,
            origins=origins_of(self, network, written.origins),
            locked=locked_of(self, network, written.locked),
            deals=deals_of(self, written.deals),
            targets=targets_of(self, network, written.targets),
            data_until=self.day("data_until", written.data_until),
            fiscal_month=written.fiscal_year_first_month,
            currency=written.currency,
        )
        return FiledScenario(plan, written.target)

    def _network(self) -> Network:
        written = self._written
        self.refuse_twice("stages", [stage.name for stage in self._stages])
        self.refuse_twice("channels", [channel.name for channel in written.channels])
        self.refuse_twice("roles", [role.name for role in written.roles])
        if len(written.steps) != len(self._stages) - 1:
            self.refuse(
                "steps",
                _(
                    "{stages} stages have {wanted} steps between them, and {found} are given."
                ).format(
                    stages=len(self._stages),
                    wanted=len(self._stages) - 1,
                    found=len(written.steps),
                ),
            )
        stages = tuple(
            Stage(self.key(f"stages[{place}].key", "stage", part.name, part.key), part.name)
            for place, part in enumerate(self._stages)
        )
        steps = tuple(self._step(place, part) for place, part in enumerate(written.steps))
        channels = tuple(self._channel(place, part) for place, part in enumerate(written.channels))
        roles = tuple(self._role(place, part) for place, part in enumerate(written.roles))
        opening = []
        for place, part in enumerate(written.opening):
            at = f"opening[{place}]"
            with self.at(at):
                stage = self._stage_number(f"{at}.stage", part.stage)
                names = [channel.name for channel in written.channels]
                channel = 0
                if part.channel is not None:
                    channel = self.number(f"{at}.channel", part.channel, names)
                opening.append(OpenLeads(stage, channel, part.weeks, part.count, part.odds))
        with self.at(""):
            value = written.value
            return Network(
                stages=stages,
                steps=steps,
                channels=channels,
                weeks=written.weeks,
                roles=roles,
                returns=written.returns,
                value=DealValue(value.mean, value.variation, value.margin)
                if value is not None
                else DealValue(0.0),
                opening=tuple(opening),
                starts_on=self.day("starts_on", written.starts_on),
            )

    def _step(self, place: int, part: StepPart) -> Step:
        at = f"steps[{place}]"
        with self.at(f"{at}.rate"):
            rate, counts = rate_of(self, f"{at}.rate", part.rate)
            conversion = Conversion(rate, Origin(part.origin), counts)
        with self.at(f"{at}.delay"):
            delay = NO_DELAY if part.delay is None else _delay(part.delay)
        with self.at(f"{at}.tries"):
            tries = Tries()
            if part.tries is not None:
                tries = Tries(part.tries.most, part.tries.wait_weeks, part.tries.retries_first)
        work = None
        if part.work is not None:
            names = [role.name for role in self._written.roles]
            number = self.number(f"{at}.work.role", part.work.role, names)
            with self.at(f"{at}.work"):
                work = Work(
                    self._role_key(number),
                    part.work.units,
                    part.work.newest_first,
                    part.work.weekly_decay,
                    part.work.weekly_abandonment,
                )
        nurture = None
        if part.nurture is not None:
            back = self._stage_number(f"{at}.nurture.returns_to", part.nurture.returns_to)
            with self.at(f"{at}.nurture"):
                nurture = Nurture(part.nurture.share, DelayTable(tuple(part.nurture.weights)), back)
        with self.at(at):
            return Step(conversion, delay, tries, work, nurture)

    def _channel(self, place: int, part: ChannelPart) -> Channel:
        at = f"channels[{place}]"
        if (part.leads_per_week is None) == (part.exactly is None):
            self.refuse(at, _("give either leads_per_week or exactly."))
        enters = 0 if part.enters is None else self._stage_number(f"{at}.enters", part.enters)
        with self.at(at):
            return Channel(
                None if part.key == "" else self.key(f"{at}.key", "channel", part.name, part.key),
                part.name,
                _volume(part),
                enters,
                tuple(part.odds),
                part.cost_per_lead,
            )

    def _role(self, place: int, part: RolePart) -> Role:
        at = f"roles[{place}]"
        groups = []
        for number, people in enumerate(part.people):
            with self.at(f"{at}.people[{number}]"):
                groups.append(_group(people))
        with self.at(at):
            return Role(
                self._role_key(place),
                part.name,
                tuple(groups),
                part.weekly_cost,
                part.hiring_cost,
                part.capacity_variation,
            )

    def _role_key(self, number: int) -> uuid.UUID:
        part = self._written.roles[number]
        return self.key(f"roles[{number}].key", "role", part.name, part.key)

    def _stage_number(self, place: str, name: str) -> int:
        return self.number(place, name, [stage.name for stage in self._stages])


def _delay(part: DelayPart) -> Delay:
    if isinstance(part, Geometric):
        if part.mean_weeks is not None and part.weekly_exit is None:
            return GeometricDelay.of_mean(part.mean_weeks, part.shortest)
        if part.weekly_exit is not None and part.mean_weeks is None:
            return GeometricDelay(part.weekly_exit, part.shortest)
        one = _("give either mean_weeks or weekly_exit.")
        raise AssumptionError("delay", part.mean_weeks, one, one)
    if isinstance(part, LogNormal):
        return lognormal_delay(
            part.median_weeks, part.sigma, longest=part.longest, shortest=part.shortest
        )
    return DelayTable(tuple(part.weights))


def _volume(part: ChannelPart) -> Volume:
    if part.exactly is not None:
        return ExactVolume(tuple(part.exactly))
    campaigns = tuple(Bump(one.week, one.weeks, one.leads_per_week) for one in part.campaigns)
    return RandomVolume(
        part.leads_per_week or 0.0,
        part.dispersion,
        part.growth,
        tuple(part.season),
        campaigns,
        part.level_variation,
    )


def _group(part: PeoplePart) -> StaffGroup:
    usual = StaffGroup(0, 0.0)
    return StaffGroup(
        part.people,
        part.units_per_week,
        usual.from_week if part.from_week is None else part.from_week,
        part.until_week,
        tuple(part.ramp),
        part.weekly_leaving,
        tuple(part.availability),
    )
