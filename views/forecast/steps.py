"""Computing one step at a time: the next one begins once the last one has ended."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject
from shiboken6 import isValid

from views.runner import Runner

SETTLED_MILLISECONDS: Final = 150
"""Once nothing has moved for so long, it is computed in full."""
_FORGOTTEN_MILLISECONDS: Final = 120_000
"""A step that takes longer was dropped, as when the workspace under it was closed."""


class Steps(QObject):
    """Hands over what the newest step gave, and drops what was given up meanwhile."""

    def __init__(self, runner: Runner, lane: str, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._lane = lane
        self._number = 0
        self._is_under_way = False
        self._since = QElapsedTimer()

    @property
    def is_busy(self) -> bool:
        """Whether a step is under way that may still end."""
        return self._is_under_way and not self._since.hasExpired(_FORGOTTEN_MILLISECONDS)

    @property
    def milliseconds(self) -> int:
        """How long ago the newest step began."""
        return self._since.elapsed()

    def begin(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[Exception], None],
    ) -> None:
        """Begin a step; one that is still under way is given up."""
        self._number += 1
        self._is_under_way = True
        self._since.start()
        self._runner.compute(
            work,
            partial(self._end, self._number, then),
            failed=partial(self._end, self._number, failed),
            lane=self._lane,
        )

    def _end(self, number: int, told: Callable[[Any], None], found: Any) -> None:
        # The page may be gone by now, and with it whoever asked.
        if isValid(self) and self._is_under_way and number == self._number:
            self._is_under_way = False
            told(found)
