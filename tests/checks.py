"""Run every check, whatever fails: `python3 run.py test [PYTEST ARGS ...]`.

The tests and the checks that only read share the machine's cores, so the slowest of them decides
how long it takes. The simulator is compiled before the tests, while the others read: each of the
tests' processes would compile it for itself. Each check gets one line; what it has to say follows
where it fails. The last line carries pytest's own closing line.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
READING_CHECKS = {
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "imports": [
        PYTHON,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-logo",
    ],
    "types": [PYTHON, "-m", "mypy"],
}
COMPILING = [
    PYTHON,
    "-c",
    "from app import kernels as k; k.name_cache(); k.are_compiled() or k.compile_kernels()",
]


@dataclass(frozen=True)
class Outcome:
    """How one check ended."""

    name: str
    passed: bool
    seconds: float
    output: str


def run_check(
    name: str,
    command: Sequence[str],
    environment: Mapping[str, str],
    show: Callable[[str], None] | None = None,
) -> Outcome:
    """Run one check to its end; `show` gets each line of its output as it comes."""
    start = time.perf_counter()
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if show is not None:
                show(line)
    seconds = time.perf_counter() - start
    return Outcome(name, process.returncode == 0, seconds, "".join(lines))


def pytest_command(arguments: Sequence[str], cores: int) -> list[str]:
    """Return the command for the tests; a person's own arguments come last and win."""
    spread = ["-n", str(min(cores, 8)), "--dist", "worksteal"] if cores > 1 else []
    return [PYTHON, "-m", "pytest", "-q", *spread, *arguments]


def report(outcome: Outcome) -> str:
    """Return the line about one check, with its output below where it failed."""
    verdict = "ok" if outcome.passed else "FAILED"
    line = f"{outcome.name:<8} {verdict:<7} {outcome.seconds:6.1f} s"
    return line if outcome.passed else f"{line}\n{outcome.output.rstrip()}"


def closing_line(outcomes: Sequence[Outcome], pytest_output: str) -> str:
    """Return the last line: which checks failed, and how pytest closed."""
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    verdict = f"FAILED: {', '.join(failed)}" if failed else f"all {len(outcomes)} checks passed"
    last = next((line for line in reversed(pytest_output.splitlines()) if line.strip()), "")
    return f"{verdict}; tests: {last.strip('= ')}"


def main(arguments: Sequence[str]) -> int:
    """Run all checks and return 0 where every one passed."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONUTF8": "1"}
    outcomes: list[Outcome] = []
    printing = threading.Lock()

    def show(text: str) -> None:
        with printing:
            print(text, flush=True)

    def run_reading_checks() -> None:
        for name, command in READING_CHECKS.items():
            outcomes.append(run_check(name, command, environment))
            show(report(outcomes[-1]))

    reading = threading.Thread(target=run_reading_checks)
    reading.start()
    compiled = run_check("kernels", COMPILING, environment)
    show(report(compiled))
    command = pytest_command(arguments, os.cpu_count() or 1)
    tests = run_check("tests", command, environment, lambda line: show(line.rstrip()))
    reading.join()
    outcomes += [compiled, tests]
    show(report(Outcome(tests.name, tests.passed, tests.seconds, "")).rstrip())
    show(closing_line(outcomes, tests.output))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
