#!/usr/bin/env python3
"""Start Funneldesk from a clone: make its environment once, then become the program.

    python3 run.py [ARGS ...]                   the `funneldesk` command; without ARGS the window
    python3 run.py test [PYTEST ARGS ...]       every check
    python3 run.py bench [NAME ...] [--json]    the benchmarks

Needs nothing but Python. A second start only reads the stamp that the first one left, so whatever
is needed for making the environment is imported where it is used.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

LOWEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "funneldesk.json"
LOCK = ROOT / ".venv.lock"
APT_INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")


# The shared libraries that Qt loads, each with the Debian package that brings it. Without these it
# cannot be imported, not even where nothing is drawn.
DRAWING = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
# Without these it aborts when it opens a window on an X display.
WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Problem(Exception):
    """Something about this machine stops the start; the text says what, and what to do."""


class Errand(NamedTuple):
    """What to run in the environment, and what must be installed there for it."""

    module: str
    arguments: list[str]
    extras: frozenset[str] = frozenset()
    folder: Path | None = None


def route(arguments: Sequence[str]) -> Errand:
    """Return what the arguments ask for."""
    if arguments and arguments[0] == "test":
        return Errand("tests.checks", list(arguments[1:]), frozenset({"test"}), ROOT)
    if arguments and arguments[0] == "bench":
        return Errand("tests.benchmarks", list(arguments[1:]), frozenset({"test"}), ROOT)
    return Errand("app", list(arguments))


def needed_libraries(
    errand: Errand, environ: Mapping[str, str], platform: str = sys.platform
) -> dict[str, dict[str, str]]:
    """Return the groups of shared libraries that the errand needs, by name."""
    if platform != "linux":
        return {}
    on_x = bool(environ.get("DISPLAY")) and environ.get("QT_QPA_PLATFORM", "xcb") == "xcb"
    window = {"window": WINDOW} if on_x and errand.module == "app" else {}
    return {"drawing": DRAWING, **window}


def venv_python(venv: Path, platform: str = sys.platform) -> Path:
    """Return where an environment keeps its interpreter."""
    return venv / "Scripts" / "python.exe" if platform == "win32" else venv / "bin" / "python"


def digest(root: Path, version: tuple[int, int]) -> str:
    """Return a hash of all that decides what is installed, and where."""
    parts = [os.fsencode(root), b"%d.%d" % version]
    parts += [(root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
    return sha256(b"\0".join(parts)).hexdigest()


def read_stamp(path: Path) -> dict[str, Any]:
    """Return what the environment was made of, or nothing where that is unknown."""
    try:
        stamp = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(path: Path, stamp: Mapping[str, Any]) -> None:
    """Replace the stamp in one step, so that it is never half written."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(stamp), "utf-8")
    draft.replace(path)


def is_installed(stamp: Mapping[str, Any], wanted: str, extras: frozenset[str]) -> bool:
    """Return whether the environment is finished, current, and has these extras."""
    return stamp.get("digest") == wanted and extras <= set(stamp.get("extras", ()))


def has_libraries(stamp: Mapping[str, Any], groups: Mapping[str, object]) -> bool:
    """Return whether these groups of shared libraries were found on this machine before."""
    return set(groups) <= set(stamp.get("libraries", ()))


def missing_libraries(sonames: Iterable[str]) -> list[str]:
    """Return those of the libraries that cannot be loaded."""
    import ctypes

    missing = []
    for soname in sonames:
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing.append(soname)
    return missing


def install_command(missing: Iterable[str], tools: Iterable[str]) -> list[str]:
    """Return the command that installs libraries with one of the system's tools."""
    if "apt-get" in tools:
        packages = {**DRAWING, **WINDOW}
        return [*APT_INSTALL, *sorted(packages[soname] for soname in missing)]
    if "dnf" in tools:  # which finds packages by the libraries in them
        return ["dnf", "install", "-y", *(f"'{soname}()(64bit)'" for soname in missing)]
    return []


