"""The `funneldesk` command: the window, or a command in the terminal.

Nothing is imported here that the window does not need for its first paint.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.bugs import catch_bugs
from app.first_lines import start_first_reader
from app.kernels import name_cache
from models.language import gettext as _


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 after a known error, 2 for usage."""
    catch_bugs()
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        workspace = window_of(arguments)
        if workspace is NO_WINDOW:
            name_cache()
            from app.commands import run_command

            return run_command(arguments)
        if not has_display():
            name_cache()
            from app.commands.headless import show_without_display

            return show_without_display(workspace)
        reader = start_first_reader()
        try:
            from app.desk.startup import run_window
        except ImportError as error:
            return tell_missing_library(error)
        return run_window(workspace, reader)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from app.known import as_known

        known = as_known(error)
        if known is None:
            raise
        return say(str(known))


NO_WINDOW = Path("-")
"""Stands for a command line that asks for something else than the window."""


def window_of(arguments: Sequence[str]) -> Path | None:
    """Return the workspace to open a window on; None for the usual one, else `NO_WINDOW`."""
    match list(arguments):
        case []:
            return None
        case ["--workspace", path] if not path.startswith("-"):
            return Path(path)
        case [option] if option.startswith("--workspace="):
            return Path(option.removeprefix("--workspace="))
        case _:
            return NO_WINDOW


def has_display() -> bool:
    """Say whether Qt would find a screen; on Linux it aborts the program where there is none."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def tell_missing_library(error: ImportError) -> int:
    """Say which library of the system Qt lacks and how it is installed; other errors go on."""
    library = str(error).partition(":")[0].strip()
    if ".so" not in library:
        raise error
    package = _PACKAGES.get(library)
    sentence = _("Qt cannot start, because this system lacks {library}.").format(library=library)
    if package is not None:
        sentence += " " + _("Install it: apt-get install {package}").format(package=package)
    else:
        sentence += " " + _("Install the package that brings it, and start again.")
    return say(sentence)


def say(sentence: str) -> int:
    """Tell a person what went wrong, in one line, and return the exit code for that."""
    sys.stderr.write(sentence + "\n")
    return 1


_PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}


if __name__ == "__main__":
    sys.exit(main())
