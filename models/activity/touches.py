"""Touches: contact attempts with their outcomes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.cadences.running import follow_touch
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, past_instant
from models.entities.leads.leads import Lead
from models.entities.work.activity import Touch
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.history.verbs import acting_member, now, verb
from models.ids import LeadId
from models.language import gettext as _
from models.leads.blocked import blocks_of
from models.vocabulary import TOUCH_OUTCOMES, Medium, label
from models.written_days import day_text

_DAY_SECONDS = 86_400


class DoNotContactError(KnownError):
    """A contact does not want to be reached through this medium."""

    def __init__(self, medium: str, since: datetime, source: str) -> None:
        super().__init__(
            _(
                "This contact asked on {day} not to be reached by {medium} ({source}). Use another "
                "way, or lift the block if they changed their mind."
            ).format(
                day=day_text(since.astimezone().date()), medium=label(medium).lower(), source=source
            )
        )
        self.medium = medium


@dataclass(frozen=True, slots=True)
class Blocked:
    """Since when a medium is blocked, and who said so."""

    since: datetime
    source: str


def block_of(session: Session, lead_id: LeadId, medium: str) -> Blocked | None:
    """Return what forbids to reach a lead's contact through a medium; None where nothing does."""
    lead = session.get(Lead, lead_id)
    for block in blocks_of(session, None if lead is None else lead.contact_id):
        if block.medium == medium:
            return Blocked(block.stated_at, block.source)
    return None


@verb
def log_touch(
    session: Session,
    lead_id: LeadId,
    medium: str,
    outcome: str,
    *,
    note: str | None = None,
    seconds: int | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Log a contact attempt by whoever is on duty.

    Refuses an unknown medium or outcome, a time to come, a negative or day-long duration, and with
    `DoNotContactError` a medium that the contact has blocked since before the touch. The outcome
    `do_not_contact` alone is always accepted: it is how people hear of the block. The lead's
    cadence goes on with it, or stops where it is an answer.
    """
    lead = existing(session, Lead, lead_id)
    one_of("medium", medium, tuple(Medium))
    one_of("outcome", outcome, TOUCH_OUTCOMES)
    moment = past_instant("occurred_at", occurred_at, now(session))
    if seconds is not None and not 0 <= seconds <= _DAY_SECONDS:
        raise InvalidValueError("seconds", seconds, _("A touch lasts between 0 seconds and a day."))
    blocked = block_of(session, lead_id, medium)
    if blocked is not None and outcome != "do_not_contact" and moment >= blocked.since:
        raise DoNotContactError(medium, blocked.since, blocked.source)
    session.add(
        Touch(
            lead_id=lead_id,
            member_id=acting_member(session),
            medium=str(medium),
            outcome=outcome,
            occurred_at=moment,
            seconds=seconds,
            note=optional_text("note", note, LONG_TEXT_LIMIT),
        )
    )
    follow_touch(session, lead, str(medium), outcome, moment)
