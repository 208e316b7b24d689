"""What was typed and not logged or saved yet, kept on this machine over a restart."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings

from app.places import drafts_file, key_of
from models.language import gettext as _


class MachineDrafts:
    """One INI file for all workspaces; keeps `views.drafts.DraftStore`.

    Nothing of it belongs into a workspace, where others would read half a thought.
    """

    def __init__(self, workspace: Callable[[], Path], file: Path | None = None) -> None:
        self._workspace = workspace
        self._file = drafts_file() if file is None else file
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(self._file), QSettings.Format.IniFormat)

    def read(self, key: str) -> str:
        """Return what was kept under `key`; nothing where nothing was."""
        value = self._settings.value(self._own(key))
        return value if isinstance(value, str) else ""

    def keep(self, key: str, text: str) -> None:
        """Keep `text` under `key`; an empty one is forgotten."""
        if text:
            self._settings.setValue(self._own(key), text)
        else:
            self._settings.remove(self._own(key))

    def kept_under(self, start: str) -> list[str]:
        """Return the keys of what is kept that begin with `start`."""
        workspace, whole = self._own(""), self._own(start)
        keys = self._settings.allKeys()
        return [key.removeprefix(workspace) for key in keys if key.startswith(whole)]

    @property
    def place(self) -> str:
        """Where the texts lie, for people."""
        return _("{file} on this computer").format(file=self._file.name)

    def _own(self, key: str) -> str:
        return f"{key_of(self._workspace())}/{key}"
