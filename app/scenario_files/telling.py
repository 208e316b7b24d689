"""What a scenario file comes to: one run, as JSON, as a table's rows, and as raw trials."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np

from app.files import Cell, write_table, written_whole
from app.scenario_files.reading import FiledScenario
from models.errors import KnownError
from models.language import gettext as _
from simulation.assumptions import AssumptionError
from simulation.engine import NetworkRun
from simulation.questions.asking import Draws
from simulation.questions.staffing import staffing_of
from simulation.results import (
    PERCENTS,
    Bands,
    arrays_of,
    chance_of,
    series_of,
    spread_of,
)
from simulation.series import index_of
from views.whatif.outlook import CLIENTS, REVENUE, PlanResult, look_ahead

_STAFFING_TRIALS: Final = 2_000


class TooLargeScenarioError(KnownError):
    """A scenario would take more memory or trials than a run may."""


def result_of(scenario: FiledScenario) -> PlanResult:
    """Run a scenario; refuses with `TooLargeScenarioError` what is too large to run."""
    try:
        return look_ahead(scenario.plan)
    except AssumptionError as error:
        raise TooLargeScenarioError(str(error)) from error


def as_json(scenario: FiledScenario, result: PlanResult) -> dict[str, Any]:
    """Return a result as the guide documents it; the same run gives the same object."""
    run = result.run
    network, index = run.network, index_of(run.network)
    clients = result.series(CLIENTS).sum(axis=0)
    told: dict[str, Any] = {
        "name": scenario.name,
        "trials": run.trials,
        "seed": run.seed,
        "weeks": network.weeks,
        "stages": [
            {"name": stage.name, **asdict(spread_of(run.total_of(index.entered(place))))}
            for place, stage in enumerate(network.stages)
        ],
        "clients": asdict(spread_of(clients)),
        "revenue": asdict(spread_of(result.revenue.sum(axis=0))),
        "cost": asdict(spread_of(run.cost.sum(axis=0))),
        "weekly": {
            "clients": _bands(result.fan(CLIENTS, cumulative=False).bands),
            "clients_so_far": _bands(result.fan(CLIENTS, cumulative=True).bands),
            "revenue": _bands(result.fan(REVENUE, cumulative=False).bands),
        },
        "roles": [
            {
                "name": network.roles[one.role].name,
                **{
                    name: getattr(one, name).round(6).tolist()
                    for name in ("utilisation", "queue", "served_at_once", "mean_wait")
                },
                "binding_weeks": list(one.binding_weeks),
            }
            for one in staffing_of(network, Draws(min(run.trials, _STAFFING_TRIALS), run.seed))
        ],
    }
    if scenario.target is not None:
        chance = chance_of(clients, scenario.target)
        told["target"] = {"clients": scenario.target, **asdict(chance)}
    return told


def _bands(bands: Bands) -> dict[str, list[float]]:
    told = {"mean": bands.mean.tolist(), "standard_error": bands.standard_error.tolist()}
    return told | {f"p{percent}": bands.at(percent).tolist() for percent in PERCENTS}


def export_trials(run: NetworkRun, path: Path) -> None:
    """Write the raw trials: all arrays with their labels as .npz, or the totals as .csv.

    They are those of the funnel, without open deals, which have no stages. Refuses another ending.
    The file is written whole or not at all.
    """
    ending = path.suffix.lower()
    if ending == ".npz":
        data = BytesIO()
        # The types of NumPy take every array's name for that of an option.
        save: Any = np.savez_compressed
        save(data, **arrays_of(run))
        with written_whole(path) as file:
            file.write(data.getbuffer())
    elif ending == ".csv":
        write_table(path, _totals(run))
    else:
        raise KnownError(
            _("{file} ends neither in .npz (all arrays) nor in .csv (totals).").format(
                file=path.name
            )
        )


def _totals(run: NetworkRun) -> Iterator[Sequence[Cell]]:
    known = series_of(run.network)
    names = [f"{known[number].what} {known[number].of}" for number in run.totalled]
    yield ["trial", *names, "revenue", "cost"]
    columns = [*run.totals, run.revenue.sum(axis=0), run.cost.sum(axis=0)]
    for trial, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        yield [run.first_trial + trial, *row]
