"""A scenario file read: every refusal names the place in the file, the value and what may stand."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from app.scenario_files.format import (
    ChannelPart,
    Counted,
    DelayPart,
    Geometric,
    LogNormal,
    PeoplePart,
    RolePart,
    ScenarioFile,
    StagePart,
    StepPart,
)
from models.errors import KnownError
from models.language import gettext as _
from simulation.assumptions import (
    AssumptionError,
    BetaRate,
    Conversion,
    Evidence,
    FixedRate,
    Origin,
    Rate,
    Stage,
)
from simulation.delays import NO_DELAY, Delay, DelayTable, GeometricDelay, lognormal_delay
from simulation.network import Channel, DealValue, Network, Nurture, OpenLeads, Step, Tries, Work
from simulation.people import Role, StaffGroup
from simulation.volumes import Bump, ExactVolume, RandomVolume, Volume

_LARGEST_BYTES: Final = 5_000_000
# Keys of what has none of its own come from its name, the same on every machine.
_NAMES: Final = uuid.UUID("0f6f2f2e-6a1b-5c1c-9a53-3b6f1f0a7c11")


class UnreadableScenarioFileError(KnownError):
    """A scenario file that cannot be read: at which place, and what may stand there."""

    def __init__(self, path: Path, place: str, reason: str) -> None:
        where = _(" at {place}").format(place=place) if place else ""
        super().__init__(
            _("{file} cannot be read{where}: {reason}").format(
                file=path.name, where=where, reason=reason
            )
        )
        self.path = path
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FiledScenario:
    """A scenario as its file tells it."""

    name: str
    notes: str
    network: Network
    trials: int
    seed: int
    target: float | None


def read_scenario(path: Path) -> FiledScenario:
    """Read a scenario file.

    Refuses with `UnreadableScenarioFileError`, which names the place, a file that is too large, no
    JSON, or says something that cannot be.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise UnreadableScenarioFileError(path, "", _("it is larger than 5 MB."))
        written = msgspec.json.decode(path.read_bytes(), type=ScenarioFile)
    except OSError as error:
        raise UnreadableScenarioFileError(path, "", str(error.strerror or error) + ".") from error
    except msgspec.ValidationError as error:
        reason, _at, place = str(error).partition(" - at `")
        raise UnreadableScenarioFileError(path, place.strip("`$."), f"{reason}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableScenarioFileError(
            path, "", _("it is no JSON ({error}).").format(error=error)
        ) from error
    return _Reading(path, written).scenario()


