"""The rules of scoring as they are written for people, each by a test of its name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.activity.interest import record_interest
from models.conditions.catalogue import custom_code
from models.conditions.condition import Condition, Operator
from models.definitions.versions.writing import current_draft
from models.entities.definitions.fields import CustomField
from models.entities.leads.cards import LeadCard
from models.errors import InvalidValueError
from models.fields.custom import add_custom_field, set_custom_value
from models.leads.qualifying import answer_criterion
from models.leads.stages.closing import recycle
from models.scoring.checking import checked_rule
from models.scoring.overriding import NoOverrideError, clear_grade_override, override_grade
from models.scoring.reading import score_of, score_under
from models.scoring.rescoring import rescore_all
from models.scoring.rule import ScoreRuleDraft
from models.scoring.signals import SignalsRow, signals_in_nurture
from models.vocabulary import Meaning, ScoreSide
from models.workspace import Workspace
from tests.clocks import FrozenClock
from tests.models.funnel_stages import known_stage
from tests.models.scoring.scored_leads import (
    a_lead,
    card,
    did,
    fit,
    moves,
    target_lead,
    tiny_agency,
    write_rules,
)


def test_activity_without_fit_is_noise_and_never_becomes_an_mql(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        agency = tiny_agency(session)
        for _number in range(10):
            record_interest(session, agency, "blog_post")
        assert not score_of(session, agency, clock()).makes_mql
        for _number in range(4):
            record_interest(session, agency, "pricing_page")
        score = score_of(session, agency, clock())
        assert score.interest >= 60
        assert score.activity_without_fit
        assert not score.makes_mql
        assert score.grade == "D1"
        assert moves(session, agency) == []


def test_a_target_lead_that_downloads_a_guide_and_visits_pricing_is_an_mql(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "whitepaper", topic="Technical guide")
        assert moves(session, lead) == []
    clock.advance(days=10)
    with workspace.write() as session:
        record_interest(session, lead, "pricing_page")
        (move,) = moves(session, lead)
        assert move.to_stage_id == known_stage(session, Meaning.MQL).id
        assert score_of(session, lead, clock()).makes_mql


def test_fit_and_interest_are_two_numbers_and_never_one_sum(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        write_rules(
            session,
            (fit("job_title", Operator.CONTAINS, "head", points=1000), did("webinar", 59)),
        )
        lead = a_lead(session, "Head of everything", 500)
        record_interest(session, lead, "webinar")
        score = score_of(session, lead, clock())
        assert (score.fit, score.interest, score.makes_mql) == (1000, 59, False)
        assert moves(session, lead) == []


def test_interest_fades_by_its_half_life_and_fit_does_not(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "webinar")
        before = score_of(session, lead, clock())
        after = score_of(session, lead, clock() + timedelta(days=30))
        assert (before.interest, after.interest) == (30, 15)
        assert before.fit == after.fit


def test_an_mql_is_not_withdrawn_by_decay(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "demo_request")
        mql = known_stage(session, Meaning.MQL).id
        assert card(session, lead).stage_id == mql
    clock.advance(days=900)
    with workspace.write() as session:
        record_interest(session, lead, "newsletter")
        assert not score_of(session, lead, clock()).makes_mql
        assert card(session, lead).stage_id == mql
        assert len(moves(session, lead)) == 1


def test_the_score_is_shown_with_its_reasons_in_order_of_weight(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        write_rules(
            session,
            (
                fit("job_title", Operator.CONTAINS, "HEAD", "chief", points=30),
                fit("employees", Operator.AT_LEAST, "50", points=25),
                fit("employees", Operator.AT_MOST, "200", points=-40),
                did("webinar", 10),
                did("blog_post", 2),
            ),
        )
        lead = target_lead(session)
        for kind in ("webinar", "webinar", "webinar"):
            record_interest(session, lead, kind, occurred_at=clock() - timedelta(days=30))
        score = score_of(session, lead, clock())
        assert [(one.side, one.points, one.times) for one in score.reasons] == [
            (ScoreSide.FIT, -40, 1),
            (ScoreSide.FIT, 30, 1),
            (ScoreSide.FIT, 25, 1),
            (ScoreSide.INTEREST, 15, 3),
        ]
        assert score.reasons[1].sentence == "Job title contains “HEAD”"
        assert (score.fit, score.interest) == (15, 15)


def test_a_persons_grade_sticks_through_rescoring_and_is_marked(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = tiny_agency(session)
        override_grade(session, lead, "a2", "Our founder knows theirs")
        write_rules(session, (did("webinar", 50),))
    rescore_all(workspace)
    with workspace.write() as session:
        record_interest(session, lead, "webinar")
        score = score_of(session, lead, clock())
        assert (score.grade, score.grade_by_rules) == ("A2", "D2")
        assert score.override_reason == "Our founder knows theirs"
        assert card(session, lead).grade_override == "A2"
        clear_grade_override(session, lead)
        assert score_of(session, lead, clock()).grade == "D2"
        with pytest.raises(NoOverrideError):
            clear_grade_override(session, lead)
        for grade, reason in (("E1", "why not"), ("A1", "  ")):
            with pytest.raises(InvalidValueError):
                override_grade(session, lead, grade, reason)


def test_a_grade_that_a_person_gives_makes_no_mql(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        lead = tiny_agency(session)
        override_grade(session, lead, "A1", "They called us")
        assert moves(session, lead) == []
        assert not score_of(session, lead, clock()).makes_mql


def test_rules_may_ask_for_fields_of_the_teams_own_and_for_answers(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        vans = add_custom_field(session, "lead", "Vans", "number")
        code = custom_code(session.get_one(CustomField, vans).uuid)
        write_rules(
            session,
            (
                fit(code, Operator.AT_LEAST, "10", points=40),
                fit("criterion:need", Operator.IS, "confirmed", points=20),
            ),
        )
        lead = target_lead(session)
        set_custom_value(session, vans, 12, lead_id=lead)
        assert card(session, lead).fit == 40
        answer_criterion(session, lead, "need", "confirmed", "Vans rust")
        assert card(session, lead).fit == 60
        set_custom_value(session, vans, 2, lead_id=lead)
        assert card(session, lead).fit == score_of(session, lead, clock()).fit == 20


def test_a_draft_is_judged_without_being_written(workspace: Workspace, clock: FrozenClock) -> None:
    with workspace.write() as session:
        lead = tiny_agency(session)
        record_interest(session, lead, "webinar")
        draft = current_draft(session)
        rules = (fit("employees", Operator.AT_MOST, "5", points=90), did("webinar", 70))
        judged = score_under(session, lead, replace(draft, rules=rules), clock())
        assert (judged.fit, judged.interest, judged.makes_mql) == (90, 70, True)
        assert not score_of(session, lead, clock()).makes_mql


def test_wrong_rules_are_refused(workspace: Workspace) -> None:
    wrong = (
        did("webinar", -5),
        did("webinar", 0),
        fit("job_title", Operator.CONTAINS, "head", points=0),
        fit("job_title", Operator.CONTAINS, "head", points=5000),
        fit("event", Operator.IS, "webinar", points=5),
        fit("grade", Operator.IS, "A1", points=5),
        fit("captured", Operator.WITHIN_DAYS, "5", points=5),
        fit("touches", Operator.AT_LEAST, "5", points=5),
        ScoreRuleDraft(ScoreSide.INTEREST, Condition("job_title", Operator.CONTAINS, ("head",)), 5),
    )
    with workspace.read() as session:
        for rule in wrong:
            with pytest.raises(InvalidValueError):
                checked_rule(session, rule)
        assert checked_rule(session, did(" Webinar", 5)) == did("webinar", 5)
        assert checked_rule(session, fit("client", Operator.IS, "yes", points=-30)).points == -30


def signals_of(session: Session, lead: int) -> dict[int, SignalsRow]:
    return signals_in_nurture(session, LeadCard.id == lead, also=[lead], at_most=9)


def test_signals_since_nurture_add_up_and_a_reply_alone_suffices(
    workspace: Workspace, clock: FrozenClock
) -> None:
    with workspace.write() as session:
        lead = target_lead(session)
        record_interest(session, lead, "pricing_page", occurred_at=clock() - timedelta(days=1))
        recycle(session, lead, "timing")
        assert not signals_of(session, lead)
    clock.advance(days=40)
    with workspace.write() as session:
        record_interest(session, lead, "pricing_page")
        signals = signals_of(session, lead)[lead]
        assert (signals.points, signals.needed) == (25, 50)
        record_interest(session, lead, "webinar_registration")
        assert signals_of(session, lead)[lead].points >= 50
        other = target_lead(session)
        recycle(session, other, "timing")
        record_interest(session, other, "email_reply")
        (reason,) = signals_of(session, other)[other].reasons
        assert (reason.points, reason.times) == (50, 1)
