"""The columns that learning reads: what is shown, what is voided, and since when it is known."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from models.appointments.life import record_no_show
from models.deals.dealing import open_deal
from models.definitions.current import stages
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.leads.moves import StageMove
from models.entities.work.activity import Touch
from models.entities.workspace.hidden import HiddenBatch
from models.history.undo.steps import undo
from models.ids import LeadId, MemberId, StageId, StageMoveId
from models.leads.capture import add_lead
from models.leads.stages.closing import mark_lost, recycle, reopen
from models.leads.stages.moving import correct_move, move_stage
from models.learning.reading import (
    LEAD_SHIFT,
    LOST,
    MISSING,
    STAGE_MASK,
    STATUS_BITS,
    StageHistory,
    stage_history,
)
from models.learning.working import ENDED_OTHERWISE, MISSED, meeting_columns, touch_columns, workers
from models.team.joining import add_member, set_time_with_us
from models.team.planning import set_share
from models.team.time_off import add_time_off
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.small_world import SmallWorld


def seconds_of(at: datetime) -> int:
    return int(at.timestamp())


def moves_of(history: StageHistory, lead_id: LeadId) -> list[tuple[int, int]]:
    rows = zip(history.moves.packed, history.moves.occurred, strict=True)
    return [
        (packed >> 1 & STAGE_MASK, at) for packed, at in rows if packed >> LEAD_SHIFT == lead_id
    ]


@pytest.fixture
def lead(workspace: Workspace, clock: FrozenClock, member: MemberId) -> tuple[LeadId, StageId]:
    """Return a lead that moved on after a day, and where to."""
    with workspace.write(member) as session:
        found = add_lead(session, title="Anna")
    clock.advance(days=1)
    with workspace.write(member) as session:
        responded = next(stage.id for stage in stages(session) if stage.name == "Responded")
        move_stage(session, found, responded, evidence="Called back")
    return found, responded


def test_a_lead_that_comes_back_from_nurture_is_read_with_both_times_until_that_is_undone(
    workspace: Workspace, clock: FrozenClock, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    lead_id, _responded = lead
    with workspace.write(member) as session:
        recycle(session, lead_id, "timing")
    gone = seconds_of(clock())
    clock.advance(days=40)
    with workspace.write(member) as session:
        reopen(session, lead_id)
    with workspace.read() as session:
        again = stage_history(session).again
    assert (list(again.lead), list(again.gone)) == ([lead_id], [gone])
    assert list(again.back) == [seconds_of(clock())]
    with workspace.write(member) as session:
        undo(session, member)
    with workspace.read() as session:
        assert not stage_history(session).again.lead


def test_moves_are_read_with_their_times_and_undone_ones_are_gone(
    workspace: Workspace, clock: FrozenClock, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    lead_id, responded = lead
    with workspace.read() as session:
        history = stage_history(session)
    assert moves_of(history, lead_id)[-1] == (responded, seconds_of(clock()))
    assert len(moves_of(history, lead_id)) == 2
    with workspace.write(member) as session:
        undo(session, member)
    with workspace.read() as session:
        assert len(moves_of(stage_history(session), lead_id)) == 1


def test_a_correction_voids_a_move_for_the_rates(
    workspace: Workspace, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    with workspace.write(member) as session:
        move = session.query(StageMove).filter_by(to_stage_id=lead[1]).one()
        correct_move(session, StageMoveId(move.id), "Wrong lead")
    with workspace.read() as session:
        assert len(moves_of(stage_history(session), lead[0])) == 1


def test_a_stage_that_the_definitions_drop_makes_no_move_of_its_leads(
    workspace: Workspace, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    lead_id, responded = lead
    with workspace.read() as session:
        before = moves_of(stage_history(session), lead_id)
    with workspace.write(member) as session:
        draft = current_draft(session)
        kept = tuple(one for one in draft.stages if one.id != responded)
        taker = next(stage.id for stage in stages(session) if stage.name == "Interested")
        write_definitions(session, replace(draft, stages=kept, moved={responded: taker}))
        history = stage_history(session)
    assert moves_of(history, lead_id) == before
    assert history.renamed == {responded: taker}


def test_how_a_lead_ended_is_read_with_its_time(
    workspace: Workspace, clock: FrozenClock, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    clock.advance(days=3)
    with workspace.write(member) as session:
        mark_lost(session, lead[0], "no_response")
        open_deal(session, lead[0], "Pilot")
    with workspace.read() as session:
        history = stage_history(session)
    place = list(history.leads.lead).index(lead[0])
    assert history.leads.packed[place] & (2**STATUS_BITS - 1) == LOST
    assert history.leads.since[place] == seconds_of(clock())
    assert list(history.deals.lead) == [lead[0]]
    assert list(history.deals.closed) == [MISSING]


def test_imported_history_counts_as_known_when_it_happened(
    workspace: Workspace, member: MemberId, lead: tuple[LeadId, StageId]
) -> None:
    long_ago = datetime(2020, 1, 6, tzinfo=UTC)
    with workspace.engines()[0].begin() as connection:
        connection.exec_driver_sql(
            "UPDATE stage_move SET origin = 'imported', occurred_at = ? WHERE to_stage_id = ?",
            (long_ago.strftime("%Y-%m-%d %H:%M:%S.%f"), lead[1]),
        )
    with workspace.read() as session:
        moves = stage_history(session).moves
    place = next(at for at, one in enumerate(moves.packed) if one >> 1 & STAGE_MASK == lead[1])
    assert moves.packed[place] & 1 == 1
    assert moves.occurred[place] == seconds_of(long_ago)
    assert moves.occurred[place] + moves.later[place] == seconds_of(
        datetime(2026, 11, 3, 9, tzinfo=UTC)
    )


def test_rows_of_an_import_that_is_loading_are_not_read(
    workspace: Workspace, lead: tuple[LeadId, StageId]
) -> None:
    with workspace.engines()[0].begin() as connection:
        connection.execute(insert(HiddenBatch).values(batch_id=7))
        connection.exec_driver_sql("UPDATE lead SET batch_id = 7")
        connection.exec_driver_sql("UPDATE stage_move SET batch_id = 7")
    with workspace.read() as session:
        history = stage_history(session)
    assert len(history.leads.lead) == len(history.moves.packed) == 0


def test_meetings_and_touches_are_read(filled: Workspace, world: SmallWorld) -> None:
    with filled.write(world.leader) as session:
        record_no_show(session, world.meetings.over, by="host")
    with filled.read() as session:
        meetings = meeting_columns(session)
        touches = touch_columns(session)
        logged = session.query(Touch).count()
    assert world.appointment in meetings.id
    ended = dict(zip(meetings.id, meetings.ended, strict=True))
    # What our own side missed says nothing about who comes.
    assert (ended[world.missed], ended[world.meetings.over]) == (MISSED, ENDED_OTHERWISE)
    assert all(due >= booked for due, booked in zip(meetings.due, meetings.booked, strict=True))
    assert len(touches.lead) == len(touches.at) == logged


def test_people_count_by_their_calendars_and_only_while_they_are_there(
    workspace: Workspace, member: MemberId
) -> None:
    monday = date(2026, 11, 9)
    with workspace.write(member) as session:
        set_share(session, member, "sdr", weekly_capacity=250)
        add_time_off(session, member, monday + timedelta(days=7), monday + timedelta(days=9))
        later = add_member(session, "Later", "UTC", ("setter",))
        set_time_with_us(session, later, joined_on=monday + timedelta(weeks=2))
        gone = add_member(session, "Gone", "UTC", ("setter",))
        set_time_with_us(session, gone, left_on=monday - timedelta(weeks=2))
        for_good = add_member(session, "For good", "UTC", ("setter",))
        set_time_with_us(session, for_good, left_on=date(2099, 12, 31))
        some_day = add_member(session, "Some day", "UTC", ("setter",))
        set_time_with_us(session, some_day, joined_on=date(2099, 1, 1))
    with workspace.read() as session:
        found = {row.id: row for row in workers(session, monday, 4)}
    assert gone not in found
    # Beyond the weeks that are asked for: a plan takes no such number.
    assert found[for_good].until_week is None
    assert some_day not in found
    mine = found[member]
    assert mine.held[0].weekly_capacity == 250
    assert mine.availability[0] == 1.0
    assert mine.availability[1] == pytest.approx(0.4)
    assert mine.from_week is None
    assert found[later].from_week == 2
    assert found[later].availability[:2] == (0.0, 0.0)
