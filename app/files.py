"""Files that are written whole or not at all, and cells that a spreadsheet does not run."""

import csv
import errno
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import IO

from models.errors import KnownError
from models.language import gettext as _
from models.spreadsheet_cells import safe_text

Cell = str | int | float | None

_DATABASE = b"SQLite format 3\x00"


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes its name only when the block ends well; before, nothing changes.

    Refuses to take the name of a workspace or another database, and of what is no file.
    """
    path = path.absolute()
    _refuse_irreplaceable(path)
    if path.is_symlink():  # which stays, and names the new file
        path = path.resolve()
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    with _told_of(path):
        number, name = mkstemp(dir=path.parent, prefix=_draft_prefix(path))
        draft = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _take_usual_rights(draft)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _refuse_irreplaceable(path: Path) -> None:
    """Refuse a name whose loss no undo gives back: all of a team's work, or a device."""
    if not path.exists() or path.is_dir():
        return
    if not path.is_file():
        raise KnownError(
            _("{path} is not a file that can be written anew. Choose another name.").format(
                path=path
            )
        )
    with path.open("rb") as file:
        if file.read(len(_DATABASE)) == _DATABASE:
            raise KnownError(
                _(
                    "{path} is a database, such as a workspace, and is not written over. Choose"
                    " another name."
                ).format(path=path)
            )


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Let an error of the disk name the file that a person asked for: nobody knows its draft."""
    draft = str(path.with_name(_draft_prefix(path)))
    try:
        yield
    except OSError as error:
        nameless = error.filename is None and error.errno is not None
        if nameless or str(error.filename).startswith(draft):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise


def _draft_prefix(path: Path) -> str:
    # The draft adds letters of its own to a name that may be as long as the disk takes.
    return f".{path.name[:50]}."


def write_table(path: Path, rows: Iterable[Sequence[Cell]]) -> int:
    """Write rows as CSV that spreadsheets open well (UTF-8 with its mark); return how many."""
    count = 0
    with written_whole(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        for row in rows:
            writer.writerow([_safe_cell(cell) for cell in row])
            count += 1
        text.flush()
        text.detach()
    return count


def _safe_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return safe_text(cell) if isinstance(cell, str) else cell


def _take_usual_rights(path: Path) -> None:
    """Give a new file the rights that others made by this person have; drafts are private."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
