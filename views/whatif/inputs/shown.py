"""The inputs of a plan as people see them: what each is, where it came from, and how it moves."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from models.language import gettext as _
from simulation.assumptions import Origin
from simulation.delays import GeometricDelay
from simulation.levers import Input, Lever, value_of
from simulation.network import Network, Tries
from simulation.people import MONEY_LIMIT, UNITS_LIMIT
from simulation.volumes import WEEKLY_LIMIT, RandomVolume
from views.charts.numbers import mean_count, out_of
from views.charts.scales import round_up
from views.whatif.content import OriginNote, Plan, PlanTarget
from views.whatif.inputs.writing import people_in, step_place, with_step, written

Group = Literal["volume", "rates", "waits", "people", "money"]
Unit = Literal["leads", "share", "weeks", "people", "units", "money"]

ALL_VOLUMES: Final = "volume"
"""Name of the leads of all channels together."""
GROUPS: Final[tuple[Group, ...]] = ("volume", "rates", "waits", "people", "money")
_SAME: Final = 1e-9
_LEVEL: Final = 0.01
_MOST_PEOPLE: Final = 1_000
_MOST_WEEKS: Final = 52.0


@dataclass(frozen=True, slots=True)
class PlanInput:
    """One input: its name in files and questions, its words, its number, and how far it goes."""

    name: str
    group: Group
    words: str
    unit: Unit
    value: float
    reach: float
    """Where its slider ends; the field goes on to `most`."""
    step: float
    most: float
    note: OriginNote | None
    locked: bool
    """Whether it follows the data."""
    least: float = 0.0
    label: str = ""
    """What is written beside it, where the line above says what it is of."""

    @property
    def moved(self) -> bool:
        """Whether it is no longer what it came as."""
        note = self.note
        return note is not None and note.value is not None and not _same(note.value, self.value)


def inputs_of(plan: Plan) -> tuple[PlanInput, ...]:
    """Return every input of a plan, group by group, in funnel order."""
    network = plan.network
    found: list[PlanInput] = []

    def add(name: str, group: Group, words: str, unit: Unit, value: float, label: str = "") -> None:
        note = plan.origins.get(name)
        origin = value if note is None or note.value is None else note.value
        reach, step, most = _scale(unit, value, origin)
        locked = name in plan.locked
        least = _least(network, name)
        found.append(
            PlanInput(
                name, group, words, unit, value, reach, step, most, note, locked, least, label
            )
        )

    for place, channel in enumerate(network.channels):
        leads = value_of(network, Lever(Input.VOLUME, place))
        add(f"volume:{channel.name}", "volume", channel.name, "leads", leads)
    for place, step in enumerate(network.steps):
        name = network.stages[place + 1].name
        add(f"rate:{name}", "rates", name, "share", step.conversion.rate.mean)
    for place, step in enumerate(network.steps):
        name = network.stages[place + 1].name
        words = _("{before} to {after}").format(before=network.stages[place].name, after=name)
        add(f"delay:{name}", "waits", words, "weeks", step.delay.mean)
    for role in network.roles:
        name = role.name
        add(f"people:{name}", "people", name, "people", float(people_in(role, 0)))
        words = _("{role}: leads a week, each").format(role=name)
        label = _("Leads a week, each")
        add(f"units:{name}", "people", words, "units", role.units_each, label)
    add("value", "money", _("Value of a client"), "money", network.value.mean)
    add("margin", "money", _("Margin"), "share", network.value.margin)
    for channel in network.channels:
        words = _("A lead of {channel}").format(channel=channel.name)
        add(f"cost:{channel.name}", "money", words, "money", channel.cost_per_lead)
    for role in network.roles:
        words = _("{role}: a week").format(role=role.name)
        add(f"wage:{role.name}", "money", words, "money", role.weekly_cost)
        words = _("{role}: to hire one").format(role=role.name)
        add(f"hiring:{role.name}", "money", words, "money", role.hiring_cost)
    return tuple(found)


def all_volumes(plan: Plan, found: tuple[PlanInput, ...] | None = None) -> PlanInput | None:
    """Return the leads of all channels together as one input, where there are several.

    `found` are the plan's inputs, for those who have them already.
    """
    found = inputs_of(plan) if found is None else found
    parts = [one for one in found if one.group == "volume"]
    if len(parts) < 2:
        return None
    value = sum(one.value for one in parts)
    came_as = sum(_came_as(one) for one in parts)
    kinds = {one.note.kind for one in parts if one.note is not None}
    evidence = _("sum of {count} channels").format(count=len(parts)) + _mean_words(plan, value)
    note = OriginNote(kinds.pop() if len(kinds) == 1 else "typed", evidence, value=came_as)
    reach, step, most = _scale("leads", value, came_as)
    locked = all(one.locked for one in parts)
    words = _("All channels")
    return PlanInput(ALL_VOLUMES, "volume", words, "leads", value, reach, step, most, note, locked)


def _mean_words(plan: Plan, first_week: float) -> str:
    """Return how many leads come a week over the whole plan, where they grow or have a season."""
    volumes = [channel.volume for channel in plan.network.channels]
    weekly = [one.means(plan.network.weeks) for one in volumes if isinstance(one, RandomVolume)]
    if len(weekly) < len(volumes):
        return ""
    mean = math.fsum(map(math.fsum, weekly)) / plan.network.weeks
    if abs(mean - first_week) <= _LEVEL * first_week:
        return ""
    return _(", {mean} on average").format(mean=mean_count(mean))


def with_input(plan: Plan, name: str, value: float) -> Plan:
    """Return the plan with an input at another value; it no longer follows the data.

    Back at the number it came as, it is what it was: learned, or a benchmark. The leads of all
    channels are shared out over them as they are.
    """
    if name == ALL_VOLUMES:
        return _with_all_volumes(plan, value)
    note = plan.origins.get(name)
    at_origin = note is not None and note.value is not None and _same(note.value, value)
    network = written(plan.network, name, value)
    kind, _colon, part = name.partition(":")
    if kind == "rate":
        origin = Origin(note.kind) if at_origin and note is not None else Origin.TYPED
        place = step_place(network, part)
        conversion = replace(network.steps[place].conversion, origin=origin)
        network = with_step(network, place, replace(network.steps[place], conversion=conversion))
    follows = at_origin and note is not None and note.kind == "learned"
    locked = plan.locked | {name} if follows else plan.locked - {name}
    return replace(plan, network=network, locked=locked)


def as_it_came(plan: Plan, name: str) -> Plan:
    """Return the plan with an input back at the number it came as, if it came as one."""
    if name == ALL_VOLUMES:
        for one in inputs_of(plan):
            plan = as_it_came(plan, one.name) if one.group == "volume" else plan
        return plan
    note = plan.origins.get(name)
    if note is None or note.value is None:
        return plan
    return with_input(plan, name, note.value)


def set_locked(plan: Plan, name: str, *, locked: bool) -> Plan:
    """Let an input follow the data, which brings it back to them, or stay as it stands."""
    if locked:
        return as_it_came(plan, name)
    names = {name}
    if name == ALL_VOLUMES:
        names = {one.name for one in inputs_of(plan) if one.group == "volume"}
    return replace(plan, locked=plan.locked - names)


def brought_up_to(plan: Plan, fresh: Plan) -> Plan:
    """Return a plan made anew from later data in which what was typed over stays typed over."""
    brought = replace(
        fresh,
        name=plan.name,
        notes=plan.notes,
        parent_id=plan.parent_id,
        targets=tuple(_reached_by_now(plan, fresh)),
    )
    for one in inputs_of(plan):
        if one.name in fresh.origins and one.name in plan.origins and one.name not in plan.locked:
            brought = with_input(brought, one.name, one.value)
    return brought


def _reached_by_now(plan: Plan, fresh: Plan) -> Iterator[PlanTarget]:
    """Yield a plan's targets that are not over, with what later data say is reached of them."""
    begins = fresh.network.starts_on
    for one in plan.targets:
        if begins is not None and one.last_day < begins:
            continue
        known = [
            later.reached
            for later in fresh.targets_of(one.measure)
            if one.first_day <= later.first_day and later.last_day <= one.last_day
        ]
        yield replace(one, reached=sum(known)) if known else one


