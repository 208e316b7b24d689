"""A review in words and bars, the same for the terminal and for the window."""

from math import log10

from app.learning.input_rows import LearnedInput
from app.learning.review import Review, band_names, returning_words, waiting_warning
from app.learning.starting import StartingPoint
from models.language import gettext as _
from models.language import ngettext
from models.written_days import day_text
from simulation.learning.showing import BandShare, Waiting
from views.charts.numbers import NARROW, percent, percent_span
from views.rates.content import Group, RateLine, RatesContent

_GROUPS: dict[str, Group] = {
    "rate": "rate",
    "delay": "delay",
    "volume": "volume",
    "nurture": "rate",
    "people": "team",
    "units": "team",
    "touches": "team",
    "minutes": "team",
}
_ORDER: tuple[Group, ...] = ("rate", "delay", "volume", "team")


def content_of(review: Review) -> RatesContent:
    """Return a review as lines, with the sentence on top and what could not be counted."""
    point = review.point
    by_group: dict[Group, list[LearnedInput]] = {group: [] for group in _ORDER}
    for one in point.inputs:
        by_group[_GROUPS[one.name.partition(":")[0]]].append(one)
    most = max(
        (one.interval[1] for one in by_group["volume"] if one.interval is not None), default=1.0
    )
    lines = [_line(one, group, most) for group in _ORDER for one in by_group[group]]
    for table in review.shows:
        lines += [
            _share_line("meetings", f"{table.title}: {name}", share) for name, share in table.rows()
        ]
    remarks = [review.fading]
    if point.known is not None:
        remarks.append(returning_words(point.known.learned.returning))
    remarks.append(_aged(point))
    if review.waiting is not None:
        names = band_names()
        label = _("{stage}, touched {when}")
        lines += [
            _share_line(
                "waiting", label.format(stage=review.answered, when=names[share.band]), share
            )
            for share in review.waiting.bands
        ]
        lines.append(_slope_line(review.waiting, review.answered))
    return RatesContent(
        sentence=_sentence(review),
        remarks=tuple(remark for remark in remarks if remark),
        lines=tuple(lines),
        problems=tuple(one.words for one in point.problems),
    )


def _sentence(review: Review) -> str:
    point = review.point
    day = day_text(point.data_until)
    count = sum(one.count for one in point.opening)
    return ngettext(
        "Learned from records until {day}: a scenario would begin with {count:,} open lead.",
        "Learned from records until {day}: a scenario would begin with {count:,} open leads.",
        count,
    ).format(day=day, count=count)


def _aged(point: StartingPoint) -> str:
    """Return that leads which waited long count for less; empty where none does."""
    count = sum(one.count for one in point.opening)
    taken = sum(one.count for one in point.network.opening)
    if taken >= count:
        return ""
    return _(
        "Where people work the leads, those that were silent for long count for less: the "
        "{count:,} are worth {taken:,} new ones."
    ).format(count=count, taken=taken)


def _line(one: LearnedInput, group: Group, most: float) -> RateLine:
    low, high = one.interval or (one.value, one.value)
    bar = None
    if group == "rate":
        bar = (low, one.value, high)
    elif group == "volume" and one.interval is not None and most > 0.0:
        bar = (low / most, min(one.value / most, 1.0), high / most)
    return RateLine(
        group=group,
        label=one.label,
        value=_value(one, group),
        range=_range(one, group),
        evidence=one.evidence,
        prior=one.prior,
        warning=one.warning or "",
        bar=bar,
        learned=one.origin == "learned",
    )


def _slope_line(waiting: Waiting, stage: str) -> RateLine:
    low, high = waiting.interval
    return RateLine(
        group="waiting",
        label=_("{stage}: odds of moving on, for each week of waiting").format(stage=stage),
        value=_("times {factor:.2f}").format(factor=waiting.weekly_factor),
        range=f"{low:.2f}\u2013{high:.2f}",
        evidence=_("{count:,} leads that were touched").format(
            count=sum(share.of for share in waiting.bands)
        ),
        warning=waiting_warning(),
    )


def _share_line(group: Group, label: str, share: BandShare) -> RateLine:
    low, high = share.interval
    return RateLine(
        group=group,
        label=label,
        value=percent(share.mean),
        range=percent_span(low, high),
        evidence=_("{hits:,} of {of:,}").format(hits=share.hits, of=share.of),
        bar=(low, share.mean, high),
    )


def _value(one: LearnedInput, group: Group) -> str:
    if group == "rate":
        return percent(one.value)
    if group == "delay":
        return _("{weeks:.1f} weeks").format(weeks=one.value)
    return f"{one.value:.0f}" if one.name.startswith("people:") else figure(one.value)


def _range(one: LearnedInput, group: Group) -> str:
    if one.interval is None:
        return ""
    low, high = one.interval
    if group == "rate":
        return percent_span(low, high)
    return f"{figure(low)}\u2013{figure(high)}".replace(" ", NARROW)


def figure(value: float) -> str:
    """Return a number with two figures that matter; a whole one from ten up.

    >>> figure(0.0123), figure(3.46), figure(1234.5)
    ('0.012', '3.5', '1,234')
    """
    if value == 0.0 or abs(value) >= 10.0:
        return f"{value:,.0f}"
    places = min(max(1 - int(log10(abs(value)) // 1), 1), 3)
    return f"{value:,.{places}f}"
