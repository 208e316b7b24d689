"""An import in a process of its own, so that the window stays as quick as without it.

Importing this module brings nothing of the database along: while the process imports that, another
one reads the file already.
"""

import multiprocessing
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.importing.feeding import opened
from app.importing.request import ImportRequest
from app.running.giving_way import let_process_give_way
from models.errors import KnownError
from models.language import gettext as _

if TYPE_CHECKING:
    from app.importing.run import Cancelled, ImportOutcome, Progress

_LOOK_SECONDS = 0.05
_CANCEL = "cancel"
# The process takes longer to start than such a file takes to read.
_ALONE_BELOW_BYTES = 100_000


class ImportEndedError(KnownError):
    """The process of an import died, and what it had hidden is cleared away."""


def import_in_child(
    workspace_path: Path, request: ImportRequest, progress: "Progress", cancelled: "Cancelled"
) -> "ImportOutcome":
    """Import a file in a child process; what it raises is raised here.

    Call it from a thread that may wait, never from the one that paints. Refuses with
    `ImportEndedError` where the process dies.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_work, args=(workspace_path, request, there), name="import")
    child.start()
    there.close()
    try:
        with closing(here):
            outcome = _followed(here, progress, cancelled)
    except (EOFError, OSError) as error:
        child.join()
        _clear_away(workspace_path)
        raise ImportEndedError(
            _(
                "The import of {file} ended without a word, perhaps because the machine ran out of "
                "memory. A file is taken in whole or not at all: import it again, which finds what "
                "is there."
            ).format(file=request.file_name)
        ) from error
    finally:
        child.join()
        child.close()
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def _followed(
    pipe: Connection, progress: "Progress", cancelled: "Cancelled"
) -> "ImportOutcome | BaseException":
    """Pass on how far the process is until it tells its outcome.

    Raises `EOFError` where it died before, and `OSError` where it died with half a word out.
    """
    asked_to_stop = False
    while True:
        if cancelled() and not asked_to_stop:
            pipe.send(_CANCEL)
            asked_to_stop = True
        if not pipe.poll(_LOOK_SECONDS):
            continue
        message: tuple[int, int] | BaseException | ImportOutcome = pipe.recv()
        if not isinstance(message, tuple):
            return message
        progress(*message)


def _clear_away(workspace_path: Path) -> None:
    """Clear away what a process left that died: until then its import would pass for running."""
    from models.intake.loading.batch import clear_away
    from models.workspace import open_workspace

    # Where the whole machine is in trouble, the next import or start does it.
    with suppress(KnownError, OSError), closing(open_workspace(workspace_path)) as workspace:
        clear_away(workspace)


def _work(workspace_path: Path, request: ImportRequest, pipe: Connection) -> None:
    def tell(done: int, total: int) -> None:
        pipe.send((done, total))

    with closing(pipe):
        outcome: Any
        let_process_give_way()
        try:
            with opened(request.path, request.mapping, alone_below=_ALONE_BELOW_BYTES) as file:
                from app.importing.run import take_in
                from models.workspace import open_workspace

                with closing(open_workspace(workspace_path)) as workspace:
                    outcome = take_in(workspace, request, file, progress=tell, cancelled=pipe.poll)
        except Exception as error:  # noqa: BLE001 - it is raised again where it can be handled
            outcome = error
        pipe.send(outcome)
