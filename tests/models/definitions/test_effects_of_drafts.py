"""What a draft would do, said before it is written, and one lead judged under it."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.conditions.condition import Condition, Operator
from models.definitions.effects.judging import judge
from models.definitions.effects.on_leads import (
    EffectsCancelledError,
    GateBlocked,
    StageShift,
    effects_of,
)
from models.definitions.versions.draft import DefinitionsDraft, GateRuleDraft
from models.definitions.versions.writing import current_draft
from models.ids import LeadId
from models.leads.capture import add_company, add_contact, add_lead
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import mark_lost
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from models.workspace import Workspace
from tests.clocks import FrozenClock


def director(session: Session, name: str, employees: int) -> LeadId:
    company = add_company(session, name=f"{name} Ltd", employees=employees)
    contact = add_contact(session, last_name=name, job_title="Director", company_id=company)
    return add_lead(session, contact_id=contact)


def with_terms(draft: DefinitionsDraft, **terms: str) -> DefinitionsDraft:
    return replace(draft, terms=draft.terms | terms)


def test_an_unchanged_draft_does_nothing(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        director(session, "Ann", 100)
        found = effects_of(session, current_draft(session), clock())
    assert (found.open_leads, found.stage_moves, found.gate_blocked) == (1, (), ())
    assert (found.become_mql, found.pass_no_more, found.grades_changed) == (0, 0, 0)
    assert found.examples == ()


def test_a_lower_threshold_lets_more_leads_pass_and_a_higher_one_fewer(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = director(session, "Ann", 100)
        record_interest(session, lead, "whitepaper")
        lost = director(session, "Bob", 100)
        record_interest(session, lost, "whitepaper")
        mark_lost(session, lost, "budget")
        draft = with_terms(current_draft(session), mql_interest="30", grade_1_interest="61")
        found = effects_of(session, draft, clock())
        assert (found.become_mql, found.pass_no_more) == (1, 0)
        assert found.examples == (lead,)


def test_other_rules_count_all_open_leads_anew(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        big = director(session, "Ann", 900)
        small = director(session, "Bob", 5)
        draft = current_draft(session)
        size = ScoreRuleDraft(
            ScoreSide.FIT, Condition("employees", Operator.AT_LEAST, ("800",)), 100
        )
        found = effects_of(session, replace(draft, rules=(size,)), clock())
        assert found.grades_changed == 1
        assert found.examples == (small,) or found.examples == (big,)
        terms = draft.terms | {"mql_fit": "100", "mql_interest": "0"}
        found = effects_of(session, replace(draft, rules=(size,), terms=terms), clock())
        assert found.become_mql == 1


def test_a_dropped_stage_shows_how_many_leads_move_and_where(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        mql, new = draft.stages[1].id, draft.stages[0].id
        assert mql is not None
        assert new is not None
        lead = add_lead(session, title="Somebody", stage_id=mql)
        kept = tuple(stage for stage in draft.stages if stage.id != mql)
        found = effects_of(session, replace(draft, stages=kept, moved={mql: new}), clock())
    assert found.stage_moves == (StageShift("MQL", "New", 1),)
    assert lead in found.examples


def test_a_new_gate_counts_the_leads_in_the_stage_that_do_not_meet_it(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        draft = current_draft(session)
        mql = draft.stages[1]
        gate = (GateRuleDraft("criterion_confirmed", "need"), GateRuleDraft("role", "sdr"))
        asking = tuple(replace(one, gate=gate) if one == mql else one for one in draft.stages)
        met = add_lead(session, title="Knows", stage_id=mql.id)
        answer_criterion(session, met, "need", "confirmed")
        unmet = add_lead(session, title="Does not", stage_id=mql.id)
        found = effects_of(session, replace(draft, stages=asking), clock())
    assert found.gate_blocked == (GateBlocked("MQL", 1),)
    assert found.examples == (unmet,)


def test_nobody_waits_for_an_answer_that_is_not_wanted_any_more(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.read() as session, pytest.raises(EffectsCancelledError):
        effects_of(session, current_draft(session), clock(), cancelled=lambda: True)


def test_a_lead_is_judged_under_a_draft_without_anything_being_written(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = director(session, "Ann", 100)
        draft = current_draft(session)
    with workspace.read() as session:
        judged = judge(session, lead, with_terms(draft, mql_fit="0", mql_interest="0"), clock())
        assert (judged.name, judged.company, judged.stage) == ("Ann", "Ann Ltd", "New")
        assert judged.score.makes_mql
        assert [gate.stage_name for gate in judged.gates] == [
            *("Responded", "Interested", "SQL", "Appointment", "Held", "Client")
        ]
        assert judged.gates[2].missing[0] == "Need is confirmed"
        half = tuple(
            replace(one, gate=(GateRuleDraft("appointment_has", "tea"),)) for one in draft.stages
        )
        judged = judge(session, lead, replace(draft, stages=half), clock())
        assert "cannot" in judged.gates[0].missing[0]
