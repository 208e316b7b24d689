"""Whether a meeting could get a time, asked while it is being dragged; nothing is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.appointments.times.closers_time import Asking, closers_times, wish_of
from models.appointments.times.rules import FINAL, judge, refusal_sentence
from models.entities.meetings.appointments import Appointment
from models.finding import existing
from models.ids import AppointmentId, MeetingKindId, MemberId
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules say of a time; `sentence` is empty where nothing is in the way.

    `is_final` means that no reason overrides the refusal.
    """

    sentence: str
    is_refused: bool
    is_final: bool


def try_time(
    session: Session,
    appointment_id: AppointmentId,
    closer_id: MemberId,
    starts_at: datetime,
    minutes: int,
    member_id: MemberId | None,
    at: datetime,
) -> Tried:
    """Say whether a meeting could get this time of a closer, by the rule that will accept it.

    Refuses a meeting that does not exist.
    """
    found = existing(session, Appointment, appointment_id)
    kind_id = None if found.kind_id is None else MeetingKindId(found.kind_id)
    ends_at = starts_at + timedelta(minutes=minutes)
    asking = Asking(starts_at, ends_at, at, kind_id, member_id, appointment_id)
    time = closers_times(session, (closer_id,), asking)[0][closer_id]
    wish = wish_of(session, kind_id, minutes, at)
    start = int(starts_at.timestamp())
    verdict = judge(time, wish, start)
    if verdict.refusal is not None:
        sentence = refusal_sentence(time, wish, start, verdict.refusal)
        return Tried(sentence, True, verdict.refusal in FINAL)
    if verdict.tentative or not time.known:
        said = _("It would be tentative: {why}").format(why=time.calendar_says)
        return Tried(said, False, False)
    return Tried("", False, False)