def noted(plan: Plan) -> Plan:
    """Return the plan with a note for every input, so that each can go back to what it came as.

    A rate that brings its counts is noted with them, everything else as typed.
    """
    missing = {}
    for one in inputs_of(plan):
        if one.note is None:
            missing[one.name] = OriginNote("typed", value=one.value)
    for stage, step in zip(plan.network.stages[1:], plan.network.steps, strict=True):
        name, known = f"rate:{stage.name}", step.conversion
        if name in missing and known.evidence is not None:
            counts = out_of(known.evidence.converted, known.evidence.entered)
            missing[name] = OriginNote(known.origin.value, counts, value=known.rate.mean)
    return replace(plan, origins={**plan.origins, **missing}) if missing else plan


def with_tries(plan: Plan, stage: str, most: int) -> Plan:
    """Return the plan with so many tries for the step into a stage; each try stays as good."""
    place = step_place(plan.network, stage)
    step = plan.network.steps[place]
    each = step.tries.chance_of_each(step.conversion.rate.mean)
    tries = replace(step.tries, most=most)
    network = with_step(plan.network, place, replace(step, tries=tries))
    return with_input(plan.with_network(network), f"rate:{stage}", tries.rate_of_all(each))


def with_chance_of_each(plan: Plan, stage: str, chance: float) -> Plan:
    """Return the plan with another chance of each try; the rate is what they add up to."""
    tries = plan.network.steps[step_place(plan.network, stage)].tries
    return with_input(plan, f"rate:{stage}", tries.rate_of_all(chance))


