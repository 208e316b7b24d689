"""What was changed from what: two plans compared input by input, in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar

from models.language import gettext as _
from models.written_days import day_text
from simulation.assumptions import BetaRate, Conversion, Rate
from simulation.network import Channel, Network, Step
from simulation.people import Role
from simulation.volumes import ExactVolume, RandomVolume
from views.asking.wording import value_words
from views.charts.numbers import percent, whole
from views.whatif.content import Plan
from views.whatif.inputs.shown import inputs_of
from views.whatif.inputs.writing import people_in

_SAME: Final = 1e-9
P = TypeVar("P", Channel, Role)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: what it is, and what it was before and is after."""

    what: str
    before: str
    after: str
    when: str = ""

    @property
    def words(self) -> str:
        """The change as a sentence part: Setter 3 → 4 from week 6."""
        said = f"{self.what} {self.before} \u2192 {self.after}".rstrip()
        return f"{said} {self.when}" if self.when else said


def changes_between(before: Plan, after: Plan) -> tuple[Change, ...]:
    """Return what differs from one plan to another, in the order of the inputs.

    Every difference that moves a number is in it; where a part differs in a way that has no words
    of its own, the part is named.
    """
    found = tuple(_changes(before, after))
    if not found and before.network != after.network:
        return (_differs(_("Details")),)
    return found


def _changes(before: Plan, after: Plan) -> Iterator[Change]:
    yield from _parts_come_and_gone(before.network, after.network)
    yield from _inputs(before, after)
    for role in after.network.roles:
        former = _named(before.network.roles, role.name)
        if former is not None:
            yield from _people(former, role, after.network.weeks)
    yield from _details(before.network, after.network)
    yield from _frame(before, after)


def _parts_come_and_gone(before: Network, after: Network) -> Iterator[Change]:
    for words, olds, news in (
        (_("Stage {name}"), before.stages, after.stages),
        (_("Channel {name}"), before.channels, after.channels),
        (_("Role {name}"), before.roles, after.roles),
    ):
        old_names, new_names = [one.name for one in olds], [one.name for one in news]
        for name in old_names:
            if name not in new_names:
                yield Change(words.format(name=name), _("there"), _("gone"))
        for name in new_names:
            if name not in old_names:
                yield Change(words.format(name=name), _("not there"), _("there"))


def _inputs(before: Plan, after: Plan) -> Iterator[Change]:
    old = {one.name: one for one in inputs_of(before)}
    alike = False
    for one in inputs_of(after):
        former = old.get(one.name)
        # People are told with their weeks, not as the number of the first one.
        if former is None or one.unit == "people" or _same(former.value, one.value):
            continue
        was, now = (value_words(value, one.unit) for value in (former.value, one.value))
        if was != now:
            yield Change(input_words(one.name, one.words), was, now)
        alike = alike or was == now
    if alike:
        # Learned an hour later, a rate is another one far behind its point.
        yield _differs(_("Other inputs, by less than is shown:"))


def input_words(name: str, words: str) -> str:
    """Return an input in words that stand alone; the page shows it under the name of its group."""
    kind, _colon, part = name.partition(":")
    alone = {
        "volume": _("Leads a week: {part}"),
        "rate": _("Rate into {part}"),
        "delay": _("Weeks until {part}"),
        "people": _("People: {part}"),
        "units": _("Leads a week, each {part}"),
        "cost": _("Cost of a lead of {part}"),
        "wage": _("Weekly cost of a {part}"),
        "hiring": _("Cost to hire a {part}"),
    }
    return alone[kind].format(part=part) if kind in alone else words


def _people(before: Role, after: Role, weeks: int) -> Iterator[Change]:
    """Tell each stretch of weeks in which a role has more or fewer people than before."""
    pairs = [(people_in(before, week), people_in(after, week)) for week in range(weeks)]
    shown = (0, 0)
    for week, (old, new) in enumerate(pairs):
        gap = (old, new)
        if new != old and new - old != shown[1] - shown[0]:
            when = "" if week == 0 else _("from week {week}").format(week=week + 1)
            yield Change(after.name, whole(old), whole(new), when)
        elif new == old and shown[0] != shown[1]:
            when = _("again from week {week}").format(week=week + 1)
            yield Change(after.name, "", whole(new), when)
        shown = gap


