"""Which errors a person is told of, and how."""

from models.errors import KnownError
from models.language import gettext as _
from simulation.assumptions import AssumptionError


def sentence_of(error: Exception) -> str:
    """Return the sentence of a known error; anything else is a bug and raised on."""
    if isinstance(error, KnownError | AssumptionError):
        return str(error)
    if isinstance(error, OSError):
        return _("The file could not be written: {reason}. Choose another place.").format(
            reason=error.strerror or type(error).__name__
        )
    raise error
