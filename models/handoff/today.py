"""What waits for one person today, by the duties of the roles they hold."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id
from models.definitions.roles import duties_of, role_name
from models.entities import Definitions, LeadCard, MemberRole, TeamMember
from models.handoff.following import mql_stage
from models.handoff.glance import Glance, glances
from models.handoff.inbox import HandoffRow, decided_since, inbox
from models.handoff.report import SlaWeek, sla_report
from models.ids import MemberId
from models.leads.direct import direct_condition
from models.leads.nurture import NurturedRow, back_from_nurture, to_look_at_again
from models.vocabulary import HandoffState, Role
from models.wall_time import local_day

_REJECTED_DAYS = 14
_DIRECT_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class Today:
    """The work of a day, each part in the order in which it is to be done.

    `escalated` is for leaders: what nobody answered, and what nobody can be asked about. `rejected`
    is for marketing and leaders. `who_accepts` names the role that is asked to accept. `week` is
    there once working time was reckoned.
    """

    duties: frozenset[str]
    who_accepts: str
    has_leads: bool
    inbox: tuple[HandoffRow, ...]
    direct: tuple[Glance, ...]
    back: tuple[NurturedRow, ...]
    again: tuple[NurturedRow, ...]
    escalated: tuple[HandoffRow, ...]
    rejected: tuple[HandoffRow, ...]
    review_due: date | None
    week: SlaWeek | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits; a report alone is no work."""
        parts = (self.inbox, self.direct, self.back, self.again, self.escalated, self.rejected)
        return not any(parts) and self.review_due is None


def today_of(
    session: Session, member_id: MemberId | None, at: datetime, *, reckon: bool = True
) -> Today:
    """Return what waits for somebody; for nobody in particular, what waits for anybody.

    Without `reckon` no working time is counted, so that the first rows are here at once.
    """
    duties = _duties(session, member_id)
    zone = session.scalar(select(TeamMember.zone).where(TeamMember.id == member_id)) or "UTC"
    today = local_day(at, zone)
    oversees = not duties or bool(duties & {Role.MARKETING, Role.LEADER})
    leads = not duties or Role.LEADER in duties
    whose = None if oversees else member_id
    every = inbox(session, None if leads else member_id, at, reckon=reckon)
    mine = tuple(row for row in every if member_id is None or row.member_id == member_id)
    own = {row.id for row in mine}
    back = back_from_nurture(session, whose, at)
    returned = {row.lead.lead_id for row in back}
    again = to_look_at_again(session, whose, at, today)
    since = at - timedelta(days=_REJECTED_DAYS)
    monday = today - timedelta(days=today.weekday())
    return Today(
        duties=duties,
        who_accepts=_who_accepts(session),
        has_leads=session.scalar(select(LeadCard.id).limit(1)) is not None,
        inbox=mine,
        direct=_direct(session, duties, member_id, {row.lead.lead_id for row in mine}, at),
        back=back,
        again=tuple(row for row in again if row.lead.lead_id not in returned),
        escalated=tuple(
            row
            for row in every
            if leads
            and row.id not in own
            and (row.escalated_at is not None or row.member_id is None)
        ),
        rejected=decided_since(session, HandoffState.REJECTED, since, at) if oversees else (),
        review_due=_review_due(session, today) if oversees else None,
        week=sla_report(session, monday, today, zone)[0] if leads and reckon else None,
    )


def _duties(session: Session, member_id: MemberId | None) -> frozenset[str]:
    found = select(MemberRole.role).where(MemberRole.member_id == member_id)
    return duties_of(session, session.scalars(found))


def _who_accepts(session: Session) -> str:
    """Return the name of the role that is asked to accept what marketing hands over."""
    stage = mql_stage(session)
    return role_name(session, Role.SDR if stage is None else stage.owner_role)


def _direct(
    session: Session,
    duties: frozenset[str],
    member_id: MemberId | None,
    waiting: set[int],
    at: datetime,
) -> tuple[Glance, ...]:
    """Return the open requests that this person may take, the newest first."""
    if duties and not duties & {Role.SDR, Role.SETTER, Role.CLOSER, Role.LEADER}:
        return ()
    found = select(LeadCard.id).where(direct_condition(session))
    if duties and Role.LEADER not in duties:
        found = found.where(LeadCard.owner_id.is_(None) | (LeadCard.owner_id == member_id))
    newest = found.order_by(LeadCard.captured_at.desc()).limit(_DIRECT_AT_MOST)
    ids = [lead_id for lead_id in session.scalars(newest) if lead_id not in waiting]
    shown = glances(session, ids, at)
    return tuple(
        sorted(
            shown.values(),
            key=lambda one: one.did_last.occurred_at.timestamp() if one.did_last else 0.0,
            reverse=True,
        )
    )


def _review_due(session: Session, today: date) -> date | None:
    """Return the day that the definitions were to be reviewed on, once it has come."""
    wanted = select(Definitions.review_on).where(Definitions.id == current_definitions_id(session))
    day = session.scalar(wanted)
    return day if day is not None and day <= today else None
