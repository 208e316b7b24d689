"""All questions of the reports, in the order in which they are asked."""

from views.reports.content import Question
from views.reports.telling import (
    answering,
    costing,
    departing,
    funnel,
    handed,
    showing,
    symptoms,
    touching,
    waiting,
    working,
)


def questions() -> tuple[Question, ...]:
    """Return the questions: the check of the whole first, then along the funnel."""
    return (
        symptoms.question(),
        funnel.question(),
        handed.question(),
        answering.question(),
        departing.question(),
        waiting.question(),
        touching.question(),
        showing.question(),
        working.question(),
        costing.question(),
    )


def question_of(code: str) -> Question:
    """Return a question by its code."""
    return next(one for one in questions() if one.code == code)
