"""A call with all that follows from it is one change, by the team's table; or nothing is done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.calling import Answer, CallResult, Referral, record_call
from models.activity.tasks import tasks_of
from models.cadences.enrolling import enrol
from models.cadences.rows import cadences, run_of
from models.definitions.current import stage_by_id, stages
from models.definitions.gates.stage_gates import GateRefusedError
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Contact, DoNotContact
from models.entities.work.activity import Touch
from models.entities.workspace.log import Change
from models.errors import InvalidValueError
from models.history.undo.steps import undo
from models.ids import LeadId, StageId
from models.leads.capture import add_contact, add_lead
from models.leads.stages.closing import recycle
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, stage_named
from tests.models.rows import recorded_rows

QUALIFIED = (
    Answer("need", "confirmed", "Vans rust"),
    Answer("timeline", "confirmed"),
    Answer("genuine_interest", "confirmed"),
    Answer("authority", "confirmed", degree="decides"),
)


@pytest.fixture
def lead_id(workspace: Workspace, team: Team) -> LeadId:
    with workspace.write() as session:
        contact_id = add_contact(
            session, first_name="Ann", last_name="Lee", zone="America/New_York"
        )
        return add_lead(session, contact_id=contact_id, owner_id=team.ben)


def record(
    workspace: Workspace, team: Team, lead_id: LeadId, outcome: str, **more: Any
) -> CallResult:
    with workspace.write(team.ben) as session:
        return record_call(session, lead_id, outcome, **more)


def stage_of(session: Session, lead_id: LeadId) -> str:
    return stage_by_id(session, StageId(session.get_one(Lead, lead_id).stage_id)).name


def test_nobody_answered_so_the_next_call_is_planned_for_their_hours_and_undo_takes_all_back(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    with workspace.read() as session:
        before = recorded_rows(session)
    result = record(workspace, team, lead_id, "no_answer")
    # Four working hours of Ben's are over at 15:00 in Berlin; they work from 9:00 in New York.
    assert result.due_at == datetime(2026, 11, 2, 14, tzinfo=UTC)
    assert result.sentence == "Call again at 09:00 their time."
    with workspace.write(team.ben) as session:
        (task,) = tasks_of(session, lead_id)
        assert task.text == "Call Ann Lee again"
        undo(session, team.ben)
    with workspace.read() as session:
        assert recorded_rows(session) == before


def test_a_promised_call_keeps_its_minute_and_the_call_that_keeps_it_settles_it(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    at = datetime(2026, 11, 3, 23, 5, tzinfo=UTC)
    result = record(workspace, team, lead_id, "call_back", call_back_at=at)
    assert (result.due_at, result.sentence) == (at, "Call back Tue 18:05 their time.")
    record(workspace, team, lead_id, "no_answer")
    with workspace.read() as session:
        done = [task.done_at is not None for task in tasks_of(session, lead_id)]
    assert done == [False, True]


@pytest.mark.parametrize(
    ("outcome", "more", "field"),
    [
        ("call_back", {}, "call_back_at"),
        ("call_back", {"call_back_at": datetime(2026, 11, 1, tzinfo=UTC)}, "call_back_at"),
        ("not_interested", {}, "reason"),
        ("not_now", {}, "reason"),
    ],
)
def test_an_outcome_that_needs_more_is_refused_and_nothing_is_half_done(
    workspace: Workspace, team: Team, lead_id: LeadId, outcome: str, more: dict[str, Any],
    field: str,
) -> None:  # fmt: skip
    with pytest.raises(InvalidValueError) as refused:
        record(workspace, team, lead_id, outcome, **more)
    assert refused.value.field == field
    with workspace.read() as session:
        assert session.scalars(select(Touch)).all() == []


def test_qualified_moves_through_the_gate_with_the_answers_of_the_same_call(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    with pytest.raises(GateRefusedError) as refused:
        record(workspace, team, lead_id, "qualified", answers=QUALIFIED[:2])
    assert len(refused.value.missing) == 2
    with workspace.read() as session:
        assert session.scalars(select(Touch)).all() == []
        changes = len(session.scalars(select(Change.id)).all())
    result = record(workspace, team, lead_id, "qualified", answers=QUALIFIED)
    assert (result.moved_to, result.next_kind) == ("SQL", "book")
    with workspace.read() as session:
        assert stage_of(session, lead_id) == "SQL"
        assert len(session.scalars(select(Change.id)).all()) == changes + 1


def test_interest_moves_the_lead_and_begins_the_positive_track(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    result = record(workspace, team, lead_id, "interested", note="Asked for prices")
    assert result.moved_to == "Interested"
    assert "step 1 of 5" in result.sentence
    with workspace.read() as session:
        run = run_of(session, lead_id)
        assert run is not None
        assert run.cadence_id == cadences(session)[1].id
        assert tasks_of(session, lead_id) == ()


def test_a_lead_never_moves_back_by_an_outcome(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    record(workspace, team, lead_id, "qualified", answers=QUALIFIED)
    assert record(workspace, team, lead_id, "connected").moved_to is None
    with workspace.read() as session:
        assert stage_of(session, lead_id) == "SQL"


def test_in_a_cadence_its_next_step_is_what_comes_next(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    with workspace.write(team.ben) as session:
        enrol(session, lead_id, cadences(session)[0].id)
    result = record(workspace, team, lead_id, "no_answer")
    assert result.sentence.startswith("E-mail")
    assert "step 2 of 8" in result.sentence
    with workspace.read() as session:
        assert tasks_of(session, lead_id) == ()


def test_not_now_goes_back_to_nurture_and_not_interested_is_closed(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    result = record(workspace, team, lead_id, "not_now", reason="timing")
    assert "look again on" in result.sentence
    with workspace.write(team.ben) as session:
        assert session.get_one(Lead, lead_id).status == "nurture"
        undo(session, team.ben)
    record(workspace, team, lead_id, "not_interested", reason="no_need")
    with workspace.read() as session:
        assert session.get_one(Lead, lead_id).status == "disqualified"


def test_referred_on_the_lead_is_pursued_with_whom_they_named(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    result = record(workspace, team, lead_id, "referred_on", referred=Referral("Max Orr"))
    with workspace.read() as session:
        lead = session.get_one(Lead, lead_id)
        assert lead.contact_id == result.contact_id
        contact = session.get_one(Contact, lead.contact_id)
    assert (contact.first_name, contact.last_name) == ("Max", "Orr")


def test_the_right_number_is_called_when_they_may_be_called_and_that_is_said(
    workspace: Workspace, team: Team, lead_id: LeadId, clock: FrozenClock
) -> None:
    said = record(workspace, team, lead_id, "wrong_number", right_number="+12125550100").sentence
    assert said == "The number is noted. Call it at 09:00 their time."
    clock.advance(hours=6)
    said = record(workspace, team, lead_id, "wrong_number", right_number="+12125550101").sentence
    assert said == "The number is noted. Call it next."


def test_do_not_contact_blocks_what_they_named_and_everything_where_they_named_nothing(
    workspace: Workspace, team: Team, lead_id: LeadId
) -> None:
    record(workspace, team, lead_id, "do_not_contact", block_media=("call",))
    with workspace.read() as session:
        assert list(session.scalars(select(DoNotContact.medium))) == ["call"]
    record(workspace, team, lead_id, "do_not_contact")
    with workspace.read() as session:
        assert set(session.scalars(select(DoNotContact.medium))) == {"call", "email", "linkedin"}


def test_after_the_agreed_attempts_recycling_is_proposed(
    workspace: Workspace, team: Team, lead_id: LeadId, clock: FrozenClock
) -> None:
    proposals = []
    for _touch in range(9):
        clock.advance(days=1)
        proposals.append(record(workspace, team, lead_id, "voicemail").proposes_recycle)
    assert proposals == [False] * 7 + [True] * 2
    assert record(workspace, team, lead_id, "connected").attempts == 0


def test_a_lead_in_nurture_keeps_its_status(
    workspace: Workspace, team: Team, lead_id: LeadId, clock: FrozenClock
) -> None:
    with workspace.write(team.ben) as session:
        recycle(session, lead_id, "timing")
    clock.instant += timedelta(days=1)
    result = record(workspace, team, lead_id, "interested")
    assert result.moved_to is None
    with workspace.read() as session:
        assert session.get_one(Lead, lead_id).status == "nurture"
        assert stage_named(session, "New") == stages(session)[0].id
