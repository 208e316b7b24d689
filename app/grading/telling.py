"""A backtest as JSON and as rows of a table, for whoever wants to check it or go on with it."""

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from app.files import Cell, write_table
from app.grading.backtest import Backtest
from models.language import gettext as _
from simulation.grading.grades import Coverage, Grade, Measured, Report
from simulation.grading.past import Case
from simulation.results import PERCENTS
from views.grading.sentences import NAIVE_NAMES, reasons, verdict


def as_json(found: Backtest) -> dict[str, Any]:
    """Return a backtest as the guide documents it; the same backtest gives the same object."""
    wish, past = found.wish, found.past
    return {
        "target": found.target,
        "every": wish.every,
        "arrivals": "given" if wish.given else "forecast",
        "trials": wish.trials,
        "seed": wish.seed,
        "records_begin": found.records_begin.isoformat(),
        "records_end": found.records_end.isoformat(),
        "forecasts": [_case(case) for case in past.cases],
        "summary": {
            "by_horizon": [
                {"horizon_weeks": weeks, **_report(report)}
                for weeks, report in past.by_horizon.items()
            ],
            "pooled": _report(past.pooled),
            "verdict": verdict(past.pooled),
            "reasons": list(all_reasons(found)),
        },
    }


def all_reasons(found: Backtest) -> tuple[str, ...]:
    """Return what is wrong with the forecasts of each horizon, in sentences."""
    wish, past = found.wish, found.past
    return tuple(
        sentence
        for weeks in past.by_horizon
        for sentence in reasons(past, weeks, weeks_apart=wish.weeks_apart, given=wish.given)
    )


def _case(case: Case) -> dict[str, Any]:
    return {
        "origin": case.origin.isoformat(),
        "horizon_weeks": case.horizon_weeks,
        "actual": case.grade.actual,
        **_forecast(case.grade),
        "naive": {name: _forecast(grade) for name, grade in case.naive.items()},
    }


def _forecast(grade: Grade) -> dict[str, float]:
    named = dict(zip(PERCENTS, grade.quantiles, strict=True))
    return {
        "mean": round(grade.mean, 4),
        **{f"p{percent}": value for percent, value in named.items()},
        "crps": round(grade.crps, 4),
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "origins": report.number,
        "mean_actual": round(report.mean_actual, 4),
        "coverage": {str(one.level): _coverage(one) for one in report.coverage},
        "crps": round(report.crps, 4),
        "pinball": round(report.pinball, 4),
        "bias": _measured(report.bias),
        "naive": {
            name: {"crps": round(other.crps, 4), "skill": _measured(other.skill)}
            for name, other in report.against.items()
        },
    }


def _coverage(one: Coverage) -> dict[str, Any]:
    return {
        "held": _measured(one.held),
        "ties_in_part": _measured(one.in_part),
        "consistent": one.consistent,
        "mean_width": round(one.mean_width, 4),
    }


def _measured(one: Measured) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(one).items()}


def write_cases(cases: tuple[Case, ...], path: Path) -> None:
    """Write one line for each origin and horizon as CSV."""
    write_table(path, chain([_headers()], map(_row, cases)))


def _headers() -> list[str]:
    ours = [_("Mean"), *(f"P{percent}" for percent in PERCENTS), "CRPS"]
    naive = [
        f"{name}: {heading}"
        for name in NAIVE_NAMES.values()
        for heading in (_("Mean"), "P10", "P90", "CRPS")
    ]
    return [_("Origin"), _("Weeks ahead"), _("In fact"), *ours, *naive]


def _row(case: Case) -> list[Cell]:
    row: list[Cell] = [case.origin.isoformat(), case.horizon_weeks, case.grade.actual]
    row += [round(case.grade.mean, 4), *case.grade.quantiles, round(case.grade.crps, 4)]
    for name in NAIVE_NAMES:
        naive = case.naive[name]
        row += [round(naive.mean, 4), *naive.ends(80), round(naive.crps, 4)]
    return row
