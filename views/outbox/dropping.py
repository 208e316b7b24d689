"""Which files that are dropped are calendars or mails."""

from pathlib import Path
from typing import Final

from PySide6.QtGui import QDropEvent

from views.importing.dropping import files_of

SUFFIXES: Final = frozenset({".ics", ".vcs", ".ifb", ".eml", ".msg"})


def calendar_files(event: QDropEvent) -> tuple[Path, ...]:
    """Return the files that are dragged, where all of them are calendars or mails."""
    return files_of(event, SUFFIXES)
