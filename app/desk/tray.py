"""Notifications of the system, where it has them; nothing happens where it has not."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from models.language import gettext as _
from views.icons import icon

_SHOWN_MILLISECONDS = 15_000


class DesktopNotices(QObject):
    """Shows short texts outside the window; the sign for it appears with the first one."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tray: QSystemTrayIcon | None = None
        self._on_click: Callable[[], object] | None = None

    @property
    def is_supported(self) -> bool:
        """Whether the system shows notifications."""
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def show(self, title: str, text: str, on_click: Callable[[], object]) -> None:
        """Show a text; the newest one decides what a click does."""
        if not self.is_supported:
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("calendar-blank", "accent"), self)
            self._tray.setToolTip(_("Funneldesk"))
            self._tray.messageClicked.connect(self._clicked)
            self._tray.activated.connect(lambda _reason: self._clicked())
        self._on_click = on_click
        self._tray.show()
        self._tray.showMessage(title, text, QIcon(), _SHOWN_MILLISECONDS)

    def _clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()
