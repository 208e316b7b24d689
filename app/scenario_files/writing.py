"""A plan as a scenario file says it: the inverse of reading, to the last digit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from app.files import written_whole
from app.scenario_files.format import (
    FORMAT,
    CampaignPart,
    ChannelPart,
    Counted,
    DealPart,
    DelayPart,
    Geometric,
    NurturePart,
    OpenPart,
    OriginPart,
    PeoplePart,
    RolePart,
    ScenarioFile,
    SlipPart,
    StagePart,
    StepPart,
    Table,
    TargetPart,
    TriesPart,
    ValuePart,
    WorkPart,
)
from app.scenario_files.places import key_of_name
from app.scenario_files.plan_parts import STAGE
from app.scenario_files.reading import FiledScenario
from models.errors import KnownError
from models.language import gettext as _
from models.scenarios.freezing import stage_of
from simulation.assumptions import Evidence, FixedRate, Rate
from simulation.delays import NO_DELAY, Delay, GeometricDelay
from simulation.network import Channel, DealValue, Network, OpenLeads, Step, Tries
from simulation.people import Role, StaffGroup
from simulation.pipeline import OpenDeal, Slip
from simulation.volumes import ExactVolume
from views.whatif.content import Plan

_THERE_BEFORE: Final = StaffGroup(0, 0.0).from_week


class UnwritableScenarioError(KnownError):
    """A plan that a file could not name the parts of: two have one name, or one has none."""


def written(scenario: FiledScenario) -> dict[str, Any]:
    """Return a scenario as its file says it; `kept_scenario` reads the same scenario from it.

    Refuses with `UnwritableScenarioError` stages, channels or roles without a name of their own.
    """
    plan, network = scenario.plan, scenario.plan.network
    for kind, names in (
        (_("stages"), [stage.name for stage in network.stages]),
        (_("channels"), [channel.name for channel in network.channels]),
        (_("roles"), [role.name for role in network.roles]),
    ):
        _require_names(kind, names)
    file = ScenarioFile(
        format=FORMAT,
        stages=[_stage(stage.key, stage.name) for stage in network.stages],
        steps=[_step(network, step) for step in network.steps],
        channels=[_channel(network, channel) for channel in network.channels],
        name=plan.name,
        notes=plan.notes,
        weeks=network.weeks,
        starts_on=None if network.starts_on is None else network.starts_on.isoformat(),
        roles=[_role(role) for role in network.roles],
        returns=network.returns,
        value=_value(network.value),
        opening=[_open(network, leads) for leads in network.opening],
        trials=plan.trials,
        seed=plan.seed,
        target=scenario.target,
        targets=[
            TargetPart(
                measure,
                one.amount,
                one.first_day.isoformat(),
                one.last_day.isoformat(),
                one.reached,
            )
            for one in plan.targets
            if (measure := _target_measure(network, one.measure)) is not None
        ],
        deals=[_deal(deal) for deal in plan.deals],
        origins=[
            OriginPart(name, note.kind, note.evidence, note.interval, note.value, note.warning)
            for name, note in sorted(plan.origins.items())
        ],
        locked=sorted(plan.locked),
        data_until=None if plan.data_until is None else plan.data_until.isoformat(),
        fiscal_year_first_month=plan.fiscal_month,
        currency=plan.currency,
        start=plan.start,
    )
    told: dict[str, Any] = msgspec.to_builtins(file)
    return told


def written_plan(plan: Plan) -> dict[str, Any]:
    """Return a plan as its file says it."""
    return written(FiledScenario(plan))


def write_scenario(scenario: FiledScenario, path: Path) -> None:
    """Write a scenario file that people can read; refuses as `written` does."""
    told = msgspec.json.format(msgspec.json.encode(written(scenario)), indent=2)
    with written_whole(path) as file:
        file.write(told + b"\n")


def _require_names(kind: str, names: Sequence[str]) -> None:
    for name in names:
        if not 1 <= len(name) <= 200 or names.count(name) > 1:
            raise UnwritableScenarioError(
                _(
                    "The {kind} need names of their own, of up to 200 letters; “{name}” is none. "
                    "Rename it, then save again."
                ).format(kind=kind, name=name)
            )


def _stage(key: object, name: str) -> StagePart | str:
    return name if key == key_of_name("stage", name) else StagePart(name, str(key))


def _key(kind: str, name: str, key: object) -> str | None:
    return None if key == key_of_name(kind, name) else str(key)


def _rate(rate: Rate, counts: Evidence | None) -> float | Counted:
    converted, entered = (None, None) if counts is None else (counts.converted, counts.entered)
    if isinstance(rate, FixedRate):
        if counts is None:
            return rate.value
        if counts.entered and rate.value == counts.converted / counts.entered:
            return Counted(converted, entered, uncertain=False)
        return Counted(converted, entered, share=rate.value)
    if counts is not None and (rate.alpha, rate.beta) == _as_shapes(counts):
        return Counted(converted, entered)
    return Counted(converted, entered, alpha=rate.alpha, beta=rate.beta)


def _as_shapes(counts: Evidence) -> tuple[int, int]:
    return counts.converted, counts.entered - counts.converted


def _delay(delay: Delay) -> DelayPart | None:
    if delay == NO_DELAY:
        return None
    if not isinstance(delay, GeometricDelay):
        return Table(list(delay.weights))
    if delay == GeometricDelay.of_mean(delay.mean, delay.shortest):
        return Geometric(mean_weeks=delay.mean, shortest=delay.shortest)
    # The mean is easier to read, but does not always lead back to the same last digit.
    return Geometric(weekly_exit=delay.weekly_exit, shortest=delay.shortest)


def _step(network: Network, step: Step) -> StepPart:
    tries, work, nurture = step.tries, step.work, step.nurture
    names = {role.key: role.name for role in network.roles}
    return StepPart(
        rate=_rate(step.conversion.rate, step.conversion.evidence),
        origin=step.conversion.origin.value,
        delay=_delay(step.delay),
        tries=None
        if tries == Tries()
        else TriesPart(tries.most, tries.wait_weeks, tries.retries_first),
        work=None
        if work is None
        else WorkPart(
            names[work.role],
            work.units,
            work.newest_first,
            work.weekly_decay,
            work.weekly_abandonment,
        ),
        nurture=None
        if nurture is None
        else NurturePart(
            nurture.share, network.stages[nurture.returns_to].name, list(nurture.delay.weights)
        ),
    )


def _channel(network: Network, channel: Channel) -> ChannelPart:
    part = ChannelPart(
        channel.name,
        enters=network.stages[channel.enters].name if channel.enters else None,
        odds=list(channel.odds),
        cost_per_lead=channel.cost_per_lead,
        key="" if channel.key is None else _key("channel", channel.name, channel.key),
    )
    volume = channel.volume
    if isinstance(volume, ExactVolume):
        part.exactly = list(volume.weekly)
        return part
    part.leads_per_week = volume.per_week
    part.dispersion, part.growth = volume.dispersion, volume.growth
    part.level_variation = volume.level_variation
    part.season = list(volume.season)
    part.campaigns = [
        CampaignPart(bump.week, bump.weeks, bump.leads_per_week) for bump in volume.bumps
    ]
    return part


def _role(role: Role) -> RolePart:
    people = [
        PeoplePart(
            group.people,
            group.units_per_week,
            None if group.from_week == _THERE_BEFORE else group.from_week,
            group.until_week,
            list(group.ramp),
            group.weekly_leaving,
            list(group.availability),
        )
        for group in role.staff
    ]
    key = _key("role", role.name, role.key)
    return RolePart(
        role.name, people, role.weekly_cost, role.hiring_cost, role.capacity_variation, key
    )


def _value(value: DealValue) -> ValuePart | None:
    if value == DealValue(0.0):
        return None
    return ValuePart(value.mean, value.variation, value.margin)


def _open(network: Network, leads: OpenLeads) -> OpenPart:
    channel = network.channels[leads.channel].name if leads.channel else None
    stage = network.stages[leads.stage].name
    return OpenPart(stage, leads.count, leads.weeks, channel, leads.odds)


def _target_measure(network: Network, measure: str) -> str | None:
    """Return a target's measure with its stage by name; None of a stage that is not there."""
    key = stage_of(measure)
    if key is None:
        return measure
    names = {str(stage.key): stage.name for stage in network.stages}
    return STAGE + names[key] if key in names else None


def _deal(deal: OpenDeal) -> DealPart:
    slip = None
    if deal.slip != Slip():
        slip = SlipPart(list(deal.slip.delay.weights), deal.slip.early_weeks)
    return DealPart(
        deal.stage,
        deal.amount,
        deal.expected_week,
        _rate(deal.chance, None),
        slip,
        str(deal.key),
        None if deal.lead is None else str(deal.lead),
        deal.makes_client,
    )
