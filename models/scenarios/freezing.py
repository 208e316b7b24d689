"""Frozen forecasts: what was said on a day about the weeks to come, week by week."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from models.errors import KnownError
from models.language import gettext as _
from models.storage.columns import JsonObject

FORMAT: Final = "funneldesk-frozen-1"
CLIENTS: Final = "clients"
REVENUE: Final = "revenue"
_ENTERED: Final = "entered:"


def entered(stage_uuid: str) -> str:
    """Return the measure of the leads that enter a stage, by the stage's UUID."""
    return _ENTERED + stage_uuid


def stage_of(measure: str) -> str | None:
    """Return the UUID of the stage that a measure counts the entries of, or None.

    >>> stage_of(entered("6b0f")), stage_of(CLIENTS)
    ('6b0f', None)
    """
    return measure.removeprefix(_ENTERED) if measure.startswith(_ENTERED) else None


@dataclass(frozen=True, slots=True)
class FrozenBands:
    """Quantiles and mean of each week over the cases; every line has one number for a week."""

    p5: tuple[float, ...]
    p10: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p90: tuple[float, ...]
    p95: tuple[float, ...]
    mean: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FrozenMeasure:
    """What was forecast of one measure: in each week, and in all weeks up to it."""

    weekly: FrozenBands
    cumulative: FrozenBands


@dataclass(frozen=True, slots=True)
class FrozenSummary:
    """What a forecast said: its weeks, and its measures by `CLIENTS`, `REVENUE`, `entered`.

    Revenue is in the base currency, in whole units and not in minor ones.
    """

    starts_on: date
    weeks: int
    trials: int
    measures: Mapping[str, FrozenMeasure]


class UnreadableForecastError(KnownError):
    """A stored forecast is not one that this version can read."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("This frozen forecast cannot be read: {reason}. Freeze the scenario again.").format(
                reason=reason
            )
        )


def stored(summary: FrozenSummary) -> JsonObject:
    """Return a summary as it is kept with a forecast."""
    return {
        "format": FORMAT,
        "starts_on": summary.starts_on.isoformat(),
        "weeks": summary.weeks,
        "trials": summary.trials,
        "measures": {
            name: {"weekly": _stored(one.weekly), "cumulative": _stored(one.cumulative)}
            for name, one in summary.measures.items()
        },
    }


def read_summary(kept: JsonObject) -> FrozenSummary | None:
    """Return what a forecast said week by week; None of one that has no weeks (a batch).

    Refuses with `UnreadableForecastError` what says it has weeks and has not.
    """
    if kept.get("format") != FORMAT:
        return None
    try:
        weeks = int(kept["weeks"])
        return FrozenSummary(
            date.fromisoformat(kept["starts_on"]),
            weeks,
            int(kept["trials"]),
            {
                str(name): FrozenMeasure(
                    _read(one["weekly"], weeks), _read(one["cumulative"], weeks)
                )
                for name, one in kept["measures"].items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableForecastError(str(error)) from error


def _stored(bands: FrozenBands) -> dict[str, list[float]]:
    return {one.name: list(getattr(bands, one.name)) for one in fields(FrozenBands)}


def _read(kept: JsonObject, weeks: int) -> FrozenBands:
    lines = {one.name: tuple(float(at) for at in kept[one.name]) for one in fields(FrozenBands)}
    for name, line in lines.items():
        if len(line) != weeks:
            raise ValueError(f"{name}: {len(line)} / {weeks}")
    return FrozenBands(**lines)
