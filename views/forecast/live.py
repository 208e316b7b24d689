"""Keeps the picture with the slider: computing follows the newest scenario, one step at a time."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from views.forecast.content import ScenarioContent
from views.forecast.outlook import Outlook, look_ahead
from views.forecast.refusals import sentence_of
from views.forecast.steps import SETTLED_MILLISECONDS, Steps
from views.runner import Runner

LANE: Final = "forecast"
PREPARING_MILLISECONDS: Final = 300


class LiveForecast(QObject):
    """Computes outlooks for a scenario that keeps changing.

    One computation is under way at a time, and the next one starts with the newest scenario as soon
    as it ends. So the picture moves as fast as it can be computed, is never starved by a slider
    that is faster, and always ends at the last position. While things move, uncertain rates are
    drawn in a preview; the full run follows when they rest.
    """

    arrived = Signal(object)
    """Emitted with each `Outlook` to show."""
    preparing = Signal(bool)
    """Emitted when the first result takes long (the simulator is being compiled), and when not."""
    refused = Signal(str)
    """Emitted with a sentence when a scenario could not be computed."""

    def __init__(
        self,
        runner: Runner,
        parent: QObject | None = None,
        *,
        compute: Callable[..., Outlook] = look_ahead,
    ) -> None:
        super().__init__(parent)
        self._steps = Steps(runner, LANE, self)
        self._compute = compute
        self._wanted: ScenarioContent | None = None
        self._shown = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PREPARING_MILLISECONDS)
        self._patience.timeout.connect(lambda: self.preparing.emit(True))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SETTLED_MILLISECONDS)
        self._rest.timeout.connect(self.settle)

    def follow(self, content: ScenarioContent) -> None:
        """Show what this scenario comes to, now that something moved."""
        self._wanted = content
        self._rest.start()
        if not self._steps.is_busy:
            self._start(preview=True)

    def settle(self) -> None:
        """Compute the newest scenario in full, now or as soon as the step under way ends."""
        self._rest.stop()
        if self._steps.is_busy:
            self._rest.start()
        else:
            self._start(preview=False)

    def _start(self, *, preview: bool) -> None:
        if self._wanted is None:
            return
        if not self._shown:
            self._patience.start()
        self._steps.begin(
            partial(self._compute, self._wanted, preview=preview),
            self._take,
            failed=partial(self._miss, self._wanted),
        )

    def _take(self, outlook: Outlook) -> None:
        self._ended()
        if self._wanted is not None and outlook.content.stages == self._wanted.stages:
            self._shown = True
            self.arrived.emit(outlook)
        self._go_on(outlook.content)

    def _miss(self, missed: ScenarioContent, error: Exception) -> None:
        self._ended()
        self._rest.stop()
        self._go_on(missed)
        self.refused.emit(sentence_of(error))

    def _ended(self) -> None:
        self._patience.stop()
        self.preparing.emit(False)

    def _go_on(self, done: ScenarioContent) -> None:
        if not self._steps.is_busy and self._wanted is not None and self._wanted != done:
            self._start(preview=True)
