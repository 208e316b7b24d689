"""Looks for garbage on the window's thread, and on no other.

By itself Python looks in whichever thread makes one object too many. There, windows and timers that
nobody holds any more would be taken apart by a thread that is not theirs, and Qt crashes on that.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MILLISECONDS = 100
_LOOKS_BEFORE_ALL = 200
"""Looking through all that lives long holds every thread for as long as several paints."""


class Garbage(QObject):
    """Collects on the thread that it lives on, from `begin` on, as often as Python itself would."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on, but never again among what is there: it was imported, and stays."""
        if not self._timer.isActive():
            gc.disable()
            gc.freeze()
            self._timer.start()

    def look(self) -> None:
        """Collect what is young, and of what is older as much as is due."""
        made, young, middle = gc.get_count()
        often, seldom, _never = gc.get_threshold()
        if made <= often:
            return
        generation = 0
        if young > seldom:
            generation = 2 if middle > _LOOKS_BEFORE_ALL else 1
        gc.collect(generation)
