"""Changing fields of the team's own: their names, choices, and whether they are there at all."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.checks import one_of, required_text
from models.clean_text import in_one_line
from models.conditions.catalogue import custom_code
from models.definitions.gates.requirements import condition_of
from models.definitions.versions.draft import GateRuleDraft
from models.definitions.versions.writing import current_draft
from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.every import TABLES
from models.entities.leads.views import SavedView
from models.errors import InvalidValueError, KnownError
from models.fields.custom import choices_of, custom_fields
from models.finding import existing
from models.history.bulk import delete_many, update_many
from models.history.verbs import verb
from models.ids import CustomFieldId
from models.language import gettext as _
from models.language import ngettext
from models.storage.visibility import hidden_batches
from models.text_keys import fold
from models.vocabulary import FieldKind, KnownWhen


class FieldInUseError(KnownError):
    """A field or choice cannot go as long as something uses it; says where."""

    def __init__(self, sentence: str, places: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.places = places


@verb
def rename_field(session: Session, field_id: CustomFieldId, name: str) -> None:
    """Give a field another name; refuses a blank one and one that its neighbours have."""
    field = existing(session, CustomField, field_id)
    text = required_text("name", name)
    others = (row for row in custom_fields(session, field.belongs_to) if row.id != field_id)
    if any(fold(row.name) == fold(text) for row in others):
        raise InvalidValueError(
            "name", name, _("There is a field “{name}” already.").format(name=text)
        )
    field.name = text


@verb
def set_known_when(session: Session, field_id: CustomFieldId, known_when: str) -> None:
    """Say when a field becomes known; refuses a moment that does not exist."""
    field = existing(session, CustomField, field_id)
    field.known_when = one_of("known_when", known_when, tuple(KnownWhen))


@verb
def add_choice(session: Session, field_id: CustomFieldId, choice: str) -> None:
    """Add a choice to a field's list; refuses another kind of field and one that is there."""
    field = _choosing(session, field_id)
    text = _new_choice(field, choice)
    field.choices = {"choices": [*choices_of(field), text]}


@verb
def rename_choice(session: Session, field_id: CustomFieldId, choice: str, name: str) -> None:
    """Rename a choice, and with it every value that holds it.

    Refuses a choice that is not on the list, a name that another has, and a choice that a gate or
    a scoring rule asks for: that would silently ask for something else.
    """
    field = _choosing(session, field_id)
    if in_one_line(name) == choice:
        return
    _listed(field, choice)
    text = _new_choice(field, name, besides=choice)
    _refuse_used(session, field, choice)
    renamed = [text if one == choice else one for one in choices_of(field)]
    field.choices = {"choices": renamed}
    _replace_values(session, field, choice, text)


@verb
def remove_choice(
    session: Session, field_id: CustomFieldId, choice: str, replacement: str | None = None
) -> None:
    """Take a choice off the list; values that hold it get the replacement.

    Refuses while values hold it and no replacement is named (with their number), a replacement
    that is not on the list, the last two choices, and one that a gate or a scoring rule asks for.
    """
    field = _choosing(session, field_id)
    _listed(field, choice)
    kept = [one for one in choices_of(field) if one != choice]
    if len(kept) < 2:
        raise InvalidValueError(
            "choice", choice, _("A field with choices needs two of them. Remove the field instead.")
        )
    _refuse_used(session, field, choice)
    held = count_values(session, field_id, choice)
    if replacement is not None:
        _listed(field, replacement)
    elif held:
        raise FieldInUseError(
            ngettext(
                "{count} value of “{field}” is “{choice}”. Say which choice takes its place.",
                "{count} values of “{field}” are “{choice}”. Say which choice takes their place.",
                held,
            ).format(count=held, field=field.name, choice=choice),
            (),
        )
    field.choices = {"choices": kept}
    if replacement is not None:
        _replace_values(session, field, choice, replacement)


