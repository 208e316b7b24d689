"""The engine stays light until it is used, and brings neither window nor database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import importlib, pkgutil, sys
import simulation

compiled = "compilation continuous draws keyed layout linking passing referring rows".split()
compiled += "serving tallies walks weeks".split()
for module in pkgutil.walk_packages(simulation.__path__, "simulation."):
    if module.name.removeprefix("simulation.kernel.") not in compiled:
        importlib.import_module(module.name)
foreign = {"PySide6", "sqlalchemy", "models", "views", "app"}
late = {"numba", "scipy"}
assert not (foreign | late) & set(sys.modules), sorted((foreign | late) & set(sys.modules))

from simulation.assumptions import house_funnel
from simulation.funnel import simulate
from simulation.summaries import summarise

clients = summarise(simulate(house_funnel(), trials=20_000, seed=1)).clients
assert abs(clients.mean - 3) < 0.06, clients.mean
assert abs(clients.p_zero - 0.0486682914) < 0.006, clients.p_zero
assert (clients.p5, clients.p95) == (1, 6)
assert "numba" in sys.modules
assert not foreign & set(sys.modules), sorted(foreign & set(sys.modules))
"""


def test_a_fresh_interpreter_simulates_without_window_or_database() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
