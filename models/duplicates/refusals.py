"""Why two records stay two."""

from models.errors import KnownError


class MergeRefusedError(KnownError):
    """Two records cannot become one, or were called distinct already; nothing was changed."""
