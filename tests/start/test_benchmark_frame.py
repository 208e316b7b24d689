"""The frame around the benchmarks: verdicts, the table, one process each, and what a crash does."""

import json
import threading
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks.figure import Figure, measure, peak_memory, process_peak_megabytes
from tests.benchmarks.one import as_line

GOOD = """
import sys
from tests.benchmarks.figure import Figure

def figures():
    print("noise")
    yield Figure("first paint", 0.31, "s", 0.35)
    yield Figure("rate", 900.0, "rows/s", 1000.0, "at least")
    yield Figure("modules", float(len(sys.modules)), "modules", None)
"""
CRASHES = GOOD + "    raise RuntimeError('broken')\n"


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a", 5, "ms", 5), True),
        (Figure("a", 5.01, "ms", 5), False),
        (Figure("a", 5, "rows/s", 5, "at least"), True),
        (Figure("a", 4.99, "rows/s", 5, "at least"), False),
        (Figure("a", 5, "ms"), None),
    ],
)
def test_a_target_itself_is_met(figure: Figure, met: bool | None) -> None:
    assert figure.met is met
    assert json.loads(as_line(figure))["met"] is met


def test_warm_up_runs_are_not_measured() -> None:
    calls: list[None] = []
    seconds = measure(lambda: calls.append(None), repeat=3, warm_up=2)
    assert len(calls) == 5
    assert seconds >= 0


def test_memory_of_the_block_is_seen_and_its_watcher_ends() -> None:
    enough = threading.Event()
    with peak_memory(interval_seconds=0.001) as peak:
        block = bytearray(b"x" * 60_000_000)
        while peak.megabytes < 60 and not enough.wait(0.001):
            pass
    assert len(block) == 60_000_000
    assert peak.megabytes >= 60
    assert process_peak_megabytes() >= 60


@pytest.fixture
def benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two benchmarks, one of which crashes."""
    folder = tmp_path / "tests" / "benchmarks"
    folder.mkdir(parents=True)
    for name in ("figure.py", "one.py"):
        (folder / name).write_text((bench.HERE / name).read_text("utf-8"), "utf-8")
    (folder / "bench_good.py").write_text(GOOD, "utf-8")
    (folder / "bench_crashing.py").write_text(CRASHES, "utf-8")
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(
        bench, "benchmark_names", lambda wanted, names=bench.benchmark_names: names(wanted, folder)
    )
    return folder


def test_benchmarks_are_chosen_by_a_part_of_their_name(benchmarks: Path) -> None:
    assert bench.benchmark_names([]) == ["bench_crashing", "bench_good"]
    assert bench.benchmark_names(["goo"]) == ["bench_good"]
    with pytest.raises(SystemExit) as ended:
        bench.main(["nothing"])
    assert ended.value.code == 2


def test_json_is_one_object_a_line(benchmarks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["good", "--json"]) == 0
    out, err = capsys.readouterr()
    rows = [json.loads(line) for line in out.splitlines()]
    assert [list(row) for row in rows] == [["name", "value", "unit", "target", "met"]] * 3
    assert rows[0] == {
        "name": "first paint",
        "value": 0.31,
        "unit": "s",
        "target": 0.35,
        "met": True,
    }
    assert [row["met"] for row in rows] == [True, False, None]
    assert err.splitlines()[-1] == "3 figures, 1 targets met, 1 missed"


def test_the_table_names_the_target_and_whether_it_was_met(
    benchmarks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["good"]) == 0
    table = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert table[0] == ["name", "value", "unit", "target", "met"]
    assert table[1] == ["first", "paint", "0.31", "s", "at", "most", "0.35", "yes"]
    assert table[2] == ["rate", "900", "rows/s", "at", "least", "1,000", "no"]


def test_a_crash_keeps_the_other_benchmarks_and_is_told(
    benchmarks: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert bench.main(["--json"]) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 6
    assert "RuntimeError: broken" in err
    assert err.splitlines()[-1].endswith("did not finish: bench_crashing")
