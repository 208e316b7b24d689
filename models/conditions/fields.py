"""How each field of the catalogue is found in the tables, and what it may be asked.

A field stands in the joined rows of lead, contact and company, on the lead's card, or in rows of
its own of which a lead may have several (events, wishes). What a card holds is not looked up
elsewhere: lists read cards.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models.conditions.condition import Operator
from models.entities.base import Recorded
from models.vocabulary import FieldKind, KnownWhen, ScoreSide

_PRESENCE = (Operator.KNOWN, Operator.UNKNOWN)
OPERATORS: dict[str, tuple[Operator, ...]] = {
    FieldKind.TEXT: (
        Operator.CONTAINS,
        Operator.LACKS,
        Operator.IS,
        Operator.IS_NOT,
        *_PRESENCE,
    ),
    FieldKind.NUMBER: (
        Operator.AT_LEAST,
        Operator.AT_MOST,
        Operator.IS,
        Operator.IS_NOT,
        *_PRESENCE,
    ),
    FieldKind.CHOICE: (Operator.IS, Operator.IS_NOT, *_PRESENCE),
    FieldKind.DATE: (
        Operator.WITHIN_DAYS,
        Operator.OLDER_THAN_DAYS,
        Operator.BEFORE,
        Operator.AFTER,
        Operator.IS,
        *_PRESENCE,
    ),
    FieldKind.YES_NO: (Operator.IS, *_PRESENCE),
}
"""The operators of each kind, the usual one first."""

NEGATIVE = {
    Operator.IS_NOT: Operator.IS,
    Operator.LACKS: Operator.CONTAINS,
    Operator.UNKNOWN: Operator.KNOWN,
}
"""Operators that hold where their opposite does not, so also for leads without a value."""


class FieldChoice(NamedTuple):
    """One value of a choice: its stored form and its name."""

    key: str
    name: str


class Rows(NamedTuple):
    """Rows of which a lead may have several; a condition holds where one of them meets it."""

    entity: type[Recorded]
    value: ColumnElement[Any]
    of_lead: Callable[[ColumnElement[Any]], ColumnElement[bool]]
    """Say that a row belongs to the lead with this id."""


# A condition of its own making: the session, the positive operator, the wanted values, the instant.
Asked = Callable[[Session, Operator, tuple[str, ...], datetime], ColumnElement[bool]]


class Field(NamedTuple):
    """One field: its words, and where it is found.

    `value` is an expression over lead, contact and company, `card` one over the card, `rows` rows
    of the field's own, `asked` a condition on the card that no single value answers. `folded` says
    that the card's text is folded already; `instant` that a date has an hour. A
    choice with `named` may be any word, which is named by itself.
    """

    code: str
    label: str
    kind: FieldKind
    group: str
    known_when: KnownWhen = KnownWhen.AT_CAPTURE
    value: ColumnElement[Any] | None = None
    card: ColumnElement[Any] | None = None
    rows: Rows | None = None
    asked: Asked | None = None
    folded: bool = False
    instant: bool = False
    choices: Callable[[Session], tuple[FieldChoice, ...]] | None = None
    named: Callable[[str], str] | None = None
    only: tuple[Operator, ...] = ()
    sides: frozenset[ScoreSide] = frozenset((ScoreSide.FIT,))

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What the field may be asked."""
        return self.only or OPERATORS[self.kind]
