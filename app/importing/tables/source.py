"""The file that a table is read from: that it is one, and that it stays as it was."""

import stat
from pathlib import Path

from app.importing.problems import ImportFileError
from models.language import gettext as _


def size_of(path: Path) -> int:
    """Return the size of a file, by which `refuse_changed` knows it again.

    Refuses with ImportFileError a folder, and what cannot be read from its start once more: a pipe
    or a device would be waited for without an end, or give its first bytes away for a look.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise ImportFileError(
            path,
            "folder",
            _("{name} is a folder. Choose one file in it.").format(name=path.name or path),
        )
    if not stat.S_ISREG(found.st_mode):
        raise ImportFileError(
            path,
            "no_file",
            _(
                "{name} is not a file that can be read twice. Save what comes from it as a file,"
                " and import that."
            ).format(name=path.name),
        )
    return found.st_size


def refuse_changed(path: Path, size: int) -> None:
    """Refuse a file that grew or shrank since: of what was read nobody knows what it is."""
    if path.stat().st_size != size:
        raise ImportFileError(
            path,
            "changed_meanwhile",
            _(
                "{name} changed while it was read, so nothing of it was taken in. Wait until the"
                " program that writes it is done, and import it again."
            ).format(name=path.name),
        )


def unreadable(path: Path, error: OSError) -> ImportFileError:
    """Make the refusal of a file that the system does not hand out."""
    if isinstance(error, FileNotFoundError):
        return ImportFileError(
            path,
            "missing_file",
            _("{path} does not exist. Check its name and folder.").format(path=path),
        )
    return ImportFileError(
        path,
        "unreadable_file",
        _(
            "{path} cannot be read ({cause}). Check that you may read it and that no other program"
            " holds it, or import a copy of it."
        ).format(path=path, cause=error.strerror or error),
    )
