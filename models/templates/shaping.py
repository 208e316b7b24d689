"""Writing templates; a placeholder that does not exist is refused before anybody sends it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.checks import LONG_TEXT_LIMIT, one_of, optional_text, required_text
from models.entities.work.templates import MessageTemplate
from models.errors import InvalidValueError
from models.finding import existing
from models.history.verbs import verb
from models.ids import TemplateId
from models.language import gettext as _
from models.templates.placeholders import checked_places
from models.vocabulary import Medium


@verb
def add_template(
    session: Session, name: str, medium: str, body: str, subject: str | None = None
) -> TemplateId:
    """Add a template at the end of the list.

    Refuses a blank name or body, a name that another one has, an unknown medium, an e-mail without
    a subject, and placeholders that do not exist.
    """
    last = session.scalar(select(func.max(MessageTemplate.position)))
    template = MessageTemplate(position=0 if last is None else last + 1, active=True)
    _write(session, template, name, medium, body, subject)
    session.add(template)
    session.flush()
    return TemplateId(template.id)


@verb
def edit_template(
    session: Session,
    template_id: TemplateId,
    *,
    name: str,
    medium: str,
    body: str,
    subject: str | None = None,
) -> None:
    """Write a template anew; refuses what `add_template` refuses."""
    _write(session, existing(session, MessageTemplate, template_id), name, medium, body, subject)


@verb
def reorder_templates(session: Session, template_id: TemplateId, position: int) -> None:
    """Put a template at a place of the list."""
    moved = existing(session, MessageTemplate, template_id)
    order = (MessageTemplate.position, MessageTemplate.id)
    rows = list(session.scalars(select(MessageTemplate).order_by(*order)))
    rows.remove(moved)
    rows.insert(max(0, min(position, len(rows))), moved)
    for place, row in enumerate(rows):
        row.position = place


@verb
def remove_template(session: Session, template_id: TemplateId) -> None:
    """Offer a template no more; steps that use it keep it."""
    existing(session, MessageTemplate, template_id).active = False


@verb
def restore_template(session: Session, template_id: TemplateId) -> None:
    """Offer a template again."""
    existing(session, MessageTemplate, template_id).active = True


def _write(
    session: Session,
    template: MessageTemplate,
    name: str,
    medium: str,
    body: str,
    subject: str | None,
) -> None:
    text = required_text("name", name)
    own_id = None if template not in session else template.id
    taken = select(MessageTemplate.id).where(
        MessageTemplate.name == text, MessageTemplate.id.is_distinct_from(own_id)
    )
    if session.scalar(taken.limit(1)) is not None:
        raise InvalidValueError(
            "name",
            name,
            _("There is a template {name} already. Give it another name.").format(name=text),
        )
    known = one_of("medium", medium, tuple(Medium))
    checked = checked_places("body", required_text("body", body, LONG_TEXT_LIMIT))
    line = optional_text("subject", subject)
    if known == Medium.EMAIL and line is None:
        raise InvalidValueError("subject", subject, _("An e-mail needs a subject."))
    template.name = text
    template.medium = known
    template.body = checked
    template.subject = None if line is None else checked_places("subject", line)
