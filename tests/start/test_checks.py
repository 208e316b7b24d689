"""What `python3 run.py test` runs and says."""

import os
import sys
from pathlib import Path

from tests import checks
from tests.checks import Outcome

GREEN = Outcome("lint", True, 0.12, "")
RED = Outcome("types", False, 4.0, "app/x.py:1: error: no\nFound 1 error\n")
PYTEST = "....\n\n============ 4 passed in 0.10s ============\n"


def test_everything_that_reads_is_checked() -> None:
    words = [" ".join(command) for command in checks.READING_CHECKS.values()]
    for tool in ("ruff check", "ruff format --check", "importlinter", "mypy"):
        assert any(tool in command for command in words)


def test_a_check_has_one_line_and_what_it_said_only_where_it_failed() -> None:
    assert checks.report(GREEN).split() == ["lint", "ok", "0.1", "s"]
    assert checks.report(RED).splitlines()[1:] == ["app/x.py:1: error: no", "Found 1 error"]


def test_the_last_line_names_what_failed_and_counts_the_tests() -> None:
    tests = Outcome("tests", True, 1.0, PYTEST)
    assert (
        checks.closing_line([GREEN, tests], PYTEST)
        == "all 2 checks passed; tests: 4 passed in 0.10s"
    )
    assert (
        checks.closing_line([GREEN, RED, tests], PYTEST)
        == "FAILED: types; tests: 4 passed in 0.10s"
    )


def test_a_persons_own_arguments_come_last() -> None:
    command = checks.pytest_command(["tests/start", "-n", "0"], cores=2)
    assert command[-3:] == ["tests/start", "-n", "0"]
    assert command[command.index("-n") + 1] == "2"
    assert "-n" not in checks.pytest_command([], cores=1)


def test_the_simulator_is_compiled_where_the_tests_look_for_it(tmp_path: Path) -> None:
    (tmp_path / "compiled").touch()
    done = checks.run_check(
        "kernels", checks.COMPILING, {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    )
    assert done.passed
    assert list(tmp_path.iterdir()) == [tmp_path / "compiled"]


def test_a_check_is_heard_and_judged_by_its_exit_code() -> None:
    heard: list[str] = []
    say = "import sys; print('one'); print('two', file=sys.stderr); sys.exit(int(sys.argv[1]))"
    good = checks.run_check("say", [sys.executable, "-u", "-c", say, "0"], {}, heard.append)
    bad = checks.run_check("say", [sys.executable, "-u", "-c", say, "3"], {})
    assert heard == ["one\n", "two\n"]
    assert good.passed
    assert not bad.passed
    assert bad.output == "one\ntwo\n"
