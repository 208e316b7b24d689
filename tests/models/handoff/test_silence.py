"""Silence is reminded, escalated, reassigned and reported; it never accepts."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from models.activity.interest import record_interest
from models.entities.leads.leads import Handoff
from models.entities.workspace.log import Change
from models.handoff.handing import accept, hand_over, reject
from models.handoff.inbox import handoff_of, inbox
from models.handoff.report import sla_report
from models.handoff.silence import Advanced, advance_handoffs, is_silence_due
from models.queue.reading import queue_of
from models.queue.rows import Kind
from models.team.hours import set_working_hours
from models.team.joining import add_member, deactivate
from models.team.time_off import add_time_off
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import (
    Team,
    handoff_for,
    handoff_id_of,
    new_mql,
    owner_of,
)

MORNING = datetime(2026, 11, 2, 9, tzinfo=UTC)


def advance(workspace: Workspace) -> Advanced:
    with workspace.write() as session:
        return advance_handoffs(session)


def test_silence_is_reminded_escalated_and_reassigned_at_the_agreed_minutes(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First")
    steps = []
    for _minute in range(70):
        clock.advance(minutes=1)
        with workspace.read() as session:
            due = is_silence_due(session, clock())
        done = advance(workspace) if due else Advanced()
        assert done.is_empty is not due
        if due:
            steps.append((clock() - MORNING, done))
    minutes = [(at // timedelta(minutes=1), done) for at, done in steps]
    assert minutes == [
        (15, Advanced(reminded=1)),
        (45, Advanced(escalated=1)),
        (60, Advanced(reassigned=1)),
    ]
    with workspace.read() as session:
        row = handoff_for(session, lead)
        assert (row.first_member_id, row.member_id) == (team.anna, team.ben)
        assert owner_of(session, lead) == team.ben
        assert row.state == "waiting"


def test_after_days_without_the_program_each_step_is_taken_once_and_dated_when_it_was_due(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    clock.instant = datetime(2026, 11, 6, 15, 50, tzinfo=UTC)
    with workspace.write(team.marketing) as session:
        leads = [new_mql(session, f"Lead {number}") for number in range(3)]
    clock.advance(days=11)
    assert advance(workspace) == Advanced(reminded=3, escalated=3, reassigned=3)
    assert advance(workspace).is_empty
    monday = datetime(2026, 11, 9, 8, tzinfo=UTC)
    with workspace.read() as session:
        row = handoff_for(session, leads[0])
        assert row.reminded_at == monday + timedelta(minutes=5)
        assert row.escalated_at == monday + timedelta(minutes=35)
        assert row.reassigned_at == monday + timedelta(minutes=50)
        made = session.scalar(
            select(func.count(Change.id)).where(Change.verb == "advance_handoffs")
        )
        assert made == 1


def test_no_time_runs_while_who_has_to_answer_is_off(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First", team.anna)
        add_time_off(session, team.anna, date(2026, 11, 2), date(2026, 11, 6))
    clock.advance(days=4)
    assert advance(workspace).is_empty
    with workspace.read() as session:
        row = handoff_of(session, lead, clock())
        assert row is not None
        assert row.minutes_left == 60
    clock.instant = datetime(2026, 11, 9, 8, 15, tzinfo=UTC)
    assert advance(workspace) == Advanced(reminded=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=6))
def test_silence_never_accepts(
    workspace: Workspace, team: Team, clock: FrozenClock, waits: list[int]
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "Silent")
    for minutes in waits:
        clock.advance(minutes=minutes)
        advance(workspace)
    with workspace.read() as session:
        row = handoff_for(session, lead)
        assert (row.state, row.decided_at, row.decided_by_id) == ("waiting", None, None)
        assert row.member_id is not None


def test_without_anybody_else_it_stays_and_is_shown_to_leaders_as_escalated(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        only = add_member(session, "Only One", "UTC", ("sdr",))
        new_mql(session, "First")
    clock.advance(hours=3)
    assert advance(workspace) == Advanced(reminded=1, escalated=1)
    with workspace.read() as session:
        assert not is_silence_due(session, clock())
        (row,) = inbox(session, only, clock())
        assert row.minutes_left == -120
    with workspace.write() as session:
        leader = add_member(session, "Late Leader", "UTC", ("leader",))
        seen = [(one.kind, one.handoff_id) for one in queue_of(session, leader, clock())]
        assert seen == [(Kind.ESCALATED, row.id)]
        assert advance_handoffs(session) == Advanced(reassigned=1)
        assert handoff_for(session, row.lead.lead_id).member_id == leader


def test_nobody_to_ask_is_shown_and_ends_when_somebody_comes(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = new_mql(session, "Alone")
        assert not is_silence_due(session, clock())
        assert advance_handoffs(session).is_empty
        (seen,) = queue_of(session, None, clock())
        assert (seen.kind, seen.lead_id) == (Kind.INBOX, lead)
        clock.advance(days=2)
        member = add_member(session, "New One", "UTC", ("sdr",))
        session.flush()
        assert is_silence_due(session, clock())
        assert advance_handoffs(session) == Advanced(asked=1)
        row = handoff_for(session, lead)
        assert (row.member_id, row.first_member_id, row.handed_at) == (member, member, clock())


def test_who_has_left_is_replaced_at_once(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First")
        deactivate(session, team.anna)
    clock.advance(minutes=1)
    assert advance(workspace) == Advanced(asked=1)
    with workspace.read() as session:
        assert handoff_for(session, lead).member_id == team.ben
        assert owner_of(session, lead) == team.ben


def test_a_person_who_never_works_hangs_nothing_and_is_replaced_once(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First", team.anna)
        set_working_hours(session, team.anna, {0: [(540, 541)]})
        add_time_off(session, team.anna, date(2026, 1, 1), date(2100, 1, 1))
        session.flush()
        row = handoff_of(session, lead, clock())
        assert row is not None
        assert row.minutes_left is None
        assert advance_handoffs(session) == Advanced(reminded=1, escalated=1, reassigned=1)
        assert handoff_for(session, lead).member_id == team.ben
        assert advance_handoffs(session).is_empty


def test_the_report_counts_answers_by_week_with_the_median_of_working_minutes(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        leads = [new_mql(session, f"Lead {number}", team.anna) for number in range(5)]
        clock.advance(minutes=10)
        accept(session, handoff_id_of(session, leads[0]))
        clock.advance(minutes=20)
        reject(session, handoff_id_of(session, leads[1]), "budget")
        advance_handoffs(session)
        clock.instant = datetime(2026, 11, 9, 9, tzinfo=UTC)
        hand_over(session, leads[2], team.ben)
        hand_over(session, leads[2], team.anna)
        reject(session, handoff_id_of(session, leads[3]), "budget", to="disqualified")
        session.flush()
        latest, first = sla_report(session, date(2026, 11, 2), date(2026, 11, 10), "Europe/Berlin")
    assert (first.monday, first.handed, first.accepted, first.rejected) == (
        date(2026, 11, 2), 4, 1, 2,
    )  # fmt: skip
    assert (first.waiting, first.reminded, first.escalated, first.late) == (1, 2, 0, 1)
    assert first.rejected_by == (("No budget", 2),)
    assert first.median_minutes == 30
    assert (latest.monday, latest.handed, latest.median_minutes) == (date(2026, 11, 9), 1, None)


def test_direct_requests_lead_the_inbox(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        early = new_mql(session, "Early", team.anna)
        clock.advance(minutes=5)
        asked = new_mql(session, "Asked", team.anna)
        record_interest(session, asked, "demo_request")
        session.flush()
        rows = inbox(session, team.anna, clock())
        assert [row.lead.lead_id for row in rows] == [asked, early]
        assert rows[0].lead.direct
        assert rows[0].minutes_left == 60
        assert session.scalar(select(func.count(Handoff.id))) == 2
