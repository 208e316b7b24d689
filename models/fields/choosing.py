"""The choices of a field as a whole: one edit of the list is one change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.clean_text import in_one_line
from models.entities.definitions.fields import CustomField
from models.errors import InvalidValueError
from models.fields.shaping import add_choice, remove_choice, rename_choice
from models.finding import existing
from models.history.verbs import verb
from models.ids import CustomFieldId
from models.language import gettext as _
from models.text_keys import fold


@dataclass(frozen=True, slots=True)
class ChoiceStep:
    """One step from a list of choices to another: added, renamed, or removed."""

    before: str | None
    after: str | None


def choice_steps(before: Sequence[str], after: Sequence[str]) -> list[ChoiceStep]:
    """Return the steps from one list of choices to another.

    A word in the place of another that is gone is the same choice under another name.
    """
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    if len(before) == len(after):
        pairs = list(zip(before, after, strict=True))
        renamed = [ChoiceStep(was, now) for was, now in pairs if was in gone and now in new]
        if len(renamed) == len(gone):
            return renamed
    added = [ChoiceStep(None, one) for one in new]
    return added + [ChoiceStep(one, None) for one in gone]


@verb
def change_choices(session: Session, field_id: CustomFieldId, choices: Sequence[str]) -> None:
    """Give a field this list of choices, in this order: some added, renamed, removed or moved.

    Refuses a choice that is on the list twice, and whatever `add_choice`, `rename_choice` and
    `remove_choice` refuse.
    """
    wanted = [in_one_line(choice) for choice in choices]
    twice = {fold(one) for one in wanted if [fold(each) for each in wanted].count(fold(one)) > 1}
    if twice:
        name = next(one for one in wanted if fold(one) in twice)
        raise InvalidValueError(
            "choice", name, _("“{choice}” is on the list twice.").format(choice=name)
        )
    field = existing(session, CustomField, field_id)
    for step in choice_steps((field.choices or {}).get("choices", ()), wanted):
        if step.before is None:
            add_choice(session, field_id, step.after or "")
        elif step.after is None:
            remove_choice(session, field_id, step.before)
        else:
            rename_choice(session, field_id, step.before, step.after)
    if field.choices is not None and field.choices.get("choices") != wanted:
        field.choices = {"choices": wanted}
