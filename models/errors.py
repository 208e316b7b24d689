"""Errors that are a person's to know: what happened, where, and what to do about it.

Anything else that is raised is a bug and goes to the log with a report.
"""

from typing import Any

from models.language import gettext as _


class KnownError(Exception):
    """An expected refusal; its text is a clear sentence for the person who caused it."""

    def __reduce__(self) -> tuple[Any, ...]:
        # It comes back from child processes, whatever its own class has to be told to be made.
        return _as_it_was, (type(self), self.args, self.__dict__)


def _as_it_was(
    kind: type[KnownError], args: tuple[object, ...], data: dict[str, Any]
) -> KnownError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(data)
    return error


class NotFoundError(KnownError):
    """A row that was named does not exist, or no longer does."""

    def __init__(self, kind: str, row_id: object) -> None:
        super().__init__(
            _("There is no {kind} {row_id} any more; it may have been undone.").format(
                kind=kind, row_id=row_id
            )
        )
        self.kind = kind
        self.row_id = row_id


class InvalidValueError(KnownError):
    """A value that a field cannot hold; names the field and the value."""

    def __init__(self, field: str, value: object, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.value = value
