"""The start script: what it asks for, what it remembers, and what it says where it cannot help."""

import ast
import json
import os
import sys
import threading
from pathlib import Path
from typing import NoReturn

import pytest

import run

STAMP = {"digest": "abc", "extras": ["test"], "libraries": ["drawing"]}


def project(folder: Path, name: str = "clone") -> Path:
    root = folder / name
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    (root / "constraints.txt").write_text("numpy==2.4.6\n", "utf-8")
    return root


@pytest.mark.parametrize(
    ("arguments", "module", "rest"),
    [
        ([], "app", []),
        (["forecast", "--mqls", "200"], "app", ["forecast", "--mqls", "200"]),
        (["--workspace", "test"], "app", ["--workspace", "test"]),
        (["test"], "tests.checks", []),
        (["test", "tests/start", "-x"], "tests.checks", ["tests/start", "-x"]),
        (["bench", "start", "--json"], "tests.benchmarks", ["start", "--json"]),
    ],
)
def test_arguments_go_where_they_belong(arguments: list[str], module: str, rest: list[str]) -> None:
    errand = run.route(arguments)
    assert (errand.module, errand.arguments) == (module, rest)


def test_only_checks_and_benchmarks_need_the_test_extras_and_leave_the_folder() -> None:
    assert run.route(["forecast"]).extras == frozenset()
    assert run.route(["forecast"]).folder is None
    for word in ("test", "bench"):
        assert run.route([word]).extras == {"test"}
        assert run.route([word]).folder == run.ROOT


def test_the_interpreter_lies_where_each_system_puts_it() -> None:
    assert run.venv_python(Path("v"), "linux") == Path("v/bin/python")
    assert run.venv_python(Path("v"), "darwin") == Path("v/bin/python")
    assert run.venv_python(Path("v"), "win32") == Path("v/Scripts/python.exe")


def test_the_digest_changes_with_all_that_decides_what_is_installed(tmp_path: Path) -> None:
    root = project(tmp_path)
    first = run.digest(root, (3, 11))
    assert run.digest(root, (3, 11)) == first
    assert run.digest(root, (3, 12)) != first
    assert run.digest(project(tmp_path, "moved"), (3, 11)) != first
    (root / "constraints.txt").write_text("numpy==2.4.7\n", "utf-8")
    changed = run.digest(root, (3, 11))
    assert changed != first
    (root / "pyproject.toml").write_text("[project]\nname = 'x'\n", "utf-8")
    assert run.digest(root, (3, 11)) != changed


def test_an_environment_serves_whoever_needs_no_more_than_it_has() -> None:
    assert run.is_installed(STAMP, "abc", frozenset())
    assert run.is_installed(STAMP, "abc", frozenset({"test"}))
    assert not run.is_installed({**STAMP, "extras": []}, "abc", frozenset({"test"}))
    assert not run.is_installed(STAMP, "changed", frozenset())
    assert not run.is_installed({"unfinished": True}, "abc", frozenset())


def test_a_stamp_survives_writing_and_a_damaged_one_counts_as_none(tmp_path: Path) -> None:
    path = tmp_path / "stamp.json"
    assert run.read_stamp(path) == {}
    run.write_stamp(path, STAMP)
    assert run.read_stamp(path) == STAMP
    assert [found.name for found in tmp_path.iterdir()] == ["stamp.json"]
    for damaged in ("", '{"digest": ', "[]", "\0\0"):
        path.write_text(damaged, "utf-8")
        assert run.read_stamp(path) == {}


