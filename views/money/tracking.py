"""Whether what happened is what was forecast: on track, above, below."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.language import gettext as _
from models.language import ngettext
from models.scenarios.freezing import FrozenMeasure
from views.charts.numbers import short, span, whole


class Standing(StrEnum):
    """How what happened so far stands to what was forecast of it."""

    NOT_BEGUN = "not_begun"
    ON_TRACK = "on_track"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Track:
    """What happened so far, and between what 8 of 10 cases of the forecast lay by then."""

    standing: Standing
    weeks: int
    happened: float = 0.0
    low: float = 0.0
    middle: float = 0.0
    high: float = 0.0


def track_of(measure: FrozenMeasure, happened: Sequence[float]) -> Track:
    """Return how a measure does after the whole weeks that are over.

    It is above or below where what happened lies outside of 8 of 10 cases. A forecast that is right
    has that in 2 of 10 cases.
    """
    if not happened:
        return Track(Standing.NOT_BEGUN, 0)
    last = len(happened) - 1
    bands, whole_sum = measure.cumulative, sum(happened)
    standing = Standing.ON_TRACK
    if whole_sum < bands.p10[last]:
        standing = Standing.BELOW
    elif whole_sum > bands.p90[last]:
        standing = Standing.ABOVE
    return Track(
        standing, len(happened), whole_sum, bands.p10[last], bands.p50[last], bands.p90[last]
    )


def standing_words(standing: Standing) -> str:
    """Return the standing in words."""
    return {
        Standing.NOT_BEGUN: _("Not begun"),
        Standing.ON_TRACK: _("On track"),
        Standing.ABOVE: _("Above"),
        Standing.BELOW: _("Below"),
    }[standing]


def track_sentence(track: Track, what: str, *, money: bool = False) -> str:
    """Return how a measure does: On track: 14 clients in 6 weeks, 10-19 were forecast."""
    if track.standing is Standing.NOT_BEGUN:
        return _("No week of it is over yet.")
    weeks = ngettext("{count} week", "{count} weeks", track.weeks).format(count=track.weeks)
    write = short if money else whole
    ends = write(track.low), write(track.high)
    forecast = ends[0] if ends[0] == ends[1] else "\u2013".join(ends)
    return _("{standing}: {happened} {what} in {weeks}; {forecast} were forecast.").format(
        standing=standing_words(track.standing),
        happened=write(track.happened),
        what=what,
        weeks=weeks,
        forecast=forecast if money else span(track.low, track.high),
    )
