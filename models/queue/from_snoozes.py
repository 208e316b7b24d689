"""What somebody put aside, as lines below their queue, so that it can be brought back sooner."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.leads.cards import LeadCard
from models.ids import LeadId, MemberId
from models.language import gettext as _
from models.queue.facts import facts_of
from models.queue.rows import Kind, QueueItem
from models.queue.sight import sight_of
from models.queue.snoozing import SKIPPED, PutAsideRow, put_aside
from models.queue.wording import sign_of
from models.vocabulary import Status

_WORKED_ON = (Status.OPEN.value, Status.NURTURE.value)


def put_aside_lines(
    session: Session, member_id: MemberId | None, at: datetime, shown: Collection[LeadId]
) -> tuple[QueueItem, ...]:
    """Return what a person put aside and is worked on, what comes back first in front.

    A lead that is `shown` in the queue all the same, by a meeting or a new request, is left out.
    """
    rows = {row.lead_id: row for row in put_aside(session, member_id, at)}
    if not rows:
        return ()
    wanted = select(LeadCard.id).where(
        LeadCard.id.in_(rows.keys() - set(shown)), LeadCard.status.in_(_WORKED_ON)
    )
    leads = facts_of(session, set(session.scalars(wanted)), sight_of(session, member_id, at), None)
    return tuple(
        QueueItem(
            kind=Kind.ASIDE,
            title=lead.name,
            company="" if lead.company == lead.name else lead.company,
            reason=_reason_of(row),
            sign=sign_of(Kind.ASIDE, None, waits=True),
            lead_id=lead.lead_id,
            stage_id=lead.stage_id,
            owner_id=lead.owner_id,
            grade=lead.grade,
            zone=lead.zone,
            zone_guessed=lead.zone_guessed,
            waits=True,
            ready_at=row.until,
        )
        for row in sorted(rows.values(), key=lambda one: (one.until, one.id))
        if (lead := leads.get(row.lead_id)) is not None
    )


def _reason_of(row: PutAsideRow) -> str:
    what = _("Skipped") if row.kind == SKIPPED else _("Out of sight")
    if row.for_everybody:
        what = _("Out of everybody's sight")
    return _("{what}: {reason}").format(what=what, reason=row.reason) if row.reason else what
