"""What is said of a process of ours that ended before it told what it was to find."""

from models.errors import KnownError
from models.language import gettext as _

# With it Python ends where an error was not caught.
_OF_A_BUG = 1


class ProcessEndedError(KnownError):
    """A process was ended from outside; what it was at has to be begun again."""


def why_ended(task: str, exit_code: int | None) -> Exception:
    """Return the error to raise for a process that ended without a word; of a bug it is one."""
    if exit_code == _OF_A_BUG:
        return RuntimeError(f"{task}: the process ended by an error of its own")
    return ProcessEndedError(
        _(
            "{task} ended without a word, perhaps because the machine ran out of memory. Nothing "
            "was changed; try again."
        ).format(task=task)
    )
