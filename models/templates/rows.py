"""What people read of templates."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entities.work.templates import MessageTemplate
from models.ids import TemplateId


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A text with places to fill in, for one medium."""

    id: TemplateId
    name: str
    medium: str
    subject: str | None
    body: str
    position: int
    active: bool


def templates(
    session: Session, medium: str | None = None, *, active_only: bool = True
) -> tuple[TemplateRow, ...]:
    """Return the templates in the team's order, those for one medium where it is named."""
    wanted = select(MessageTemplate).order_by(MessageTemplate.position, MessageTemplate.id)
    if medium is not None:
        wanted = wanted.where(MessageTemplate.medium == medium)
    if active_only:
        wanted = wanted.where(MessageTemplate.active.is_(True))
    return tuple(template_row(row) for row in session.scalars(wanted))


def template_row(row: MessageTemplate) -> TemplateRow:
    """Return a template as people read it."""
    return TemplateRow(
        TemplateId(row.id), row.name, row.medium, row.subject, row.body, row.position, row.active
    )
