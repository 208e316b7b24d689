"""What the booking panel was opened for, and the change that brings it about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.language import gettext as _
from views.booking.asking import booking, moving
from views.booking.content import BookingShown, Moving, Wanted

if TYPE_CHECKING:
    from models.activity.booked_calls import CallMade
    from models.ids import AppointmentId, LeadId, MemberId
    from views.booking.lines import TimeLine
    from views.booking.missing import MeetingDraft


@dataclass(frozen=True, slots=True)
class PointedAt:
    """A time of a closer that a person pointed at; of some length, where they drew it."""

    closer_id: "MemberId"
    starts_at: datetime
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Errand:
    """A meeting to book, or one to give another time; `wanted` is empty until the lead is known.

    `follows` names the held meeting that this one is the outcome of, `call` tells of the touch
    that is to be logged with it.
    """

    wanted: Wanted | None = None
    moves: Moving | None = None
    pointed: PointedAt | None = None
    follows: "AppointmentId | None" = None
    call: "Callable[[], CallMade | None] | None" = None

    @property
    def title(self) -> str:
        """The words over the panel, with room for the `lead`."""
        return _("Another time with {lead}") if self.moves else _("Book a meeting with {lead}")

    def with_lead(self, lead_id: "LeadId") -> Wanted:
        """Return what is wanted of a lead; it lasts as long as what was pointed at."""
        return Wanted(lead_id, minutes=None if self.pointed is None else self.pointed.minutes)

    def change(
        self, shown: BookingShown, line: "TimeLine", draft: "MeetingDraft", override: str | None
    ) -> "Callable[[Any], AppointmentId]":
        """Return the operation that books the meeting, or moves it, as it stands in the form."""
        if self.moves is not None:
            return moving(self.moves, shown, line, override)
        call = None if self.call is None else self.call()
        return booking(shown, line, draft, override, self.follows, call)