@verb
def remove_field(session: Session, field_id: CustomFieldId) -> None:
    """Remove a field with all its values, as one change that undo takes back.

    Refuses while a gate, a scoring rule or a saved view asks for it, and names these, and while an
    import fills it.
    """
    field = existing(session, CustomField, field_id)
    _refuse_used(session, field)
    _refuse_being_filled(session, field)
    values = session.scalars(select(CustomValue.id).where(CustomValue.field_id == field_id)).all()
    delete_many(session, CustomValue, values)
    session.delete(field)


def count_values(session: Session, field_id: CustomFieldId, choice: str | None = None) -> int:
    """Return how many values a field has, or how many of them are one choice."""
    counted = select(func.count(CustomValue.id)).where(CustomValue.field_id == field_id)
    if choice is not None:
        counted = counted.where(CustomValue.text_value == choice)
    return session.scalar(counted) or 0


def _uses(session: Session, code: str, choice: str | None) -> Iterator[str]:
    draft = current_draft(session)
    for stage in draft.stages:
        if any(_gate_asks(rule, code, choice) for rule in stage.gate):
            yield _("the gate of {stage}").format(stage=stage.name)
    for place, rule in enumerate(draft.rules, start=1):
        asked = rule.condition
        if asked.field == code and (choice is None or choice in asked.wanted):
            yield _("scoring rule {number}").format(number=place)
    for view in session.scalars(select(SavedView).order_by(SavedView.position)):
        for asked in view.content.get("conditions", ()):
            if asked["field"] == code and (choice is None or choice in asked["wanted"]):
                yield _("the view “{view}”").format(view=view.name)
                break


def _gate_asks(rule: GateRuleDraft, code: str, choice: str | None) -> bool:
    if rule.requirement == "field_known":
        return rule.argument == code and choice is None
    if rule.requirement != "condition":
        return False
    asked = condition_of(rule.argument)
    return asked.field == code and (choice is None or choice in asked.wanted)


def _refuse_used(session: Session, field: CustomField, choice: str | None = None) -> None:
    places = tuple(_uses(session, custom_code(field.uuid), choice))
    if places:
        raise FieldInUseError(
            _("“{name}” is asked for by {places}. Change that first.").format(
                name=choice or field.name, places=", ".join(places)
            ),
            places,
        )


def _refuse_being_filled(session: Session, field: CustomField) -> None:
    values = TABLES[CustomValue.__tablename__].c
    hidden = values.batch_id.in_(hidden_batches(session))
    filled = select(values.id).where(values.field_id == field.id, hidden).limit(1)
    if session.connection().scalar(filled) is not None:
        raise FieldInUseError(
            _(
                "An import that is still at work fills “{field}”. Remove it when that is through."
            ).format(field=field.name),
            (),
        )


def _choosing(session: Session, field_id: CustomFieldId) -> CustomField:
    field = existing(session, CustomField, field_id)
    if field.kind != FieldKind.CHOICE:
        raise InvalidValueError(
            "field", field.name, _("“{name}” is no field with choices.").format(name=field.name)
        )
    return field


def _listed(field: CustomField, choice: str) -> None:
    if choice not in choices_of(field):
        raise InvalidValueError(
            "choice",
            choice,
            _("“{choice}” is no choice of {field}.").format(choice=choice, field=field.name),
        )


def _new_choice(field: CustomField, choice: str, besides: str | None = None) -> str:
    text = required_text("choice", choice)
    if any(fold(one) == fold(text) for one in choices_of(field) if one != besides):
        raise InvalidValueError(
            "choice", choice, _("“{choice}” is on the list already.").format(choice=text)
        )
    return text


def _replace_values(session: Session, field: CustomField, choice: str, text: str) -> None:
    held = select(CustomValue.id).where(
        CustomValue.field_id == field.id, CustomValue.text_value == choice
    )
    update_many(session, CustomValue, session.scalars(held).all(), {"text_value": text})
