"""The texts that steps of cadences send."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.entities.base import Recorded
from models.topics import Topic


class MessageTemplate(Recorded):
    """A text with places to fill in, such as {first_name}, for an e-mail or a message."""

    __tablename__ = "message_template"
    constraints = (UniqueConstraint("name"),)
    topic = Topic.CADENCES

    position: Mapped[int]
    name: Mapped[str]
    medium: Mapped[str]
    subject: Mapped[str | None]
    body: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
