"""Which of two values a merged record keeps: what is proposed, and what may be chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.definitions.fields import CustomField, CustomValue
from models.entities.definitions.qualification import QualificationAnswer
from models.entities.leads.leads import Lead
from models.entities.people.contacts import Company, Contact
from models.errors import InvalidValueError
from models.language import gettext as _
from models.vocabulary import CriterionState, Status

Choice: TypeAlias = Literal["kept", "gone", "both"]
Choices: TypeAlias = Mapping[str, str]

KEPT: Choice = "kept"
GONE: Choice = "gone"
BOTH: Choice = "both"

CONTACT_FIELDS = (
    "first_name", "last_name", "job_title", "company_id", "email", "phone", "mobile",
    "linkedin_url", "country", "city", "zone", "part_in_decision", "notes",
)  # fmt: skip
COMPANY_FIELDS = ("name", "website", "industry", "employees", "country", "city")
LEAD_FIELDS = (
    "title", "company_id", "owner_id", "channel_id", "captured_at", "status", "grade_override",
    "notes",
)  # fmt: skip
ANSWER = "answer:"
CUSTOM = "custom:"
# Columns that mean nothing without the one they stand under go where it goes.
TOGETHER = {
    "channel_id": ("channel_id", "campaign_id"),
    "status": (
        "status", "status_reason", "status_note", "status_since", "look_again_on", "nurture_track",
    ),
    "grade_override": ("grade_override", "grade_override_reason"),
}  # fmt: skip
_BOTH = frozenset(("notes",))

Row: TypeAlias = Contact | Company | Lead
Value: TypeAlias = str | int | float | bool | date | datetime | None


def proposed(field: str, kept: Value, gone: Value) -> Choice:
    """Return what is proposed for a field: what is filled in, of two values the kept one's.

    Notes stay whole, the earlier capture counts, and a lead that is worked stays so.
    """
    if gone is None or gone == kept:
        return KEPT
    if kept is None:
        return GONE
    if field in _BOTH:
        return BOTH
    if field == "captured_at" and isinstance(kept, datetime) and isinstance(gone, datetime):
        return GONE if gone < kept else KEPT
    if field == "status":
        return GONE if gone == Status.OPEN else KEPT
    return KEPT


def proposed_answer(kept: QualificationAnswer, gone: QualificationAnswer) -> Choice:
    """Return whose answer is proposed: the one that settles something, of two the newer one."""
    known = [row.state != CriterionState.UNKNOWN for row in (kept, gone)]
    if known[0] != known[1]:
        return KEPT if known[0] else GONE
    if kept.asked_at is not None and gone.asked_at is not None and gone.asked_at > kept.asked_at:
        return GONE
    return KEPT


def allowed(field: str) -> tuple[Choice, ...]:
    """Return what may be chosen for a field."""
    return (KEPT, GONE, BOTH) if field in _BOTH else (KEPT, GONE)


def refuse_unknown(choices: Choices, fields: Sequence[str]) -> None:
    """Refuse a choice for a field that these records do not have, and one that is no choice."""
    for field, choice in choices.items():
        known = field in fields or field.startswith((ANSWER, CUSTOM))
        if not known or choice not in allowed(field):
            raise InvalidValueError(
                field,
                choice,
                _("“{choice}” cannot be chosen for “{field}”. Choose kept or gone.").format(
                    choice=choice, field=field
                ),
            )


def write_choices(kept: Row, gone: Row, fields: Sequence[str], choices: Choices) -> None:
    """Give the record that stays the chosen values."""
    for field in fields:
        mine, other = getattr(kept, field), getattr(gone, field)
        choice = choices.get(field) or proposed(field, mine, other)
        if choice == KEPT:
            continue
        if choice == BOTH:
            texts = dict.fromkeys(text for text in (mine, other) if text)
            setattr(kept, field, "\n\n".join(texts) or None)
            continue
        for name in TOGETHER.get(field, (field,)):
            setattr(kept, name, getattr(gone, name))


def unwanted_answer(
    choices: Choices,
) -> Callable[[QualificationAnswer, QualificationAnswer], QualificationAnswer]:
    """Return which of two answers to one criterion goes."""

    def pick(kept: QualificationAnswer, gone: QualificationAnswer) -> QualificationAnswer:
        choice = choices.get(f"{ANSWER}{kept.criterion}") or proposed_answer(kept, gone)
        return gone if choice == KEPT else kept

    return pick


def unwanted_value(
    session: Session, choices: Choices
) -> Callable[[CustomValue, CustomValue], CustomValue]:
    """Return which of two values of one custom field goes."""
    uuids: dict[int, Any] = {
        row.id: row.uuid for row in session.execute(select(CustomField.id, CustomField.uuid))
    }

    def pick(kept: CustomValue, gone: CustomValue) -> CustomValue:
        chosen = choices.get(f"{CUSTOM}{uuids[kept.field_id].hex}")
        return kept if chosen == GONE else gone

    return pick
