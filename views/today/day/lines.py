"""The day in lines: meetings and promised calls by the clock, each with its sign and words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from models.language import gettext as _
from models.vocabulary import AppointmentState, label

if TYPE_CHECKING:
    from models.appointments.meeting_row import MeetingRow
    from models.ids import AppointmentId
    from models.queue.rows import QueueItem

_SIGNS: Final = {
    AppointmentState.PROPOSED.value: ("dots-three", "muted"),
    AppointmentState.INVITED.value: ("envelope-simple", "muted"),
    AppointmentState.TENTATIVE.value: ("warning", "warning.text"),
    AppointmentState.CONFIRMED.value: ("check-circle", "success.text"),
    AppointmentState.HELD.value: ("check", "muted"),
    AppointmentState.NO_SHOW.value: ("x", "danger.text"),
}
_OFF: Final = frozenset({AppointmentState.CANCELLED.value, AppointmentState.RESCHEDULED.value})
_PROMISED: Final = "call_back"


@dataclass(frozen=True, slots=True)
class DayLine:
    """Something that has its minute today; `key` is the queue's where it is no meeting.

    `words` name whom it is with, in full where the column is narrow; `says` is all else.
    """

    at: datetime
    sign: tuple[str, str]
    words: str
    says: str
    appointment_id: "AppointmentId | None" = None
    key: tuple[str, int] | None = None


def day_lines(
    meetings: "Iterable[MeetingRow]", items: "Iterable[QueueItem]", now: datetime
) -> tuple[DayLine, ...]:
    """Return what the rest of the day holds, in the order of the clock."""
    lines = [
        DayLine(
            at=row.starts_at,
            sign=_SIGNS.get(row.state, ("dots-three", "muted")),
            words=row.who,
            says=_listed(_("Meeting"), row.company, row.closer, label(row.state)),
            appointment_id=row.id,
        )
        for row in meetings
        if row.state not in _OFF and row.ends_at > now
    ]
    today = now.astimezone().date()
    lines += [
        DayLine(
            at=item.due_at,
            sign=("phone", "accent"),
            words=item.title,
            says=_listed(_("Call back"), item.company),
            key=item.key,
        )
        for item in items
        if item.kind.value == _PROMISED
        and item.due_at is not None
        and item.due_at > now
        and item.due_at.astimezone().date() == today
    ]
    return tuple(sorted(lines, key=lambda line: (line.at, line.words)))


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
