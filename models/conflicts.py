"""What somebody else wrote since a value was shown is never written over unseen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from models.errors import KnownError
from models.language import gettext as _
from models.vocabulary import label

if TYPE_CHECKING:
    from models.entities.base import Recorded


class ChangedSinceError(KnownError):
    """A field holds another value than the one that was shown; carries all three values."""

    def __init__(self, field: str, shown: object, stands: object, wanted: object) -> None:
        super().__init__(
            _(
                "“{field}” was changed meanwhile: it was {shown} and is {stands} now. Keep that, "
                "or write {wanted} over it."
            ).format(
                field=label(field), shown=_said(shown), stands=_said(stands), wanted=_said(wanted)
            )
        )
        self.field = field
        self.shown = shown
        self.stands = stands
        self.wanted = wanted


def _said(value: object) -> str:
    return _("empty") if value is None else f"“{value}”"


def refuse_newer(
    row: "Recorded", expected: Mapping[str, object] | None, values: Mapping[str, object]
) -> None:
    """Refuse to write over a field that no longer holds what was shown, `expected`.

    Writing what stands there already is no conflict.
    """
    for name, shown in (expected or {}).items():
        if name in values:
            refuse_newer_value(name, shown, getattr(row, name), values[name])


def refuse_newer_value(field: str, shown: object, stands: object, wanted: object) -> None:
    """Refuse a value that would be written over another one than was shown."""
    if stands not in (shown, wanted):
        raise ChangedSinceError(field, shown, stands, wanted)
