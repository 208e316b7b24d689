"""Answers of the simulator in words: which input, what a hire buys, when a role holds things up."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from models.errors import KnownError
from models.language import gettext as _
from models.language import ngettext
from simulation.levers import Input, Lever
from simulation.network import Network
from simulation.questions.comparing import Difference
from simulation.questions.hiring import Hire
from simulation.questions.seeking import Answer, Point
from simulation.questions.sensitivity import Index
from simulation.questions.staffing import RoleWeeks
from simulation.results import NINETY, Chance
from simulation.volumes import RandomVolume
from views.charts.numbers import mean_count, percent, percent_span, whole, whole_chance
from views.whatif.content import TargetMeasure
from views.whatif.inputs.shown import ALL_VOLUMES, Unit

_UNITS: Final[dict[Input, Unit]] = {
    Input.ALL_VOLUMES: "leads",
    Input.VOLUME: "leads",
    Input.RATE: "share",
    Input.MEAN_DELAY: "weeks",
    Input.PEOPLE: "people",
    Input.UNITS: "units",
    Input.VALUE: "money",
}
_INPUTS: Final = {"delay": Input.MEAN_DELAY}


class UnknownInputError(KnownError):
    """An input that a scenario does not have."""


def lever_named(network: Network, text: str) -> Lever:
    """Return an input by its name, such as volume:Ads or rate:SQL (the rate into that stage).

    Refuses what the scenario does not have, with what it has.
    """
    if text == ALL_VOLUMES:
        return Lever(Input.ALL_VOLUMES if len(network.channels) > 1 else Input.VOLUME)
    kind, _colon, name = text.partition(":")
    names = _names_of(network)
    if kind not in names or name not in names[kind]:
        known = ", ".join(input_names(network))
        raise UnknownInputError(
            _("There is no input “{text}”. Known: {known}.").format(text=text, known=known)
        )
    return Lever(_INPUTS.get(kind) or Input(kind), names[kind].index(name))


def input_names(network: Network) -> tuple[str, ...]:
    """Return the names of all inputs that a scenario has."""
    together = (ALL_VOLUMES,) if len(network.channels) > 1 else ()
    return together + tuple(
        f"{kind}:{part}" if part else kind
        for kind, parts in _names_of(network).items()
        for part in parts
    )


def lever_name(network: Network, lever: Lever) -> str:
    """Return the name that `lever_named` finds an input by."""
    if lever.what is Input.ALL_VOLUMES:
        return ALL_VOLUMES
    kind = "delay" if lever.what is Input.MEAN_DELAY else lever.what.value
    part = _names_of(network)[kind][lever.place]
    return f"{kind}:{part}" if part else kind


def _names_of(network: Network) -> dict[str, list[str]]:
    stages = [stage.name for stage in network.stages[1:]]
    roles = [role.name for role in network.roles]
    return {
        "volume": [channel.name for channel in network.channels],
        "rate": stages,
        "delay": stages,
        "people": roles,
        "units": roles,
        "value": [""],
    }


def lever_words(network: Network, lever: Lever) -> str:
    """Return what an input is, in words with its unit."""
    place = lever.place
    if lever.what is Input.ALL_VOLUMES:
        return _("Leads a week: all channels")
    if lever.what is Input.VOLUME:
        channel = network.channels[place]
        weekly = isinstance(channel.volume, RandomVolume)
        words = _("Leads a week: {channel}") if weekly else _("Leads in all: {channel}")
        return words.format(channel=channel.name)
    if lever.what is Input.VALUE:
        return _("Value of a client")
    if lever.what in (Input.PEOPLE, Input.UNITS):
        of_role = {Input.PEOPLE: _("People: {role}"), Input.UNITS: _("Units a week: {role}")}
        return of_role[lever.what].format(role=network.roles[place].name)
    of_stage = {Input.RATE: _("Rate into {stage}"), Input.MEAN_DELAY: _("Weeks until {stage}")}
    return of_stage[lever.what].format(stage=network.stages[place + 1].name)


def value_words(value: float, unit: Unit) -> str:
    """Return the value of an input as people write it: 50 %, 3, 2.5."""
    if unit == "share":
        return percent(value)
    if unit in ("people", "money") or abs(value) >= 100.0 or value == round(value):
        return whole(value)
    return f"{value:.2f}" if abs(value) < 1.0 else f"{value:.1f}"


def unit_of(lever: Lever) -> Unit:
    """Return what an input is counted in."""
    return _UNITS[lever.what]


def goal_words(
    what: str,
    unit: Unit,
    answer: Answer,
    measure: TargetMeasure,
    at_least: float,
    chance: float,
    *,
    less: bool = False,
) -> str:
    """Return how much of an input reaches a goal, with where the exact answer lies with 90 %."""
    most = _("{what}: at most {value}{range} for {goal} with {chance}.")
    least = _("{what}: at least {value}{range} for {goal} with {chance}.")
    ends = tuple(value_words(value, unit) for value in (answer.low, answer.high))
    between = (
        "" if ends[0] == ends[1] else _(" ({low} to {high})").format(low=ends[0], high=ends[1])
    )
    return (most if less else least).format(
        what=what,
        value=value_words(answer.value, unit),
        range=between,
        goal=amount_words(at_least, measure),
        chance=percent(chance),
    )


def unreachable_words(what: str, unit: Unit, best: Point) -> str:
    """Return that no value of an input reaches a goal, and the best that one does."""
    return _(
        "{what}: no value reaches that; the best found is {chance} at {value}. Ask for less, or "
        "move another input."
    ).format(what=what, chance=percent(best.chance.share), value=value_words(best.value, unit))


def chance_words(found: Chance) -> str:
    """Return a chance with where it lies with 90 %, as few cases leave it: 90 % (88–92 %)."""
    off = NINETY * found.standard_error
    low, high = max(found.share - off, 0.0), min(found.share + off, 1.0)
    if round(100 * low) == round(100 * high):
        return whole_chance(found.share)
    return f"{whole_chance(found.share)} ({percent_span(low, high)})"


def amount_words(amount: float, measure: TargetMeasure) -> str:
    """Return so many clients, or so much revenue."""
    words = _("{amount} revenue")
    if measure == "clients":
        words = ngettext("{amount} client", "{amount} clients", round(amount))
    return words.format(amount=whole(amount))


def difference_words(difference: Difference) -> str:
    """Return a mean difference with where it lies with 90 %: +9.4 (8.8 to 10.1)."""
    mean, low, high = (
        f"{value:+z.1f}" for value in (difference.spread.mean, difference.low, difference.high)
    )
    if difference.equal == 1.0:
        return _("nothing")
    return _("{mean} ({low} to {high})").format(mean=mean, low=low, high=high)


def share_words(index: Index) -> str:
    """Return a share of the variance with its Monte Carlo error; a negative one is none."""
    return f"{percent(max(index.share, 0.0))} \u00b1 {percent(index.standard_error)}"


def hire_words(network: Network, hires: Sequence[Hire], place: int) -> str:
    """Return what one of the hires of a plan buys beside the others, and for how much.

    Who is there already, or comes earlier in the plan, is counted: a second setter from week 6.
    """
    hire = hires[place]
    role = network.roles[hire.role]
    there = sum(group.people for group in role.staff if group.is_paid_in(hire.week))
    there += sum(1 for other in hires[:place] if other.role == hire.role)
    gain = hire.gain
    words = _("{who} from week {week} buys {gain} clients ({low} to {high})")
    if gain.equal == 1.0:
        words = _("{who} from week {week} buys nothing")
    said = words.format(
        who=_nth(there + 1).format(role=role.name),
        week=hire.week + 1,
        gain=f"{gain.spread.mean:z.1f}",
        low=f"{gain.low:z.1f}",
        high=f"{gain.high:z.1f}",
    )
    # Without wages nobody is free of cost: it is not known.
    if hire.cost <= 0.0:
        return f"{said}."
    return _("{said} for {cost}.").format(said=said, cost=whole(hire.cost))


def _nth(number: int) -> str:
    first = (_("A first {role}"), _("A second {role}"), _("A third {role}"))
    return first[number - 1] if number <= 3 else _("{role} number") + f" {number}"


def binding_words(network: Network, role: RoleWeeks) -> str:
    """Return when leads are left waiting for a role, and how many at the end."""
    name = network.roles[role.role].name
    spans = week_spans(role.binding_weeks)
    if not spans:
        return _("{role}: leads hardly ever wait.").format(role=name)
    return _("{role}: leads wait in weeks {weeks}, {queue} at the end.").format(
        role=name, weeks=spans, queue=mean_count(float(role.queue[-1]))
    )


def week_spans(weeks: tuple[int, ...]) -> str:
    """Return weeks as people write them, counted from 1.

    >>> week_spans((0, 1, 2, 7))
    '1-3, 8'
    """
    found = []
    for _step, some in groupby(enumerate(weeks), lambda pair: pair[1] - pair[0]):
        numbers = [week + 1 for _place, week in some]
        ends = (numbers[0], numbers[-1])
        found.append(str(ends[0]) if ends[0] == ends[1] else f"{ends[0]}-{ends[1]}")
    return ", ".join(found)
