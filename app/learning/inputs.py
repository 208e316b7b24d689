"""What was learned, number by number in words: evidence, range, prior, and what to beware of."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from app.learning.input_rows import HistoryProblem, LearnedInput
from app.learning.records import HistoryAt
from app.learning.team import TeamAt
from app.learning.work_inputs import capacity_line, cost_line, minutes_line, people_line
from models.language import gettext as _
from models.language import ngettext
from simulation.delays import Delay, DelayTable
from simulation.learning.arriving import Arriving
from simulation.learning.learned import LearnedRate
from simulation.learning.returning import LearnedReturn
from simulation.learning.sources import BACK
from simulation.network import Channel, Network
from simulation.volumes import RandomVolume
from views.charts.numbers import percent

_FEW_WEEKS = 8
_WILD = 0.75
_TREND = 0.0005
_DRIFTS = 0.25
_FEW_ENDINGS = 20


def inputs_of(
    then: HistoryAt, network: Network, people: TeamAt, sources: Sequence[tuple[int, int]]
) -> tuple[LearnedInput, ...]:
    """Return every learned number in the order of the funnel.

    `sources` are channel and stage of entry of each of the network's channels.
    """
    arriving = {(one.channel, one.stage): one.arriving for one in then.learned.sources}
    found = [
        _awaited(channel, then, network.weeks)
        if source[0] == BACK
        else _volume(channel, arriving.get(source))
        for channel, source in zip(network.channels, sources, strict=True)
    ]
    for number, rate in enumerate(then.learned.rates):
        found.append(_rate(then, number, rate))
        found.append(_delay(then, number, rate, network))
    found += [
        _coming_back(then, number, one)
        for number, one in enumerate(then.learned.returning.steps)
        if one.left
    ]
    roles = range(len(network.roles))
    found += [people_line(network, role) for role in roles]
    found += [capacity_line(network, role, people) for role in roles]
    found += [
        minutes_line(role.name, time)
        for role in network.roles
        if (time := people.capacity[role.name].time) is not None
    ]
    found += [cost_line(then, step, amount) for step, amount in sorted(people.units.items())]
    return tuple(found)


def problems_of(then: HistoryAt) -> tuple[HistoryProblem, ...]:
    """Return what could not be counted, with how often and what to do about it."""
    return tuple(
        HistoryProblem(code, count, _PROBLEMS[code](count))
        for code, count in then.visits.problems.items()
        if count > 0
    )


def evidence_words(rate: LearnedRate) -> str:
    """Return the counts behind a rate: 31 of 212, 44 still open."""
    return _counts(rate, 0)


def _counts(rate: LearnedRate, more: int) -> str:
    """Return the counts with so many more that moved on."""
    counts = _("{converted:,} of {entered:,}").format(
        converted=rate.converted + more, entered=rate.entered + more
    )
    if rate.still_open == 0:
        return counts
    return counts + ", " + _("{open:,} still open").format(open=rate.still_open)


def _rate(then: HistoryAt, number: int, rate: LearnedRate) -> LearnedInput:
    into = then.stages[number + 1].name
    return LearnedInput(
        name=f"rate:{into}",
        label=_("{stage} from {before}").format(stage=into, before=then.stages[number].name),
        value=rate.mean,
        origin="learned" if rate.entered else "benchmark",
        evidence=evidence_words(rate) if rate.entered else _("nothing yet: the prior alone"),
        interval=rate.interval,
        warning=" ".join(_warnings_of_rate(rate)) or None,
        prior=_("worth {leads:.2g} leads at {mean}").format(
            leads=rate.prior.weight, mean=percent(rate.prior.mean)
        ),
        in_plan=(_counts(rate, rate.skipped), rate.passing_interval) if rate.skipped else None,
    )


def _warnings_of_rate(rate: LearnedRate) -> list[str]:
    found = [*_warnings_of_evidence(rate)]
    if rate.before:
        found.append(
            ngettext(
                "{count:,} lead from before endings were written down is left out.",
                "{count:,} leads from before endings were written down are left out.",
                rate.before,
            ).format(count=rate.before)
        )
    if rate.skipped:
        found.append(
            ngettext(
                "{count:,} lead passed over this step: the learned rate leaves it out, a plan "
                "counts it as moved on.",
                "{count:,} leads passed over this step: the learned rate leaves them out, a plan "
                "counts them as moved on.",
                rate.skipped,
            ).format(count=rate.skipped)
        )
    if rate.drift > _DRIFTS:
        found.append(
            _(
                "What came of it moved by about {drift} from one span of weeks to the next; "
                "forecasts allow for as much."
            ).format(drift=percent(round(rate.drift, 2)))
        )
    return found


def _warnings_of_evidence(rate: LearnedRate) -> Iterator[str]:
    ended = rate.converted + rate.left
    if rate.entered == 0:
        yield _("No lead has come this far, so this is what is held of such a step, no more.")
    elif ended == 0:
        yield _("Nobody has left this stage yet, so the rate is a guess.")
    elif ended < _FEW_ENDINGS:
        yield ngettext(
            "Only {count} lead has left this stage: the range is wide.",
            "Only {count} leads have left this stage: the range is wide.",
            ended,
        ).format(count=ended)
    elif rate.converted == 0:
        yield _("Not one of these leads moved on.")
    elif rate.left == 0 and rate.still_open == 0:
        yield _("Every one of these leads moved on; that is rarely so. Are losses written down?")
    elif rate.left == 0:
        yield _("No lead is marked as lost here, so leads that went silent look open.")
    elif 2 * rate.still_open > rate.entered:
        yield _("Most of these leads are still open, so what becomes of them decides.")


def _delay(then: HistoryAt, number: int, rate: LearnedRate, network: Network) -> LearnedInput:
    into = then.stages[number + 1].name
    return LearnedInput(
        name=f"delay:{into}",
        label=_("Weeks to {stage}").format(stage=into),
        value=network.steps[number].delay.mean,
        origin="learned" if rate.converted else "benchmark",
        evidence=_moved_on(rate, network.steps[number].delay)
        if rate.converted
        else _("nothing yet: the prior alone"),
    )


def _moved_on(rate: LearnedRate, delay: Delay) -> str:
    said = _("{count:,} moved on").format(count=rate.converted)
    if not isinstance(delay, DelayTable):
        return said
    so_far = list(accumulate(delay.weights))
    weeks = next(week for week, part in enumerate(so_far) if part >= 0.9 * so_far[-1])
    within = ngettext("9 of 10 within {weeks} week", "9 of 10 within {weeks} weeks", weeks).format(
        weeks=weeks
    )
    return f"{said}, {within}"


def _coming_back(then: HistoryAt, number: int, found: LearnedReturn) -> LearnedInput:
    name = then.stages[number].name
    so_far = list(accumulate(found.weeks))
    half = next(week for week, part in enumerate(so_far) if part >= 0.5 * so_far[-1])
    said = [
        _("{returned:,} of {left:,} that left came back").format(
            returned=found.returned, left=found.left
        )
    ]
    if found.in_nurture:
        said.append(_("{count:,} in nurture").format(count=found.in_nurture))
    if found.returned:
        back = _("half within {weeks} weeks, most to {stage}")
        said.append(back.format(weeks=half, stage=then.stages[found.to_stage].name))
    return LearnedInput(
        name=f"nurture:{name}",
        label=_("Back after leaving {stage}").format(stage=name),
        value=found.mean,
        origin="learned" if found.returned else "benchmark",
        evidence=", ".join(said),
        interval=found.interval,
        warning=_warning_of_returns(found.returned),
        prior=_("worth {leads:.2g} leads at {mean}").format(
            leads=found.prior.weight, mean=percent(found.prior.mean)
        ),
    )


def _warning_of_returns(returned: int) -> str | None:
    if returned == 0:
        return _("Nobody came back here yet: this follows the other stages.")
    if returned < _FEW_ENDINGS:
        return ngettext(
            "Only {count} lead has come back: the range is wide.",
            "Only {count} leads have come back: the range is wide.",
            returned,
        ).format(count=returned)
    return None


def _awaited(channel: Channel, then: HistoryAt, weeks: int) -> LearnedInput:
    """Return how many of those that are gone today are expected back."""
    coming = sum(channel.volume.means(weeks)) if isinstance(channel.volume, RandomVolume) else 0.0
    gone = then.learned.returning.gone
    return LearnedInput(
        f"volume:{channel.name}",
        _("{channel}, leads a week").format(channel=channel.name),
        coming / weeks,
        "learned",
        _("about {coming:,.0f} of {gone:,} that are gone today, most of them soon").format(
            coming=coming, gone=gone
        ),
    )


def _volume(channel: Channel, arriving: Arriving | None) -> LearnedInput:
    name = f"volume:{channel.name}"
    label = _("{channel}, leads a week").format(channel=channel.name)
    if arriving is None:
        return LearnedInput(
            name,
            label,
            _level(channel),
            "benchmark",
            _("assumed, none counted yet"),
            warning=_("No lead came on a day that is known, so this is a guess: type your own."),
        )
    return LearnedInput(
        name,
        label,
        arriving.per_week,
        "learned",
        _("{leads:,} in {weeks:,} weeks").format(leads=arriving.leads, weeks=arriving.weeks)
        + trend_words(arriving),
        interval=arriving.interval(),
        warning=_warning_of_volume(arriving),
    )


def trend_words(arriving: Arriving) -> str:
    """Return how the number goes on from the first week, which a plan follows to its end."""
    said = ""
    if abs(arriving.growth - 1.0) >= _TREND:
        sign = "+" if arriving.growth > 1.0 else "\u2212"
        share = percent(abs(arriving.growth - 1.0))
        said += _(", {change} a week").format(change=f"{sign}{share}")
    if arriving.season:
        said += _(", by season")
    return said


def _level(channel: Channel) -> float:
    volume = channel.volume
    if isinstance(volume, RandomVolume):
        return volume.per_week
    return sum(volume.weekly) / len(volume.weekly)


def _warning_of_volume(arriving: Arriving) -> str | None:
    if arriving.weeks < _FEW_WEEKS:
        return ngettext(
            "Only {weeks} whole week of arrivals: the level is not known well.",
            "Only {weeks} whole weeks of arrivals: the level is not known well.",
            arriving.weeks,
        ).format(weeks=arriving.weeks)
    own = arriving.own_variation or arriving.level_variation
    if own > _WILD:
        return _("The number of leads moved far from one quarter to the next.")
    return None


_PROBLEMS = {
    "unknown_stage": lambda count: ngettext(
        "{count:,} move goes to a stage that the definitions do not hold any more; it counts in no "
        "rate.",
        "{count:,} moves go to stages that the definitions do not hold any more; they count in no "
        "rate.",
        count,
    ).format(count=count),
    "future": lambda count: ngettext(
        "{count:,} move is dated after it was written down; it counts in no rate. Correct "
        "its date.",
        "{count:,} moves are dated after they were written down; they count in no rate. Correct "
        "their dates.",
        count,
    ).format(count=count),
    "undated": lambda count: ngettext(
        "{count:,} lead has a move without a date; it counts in rates and in no delay.",
        "{count:,} leads have moves without a date; they count in rates and in no delay.",
        count,
    ).format(count=count),
    "out_of_order": lambda count: ngettext(
        "{count:,} lead has dates that run against its stages; it counts in no rate.",
        "{count:,} leads have dates that run against their stages; they count in no rate.",
        count,
    ).format(count=count),
    "ended_before": lambda count: ngettext(
        "{count:,} lead was closed before it entered its stage; it counts as closed that day.",
        "{count:,} leads were closed before they entered their stage; they count as closed that "
        "day.",
        count,
    ).format(count=count),
    "no_moves": lambda count: ngettext(
        "{count:,} lead has no move to a stage in use; it counts in no rate and is in no forecast.",
        "{count:,} leads have no move to a stage in use; they count in no rate and are in no "
        "forecast.",
        count,
    ).format(count=count),
}
