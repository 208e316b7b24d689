from datetime import timedelta

from models.activity.touches import log_touch
from models.chances.outcomes import outcome_named
from models.chances.population import Pursuit, population_of
from models.ids import LeadId
from models.leads.capture import add_lead
from models.leads.stages.closing import disqualify
from models.workspace import Workspace
from tests.clocks import FrozenClock


def pursuit(workspace: Workspace, lead_id: LeadId) -> Pursuit:
    with workspace.read() as session:
        found = population_of(session, outcome_named(session, "sql"), workspace.clock())
    (mine,) = (one for one in found.pursuits if one.lead_id == lead_id)
    return mine


def test_a_lead_enters_with_its_first_touch_from_the_minute_the_call_began(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead_id = add_lead(session, title="Called")
    assert pursuit(workspace, lead_id).entered_at is None
    began = clock.advance(days=2)
    clock.advance(minutes=5)
    with workspace.write() as session:
        log_touch(session, lead_id, "call", "no_answer", seconds=300)
    clock.advance(days=1)
    with workspace.write() as session:
        log_touch(session, lead_id, "call", "connected")
    assert pursuit(workspace, lead_id).entered_at == began


def test_a_closed_lead_did_not_reach_and_an_open_one_is_waited_for(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        closed = add_lead(session, title="Closed")
        disqualify(session, closed, "budget")
        waiting = add_lead(session, title="Waiting")
    assert pursuit(workspace, closed).reached is False
    assert pursuit(workspace, waiting).reached is None
    clock.advance(days=31)
    with workspace.write() as session:
        log_touch(session, add_lead(session, title="Today"), "call", "no_answer")
    aged = pursuit(workspace, waiting)
    assert aged.reached is False
    assert aged.since < clock() - timedelta(days=30)
