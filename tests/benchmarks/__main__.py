"""Run the benchmarks, each file in a fresh process: `python3 run.py bench [NAME ...] [--json]`.

A benchmark is a file `bench_*.py` with `def figures() -> Iterator[Figure]`. A missed target is a
finding, not a failure: the exit code is 1 only where a benchmark could not run to its end.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
COLUMNS = ("name", "value", "unit", "target", "met")


def benchmark_names(wanted: Sequence[str], folder: Path = HERE) -> list[str]:
    """Return the benchmark modules of which a part of the name is wanted, or all of them."""
    names = sorted(path.stem for path in folder.glob("bench_*.py"))
    return [name for name in names if not wanted or any(part in name for part in wanted)]


def run_benchmark(name: str) -> Iterator[dict[str, Any]]:
    """Yield the figures of one benchmark as they arrive.

    Raises:
        subprocess.CalledProcessError: the benchmark ended early; what it said is on stderr.

    """
    command = [sys.executable, "-m", "tests.benchmarks.one", name]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)


def as_columns(figure: dict[str, Any]) -> tuple[str, ...]:
    """Return the five cells of a figure as they stand in the table."""
    target = "" if figure["target"] is None else f"{figure['met_when']} {_number(figure['target'])}"
    met = {None: "", True: "yes", False: "no"}[figure["met"]]
    return figure["name"], _number(figure["value"]), figure["unit"], target, met


def as_row(cells: tuple[str, ...]) -> str:
    """Return five cells as one line of the table."""
    name, value, unit, target, met = cells
    return f"{name:<58} {value:>12} {unit:<10} {target:<18} {met}".rstrip()


def _number(value: float) -> str:
    """Return a number with four significant digits, and whole where it is large."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def closing_line(figures: Sequence[dict[str, Any]], crashed: Sequence[str]) -> str:
    """Return how many targets were met and missed, and which benchmarks did not finish."""
    met = sum(figure["met"] is True for figure in figures)
    missed = sum(figure["met"] is False for figure in figures)
    line = f"{len(figures)} figures, {met} targets met, {missed} missed"
    return f"{line}; did not finish: {', '.join(crashed)}" if crashed else line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks that were asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="run.py bench", description="Run the benchmarks.")
    parser.add_argument("name", nargs="*", help="part of a benchmark's file name")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    names = benchmark_names(options.name)
    if not names:
        parser.error(f"no benchmark is named like {' or '.join(options.name) or 'bench_*.py'}")
    figures: list[dict[str, Any]] = []
    crashed: list[str] = []
    if not options.json:
        print(as_row(COLUMNS))
    for name in names:
        try:
            for figure in run_benchmark(name):
                figures.append(figure)
                if options.json:
                    line = json.dumps({column: figure[column] for column in COLUMNS})
                else:
                    line = as_row(as_columns(figure))
                print(line, flush=True)
        except subprocess.CalledProcessError:
            crashed.append(name)
    print(closing_line(figures, crashed), file=sys.stderr)
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main())