class _Reading:
    """One file on its way to a network; it knows the names that its parts refer to."""

    def __init__(self, path: Path, written: ScenarioFile) -> None:
        self._path = path
        self._written = written
        self._stages = [
            part if isinstance(part, StagePart) else StagePart(part) for part in written.stages
        ]

    def scenario(self) -> FiledScenario:
        """Return the scenario."""
        written = self._written
        self._refuse_twice("stages", [stage.name for stage in self._stages])
        self._refuse_twice("channels", [channel.name for channel in written.channels])
        self._refuse_twice("roles", [role.name for role in written.roles])
        if len(written.steps) != len(self._stages) - 1:
            self._refuse(
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
            Stage(self._key(f"stages[{place}].key", "stage", part.name, part.key), part.name)
            for place, part in enumerate(self._stages)
        )
        steps = tuple(self._step(place, part) for place, part in enumerate(written.steps))
        channels = tuple(self._channel(place, part) for place, part in enumerate(written.channels))
        roles = tuple(self._role(place, part) for place, part in enumerate(written.roles))
        opening = []
        for place, part in enumerate(written.opening):
            at = f"opening[{place}]"
            with self._at(at):
                stage = self._stage_number(f"{at}.stage", part.stage)
                names = [channel.name for channel in written.channels]
                channel = 0
                if part.channel is not None:
                    channel = self._number(f"{at}.channel", part.channel, names)
                opening.append(OpenLeads(stage, channel, part.weeks, part.count))
        with self._at(""):
            value = written.value
            network = Network(
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
                starts_on=self._day(written.starts_on),
            )
        return FiledScenario(
            written.name, written.notes, network, written.trials, written.seed, written.target
        )

    def _step(self, place: int, part: StepPart) -> Step:
        at = f"steps[{place}]"
        with self._at(f"{at}.rate"):
            conversion = _conversion(part)
        with self._at(f"{at}.delay"):
            delay = NO_DELAY if part.delay is None else _delay(part.delay)
        with self._at(f"{at}.tries"):
            tries = Tries()
            if part.tries is not None:
                tries = Tries(part.tries.most, part.tries.wait_weeks, part.tries.retries_first)
        work = None
        if part.work is not None:
            names = [role.name for role in self._written.roles]
            number = self._number(f"{at}.work.role", part.work.role, names)
            with self._at(f"{at}.work"):
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
            with self._at(f"{at}.nurture"):
                nurture = Nurture(part.nurture.share, DelayTable(tuple(part.nurture.weights)), back)
        with self._at(at):
            return Step(conversion, delay, tries, work, nurture)

    def _channel(self, place: int, part: ChannelPart) -> Channel:
        at = f"channels[{place}]"
        if (part.leads_per_week is None) == (part.exactly is None):
            self._refuse(at, _("give either leads_per_week or exactly."))
        enters = 0 if part.enters is None else self._stage_number(f"{at}.enters", part.enters)
        with self._at(at):
            return Channel(
                self._key(f"{at}.key", "channel", part.name, part.key),
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
            with self._at(f"{at}.people[{number}]"):
                groups.append(_group(people))
        with self._at(at):
            return Role(
                self._role_key(place), part.name, tuple(groups), part.weekly_cost, part.hiring_cost
            )

    def _role_key(self, number: int) -> uuid.UUID:
        part = self._written.roles[number]
        return self._key(f"roles[{number}].key", "role", part.name, part.key)

    def _key(self, place: str, kind: str, name: str, key: str | None) -> uuid.UUID:
        if key is None:
            return uuid.uuid5(_NAMES, f"{kind} {name}")
        try:
            return uuid.UUID(key)
        except ValueError:
            self._refuse(place, _("“{key}” is no UUID.").format(key=key))

    def _day(self, text: str | None) -> date | None:
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._refuse("starts_on", _("“{text}” is no date like 2026-01-05.").format(text=text))

    def _stage_number(self, place: str, name: str) -> int:
        return self._number(place, name, [stage.name for stage in self._stages])

    def _number(self, place: str, name: str, names: Sequence[str]) -> int:
        if name not in names:
            self._refuse(
                place,
                _("there is no “{name}”. Known: {names}.").format(
                    name=name, names=", ".join(names) or _("none")
                ),
            )
        return names.index(name)

    def _refuse_twice(self, place: str, names: Sequence[str]) -> None:
        for name in names:
            if names.count(name) > 1:
                self._refuse(place, _("“{name}” is there twice.").format(name=name))

    def _refuse(self, place: str, reason: str) -> NoReturn:
        raise UnreadableScenarioFileError(self._path, place, reason)

    @contextmanager
    def _at(self, place: str) -> Iterator[None]:
        """Let what the engine refuses name the place in the file."""
        try:
            yield
        except AssumptionError as error:
            raise UnreadableScenarioFileError(self._path, place, str(error)) from error


def _conversion(part: StepPart) -> Conversion:
    origin = Origin(part.origin)
    if not isinstance(part.rate, Counted):
        return Conversion(FixedRate(part.rate), origin)
    counts = Evidence(part.rate.converted, part.rate.entered)
    rate: Rate = FixedRate(counts.converted / counts.entered)
    if part.rate.uncertain:
        rate = BetaRate.from_evidence(counts.converted, counts.entered)
    return Conversion(rate, origin, counts)


def _delay(part: DelayPart) -> Delay:
    if isinstance(part, Geometric):
        return GeometricDelay.of_mean(part.mean_weeks, part.shortest)
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
        part.leads_per_week or 0.0, part.dispersion, part.growth, tuple(part.season), campaigns
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
