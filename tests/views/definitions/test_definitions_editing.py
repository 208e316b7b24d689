"""Steps of editing a draft, and how they are counted and taken back."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.conditions.condition import Condition, Operator
from models.definitions.versions.draft import (
    CriterionDraft,
    DefinitionsDraft,
    QuestionDraft,
    ReasonDraft,
    StageDraft,
)
from models.ids import StageId
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import Meaning, ScoreSide
from views.definitions.editing import (
    EditingSteps,
    change_count,
    criteria_in_force,
    new_code,
    place_of_criterion,
    row_moved,
    stage_added,
    stage_removed,
    takers,
    with_criteria,
    with_row,
    with_term,
    without_row,
)
from views.definitions.places import Place, parse_place
from views.definitions.rebasing import rebased

RULE = ScoreRuleDraft(ScoreSide.FIT, Condition("country", Operator.IS, ("DE",)), 10)


def stage(number: int, name: str, meaning: str = Meaning.NONE) -> StageDraft:
    return StageDraft(StageId(number), name, meaning, "sdr", "")


DRAFT = DefinitionsDraft(
    stages=(stage(1, "New"), stage(2, "MQL"), stage(3, "SQL", Meaning.SQL), stage(4, "Client")),
    criteria=(
        CriterionDraft("bant", "need", "Need", "Which pain?"),
        CriterionDraft("meddic", "pain", "Pain", "Which pain?"),
        CriterionDraft("bant", "budget", "Budget", "How much?"),
    ),
    script=(QuestionDraft("What hurts?", "need"),),
    reasons=(ReasonDraft("budget", "No budget"), ReasonDraft("timing", "Wrong time")),
    rules=(RULE,),
    terms={"framework": "bant", "mql_fit": "50"},
    review_on=None,
)


@given(st.lists(st.integers(), max_size=6, unique=True), st.integers(-1, 7), st.integers(-1, 7))
def test_moving_a_row_keeps_all_rows(rows: list[int], at: int, to: int) -> None:
    if 0 <= at < len(rows):
        moved = row_moved(tuple(rows), at, to)
        assert sorted(moved) == sorted(rows)
        if 0 <= to < len(rows):
            assert moved[to] == rows[at]
        else:
            assert moved == tuple(rows)


def test_rows_are_replaced_and_left_out() -> None:
    assert with_row((1, 2, 3), 1, 9) == (1, 9, 3)
    assert without_row((1, 2, 3), 0) == (2, 3)


def test_a_new_stage_stands_behind_the_chosen_one_and_has_its_owner() -> None:
    added = stage_added(DRAFT, 1, "Meeting agreed")
    assert [one.name for one in added.stages] == ["New", "MQL", "Meeting agreed", "SQL", "Client"]
    assert added.stages[2].is_new
    assert added.stages[2].owner_role == "sdr"


def test_leads_of_a_removed_stage_go_on_and_so_do_those_that_were_to_come_to_it() -> None:
    once = stage_removed(DRAFT, 1, StageId(3))
    assert once.moved == {2: 3}
    twice = stage_removed(once, 1, StageId(4))
    assert twice.moved == {2: 4, 3: 4}
    assert [one.name for one in twice.stages] == ["New", "Client"]


def test_a_new_stage_has_no_leads_to_map_and_takes_none() -> None:
    added = stage_added(DRAFT, 0, "Other")
    assert "Other" not in [name for _id, name in takers(added, 0)]
    assert takers(added, 2) == ((1, "New"), (3, "SQL"), (4, "Client"))
    assert stage_removed(added, 1, None) == DRAFT


def test_criteria_of_other_frameworks_stay_where_they_are() -> None:
    changed = with_criteria(DRAFT, (CriterionDraft("bant", "need", "Their need", "?"),))
    assert [one.code for one in changed.criteria] == ["need", "pain"]
    renamed = tuple(replace(one, name="Other") for one in criteria_in_force(changed))
    assert change_count(changed, with_criteria(changed, renamed)) == 1
    assert place_of_criterion(DRAFT, 2) == 1
    assert place_of_criterion(DRAFT, 1) == -1


def test_codes_come_from_names_and_are_never_taken_twice() -> None:
    assert new_code("No budget!", ()) == "no_budget"
    assert new_code("No budget", ["no_budget", "no_budget_2"]) == "no_budget_3"
    assert new_code("\u9884\u7b97", ()) == "code"


def test_changes_are_counted_as_a_person_would() -> None:
    def count(after: DefinitionsDraft) -> int:
        return change_count(DRAFT, after)

    renamed = replace(DRAFT.stages[0], name="Fresh", trigger="Came in")
    assert count(DRAFT) == 0
    assert count(replace(DRAFT, note="Only words")) == 0
    assert count(replace(DRAFT, stages=with_row(DRAFT.stages, 0, renamed))) == 1
    assert count(replace(DRAFT, stages=row_moved(DRAFT.stages, 0, 3))) == 1
    assert count(stage_added(DRAFT, 0, "Other")) == 1
    assert count(stage_removed(DRAFT, 0, StageId(2))) == 1
    assert count(with_term(DRAFT, "mql_fit", "60")) == 1
    assert count(replace(DRAFT, rules=(RULE._replace(points=20),))) == 1
    assert count(replace(DRAFT, rules=())) == 1
    assert count(replace(DRAFT, rules=(RULE, RULE))) == 1
    assert count(replace(DRAFT, reasons=DRAFT.reasons[::-1])) == 1
    both = with_term(stage_added(DRAFT, 0, "Other"), "mql_fit", "60")
    assert count(both) == 2


def test_steps_of_one_gesture_are_undone_together() -> None:
    steps = EditingSteps(DRAFT)
    for value in ("6", "60", "600"):
        steps.edit(with_term(steps.draft, "mql_fit", value), ("mql_fit", 1))
    steps.edit(stage_added(steps.draft, 0, "Other"), ("add", 2))
    steps.undo()
    assert steps.draft.terms["mql_fit"] == "600"
    steps.undo()
    assert steps.draft == DRAFT
    assert not steps.can_undo
    steps.redo()
    steps.redo()
    assert len(steps.draft.stages) == 5
    assert not steps.can_redo


def test_an_edit_after_undo_leaves_nothing_to_redo() -> None:
    steps = EditingSteps(DRAFT)
    steps.edit(with_term(DRAFT, "mql_fit", "60"), "one")
    steps.undo()
    steps.edit(with_term(DRAFT, "mql_fit", "70"), "one")
    assert not steps.can_redo
    steps.undo()
    assert steps.draft == DRAFT


def test_an_edit_that_changes_nothing_is_no_step() -> None:
    steps = EditingSteps(DRAFT)
    steps.edit(replace(DRAFT), "same")
    assert not steps.can_undo


def test_places_of_problems_are_read() -> None:
    assert parse_place("stages[2].gate[0]") == Place("stages", 2, "gate", 0)
    assert parse_place("rules[5]").part == "scoring"
    assert parse_place("terms.remind") == Place("terms", None, "remind")
    assert parse_place("terms.remind").part == "terms"
    assert parse_place("terms.framework").part == "qualification"
    assert parse_place("moved[12]").part == "stages"
    assert parse_place("script[0].criterion").part == "qualification"


def test_a_draft_goes_on_from_another_version_with_what_was_edited() -> None:
    mine = stage_added(with_term(DRAFT, "mql_fit", "70"), 1, "Fresh")
    mine = replace(mine, script=(*mine.script, QuestionDraft("When?")), reasons=DRAFT.reasons[1:])
    renamed = replace(DRAFT.stages[3], name="Customer")
    theirs = replace(
        with_term(DRAFT, "framework", "meddic"),
        stages=(DRAFT.stages[0], DRAFT.stages[2], stage(9, "Trial"), renamed),
        script=(QuestionDraft("Where does it hurt?", "need"),),
        reasons=(*DRAFT.reasons, ReasonDraft("other", "Other")),
    )
    now = rebased(mine, DRAFT, theirs)
    assert [one.name for one in now.stages] == ["New", "Fresh", "SQL", "Trial", "Customer"]
    assert now.terms == {"framework": "meddic", "mql_fit": "70"}
    assert [one.question for one in now.script] == ["Where does it hurt?", "When?"]
    assert [one.code for one in now.reasons] == ["timing", "other"]
    moved = replace(DRAFT, stages=row_moved(DRAFT.stages, 0, 2))
    names = [one.name for one in rebased(moved, DRAFT, theirs).stages]
    assert names == ["SQL", "Trial", "New", "Customer"]


@given(st.permutations(DRAFT.stages), st.permutations(DRAFT.stages), st.integers(0, 4))
def test_a_draft_that_is_edited_nowhere_is_the_version(
    before: list[StageDraft], now: list[StageDraft], count: int
) -> None:
    old = replace(DRAFT, stages=tuple(before[count:]))
    new = replace(DRAFT, stages=tuple(now))
    assert rebased(old, old, new) == new
    assert rebased(new, old, old) == new
