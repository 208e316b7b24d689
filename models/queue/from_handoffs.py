"""What the handoff from marketing gives a person to do, and what comes back from nurture."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.definitions.current import reason_names
from models.definitions.review import review_due
from models.handoff.glance import Glance
from models.handoff.inbox import HandoffRow, decided_since, inbox
from models.language import gettext as _
from models.leads.nurture import DueRow, ReturnedRow, back_from_nurture, to_look_at_again
from models.queue.rows import Found, Kind
from models.queue.sight import Sight
from models.queue.wording import did_words
from models.vocabulary import HandoffState, Role
from models.wall_time import local_day

_REJECTED_WITHIN = timedelta(days=14)

Waiting = tuple[int | None, Found]


def handoffs_waiting(session: Session, sight: Sight, *, reckon: bool) -> Iterator[Waiting]:
    """Yield what waits for an answer of sales, and what comes back from nurture or from sales."""
    leads = sight.has(Role.LEADER)
    oversees = sight.has(Role.LEADER, Role.MARKETING)
    rows = inbox(session, None if leads else sight.member_id, sight.at, reckon=reckon)
    for row in rows:
        if sight.member_id is None or row.member_id == sight.member_id:
            yield row.lead.lead_id, _to_accept(row, sight.at)
        elif leads and (row.escalated_at is not None or row.member_id is None):
            yield row.lead.lead_id, _escalated(row)
    yield from _from_nurture(session, sight, oversees=oversees)
    if oversees:
        names = reason_names(session)
        since = sight.at - _REJECTED_WITHIN
        for row in decided_since(session, HandoffState.REJECTED, since, sight.at):
            yield row.lead.lead_id, _rejected(row, names)
        yield from _review_due(session, sight)


def _from_nurture(session: Session, sight: Sight, *, oversees: bool) -> Iterator[Waiting]:
    whose = None if oversees else sight.member_id
    today = local_day(sight.at, sight.zone)
    returned = set()
    for row in back_from_nurture(session, whose):
        returned.add(row.lead_id)
        yield row.lead_id, _back(row)
    for due in to_look_at_again(session, whose, today):
        if due.lead_id not in returned:
            yield due.lead_id, _again(due)


def _did(lead: Glance, at: datetime) -> str:
    did = lead.did_last
    if did is None:
        return _("nothing is known of what they did")
    return did_words(did.kind, did.topic, did.occurred_at, at)


def _to_accept(row: HandoffRow, at: datetime) -> Found:
    return Found(
        Kind.INBOX,
        row.handed_at,
        due_at=None if row.countdown is None else row.countdown.due_at,
        about=_did(row.lead, at),
        countdown=row.countdown,
        minutes_left=row.minutes_left,
        weight=int(row.lead.direct),
        handoff_id=row.id,
    )


def _escalated(row: HandoffRow) -> Found:
    words = _("Nobody holds the role that is asked to accept it")
    if row.member is not None:
        words = _("{name} has not answered in time").format(name=row.member)
    return Found(Kind.ESCALATED, row.handed_at, about=words, handoff_id=row.id)


def _rejected(row: HandoffRow, names: dict[str, str]) -> Found:
    words = _("Sales rejected it: {reason}, says {name}").format(
        reason=names.get(row.reason or "", row.reason or ""), name=row.decided_by or _("somebody")
    )
    if row.note:
        words = _("{words}: “{note}”").format(words=words, note=row.note)
    at = row.decided_at or row.handed_at
    # The newest is read first.
    return Found(Kind.REJECTED, at, about=words, weight=int(at.timestamp()))


def _back(row: ReturnedRow) -> Found:
    parts = [signal.sentence for signal in row.signals]
    if row.answered_at is not None:
        parts.insert(0, _("they answered us"))
    words = _("Back from nurture: {signals}").format(signals=", ".join(parts))
    answered = row.answered_at is not None
    return Found(Kind.BACK, row.since, about=words, weight=row.points + 10_000 * answered)


def _again(row: DueRow) -> Found:
    words = _("The day to look again has come")
    if row.reason:
        words = _("The day to look again has come; it went to nurture for: {reason}").format(
            reason=row.reason
        )
    return Found(Kind.AGAIN, _morning(row.look_again_on, "UTC"), about=words)


def _review_due(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield the day that the definitions were to be reviewed on, once it has come."""
    day = review_due(session, local_day(sight.at, sight.zone))
    if day is not None:
        words = _("Review the definitions")
        yield None, Found(Kind.REVIEW, _morning(day, sight.zone), about=words)


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
