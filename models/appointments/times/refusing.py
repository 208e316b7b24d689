"""What is said where a time of a closer may not be booked."""

from dataclasses import dataclass
from datetime import datetime

from models.appointments.times.rules import FINAL, Refusal
from models.errors import KnownError
from models.ids import AppointmentId
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class BusyRow:
    """A time in which a closer is taken."""

    appointment_id: AppointmentId
    starts_at: datetime
    ends_at: datetime


class SlotRefusedError(KnownError):
    """The rules do not let this time be booked; `refusal` is the code of the first reason."""

    def __init__(self, refusal: Refusal, sentence: str) -> None:
        advice = (
            _("Choose another time.")
            if refusal in FINAL
            else _("Choose another time or closer, or say why it is booked all the same.")
        )
        super().__init__(f"{sentence} {advice}")
        self.refusal = refusal
        self.sentence = sentence


class OverlapError(SlotRefusedError):
    """The closer has another appointment at that time."""

    def __init__(self, sentence: str, busy: tuple[BusyRow, ...]) -> None:
        super().__init__(Refusal.OVERLAP, sentence)
        self.busy = busy
