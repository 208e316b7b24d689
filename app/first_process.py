"""Starts the process that reads the first lines of Today, before this one imports what it needs.

The sooner it is on its way the sooner rows are there, so this module takes little of Python's own
library along. What is asked of the process, and taken from it, stands in `app.first_lines`.
"""

import os
import subprocess
import sys


def start_first_process() -> "subprocess.Popen[bytes] | None":
    """Start the second process where it is of use: with a processor to spare, and a Python to run.

    It imports what it needs while this process imports what the window needs.
    """
    if not _has_processor_to_spare() or getattr(sys, "frozen", False):
        return None
    # It must run this very program, wherever that was started from.
    places = os.pathsep.join(place or os.curdir for place in sys.path)
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "app.first_reader"],
            env={**os.environ, "PYTHONPATH": places, **_without_documentation()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None


def _without_documentation() -> dict[str, str]:
    """Return the setting by which Python reads modules without what is only there for people.

    It compiles and keeps each of them in that form too, so this helps only where it may write.
    """
    kept = not sys.dont_write_bytecode and os.access(__file__, os.W_OK)
    return {"PYTHONOPTIMIZE": "2"} if kept else {}


def _has_processor_to_spare() -> bool:
    # On a busy machine both processes would only take longer.
    processors = os.cpu_count() or 1
    return processors > 1 and (sys.platform == "win32" or os.getloadavg()[0] < processors)
