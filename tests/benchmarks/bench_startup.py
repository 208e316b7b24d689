"""How long a start of the window takes, stage by stage, in fresh processes on the sample."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks.figure import Figure

ROOT = Path(__file__).parents[2]
STARTS = 7
TARGETS = {"shell painted": 350.0, "rows shown": 900.0, "first key accepted": 900.0}


def one_start(workspace: Path, home: Path, *how: str) -> dict[str, float]:
    """Start the program once and return when each stage was reached, in seconds."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
    }
    # A warm start finds the bytecode that the start before it left.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.benchmarks.startup_probe", str(workspace)]
    done = subprocess.run(
        [*command, str(time.monotonic()), *how],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    stages: dict[str, float] = json.loads(done.stdout)
    return stages


def _seconds_of(*command: str) -> float:
    """Return how long a command that only says its version takes."""
    begun = time.perf_counter()
    subprocess.run([*command, "--version"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def _import_seconds(module: str) -> float:
    clock = "import time; begun = time.perf_counter()"
    code = f"{clock}; import {module}; print(time.perf_counter() - begun)"
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout)


def figures() -> Iterator[Figure]:
    """Yield the median of each stage over several warm starts."""
    from app.sample import make_sample_file

    with TemporaryDirectory() as folder:
        home = Path(folder)
        workspace = home / "sample.db"
        begun = time.perf_counter()
        make_sample_file(workspace, datetime.now(UTC).date())
        yield Figure("sample workspace made", time.perf_counter() - begun, "s", 5.0)
        one_start(workspace, home)
        starts = [one_start(workspace, home) for _ in range(STARTS)]
        for stage in starts[0]:
            value = 1000 * median(start[stage] for start in starts)
            yield Figure(f"start: {stage}", value, "ms", TARGETS.get(stage))
        alone = [one_start(workspace, home, "alone")["rows shown"] for _ in range(STARTS)]
        yield Figure("start in one process: rows shown", 1000 * median(alone), "ms")
        pairs = [
            (_seconds_of(sys.executable, "run.py"), _seconds_of(sys.executable, "-m", "app"))
            for _ in range(STARTS)
        ]
        added = 1000 * median(by_run - directly for by_run, directly in pairs)
        yield Figure("a second start by run.py adds", added, "ms", 300.0)
        # Two thirds of a start are imports of others: by these, machines can be compared.
        for module in ("PySide6.QtWidgets", "sqlalchemy.orm"):
            value = 1000 * median(_import_seconds(module) for _ in range(STARTS))
            yield Figure(f"import of {module} alone", value, "ms")
