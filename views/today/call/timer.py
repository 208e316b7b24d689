"""How long the call has lasted, from dialling on."""

from datetime import datetime

from PySide6.QtCore import QTimer

from models.clock import Clock
from views.widgets import PlainLabel

_TICK_MILLISECONDS = 1000


class CallTimer(PlainLabel):
    """Runs from `start` to `stop`; hidden while no call was begun."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(tabular=True, weight="medium")
        self._clock = clock
        self._began: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        self.hide()

    @property
    def seconds(self) -> int | None:
        """How long the call has lasted; None where none was begun."""
        if self._began is None:
            return None
        return max(0, int((self._clock() - self._began).total_seconds()))

    def start(self) -> None:
        """Begin to count, unless it counts already."""
        if self._began is None:
            self._began = self._clock()
            self._timer.start()
        self.tick()
        self.show()

    def stop(self) -> None:
        """Forget the call."""
        self._began = None
        self._timer.stop()
        self.hide()

    def tick(self) -> None:
        """Show how long it has lasted by now."""
        minutes, seconds = divmod(self.seconds or 0, 60)
        self.setText(f"{minutes:02d}:{seconds:02d}")
