"""What leads themselves give a person to do: requests, new ones, and those without a next step."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from models.definitions.current import stages
from models.definitions.terms import term
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Handoff
from models.entities.marketing.channels import InterestEvent
from models.entities.meetings.appointments import Appointment
from models.entities.work.activity import Task, Touch
from models.entities.work.cadences import CadenceRun
from models.ids import MemberId
from models.language import gettext as _
from models.leads.did_last import did_last
from models.queue.rows import Found, Kind
from models.queue.sight import Sight
from models.queue.wording import did_words
from models.storage.sqlite.queries import without_index
from models.team.working_clock import NobodyWorksError, WorkingClock, clocks_of_team
from models.vocabulary import REQUESTS, STANDING, HandoffState, Role, Status

_REQUESTS_WITHIN = timedelta(days=90)
_NEWEST_WITHIN = timedelta(days=4)
_AT_MOST = 60
_IDLE_AT_MOST = 30

Waiting = tuple[int | None, Found]
Columns = TypeVarTuple("Columns")


def leads_waiting(session: Session, sight: Sight, *, reckon: bool) -> Iterator[Waiting]:
    """Yield the leads that wait for a first answer, and those that nothing is planned for."""
    if not sight.has(Role.SDR, Role.SETTER, Role.CLOSER, Role.LEADER):
        return
    found = [*_requests(session, sight)]
    asked = {lead_id for lead_id, _one, _owner in found}
    found += [row for row in _new(session, sight) if row[0] not in asked]
    clocks = clocks_of_team(session) if reckon and found else {}
    minutes = term(session, "first_response") if found else 0
    for lead_id, one, owner_id in found:
        clock = clocks.get(MemberId(owner_id or sight.member_id or 0))
        yield lead_id, one if clock is None else _reckoned(one, clock, minutes, sight.at)
    if sight.has(Role.SDR, Role.SETTER):
        yield from _idle(session, sight)


def _reckoned(one: Found, clock: WorkingClock, minutes: int, at: datetime) -> Found:
    """Return a lead with how much of the time for a first answer is left."""
    try:
        due = clock.add_minutes(one.since, minutes)
    except NobodyWorksError:
        return one
    countdown = clock.countdown(due, at)
    return one._replace(due_at=due, countdown=countdown, minutes_left=countdown.minutes_left(at))


def _requests(session: Session, sight: Sight) -> Iterator[tuple[int, Found, int | None]]:
    """Yield leads that asked to be spoken to and that nobody has touched since."""
    asked = (
        select(
            LeadCard.id,
            LeadCard.owner_id,
            InterestEvent.kind,
            InterestEvent.occurred_at,
        )
        .join(LeadCard, LeadCard.id == InterestEvent.lead_id)
        .where(
            InterestEvent.kind.in_(REQUESTS),
            InterestEvent.occurred_at >= sight.at - _REQUESTS_WITHIN,
            without_index(LeadCard.status.expression) == Status.OPEN,
            without_index(LeadCard.stage_id.expression).in_(
                (*sight.bands.early, *sight.bands.sdr, *sight.bands.setter)
            ),
            _may_take(sight),
            ~exists().where(
                Touch.lead_id == LeadCard.id, Touch.occurred_at >= InterestEvent.occurred_at
            ),
            ~_has_meeting(sight.at),
        )
        .order_by(InterestEvent.occurred_at.desc(), InterestEvent.id.desc())
        .limit(_AT_MOST)
    )
    seen: set[int] = set()
    for row in session.execute(asked):
        if row.id not in seen:
            seen.add(row.id)
            yield row.id, Found(Kind.REQUEST, row.occurred_at, about=row.kind), row.owner_id


def _may_take(sight: Sight) -> ColumnElement[bool]:
    """Return the condition that a request is this person's to answer: theirs, or nobody's."""
    if sight.everything or Role.LEADER in sight.duties:
        return true()
    owner = without_index(LeadCard.owner_id.expression)
    return or_(owner.is_(None), owner == sight.member_id)


def _new(session: Session, sight: Sight) -> Iterator[tuple[int, Found, int | None]]:
    """Yield leads that nobody touched since they came to their stage: the best and the newest."""
    if not sight.has(Role.SDR, Role.SETTER):
        return
    names = {stage.id: stage.name for stage in stages(session)}
    moved_at = func.coalesce(LeadCard.moved_at, LeadCard.captured_at)
    untouched = (
        select(LeadCard.id, LeadCard.owner_id, LeadCard.stage_id, moved_at.label("since"))
        .where(
            *_in_work(sight),
            ~exists().where(Touch.lead_id == LeadCard.id, Touch.occurred_at >= moved_at),
            ~_is_planned(),
        )
        .limit(_AT_MOST)
    )
    newest = untouched.where(LeadCard.moved_at >= sight.at - _NEWEST_WITHIN)
    rows = {
        row.id: row
        for wanted in (
            _best_first(untouched),
            newest.order_by(LeadCard.moved_at.desc(), LeadCard.id.desc()),
        )
        for row in session.execute(wanted)
    }
    did = did_last(session, rows)
    for lead_id, row in rows.items():
        last = did.get(lead_id)
        about = "" if last is None else did_words(last.kind, last.topic, last.occurred_at, sight.at)
        detail = names.get(row.stage_id, "")
        yield lead_id, Found(Kind.NEW, row.since, about=about, detail=detail), row.owner_id


def _idle(session: Session, sight: Sight) -> Iterator[Waiting]:
    """Yield leads in work that were touched and that nothing is planned for: none gets lost."""
    moved_at = func.coalesce(LeadCard.moved_at, LeadCard.captured_at)
    forgotten = (
        select(LeadCard.id, LeadCard.stage_id, moved_at.label("since"))
        .where(
            *_in_work(sight),
            exists().where(Touch.lead_id == LeadCard.id, Touch.occurred_at >= moved_at),
            ~exists().where(CadenceRun.lead_id == LeadCard.id, CadenceRun.ended_at.is_(None)),
            ~_is_planned(),
            ~_has_meeting(sight.at),
        )
        .limit(_IDLE_AT_MOST)
    )
    for row in session.execute(_best_first(forgotten)):
        qualified = row.stage_id in sight.bands.setter
        about = _("Qualified and without a meeting: find a time") if qualified else ""
        yield row.id, Found(Kind.IDLE, row.since, about=about)


def _in_work(sight: Sight) -> tuple[ColumnElement[bool], ...]:
    """Return what leads in work have in common; no index is looked for but that of the order."""
    state = without_index(Handoff.state.expression)
    waits = exists().where(Handoff.lead_id == LeadCard.id, state == HandoffState.WAITING)
    status = without_index(LeadCard.status.expression)
    return status == Status.OPEN, sight.to_work_on(), ~waits


def _is_planned() -> ColumnElement[bool]:
    return exists().where(Task.lead_id == LeadCard.id, Task.done_at.is_(None))


def _has_meeting(at: datetime) -> ColumnElement[bool]:
    return exists().where(
        and_(
            Appointment.lead_id == LeadCard.id,
            without_index(Appointment.state.expression).in_(STANDING),
            Appointment.ends_at > at,
        )
    )


def _best_first(wanted: Select[*Columns]) -> Select[*Columns]:
    return wanted.order_by(LeadCard.score_key.desc(), LeadCard.id.desc())
