"""Run one benchmark file in this process: `python -m tests.benchmarks.one bench_x`."""

import importlib
import json
import sys
from contextlib import redirect_stdout
from dataclasses import asdict

from tests.benchmarks.figure import Figure


def as_line(figure: Figure) -> str:
    """Return the figure as one line of JSON, its verdict included."""
    return json.dumps({**asdict(figure), "met": figure.met})


def main(module_name: str) -> None:
    """Write each figure as soon as it is measured; whatever the benchmark prints is set aside."""
    answers = sys.stdout
    with redirect_stdout(sys.stderr):
        module = importlib.import_module(f"tests.benchmarks.{module_name}")
        for figure in module.figures():
            answers.write(as_line(figure) + "\n")
            answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
