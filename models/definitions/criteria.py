"""What the definitions in force ask of a lead: the framework, its criteria and the script."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.definitions.current import current_definitions_id, remembered
from models.definitions.terms import terms
from models.entities.definitions.qualification import Criterion, ScriptQuestion
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import FRAMEWORK


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of a qualification framework, with the question that is asked for it."""

    framework: str
    code: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the script; `criterion` is the code that its answer speaks to."""

    question: str
    criterion: str | None


def framework_in_force(session: Session) -> str:
    """Return the code of the qualification framework that the team goes by."""
    return terms(session)[FRAMEWORK]


def criteria(session: Session, framework: str | None = None) -> tuple[CriterionRow, ...]:
    """Return the criteria in the order they are asked: of one framework, or of that in force."""
    wanted = framework_in_force(session) if framework is None else framework
    return remembered(session, f"criteria {wanted}", lambda asked: _find_criteria(asked, wanted))


def _find_criteria(session: Session, wanted: str) -> tuple[CriterionRow, ...]:
    found = session.scalars(
        select(Criterion)
        .where(
            Criterion.definitions_id == current_definitions_id(session),
            Criterion.framework == wanted,
        )
        .order_by(Criterion.position)
    )
    return tuple(CriterionRow(row.framework, row.code, row.name, row.question) for row in found)


def script(session: Session) -> tuple[QuestionRow, ...]:
    """Return the questions of the qualification script in the order they are asked."""
    found = session.scalars(
        select(ScriptQuestion)
        .where(ScriptQuestion.definitions_id == current_definitions_id(session))
        .order_by(ScriptQuestion.position)
    )
    return tuple(QuestionRow(row.question, row.criterion) for row in found)


def known_criterion(session: Session, code: str) -> str:
    """Return a criterion's code; refuses one that the framework in force does not hold."""
    known = [criterion.code for criterion in criteria(session)]
    if code not in known:
        raise InvalidValueError(
            "criterion",
            code,
            _("“{code}” is no criterion of the team's definitions. Known: {codes}.").format(
                code=code, codes=", ".join(known)
            ),
        )
    return code
