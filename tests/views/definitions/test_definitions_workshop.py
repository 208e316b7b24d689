"""The review workshop, effects in words, choices of fields: what they show and what they do."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from models.conditions.condition import Condition, Operator
from models.definitions.effects.on_leads import Effects, GateBlocked, StageShift
from models.definitions.house.agreement import house_draft
from models.definitions.workshop import (
    ComparisonRow,
    ProposalRow,
    ResponseRow,
    ThresholdRow,
    TraitRow,
)
from models.evidence import share_of
from models.fields.choosing import ChoiceStep, choice_steps
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide
from tests.clocks import FrozenClock
from tests.views.definitions.conftest import Open
from views.definitions.effect_panel import effect_lines
from views.definitions.workshop import content as workshop_content
from views.definitions.workshop.evidence_table import EvidenceModel, EvidenceRow, EvidenceTable
from views.definitions.workshop.form import WorkshopForm

RULE = ScoreRuleDraft(ScoreSide.FIT, Condition("country", Operator.IS, ("DE",)), 20)
TRAIT = TraitRow(RULE.condition, "Country is Germany", share_of(12, 30), 18, 2.4)
COMPARED = ComparisonRow(share_of(20, 120), 100, (TRAIT,), (), (), "")


def test_effects_are_said_in_sentences_the_weightiest_first() -> None:
    effects = Effects(312, (StageShift("Old", "New", 14),), 12, 0, 3, (GateBlocked("SQL", 40),), ())
    assert [sentence for _sign, _colour, sentence in effect_lines(effects, changed=True)] == [
        "12 open leads would become MQL",
        "3 would change grade",
        "14 leads go from Old to New",
        "40 stand in SQL, whose gate they do not meet",
        "of 312 open leads",
    ]
    none = Effects(1, (), 0, 0, 0, (), ())
    assert effect_lines(none, changed=False)[0][2] == "Nothing changes for the 1 open lead."


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ("ab", "abc", [ChoiceStep(None, "c")]),
        ("abc", "ab", [ChoiceStep("c", None)]),
        ("abc", "axc", [ChoiceStep("b", "x")]),
        ("ab", "ba", []),
        (
            "ab",
            "xyz",
            [
                *(ChoiceStep(None, one) for one in "xyz"),
                ChoiceStep("a", None),
                ChoiceStep("b", None),
            ],
        ),
    ],
)
def test_a_list_of_choices_is_changed_in_steps(
    before: str, after: str, steps: list[ChoiceStep]
) -> None:
    assert choice_steps(tuple(before), tuple(after)) == steps


def test_ticked_rules_come_into_the_draft_once(clock: FrozenClock) -> None:
    draft = house_draft(clock().date())
    step = workshop_content._rules_step("", "", COMPARED, (ProposalRow(RULE, TRAIT),))
    (table,) = step.tables
    assert table.rows[0].cells == ("Country is Germany", "+20", "12 of 30 (30–52\u202f%)", "×2.4")
    assert not table.tentative
    assert table.take is not None
    taken = table.take(draft, (0,))
    assert taken.rules == (*draft.rules, RULE)
    assert table.take(taken, (0,)) == taken
    assert table.take(draft, ()) == draft


def test_little_data_is_said_the_lift_explained_and_nothing_ticked() -> None:
    thin = replace(COMPARED, thin="Only 2 of 9 were won.")
    step = workshop_content._rules_step("", "", thin, (ProposalRow(RULE, TRAIT),))
    assert step.findings[0] == "Only 2 of 9 were won."
    assert "lift of ×2" in step.findings[1]
    assert step.tables[0].tentative


def test_the_highest_threshold_that_most_won_leads_reached_is_proposed(
    clock: FrozenClock,
) -> None:
    rows = [
        ThresholdRow(ScoreSide.FIT, points, share_of(passed, 100), share_of(won, 10))
        for points, passed, won in ((0, 100, 10), (30, 60, 9), (60, 20, 4))
    ]
    draft = house_draft(clock().date())
    table = workshop_content._thresholds(rows, draft, "").tables[0]
    assert table.proposed == 1
    assert table.take is not None
    assert table.take(draft, (1,)).terms["mql_fit"] == "30"


def test_the_measured_response_stands_beside_the_promise() -> None:
    step = workshop_content._service(ResponseRow(30, 47, share_of(12, 40), 2))
    assert step.findings == (
        "A first response is promised within 30 working minutes.",
        (
            "Half of the leads were answered within 47 working minutes; the promise was kept for "
            "12 of 40 (22–40\u202f%)."
        ),
        "2 leads are late and still not answered.",
    )


def test_the_steps_are_walked_by_keys(show: Open) -> None:
    page = show()
    page.parts.choose("workshop")
    form = page.forms["workshop"]
    assert isinstance(form, WorkshopForm)
    form.focus_in()
    for step in range(1, 5):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert form.at == step
    assert not form.next_button.isEnabled()
    form.back_button.click()
    assert form.at == 3
    asked: list[str] = []
    form.part_asked.connect(asked.append)
    form.part_asked.emit("terms")
    current = page.parts.current()
    assert current is not None
    assert current.part == "terms"


def test_evidence_keeps_the_promises_of_a_model_and_ticks_one_or_several(
    qapp: Any, qtmodeltester: Any
) -> None:
    model = EvidenceModel(("What", "Won"))
    model.show_rows([EvidenceRow(("a", "1"), True), EvidenceRow(("b", "2"), True)])
    qtmodeltester.check(model)
    assert list(model.ticked) == [0, 1]
    tick = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked.value, tick)
    assert list(model.ticked) == [1]
    model.show_rows([EvidenceRow(("a", "1"), True), EvidenceRow(("b", "2"), True)], 1)
    model.setData(model.index(0, 0), Qt.CheckState.Checked.value, tick)
    assert list(model.ticked) == [0]
    table = EvidenceTable(model, "Evidence")
    assert table.accessibleName() == "Evidence"
    assert not model.setData(model.index(0, 1), "x")
