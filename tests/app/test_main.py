"""What the program decides before it imports anything heavy."""

import os
import subprocess
import sys
import threading
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from app import __version__, plain_imports
from app.__main__ import has_display, main, tell_missing_library, window_of
from app.bugs import keep_last_words, report_of
from app.commands import demo, run_command
from app.desk import startup
from app.known import as_known
from app.places import kernel_cache, log_file, sample_workspace
from app.sample import make_sample_file
from models.errors import KnownError
from simulation.assumptions import AssumptionError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ""),
        (["--workspace", "a.db"], "a.db"),
        (["--workspace=a.db"], "a.db"),
        (["--workspace"], None),
        (["--workspace", ""], None),
        (["--workspace="], None),
        (["--workspace", "--help"], None),
        (["--help"], None),
        (["forecast"], None),
        (["--workspace", "a.db", "doctor"], None),
    ],
)
def test_a_window_is_opened_only_without_a_command(
    arguments: list[str], expected: str | None
) -> None:
    assert window_of(arguments) == expected


def test_a_display_is_looked_for_on_linux_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()
    monkeypatch.delenv("WAYLAND_DISPLAY")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert has_display()


def test_compiled_kernels_are_kept_in_the_cache_folder_of_the_person(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    assert main(["--version"]) == 0
    assert os.environ["NUMBA_CACHE_DIR"] == str(kernel_cache())
    assert "0." in capsys.readouterr().out


def test_the_version_is_that_of_the_package() -> None:
    assert __version__ == version("funneldesk")


def test_a_missing_library_is_named_with_its_package(capsys: pytest.CaptureFixture[str]) -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert tell_missing_library(error) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "libEGL.so.1" in said
    assert "apt-get install libegl1" in said
    with pytest.raises(ImportError):
        tell_missing_library(ImportError("No module named 'views.missing'"))


def test_errors_of_the_machine_and_of_assumptions_are_known(tmp_path: Path) -> None:
    known = KnownError("Choose another.")
    assert as_known(known) is known
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "gone").read_text()
    assert "gone: No such file" in str(as_known(missing.value))
    error = AssumptionError("trials", 0, "a whole number from 1 to 9")
    assert str(as_known(error)) == str(error)
    assert as_known(ValueError("a bug")) is None
    assert as_known(OSError("without a file")) is None


def test_a_report_names_versions_and_the_place_of_the_bug() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / 0
    report = report_of(caught.value)
    assert "PySide6-Essentials 6." in report
    assert "test_main.py" in report
    assert "ZeroDivisionError" in report


def test_a_bug_is_one_line_on_the_terminal_and_a_report_in_the_log(user_folders: Path) -> None:
    program = (
        "import sys; from app.bugs import catch_bugs; catch_bugs(); raise LookupError('seven')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert str(log_file()) in done.stderr
    written = log_file().read_text("utf-8")
    assert "Traceback" in written
    assert "LookupError: seven" in written


def test_a_fault_leaves_a_trace_that_is_told_once(user_folders: Path) -> None:
    program = "import os; from app.bugs import keep_last_words; keep_last_words(); os.abort()"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert ended.returncode != 0
    assert "Fatal Python error" in keep_last_words()
    assert keep_last_words() == ""


def test_little_is_imported_before_the_second_process_is_on_its_way() -> None:
    program = (
        "import sys, app.__main__\n"
        "early = {'pathlib', 'typing', 'logging', 'dataclasses', 'app.bugs', 'models'}\n"
        "print(sorted(early & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_window_imports_nothing_heavy_before_its_first_paint() -> None:
    program = (
        "import sys, app.desk.startup\n"
        "heavy = {'sqlalchemy', 'numpy', 'scipy', 'numba', 'alembic', 'click', 'asyncio', 'ssl',"
        " 'email', 'multiprocessing', 'tzlocal', 'hashlib', 'html', 'dataclasses', 'datetime',"
        " 'app.desk.window',"
        " 'views.today.page'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    assert done.stdout.strip() == "[]"


def test_the_window_reads_no_source_of_the_modules_it_imports() -> None:
    program = (
        "from app.plain_imports import import_qt; import_qt()\n"
        "import linecache, app.desk.startup, PySide6.QtSvg\n"
        "print([name for name in linecache.cache if 'views' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_window_of_the_sample_opens_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []

    def run_window(*given: object) -> int:
        done.append(given)
        return 0

    monkeypatch.setattr(demo, "make_sample_file", lambda path, *_day, **_how: done.append(path))
    monkeypatch.setattr(plain_imports, "import_qt", lambda: done.append("plain imports"))
    monkeypatch.setattr(startup, "run_window", run_window)
    path = tmp_path / "sample.db"
    assert run_command(["--workspace", str(path), "demo"]) == 0
    assert done == [path, "plain imports", (path, None)]


# That every page can be painted is tested where they are painted; here two will do.
WITHOUT_DISPLAY = """
from functools import partial
from app.__main__ import main
from app.commands import headless

headless.paint_pages = partial(headless.paint_pages, pages=("leads", "forecast"))
raise SystemExit(main([]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux may lack a display")
def test_without_a_display_the_main_job_is_done_in_the_terminal(user_folders: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    # The sample is there from an earlier start, and small.
    make_sample_file(sample_workspace(), date(2026, 11, 20), leads=30)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DISPLAY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("There is no display")
    assert any("clients in 8 of 10 cases" in line for line in lines)
    pictures = [Path(line) for line in lines if line.endswith(".png")]
    assert {picture.stem for picture in pictures} == {"leads", "forecast"}
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
