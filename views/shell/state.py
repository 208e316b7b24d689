"""What the window remembers between starts, and where it asks for it."""

from typing import Final, Protocol

GEOMETRY: Final = "window.geometry"
PAGE: Final = "window.page"
THEME: Final = "window.theme"
TEXT_SCALE: Final = "window.text_scale"
SPLIT: Final = "window.split."


class WindowState(Protocol):
    """A place for short texts by key; the application decides where it lies."""

    def read(self, key: str) -> str | None:
        """Return what was written under `key`, if anything."""

    def write(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""


class ForgetfulState:
    """A state that lasts as long as its object: for pictures, tests and a first start."""

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values: dict[str, str] = dict(values or {})

    def read(self, key: str) -> str | None:
        """Return what was written under `key`, if anything."""
        return self.values.get(key)

    def write(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        self.values[key] = value
