"""A person's queue: each source is read with a small query of its own, then put in order."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.ids import MemberId
from models.queue.counters import counters_of
from models.queue.facts import facts_of
from models.queue.from_handoffs import handoffs_waiting
from models.queue.from_leads import leads_waiting
from models.queue.from_meetings import meetings_waiting
from models.queue.from_plans import plans_waiting
from models.queue.order import USUAL_TOUCHES, Day, in_order
from models.queue.places import callable_hours
from models.queue.rows import DayCounters, Found, QueueItem
from models.queue.sight import sight_of
from models.team.working_days import member_clock, working_days_after
from models.wall_time import local_day

_DAYS_AHEAD = 10


def queue_of(
    session: Session,
    member_id: MemberId | None,
    at: datetime,
    *,
    reckon: bool = True,
    viewer_id: MemberId | None = None,
    done: DayCounters | None = None,
) -> tuple[QueueItem, ...]:
    """Return what somebody is to do next, in order; for nobody, what waits for anybody.

    Without `reckon` no working time is counted, so that the first lines are here at once. Who looks
    at everybody's work is `viewer_id`: a lead that they claimed is in nobody's way, and one that
    they put aside stays aside. What is `done` of the day is counted where nobody gives it.
    """
    sight = sight_of(session, member_id, at)
    found = [
        *meetings_waiting(session, sight),
        *leads_waiting(session, sight, reckon=reckon),
        *plans_waiting(session, sight),
        *handoffs_waiting(session, sight, reckon=reckon),
    ]
    looking = viewer_id if member_id is None else member_id
    lead_ids = {lead_id for lead_id, _one in found if lead_id is not None}
    leads = facts_of(session, lead_ids, sight, looking)
    shown: list[Found] = [
        one if lead_id is None else one._replace(lead=leads[lead_id])
        for lead_id, one in found
        if lead_id is None or lead_id in leads
    ]
    done = done or counters_of(session, member_id, at)

    def coming_days() -> tuple[date, ...]:
        clock = member_clock(session, member_id)
        return working_days_after(clock, local_day(at, sight.zone), _DAYS_AHEAD)

    day = Day(
        at=at,
        zone=sight.zone,
        member_id=looking,
        hours=callable_hours(session),
        touched=done.touches,
        planned=USUAL_TOUCHES if done.planned_touches is None else done.planned_touches,
        coming_days=coming_days,
    )
    return in_order(shown, day)
