"""What is wrong with a draft of the definitions, all at once and place by place."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.definitions.draft import DefinitionsDraft
from models.errors import KnownError
from models.language import gettext as _


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One thing that keeps a draft from being written.

    `place` is the part that it is about: `stages[2].name`, `stages[2].gate[0]`, `criteria[1].code`,
    `script[0].criterion`, `reasons[3].code`, `rules[5]`, `terms.remind`, `moved[<stage id>]`.
    """

    place: str
    sentence: str


class DraftRefusedError(KnownError):
    """A draft cannot be written; lists every problem."""

    def __init__(self, problems: tuple[DraftProblem, ...]) -> None:
        super().__init__(
            _("These definitions cannot be written yet. {problems}").format(
                problems=" ".join(problem.sentence for problem in problems)
            )
        )
        self.problems = problems


def problems_of(session: Session, draft: DefinitionsDraft) -> tuple[DraftProblem, ...]:
    """Return everything that keeps a draft from being written; nothing where it can be."""
    names = [stage.name.strip() for stage in draft.stages]
    return tuple(
        DraftProblem(f"stages[{place}].name", _("A stage needs a name."))
        for place, name in enumerate(names)
        if not name
    )


def checked_draft(session: Session, draft: DefinitionsDraft) -> DefinitionsDraft:
    """Return a draft as it will be written; refuses one with problems, naming all of them."""
    problems = problems_of(session, draft)
    if problems:
        raise DraftRefusedError(problems)
    return draft
