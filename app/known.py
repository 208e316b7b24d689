"""Which errors are a person's to know, wherever they come from."""

import sys

from models.errors import KnownError
from models.language import gettext as _


def as_known(error: Exception) -> KnownError | None:
    """Return the error as a sentence for the person, or None where it is a bug.

    Errors of the machine (no such folder, no right, a full disk) and impossible assumptions are
    known; their modules are looked up, not imported, since they are heavy.
    """
    if isinstance(error, KnownError):
        return error
    if isinstance(error, OSError) and error.filename is not None:
        return KnownError(
            _("{file}: {reason}. Check the path and your rights, and try again.").format(
                file=error.filename, reason=error.strerror
            )
        )
    assumptions = sys.modules.get("simulation.assumptions")
    if assumptions is not None and isinstance(error, assumptions.AssumptionError):
        return KnownError(str(error))
    database = sys.modules.get("sqlalchemy.exc")
    if database is not None and isinstance(error, database.OperationalError):
        return KnownError(
            _(
                "The workspace could not be read or written ({reason}). Nothing was changed. Check "
                "that its disk is there and not full; “funneldesk doctor” says more."
            ).format(reason=error.orig)
        )
    return None
