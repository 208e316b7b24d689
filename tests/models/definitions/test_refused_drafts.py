"""Drafts of the definitions that cannot be written, each with the place of its fault."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from models.conditions.condition import Condition, Operator
from models.definitions.gates.requirements import condition_text
from models.definitions.problems.checking import DraftRefusedError, problems_of
from models.definitions.versions.draft import (
    DefinitionsDraft,
    GateRuleDraft,
    QuestionDraft,
    ReasonDraft,
)
from models.definitions.versions.writing import current_draft, write_definitions
from models.definitions.versions.written import versions
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from models.workspace import Workspace
from tests.models.definitions.edited_drafts import edited, without
from tests.models.small_world import SmallWorld

Edit = Callable[[DefinitionsDraft], DefinitionsDraft]


def sql_gate(*rules: GateRuleDraft) -> Edit:
    return lambda draft: edited(draft, 4, gate=rules)


def meanings(**by_place: str) -> Edit:
    def edit(draft: DefinitionsDraft) -> DefinitionsDraft:
        for place, meaning in by_place.items():
            draft = edited(draft, int(place[1:]), meaning=meaning)
        return draft

    return edit


def terms(**values: str) -> Edit:
    return lambda draft: replace(draft, terms=draft.terms | values)


REFUSED: dict[str, tuple[str, str, Edit]] = {
    "two stages of one name": (
        "stages[2].name",
        "Two stages are called",
        lambda draft: edited(draft, 2, name=" mql "),
    ),
    "a nameless stage": (
        "stages[2].name",
        "needs a name",
        lambda draft: edited(draft, 2, name=" "),
    ),
    "a stage of a very long name": (
        "stages[2].name",
        "“xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…” is too long; at most 100 signs fit.",
        lambda draft: edited(draft, 2, name=10_000 * "x"),
    ),
    "no first stage": ("stages", "must be a stage", lambda draft: replace(draft, stages=())),
    "a first stage that asks": (
        "stages[0].gate",
        "Leads begin in",
        lambda draft: edited(draft, 0, gate=(GateRuleDraft("evidence_stated"),)),
    ),
    "a meaning used twice": ("stages[2].meaning", "only one may", meanings(s2="mql")),
    "a meaning out of order": (
        "stages[4].meaning",
        "must come before",
        lambda draft: edited(edited(draft, 1, meaning="sql", gate=()), 4, meaning="mql"),
    ),
    "an unknown meaning": ("stages[1].meaning", "no meaning", meanings(s1="hot")),
    "an unknown role": (
        "stages[1].owner_role",
        "no role",
        lambda draft: edited(draft, 1, owner_role="wizard"),
    ),
    "an unknown requirement": (
        "stages[4].gate[0]",
        "no requirement",
        sql_gate(GateRuleDraft("blood_sample")),
    ),
    "an unknown argument": (
        "stages[4].gate[0]",
        "cannot ask for",
        sql_gate(GateRuleDraft("appointment_has", "catering")),
    ),
    "a criterion of another framework in a gate": (
        "stages[4].gate[0]",
        "cannot ask for",
        sql_gate(GateRuleDraft("criterion_confirmed", "champion")),
    ),
    "a gate condition on an unknown field": (
        "stages[4].gate[0]",
        "no field",
        sql_gate(
            GateRuleDraft("condition", condition_text(Condition("shoe_size", Operator.KNOWN)))
        ),
    ),
    "the same requirement twice": (
        "stages[4].gate[1]",
        "twice",
        sql_gate(GateRuleDraft("deal_won"), GateRuleDraft("deal_won")),
    ),
    "a question for an unknown criterion": (
        "script[0].criterion",
        "no criterion",
        lambda draft: replace(draft, script=(QuestionDraft("How?", "metrics"),)),
    ),
    "two criteria of one name": (
        "criteria[1].name",
        "Two criteria are called",
        lambda draft: replace(
            draft,
            criteria=(
                draft.criteria[0],
                replace(draft.criteria[1], name=draft.criteria[0].name.upper()),
                *draft.criteria[2:],
            ),
        ),
    ),
    "two criteria of one code": (
        "criteria[1].code",
        "Two criteria",
        lambda draft: replace(
            draft,
            criteria=(
                draft.criteria[0],
                replace(draft.criteria[0], name="Again"),
                *tuple(
                    one for one in draft.criteria if one.framework != draft.criteria[0].framework
                ),
            ),
            script=(),
        ),
    ),
    "a code with blanks": (
        "reasons[0].code",
        "no code",
        lambda draft: replace(draft, reasons=(ReasonDraft("no money", "No money"),)),
    ),
    "two reasons of one code": (
        "reasons[9].code",
        "Two reasons",
        lambda draft: replace(draft, reasons=(*draft.reasons, ReasonDraft("budget", "Poor"))),
    ),
    "two reasons of one name": (
        "reasons[9].name",
        "Two reasons are called",
        lambda draft: replace(draft, reasons=(*draft.reasons, ReasonDraft("poor", " no budget "))),
    ),
    "no reasons": ("reasons", "no lead could be closed", lambda d: replace(d, reasons=())),
    "a scoring rule on an unknown field": (
        "rules[0]",
        "no field",
        lambda draft: replace(
            draft,
            rules=(ScoreRuleDraft(ScoreSide.FIT, Condition("shoe_size", Operator.KNOWN), 1),),
        ),
    ),
    "an unknown term": ("terms.tea", "no term", terms(tea="5")),
    "a term out of bounds": ("terms.half_life", "whole number", terms(half_life="0")),
    "grade cuts out of order": ("terms.grade_b_fit", "must be less", terms(grade_b_fit="75")),
    "escalated before reminded": ("terms.remind", "must be less", terms(remind="45")),
    "reassigned before escalated": ("terms.escalate", "must be less", terms(escalate="60")),
    "an unknown framework": ("terms.framework", "no framework", terms(framework="astrology")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_draft_with_a_fault_is_refused_with_its_place(workspace: Workspace, name: str) -> None:
    place, sentence, edit = REFUSED[name]
    with workspace.write() as session:
        draft = edit(current_draft(session))
        found = [one for one in problems_of(session, draft) if one.place == place]
        assert any(sentence in problem.sentence for problem in found)
        with pytest.raises(DraftRefusedError):
            write_definitions(session, draft)
        assert len(versions(session)) == 1


def test_two_stages_of_one_meaning_say_so_and_nothing_of_their_order(workspace: Workspace) -> None:
    with workspace.read() as session:
        found = problems_of(session, meanings(s2="client")(current_draft(session)))
    assert [one.place for one in found] == ["stages[2].meaning", "stages[7].meaning"]
    assert found[0].sentence.startswith("“Responded”, “Client” mean client; only one may.")


def test_a_dropped_stage_that_holds_leads_needs_somewhere_to_put_them(
    filled: Workspace, world: SmallWorld
) -> None:
    with filled.read() as session:
        (problem,) = problems_of(session, without(current_draft(session), 1, None))
        assert problem.place == f"moved[{world.stages[1]}]"
        assert "stand" in problem.sentence
        (problem,) = problems_of(session, without(current_draft(session), 1, 7))
        assert "a client is won by a deal" in problem.sentence
        (problem,) = problems_of(session, without(current_draft(session), 3, None))
        assert problem.place == "outcomes[7].stage_id", "an outcome leads there"
