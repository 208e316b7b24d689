"""The programs of the system: what dials, writes mail, opens pages."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


class SystemPrograms:
    """Hands addresses to the system; keeps `views.today.call.outside.Outside`."""

    def open_url(self, url: str) -> bool:
        """Open an address with the program that the system has for it; say whether one took it."""
        # Strict, so that no address that was typed or imported becomes another one.
        address = QUrl(url, QUrl.ParsingMode.StrictMode)
        if not address.isValid() or address.scheme() not in {"tel", "mailto", "https", "http"}:
            return False
        return QDesktopServices.openUrl(address)
