"""A lead's way through a cadence: one at a time, in working days, and what stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activity.touches import log_touch
from models.appointments.booking import book
from models.cadences.enrolling import CadenceRefusedError, enrol, pass_over_step, take_out
from models.cadences.house import add_house_cadences
from models.cadences.rows import RunRow, StepRow, cadences, run_of
from models.cadences.running import ANSWERS, due_after, next_step
from models.cadences.shaping import StepDraft, add_cadence, add_step, remove_cadence, remove_step
from models.entities.leads.leads import Lead
from models.entities.work.cadences import Cadence, CadenceRun
from models.handoff.handing import accept
from models.history.undo.steps import undo
from models.ids import ContactId, LeadId
from models.leads.capture import add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact
from models.leads.stages.closing import disqualify, recycle
from models.team.joining import add_member
from models.team.time_off import add_time_off
from models.team.working_clock import USUAL_HOURS, WorkingClock
from models.wall_time import local_day
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.handoff.team_world import Team, handoff_id_of, new_mql

STEPS = (StepDraft("call"), StepDraft("email", 2), StepDraft("call", 1))
NINE_IN_BERLIN = 8
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def enrolled(session: Session, team: Team, steps: tuple[StepDraft, ...] = STEPS) -> LeadId:
    cadence_id = add_cadence(session, "Ours", "first", steps)
    contact_id = add_contact(session, last_name="Lee", email="lee@acme.example")
    lead_id = add_lead(session, contact_id=contact_id, owner_id=team.anna)
    enrol(session, lead_id, cadence_id)
    return lead_id


def run(session: Session, lead_id: LeadId) -> RunRow:
    found = run_of(session, lead_id)
    assert found is not None
    return found


def test_a_booked_meeting_stops_the_cadence(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.anna) as session:
        closer = add_member(session, "Cleo", "Europe/Berlin", ("closer",))
        lead_id = enrolled(session, team)
        book(session, lead_id, closer, "2026-11-10T10:00", "Europe/Berlin", 30)
        assert run(session, lead_id).end_reason == "booked"


def test_what_is_due_is_computed_from_the_step_done_in_working_days(
    workspace: Workspace, team: Team, clock: FrozenClock
) -> None:
    with workspace.write(team.anna) as session:
        add_time_off(session, team.anna, date(2026, 11, 4), date(2026, 11, 4))
        lead_id = enrolled(session, team)
        assert run(session, lead_id).due_at == clock()
    clock.advance(days=1)
    with workspace.write(team.anna) as session:
        log_touch(session, lead_id, "call", "no_answer")
        # Tuesday; Wednesday is off, so two working days later is Friday.
        assert run(session, lead_id).due_at == datetime(2026, 11, 6, NINE_IN_BERLIN, tzinfo=UTC)
    clock.advance(days=20)
    with workspace.write(team.anna) as session:
        log_touch(session, lead_id, "email", "sent")
        assert run(session, lead_id).due_at == datetime(2026, 11, 24, NINE_IN_BERLIN, tzinfo=UTC)
        log_touch(session, lead_id, "call", "no_answer")
        assert run(session, lead_id).end_reason == "done"


def test_only_a_touch_through_the_medium_of_the_step_does_it(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        log_touch(session, lead_id, "email", "sent")
        assert run(session, lead_id).steps_done == 0


@pytest.mark.parametrize("outcome", ANSWERS)
def test_an_answer_stops_the_cadence(workspace: Workspace, team: Team, outcome: str) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        log_touch(session, lead_id, "call", outcome)
        stopped = run(session, lead_id)
    assert stopped.end_reason == ("booked" if outcome == "booked" else "replied")


def test_closing_and_nurture_stop_it_and_undo_takes_it_up_again(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
    for end in (disqualify, recycle):
        with workspace.write(team.anna) as session:
            end(session, lead_id, "timing")
            assert run(session, lead_id).end_reason == "closed"
        with workspace.write(team.anna) as session:
            undo(session, team.anna)
            assert run(session, lead_id).ended_at is None


def test_a_wish_not_to_be_contacted_skips_the_steps_of_that_medium(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        contact_id = ContactId(session.get_one(Lead, lead_id).contact_id or 0)
        set_do_not_contact(session, contact_id, "call", "said so")
        left = run(session, lead_id)
        assert left.step is not None
        assert left.step.medium == "email"
        set_do_not_contact(session, contact_id, "email", "said so")
        assert run(session, lead_id).end_reason == "done"


def test_an_accepted_mql_enters_the_first_cadence(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.anna) as session:
        lead_id = new_mql(session, "Guide reader", team.anna)
        assert run_of(session, lead_id) is None
        accept(session, handoff_id_of(session, lead_id))
        entered = run(session, lead_id)
        first = cadences(session)[0]
    assert entered.cadence_id == first.id
    assert first.track == "first"


def test_a_lead_is_in_one_cadence_at_a_time(workspace: Workspace, team: Team) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        other = add_cadence(session, "Other", "positive", STEPS)
        enrol(session, lead_id, other)
        standing = select(func.count(CadenceRun.id)).where(CadenceRun.ended_at.is_(None))
        assert session.scalar(standing) == 1
        assert run(session, lead_id).cadence_id == other
        take_out(session, lead_id)
        with pytest.raises(CadenceRefusedError, match="in no cadence"):
            take_out(session, lead_id)


def test_a_closed_lead_and_a_cadence_without_steps_are_refused(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        empty = add_cadence(session, "Empty", "first")
        with pytest.raises(CadenceRefusedError, match="No step"):
            enrol(session, lead_id, empty)
        remove_cadence(session, empty)
        with pytest.raises(CadenceRefusedError, match="not used any more"):
            enrol(session, lead_id, empty)
        disqualify(session, lead_id, "budget")
        with pytest.raises(CadenceRefusedError, match="Only an open lead"):
            enrol(session, lead_id, empty)


def test_steps_may_change_under_the_leads_that_go_through_them(
    workspace: Workspace, team: Team
) -> None:
    with workspace.write(team.anna) as session:
        lead_id = enrolled(session, team)
        cadence_id = run(session, lead_id).cadence_id
        pass_over_step(session, lead_id)
        add_step(session, cadence_id, StepDraft("linkedin"), 0)
        assert run(session, lead_id).steps_done == 2
        remove_step(session, cadence_id, 0)
        left = run(session, lead_id)
        assert left.step is not None
        assert (left.steps_done, left.step.medium) == (1, "email")


def test_the_house_cadences_are_founded_once(workspace: Workspace) -> None:
    with workspace.read() as session:
        known = cadences(session)
        assert [one.track for one in known] == ["first", "positive", "negative"]
        assert all(one.steps for one in known)
        assert any(step.template_id is not None for one in known for step in one.steps)
        count = session.scalar(select(func.count(Cadence.id)))
        add_house_cadences(session)
        assert session.scalar(select(func.count(Cadence.id))) == count


DRAFTS = st.lists(
    st.builds(StepDraft, st.sampled_from(("call", "email", "linkedin")), st.integers(0, 5)),
    min_size=1,
    max_size=6,
)
MEDIA = st.frozensets(st.sampled_from(("call", "email", "linkedin")))


@given(DRAFTS, MEDIA, st.integers(0, 6))
@settings(max_examples=50)
def test_the_next_step_is_the_first_allowed_one_and_no_wait_is_lost(
    drafts: list[StepDraft], blocked: frozenset[str], done: int
) -> None:
    steps = tuple(
        StepRow(number, number, one.medium, one.wait_days, None, None)
        for number, one in enumerate(drafts)
    )
    found = next_step(steps, done, blocked)
    left = range(done, len(drafts))
    allowed = [place for place in left if drafts[place].medium not in blocked]
    if not allowed:
        assert found is None
    else:
        place = allowed[0]
        assert found == (place, sum(one.wait_days for one in drafts[done : place + 1]))


@given(
    st.integers(0, 400 * 1440).map(lambda gone: NEW_YEAR + timedelta(minutes=gone)),
    st.integers(1, 15),
    st.sampled_from(("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney")),
    st.sets(st.integers(0, 420), max_size=40),
)
@settings(max_examples=50)
def test_a_wait_counts_working_days_and_ends_when_the_work_begins(
    since: datetime, days: int, zone: str, off: set[int]
) -> None:
    holidays = {date(2026, 1, 1) + timedelta(days=number) for number in off}
    clock = WorkingClock(USUAL_HOURS, zone, holiday=lambda day: day in holidays)
    due = due_after(clock, since, days)
    assert clock.worked_between(due, due + timedelta(seconds=1))
    assert not clock.worked_between(due - timedelta(minutes=1), due)
    begin, end = (local_day(moment, zone) for moment in (since, due))
    between = [begin + timedelta(days=n) for n in range(1, (end - begin).days + 1)]
    assert sum(bool(clock.spans_of(day)) for day in between) == days
    assert due_after(clock, since, 0) == since