def say(text: str) -> None:
    """Tell the person about progress; standard output belongs to the program."""
    print(f"Funneldesk: {text}", file=sys.stderr, flush=True)


def run_quietly(
    command: Sequence[str], failed: str, extra: Mapping[str, str] | None = None
) -> None:
    """Run a command and show what it printed only where it fails; `failed` says what that means."""
    import subprocess

    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(extra or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise Problem(failed)


def system_tools() -> list[str]:
    """Return the package tools of this system."""
    import shutil

    return [tool for tool in ("apt-get", "dnf") if shutil.which(tool)]


def is_root_with_apt() -> bool:
    """Return whether system packages can be installed without asking anyone."""
    return sys.platform == "linux" and os.geteuid() == 0 and "apt-get" in system_tools()


def apt_install(command: Sequence[str], reason: str) -> None:
    """Install system packages, after saying so."""
    say(f"{reason}; installing with: {' '.join(command)}")
    failed = "the packages could not be installed. What apt-get said stands above."
    for step in (["apt-get", "update"], command):
        run_quietly(step, failed, {"DEBIAN_FRONTEND": "noninteractive"})


def provide_libraries(sonames: Sequence[str]) -> None:
    """Install the shared libraries that are missing, or say how."""
    missing = missing_libraries(sonames)
    if missing and is_root_with_apt():
        reason = f"Qt needs {len(missing)} system libraries"
        apt_install(install_command(missing, ["apt-get"]), reason)
        missing = missing_libraries(sonames)
    if missing:
        command = install_command(missing, system_tools())
        advice = f"run this once:\n    sudo {' '.join(command)}" if command else "install them."
        raise Problem(f"Qt needs libraries that are missing here ({', '.join(missing)}); {advice}")


def provide_venv_module() -> None:
    """Install what Debian leaves out of Python, or say how."""
    from importlib.util import find_spec

    if find_spec("venv") and find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    command = [*APT_INSTALL, package]
    reason = "Python's venv module is missing"
    if not is_root_with_apt():
        raise Problem(f"{reason}; run this once:\n    sudo {' '.join(command)}")
    apt_install(command, reason)


def is_usable(python: Path) -> bool:
    """Return whether an interpreter runs, has pip, and is of the version of this one."""
    import subprocess

    question = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    try:
        command = [str(python), "-I", "-c", question]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment(wanted: str, extras: frozenset[str]) -> dict[str, Any]:
    """Make the environment, or bring it up to date, and return its new stamp.

    One that was left unfinished is made anew: which of its packages are whole is anyone's guess.
    """
    import time

    start = time.monotonic()
    before = read_stamp(STAMP)
    if before.get("unfinished") or not is_usable(venv_python(VENV)):
        before = make_empty_environment()
    extras |= set(before.get("extras", ()))
    write_stamp(STAMP, {**before, "unfinished": True})
    say("installing its packages; the first time takes some minutes ...")
    try:
        install_packages(venv_python(VENV), extras)
    except Problem:
        write_stamp(STAMP, before)  # pip refuses before it changes anything
        raise
    stamp = {"digest": wanted, "extras": sorted(extras), "libraries": before.get("libraries", [])}
    write_stamp(STAMP, stamp)
    say(f"ready after {time.monotonic() - start:.0f} s.")
    return stamp


def make_empty_environment() -> dict[str, Any]:
    """Make an environment that holds pip only, in place of what is there, and return its stamp."""
    import shutil

    if Path(sys.prefix).resolve() == VENV:
        raise Problem("its environment is damaged; start it with the Python of your system.")
    provide_venv_module()
    say("making its environment in .venv, once ...")
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    stamp = {"unfinished": True}
    write_stamp(STAMP, stamp)
    command = [sys.executable, "-I", "-m", "venv", str(VENV)]
    run_quietly(command, "its environment could not be made. What Python said stands above.")
    return stamp


def install_packages(python: Path, extras: frozenset[str]) -> None:
    """Install Funneldesk, editable, and what it needs in exactly the versions of constraints.txt.

    Pip would fetch the newest build backend instead of the one that is named there, so that is
    installed first and used from the environment. Its plain way of being editable, one path in
    one file, spares each start the 20 ms of its import hook.
    """
    pip = [str(python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pip += ["--constraint", "constraints.txt"]
    failed = (
        "its packages could not be installed. Check that this machine reaches the network, and"
        " start again. If it does, see what pip said above."
    )
    run_quietly([*pip, "setuptools"], failed)
    project = f".[{','.join(sorted(extras))}]" if extras else "."
    editable = ["--no-build-isolation", "--config-settings", "editable_mode=compat", "--editable"]
    run_quietly([*pip, *editable, project], failed)
    # Qt's Python side would be unpacked from its library and compiled at each start; asked once
    # like this, it lays its files beside the library and uses those.
    run_quietly([str(python), "-I", "-c", "import shiboken6"], failed, {"SBK_EMBED": "0"})


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Let only one start at a time change the environment."""
    import time

    with path.open("a+b") as lock:
        waited = False
        while not take(lock.fileno()):
            if not waited:
                say("another start is making its environment; waiting for it ...")
            waited = True
            time.sleep(0.2)
        yield


def take(descriptor: int) -> bool:
    """Return whether the lock on an open file could be had; closing the file lets it go."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def prepare(errand: Errand) -> None:
    """Make sure that the environment and the system have what the errand needs."""
    wanted = digest(ROOT, (sys.version_info[0], sys.version_info[1]))
    groups = needed_libraries(errand, os.environ)
    python = venv_python(VENV)

    def installed(stamp: Mapping[str, Any]) -> bool:
        return is_installed(stamp, wanted, errand.extras) and python.exists()

    stamp = read_stamp(STAMP)
    if installed(stamp) and has_libraries(stamp, groups):
        return
    with one_at_a_time(LOCK):
        stamp = read_stamp(STAMP)
        if not has_libraries(stamp, groups):
            provide_libraries([soname for group in groups.values() for soname in group])
        if not installed(stamp):
            stamp = make_environment(wanted, errand.extras)
        if not has_libraries(stamp, groups):
            found = sorted({*stamp.get("libraries", ()), *groups})
            write_stamp(STAMP, {**stamp, "libraries": found})


def become(errand: Errand) -> NoReturn:
    """Run the errand in the environment: in place of this process where the system can do that."""
    if errand.folder:
        os.chdir(errand.folder)
    # The program is installed in its environment; a folder that happens to be called `app` where
    # the person stands must not be taken for it.
    safe = [] if errand.folder else ["-P"]
    command = [str(venv_python(VENV)), *safe, "-m", errand.module, *errand.arguments]
    # Set where containers are built to be small; without bytecode every start compiles all anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "win32":
        sys.exit(wait_for(command))
    os.execv(command[0], command)


def wait_for(command: Sequence[str]) -> int:
    """Run a command to its end and return its exit code."""
    import subprocess

    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # Ctrl+C goes to both; the program decides what it means.


def main(arguments: Sequence[str]) -> int:
    """Prepare and run what the arguments ask for; return the exit code where that failed."""
    if sys.version_info < LOWEST_PYTHON:
        have, need = ".".join(map(str, sys.version_info[:3])), ".".join(map(str, LOWEST_PYTHON))
        say(f"it needs Python {need} or newer, and this is {have}. Start it with a newer one.")
        return 1
    try:
        errand = route(arguments)
        prepare(errand)
        become(errand)
    except Problem as problem:
        say(str(problem))
        return 1
    except OSError as error:  # Windows lets nobody replace a program that runs
        place = f"{error.filename}: " if error.filename else ""
        say(
            f"{place}{error.strerror or error}. See that you may write in {ROOT}, that its disk has"
            " room, close every Funneldesk that is open, and start again."
        )
        return 1
    except KeyboardInterrupt:
        say("stopped; the next start takes care of what is unfinished.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
