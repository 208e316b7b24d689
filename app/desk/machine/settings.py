"""What this machine remembers between starts; nothing of it belongs into a workspace."""

from pathlib import Path

from PySide6.QtCore import QSettings

from app.places import key_of

LAST_WORKSPACE = "workspace.last"
_ON_DUTY = "workspace.on_duty."


class MachineSettings:
    """Short texts by key in one INI file; keeps `views.shell.WindowState`."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def read(self, key: str) -> str | None:
        """Return what was written under `key`, if anything."""
        value = self._settings.value(key)
        return value if isinstance(value, str) else None

    def write(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self._settings.setValue(key, value)

    def last_workspace(self) -> Path | None:
        """Return the workspace that was open last."""
        kept = self.read(LAST_WORKSPACE)
        return Path(kept) if kept else None

    def remember_workspace(self, path: Path) -> None:
        """Open this workspace at the next start."""
        self.write(LAST_WORKSPACE, str(path))

    def on_duty(self, workspace: Path) -> str | None:
        """Return the code of who was on duty last in a workspace."""
        return self.read(_ON_DUTY + key_of(workspace))

    def remember_on_duty(self, workspace: Path, code: str) -> None:
        """Put this person on duty when the workspace is opened again."""
        self.write(_ON_DUTY + key_of(workspace), code)

    def flush(self) -> None:
        """Write what is still in memory."""
        self._settings.sync()
