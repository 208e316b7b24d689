"""One process at a time has imported rows in hand: loads them, clears them away, brings them back.

A lock file beside the workspace says so; the system lets go of it with its process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from models.errors import KnownError
from models.language import gettext as _


class ImportRunningError(KnownError):
    """Somebody else has imported rows of the same file in hand."""


@contextmanager
def alone_with_rows(workspace: Path) -> Iterator[None]:
    """Keep everybody else from the imported rows of a workspace file meanwhile.

    Refuses with `ImportRunningError` where somebody has them in hand.
    """
    lock = FileLock(workspace.with_name(workspace.name + ".import-lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ImportRunningError(
            _(
                "Another import into this workspace is running, or one that was undone is being "
                "cleared away. Wait for it to end, or cancel it."
            )
        ) from error
    try:
        yield
    finally:
        lock.release()
