"""Which errors are a person's to know, wherever they come from."""

import errno
import sys

from models.errors import KnownError
from models.language import gettext as _

# The machine's own trouble, also where it comes without a file; other numbers speak of a bug.
_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}
_WITHOUT_ROOM = {errno.ENOSPC, errno.EDQUOT}


def as_known(error: Exception) -> KnownError | None:
    """Return the error as a sentence for the person, or None where it is a bug.

    Errors of the machine (no such folder, no right, a full disk, no memory left) and impossible
    assumptions are known; their modules are looked up, not imported, since they are heavy.
    """
    if isinstance(error, KnownError):
        return error
    if isinstance(error, MemoryError) or (
        isinstance(error, OSError) and error.errno == errno.ENOMEM
    ):
        return KnownError(
            _(
                "This machine has no memory left for it. What was saved is safe. Close other "
                "programs, and try again."
            )
        )
    if isinstance(error, OSError):
        return _of_the_machine(error)
    assumptions = sys.modules.get("simulation.assumptions")
    if assumptions is not None and isinstance(error, assumptions.AssumptionError):
        return KnownError(str(error))
    return _of_the_workspace(error)


def _of_the_machine(error: OSError) -> KnownError | None:
    if error.filename is None and error.errno not in _OF_THE_MACHINE:
        return None
    place = "" if error.filename is None else f"{error.filename}: "
    what_to_do = (
        _("Make room on its disk, and try again.")
        if error.errno in _WITHOUT_ROOM
        else _("Check the path, your rights, and that no other program holds it, and try again.")
    )
    return KnownError(f"{place}{error.strerror}. {what_to_do}")


def _of_the_workspace(error: Exception) -> KnownError | None:
    """Return what is wrong with the file or its disk; a mistaken statement is a bug."""
    mapped, driver = sys.modules.get("sqlalchemy.exc"), sys.modules.get("sqlite3")
    if driver is None:
        return None
    reason = error.orig if mapped and isinstance(error, mapped.DBAPIError) else error
    if isinstance(reason, driver.OperationalError):
        return KnownError(
            _(
                "The workspace could not be read or written ({reason}). Nothing was changed. Check "
                "that its disk is there and not full, and that you may write the file and in its "
                "folder; “funneldesk doctor” says more."
            ).format(reason=reason)
        )
    # Of this very kind are files that SQLite finds to be damaged; its other errors are kinds of it.
    if type(reason) is driver.DatabaseError:
        return KnownError(
            _(
                "The workspace is damaged ({reason}). Nothing was changed. Restore a daily copy "
                "(File, Restore a copy); “funneldesk doctor” says more."
            ).format(reason=reason)
        )
    return None
