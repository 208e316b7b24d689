"""Scoring rules: what each side may ask for, and the rules in force."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.condition import Condition, Operator
from models.conditions.matching import checked
from models.definitions.current import current_definitions_id, remembered
from models.definitions.draft import DefinitionsDraft, ScoreRuleDraft
from models.entities.definitions import ScoreRule
from models.errors import InvalidValueError
from models.language import gettext as _
from models.scoring.grading import Grading, grading, grading_of
from models.vocabulary import ScoreSide

POINTS_AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Scoring:
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


def scoring_of(draft: DefinitionsDraft) -> Scoring:
    """Return the rules and terms that scores would follow under a draft."""
    return Scoring(draft.rules, grading_of(draft.terms))


def checked_rule(session: Session, rule: ScoreRuleDraft) -> ScoreRuleDraft:
    """Return a scoring rule with its condition in stored form.

    Refuses what `checked` refuses, a field that the side cannot ask for (fit is what a lead is,
    interest what it did; neither may hang on scores or on the day of the week), a rule without
    points, more than a thousand of them, and points that take interest away.
    """
    condition = checked(session, rule.condition)
    field = field_of(session, condition.field)
    if rule.side not in field.sides:
        raise InvalidValueError(
            "field",
            field.code,
            _("“{field}” cannot earn fit: fit is what a lead is, and does not change by the day.")
            if rule.side is ScoreSide.FIT
            else _("“{field}” cannot earn interest: that is earned by what a lead does."),
        )
    is_fit = rule.side is ScoreSide.FIT
    lowest = -POINTS_AT_MOST if is_fit else 1
    if not lowest <= rule.points <= POINTS_AT_MOST or rule.points == 0:
        sentence = (
            _("A rule of fit gives or takes 1 to {most} points.")
            if is_fit
            else _("What a lead does earns 1 to {most} points; interest goes by fading alone.")
        )
        raise InvalidValueError("points", rule.points, sentence.format(most=POINTS_AT_MOST))
    return ScoreRuleDraft(rule.side, condition, rule.points)
