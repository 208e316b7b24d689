"""The `funneldesk` command: the window, or a command in the terminal.

The second process is on its way before anything else is imported, and then comes nothing that the
window does not need for its first paint.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence

from app.first_process import start_first_process

# That of `typing`, without importing it before the second process is on its way.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import Popen


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0, 1 after a known error, 2 for usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    named = window_of(arguments)
    process = start_first_process() if named is not None and has_display() else None
    from app.bugs import catch_bugs

    catch_bugs()
    try:
        return _run_command(arguments) if named is None else _show_window(named, process)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from app.known import as_known

        known = as_known(error)
        if known is None:
            raise
        return say(str(known))


def _run_command(arguments: Sequence[str]) -> int:
    from app.kernels import name_cache

    let_output_hold_any_text()
    name_cache()
    from app.commands import run_command

    return run_command(arguments)


def _show_window(named: str, process: "Popen[bytes] | None") -> int:
    from pathlib import Path

    workspace = Path(named) if named else None
    if not has_display():
        from app.kernels import name_cache

        let_output_hold_any_text()
        name_cache()
        from app.commands.headless import show_without_display

        return show_without_display(workspace)
    return open_window(workspace, process)


def open_window(workspace: "Path | None", process: "Popen[bytes] | None" = None) -> int:
    """Import what the window needs and show it until it is closed; say so if Qt cannot start."""
    # Importing makes many objects and no garbage; looking for it would hold the first paint.
    gc.disable()
    try:
        from app.plain_imports import import_qt

        import_qt()
        from app.desk.startup import run_window
    except ImportError as error:
        return tell_missing_library(error)
    return run_window(workspace, process)


def window_of(arguments: Sequence[str]) -> str | None:
    """Return the workspace to open a window on, the usual one where it has no name.

    None where something else than the window is asked for.
    """
    match list(arguments):
        case []:
            return ""
        case ["--workspace", path] if path and not path.startswith("-"):
            return path
        case [option] if option.startswith("--workspace=") and option != "--workspace=":
            return option.removeprefix("--workspace=")
        case _:
            return None


def has_display() -> bool:
    """Say whether Qt would find a screen; on Linux it aborts the program where there is none."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def let_output_hold_any_text() -> None:
    """Write UTF-8 where the output goes to a file or a program, the same bytes on all systems.

    Windows would write in an encoding of its region, which lacks signs of names and of figures.
    A terminal keeps its own and shows what it lacks in another way.
    """
    output = sys.stdout
    if isinstance(output, io.TextIOWrapper):
        encoding = output.encoding if output.isatty() else "utf-8"
        output.reconfigure(encoding=encoding, errors="backslashreplace")


def tell_missing_library(error: ImportError) -> int:
    """Say which library of the system Qt lacks and how it is installed; other errors go on."""
    from models.language import gettext as _

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
