"""The first lines of the Today page, from a second process, before this one can read them.

What the window needs to paint and what reading a workspace needs are each imported in about half a
second, and two threads of one process would only take turns at it.
"""

import json
import logging
import pickle
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from subprocess import Popen

    from models.ids import MemberId
    from views.today.reading import TodayShown

_log = logging.getLogger("funneldesk")
_NO_LINES = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ImportError,
    pickle.UnpicklingError,
)
# Imported while the other process is still at work.
_ROWS_STAND_IN = ("models.queue.rows", "models.appointments.meeting_row", "views.today.reading")
_ROOMS = frozenset(("app", "models", "views", "datetime"))


class FirstLines(NamedTuple):
    """What the Today page shows first of the workspace at `path`, and to whom."""

    path: str
    on_duty: "MemberId"
    shown: "TodayShown"


class FirstReader:
    """The second process; it is asked once, and is gone when its answer is here."""

    def __init__(self, process: "Popen[bytes]") -> None:
        self._process = process
        self._waiting: Thread | None = None

    def ask(
        self, path: Path, on_duty: str | None, then: Callable[[FirstLines | None], None]
    ) -> None:
        """Ask for the lines of whoever was on duty last; `then` is called in another thread."""

        def wait() -> None:
            then(self._answer(json.dumps([str(path), on_duty]) + "\n"))

        if self._waiting is None:
            self._waiting = Thread(target=wait, name="first lines", daemon=True)
            self._waiting.start()

    def stop(self) -> None:
        """End the process, whatever it is doing; nothing of it is left when this returns."""
        self._process.kill()
        if self._waiting is not None:
            self._waiting.join()
        self._process.communicate()

    def _answer(self, question: str) -> FirstLines | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None
        try:
            stdin.write(question.encode())
            stdin.flush()
            for name in _ROWS_STAND_IN:
                import_module(name)
            lines = _Rows(BytesIO(stdout.read())).load()
        except _NO_LINES:
            # It ended early, or said something else: the window reads for itself.
            _log.info("no first lines", exc_info=True)
            return None
        return lines if isinstance(lines, FirstLines) else None


class _WrittenRows(pickle.Pickler):
    def persistent_id(self, value: Any) -> str | None:
        """Stand in for a zone, which is known by its name."""
        return value.key if isinstance(value, ZoneInfo) else None


class _Rows(pickle.Unpickler):
    """Takes over rows and what stands in them, and nothing else."""

    def persistent_load(self, key: str) -> ZoneInfo:
        """Return a zone by its name."""
        return ZoneInfo(key)

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of this program, or of dates; refuse anything else."""
        if module.partition(".")[0] not in _ROOMS or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def write_lines(lines: FirstLines | None) -> bytes:
    """Return lines as the other process takes them over."""
    written = BytesIO()
    _WrittenRows(written).dump(lines)
    return written.getvalue()
