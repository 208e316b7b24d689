"""Bugs: written to a log that does not grow without end, with a report a person can pass on."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from app.places import log_file
from models.language import gettext as _

_LOG_BYTES = 1_000_000
_LOG_FILES = 3
_PACKAGES = ("funneldesk", "PySide6-Essentials", "SQLAlchemy", "numpy", "numba")

log = logging.getLogger("funneldesk")


def log_to_file() -> None:
    """Write the log to this person's log folder from now on; without one it goes to stderr."""
    from logging.handlers import RotatingFileHandler

    if any(isinstance(handler, RotatingFileHandler) for handler in log.handlers):
        return
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(), maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def keep_last_words() -> str:
    """Have the program write down where it was if a fault ends it; return what it did last time.

    What goes wrong in a library such as Qt raises nothing: the window would be gone without a word.
    """
    import faulthandler

    place = log_file().with_name("last words.txt")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        left = place.read_text("utf-8", "replace") if place.exists() else ""
        place.write_bytes(b"")
        # Somebody who looks for a fault has it written elsewhere already.
        if not faulthandler.is_enabled():
            faulthandler.enable(place.open("a", encoding="utf-8"))
    except OSError:
        return ""
    if left:
        log.critical("ended by a fault the last time\n%s", left)
    return left


def stop_logging() -> None:
    """Let go of the log file."""
    for handler in list(log.handlers):
        if isinstance(handler, logging.FileHandler):
            log.removeHandler(handler)
            handler.close()


def installed_versions() -> dict[str, str]:
    """Return the versions of what matters in a report, with Python's and the system's."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = _("not installed")
    found["Python"] = platform.python_version()
    found["system"] = platform.platform()
    return found


def report_of(error: BaseException) -> str:
    """Return what somebody needs in order to find the bug; it holds no data of the workspace.

    The text of the error itself may hold some, and is kept: without it there is nothing to go by.
    """
    import traceback

    lines = [f"{name} {number}" for name, number in installed_versions().items()]
    trace = "".join(traceback.format_exception(error))
    return "\n".join(["Funneldesk", *lines, "", trace])


def catch_bugs(tell: Callable[[BaseException], None] | None = None) -> None:
    """Log whatever nobody caught, in any thread, and tell the person by `tell` or on stderr."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log_to_file()
        log.critical("a bug", exc_info=(kind, error, trace))
        if tell is None:
            sentence = _("Funneldesk met an error of its own: {error}. The report is in {path}.")
            sys.stderr.write(sentence.format(error=error, path=log_file()) + "\n")
        else:
            tell(error)

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None:
            hook(type(error), error, arguments.exc_traceback)

    sys.excepthook = hook
    threading.excepthook = thread_hook
