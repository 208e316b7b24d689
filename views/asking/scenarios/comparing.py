"""Up to four plans side by side on the same chance: totals, and differences case by case."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from models.language import gettext as _
from simulation.questions.asking import Steps
from simulation.questions.comparing import Difference, difference_of
from simulation.results import Bands, Chance, Spread, spread_of
from views.asking.scenarios.lineage import changes_between
from views.charts.numbers import mean_count, whole, whole_chance
from views.whatif.content import Plan
from views.whatif.outlook import look_ahead

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST: Final = 4
TRIALS: Final = 2_000
MEASURES: Final = ("clients", "revenue", "cash")


class UnlikePlansError(ValueError):
    """Plans that cannot be compared."""


@dataclass(frozen=True, slots=True)
class Side:
    """One plan of a comparison; what it comes to is counted until the last common week."""

    name: str
    plan: Plan
    totals: dict[str, Spread]
    """By measure."""
    against: dict[str, Difference]
    """By measure, to the first plan; of the first itself all zero."""
    fans: dict[str, Bands]
    """Cumulative, by measure."""
    targets: tuple[Chance, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans on the same draws."""

    sides: tuple[Side, ...]
    weeks: int
    """How many weeks they have in common."""
    trials: int
    differing: tuple[tuple[str, ...], ...]
    """What each plan but the first has changed from the first, in words."""


def compared(
    plans: tuple[Plan, ...],
    *,
    trials: int = TRIALS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Comparison:
    """Run plans on the same draws, the first plan's, and return what each has more than that.

    Raises
    ------
    UnlikePlansError
        Fewer than two plans or more than four.
    simulation.engine.RunCancelledError
        It was cancelled.
    """
    if not 2 <= len(plans) <= MOST:
        raise UnlikePlansError(_("Two to four scenarios can be compared."))
    weeks = min(plan.network.weeks for plan in plans)
    steps = Steps(len(plans), progress, cancelled)
    sides: list[Side] = []
    base: dict[str, NDArray[np.float64]] = {}
    names = told_apart([plan.name or _("Unnamed") for plan in plans])
    for name, plan in zip(names, plans, strict=True):
        result = look_ahead(replace(plan, trials=trials, seed=plans[0].seed), cancelled=cancelled)
        totals = {one: result.total_until(one, weeks - 1).astype(float) for one in MEASURES}
        base = base or dict(totals)
        sides.append(
            Side(
                name,
                plan,
                {one: spread_of(totals[one]) for one in MEASURES},
                {one: difference_of(base[one], totals[one]) for one in MEASURES},
                {one: result.fan(one, cumulative=True).bands for one in MEASURES},
                tuple(result.chance_of_target(one) for one in plan.targets_of("clients")),
            )
        )
        steps.take()
    differing = tuple(
        tuple(change.words for change in changes_between(plans[0], plan)) for plan in plans[1:]
    )
    return Comparison(tuple(sides), weeks, trials, differing)


def told_apart(names: list[str]) -> list[str]:
    """Return names of which no two are the same: a second “Plan” becomes “Plan (2)”."""
    found: list[str] = []
    for name in names:
        number, shown = 2, name
        while shown in found:
            shown = f"{name} ({number})"
            number += 1
        found.append(shown)
    return found


def beats_words(side: Side, first: Side, measure: str = "clients") -> str:
    """Return who beats whom by how much: B beats A by 4.1 clients, 90 %: 2.8 to 5.5."""
    found = side.against[measure]
    words = {"clients": _("clients"), "revenue": _("in revenue"), "cash": _("in cash")}[measure]
    if found.equal == 1.0:
        return _("{name} and {first} come to the same {measure} in every case.").format(
            name=side.name, first=first.name, measure=words
        )
    if found.low <= 0.0 <= found.high:
        return _(
            "Between {name} and {first} no difference shows: {mean} {measure} on average, "
            "90\u202f%: {low} to {high}."
        ).format(
            name=side.name,
            first=first.name,
            measure=words,
            mean=signed(found.spread.mean),
            low=signed(found.low),
            high=signed(found.high),
        )
    better, worse = (side, first) if found.spread.mean > 0.0 else (first, side)
    low, high = sorted((abs(found.low), abs(found.high)))
    ahead = found.higher if better is side else 1.0 - found.higher - found.equal
    return _(
        "{better} beats {worse} by {mean} {measure}, 90\u202f%: {low} to {high}; it is ahead in "
        "{share} of cases."
    ).format(
        better=better.name,
        worse=worse.name,
        mean=mean_count(abs(found.spread.mean)),
        measure=words,
        low=mean_count(low),
        high=mean_count(high),
        share=whole_chance(ahead),
    )


def signed(value: float) -> str:
    """Return a difference with its sign: +4.1, −12,300."""
    size = whole(abs(value)) if abs(value) >= 100.0 else f"{abs(value):.1f}"
    if size == "0.0":
        return size
    return ("+" if value > 0 else "\u2212") + size
