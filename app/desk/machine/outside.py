"""The programs of the system: what dials, writes mail, opens pages."""

import shutil
import sys

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_ASKED = ("tel", "mailto")
_PATIENCE_MILLISECONDS = 5_000


class SystemPrograms:
    """Hands addresses to the system; keeps `views.today.call.outside.Outside`."""

    def __init__(self) -> None:
        self._nobody_takes: frozenset[str] = frozenset()

    def look(self) -> None:
        """Find out which kinds of addresses no program takes; not for the window's thread."""
        self._nobody_takes = frozenset(
            scheme for scheme in _ASKED if not is_taken(f"x-scheme-handler/{scheme}")
        )

    def open_url(self, url: str) -> bool:
        """Open an address with the program that the system has for it; say whether one took it."""
        # Strict, so that no address that was typed or imported becomes another one.
        address = QUrl(url, QUrl.ParsingMode.StrictMode)
        if not address.isValid() or address.scheme() not in {"tel", "mailto", "https", "http"}:
            return False
        return address.scheme() not in self._nobody_takes and QDesktopServices.openUrl(address)


def is_taken(kind: str) -> bool:
    """Return whether a program is set up for a MIME type; True where that cannot be known.

    On Linux Qt only starts `xdg-open`, and calls that a success whatever becomes of it.
    """
    asking = shutil.which("xdg-mime") if sys.platform.startswith("linux") else None
    if asking is None:
        return True
    process = QProcess()
    process.start(asking, ["query", "default", kind])
    if not process.waitForFinished(_PATIENCE_MILLISECONDS) or process.exitCode() != 0:
        process.kill()
        process.waitForFinished()
        return True
    return bool(bytes(process.readAllStandardOutput().data()).strip())
