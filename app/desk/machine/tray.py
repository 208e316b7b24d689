"""Notifications of the system, where it has them; nothing happens where it has not."""

import shutil
import sys
from collections.abc import Callable
from html import escape

from PySide6.QtCore import QObject, QProcess
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
        return _has_tray() or bool(_sender())

    def show(self, title: str, text: str, on_click: Callable[[], object]) -> None:
        """Show a text; the newest one decides what a click does."""
        if not _has_tray():
            if sender := _sender():
                # What is behind `--` is text, and what is escaped is no markup.
                words = ["--app-name=Funneldesk", "--", escape(title), escape(text)]
                QProcess.startDetached(sender, words)
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


def _has_tray() -> bool:
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()


def _sender() -> str:
    """Return what shows notifications on a Linux desktop without a tray, such as GNOME."""
    return (shutil.which("notify-send") or "") if sys.platform.startswith("linux") else ""
