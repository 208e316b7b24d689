"""Where the window meets the world outside: the outbox, replies, calendars and mail accounts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desk.outbox_desk import WindowMail, WindowOutbox
from app.desk.rounds.outbox import OutboxRounds
from views.importing.dropping import LEAD_SUFFIXES, WindowDrops
from views.outbox.dropping import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.desk.window import Desk


class Exchange(QObject):
    """Sends, takes in what is dropped, and answers the top line."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.rounds = OutboxRounds(desk)
        self.outbox = WindowOutbox(desk, self.rounds.send)
        self.mail = WindowMail(desk)
        WindowDrops(desk.window, SUFFIXES).dropped.connect(self.outbox.take_in)
        WindowDrops(desk.window, LEAD_SUFFIXES).dropped.connect(self._import)
        glance = desk.window.top.glance
        glance.outbox_asked.connect(lambda: desk.window.show_page("outbox", focus=True))
        glance.calendars_asked.connect(lambda: self.show_settings("calendars"))

    def _import(self, files: "Sequence[Path]") -> None:
        if self._desk.runner.is_open:
            self._desk.begin_import(files)

    def forget(self) -> None:
        """Tell nothing of the workspace that is being left."""
        self._desk.window.top.glance.clear()

    def show_settings(self, section: str) -> None:
        """Show a section of the settings."""
        window = self._desk.window

        def then() -> None:
            from views.settings import SettingsPage

            page = window.page("settings")
            if isinstance(page, SettingsPage):
                page.show_section(section)

        window.show_page("settings", focus=True, then=then)
