"""Scoring rules: what each side may ask for, and the rules in force."""

import json
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conditions.condition import Condition, Operator
from models.definitions.current import current_definitions_id, remembered
from models.entities.definitions.versions import ScoreRule
from models.scoring.grading import Grading, grading, grading_of
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide

if TYPE_CHECKING:
    from models.definitions.versions.draft import DefinitionsDraft


class Scoring(NamedTuple):
    """All that scores follow: the rules, and the terms that turn points into grades."""

    rules: tuple[ScoreRuleDraft, ...]
    grading: Grading

    def of_side(self, side: ScoreSide) -> tuple[ScoreRuleDraft, ...]:
        """Return the rules of one side."""
        return tuple(rule for rule in self.rules if rule.side is side)


def rules_in_force(session: Session) -> tuple[ScoreRuleDraft, ...]:
    """Return the scoring rules of the definitions in force, in their order."""
    return remembered(session, "score_rules", _find_rules)


def _find_rules(session: Session) -> tuple[ScoreRuleDraft, ...]:
    found = session.scalars(
        select(ScoreRule)
        .where(ScoreRule.definitions_id == current_definitions_id(session))
        .order_by(ScoreRule.position)
    )
    return tuple(
        ScoreRuleDraft(
            ScoreSide(row.side),
            Condition(row.field, Operator(row.operator), tuple(json.loads(row.wanted))),
            row.points,
        )
        for row in found
    )


def scoring_in_force(session: Session) -> Scoring:
    """Return the rules and terms that scores follow now."""
    return Scoring(rules_in_force(session), grading(session))


def scoring_of(draft: "DefinitionsDraft") -> Scoring:
    """Return the rules and terms that scores would follow under a draft."""
    return Scoring(draft.rules, grading_of(draft.terms))
