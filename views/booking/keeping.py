"""The time that is kept from others while a meeting is being booked, and what is left of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from models.clock import Clock
from models.errors import KnownError
from views.booking.asking import holding, letting_go
from views.runner import Runner

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId
    from views.booking.content import BookingShown
    from views.booking.lines import TimeLine

_TICK_MILLISECONDS: Final = 1000


class KeptTime(QObject):
    """Keeps one time at a time, and tells every second how long it still does."""

    ran = Signal(float)
    """Emitted with the seconds that are left; none or fewer once the hold is over."""
    refused = Signal(object)
    """Emitted with the `KnownError` that says why a time cannot be kept."""

    def __init__(
        self,
        runner: Runner,
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._on_duty = on_duty
        self._clock = clock
        self._until: datetime | None = None
        self._lead_id: LeadId | None = None
        self._holder: MemberId | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)

    def take(self, shown: "BookingShown", line: "TimeLine", is_wanted: Callable[[], bool]) -> None:
        """Keep a time; the answer counts only if it is still wanted when it comes."""
        self._until = None
        holder = self._on_duty()

        def held(until: datetime) -> None:
            if isValid(self) and is_wanted():
                self._until, self._lead_id, self._holder = until, shown.wanted.lead_id, holder
                self._timer.start()
                self._tick()

        def refused(error: Exception) -> None:
            if not isinstance(error, KnownError):
                raise error
            if isValid(self) and is_wanted():
                self.refused.emit(error)

        self._runner.change(holding(shown, line, holder), held, failed=refused)

    def let_go(self) -> None:
        """Give the time back to others."""
        until, lead_id = self._until, self._lead_id
        self.forget()
        if until is not None and lead_id is not None:
            self._runner.change(letting_go(lead_id, self._holder))

    def forget(self) -> None:
        """Count no longer: the time is booked, or about to be."""
        self._until = None
        self._timer.stop()

    def _tick(self) -> None:
        if self._until is None:
            self._timer.stop()
            return
        left = (self._until - self._clock()).total_seconds()
        self.ran.emit(left)
        if left <= 0:
            self._timer.stop()
