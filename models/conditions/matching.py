"""Which leads meet a condition: checked first, then a condition in the database.

Negative operators hold where their opposite does not: “is not X”, “lacks X” and “unknown” hold for
leads without a value too. Any other operator holds for no lead without a value.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, select, true
from sqlalchemy.orm import Session

from models.conditions.catalogue import field_of
from models.conditions.comparing import comparison, never_null
from models.conditions.condition import Condition, Operator
from models.conditions.fields import NEGATIVE, Field
from models.conditions.wanted import checked_values
from models.conditions.wording import operator_words
from models.entities.leads.cards import LeadCard
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError
from models.language import gettext as _
from models.storage.sqlite.queries import without_index


def checked(session: Session, condition: Condition) -> Condition:
    """Return a condition with its values in stored form.

    Refuses a field that the catalogue does not hold, an operator that the field cannot be asked,
    and a value that it cannot have; each sentence says what to write instead.
    """
    field = field_of(session, condition.field)
    if condition.operator not in field.operators:
        raise InvalidValueError(
            field.code,
            condition.operator,
            _("“{field}” cannot be asked “{operator}”. Choose one of: {known}.").format(
                field=field.label,
                operator=operator_words(condition.operator),
                known=", ".join(operator_words(one) for one in field.operators),
            ),
        )
    return Condition(field.code, condition.operator, checked_values(session, field, condition))


def lead_condition(session: Session, condition: Condition, at: datetime) -> ColumnElement[bool]:
    """Return a condition for a query over `LeadCard`; `at` is the instant that ages count to.

    Refuses a field that the catalogue does not hold (any more).
    """
    field = field_of(session, condition.field)
    positive = NEGATIVE.get(condition.operator, condition.operator)
    held: ColumnElement[bool]
    if field.asked is not None:
        held = never_null(field.asked(session, positive, condition.wanted, at))
    elif field.rows is not None:
        held = _some_row(field, LeadCard.id.expression, positive, condition, at)
    elif field.card is not None:
        # Lists are read in the order of their own index and tested on the way.
        card = without_index(field.card)
        met = comparison(field, card, positive, condition.wanted, at, is_folded=field.folded)
        held = met if positive is condition.operator else never_null(met)
    else:
        held = _of_joined(field, positive, condition, at)
    return held if positive is condition.operator else not_(held)


def joined_condition(session: Session, condition: Condition, at: datetime) -> ColumnElement[bool]:
    """Return a condition for a query over leads with their contacts and companies, outer-joined.

    True or false, never null. Refuses a field that the catalogue does not hold (any more) and one
    that is found on cards only.
    """
    return joined_meets(field_of(session, condition.field), condition, at)


def joined_meets(field: Field, condition: Condition, at: datetime) -> ColumnElement[bool]:
    """Return what `joined_condition` returns, where the field is known already."""
    positive = NEGATIVE.get(condition.operator, condition.operator)
    held: ColumnElement[bool]
    if field.rows is not None:
        held = _some_row(field, Lead.id.expression, positive, condition, at)
    elif field.value is not None:
        met = comparison(field, field.value, positive, condition.wanted, at)
        held = never_null(met)
    else:
        raise InvalidValueError(
            "field",
            field.code,
            _("“{field}” cannot be asked by a scoring rule.").format(field=field.label),
        )
    return held if positive is condition.operator else not_(held)


def _some_row(
    field: Field,
    lead: ColumnElement[int],
    operator: Operator,
    condition: Condition,
    at: datetime,
) -> ColumnElement[bool]:
    rows = field.rows
    if rows is None:
        return true()
    met = comparison(field, rows.value, operator, condition.wanted, at)
    found = select(rows.entity.id).where(rows.of_lead(lead), met)
    return exists(found.correlate(LeadCard, Lead))


def _of_joined(
    field: Field, operator: Operator, condition: Condition, at: datetime
) -> ColumnElement[bool]:
    if field.value is None:
        return true()
    met = comparison(field, field.value, operator, condition.wanted, at)
    found = (
        select(Lead.id)
        .outerjoin(Contact, Contact.id == Lead.contact_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(and_(Lead.id == LeadCard.id, met))
    )
    return exists(found.correlate(LeadCard))
