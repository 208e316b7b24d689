"""Rules of scoring as conditions in the database."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement

from models.conditions.condition import Condition
from models.conditions.fields import Field
from models.errors import InvalidValueError
from models.scoring.grading import EPOCH
from models.scoring.rule import ScoreRuleDraft

Find = Callable[[str], Field | None]
Held = tuple[ScoreRuleDraft, ColumnElement[bool]]


def compiled(
    rules: Sequence[ScoreRuleDraft],
    find: Find,
    compile_one: Callable[[Field, Condition, datetime], ColumnElement[bool]],
) -> list[Held]:
    """Return rules with their conditions; without those whose field was removed."""
    found: list[Held] = []
    for rule in rules:
        field = field_asked(rule, find)
        if field is not None:
            found.append((rule, compile_one(field, rule.condition, EPOCH)))
    return found


def field_asked(rule: ScoreRuleDraft, find: Find) -> Field | None:
    """Return the field that a rule asks for; None where it was removed: nobody has it then."""
    try:
        return find(rule.condition.field)
    except InvalidValueError:
        return None