def tries_of(network: Network, stage: str) -> tuple[Tries, float]:
    """Return the tries of the step into a stage, and the chance of each."""
    step = network.steps[step_place(network, stage)]
    return step.tries, step.tries.chance_of_each(step.conversion.rate.mean)


def _with_all_volumes(plan: Plan, value: float) -> Plan:
    parts = [one for one in inputs_of(plan) if one.group == "volume"]
    before = sum(one.value for one in parts)
    came_as = sum(_came_as(one) for one in parts)
    for one in parts:
        if _same(value, came_as):
            share = _came_as(one)
        else:
            share = value * one.value / before if before > 0.0 else value / len(parts)
        plan = with_input(plan, one.name, share)
    return plan


def _least(network: Network, name: str) -> float:
    """Return the smallest number that an input may have: some delays are a week at least."""
    kind, _colon, stage = name.partition(":")
    if kind != "delay":
        return 0.0
    delay = network.steps[step_place(network, stage)].delay
    return float(delay.shortest) if isinstance(delay, GeometricDelay) else 0.0


def _came_as(one: PlanInput) -> float:
    return one.value if one.note is None or one.note.value is None else one.note.value


def _scale(unit: Unit, value: float, origin: float) -> tuple[float, float, float]:
    """Return where a slider ends, its step, and the largest number of the field."""
    # Twice the number it came as, so that the slider stays where it is while it is dragged.
    wide = round_up(max(2.0 * origin, 1.0))
    if unit == "share":
        return 1.0, 0.001, 1.0
    if unit == "weeks":
        return max(12.0, wide, value), 0.1, _MOST_WEEKS
    if unit == "people":
        return max(10.0, wide, value), 1.0, float(_MOST_PEOPLE)
    if unit == "units":
        return max(wide, value), 1.0 if wide > 5.0 else 0.1, UNITS_LIMIT
    if unit == "money":
        top = max(wide, 100.0, value)
        return top, round_up(top / 1_000.0), MONEY_LIMIT
    return max(wide, 20.0, value), 1.0, WEEKLY_LIMIT


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(1.0, abs(one), abs(other))
