"""An import in a process of its own, so that the window stays as quick as without it."""

import multiprocessing
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.importing.run import Cancelled, ImportOutcome, ImportRequest, Progress, run_import
from models.errors import KnownError
from models.language import gettext as _
from models.workspace import open_workspace

_LOOK_SECONDS = 0.05
_CANCEL = "cancel"


class ImportEndedError(KnownError):
    """The process of an import died; its rows stay hidden, and the next import clears them away."""


def import_in_child(
    workspace_path: Path, request: ImportRequest, progress: Progress, cancelled: Cancelled
) -> ImportOutcome:
    """Import a file in a child process; what it raises is raised here.

    Call it from a thread that may wait, never from the one that paints. Refuses with
    `ImportEndedError` where the process dies.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_work, args=(workspace_path, request, there), name="import")
    child.start()
    there.close()
    asked_to_stop = False
    try:
        with closing(here):
            while True:
                if cancelled() and not asked_to_stop:
                    here.send(_CANCEL)
                    asked_to_stop = True
                if not here.poll(_LOOK_SECONDS):
                    continue
                message = here.recv()
                if isinstance(message, ImportOutcome):
                    return message
                if isinstance(message, BaseException):
                    raise message
                progress(*message)
    except (EOFError, ConnectionError) as error:
        raise ImportEndedError(
            _(
                "The import of {file} ended without a word, perhaps because the machine ran out of "
                "memory. A file is taken in whole or not at all: import it again, which finds what "
                "is there."
            ).format(file=request.path.name)
        ) from error
    finally:
        child.join()
        child.close()


def _work(workspace_path: Path, request: ImportRequest, pipe: Connection) -> None:
    def tell(done: int, total: int) -> None:
        pipe.send((done, total))

    with closing(pipe):
        outcome: Any
        try:
            workspace = open_workspace(workspace_path)
            with closing(workspace):
                outcome = run_import(workspace, request, progress=tell, cancelled=pipe.poll)
        except Exception as error:  # noqa: BLE001 - it is raised again where it can be handled
            outcome = error
        pipe.send(outcome)
