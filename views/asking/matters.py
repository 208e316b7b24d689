"""What matters, and what to learn better: the questions, their answers in words, and charts."""

from dataclasses import dataclass, replace
from typing import Final

from models.language import gettext as _
from simulation.assumptions import BetaRate, Evidence
from simulation.levers import Input, with_value
from simulation.measures import CLIENTS
from simulation.network import Network
from simulation.questions.asking import Draws
from simulation.questions.learning import Learning, value_of_learning
from simulation.questions.sensitivity import Bar, Influence, influences, tornado
from views.asking.asked import MEASURES, TRIALS, Cancelled, Progress, parts_of, until
from views.asking.goals import named_after, unlocked
from views.asking.wording import lever_name, lever_words, unit_of, value_words
from views.charts.numbers import mean_count, percent, whole
from views.whatif.content import Plan, TargetMeasure

LEARNING_TRIALS: Final = 2_400
_TEN_PERCENT_OUTSIDE: Final = 1.2815515655446004
"""Standard deviations to each side of a mean that hold 8 of 10 cases of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Matters:
    """What each input does alone, and which uncertain rates are behind the spread."""

    plan: Plan
    measure: TargetMeasure
    bars: tuple[Bar, ...]
    shares: tuple[Influence, ...]


def answer_matters(
    plan: Plan,
    measure: TargetMeasure,
    *,
    trials: int = TRIALS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Matters:
    """Return the tornado and the shares of the variance; cancelled by `RunCancelledError`."""
    network, draws = until(plan, plan.network.weeks), Draws(trials, plan.seed)
    asked = MEASURES[measure]
    bars = tornado(
        network,
        measure=asked,
        draws=draws,
        progress=parts_of(progress, 0, 2),
        cancelled=cancelled,
    )
    shares = influences(
        network,
        measure=asked,
        draws=draws,
        progress=parts_of(progress, 1, 2),
        cancelled=cancelled,
    )
    return Matters(plan, measure, bars, shares)


def sentence_of_matters(found: Matters) -> str:
    """Return which input moves the outcome most, and what is behind the spread."""
    if not found.bars or found.bars[0].reach == 0.0:
        return _("No input moves the outcome.")
    network, first = found.plan.network, found.bars[0]
    better, worse = first.high, first.low
    if first.up.spread.mean < first.down.spread.mean:
        better, worse = worse, better
    said = _(
        "{what} moves the outcome most: {better} instead of {worse} brings {reach} more {measure} "
        "on average."
    ).format(
        what=lever_words(network, first.lever),
        better=value_words(better, unit_of(first.lever)),
        worse=value_words(worse, unit_of(first.lever)),
        reach=mean_count(first.reach),
        measure=measure_words(found.measure),
    )
    if _drifts(found):
        said += _(" The ends of rates allow for drift in the time of the plan.")
    known = [one for one in found.shares if one.step is not None]
    if not known or known[0].total.share <= 0.0:
        return said
    step = known[0].step
    name = network.stages[(step or 0) + 1].name
    return said + _(
        " Of what is uncertain, the rate into {stage} is behind {share} of the spread; chance "
        "alone behind {chance}."
    ).format(
        stage=name,
        share=percent(max(known[0].total.share, 0.0)),
        chance=percent(max(found.shares[-1].first_order.share, 0.0)),
    )


def _drifts(found: Matters) -> bool:
    """Return whether a rate is moved further than its counts alone leave open."""
    for bar in found.bars:
        note = found.plan.origins.get(lever_name(found.plan.network, bar.lever))
        if bar.lever.what is Input.RATE and note is not None and note.interval is not None:
            low, high = note.interval
            if bar.low < low or bar.high > high:
                return True
    return False


def measure_words(measure: TargetMeasure) -> str:
    """Return what is counted: clients, or revenue."""
    return {"clients": _("clients"), "revenue": _("revenue")}[measure]


def taken_bar(found: Matters, bar: Bar) -> tuple[Plan, str]:
    """Return the plan with an input at the end of its bar that makes more."""
    value = bar.up if bar.up.spread.mean >= bar.down.spread.mean else bar.down
    to = bar.high if value is bar.up else bar.low
    plan, lever = found.plan, bar.lever
    network = with_value(plan.network, lever, int(to) if lever.is_whole else to)
    said = f"{lever_words(plan.network, lever)} {value_words(to, unit_of(lever))}"
    changed = replace(plan, network=network, locked=unlocked(plan, lever))
    return named_after(changed, said), said


@dataclass(frozen=True, slots=True)
class Learnt:
    """What watching more leads at each uncertain step is worth, the best first."""

    plan: Plan
    leads: int
    rates: tuple[Learning, ...]


def answer_learning(
    plan: Plan,
    leads: int,
    *,
    trials: int = LEARNING_TRIALS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Learnt:
    """Return how much narrower the clients get by learning each rate."""
    found = value_of_learning(
        plan.network,
        leads=leads,
        measure=CLIENTS,
        draws=Draws(trials, plan.seed),
        progress=progress,
        cancelled=cancelled,
    )
    return Learnt(plan, leads, found)


def half_width(sd: float) -> float:
    """Return how far 8 of 10 cases reach to each side, as far as they are normal."""
    return _TEN_PERCENT_OUTSIDE * sd


def sentence_of_learning(found: Learnt) -> str:
    """Return which rate to learn better, and what that is worth."""
    if not found.rates:
        return _("Every rate is taken as known, so there is nothing to learn.")
    best = found.rates[0]
    name = rate_words(found.plan.network, best.step)
    now, after = (mean_count(half_width(sd)) for sd in (best.sd, best.sd_after))
    if best.sd - best.sd_after < 0.02 * best.sd or now == after:
        return _(
            "{leads} more leads would hardly narrow the forecast: 8 of 10 cases reach {now} "
            "clients to each side, and what is left is mostly chance."
        ).format(leads=whole(found.leads), now=now)
    return _(
        "Learn the {rate} first: after {leads} more leads there, 8 of 10 cases reach {after} "
        "clients to each side instead of {now}; known exactly it would be {known}."
    ).format(
        rate=name,
        leads=whole(found.leads),
        after=after,
        now=now,
        known=mean_count(half_width(best.sd_known)),
    )


def rate_words(network: Network, step: int) -> str:
    """Return a step's rate in the middle of a sentence."""
    return _("rate into {stage}").format(stage=network.stages[step + 1].name)


def taken_learning(found: Learnt, step: int) -> tuple[Plan, str]:
    """Return the plan as if the leads had been watched and had done as expected."""
    plan = found.plan
    one = plan.network.steps[step]
    rate = one.conversion.rate
    if not isinstance(rate, BetaRate):
        return plan, ""
    more = found.leads * rate.mean
    belief = BetaRate(rate.alpha + more, rate.beta + found.leads - more)
    counts = one.conversion.evidence
    seen = None
    if counts is not None:
        seen = Evidence(counts.converted + round(more), counts.entered + found.leads)
    step_known = replace(one, conversion=replace(one.conversion, rate=belief, evidence=seen))
    steps = (*plan.network.steps[:step], step_known, *plan.network.steps[step + 1 :])
    said = _("{leads} more leads behind the {rate}").format(
        leads=whole(found.leads), rate=rate_words(plan.network, step)
    )
    network = replace(plan.network, steps=steps)
    return named_after(replace(plan, network=network), said), said