def _details(before: Network, after: Network) -> Iterator[Change]:
    """Name the parts that differ in what is no input of its own."""
    others = []
    for place, step in enumerate(after.steps):
        name = after.stages[place + 1].name
        former = _step_into(before, name)
        if former is not None:
            yield from _step(former, step, name)
            if _rests_on_other(former.conversion, step.conversion):
                others.append(name)
    if others:
        yield _differs(_("Evidence of the rate into {names}").format(names=", ".join(others)))
    courses = [
        channel.name
        for channel in after.channels
        if (old := _named(before.channels, channel.name)) is not None
        and _bare_channel(old) != _bare_channel(channel)
    ]
    if courses:
        yield _differs(_("Course of {names}").format(names=", ".join(courses)))
    for role in after.roles:
        past = _named(before.roles, role.name)
        if past is not None and _bare_role(past) != _bare_role(role):
            yield _differs(_("Ramp, leave or leaving of {name}").format(name=role.name))


def _step(before: Step, after: Step, name: str) -> Iterator[Change]:
    if before.tries.most != after.tries.most:
        what = _("Tries into {name}").format(name=name)
        yield Change(what, str(before.tries.most), str(after.tries.most))
    one = replace(before, conversion=after.conversion, delay=after.delay, tries=after.tries)
    if one != after or replace(before.tries, most=after.tries.most) != after.tries:
        yield _differs(_("Work into {name}").format(name=name))
    elif type(before.delay) is not type(after.delay):
        yield _differs(_("Spread of the weeks until {name}").format(name=name))


def _rests_on_other(before: Conversion, after: Conversion) -> bool:
    """Say whether a rate rests on other evidence than before."""
    return not _same(_weight(before.rate), _weight(after.rate)) or before.evidence != after.evidence


def _frame(before: Plan, after: Plan) -> Iterator[Change]:
    old, new = before.network, after.network
    for what, one, other in (
        (_("Weeks"), str(old.weeks), str(new.weeks)),
        (_("First week"), _day(old.starts_on), _day(new.starts_on)),
        (_("Data until"), _day(before.data_until), _day(after.data_until)),
        (_("Spread of the deal value"), percent(old.value.variation), percent(new.value.variation)),
        (_("Returns from nurture"), str(old.returns), str(new.returns)),
        (_("Open leads"), _open(old), _open(new)),
        (_("Open deals"), whole(len(before.deals)), whole(len(after.deals))),
        (_("Seed"), str(before.seed), str(after.seed)),
    ):
        if one != other:
            yield Change(what, one, other)
    if old.opening != new.opening and _open(old) == _open(new):
        yield _differs(_("Where the open leads stand"))
    if before.deals != after.deals and len(before.deals) == len(after.deals):
        yield _differs(_("Open deals"))
    if before.targets != after.targets:
        yield _differs(_("Targets"))


def _differs(what: str) -> Change:
    return Change(what, _("as before"), _("changed"))


def _bare_channel(channel: Channel) -> Channel:
    """Return a channel without what is an input of its own."""
    volume = channel.volume
    if isinstance(volume, RandomVolume):
        bare: RandomVolume | ExactVolume = replace(volume, per_week=0.0)
    else:
        # The course of an exact volume is its shares, as far as whole leads go.
        bare = ExactVolume((0,) * len(volume.weekly))
    return replace(channel, volume=bare, cost_per_lead=0.0)


def _bare_role(role: Role) -> tuple[object, ...]:
    """Return what a role's people are besides their number, weeks and the usual units."""
    usual = role.units_each
    kinds = {
        (one.units_per_week / (usual or 1.0), one.ramp, one.weekly_leaving, one.availability)
        for one in role.staff
        if one.people
    }
    return (role.key, role.capacity_variation, frozenset(kinds))


def _weight(rate: Rate) -> float:
    """Return how many leads a rate is as sure as; none stands for a rate taken as given."""
    return rate.alpha + rate.beta if isinstance(rate, BetaRate) else 0.0


def _step_into(network: Network, name: str) -> Step | None:
    names = [stage.name for stage in network.stages[1:]]
    return network.steps[names.index(name)] if name in names else None


def _named(parts: tuple[P, ...], name: str) -> P | None:
    return next((part for part in parts if part.name == name), None)


def _open(network: Network) -> str:
    return whole(sum(leads.count for leads in network.opening))


def _day(day: date | None) -> str:
    return _("none") if day is None else day_text(day)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(1.0, abs(one), abs(other))
