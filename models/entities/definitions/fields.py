"""Fields that a team adds to leads and companies, with typed and indexed values."""

from datetime import date

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.storage.columns import JsonObject
from models.topics import Topic


class CustomField(Recorded):
    """A field of the team's own: `kind` is text, number, choice, date or yes_no."""

    __tablename__ = "custom_field"
    constraints = (UniqueConstraint("belongs_to", "name"),)
    topic = Topic.DEFINITIONS

    belongs_to: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    known_when: Mapped[str]
    choices: Mapped[JsonObject | None]


class CustomValue(Recorded):
    """One value in the column that fits the field's kind; text and choices share `text_value`."""

    __tablename__ = "custom_value"
    constraints = (
        UniqueConstraint("lead_id", "field_id"),
        UniqueConstraint("company_id", "field_id"),
        Index(None, "field_id", "text_value"),
        Index(None, "field_id", "number_value"),
        Index(None, "field_id", "date_value"),
    )
    topic = Topic.LEADS

    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    text_value: Mapped[str | None]
    number_value: Mapped[float | None]
    date_value: Mapped[date | None]
    yes_value: Mapped[bool | None]
