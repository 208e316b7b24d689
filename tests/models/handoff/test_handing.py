"""From marketing to sales: who is asked, and what accepts, rejects and withdraws."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from models.definitions.current import stages
from models.entities.definitions.versions import StageDefinition
from models.entities.leads.leads import Handoff, Lead
from models.entities.leads.moves import StageMove
from models.errors import InvalidValueError
from models.handoff.handing import HandoffRefusedError, accept, hand_over, reject
from models.handoff.inbox import handoff_of, inbox
from models.history.undo.steps import redo, undo
from models.leads.capture import add_lead, assign_owner
from models.leads.stages.closing import disqualify, mark_lost, recycle, reopen
from models.leads.stages.moves import moves_of
from models.leads.stages.moving import correct_move, move_stage
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
    stage_named,
)


def test_a_lead_that_becomes_an_mql_is_handed_to_one_named_person_in_the_same_change(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First")
    with workspace.read() as session:
        (row,) = inbox(session, team.anna, clock())
        assert (row.lead.lead_id, row.member, row.state) == (lead, "Anna Asked", "waiting")
        assert row.handed_at == clock()
        assert owner_of(session, lead) == team.anna
    with workspace.write(team.marketing) as session:
        undo(session, team.marketing)
        assert inbox(session, None, clock()) == ()
        assert owner_of(session, lead) is None
        redo(session, team.marketing)
        assert [one.id for one in inbox(session, team.anna, clock())] == [row.id]


def test_the_owner_is_asked_where_they_hold_the_role_else_who_has_the_fewest_waiting(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.marketing) as session:
        of_ben = new_mql(session, "Ben's own", team.ben)
        asked = [handoff_for(session, new_mql(session, f"Lead {n}")).member_id for n in range(4)]
        kept = new_mql(session, "Of marketing", team.marketing)
        assert handoff_for(session, of_ben).member_id == team.ben
        assert asked == [team.anna, team.anna, team.ben, team.anna]
        assert handoff_for(session, kept).member_id == team.ben
        assert owner_of(session, kept) == team.marketing


def test_nobody_is_asked_who_is_off_today_or_has_left_while_others_are_there(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    today = clock().date()
    with workspace.write(team.marketing) as session:
        add_time_off(session, team.anna, today, today + timedelta(days=3))
        assert handoff_for(session, new_mql(session, "One")).member_id == team.ben
        deactivate(session, team.ben)
        assert handoff_for(session, new_mql(session, "Two")).member_id == team.anna
        deactivate(session, team.anna)
        assert handoff_for(session, new_mql(session, "Three")).member_id == team.leader


def test_without_anybody_the_handoff_waits_for_somebody_to_ask(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = new_mql(session, "Alone")
        row = handoff_of(session, lead, clock())
        assert row is not None
        assert (row.member, row.minutes_left, row.state) == (None, None, "waiting")


def test_accepting_needs_a_person_and_gives_them_the_lead(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First", team.marketing)
        handoff = handoff_id_of(session, lead)
    with workspace.write() as session, pytest.raises(HandoffRefusedError, match="Only a person"):
        accept(session, handoff)
    at = clock.advance(minutes=7)
    with workspace.write(team.ben) as session:
        accept(session, handoff)
        row = handoff_for(session, lead)
        assert (row.state, row.decided_at, row.decided_by_id) == ("accepted", at, team.ben)
        assert owner_of(session, lead) == team.ben
        with pytest.raises(HandoffRefusedError, match="answered already"):
            accept(session, handoff)
        with pytest.raises(HandoffRefusedError, match="answered already"):
            reject(session, handoff, "budget")
        undo(session, team.ben)
        assert handoff_for(session, lead).state == "waiting"
        assert owner_of(session, lead) == team.marketing


def test_accepting_moves_the_lead_to_the_stage_that_means_sal(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "First")
        responded = stage_named(session, "Responded")
        # The definitions' own verb is another's to test; here one stage means something else.
        session.connection().execute(
            update(StageDefinition)
            .where(StageDefinition.stage_id == responded)
            .values(meaning="sal")
        )
    with workspace.write(team.anna) as session:
        accept(session, handoff_id_of(session, lead))
        assert session.get_one(Lead, lead).stage_id == responded
        assert moves_of(session, lead)[-1].evidence == "Accepted by sales"
        undo(session, team.anna)
        assert session.get_one(Lead, lead).stage_id != responded


def test_a_rejected_lead_goes_back_to_nurture_or_is_disqualified_with_the_reason(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.marketing) as session:
        first, second = new_mql(session, "First"), new_mql(session, "Second")
    with workspace.write(team.anna) as session:
        with pytest.raises(InvalidValueError, match="no reason"):
            reject(session, handoff_id_of(session, first), "bored")
        reject(
            session,
            handoff_id_of(session, first),
            "timing",
            "After their audit",
            look_again_on=date(2027, 2, 1),
            track="content",
        )
        lead = session.get_one(Lead, first)
        assert (lead.status, lead.status_reason, lead.status_note) == (
            "nurture",
            "timing",
            "After their audit",
        )
        assert (lead.look_again_on, lead.nurture_track) == (date(2027, 2, 1), "content")
        assert handoff_for(session, first).state == "rejected"
        reject(session, handoff_id_of(session, second), "outside_profile", to="disqualified")
        assert session.get_one(Lead, second).status == "disqualified"
        undo(session, team.anna)
        assert handoff_for(session, second).state == "waiting"


def test_what_a_leader_accepts_belongs_to_who_was_asked(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.marketing) as session:
        lead = new_mql(session, "One")
        asked = handoff_for(session, lead).member_id
        assign_owner(session, lead, team.marketing)
    with workspace.write(team.leader) as session:
        accept(session, handoff_id_of(session, lead))
        assert asked in {team.anna, team.ben}
        assert owner_of(session, lead) == asked


def test_moving_past_mql_by_who_was_asked_accepts(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.marketing) as session:
        asked, beside, other = (new_mql(session, name) for name in ("One", "Two", "Three"))
        assign_owner(session, beside, None)
    with workspace.write(team.anna) as session:
        move_stage(session, asked, stage_named(session, "Responded"), evidence="Wrote back")
        assert handoff_for(session, asked).state == "accepted"
        assert handoff_for(session, asked).decided_by_id == team.anna
    with workspace.write(team.ben) as session:
        move_stage(session, beside, stage_named(session, "Responded"), evidence="Wrote back")
        assert handoff_for(session, beside).state == "accepted"
        assert owner_of(session, beside) == team.ben
    with workspace.write(team.marketing) as session:
        move_stage(session, other, stage_named(session, "Responded"), evidence="Wrote back")
        assert handoff_for(session, other).state == "withdrawn"


def test_what_is_closed_moved_back_or_corrected_waits_no_longer(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.marketing) as session:
        leads = [new_mql(session, f"Lead {number}") for number in range(6)]
        disqualify(session, leads[0], "bad_data")
        mark_lost(session, leads[1], "competitor")
        recycle(session, leads[2], "timing")
        move_stage(session, leads[3], stage_named(session, "New"), reason="Too early")
        correct_move(session, moves_of(session, leads[4])[-1].id, "Wrong lead")
    with workspace.write(team.anna) as session:
        move_stage(session, leads[5], stage_named(session, "New"), reason="Not yet")
        assert {handoff_for(session, lead).state for lead in leads} == {"withdrawn"}
        assert inbox(session, None, handoff_for(session, leads[0]).handed_at) == ()


def test_a_lead_that_comes_back_from_nurture_as_an_mql_is_reviewed_anew(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        lead = new_mql(session, "First")
        reject(session, handoff_id_of(session, lead), "timing")
        clock.advance(days=30)
        reopen(session, lead)
        assert handoff_for(session, lead).state == "waiting"
        assert handoff_for(session, lead).handed_at == clock()
        assert session.get_one(Lead, lead).nurture_track is None
        assert session.scalar(select(func.count(Handoff.id))) == 2


def test_an_accepted_lead_that_is_moved_back_to_mql_is_not_asked_about_again(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead = new_mql(session, "First")
        move_stage(session, lead, stage_named(session, "Interested"), evidence="Asked for prices")
        move_stage(session, lead, stage_named(session, "MQL"), reason="Only a newsletter")
        assert session.scalar(select(func.count(Handoff.id))) == 1


def test_another_person_can_be_asked_by_name(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.leader) as session:
        lead = new_mql(session, "First")
        assert hand_over(session, lead, team.ben) == handoff_id_of(session, lead)
        assert (handoff_for(session, lead).member_id, owner_of(session, lead)) == (
            team.ben,
            team.ben,
        )
        deactivate(session, team.anna)
        with pytest.raises(InvalidValueError, match="left the team"):
            hand_over(session, lead, team.anna)
        other = add_lead(session, title="No MQL yet")
        with pytest.raises(HandoffRefusedError, match="Move it there first"):
            hand_over(session, other)


def test_no_open_lead_past_mql_is_left_without_an_owner(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.leader) as session:
        lead = add_lead(session, title="Straight on")
        move_stage(session, lead, stage_named(session, "Interested"), evidence="Called us")
        assert owner_of(session, lead) == team.anna
        kept = add_lead(session, title="Kept", owner_id=team.marketing)
        move_stage(session, kept, stage_named(session, "Interested"), evidence="Called us")
        assert owner_of(session, kept) == team.marketing
        recycle(session, lead, "timing")
        assign_owner(session, lead, None)
        reopen(session, lead)
        assert owner_of(session, lead) is not None


def test_each_stage_names_its_owner_role_and_people_may_hold_several(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write() as session:
        assert all(stage.owner_role for stage in stages(session))
        both = add_member(session, "Both Roles", "UTC", ("closer", "setter", "sdr"))
        lead = new_mql(session, "Theirs", both)
        assert handoff_for(session, lead).member_id == both


def test_skipped_stages_get_no_move_and_so_count_in_no_rate(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.leader) as session:
        lead = add_lead(session, title="Demo")
        move_stage(session, lead, stage_named(session, "SQL"), override_reason="Asked for a demo")
        entered = session.scalars(
            select(StageMove.to_stage_id).where(StageMove.lead_id == lead).order_by(StageMove.id)
        ).all()
        assert list(entered) == [stage_named(session, "New"), stage_named(session, "SQL")]
        assert session.scalar(select(func.count(Handoff.id))) == 0


def test_one_answer_is_enough_for_a_lead_that_was_handed_over_twice_before_a_merge(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        kept, gone = (new_mql(session, title, team.anna) for title in ("Kept", "Gone"))
        other = handoff_id_of(session, gone)
        session.connection().execute(
            update(Handoff).where(Handoff.id == other).values(lead_id=kept)
        )
        session.expire_all()
        (row,) = inbox(session, team.anna, clock())
        accept(session, row.id)
        session.flush()
        assert inbox(session, None, clock()) == ()
        assert session.get_one(Handoff, other).state == "withdrawn"
