"""Nurture: sent there with reason, day and track; back by signals, an answer, or the day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.activity.interest import record_interest
from models.activity.touches import DoNotContactError, log_touch
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.errors import InvalidValueError
from models.ids import LeadId
from models.leads.capture import add_contact, add_lead
from models.leads.do_not_contact import set_do_not_contact, wishes_of
from models.leads.nurture import back_from_nurture, to_look_at_again
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import StatusRefusedError, disqualify, postpone, recycle, reopen
from models.leads.stages.direct import direct_among, direct_condition
from models.leads.stages.moving import move_stage
from models.vocabulary import REQUESTS
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage
from tests.models.handoff.team_world import hire_team, stage_named


def nurtured(workspace: Workspace, title: str = "Not ready") -> LeadId:
    with workspace.write() as session:
        lead = add_lead(session, title=title)
        recycle(session, lead, "timing")
    return lead


def test_recycling_without_a_day_takes_the_agreed_term_and_a_track(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = add_lead(session, title="Not ready")
        recycle(session, lead, "timing", note="Budget in spring")
        row = session.get_one(Lead, lead)
        assert row.look_again_on == clock().date() + timedelta(days=90)
        assert (row.nurture_track, row.status_note) == ("email", "Budget in spring")
        recycle(session, lead, "timing", track="retargeting")
        assert row.nurture_track == "retargeting"
        with pytest.raises(InvalidValueError, match="Choose one of"):
            recycle(session, lead, "timing", track="carrier_pigeon")
        disqualify(session, lead, "budget")
        assert [row.nurture_track, row.look_again_on] == [None, None]


def test_do_not_contact_survives_recycle_and_decides_the_track(workspace: Workspace) -> None:
    with workspace.write() as session:
        contact = add_contact(session, last_name="Low", email="low@acme.example")
        lead = add_lead(session, contact_id=contact)
        set_do_not_contact(session, contact, "email", "Unsubscribed")
        with pytest.raises(InvalidValueError, match="asked not to be e-mailed"):
            recycle(session, lead, "timing", track="email")
        recycle(session, lead, "timing")
        assert session.get_one(Lead, lead).nurture_track == "content"
        reopen(session, lead)
        assert [wish.medium for wish in wishes_of(session, contact)] == ["email"]
        with pytest.raises(DoNotContactError):
            log_touch(session, lead, "email", "sent")


def test_signals_add_up_and_bring_a_lead_back_to_review(
    workspace: Workspace, clock: FrozenClock
) -> None:
    lead, quiet = nurtured(workspace), nurtured(workspace, "Quiet")
    clock.advance(days=1)
    with workspace.write() as session:
        record_interest(session, lead, "pricing_page")
        record_interest(session, quiet, "newsletter")
        assert back_from_nurture(session, None) == ()
        record_interest(session, lead, "pricing_page")
        (row,) = back_from_nurture(session, None)
    assert row.lead_id == lead
    assert (row.points, row.needed) == (50, 50)
    assert [(signal.sentence, signal.times) for signal in row.signals] == [("Pricing page", 2)]


def test_who_gave_the_most_signals_is_shown_where_more_come_back_than_are_shown(
    workspace: Workspace, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, strongest, answered = (nurtured(workspace, title) for title in ("A", "B", "C"))
    clock.advance(days=1)
    with workspace.write() as session:
        for lead, visits in ((first, 2), (strongest, 4)):
            for _visit in range(visits):
                record_interest(session, lead, "pricing_page")
        log_touch(session, answered, "call", "connected")
    monkeypatch.setattr("models.leads.nurture._AT_MOST", 2)
    with workspace.read() as session:
        rows = back_from_nurture(session, None)
    assert [row.lead_id for row in rows] == [answered, strongest]
    assert [row.points for row in rows] == [0, 100]


@pytest.mark.parametrize("kind", ["email_reply", "direct_contact"])
def test_a_direct_contact_or_reply_suffices_alone(
    workspace: Workspace, clock: FrozenClock, kind: str
) -> None:
    lead = nurtured(workspace)
    with workspace.write() as session:
        record_interest(session, lead, kind)
        assert [row.lead_id for row in back_from_nurture(session, None)] == [lead]
        ((reason,),) = (row.signals for row in back_from_nurture(session, None))
        assert (reason.points, reason.times) == (50, 1)


def test_an_answer_to_us_brings_a_lead_back_and_old_interest_does_not(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = add_lead(session, title="Not ready")
        record_interest(session, lead, "email_reply")
        log_touch(session, lead, "call", "connected")
        clock.advance(days=1)
        recycle(session, lead, "timing")
        assert back_from_nurture(session, None) == ()
        clock.advance(days=1)
        log_touch(session, lead, "call", "no_answer")
        assert back_from_nurture(session, None) == ()
        log_touch(session, lead, "call", "connected")
        (row,) = back_from_nurture(session, None)
        assert row.answered_at == clock()


def test_leads_are_looked_at_again_on_their_day_and_later_if_somebody_says_so(
    workspace: Workspace, clock: FrozenClock
) -> None:
    lead = nurtured(workspace)
    clock.advance(days=90)
    today = clock().date()
    with workspace.write() as session:
        assert to_look_at_again(session, None, today - timedelta(days=1)) == ()
        (row,) = to_look_at_again(session, None, today)
        assert (row.lead_id, row.look_again_on, row.reason) == (lead, today, "Wrong time")
        postpone(session, lead)
        assert to_look_at_again(session, None, today) == ()
        assert session.get_one(Lead, lead).look_again_on == today + timedelta(days=90)
        with pytest.raises(InvalidValueError, match="still to come"):
            postpone(session, lead, date(2026, 1, 1))
        reopen(session, lead)
        with pytest.raises(StatusRefusedError, match="not in nurture"):
            postpone(session, lead)


def test_everybody_sees_their_own_and_what_is_nobodys(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        team = hire_team(session)
        owners = (team.anna, team.ben, None)
        leads = [add_lead(session, title="Not ready", owner_id=owner) for owner in owners]
        for lead in leads:
            recycle(session, lead, "timing")
        clock.advance(days=100)
        for lead in leads:
            log_touch(session, lead, "call", "connected")
            record_interest(session, lead, "email_reply")
        seen = [leads[0], leads[2]]
        due = to_look_at_again(session, team.anna, clock().date())
        assert [row.lead_id for row in due] == seen
        assert [row.lead_id for row in back_from_nurture(session, team.anna)] == seen
        assert {row.points for row in back_from_nurture(session, team.anna)} == {50}


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_demo_call_or_pricing_request_may_become_sql_without_an_mql_step(
    workspace: Workspace, kind: str
) -> None:
    with workspace.write() as session:
        team = hire_team(session)
    with workspace.write(team.anna) as session:
        lead = add_lead(session, title="Asks")
        assert direct_among(session, [lead]) == frozenset()
        record_interest(session, lead, kind)
        session.flush()
        assert direct_among(session, [lead]) == {lead}
        for criterion in ("need", "timeline", "genuine_interest"):
            answer_criterion(session, lead, criterion, "confirmed")
        answer_criterion(session, lead, "authority", "confirmed", degree="decides")
        move_stage(session, lead, stage_named(session, "SQL"))
        session.flush()
        assert session.get_one(Lead, lead).stage_id == known_stage(session, "sql").id
        assert direct_among(session, [lead]) == frozenset()


def test_own_outreach_that_was_answered_needs_no_mql_step(workspace: Workspace) -> None:
    with workspace.write() as session:
        silent, answered = (add_lead(session, title=title) for title in ("Silent", "Answered"))
        log_touch(session, silent, "email", "sent")
        log_touch(session, answered, "call", "interested")
        disqualified = add_lead(session, title="Gone")
        record_interest(session, disqualified, "demo_request")
        disqualify(session, disqualified, "budget")
        session.flush()
        found = session.scalars(select(LeadCard.id).where(direct_condition(session))).all()
        assert list(found) == [answered]
