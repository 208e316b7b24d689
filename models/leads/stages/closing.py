"""What is done about a lead: disqualified, lost, in nurture, or open again."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.cadences.rows import EndReason
from models.cadences.running import stop_cadence
from models.checks import LONG_TEXT_LIMIT, one_of, optional_text
from models.definitions.current import known_reason
from models.definitions.terms import term
from models.entities.leads.leads import Lead
from models.entities.leads.moves import Reopening
from models.errors import InvalidValueError, KnownError
from models.finding import existing
from models.handoff.following import follow_closing, follow_reopening
from models.history.verbs import now, verb
from models.ids import LeadId
from models.language import gettext as _
from models.leads.blocked import blocked_media
from models.vocabulary import Medium, NurtureTrack, Status, label


class StatusRefusedError(KnownError):
    """A lead's status cannot become that from what it is; its text says what to do instead."""


def _in_work(session: Session, lead_id: LeadId, *statuses: Status) -> Lead:
    lead = existing(session, Lead, lead_id)
    if lead.status not in statuses:
        raise StatusRefusedError(
            _("This lead is closed already ({status}). Reopen it first.").format(
                status=label(lead.status).lower()
            )
            if lead.status != Status.OPEN
            else _("This lead is open; there is nothing to reopen.")
        )
    return lead


def _close(
    session: Session, lead: Lead, status: Status, reason: str | None, note: str | None
) -> None:
    lead.status = status.value
    lead.status_reason = reason
    lead.status_note = optional_text("note", note, LONG_TEXT_LIMIT)
    lead.status_since = now(session)
    lead.look_again_on = None
    lead.nurture_track = None
    follow_closing(session, lead)
    if status != Status.OPEN:
        stop_cadence(session, lead.id, EndReason.CLOSED)


@verb
def disqualify(session: Session, lead_id: LeadId, reason: str, note: str | None = None) -> None:
    """Close a lead that does not fit, with a reason code of the definitions in force.

    Refuses an unknown code and a lead that is closed already.
    """
    code = known_reason(session, reason)
    lead = _in_work(session, lead_id, Status.OPEN, Status.NURTURE)
    _close(session, lead, Status.DISQUALIFIED, code, note)


@verb
def mark_lost(session: Session, lead_id: LeadId, reason: str, note: str | None = None) -> None:
    """Close a lead that we did not win; refuses an unknown reason and a closed lead."""
    code = known_reason(session, reason)
    lead = _in_work(session, lead_id, Status.OPEN, Status.NURTURE)
    _close(session, lead, Status.LOST, code, note)


@verb
def recycle(
    session: Session,
    lead_id: LeadId,
    reason: str,
    look_again_on: date | None = None,
    note: str | None = None,
    *,
    track: str | None = None,
) -> None:
    """Send a lead that is not ready back to marketing, with a reason, a day to look again, a track.

    Without a day it is the one that the agreement's term gives; without a track it is e-mail, and
    content for a person who asked not to be e-mailed. Refuses an unknown reason or track, e-mail to
    such a person, a day that is not to come, and a lead that is closed.
    """
    code = known_reason(session, reason)
    today = now(session).date()
    day = look_again_on or today + timedelta(days=term(session, "look_again"))
    if day <= today:
        raise InvalidValueError(
            "look_again_on", day, _("Choose a day to look again that is still to come.")
        )
    lead = _in_work(session, lead_id, Status.OPEN, Status.NURTURE)
    chosen = _allowed_track(session, lead, track)
    _close(session, lead, Status.NURTURE, code, note)
    lead.look_again_on = day
    lead.nurture_track = chosen


@verb
def postpone(session: Session, lead_id: LeadId, look_again_on: date | None = None) -> date | None:
    """Leave a lead in nurture for another term, and return the day to look again.

    What it did so far brings it back no more. Refuses a lead that is not in nurture, and a day
    that is not to come.
    """
    lead = existing(session, Lead, lead_id)
    if lead.status != Status.NURTURE or lead.status_reason is None:
        raise StatusRefusedError(
            _("This lead is not in nurture. Recycle it with a reason if it is not ready.")
        )
    recycle(
        session,
        lead_id,
        lead.status_reason,
        look_again_on,
        lead.status_note,
        track=lead.nurture_track,
    )
    return lead.look_again_on


def _allowed_track(session: Session, lead: Lead, track: str | None) -> str:
    blocked = Medium.EMAIL in blocked_media(session, lead.contact_id)
    if track is None:
        return NurtureTrack.CONTENT.value if blocked else NurtureTrack.EMAIL.value
    if one_of("track", track, tuple(NurtureTrack)) == NurtureTrack.EMAIL and blocked:
        raise InvalidValueError(
            "track",
            track,
            _("This contact asked not to be e-mailed. Choose retargeting or content."),
        )
    return track


@verb
def reopen(session: Session, lead_id: LeadId) -> None:
    """Work on a lead again that was in nurture, disqualified or lost; sales reviews an MQL anew.

    Refuses an open lead and a won one: a client that comes back is a new lead, and a wrong win is
    corrected with its stage move.
    """
    if existing(session, Lead, lead_id).status == Status.WON:
        raise StatusRefusedError(
            _("This lead is won. Correct its last move if that was a mistake, or add a new lead.")
        )
    lead = _in_work(session, lead_id, Status.NURTURE, Status.DISQUALIFIED, Status.LOST)
    session.add(
        Reopening(
            lead_id=lead.id, status=lead.status, gone_at=lead.status_since, back_at=now(session)
        )
    )
    _close(session, lead, Status.OPEN, None, None)
    follow_reopening(session, lead)
