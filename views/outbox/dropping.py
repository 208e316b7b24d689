"""Calendar files and mails that are dropped anywhere on the window."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from views.importing.dropping import dropped_files

SUFFIXES: Final = frozenset({".ics", ".vcs", ".ifb", ".eml", ".msg"})


class CalendarDrops(QObject):
    """Takes what nobody else on the window wanted, as far as it is a calendar or a mail."""

    dropped = Signal(object)
    """Emitted with the paths of the files."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept calendar files that are dragged over the window, and take them when dropped."""
        if isinstance(event, QDropEvent) and event.type() in {
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        }:
            files = calendar_files(event)
            if files:
                event.acceptProposedAction()
                if not isinstance(event, QDragMoveEvent):
                    self.dropped.emit(files)
                return True
        return super().eventFilter(watched, event)


def calendar_files(event: QDropEvent) -> tuple[Path, ...]:
    """Return the files that are dragged, where all of them are calendars or mails."""
    files = dropped_files(event)
    known = all(path.suffix.casefold() in SUFFIXES for path in files)
    return files if known else ()
