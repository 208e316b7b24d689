"""The queue of a person as read from a workspace: by role, claimed, put aside, and counted."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.activity.calling import record_call
from models.activity.interest import record_interest
from models.activity.touches import log_touch
from models.appointments.life import DealWish, record_held, record_outcome
from models.cadences.enrolling import enrol
from models.cadences.shaping import StepDraft, add_cadence
from models.duplicates.merging import merge_contacts
from models.handoff.handing import accept
from models.history.undo.steps import next_undo
from models.ids import LeadId, MemberId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact
from models.leads.stages.moving import move_stage
from models.queue.claiming import CLAIM_MINUTES, ClaimedError, claim, claims_of, release
from models.queue.counters import counters_of
from models.queue.places import place_for
from models.queue.reading import queue_of
from models.queue.rows import Kind, QueueItem
from models.queue.snoozing import NotPutAsideError, put_aside, skip, snooze, wake
from models.topics import Topic
from models.workspace import Workspace, topics_touched
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, handoff_id_of, new_mql, stage_named
from tests.models.small_world import SmallWorld


def queue(workspace: Workspace, member_id: MemberId | None, clock: FrozenClock) -> list[QueueItem]:
    with workspace.read() as session:
        return list(queue_of(session, member_id, clock()))


def accepted(session: Session, team: Team, title: str) -> LeadId:
    lead_id = new_mql(session, title, team.anna)
    accept(session, handoff_id_of(session, lead_id))
    return lead_id


def test_an_mql_is_to_accept_then_new_then_in_its_cadence(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = new_mql(session, "Guide reader", team.anna)
    (item,) = queue(workspace, team.anna, clock)
    assert (item.kind, item.handoff_id is not None) == (Kind.INBOX, True)
    clock.advance(minutes=50)
    (item,) = queue(workspace, team.anna, clock)
    assert item.kind is Kind.SLA
    with workspace.write(team.anna) as session:
        accept(session, handoff_id_of(session, lead_id))
    (item,) = queue(workspace, team.anna, clock)
    assert item.kind is Kind.SLA
    assert (item.medium, item.run_id is not None) == ("call", True)
    with workspace.write(team.anna) as session:
        record_call(session, lead_id, "no_answer")
    (item,) = queue(workspace, team.anna, clock)
    assert (item.kind, item.medium) == (Kind.STEP, "email")


def test_sdrs_see_mqls_setters_see_sqls_and_nobody_sees_everything(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        mql = accepted(session, team, "An MQL")
    with workspace.write(team.leader) as session:
        sql = add_lead(session, title="An SQL", owner_id=team.anna)
        move_stage(session, sql, stage_named(session, "SQL"), override_reason="They asked")
    seen = {
        member: {item.lead_id for item in queue(workspace, member, clock)}
        for member in (team.anna, team.ben, team.marketing, None)
    }
    assert seen == {team.anna: {mql}, team.ben: {sql}, team.marketing: set(), None: {mql, sql}}


def test_a_request_leads_the_queue_until_somebody_touches_the_lead(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        accepted(session, team, "An MQL")
        asked = add_lead(session, title="Asks for prices", owner_id=team.anna)
        record_interest(session, asked, "pricing_request")
    clock.advance(minutes=20)
    first = queue(workspace, team.anna, clock)[0]
    assert (first.lead_id, first.kind) == (asked, Kind.REQUEST)
    assert first.reason == "Asked for prices 20 min ago; 10 min left"
    with workspace.write(team.anna) as session:
        log_touch(session, asked, "call", "no_answer")
    assert Kind.REQUEST not in {item.kind for item in queue(workspace, team.anna, clock)}
    clock.advance(hours=1)
    with workspace.write(team.anna) as session:
        record_interest(session, asked, "demo_request")
    assert queue(workspace, team.anna, clock)[0].reason == "Asked for a demo just now; 30 min left"


def test_a_lead_that_nothing_is_planned_for_is_not_lost(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = add_lead(session, title="Talked at the fair", owner_id=team.anna)
        log_touch(session, lead_id, "call", "connected")
    (item,) = queue(workspace, team.anna, clock)
    assert (item.kind, item.reason) == (Kind.IDLE, "No next step is planned")


def test_a_lead_whose_last_steps_are_forbidden_by_a_merge_is_not_lost(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        kept, gone = (add_contact(session, last_name="Lee", phone="+4930123456") for _ in "ab")
        lead_id = add_lead(session, contact_id=kept, owner_id=team.anna)
        cadence = add_cadence(session, "Ours", "first", (StepDraft("call"), StepDraft("email")))
        enrol(session, lead_id, cadence)
        log_touch(session, lead_id, "call", "no_answer")
        set_do_not_contact(session, gone, "email", "said so")
        merge_contacts(session, kept, gone)
    (item,) = queue(workspace, team.anna, clock)
    assert (item.kind, item.medium) == (Kind.IDLE, "call")
    assert item.reason == "Nothing is left of “Ours” that they allow"


def test_meetings_of_the_small_world_are_to_be_confirmed_then_held_and_told(
    filled: Workspace, world: SmallWorld, clock: FrozenClock
) -> None:
    def line() -> QueueItem:
        items = queue(filled, world.leader, clock)
        return next(item for item in items if item.appointment_id == world.appointment)

    clock.advance(hours=23, minutes=50)
    assert line().kind is Kind.MEETING_SOON
    clock.advance(hours=2)
    assert line().kind is Kind.OPEN_OUTCOME
    with filled.write(world.leader) as session:
        record_held(session, world.appointment)
    assert line().kind is Kind.OPEN_OUTCOME
    with filled.write(world.leader) as session:
        record_outcome(session, world.appointment, "deal", deal=DealWish("Pilot", 900_00))
        over = [item.appointment_id for item in queue_of(session, world.leader, clock())]
    assert world.appointment not in over


def test_nobody_else_gets_a_claimed_lead_until_the_claim_frees_itself(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = accepted(session, team, "Wanted by two")
        undoable = next_undo(session, team.anna)
        until = claim(session, lead_id, team.anna, clock())
        assert Topic.QUEUE in topics_touched(session)
        assert next_undo(session, team.anna) == undoable
    assert until == clock() + timedelta(minutes=CLAIM_MINUTES)
    with workspace.write(team.ben) as session, pytest.raises(ClaimedError, match="Anna Asked"):
        claim(session, lead_id, team.ben, clock())
    assert [item.claimed_by for item in queue(workspace, None, clock)] == ["Anna Asked"]
    assert [item.claimed_by for item in queue(workspace, team.anna, clock)] == [None]
    clock.advance(minutes=CLAIM_MINUTES)
    with workspace.write(team.ben) as session:
        claim(session, lead_id, team.ben, clock())
        release(session, lead_id, team.anna)
        assert set(claims_of(session, None, clock())) == {lead_id}
        release(session, lead_id, team.ben)
        assert claims_of(session, None, clock()) == {}


def test_claiming_the_next_lead_lets_go_of_the_one_before(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        first, second = (accepted(session, team, title) for title in ("One", "Two"))
        claim(session, first, team.anna, clock())
        claim(session, second, team.anna, clock())
        assert set(claims_of(session, None, clock())) == {second}


def test_skipped_until_the_next_working_day_snoozed_until_a_moment_and_woken(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = accepted(session, team, "Later")
        until = skip(session, lead_id, "Waits for the price list")
        (aside,) = put_aside(session, team.anna, clock())
    assert (aside.reason, aside.until) == ("Waits for the price list", until)
    assert queue(workspace, team.anna, clock) == []
    assert len(queue(workspace, None, clock)) == 1
    with workspace.read() as session:
        assert len(queue_of(session, None, clock(), viewer_id=team.ben)) == 1
        assert queue_of(session, None, clock(), viewer_id=team.anna) == ()
    clock.instant = until
    assert len(queue(workspace, team.anna, clock)) == 1
    with workspace.write(team.anna) as session:
        snooze(session, lead_id, clock() + timedelta(days=3), for_everybody=True)
    assert queue(workspace, None, clock) == []
    with workspace.write(team.ben) as session:
        wake(session, lead_id)
        with pytest.raises(NotPutAsideError):
            wake(session, lead_id)
    assert len(queue(workspace, team.anna, clock)) == 1


def test_the_day_is_counted_in_the_persons_own_zone(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    clock.advance(hours=13, minutes=30)
    with workspace.write(team.anna) as session:
        lead_id = accepted(session, team, "Called late")
        log_touch(session, lead_id, "call", "no_answer")
        log_touch(session, lead_id, "email", "replied")
        counted = counters_of(session, team.anna, clock())
        assert (counted.touches, counted.calls, counted.connected) == (2, 1, 1)
        # In Berlin it is another day an hour later.
        clock.advance(hours=1)
        assert counters_of(session, team.anna, clock()).touches == 0
        assert counters_of(session, None, clock()).touches == 2


def test_a_leads_zone_is_its_own_else_its_countrys_where_there_is_no_doubt_else_assumed(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    assert not place_for("Asia/Tokyo", ("DE",), (None,), "UTC").guessed
    assert place_for(None, ("DE",), (None,), "UTC").zone == "Europe/Berlin"
    assert place_for("No/Where", (None, "IN"), (None,), "UTC").zone == "Asia/Kolkata"
    assert place_for(None, ("AU",), ("perth",), "UTC").zone == "Australia/Perth"
    assert place_for(None, ("AU",), ("Dubbo",), "UTC").guessed
    with workspace.write(team.anna) as session:
        company_id = add_company(session, name="Tokyo Cold", country="JP")
        contact_id = add_contact(session, last_name="Sato", company_id=company_id)
        lead_id = add_lead(session, contact_id=contact_id, owner_id=team.anna)
        record_interest(session, lead_id, "demo_request")
    (item,) = queue(workspace, team.anna, clock)
    assert (item.zone, item.zone_guessed, item.waits) == ("Asia/Tokyo", False, True)
