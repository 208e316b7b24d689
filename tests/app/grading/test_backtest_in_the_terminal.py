"""`funneldesk backtest` on an imported history."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from app.commands import funneldesk
from models.workspace import open_workspace
from tests.app.import_runs.importing import import_file

HEADER = (
    "opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
    "close_date", "close_value",
)  # fmt: skip
FIRST = date(2024, 1, 1)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with forty weeks of opportunities, of which every other is won."""
    folder = tmp_path_factory.mktemp("past")
    rng = np.random.default_rng(5)
    rows: list[tuple[object, ...]] = []
    for day in range(7 * 40):
        for _one in range(rng.poisson(2.0)):
            engaged = FIRST + timedelta(days=day)
            closed = engaged + timedelta(days=int(rng.integers(1, 40)))
            state = "Won" if rng.random() < 0.5 else "Lost"
            over = closed < FIRST + timedelta(weeks=40)
            rows.append(
                (
                    f"OPP{len(rows):05}", "Ada Agent", "GTX", "Acme",
                    state if over else "Engaging", engaged, closed if over else "",
                    (100 if state == "Won" else 0) if over else "",
                )
            )  # fmt: skip
    file = folder / "sales_pipeline.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(rows)
    found = folder / "past.funneldesk"
    workspace = open_workspace(found, clock=lambda: datetime(2025, 6, 2, tzinfo=UTC))
    import_file(workspace, file)
    workspace.close()
    return found


def run(path: Path, *arguments: str) -> tuple[int, str]:
    command = ["--workspace", str(path), "backtest", "--trials", "200", *arguments]
    result = CliRunner().invoke(funneldesk, command)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return 1, str(result.exception)
    # What is said while the simulator is compiled goes to the other stream.
    return result.exit_code, result.stdout if result.exit_code == 0 else result.output


def told(path: Path, *arguments: str) -> dict[str, Any]:
    code, output = run(path, "--json", *arguments)
    assert code == 0, output
    found: dict[str, Any] = json.loads(output)
    return found


def test_horizons_may_be_named_in_any_of_the_usual_ways(path: Path) -> None:
    bounds = ("--from", "2024-07-01", "--to", "2024-07-01")
    ways = (
        ("--horizon", "2", "--horizon", "3"), ("--horizon", "2,3"), ("--horizon", "2", "3"),
    )  # fmt: skip
    found = [told(path, *way, *bounds)["forecasts"] for way in ways]
    assert [one["horizon_weeks"] for one in found[0]] == [2, 3]
    assert found[0] == found[1] == found[2]


def test_given_arrivals_change_ours_and_the_cohort_and_not_the_last_period(path: Path) -> None:
    bounds = ("--horizon", "6", "--from", "2024-06-03", "--to", "2024-06-17")
    forecast = told(path, *bounds)["forecasts"]
    given = told(path, *bounds, "--arrivals", "given")["forecasts"]
    assert [one["origin"] for one in forecast] == ["2024-06-03", "2024-06-10", "2024-06-17"]
    for ours, theirs in zip(forecast, given, strict=True):
        assert ours["actual"] == theirs["actual"]
        assert ours["naive"]["last_period"] == theirs["naive"]["last_period"]
        assert ours["naive"]["rate_times_cohort"] != theirs["naive"]["rate_times_cohort"]
        assert ours["mean"] != theirs["mean"]


def test_text_says_the_verdict_first_and_the_file_holds_every_forecast(
    path: Path, tmp_path: Path
) -> None:
    table = tmp_path / "grades.csv"
    code, output = run(path, "--horizon", "4", "--every", "month", "--csv", str(table))
    assert code == 0
    assert output.lstrip().startswith("Client: Our 80")
    assert "Records from 1 Jan 2024" in output
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Origin"] for row in rows][:2] == ["2024-03-04", "2024-04-01"]
    assert all(float(row["P10"]) <= float(row["P90"]) for row in rows)


def test_a_history_too_short_a_target_unknown_and_bounds_turned_round_are_said(
    path: Path,
) -> None:
    assert "The history is too short" in run(path, "--horizon", "52")[1]
    assert "Choose one of" in run(path, "--target", "nowhere")[1]
    assert "Turn them round" in run(path, "--from", "2024-06-03", "--to", "2024-05-06")[1]
    code, output = run(path, "--horizon", "0")
    assert code == 2
    assert "no number of weeks" in output