@pytest.mark.parametrize(
    ("arguments", "environ", "platform", "groups"),
    [
        ([], {}, "linux", {"drawing"}),
        ([], {"DISPLAY": ":0"}, "linux", {"drawing", "window"}),
        ([], {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", {"drawing"}),
        (["test"], {"DISPLAY": ":0"}, "linux", {"drawing"}),
        ([], {"DISPLAY": ":0"}, "darwin", set()),
        ([], {}, "win32", set()),
    ],
)
def test_window_libraries_are_asked_for_only_where_a_window_may_open(
    arguments: list[str], environ: dict[str, str], platform: str, groups: set[str]
) -> None:
    needed = run.needed_libraries(run.route(arguments), environ, platform)
    assert set(needed) == groups
    assert run.has_libraries(STAMP, needed) == (groups <= {"drawing"})


@pytest.mark.skipif(sys.platform != "linux", reason="shared libraries are checked on Linux")
def test_a_library_that_cannot_be_loaded_is_named() -> None:
    assert run.missing_libraries(["libc.so.6", "libnobody-made-this.so.1"]) == [
        "libnobody-made-this.so.1"
    ]


def test_the_advice_is_a_command_that_can_be_pasted() -> None:
    missing = ["libxcb-cursor.so.0", "libGL.so.1"]
    apt = run.install_command(missing, ["dnf", "apt-get"])
    assert " ".join(apt) == "apt-get install -y --no-install-recommends libgl1 libxcb-cursor0"
    dnf = run.install_command(missing, ["dnf"])
    assert " ".join(dnf) == "dnf install -y 'libxcb-cursor.so.0()(64bit)' 'libGL.so.1()(64bit)'"
    assert run.install_command(missing, []) == []


def without_help(monkeypatch: pytest.MonkeyPatch, tools: list[str], *, root: bool) -> None:
    monkeypatch.setattr(run, "missing_libraries", list)
    monkeypatch.setattr(run, "system_tools", lambda: tools)
    monkeypatch.setattr(run, "is_root_with_apt", lambda: root)


def test_who_may_not_install_is_told_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    without_help(monkeypatch, ["apt-get"], root=False)
    with pytest.raises(run.Problem, match=r"libEGL\.so\.1(.|\n)*sudo apt-get install .*libegl1"):
        run.provide_libraries(["libEGL.so.1"])


def test_an_unknown_system_is_told_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    without_help(monkeypatch, [], root=False)
    with pytest.raises(run.Problem, match=r"libEGL\.so\.1.*install them"):
        run.provide_libraries(["libEGL.so.1"])


def test_root_on_debian_hears_what_is_installed_before_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_help(monkeypatch, ["apt-get"], root=True)
    told_before: list[tuple[str, list[str]]] = []

    def pretend(command: list[str], failed: str, extra: dict[str, str]) -> None:
        told_before.append((capsys.readouterr().err, list(command)))
        monkeypatch.setattr(run, "missing_libraries", lambda sonames: [])

    monkeypatch.setattr(run, "run_quietly", pretend)
    run.provide_libraries(["libEGL.so.1"])
    announced, first = told_before[0]
    assert "apt-get install -y --no-install-recommends libegl1" in announced
    assert first == ["apt-get", "update"]
    assert told_before[1][1][-1] == "libegl1"


def test_what_a_command_prints_is_seen_only_where_it_fails(
    capfd: pytest.CaptureFixture[str],
) -> None:
    noisy = "print('noise'); import sys; sys.exit(int(sys.argv[1]))"
    run.run_quietly([sys.executable, "-c", noisy, "0"], "it failed")
    assert capfd.readouterr() == ("", "")
    with pytest.raises(run.Problem, match="it failed"):
        run.run_quietly([sys.executable, "-c", noisy, "1"], "it failed")
    out, err = capfd.readouterr()
    assert out == ""
    assert "noise" in err


def test_a_second_start_waits_for_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lock"
    order: list[str] = []
    waiting = threading.Event()

    def say(text: str) -> None:
        waiting.set()

    def second() -> None:
        with run.one_at_a_time(path):
            order.append("second")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "say", say)
        with run.one_at_a_time(path):
            other = threading.Thread(target=second)
            other.start()
            assert waiting.wait(10)
            order.append("first")
        other.join(10)
    assert order == ["first", "second"]


class Machine:
    """A start in an empty folder, with the slow commands written down instead of run."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[list[str]] = []
        self.fails_at = ""
        self.venv = root / ".venv"
        monkeypatch.setattr(run, "ROOT", root)
        monkeypatch.setattr(run, "VENV", self.venv)
        monkeypatch.setattr(run, "STAMP", self.venv / "funneldesk.json")
        monkeypatch.setattr(run, "LOCK", root / ".venv.lock")
        monkeypatch.setattr(run, "missing_libraries", lambda sonames: [])
        monkeypatch.setattr(run, "run_quietly", self.run)
        monkeypatch.setattr(run, "is_usable", lambda python: python.exists())

    def run(self, command: list[str], failed: str, extra: dict[str, str] | None = None) -> None:
        self.commands.append(command)
        if self.fails_at in command:
            raise run.Problem(failed)
        if "venv" in command:
            python = run.venv_python(self.venv)
            python.parent.mkdir(parents=True)
            python.touch()

    def start(self, *arguments: str) -> str:
        """Prepare a start and return the steps that were taken."""
        self.commands.clear()
        run.prepare(run.route(arguments))
        short = {"import shiboken6": "unpack", str(self.venv): "make"}
        return " ".join(short.get(command[-1], command[-1]) for command in self.commands)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(project(tmp_path), monkeypatch)


def test_the_environment_is_made_once(machine: Machine) -> None:
    assert machine.start() == "make setuptools . unpack"
    assert machine.start("forecast") == ""
    assert machine.start("test") == "setuptools .[test] unpack"
    assert machine.start("test") == ""
    assert machine.start() == ""


def test_changed_requirements_are_installed_and_the_extras_kept(machine: Machine) -> None:
    machine.start("test")
    (run.ROOT / "constraints.txt").write_text("numpy==2.4.7\n", "utf-8")
    assert machine.start() == "setuptools .[test] unpack"
    assert machine.start() == ""


@pytest.mark.parametrize("step", ["venv", "setuptools", "."])
def test_an_environment_that_was_left_unfinished_is_made_anew(machine: Machine, step: str) -> None:
    machine.fails_at = step
    with pytest.raises(run.Problem, match="could not be"):
        machine.start()
    (machine.venv / "half-made").touch()
    machine.fails_at = ""
    assert machine.start() == "make setuptools . unpack"
    assert not (machine.venv / "half-made").exists()
    assert machine.start() == ""


@pytest.mark.parametrize("step", ["setuptools", "."])
def test_an_update_that_pip_refuses_leaves_the_environment_as_it_was(
    machine: Machine, step: str
) -> None:
    machine.start()
    constraints = run.ROOT / "constraints.txt"
    before = constraints.read_text("utf-8")
    constraints.write_text("numpy==2.4.7\n", "utf-8")
    machine.fails_at = step
    with pytest.raises(run.Problem, match="could not be"):
        machine.start()
    constraints.write_text(before, "utf-8")
    assert machine.start() == ""


def test_an_update_that_was_cut_off_is_not_trusted(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.start()
    (run.ROOT / "constraints.txt").write_text("numpy==2.4.7\n", "utf-8")

    def cut_off(command: list[str], failed: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "run_quietly", cut_off)
        with pytest.raises(KeyboardInterrupt):
            machine.start()
    assert machine.start() == "make setuptools . unpack"


def test_an_environment_without_its_interpreter_is_made_anew(machine: Machine) -> None:
    machine.start()
    run.venv_python(machine.venv).unlink()
    assert machine.start() == "make setuptools . unpack"


def test_an_environment_that_someone_else_made_is_taken_over(machine: Machine) -> None:
    python = run.venv_python(machine.venv)
    python.parent.mkdir(parents=True)
    python.touch()
    assert machine.start() == "setuptools . unpack"
    assert machine.start() == ""


def test_libraries_are_looked_for_once(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    looked_for: list[str] = []

    def missing(sonames: list[str]) -> list[str]:
        looked_for.extend(sonames)
        return []

    monkeypatch.setattr(run, "missing_libraries", missing)
    monkeypatch.setattr(os, "environ", {"DISPLAY": ""})
    machine.start()
    machine.start()
    assert looked_for == list(run.DRAWING)
    assert json.loads(run.STAMP.read_text("utf-8"))["libraries"] == ["drawing"]


def test_missing_libraries_stop_the_start_before_anything_is_installed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_help(monkeypatch, ["apt-get"], root=False)
    monkeypatch.setattr(run, "needed_libraries", lambda errand, environ: {"drawing": run.DRAWING})
    with pytest.raises(run.Problem, match="sudo apt-get"):
        machine.start()
    assert machine.commands == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", ".venv.lock"), "you may write"),
        (PermissionError(13, "Access is denied", "python.exe"), "close every Funneldesk"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, said: str
) -> None:
    def refuse(_errand: run.Errand) -> None:
        raise error

    monkeypatch.setattr(run, "prepare", refuse)
    assert run.main([]) == 1
    message = capsys.readouterr().err
    assert said in message
    assert message.count("\n") == 1


def test_an_older_python_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert run.main([]) == 1
    message = capsys.readouterr().err
    assert "3.11" in message
    assert "3.9.2" in message


def test_the_script_parses_on_pythons_too_old_to_run_it() -> None:
    source = Path(run.__file__).read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))


def test_the_script_needs_only_the_standard_library() -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(Path(run.__file__).read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_the_program_keeps_its_bytecode_for_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str | None] = []
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(sys, "platform", "linux")

    def leave(*_command: object) -> NoReturn:
        kept.append(os.environ.get("PYTHONDONTWRITEBYTECODE"))
        raise SystemExit

    monkeypatch.setattr(os, "execv", leave)
    with pytest.raises(SystemExit):
        run.become(run.route([]))
    assert kept == [None]
