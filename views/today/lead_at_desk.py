"""Reading the lead that is worked on, once, until something about it may have changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from models.clock import Clock
from models.errors import KnownError
from views.runner import Runner
from views.today.call.panel import CallPanel
from views.today.day.panel import DayPanel
from views.today.reading import LeadAtDesk, read_lead

if TYPE_CHECKING:
    from models.ids import LeadId, MemberId


class LeadReading:
    """Reads the lead of the line that the call panel shows, for that panel and for the day."""

    def __init__(
        self,
        runner: Runner,
        call: CallPanel,
        day: DayPanel,
        on_duty: "Callable[[], MemberId | None]",
        clock: Clock,
    ) -> None:
        self._runner = runner
        self._call = call
        self._day = day
        self._on_duty = on_duty
        self._clock = clock
        self._fresh: LeadId | None = None

    def forget(self) -> None:
        """Read the lead the next time, even if it is the same."""
        self._fresh = None

    def read(self) -> None:
        """Read the lead that is shown, unless nothing changed since it was read."""
        item, now = self._call.item, self._clock()
        lead_id = None if item is None else item.lead_id
        today = now.astimezone().date()
        if lead_id is None:
            self._day.show_lead(None, today)
        elif lead_id != self._fresh:
            self._fresh = lead_id
            on_duty = self._on_duty()

            def query(session: Any) -> LeadAtDesk:
                return read_lead(session, lead_id, on_duty, now)

            self._runner.read(
                query, self._call.show_lead, failed=_unless_gone, lane="lead at the desk"
            )
            self._day.show_lead(lead_id, today)


def _unless_gone(error: Exception) -> None:
    # A lead that was undone a moment ago is told by the list itself.
    if not isinstance(error, KnownError):
        raise error
