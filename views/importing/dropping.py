"""Files that are dragged onto a page, or anywhere on the window."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

LEAD_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".vcf"})


class WindowDrops(QObject):
    """Takes what nobody else on the window wanted, where all of it is of the kinds it knows."""

    dropped = Signal(object)
    """Emitted with the paths of the files."""

    def __init__(self, window: QWidget, suffixes: frozenset[str]) -> None:
        super().__init__(window)
        self._suffixes = suffixes
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept known files that are dragged over the window, and take them when dropped."""
        if isinstance(event, QDropEvent) and event.type() in {
            QEvent.Type.DragEnter,
            QEvent.Type.DragMove,
            QEvent.Type.Drop,
        }:
            files = files_of(event, self._suffixes)
            if files:
                event.acceptProposedAction()
                if not isinstance(event, QDragMoveEvent):
                    self.dropped.emit(files)
                return True
        return super().eventFilter(watched, event)


def dropped_files(event: QDropEvent) -> tuple[Path, ...]:
    """Return the files that are being dragged; none where something else is."""
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


def files_of(event: QDropEvent, suffixes: frozenset[str]) -> tuple[Path, ...]:
    """Return the files that are being dragged, where all of them end in one of the suffixes."""
    files = dropped_files(event)
    return files if all(path.suffix.casefold() in suffixes for path in files) else ()
