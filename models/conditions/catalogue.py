"""The catalogue of fields that a condition may ask for: of leads, contacts, companies, own ones."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.conditions import choosing
from models.conditions.condition import Operator
from models.conditions.fields import Field, FieldChoice, Rows
from models.conditions.house_fields import company_of, house_field, house_fields
from models.definitions.criteria import criteria
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Lead
from models.errors import InvalidValueError
from models.language import gettext as _
from models.storage.columns import JsonObject
from models.vocabulary import CriterionState, FieldKind, KnownWhen, ScoreSide

CRITERION = "criterion:"
CUSTOM = "custom:"

_NO_SIDE: frozenset[ScoreSide] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that a condition may ask for, as forms offer it.

    `sides` are the kinds of scoring rules that may ask for it.
    """

    code: str
    label: str
    kind: FieldKind
    group: str
    operators: tuple[Operator, ...]
    choices: tuple[FieldChoice, ...]
    known_when: KnownWhen
    sides: frozenset[ScoreSide]


def fields_known(session: Session) -> tuple[FieldRow, ...]:
    """Return every field that a condition may ask for, in groups."""
    return tuple(
        FieldRow(
            field.code,
            field.label,
            field.kind,
            field.group,
            field.operators,
            field.choices(session) if field.choices else (),
            field.known_when,
            field.sides,
        )
        for field in _all_fields(session).values()
    )


def field_of(session: Session, code: str) -> Field:
    """Return how a field is found; refuses one that the catalogue does not hold."""
    if code.startswith(CUSTOM):
        custom = _custom_row(session, code)
        if custom is not None:
            return _custom(custom)
    elif code.startswith(CRITERION) and code != CRITERION:
        name = code.removeprefix(CRITERION)
        return _criterion(name, choosing.criteria_named(session).get(name, name))
    elif (known := house_field(code)) is not None:
        return known
    raise InvalidValueError(
        "field",
        code,
        _(
            "There is no field “{code}” (any more). Choose another, or leave the condition out."
        ).format(code=code),
    )


def _all_fields(session: Session) -> dict[str, Field]:
    asked = (_criterion(row.code, row.name) for row in criteria(session))
    own = (_custom(row) for row in session.scalars(select(CustomField).order_by(CustomField.id)))
    return house_fields() | {field.code: field for field in (*asked, *own)}


def _custom_row(session: Session, code: str) -> CustomField | None:
    try:
        uuid = UUID(hex=code.removeprefix(CUSTOM))
    except ValueError:
        return None
    return session.scalar(select(CustomField).where(CustomField.uuid == uuid))


def custom_code(uuid: UUID) -> str:
    """Return the code of a field of the team's own."""
    return CUSTOM + uuid.hex


def _criterion(code: str, name: str) -> Field:
    state = (
        select(QualificationAnswer.state)
        .where(QualificationAnswer.lead_id == Lead.id, QualificationAnswer.criterion == code)
        .correlate(Lead)
        .scalar_subquery()
    )
    return Field(
        CRITERION + code,
        name,
        FieldKind.CHOICE,
        _("Qualification"),
        KnownWhen.IN_CONVERSATION,
        func.coalesce(state, CriterionState.UNKNOWN.value),
        choices=choosing.criterion_states,
        only=(Operator.IS, Operator.IS_NOT),
    )


def _custom(row: CustomField) -> Field:
    column = {
        FieldKind.NUMBER: CustomValue.number_value,
        FieldKind.DATE: CustomValue.date_value,
        FieldKind.YES_NO: CustomValue.yes_value,
    }.get(FieldKind(row.kind), CustomValue.text_value)
    field_id = row.id

    def of_lead(lead: ColumnElement[int]) -> ColumnElement[bool]:
        if row.belongs_to == "lead":
            return (CustomValue.field_id == field_id) & (CustomValue.lead_id == lead)
        company = company_of(lead)
        return (CustomValue.field_id == field_id) & (CustomValue.company_id == company)

    kind = FieldKind(row.kind)
    choices = _names_of(row.choices)
    return Field(
        custom_code(row.uuid),
        row.name,
        kind,
        _("Fields of your own"),
        KnownWhen(row.known_when),
        rows=Rows(CustomValue, column.expression, of_lead),
        choices=(lambda _session: choices) if kind is FieldKind.CHOICE else None,
        sides=_NO_SIDE if kind is FieldKind.DATE else frozenset((ScoreSide.FIT,)),
    )


def _names_of(choices: JsonObject | None) -> tuple[FieldChoice, ...]:
    return tuple(FieldChoice(name, name) for name in (choices or {}).get("choices", ()))
