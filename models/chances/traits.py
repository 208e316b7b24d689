"""A trait of leads as a column of plain values, and what people call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from models.conditions.catalogue import CRITERION, field_of
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import label

Value: TypeAlias = str | float | None

EVENT = "event:"
ANSWER = "answer:"
FIT_BY_RULES = "rules:fit"
INTEREST_BY_RULES = "rules:interest"


@dataclass(frozen=True, slots=True)
class TraitColumn:
    """One trait, one value a lead: `kind` is category, number, words or count."""

    code: str
    kind: str
    values: Sequence[Value]

    @property
    def tells_apart(self) -> bool:
        """Whether leads differ in it."""
        return len(set(self.values)) > 1


def event_code(kind: str) -> str:
    """Return the code of the trait that counts events of a kind."""
    return EVENT + kind


def trait_label(session: Session, code: str) -> str:
    """Return what people call a trait; one that is gone goes by its code."""
    if code == FIT_BY_RULES:
        return _("Fit by the rules")
    if code == INTEREST_BY_RULES:
        return _("Interest by the rules")
    if code.startswith(EVENT):
        return label(code.removeprefix(EVENT))
    if code.startswith(ANSWER):
        criterion = trait_label(session, CRITERION + code.removeprefix(ANSWER))
        return _("{criterion}, answer").format(criterion=criterion)
    try:
        return field_of(session, code).label
    except InvalidValueError:
        return code
