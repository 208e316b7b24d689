"""When the Today page reads again: something of it changed, or the time ran on."""

from collections.abc import Callable
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from models.topics import Topic
from views.runner import Runner

_TOPICS: Final = frozenset(Topic) - {Topic.SCENARIOS, Topic.SETTINGS, Topic.VIEWS, Topic.OUTBOX}
_TICK_MILLISECONDS: Final = 15_000
_READ_AGAIN_TICKS: Final = 4
_BEHIND_MILLISECONDS: Final = 1_000


class Rereading(QObject):
    """Says when what the page shows may be old.

    Other pages wait for `views.news.News` until they come forward. This one is read behind another
    page too, only not in a hurry, so that its lines stand still when somebody comes back to them.
    """

    ticked = Signal()
    """Emitted every now and then, so that times on the screen run on."""
    minute_passed = Signal()
    """Emitted before the page is read for what has come due meanwhile."""
    changed = Signal()
    """Emitted when somebody else changed something that the page shows."""
    due = Signal()
    """Emitted when the page is to be read again."""

    def __init__(
        self, page: QWidget, runner: Runner, is_own_news: Callable[[frozenset[Topic]], bool]
    ) -> None:
        super().__init__(page)
        self._is_own_news = is_own_news
        self._ticks = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BEHIND_MILLISECONDS)
        self._later.timeout.connect(self.due)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        runner.changed.connect(self._on_change)

    @property
    def is_behind(self) -> bool:
        """Whether another page is in front."""
        # The page holds this; held in turn, it would wait for the garbage when it is done with.
        page = cast("QWidget", self.parent())
        return page.window().isVisible() and not page.isVisible()

    def come_forward(self) -> None:
        """Read at once what was put off while another page was in front."""
        if self._later.isActive():
            self._later.stop()
            self.due.emit()

    def tick(self) -> None:
        """Let the time run on the screen; every minute, look for what has come due."""
        self._ticks += 1
        self.ticked.emit()
        if self._ticks % _READ_AGAIN_TICKS == 0:
            self.minute_passed.emit()
            self.due.emit()

    def _on_change(self, topics: frozenset[Topic]) -> None:
        if topics & _TOPICS and not self._is_own_news(topics):
            self.changed.emit()
            if self.is_behind:
                # What is in front has the processors first.
                self._later.start()
            else:
                self.due.emit()
