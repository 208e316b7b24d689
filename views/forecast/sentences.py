"""The result in words, and where each of its numbers comes from."""

from dataclasses import dataclass
from math import sqrt

from models.language import gettext as _
from models.language import ngettext
from simulation.summaries import FunnelSummary, OutcomeSummary
from views.charts.numbers import chance, count_with_range, out_of, percent, percent_span, whole
from views.forecast.content import OriginCode, RateContent, ScenarioContent
from views.forecast.outlook import Outlook


def range_sentence(clients: OutcomeSummary) -> str:
    """Return the P10-P90 range: 1 to 5 clients in 8 of 10 cases."""
    low, high = clients.p10, clients.p90
    if high == 0:
        return _("No client in at least 9 of 10 cases")
    if low == high:
        words = ngettext(
            "{count} client in 8 of 10 cases", "{count} clients in 8 of 10 cases", high
        )
        return words.format(count=whole(high))
    words = ngettext(
        "{low} to {high} client in 8 of 10 cases", "{low} to {high} clients in 8 of 10 cases", high
    )
    return words.format(low=whole(low), high=whole(high))


def none_sentence(outlook: Outlook) -> str:
    """Return the chance of no client at all, both ways."""
    content = outlook.content
    none, other = (none_text(content, summary) for summary in (outlook.main, outlook.other))
    if content.sample is None:
        return _("{none} chance of none").format(none=none)
    if content.uncertain:
        words = _("{none} chance of none, {other} if the rates were exactly as given")
    else:
        words = _("{none} chance of none, {other} if these rates come from one sample of {size}")
    return words.format(none=none, other=other, size=whole(content.sample))


def result_sentence(outlook: Outlook) -> str:
    """Return the whole result as one sentence."""
    return f"{range_sentence(outlook.main.clients)}; {none_sentence(outlook)}."


def target_sentence(outlook: Outlook) -> str:
    """Return the chance of reaching the target: Chance of at least 3 clients: 57.9 %."""
    target = outlook.content.target
    words = ngettext(
        "Chance of at least {target} client: {chance}",
        "Chance of at least {target} clients: {chance}",
        target,
    )
    return words.format(target=whole(target), chance=target_text(outlook))


def target_text(outlook: Outlook) -> str:
    """Return the chance of reaching the target, as a number."""
    target = outlook.content.target
    reached = outlook.main.clients.chance_of_at_least(target)
    return chance(reached, certain=target == 0 or target > outlook.content.mqls)


def none_text(content: ScenarioContent, summary: FunnelSummary) -> str:
    """Return the chance of no client, as a number."""
    return chance(summary.clients.p_zero, certain=content.mqls == 0)


def given_name() -> str:
    """Return the legend of the result with rates as given."""
    return _("rates exactly as given")


def sampled_name(content: ScenarioContent) -> str:
    """Return the legend of the result with rates from their counts."""
    if content.sample is None:
        return _("rates as uncertain as their counts")
    return _("rates from one sample of {size}").format(size=whole(content.sample))


def origin_name(origin: OriginCode) -> str:
    """Return where a rate came from, in words."""
    if origin == "typed":
        return _("typed")
    return _("house example") if origin == "benchmark" else _("your history")


def evidence_text(rate: RateContent, interval: tuple[float, float] | None) -> str:
    """Return a rate's evidence: 60 of 200, 24-37 %; for a typed rate what it stands for."""
    origin = origin_name(rate.current_origin)
    if rate.converted is None or rate.entered is None:
        return origin
    if rate.as_counted:
        counts = out_of(rate.converted, rate.entered)
    else:
        counts = _("as {counts}").format(counts=out_of(rate.rate * rate.entered, rate.entered))
    known = f"{counts}, {percent_span(*interval)}" if interval else counts
    return f"{known} \u00b7 {origin}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number on the page and where it comes from."""

    number: str
    source: str


def explanations(outlook: Outlook) -> tuple[Explanation, ...]:
    """Return where each number of the result comes from."""
    content, main, other = outlook.content, outlook.main, outlook.other
    clients = main.clients
    reached = clients.chance_of_at_least(content.target)
    sampled = _("each batch draws its own rates, as uncertain as the counts beside them leave them")
    given = _("every batch has exactly the rates on the left")
    known = [
        Explanation(
            count_with_range(clients.mean, clients.p10, clients.p90),
            _(
                "Clients on average, and the range without the lowest and the highest tenth "
                "(P10, P90), in {cases}; {how}."
            ).format(cases=cases_text(content), how=sampled if content.uncertain else given),
        ),
        Explanation(
            none_text(content, main),
            _("{count} batches ended without a client; {error}.").format(
                count=out_of(clients.p_zero * main.trials, main.trials),
                error=_error(clients.p_zero, main.trials),
            ),
        ),
        Explanation(
            none_text(content, other),
            _("The same with the other view of the rates: {how}.").format(
                how=given if content.uncertain else sampled
            ),
        ),
        Explanation(
            target_text(outlook),
            _("{count} batches ended with {target} clients or more; {error}.").format(
                count=out_of(reached * main.trials, main.trials),
                target=whole(content.target),
                error=_error(reached, main.trials),
            ),
        ),
    ]
    return tuple(known if content.sample is not None else [*known[:2], known[3]])


def cases_text(content: ScenarioContent) -> str:
    """Return how the result was made: 10,000 simulated batches of 200 MQLs, seed 1."""
    return _("{trials} simulated batches of {mqls} {stage}, seed {seed}").format(
        trials=whole(content.trials),
        mqls=whole(content.mqls),
        stage=content.stages[0].name,
        seed=content.seed,
    )


def _error(share: float, trials: int) -> str:
    """Return how far chance alone moves a simulated share: two standard errors, in points."""
    points = 200 * sqrt(max(share * (1 - share), 0.0) / trials)
    if points < 0.05:
        return _("with another seed less than 0.1 points apart")
    return _("with another seed give or take {points:.1f} points").format(points=points)


def stage_lines(summary: FunnelSummary, content: ScenarioContent) -> list[tuple[str, str, str]]:
    """Return name, rate and count of each stage, as text."""
    rates = ["", *(percent(rate.rate) for rate in content.rates)]
    return [
        (stage.name, rate, count_with_range(stage.mean, stage.p10, stage.p90))
        for stage, rate in zip(summary.stages, rates, strict=True)
    ]
