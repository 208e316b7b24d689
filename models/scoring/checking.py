"""What a rule of scoring may ask for and give."""

from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.matching import checked
from models.errors import InvalidValueError
from models.language import gettext as _
from models.scoring.rule import ScoreRuleDraft
from models.vocabulary import ScoreSide

POINTS_AT_MOST = 1000


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
