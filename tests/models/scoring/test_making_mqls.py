"""Leads become MQLs by score: when, with what evidence, and how it is taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.conditions.condition import Operator
from models.definitions.current import stages
from models.definitions.versions.draft import GateRuleDraft
from models.definitions.versions.writing import current_draft, write_definitions
from models.entities.leads.leads import Lead
from models.entities.leads.moves import StageMove
from models.entities.marketing.channels import InterestEvent
from models.entities.workspace.log import Change
from models.history.logged import newest_change
from models.history.sweeping import sweep
from models.history.undo.steps import next_redo, next_undo, redo, undo
from models.ids import ContactId, LeadId
from models.intake.kinds.intakes import intake_for
from models.intake.loading.batch import loading
from models.intake.loading.publishing import ImportReport, publish
from models.intake.records import Duplicates, InterestRecord
from models.leads.editing import add_note, edit_contact
from models.leads.stages.closing import disqualify
from models.leads.stages.moving import move_stage
from models.scoring.promoting import (
    NotQualifiedError,
    count_qualified,
    make_mqls,
    qualified_leads,
)
from models.scoring.reading import score_of
from models.scoring.rescoring import count_unscored, rescore_all
from models.vocabulary import Meaning, MoveOrigin
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage
from tests.models.rows import derived_rows, recorded_rows
from tests.models.scoring.scored_leads import (
    card,
    did,
    fit,
    moves,
    target_lead,
    tiny_agency,
    write_rules,
)


def test_the_event_that_makes_a_lead_pass_moves_it_once_with_the_score_as_evidence(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
    with workspace.read() as session:
        seen = newest_change(session)
    with workspace.write() as session:
        record_interest(session, lead, "demo_request")
        (move,) = moves(session, lead)
        assert move.origin == MoveOrigin.LIVE
        assert move.evidence == (
            "Score A1: fit 75, interest 100. Demo request (+100); Job title contains “head” (+30); "
            "Part in the decision is Decides (+20)"
        )
        changes = session.connection().execute(select(Change.verb).where(Change.id > seen))
        assert changes.scalars().all() == ["record_interest"]


def test_undoing_the_event_takes_the_move_back_and_redo_brings_both(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        before, cards = recorded_rows(session), derived_rows(session)
        record_interest(session, lead, "demo_request")
        after, later_cards = recorded_rows(session), derived_rows(session)
        undo(session, None)
        assert recorded_rows(session) == before
        assert derived_rows(session) == cards
        redo(session, None)
        assert recorded_rows(session) == after
        assert derived_rows(session) == later_cards


def test_an_edit_that_makes_a_lead_fit_makes_it_an_mql(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = tiny_agency(session)
        record_interest(session, lead, "demo_request")
        assert moves(session, lead) == []
        contact = ContactId(session.get_one(Lead, lead).contact_id or 0)
        write_rules(
            session,
            (fit("job_title", Operator.CONTAINS, "owner", points=60), did("demo_request", 100)),
        )
    rescore_all(workspace)
    with workspace.write() as session:
        edit_contact(session, contact, job_title="Owner")
        assert len(moves(session, lead)) == 1


def test_the_gate_of_mql_binds_a_score_too(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        asks = (GateRuleDraft("field_known", "email"),)
        gated = (replace(one, gate=asks) if one.meaning == "mql" else one for one in draft.stages)
        write_definitions(session, replace(draft, stages=tuple(gated)))
        lead = target_lead(session)
        record_interest(session, lead, "demo_request")
        assert moves(session, lead) == []
        assert qualified_leads(session, clock(), 9) == (lead,)
        contact = ContactId(session.get_one(Lead, lead).contact_id or 0)
        edit_contact(session, contact, email="ann@example.com")
        assert make_mqls(session, (lead,)) == 1


def test_scoring_never_sets_an_sql_and_moves_no_lead_that_is_beyond_mql_or_closed(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        ahead, closed = target_lead(session), target_lead(session)
        beyond = next(one for one in stages(session) if one.name == "Responded")
        move_stage(session, ahead, beyond.id, evidence="They answered")
        disqualify(session, closed, "budget")
        for lead in (ahead, closed):
            record_interest(session, lead, "demo_request")
            record_interest(session, lead, "demo_request")
        assert [move.to_stage_id for move in moves(session, ahead)] == [beyond.id]
        assert moves(session, closed) == []
        sql = known_stage(session, Meaning.SQL).id
        assert sql not in set(session.scalars(select(StageMove.to_stage_id)))


def test_a_lead_that_a_person_moved_back_stays_until_it_does_something_more(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "demo_request")
        first = stages(session)[0].id
        move_stage(session, lead, first, reason="A student, really")
        add_note(session, lead, "Writes a thesis")
        assert card(session, lead).stage_id == first
        assert count_qualified(session, clock()) == 1
        record_interest(session, lead, "pricing_page")
        assert len(moves(session, lead)) == 3


def test_a_new_rule_moves_no_lead_by_itself_and_a_person_makes_the_mqls(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead, other = target_lead(session), tiny_agency(session)
        record_interest(session, lead, "newsletter")
        write_rules(
            session, (fit("employees", Operator.AT_LEAST, "50", points=60), did("newsletter", 80))
        )
    rescore_all(workspace)
    with workspace.write() as session:
        add_note(session, lead, "Nothing to do with the score")
        assert moves(session, lead) == []
        assert count_qualified(session, clock()) == 1
        assert qualified_leads(session, clock(), 10) == (lead,)
        before = recorded_rows(session)
        assert make_mqls(session, (lead, other)) == 1
        assert count_qualified(session, clock()) == 0
        undo(session, None)
        assert recorded_rows(session) == before
        with pytest.raises(NotQualifiedError):
            make_mqls(session, (other,))


def test_a_new_rule_alone_makes_no_mql_even_where_a_change_comes_before_the_rescoring(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "newsletter")
        write_rules(
            session, (fit("employees", Operator.AT_LEAST, "50", points=60), did("newsletter", 80))
        )
        add_note(session, lead, "Nothing to do with the score")
        assert moves(session, lead) == []
        record_interest(session, lead, "newsletter")
        assert len(moves(session, lead)) == 1


def test_events_that_an_import_brings_count_once_it_is_shown_and_make_no_mql_by_themselves(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        contact = ContactId(session.get_one(Lead, lead).contact_id or 0)
        edit_contact(session, contact, email="orr@firm.example")
    _import_events(workspace, ("demo_request", "webinar"), clock())
    with workspace.read() as session:
        assert count_unscored(session) == 1
    assert rescore_all(workspace) == 1
    with workspace.write() as session:
        assert card(session, lead).interest_key is not None
        assert moves(session, lead) == []
        assert qualified_leads(session, clock(), 10) == (lead,)
        undo(session, None)
        assert count_unscored(session) == 1
    rescore_all(workspace)
    sweep(workspace)
    with workspace.read() as session:
        assert card(session, lead).interest_key is None
        assert session.scalar(select(InterestEvent.id)) is None


def _import_events(workspace: Workspace, kinds: Sequence[str], at: datetime) -> None:
    records = [
        InterestRecord(
            line=line,
            source="test",
            external_key=None,
            email="orr@firm.example",
            kind=kind,
            topic=None,
            occurred_at=at - timedelta(hours=1),
            channel=None,
            campaign=None,
        )
        for line, kind in enumerate(kinds)
    ]
    with loading(workspace, file_name="e.csv", kind="interest_events", source="test") as batch:
        with workspace.read() as session:
            intake = intake_for(
                session,
                batch,
                kind="interest_events",
                source="test",
                duplicates=Duplicates.UPDATE,
                actor_id=None,
                zone="UTC",
                currency=None,
            )
            intake.take_chunk(session, records)
        batch.write_chunk()
        batch.settle()
        with workspace.write() as session:
            publish(session, batch, "e.csv", ImportReport(len(kinds), len(kinds), 0, 0, 0, 0))


STEPS = st.lists(
    st.sampled_from(
        ("demo_request", "webinar", "blog_post", "grow", "shrink", "note", "undo", "redo", "wait")
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_scores_follow_every_change_and_undoing_all_leaves_nothing(
    steps: list[str], workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        savepoint = session.connection().begin_nested()
        lead = target_lead(session)
        start = recorded_rows(session), derived_rows(session)
        seen = newest_change(session)
        for step in steps:
            _take(session, lead, step, clock, seen)
            held, live = card(session, lead), score_of(session, lead, clock())
            assert held.fit == live.fit
            row = session.get_one(Lead, lead)
            last = moves(session, lead)[-1:]
            assert [row.stage_id] == [move.to_stage_id for move in last] or not last
            assert held.stage_id == row.stage_id
            assert len(last) <= 1
        while _undo_one(session, seen):
            pass
        assert (recorded_rows(session), derived_rows(session)) == start
        savepoint.rollback()
        session.expunge_all()


def _take(session: Session, lead: LeadId, step: str, clock: FrozenClock, seen: int) -> None:
    contact = ContactId(session.get_one(Lead, lead).contact_id or 0)
    match step:
        case "undo":
            _undo_one(session, seen)
        case "redo":
            if next_redo(session, None) is not None:
                redo(session, None)
        case "wait":
            clock.advance(days=20)
        case "note":
            add_note(session, lead, "Called")
        case "grow" | "shrink":
            title = "Chief Engineer" if step == "grow" else "Intern"
            edit_contact(session, contact, job_title=title)
        case _:
            record_interest(session, lead, step)


def _undo_one(session: Session, seen: int) -> bool:
    """Undo the latest change after `seen`; say whether there was one."""
    step = next_undo(session, None)
    if step is None or step.change_id <= seen:
        return False
    undo(session, None)
    return True
