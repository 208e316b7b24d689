"""What was changed, told to what shows it: at once in front, else when it comes forward."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from models.topics import Topic
from views.runner import Runner


class News(QObject):
    """Tells a page or a panel what it has to read again.

    Behind another page nobody looks, and what is in front has the processors first; so what is
    changed there is told once, when the page comes forward.
    """

    came = Signal(object)
    """Emitted with the topics that changed since the page was read last."""

    def __init__(
        self,
        page: QWidget,
        runner: Runner,
        topics: frozenset[Topic],
        *,
        at_each_look: bool = False,
    ) -> None:
        """Make it for a page; `at_each_look` where more than these topics changes what it shows."""
        super().__init__(page)
        self._topics = topics
        self._at_each_look = at_each_look
        self._untold: frozenset[Topic] = frozenset()
        self._is_held_back = False
        page.installEventFilter(self)
        runner.changed.connect(self._hear)

    def miss(self) -> None:
        """Tell of everything when the page comes forward next: it could not be read now."""
        self._untold = self._topics

    def hold_back(self, is_held_back: bool) -> None:
        """Tell nothing while somebody is at work on what is shown; then tell what came in."""
        self._is_held_back = is_held_back
        self._tell()

    def forget(self) -> None:
        """Tell nothing of what came in: the page is being read."""
        self._untold = frozenset()

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Hear that the page comes forward."""
        if event.type() == QEvent.Type.Show:
            if self._at_each_look:
                self.miss()
            self._tell()
        return False

    def _hear(self, topics: frozenset[Topic]) -> None:
        self._untold |= topics & self._topics
        self._tell()

    def _tell(self) -> None:
        # The page holds this; held in turn, it would wait for the garbage when it is done with.
        page = cast("QWidget", self.parent())
        if self._untold and page.isVisible() and not self._is_held_back:
            untold, self._untold = self._untold, frozenset()
            self.came.emit(untold)
