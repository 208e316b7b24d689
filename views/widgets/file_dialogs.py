"""Asking for files, without a look into any of them.

Qt's own dialogue reads the files of a folder to tell their kinds. To read and close the workspace's
file in the process that has it open takes away its locks on POSIX systems: the next process that
closes the workspace then takes what was not yet in the file along.
"""

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QApplication, QFileDialog, QStyle, QWidget

from models.language import gettext as _

FileMode = QFileDialog.FileMode


class ByNameAlone(QAbstractFileIconProvider):
    """Tells folders and files apart, and nothing more."""

    def icon(self, what: QAbstractFileIconProvider.IconType | QFileInfo) -> QIcon:
        """Return one icon for all folders and one for all files."""
        if isinstance(what, QFileInfo):
            is_folder = what.isDir()
        else:
            is_folder = what != QAbstractFileIconProvider.IconType.File
        picture = QStyle.StandardPixmap
        return QApplication.style().standardIcon(
            picture.SP_DirIcon if is_folder else picture.SP_FileIcon
        )

    def type(self, info: QFileInfo) -> str:
        """Return the kind of a file by its name."""
        return _("Folder") if info.isDir() else _("{suffix} file").format(suffix=info.suffix())


def file_to_open(parent: QWidget | None, title: str, folder: str, patterns: str) -> tuple[str, str]:
    """Ask for a file that exists; return its path, or nothing, and the pattern that was chosen."""
    found, used = _ask(parent, title, folder, patterns, FileMode.ExistingFile)
    return (found[0] if found else ""), used


def files_to_open(parent: QWidget | None, title: str, folder: str, patterns: str) -> list[str]:
    """Ask for files that exist; return their paths."""
    return _ask(parent, title, folder, patterns, FileMode.ExistingFiles)[0]


def file_to_save(
    parent: QWidget | None, title: str, suggested: str, patterns: str
) -> tuple[str, str]:
    """Ask for a file to write; return its path, or nothing, and the pattern that was chosen."""
    found, used = _ask(parent, title, suggested, patterns, FileMode.AnyFile)
    return (found[0] if found else ""), used


class FileDialog(QFileDialog):
    """The dialogue as it is shown; it begins where it ended last, unless a folder is named."""

    last_folder = ""

    def __init__(
        self, parent: QWidget | None, title: str, start: str, patterns: str, mode: FileMode
    ) -> None:
        place = QFileInfo(start)
        is_folder = not start or place.isDir()
        folder = start or FileDialog.last_folder
        super().__init__(parent, title, folder if is_folder else place.path(), patterns)
        self.setFileMode(mode)
        if mode == FileMode.AnyFile:
            self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if not is_folder:
            self.selectFile(place.fileName())
        # Held here: the dialogue does not keep it.
        self._kinds = ByNameAlone()
        self.setIconProvider(self._kinds)

    def ask(self) -> tuple[list[str], str]:
        """Return the paths that were chosen, none where it was left, and the pattern."""
        if not self.exec():
            return [], self.selectedNameFilter()
        FileDialog.last_folder = self.directory().absolutePath()
        return self.selectedFiles(), self.selectedNameFilter()


def _ask(
    parent: QWidget | None, title: str, start: str, patterns: str, mode: FileMode
) -> tuple[list[str], str]:
    dialog = FileDialog(parent, title, start, patterns, mode)
    try:
        return dialog.ask()
    finally:
        dialog.deleteLater()
