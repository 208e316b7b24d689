"""Reading of calendar files in a process of its own, so that the window stays quick."""

import multiprocessing
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from app.calendars.busy_reading import BusyFile, Whose, read_busy_file
from app.running.ended import why_ended
from models.language import gettext as _

_LOOK_SECONDS = 0.05


def busy_file_in_child(
    path: Path, whose: Whose, at: datetime, cancelled: Callable[[], bool]
) -> BusyFile | None:
    """Read a calendar file in a child process; None where that was cancelled.

    Call it from a thread that may wait, never from the one that paints. Refuses with
    `ProcessEndedError` where the process is ended from outside.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(path, whose, at, there), name="calendar")
    child.start()
    there.close()
    try:
        with closing(here):
            while not here.poll(_LOOK_SECONDS):
                if cancelled():
                    child.terminate()
                    return None
            outcome = here.recv()
    except (EOFError, OSError) as error:
        child.join()
        task = _("Reading {name}").format(name=path.name)
        raise why_ended(task, child.exitcode) from error
    finally:
        child.join()
        child.close()
    if not isinstance(outcome, BusyFile):
        raise TypeError(f"a calendar was read as {type(outcome).__name__}")
    return outcome


def _work(path: Path, whose: Whose, at: datetime, pipe: Connection) -> None:
    with closing(pipe):
        pipe.send(read_busy_file(path, whose, at))
